"""What are the open deals still worth? The chance of a win, given that a deal is open now."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.curves import look_up
from cockpit.analysis.rates import RateTable
from cockpit.domain.records import NEVER, Outcome

_OUTLIVED = 1e-9
"""Below this share still open, a deal has outlived every curve (diagnosis.md §1)."""


@dataclass(frozen=True)
class ChancesResult:
    """Chances of open deals, each of shape (deals,); NaN where the plan gives no win rate.

    Args:
        ever: P(won at any later time | still open).
        by_end: P(won by the end of the period | still open).
        is_stale: Whether the deal has outlived every curve, which makes both chances 0.
        still_open: S, the share of such deals that are still open at this age.
    """

    ever: FloatArray
    by_end: FloatArray
    is_stale: BoolArray
    still_open: FloatArray


@dataclass(frozen=True)
class OpenDealsResult:
    """The deals of a rep that are open at the end of a day, oldest first.

    Args:
        keys: Keys of the opportunities in the store, shape (deals,).
        created: Day numbers on which they were opened.
        age: Whole days they have been open.
        win_rate: The plan's win rate of a new deal of the same kind; NaN where it gives none.
        won_by_now, lost_by_now: F_w and F_l at the age of each.
        won_by_end: F_w at its age on the last day of the period.
        chances: What they are still worth by the plan's rates.
    """

    keys: IntArray
    created: IntArray
    age: IntArray
    win_rate: FloatArray
    won_by_now: FloatArray
    lost_by_now: FloatArray
    won_by_end: FloatArray
    chances: ChancesResult


def find_open(opportunities: pd.DataFrame, rep: int, known: int) -> IntArray:
    """Return the row numbers of a rep's deals that are open at the end of a day, oldest first.

    One that is won or lost without a date is not open; when it was closed is not known.

    Args:
        opportunities: The funnel's frame of opportunities.
        rep: Id of the rep.
        known: The last day that is known, as a day number.
    """
    closed = opportunities["closed"].to_numpy()
    created = opportunities["created"].to_numpy()
    has_date = (opportunities["outcome"].to_numpy() == Outcome.OPEN) | (closed != NEVER)
    is_own = opportunities["rep"].to_numpy() == rep
    rows = np.flatnonzero(is_own & (created <= known) & (closed > known) & has_date)
    return rows[np.argsort(created[rows], kind="stable")]


def compute_open_deals(
    opportunities: pd.DataFrame, rates: RateTable, known: int, end: int
) -> OpenDealsResult:
    """Return age and chances of open deals by the plan's rates.

    Args:
        opportunities: The open deals only: `key`, `rep`, `source`, `created`.
        rates: Must cover the days on which they were opened.
        known: The last day that is known, as a day number.
        end: The last day of the period, as a day number.
    """
    created = opportunities["created"].to_numpy().astype(np.int64)
    age = known - created
    entries = rates.entries(
        rates.axes.reps_of(opportunities["rep"].to_numpy()),
        rates.axes.sources_of(opportunities["source"].to_numpy()),
        created,
    )
    win_rate, curve = rates.rates["win_rate"][entries], rates.curve[entries]
    at_end = max(end, known) - created
    curves = rates.tabulate(int(at_end.max(initial=0)) + 1)
    won_by_now = look_up(curves.to_win, curve, age)
    lost_by_now = look_up(curves.to_loss, curve, age)
    won_by_end = look_up(curves.to_win, curve, at_end)
    return OpenDealsResult(
        keys=opportunities["key"].to_numpy().astype(np.int64),
        created=created,
        age=age,
        win_rate=win_rate,
        won_by_now=won_by_now,
        lost_by_now=lost_by_now,
        won_by_end=won_by_end,
        chances=compute_chances(win_rate, won_by_now, lost_by_now, won_by_end),
    )


def compute_chances(
    win_rate: FloatArray, won_by_now: FloatArray, lost_by_now: FloatArray, won_by_end: FloatArray
) -> ChancesResult:
    """Return the age-conditional chances of open deals by the plan's rates (diagnosis.md §1).

    With S = 1 − w·F_w(now) − (1 − w)·F_l(now), the chance is w·(F_w(then) − F_w(now)) / S.

    Args:
        win_rate: Planned opportunity→win rate w of each deal, shape (deals,); NaN: not known.
        won_by_now: F_w at each deal's age.
        lost_by_now: F_l at each deal's age.
        won_by_end: F_w at each deal's age on the last day of the period; not below `won_by_now`.
    """
    still_open = 1 - win_rate * won_by_now - (1 - win_rate) * lost_by_now
    is_stale = still_open < _OUTLIVED
    divisor = np.where(is_stale, 1.0, still_open)
    alive = np.where(is_stale, 0.0, win_rate)
    return ChancesResult(
        ever=alive * (1 - won_by_now) / divisor,
        by_end=alive * (won_by_end - won_by_now) / divisor,
        is_stale=is_stale,
        still_open=still_open,
    )
