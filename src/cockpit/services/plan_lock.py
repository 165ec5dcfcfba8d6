"""Lock a period's plan: its numbers and learned curves stay what they are."""

import getpass
from dataclasses import dataclass, replace
from datetime import date, datetime

from cockpit.analysis.funding import FundingResult, compute_funding
from cockpit.analysis.plan_curves import find_eve, learn_delays
from cockpit.analysis.plan_editions import says_learned
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import Period
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import Plan, PlanLock
from cockpit.services.diagnosis import load_facts
from cockpit.services.locked_periods import find_overlap
from cockpit.services.plan import load_plan_state, select_plan
from cockpit.store.connection import Store

__all__ = [
    "LearnedDelay",
    "LearnedDelays",
    "LockPreview",
    "Step",
    "find_user_name",
    "lock_plan",
    "preview_lock",
    "read_clock",
]


@dataclass(frozen=True, slots=True)
class LockPreview:
    """What locking a period would freeze.

    Args:
        period: The period.
        currency: ISO 4217 code of all amounts.
        plan: The rows that hold in it.
        learned: The curves.
        uses_learned: Whether any of the assumptions says learned.
        funding: What the plan adds up to.
        is_late: Whether the history for the curves reaches into the period itself.
    """

    period: Period
    currency: str
    plan: Plan
    learned: LearnedDelays
    uses_learned: bool
    funding: FundingResult

    @property
    def is_late(self) -> bool:
        """Return whether the history for the curves reaches into the period itself."""
        return self.learned.until >= self.period.start


def preview_lock(store: Store, period: Period, as_of: date | None, today: date) -> LockPreview:
    """Return what locking a period would freeze.

    Args:
        store: The store.
        period: The period.
        as_of: The last day of the history to learn from, with what was known then; `None` takes
            all that is known now up to the day before the period, or to today before that.
        today: The user's own calendar.

    Raises:
        UsageError: The period or a part of it is locked, it has no plan, or the day is to come.
    """
    if as_of is not None and as_of > today:
        raise UsageError(f"{as_of} is still to come: history can be learned from up to {today}.")
    state = load_plan_state(store, period)
    calendar = state.team.calendar
    other = find_overlap(state.plan.locks, calendar, period)
    if other is not None:
        part = "" if other.period == period.label else f", and {period.label} shares days with it"
        raise UsageError(f"{other.period} was locked on {other.at:%Y-%m-%d} already{part}.")
    plan = select_plan(state.plan, calendar, period)
    if not plan.targets and not plan.commitments:
        raise UsageError(
            f"There is nothing to lock: {period.label} has neither targets nor commitments."
        )
    facts = load_facts(store, as_of)
    until = as_of or find_eve(period, today)
    learned = learn_delays(facts, until)
    locked = PlanLock(period.label, read_clock(), "", plan.assumptions, learned)
    frame = replace(state.frame, locks=(*state.frame.locks, locked))
    return LockPreview(
        period,
        state.team.currency,
        plan,
        learned,
        says_learned(plan.assumptions),
        compute_funding(state.plan, frame),
    )


def lock_plan(store: Store, period: Period, as_of: date | None, today: date) -> LockPreview:
    """Lock a period's plan and return what was frozen; see `preview_lock`.

    Raises:
        UsageError: As for the preview.
        StoreError: The store cannot be written; nothing is locked.
    """
    with store.unit_of_work() as work:
        frozen = preview_lock(store, period, as_of, today)
        lock = PlanLock(
            period.label, read_clock(), find_user_name(), frozen.plan.assumptions, frozen.learned
        )
        work.lock_plan(lock, work.begin_batch(f"lock plan {period.label}"))
    return frozen


LOCKED = Changes(frozenset({Changed.PLAN, Changed.IMPORTS}))
"""What locking or amending touches."""


def find_user_name() -> str:
    """Return the name under which the user is logged in, for the record."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such variable, no such entry, no such database
        return "unknown"


def read_clock() -> datetime:
    """Return the time of the wall clock, without a zone."""
    return datetime.now().astimezone().replace(tzinfo=None)
