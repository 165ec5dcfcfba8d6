"""Which rows of a plan a lock holds, and the sentence that says so."""

from collections.abc import Iterable

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar, Period
from cockpit.domain.plan import Assumption, Commitment, Plan, PlanLock, Target

__all__ = ["LockedPlanError", "check_unlocked", "find_lock", "find_overlap", "tell_locked"]


class LockedPlanError(UsageError):
    """The plan of a period is locked; it can be amended, not edited. Nothing was changed."""


def find_lock(
    locks: Iterable[PlanLock], calendar: FiscalCalendar, kind: type, period: str | None
) -> PlanLock | None:
    """Return the lock that holds a row of the plan, by what it is and the period it names.

    A target or an assumption is held when its period lies within the locked one, a commitment when
    it shares a day with it. An assumption that names no period, or a longer one, is free: a locked
    period keeps what it said.
    """
    if period is None:
        return None
    own = calendar.parse(period)
    for lock in locks:
        held = calendar.parse(lock.period)
        if held.start <= own.start and own.end <= held.end:
            return lock
        if kind is Commitment and own.start <= held.end and held.start <= own.end:
            return lock
    return None


def find_overlap(
    locks: Iterable[PlanLock], calendar: FiscalCalendar, period: Period
) -> PlanLock | None:
    """Return a lock whose period shares a day with another period."""
    for lock in locks:
        held = calendar.parse(lock.period)
        if held.start <= period.end and period.start <= held.end:
            return lock
    return None


def tell_locked(lock: PlanLock) -> str:
    """Return the sentence that says what to do instead of editing a locked plan."""
    return (
        f"the plan of {lock.period} was locked on {lock.at:%Y-%m-%d}: change it by an amendment, "
        f"which asks for a reason (Amend… in the window, or cockpit plan amend --period "
        f'{lock.period} --reason "…" FILE)'
    )


def check_unlocked(
    plan: Plan, calendar: FiscalCalendar, changed: Plan, except_for: str = ""
) -> None:
    """Make sure that no changed row belongs to a locked period.

    Args:
        plan: With the locks.
        calendar: The fiscal calendar.
        changed: Every row that is to be written or removed.
        except_for: Label of a locked period that is being amended.

    Raises:
        LockedPlanError: One does; the message names it.
    """
    rows: tuple[Target | Commitment | Assumption, ...] = (
        *changed.targets,
        *changed.commitments,
        *changed.assumptions,
    )
    locks = [lock for lock in plan.locks if lock.period != except_for]
    for row in rows:
        lock = find_lock(locks, calendar, type(row), row.period)
        if lock is not None:
            what = "target" if isinstance(row, Target) else type(row).__name__.lower()
            who = f" of {row.rep}" if row.rep else ""
            raise LockedPlanError(
                f"Nothing was saved, because the {what}{who} for {row.period} is fixed: "
                f"{tell_locked(lock)}."
            )
