"""How soon are leads answered? Facts about first responses, the unanswered counted as such."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOT_ANSWERED = -1
"""Second that stands for "no first response"."""

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class FollowUpResult:
    """First responses to a number of leads.

    A lead that has not been answered counts as later than any that has; a quantile that falls
    among those is `None`.

    Args:
        leads: Leads looked at.
        unanswered: Leads without a response by the as-of day.
        median: Seconds until half of the leads had been answered.
        p90: Seconds until nine in ten had been answered.
        within_hour: Share answered within an hour; `None` when the times carry no time of day.
        within_workday: Share answered within eight hours; `None` likewise.
        same_day: Share answered on the day of assignment.
    """

    leads: int
    unanswered: int
    median: float | None
    p90: float | None
    within_hour: float | None
    within_workday: float | None
    same_day: float


def compute_follow_up(
    assigned: NDArray[np.int64], answered: NDArray[np.int64], known_until: int
) -> FollowUpResult | None:
    """Return the facts about first responses, `None` without a lead or without any response.

    Args:
        assigned: Seconds since 1970 at which leads were assigned, shape (leads,).
        answered: Seconds of the first response, or `NOT_ANSWERED`, shape (leads,). A response
            before the assignment (a lead that was passed on) counts as immediate.
        known_until: First second that is not known; later responses have not happened.
    """
    has_answer = (answered != NOT_ANSWERED) & (answered < known_until)
    if not has_answer.any():
        return None
    waited = np.where(has_answer, np.maximum(answered - assigned, 0), np.inf)
    is_timed = bool((assigned % _DAY).any() and (answered[has_answer] % _DAY).any())
    same_day = has_answer & (answered // _DAY <= assigned // _DAY)
    return FollowUpResult(
        leads=len(assigned),
        unanswered=int((~has_answer).sum()),
        median=_quantile(waited, 0.5),
        p90=_quantile(waited, 0.9),
        within_hour=float((waited <= _DAY / 24).mean()) if is_timed else None,
        within_workday=float((waited <= _DAY / 3).mean()) if is_timed else None,
        same_day=float(same_day.mean()),
    )


def _quantile(waited: NDArray[np.float64], share: float) -> float | None:
    """Return the smallest wait that covers a share of the leads, `None` if that is no wait."""
    value = float(np.quantile(waited, share, method="inverted_cdf"))
    return value if np.isfinite(value) else None
