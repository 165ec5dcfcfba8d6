"""Did the promised leads arrive when they were promised? Cumulative counts, week by week."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from cockpit.analysis.promises import Promises
from cockpit.domain.fiscal import FiscalCalendar, Period, to_day


@dataclass(frozen=True, slots=True)
class PacePoint:
    """Where things stood at the end of a day.

    Args:
        day: The day; the day before the period for the first point, where both counts are zero.
        promised: Leads promised from the start of the period to this day.
        delivered: Leads assigned from the start of the period to this day; `None` after the
            as-of day.
    """

    day: date
    promised: float
    delivered: int | None


@dataclass(frozen=True, slots=True)
class PaceResult:
    """The ends of all weeks of a period, of the as-of day and of the period, in order."""

    points: tuple[PacePoint, ...]
    as_of: date

    @property
    def promised_total(self) -> float:
        """Return the leads promised for the whole period."""
        return self.points[-1].promised

    @property
    def now(self) -> PacePoint:
        """Return the point of the last day that is known."""
        return next(p for p in reversed(self.points) if p.delivered is not None)


def spread_over_days(promises: Promises, period: Period) -> NDArray[np.float64]:
    """Return the records promised for each day of a period, shape (days,).

    Args:
        promises: Stretches of days, of one rep; what lies outside the period is left out.
        period: The fiscal period.
    """
    first, last = to_day(period.start), to_day(period.end)
    per_day = np.zeros(period.days)
    for start, end, promised in zip(promises.start, promises.end, promises.per_day, strict=True):
        per_day[max(start - first, 0) : max(min(end, last) - first + 1, 0)] += promised
    return per_day


def compute_pace(
    calendar: FiscalCalendar,
    period: Period,
    as_of: date,
    promised: NDArray[np.float64],
    assigned: NDArray[np.int32],
) -> PaceResult:
    """Return promised and delivered leads at the end of each week of a period.

    Args:
        calendar: Says on which day a week starts.
        period: The fiscal period.
        as_of: The last day that is known.
        promised: Leads promised for each day of the period, shape (days,).
        assigned: Day numbers on which leads were assigned, shape (leads,), in any order; those
            outside the period or after the as-of day are not counted.
    """
    start = to_day(period.start)
    last = min(as_of, period.end)
    so_far = np.cumsum(promised)
    days = np.sort(assigned[(assigned >= start) & (assigned <= to_day(last))])
    points = [PacePoint(period.start - timedelta(days=1), 0.0, 0)]
    for day in _knots(calendar, period, as_of):
        index = (day - period.start).days
        delivered = int(np.searchsorted(days, to_day(day), "right")) if day <= last else None
        points.append(PacePoint(day, float(so_far[index]), delivered))
    return PaceResult(tuple(points), last)


def _knots(calendar: FiscalCalendar, period: Period, as_of: date) -> list[date]:
    """Return the last days of the weeks, the as-of day and the last day of a period, in order."""
    first_end = calendar.week_of(period.start) + timedelta(days=6)
    week_ends = {first_end + timedelta(weeks=i) for i in range(period.days // 7 + 1)}
    return sorted(day for day in week_ends | {as_of, period.end} if day in period)
