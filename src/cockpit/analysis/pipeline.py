"""What are the open deals still worth? The chance of a win, given that a deal is open now."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_OUTLIVED = 1e-9
"""Below this share still open, a deal has outlived every curve (diagnosis.md §1)."""


@dataclass(frozen=True, slots=True)
class ChancesResult:
    """Chances of open deals, each of shape (deals,).

    Args:
        ever: P(won at any later time | still open).
        by_end: P(won by the end of the period | still open).
        is_stale: Whether the deal has outlived every curve, which makes both chances 0.
    """

    ever: Floats
    by_end: Floats
    is_stale: NDArray[np.bool_]


def compute_chances(
    win_rate: Floats, won_by_now: Floats, lost_by_now: Floats, won_by_end: Floats
) -> ChancesResult:
    """Return the age-conditional chances of open deals by the plan's rates (diagnosis.md §1).

    With S = 1 − w·F_w(now) − (1 − w)·F_l(now), the chance is w·(F_w(then) − F_w(now)) / S.

    Args:
        win_rate: Planned opportunity→win rate w of each deal, shape (deals,).
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
    )
