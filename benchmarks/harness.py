"""How a comparison is measured: each contender in a process of its own, in turn, several rounds.

A contender prepares what it needs, does its work between two readings of the clock, and answers
with something that can be checked. A wrong answer voids the time.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Work = Callable[[], Any]
Contender = Callable[[int], Work]
"""From a size to the work to be timed; what comes before the returned callable is preparation."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What our figure may be at most: as a multiple of another contender's, or absolutely.

    Args:
        at_most: The ratio, or the figure itself when `against` is `None`.
        against: Name of the other contender.
        measure: `wall` or `cpu` (seconds of the work), `peak` (MiB of the whole process), or a key
            of the answer that the contender measured itself.
        ours: Name of our contender that the goal is about.
    """

    at_most: float
    against: str | None = None
    measure: str = "wall"
    ours: str = "ours"


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison: contenders by name, goals, and which of the answers must agree.

    `check` gets every contender's answer and raises a `ValueError` when they do not fit together.
    """

    name: str
    about: str
    contenders: Mapping[str, Contender]
    goals: tuple[Goal, ...]
    must_agree: tuple[str, ...] = ()
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    check: Callable[[Mapping[str, Mapping[str, Any]]], None] | None = None


@dataclass(slots=True)
class Outcome:
    """The figures of one case at one size, round by round."""

    case: Case
    size: int
    rounds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def figures(self, contender: str, measure: str) -> list[float]:
        """Return one measure of a contender, a value a round."""
        return [
            float(one["answer"].get(measure, one.get(measure))) for one in self.rounds[contender]
        ]

    def judge(self, goal: Goal) -> tuple[float, bool]:
        """Return the median of our figure, or of the per-round ratio, and whether it is reached."""
        ours = self.figures(goal.ours, goal.measure)
        if goal.against is not None:
            others = self.figures(goal.against, goal.measure)
            ours = [one / other for one, other in zip(ours, others, strict=True)]
        median = statistics.median(ours)
        return median, median <= goal.at_most


def run_case(case: Case, size: int, rounds: int, tell: Callable[[str], None]) -> Outcome:
    """Run every contender in turn, one uncounted warm-up first.

    Raises:
        ValueError: A contender's answer is wrong.
    """
    outcome = Outcome(case, size, {name: [] for name in case.contenders})
    for number in range(rounds + 1):
        tell(f"{case.name} {size:,}: round {number} of {rounds}")
        for name in case.contenders:
            measured = _measure(case.name, name, size)
            if number:
                outcome.rounds[name].append(measured)
        _check_answers(outcome)
    return outcome


def _check_answers(outcome: Outcome) -> None:
    for key in outcome.case.must_agree:
        answers = {n: r[-1]["answer"].get(key) for n, r in outcome.rounds.items() if r}
        given = {name: answer for name, answer in answers.items() if answer is not None}
        if len(set(given.values())) > 1:
            raise ValueError(f"{outcome.case.name}: {key} differs, so the times are void: {given}")
    if outcome.case.check is not None and all(outcome.rounds.values()):
        outcome.case.check({name: rounds[-1]["answer"] for name, rounds in outcome.rounds.items()})


def _measure(case: str, contender: str, size: int) -> dict[str, Any]:
    """Run one contender in a fresh process and return its figures."""
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "--contender",
        contender,
        case,
        "--size",
        f"{size}",
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ValueError(f"{case} {contender}: exit {done.returncode}\n{done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_contender(case: Case, contender: str, size: int) -> None:
    """Do one contender's work in this process and print its figures as one line of JSON."""
    work = case.contenders[contender](size)
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak, "answer": answer}))
