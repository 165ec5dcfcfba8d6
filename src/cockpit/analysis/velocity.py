"""Whether deals close as fast as planned: closings seen against closings due (a log-rank count).

For an opportunity that was open at age a0 when the window began and was last seen at age a1, the
closings due are the cumulative hazard ln S(a0 − 1) − ln S(a1), S as in diagnosis.md §1; summed over
a rep's opportunities that is what a rep who closes at the planned pace has on average.
"""

import numpy as np

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.curves import look_up
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts, Walk
from cockpit.domain.records import NEVER

_MOST = 2.0
"""Closings due of one deal after which it is no longer followed: a forgotten one counts so much."""
_OUTLIVED = 1e-9


def count_closings(facts: Facts, walk: Walk) -> tuple[FloatArray, FloatArray]:
    """Return the closings seen and those due, by rep position, each of shape (reps + 1,)."""
    deals, window, axes = walk.deals[0], walk.window, walk.axes
    n_reps, size = axes.shape[0], deals.rep.size
    if not size:
        return np.zeros(n_reps), np.zeros(n_reps)
    closed = facts.opportunities["closed"].to_numpy().astype(np.int64)[deals.rows]
    closed = np.where(closed == NEVER, deals.created, closed)
    seen = np.where(deals.is_open, window.until, np.minimum(closed, window.until))
    first = min(int(deals.created.min()), window.until)
    days = (first, window.until)
    rates = build_rates(facts.plan, axes, facts.team.calendar, days)
    curves = rates.tabulate(window.until - first + 2)
    entries = rates.entries(deals.rep, deals.source, deals.created)
    rate, curve = rates.give("win_rate", entries), rates.curve[entries]

    def log_open(age: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> FloatArray:
        won, lost = (look_up(t, curve, age) for t in (curves.to_win, curves.to_loss))
        open_ = np.maximum(1.0 - rate * won - (1.0 - rate) * lost, _OUTLIVED)
        logs: FloatArray = np.log(open_)
        return logs

    due = log_open(deals.open_before) - log_open(seen - deals.created)
    closings = (~deals.is_open & (due <= _MOST)).astype(np.float64)
    seen_by_rep, due_by_rep = (
        np.bincount(deals.rep, counts, n_reps) for counts in (closings, np.minimum(due, _MOST))
    )
    return seen_by_rep.astype(np.float64), due_by_rep.astype(np.float64)
