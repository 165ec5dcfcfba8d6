"""Are the verdicts right? Simulated teams with known truth; the shares are measures, not times."""

from typing import Any

from benchmarks.harness import Case, Goal, Work


def ours(size: int) -> Work:
    """Diagnose about `size` rep-quarters and compare with the truth, and with two naive rules."""
    from benchmarks.teams import REPS, TRUTHS
    from benchmarks.verdicts import measure, summarise

    teams = max(1, round(size / REPS / len(TRUTHS)))

    def work() -> dict[str, Any]:
        shares = summarise(measure(teams))
        our, naive = shares["ours"], (shares["ratio"], shares["average"])
        return {
            "false_coaching": our["false_coaching"],
            "disagreement": 1.0 - our["agreement"],
            "of_naive_coaching": our["false_coaching"] / min(n["false_coaching"] for n in naive),
        }

    return work


CASE = Case(
    name="verdicts",
    about="reps of equally skilled teams told to be coached; verdicts other than the analyst's",
    contenders={"ours": ours},
    goals=(
        Goal(0.05, measure="false_coaching"),
        Goal(0.05, measure="disagreement"),
        Goal(0.25, measure="of_naive_coaching"),
    ),
    sizes=(3_400,),
)
