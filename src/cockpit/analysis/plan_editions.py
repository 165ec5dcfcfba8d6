"""What a plan says on which days: the rows as they are now, or as they were locked."""

from dataclasses import dataclass

from cockpit.domain.fiscal import FiscalCalendar, Period, to_day
from cockpit.domain.learned_delays import LearnedDelays
from cockpit.domain.plan import DELAY_FIELDS, LEARNED, Assumption, Plan


@dataclass(frozen=True, slots=True)
class Edition:
    """The assumptions and learned curves that hold on a stretch of days.

    Args:
        start, end: First and last day number.
        rows: The assumptions.
        learned: The curves behind `LEARNED`; `None`: medians stand in.
    """

    start: int
    end: int
    rows: tuple[Assumption, ...]
    learned: LearnedDelays | None


def find_editions(
    plan: Plan, calendar: FiscalCalendar, days: tuple[int, int]
) -> tuple[Edition, ...]:
    """Return what holds on the days from `days[0]` to `days[1]`.

    The first edition is the plan as it is now; those after it hold instead on the days of the
    locked periods, which never overlap.
    """
    locked = []
    for lock in plan.locks:
        period = calendar.parse(lock.period)
        start, end = max(to_day(period.start), days[0]), min(to_day(period.end), days[1])
        if start <= end:
            locked.append(Edition(start, end, lock.assumptions, lock.learned))
    return (Edition(*days, plan.assumptions, plan.learned), *locked)


def assumptions_of(plan: Plan, calendar: FiscalCalendar, month: Period) -> tuple[Assumption, ...]:
    """Return the assumptions that hold in a month: those of a lock, else as they are now."""
    for lock in plan.locks:
        if month.start in calendar.parse(lock.period):
            return lock.assumptions
    return plan.assumptions


def says_learned(rows: tuple[Assumption, ...]) -> bool:
    """Return whether any row takes a delay from history."""
    return any(getattr(row, field) is LEARNED for row in rows for field in DELAY_FIELDS)
