"""`python -m benchmarks.verdicts --teams 40 --json out.json`: are the verdicts right?

Simulated teams whose truth is known (`benchmarks/teams.py`) are diagnosed like any other; printed
are, for each truth, how often each verdict is given to the reps it is about; how many reps of
equally skilled teams are told to be coached; how often the verdict is that of an analyst who
knows the truth, wherever she is right; whether what is said with 80 % is right in 80 %; and the
same for two naive rules. The method was made on teams of the tuning seeds; what is reported is of
teams that nobody had looked at.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.analyst import Analyst
from benchmarks.naive import judge_by_average, judge_by_ratio
from benchmarks.reliability import Said, draw_reliability, format_reliability
from benchmarks.teams import TRUTHS, MadeTeam, Truth, make_team
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.results import DiagnosisResult, VerdictResult
from cockpit.analysis.sales_evidence import weigh_beliefs
from cockpit.analysis.verdict import COACHED, SURE_OF_A_PERSON
from cockpit.analysis.walk import walk_chain
from cockpit.domain.verdicts import Verdict

SEEDS = {"reporting": 20_000, "tuning": 0}
"""The first seed of each set; a team for each seed from there on."""

_UNSURE = frozenset({Verdict.UNCLEAR})
_LUCK = frozenset({Verdict.WITHIN_LUCK})
RULES = ("ours", "ratio", "average")
_TEAM_TRUTHS = ("team-wide slump", "rotten source")

Named = frozenset[Verdict]


@dataclass
class Tally:
    """What was said of the reps that a truth is about, by each rule.

    `said` is of all reps: how sure a cause was, whether it is true, and whether it is coaching.
    """

    given: Counter[Verdict] = field(default_factory=Counter)
    team: Counter[Verdict] = field(default_factory=Counter)
    reps: int = 0
    everybody: int = 0
    right: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    coached: Counter[str] = field(default_factory=Counter)
    said: list[Said] = field(default_factory=list)


def measure(
    teams: int, truths: Iterable[Truth] = TRUTHS, first: int = SEEDS["reporting"]
) -> dict[str, Tally]:
    """Return the tally of each truth over a number of simulated teams, from a seed on."""
    tallies = {}
    for truth in truths:
        tally = tallies[truth.name] = Tally()
        for seed in range(first, first + teams):
            made = make_team(truth, seed)
            _count(tally, made, *diagnose_team(made))
    return tallies


def diagnose_team(made: MadeTeam) -> tuple[DiagnosisResult, Analyst]:
    """Return the cockpit's answer, evidence included, and who knows the truth about it."""
    question = made.truth.question
    walk = walk_chain(made.facts, question)
    beliefs = weigh_beliefs(made.facts, walk)
    return compute_diagnosis(made.facts, question, beliefs), Analyst(made, walk, beliefs.model)


def name_causes(verdict: VerdictResult) -> Named:
    """Return the verdicts that a verdict names: two for `both`."""
    return frozenset(verdict.causes or (verdict.verdict,))


def _count(tally: Tally, made: MadeTeam, answer: DiagnosisResult, analyst: Analyst) -> None:
    tally.team.update(name_causes(answer.team.verdict))
    for row in answer.rows:
        at = int(row.name.removeprefix("Rep ")) - 1
        said = {
            "ours": name_causes(row.verdict),
            "ratio": judge_by_ratio(row),
            "average": judge_by_average(row, answer.team),
        }
        tally.everybody += 1
        for rule, named in said.items():
            tally.coached[rule] += bool(named & COACHED)
        _note_sureness(tally, row.verdict, name_causes(analyst.judge(row, at, sure=False)))
        if not made.planted[at]:
            continue
        tally.reps += 1
        tally.given[row.verdict.verdict] += 1
        best = name_causes(analyst.judge(row, at))
        if best & made.truth.answers:
            tally.right += 1
            for rule, named in said.items():
                tally.agreed[rule] += named == best or (named == _UNSURE and best == _LUCK)


def _note_sureness(tally: Tally, verdict: VerdictResult, true: Named) -> None:
    """Note what was said how surely; what is likeliest of what is unclear is said, too."""
    for cause, chance in zip(verdict.causes, verdict.chances, strict=True):
        said = verdict.leaning or cause
        tally.said.append(Said(chance, said in true, said in COACHED))


def summarise(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Return the shares that the goals are about, by rule."""
    equal = [tallies[t.name] for t in TRUTHS if t.has_equal_skill and t.name in tallies]
    everybody = sum(tally.everybody for tally in equal)
    right = sum(tally.right for tally in tallies.values())
    return {
        rule: {
            "false_coaching": sum(tally.coached[rule] for tally in equal) / max(everybody, 1),
            "agreement": sum(tally.agreed[rule] for tally in tallies.values()) / max(right, 1),
        }
        for rule in RULES
    } | {"rep_quarters": sum(tally.everybody for tally in tallies.values()), "analyst_right": right}


def format_table(tallies: Mapping[str, Tally]) -> str:
    """Return the confusion table in Markdown: shares of the reps that each truth is about."""
    shown = [v for v in Verdict if any(tally.given[v] for tally in tallies.values())]
    lines = [
        "| truth | " + " | ".join(v.value.replace("_", " ") for v in shown) + " | agrees |",
        "|---|" + "--:|" * (len(shown) + 1),
    ]
    for name, tally in tallies.items():
        cells = [f"{tally.given[v] / tally.reps:.0%}" if tally.given[v] else "" for v in shown]
        agrees = f"{tally.agreed['ours'] / tally.right:.0%} of {tally.right}" if tally.right else ""
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {agrees} |")
    return "\n".join(lines)


def main() -> int:
    """Measure, print the table and the shares, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verdicts", description=__doc__)
    parser.add_argument("--teams", type=int, default=30, help="simulated teams for each truth")
    parser.add_argument("--seeds", choices=SEEDS, default="reporting")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--picture", metavar="SVG", help="draw the reliability")
    arguments = parser.parse_args()
    first = SEEDS[arguments.seeds]
    tallies = measure(arguments.teams, first=first)
    summary = summarise(tallies)
    print(f"seeds {first:,} to {first + arguments.teams - 1:,} ({arguments.seeds})\n")
    print(format_table(tallies))
    print()
    claims = [each for tally in tallies.values() for each in tally.said]
    print(format_reliability(claims, SURE_OF_A_PERSON))
    print()
    for name in _TEAM_TRUTHS:
        said = ", ".join(f"{v.value} {n}" for v, n in tallies[name].team.most_common())
        print(f"the team as a whole, {name}: {said}")
    for rule in RULES:
        shares = summary[rule]
        print(
            f"{rule:<8} false coaching {shares['false_coaching']:.1%}, "
            f"agrees with the analyst {shares['agreement']:.1%}"
        )
    print(f"{summary['rep_quarters']:,} rep-quarters; analyst right {summary['analyst_right']:,}")
    if arguments.picture:
        picture = draw_reliability(claims, SURE_OF_A_PERSON)
        Path(arguments.picture).write_text(picture, encoding="utf-8")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(summary, indent=1), encoding="utf-8")
    ours = summary["ours"]
    return int(ours["false_coaching"] > 0.05 or ours["agreement"] < 0.95)


if __name__ == "__main__":
    sys.exit(main())
