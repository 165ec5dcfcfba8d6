"""`python -m benchmarks [NAME …] --size 1M --rounds 5 --json out.json`."""

import argparse
import compileall
import json
import statistics
import sys
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES
from benchmarks.harness import ROOT, Outcome, run_case, run_contender


def main() -> int:
    """Run the named cases, print their figures, and return 1 when a goal is missed."""
    arguments = _parse()
    if arguments.contender:
        run_contender(CASES[arguments.names[0]], arguments.contender, arguments.size)
        return 0
    compileall.compile_dir(ROOT / "src", quiet=2)
    report: list[dict[str, Any]] = []
    for name in arguments.names or CASES:
        case = CASES[name]
        for size in [arguments.size] if arguments.size else case.sizes:
            outcome = run_case(
                case, size, arguments.rounds, lambda line: print(line, file=sys.stderr)
            )
            report.append(_describe(outcome))
            _print(report[-1])
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(report, indent=1), encoding="utf-8")
    return int(any(not goal["reached"] for entry in report for goal in entry["goals"]))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(CASES)}")
    parser.add_argument(
        "--size", type=_size, help="leads, such as 10k or 1M; all sizes if not given"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(CASES)
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    return arguments


def _size(text: str) -> int:
    scale = {"k": 1_000, "M": 1_000_000}.get(text[-1], 1)
    return int(text.rstrip("kM")) * scale


def _describe(outcome: Outcome) -> dict[str, Any]:
    figures = {
        name: {
            measure: _spread(outcome.figures(name, measure)) for measure in ("wall", "cpu", "peak")
        }
        for name in outcome.rounds
    }
    goals = []
    for goal in outcome.case.goals:
        median, reached = outcome.judge(goal)
        what = f"{goal.ours} {goal.measure}" + (f" / {goal.against}" if goal.against else "")
        goals.append({"what": what, "at_most": goal.at_most, "median": median, "reached": reached})
    name, about = outcome.case.name, outcome.case.about
    return {"case": name, "about": about, "size": outcome.size, "figures": figures, "goals": goals}


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def _print(entry: dict[str, Any]) -> None:
    print(f"\n{entry['case']} at {entry['size']:,}: {entry['about']}")
    for name, figures in entry["figures"].items():
        wall, peak = figures["wall"], figures["peak"]["median"]
        spread = f"{wall['min']:.4f}–{wall['max']:.4f}"
        print(f"  {name:<28} {wall['median']:>9.4f} s  ({spread})  {peak:>6.0f} MiB")
    for goal in entry["goals"]:
        mark = "reached" if goal["reached"] else "MISSED "
        print(f"  {mark}  {goal['what']} = {goal['median']:.4g}, goal ≤ {goal['at_most']:g}")


if __name__ == "__main__":
    sys.exit(main())
