"""Whether deals close as fast as planned: closings seen against closings due (a log-rank count).

For an opportunity that was open at age a0 when the window began and was last seen at age a1, the
closings due are the cumulative hazard ln S(a0 − 1) − ln S(a1), S as in diagnosis.md §1; summed over
a rep's opportunities that is what a rep who closes at the planned pace has on average.
"""

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray
from cockpit.analysis.curves import look_up
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts, Walk
from cockpit.domain.records import NEVER

_MOST = 2.0
"""Closings due of one deal after which it is no longer followed: a forgotten one counts so much."""
_OUTLIVED = 1e-9

PACES = np.linspace(0.0, 2.0, 21)
"""The paces for which the cycle is reckoned, as multiples of the plan's."""


def count_closings(facts: Facts, walk: Walk) -> tuple[FloatArray, FloatArray]:
    """Return the closings seen and those due, by rep position, each of shape (reps + 1,)."""
    deals, window, n_reps = walk.deals[0], walk.window, walk.axes.shape[0]
    if not deals.rep.size:
        return np.zeros(n_reps), np.zeros(n_reps)
    closed = facts.opportunities["closed"].to_numpy().astype(np.int64)[deals.rows]
    closed = np.where(closed == NEVER, deals.created, closed)
    seen = np.where(deals.is_open, window.until, np.minimum(closed, window.until))
    due = _sum_hazard(facts, walk, seen)
    closings = (~deals.is_open & (due <= _MOST)).astype(np.float64)
    seen_by_rep, due_by_rep = (
        np.bincount(deals.rep, counts, n_reps) for counts in (closings, np.minimum(due, _MOST))
    )
    return seen_by_rep.astype(np.float64), due_by_rep.astype(np.float64)


def expect_cycle(facts: Facts, walk: Walk) -> FloatArray:
    """Return what the cycle effect would be on average if all closed at each of `PACES`.

    A deal that is still open with chance S at the planned pace is so with S^h at h times that
    pace, and the plan's rates make as much more of what is still to come: −to_come·(S^(h−1) − 1).

    Returns:
        Minor units; shape (paces, reps, sources, months).
    """
    axes, (deals, values) = walk.axes, walk.deals
    cycle = np.zeros((PACES.size, *axes.shape))
    if not deals.rep.size:
        return cycle
    due = np.minimum(_sum_hazard(facts, walk, np.full(deals.rep.size, walk.window.until)), _MOST)
    cells = axes.cells_of(deals.rep, deals.source, axes.months_of(deals.born))
    for at, pace in enumerate(PACES):
        cycle[at] = axes.total(cells, -values.to_come_plan * np.expm1((1.0 - pace) * due))
    return cycle


def _sum_hazard(facts: Facts, walk: Walk, seen: IntArray) -> FloatArray:
    """Return the closings due of each deal from the window's beginning to a day, at least 0."""
    deals, window, axes = walk.deals[0], walk.window, walk.axes
    first = min(int(deals.created.min()), window.until)
    days = (first, window.until)
    rates = build_rates(facts.plan, axes, facts.team.calendar, days)
    curves = rates.tabulate(window.until - first + 2)
    entries = rates.entries(deals.rep, deals.source, deals.created)
    rate, curve = rates.give("win_rate", entries), rates.curve[entries]

    def log_open(age: IntArray) -> FloatArray:
        won, lost = (look_up(t, curve, age) for t in (curves.to_win, curves.to_loss))
        open_ = np.maximum(1.0 - rate * won - (1.0 - rate) * lost, _OUTLIVED)
        logs: FloatArray = np.log(open_)
        return logs

    return log_open(deals.open_before) - log_open(seen - deals.created)
