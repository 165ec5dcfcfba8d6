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
from benchmarks.identifiable import LARGE, SURE, weigh_identity
from benchmarks.naive import judge_by_average, judge_by_ratio
from benchmarks.reliability import Said, draw_reliability, format_reliability
from benchmarks.teams import TRUTHS, MadeTeam, Truth, make_team
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.results import DiagnosisResult, VerdictResult
from cockpit.analysis.sales_evidence import weigh_beliefs
from cockpit.analysis.verdict import COACHED, SURE_OF_A_PERSON
from cockpit.analysis.walk import walk_chain
from cockpit.domain.verdicts import Verdict

SEEDS = {"reporting": 30_000, "tuning": 0}
"""The first seed of each set; a team for each seed from there on."""

_UNSURE = frozenset({Verdict.UNCLEAR})
_LUCK = frozenset({Verdict.WITHIN_LUCK})
RULES = ("ours", "ratio", "average")
_TEAM_TRUTHS = ("team-wide slump", "rotten source")

Named = frozenset[Verdict]


@dataclass
class Tally:
    """What was said of the reps that a truth is about, by each rule.

    Where the analyst is `right`: `agreed` word for word, `named` what is true of what she names,
    whatever either adds. `clear` are those of them where it could be told without knowing the
    rates, `large` those of these where it has cost a large part of the target.
    `said` is of all reps: how sure a cause was, whether it is true, and whether it is coaching.
    """

    given: Counter[Verdict] = field(default_factory=Counter)
    team: Counter[Verdict] = field(default_factory=Counter)
    reps: int = 0
    everybody: int = 0
    right: int = 0
    named: int = 0
    clear: int = 0
    agreed_clear: int = 0
    large: int = 0
    agreed_large: int = 0
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
    identity = weigh_identity(made)
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
        judged = analyst.judge(row, at)
        best = name_causes(judged)
        if best & made.truth.answers:
            tally.right += 1
            for rule, named in said.items():
                tally.agreed[rule] += _agrees(named, best)
            ours, is_clear = said["ours"], identity[at] >= SURE
            tally.named += bool(ours & best & made.truth.answers) or _agrees(ours, best)
            tally.clear += bool(is_clear)
            tally.agreed_clear += bool(is_clear and _agrees(ours, best))
            is_large = is_clear and _find_worth(judged, made.truth) >= LARGE * row.target
            tally.large += bool(is_large)
            tally.agreed_large += bool(is_large and _agrees(ours, best))


def _find_worth(judged: VerdictResult, truth: Truth) -> int:
    """Return what a truth has cost, by the analyst."""
    causes = zip(judged.causes, judged.worth, strict=True)
    return max((worth for cause, worth in causes if cause in truth.answers), default=0)


def _agrees(named: Named, best: Named) -> bool:
    return named == best or (named == _UNSURE and best == _LUCK)


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
    } | {
        "clear": sum(tally.clear for tally in tallies.values()),
        "agreed_clear": sum(tally.agreed_clear for tally in tallies.values()),
        "large": sum(tally.large for tally in tallies.values()),
        "agreed_large": sum(tally.agreed_large for tally in tallies.values()),
        "named": sum(tally.named for tally in tallies.values()),
        "rep_quarters": sum(tally.everybody for tally in tallies.values()),
        "analyst_right": right,
    }


def format_table(tallies: Mapping[str, Tally]) -> str:
    """Return the confusion table in Markdown: shares of the reps that each truth is about."""
    shown = [v for v in Verdict if any(tally.given[v] for tally in tallies.values())]
    lines = [
        "| truth | "
        + " | ".join(v.value.replace("_", " ") for v in shown)
        + " | agrees | can be told | and large | names it |",
        "|---|" + "--:|" * (len(shown) + 4),
    ]
    for name, tally in tallies.items():
        cells = [f"{tally.given[v] / tally.reps:.0%}" if tally.given[v] else "" for v in shown]
        shares = (
            (tally.agreed["ours"], tally.right),
            (tally.agreed_clear, tally.clear),
            (tally.agreed_large, tally.large),
            (tally.named, tally.right),
        )
        cells += [f"{part / whole:.0%} of {whole}" if whole else "" for part, whole in shares]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
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
    right = summary["analyst_right"]
    print(f"{summary['rep_quarters']:,} rep-quarters; analyst right {right:,}")
    print(f"names what is true of what she names {summary['named'] / max(right, 1):.1%}")
    clear = summary["clear"]
    print(f"can be told {clear:,}: agrees {summary['agreed_clear'] / max(clear, 1):.1%}")
    large = summary["large"]
    print(f"and large {large:,}: agrees {summary['agreed_large'] / max(large, 1):.1%}")
    if arguments.picture:
        picture = draw_reliability(claims, SURE_OF_A_PERSON)
        Path(arguments.picture).write_text(picture, encoding="utf-8")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(summary, indent=1), encoding="utf-8")
    ours = summary["ours"]
    return int(ours["false_coaching"] > 0.05 or ours["agreement"] < 0.95)


if __name__ == "__main__":
    sys.exit(main())
