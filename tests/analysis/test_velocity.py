"""Closings seen against closings due: unbiased at the planned pace, fewer when deals are slow."""

import numpy as np
from benchmarks.teams import TRUTHS, MadeTeam, make_team

from cockpit.analysis.velocity import count_closings
from cockpit.analysis.walk import walk_chain

BY_NAME = {truth.name: truth for truth in TRUTHS}


def _ratios(name: str) -> tuple[float, float]:
    """Return seen over due of the reps a truth is about, and of the others, over ten teams."""
    sums = np.zeros((2, 2))
    for seed in range(10):
        made = make_team(BY_NAME[name], seed)
        seen, due = _count(made)
        for row, chosen in enumerate((made.planted, ~made.planted)):
            sums[row] += seen[chosen].sum(), due[chosen].sum()
    planted, others = sums[:, 0] / np.maximum(sums[:, 1], 1e-9)
    return float(planted), float(others)


def _count(made: MadeTeam) -> tuple[np.ndarray, np.ndarray]:
    seen, due = count_closings(made.facts, walk_chain(made.facts, made.truth.question))
    return seen[1:], due[1:]


def test_at_the_planned_pace_as_many_close_as_are_due() -> None:
    planted, _ = _ratios("all luck")
    assert abs(planted - 1.0) < 0.05


def test_slow_deals_close_less_often_and_weak_closing_does_not() -> None:
    slow, others = _ratios("slow cycle")
    assert slow < 0.6
    assert abs(others - 1.0) < 0.08
    weak, _ = _ratios("weak closing")
    assert abs(weak - 1.0) < 0.1


def test_a_forgotten_deal_counts_for_two_closings_at_most() -> None:
    made = make_team(BY_NAME["all luck"], 0)
    deals = made.facts.opportunities
    deals.loc[:, "closed"] = 2_000_000
    deals.loc[:, "outcome"] = 0
    walk = walk_chain(made.facts, made.truth.question)
    seen, due = count_closings(made.facts, walk)
    assert seen.sum() == 0
    assert due.sum() <= 2.0 * walk.deals[0].rep.size
