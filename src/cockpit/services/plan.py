"""Look at the plan and change it: what it adds up to, and saving edits without losing any."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from cockpit.analysis.funding import (
    CarriedPipeline,
    FundingFrame,
    FundingResult,
    FundingRow,
    MissingRate,
    compute_funding,
    find_pipeline,
)
from cockpit.analysis.learned_curves import learn_curves
from cockpit.analysis.plan_curves import find_eve, freeze_curves
from cockpit.analysis.plan_editions import says_learned
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import CockpitError
from cockpit.domain.fiscal import FiscalCalendar, Period, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.team import Team
from cockpit.services.locked_periods import check_unlocked
from cockpit.store.connection import Store
from cockpit.store.queries import (
    load_funnel,
    load_knowledge,
    load_plan,
    load_reps,
    load_sources,
    load_team,
)

__all__ = [
    "CarriedPipeline",
    "FundingFrame",
    "FundingResult",
    "FundingRow",
    "MissingRate",
    "PlanConflictError",
    "PlanEdits",
    "PlanKey",
    "PlanRecord",
    "PlanState",
    "check_unchanged",
    "compute_edits",
    "compute_funding",
    "key_of",
    "load_plan_state",
    "records_of",
    "save_plan_edits",
    "says_learned",
    "select_plan",
]

PlanRecord: TypeAlias = Target | Commitment | Assumption
PlanKey: TypeAlias = tuple[str | None, ...]

_SHOWN = 3
"""So many of the conflicting records are named in the message."""


class PlanConflictError(CockpitError):
    """Another window changed the same numbers since they were loaded; nothing was saved."""


@dataclass(frozen=True, slots=True)
class PlanState:
    """The plan as it was loaded, with all that is needed to work on it without the store.

    Args:
        team: Settings of the team.
        frame: The roster, the chosen period and the pipeline that was carried into it.
        plan: The whole plan, of every period.
        version: The store's change count at that moment.
        known_on: The day as which it was known; `None` for the plan as it is now.
    """

    team: Team
    frame: FundingFrame
    plan: Plan
    version: int
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanEdits:
    """What an edit does to a plan; a record that changed is in both.

    Args:
        removed: Records as they were when they were loaded.
        added: Records as they are to be.
    """

    removed: Plan = field(default_factory=Plan)
    added: Plan = field(default_factory=Plan)

    def __bool__(self) -> bool:
        return self.removed != self.added

    @property
    def gone(self) -> Plan:
        """Return the records that are removed and not written anew."""
        kept = {key_of(record) for record in records_of(self.added)}
        return _choose(self.removed, lambda record: key_of(record) not in kept)

    @property
    def touched(self) -> Plan:
        """Return every record that is written or removed."""
        gone = self.gone
        return Plan(
            self.added.targets + gone.targets,
            self.added.commitments + gone.commitments,
            self.added.assumptions + gone.assumptions,
        )


def load_plan_state(store: Store, period: Period, known_on: date | None = None) -> PlanState:
    """Load the plan, its roster and what was in the pipeline when a period began.

    Args:
        store: The store.
        period: The chosen period.
        known_on: The day whose knowledge counts; `None` for the plan as it is now.
    """
    version, knowledge = store.change_count(), load_knowledge(store, known_on)
    team, plan, funnel = (
        load_team(store),
        load_plan(store, knowledge),
        load_funnel(store, knowledge),
    )
    sources = load_sources(store)
    today = known_on or date.today()  # noqa: DTZ011 - the user's own wall calendar
    until = find_eve(period, today)
    learned = learn_curves(funnel.leads, funnel.opportunities, to_day(until))
    frame = FundingFrame(
        load_reps(store),
        sources,
        team.calendar,
        period,
        locks=plan.locks,
        learned=freeze_curves(learned, sources, until),
    )
    carried = find_pipeline(funnel.leads, funnel.opportunities, frame.axes(plan), period)
    return PlanState(team, replace(frame, carried=carried), plan, version, known_on)


def key_of(record: PlanRecord) -> PlanKey:
    """Return what tells which record it is, whatever its numbers."""
    if isinstance(record, Target):
        return "target", record.rep, record.period
    return type(record).__name__.lower(), record.rep, record.period, record.source


def select_plan(plan: Plan, calendar: FiscalCalendar, period: Period) -> Plan:
    """Return the part of a plan that concerns a period.

    Targets are those of the period and its parts; commitments and assumptions also those of the
    longer periods it lies in, and assumptions without a period.
    """

    def overlaps(label: str) -> bool:
        other = calendar.parse(label)
        return other.start <= period.end and period.start <= other.end

    def is_within(label: str) -> bool:
        other = calendar.parse(label)
        return period.start <= other.start and other.end <= period.end

    return Plan(
        tuple(t for t in plan.targets if is_within(t.period)),
        tuple(c for c in plan.commitments if overlaps(c.period)),
        tuple(a for a in plan.assumptions if a.period is None or overlaps(a.period)),
    )


def compute_edits(before: Plan, after: Plan) -> PlanEdits:
    """Return what has to change for one plan to become another."""
    return PlanEdits(removed=_without(before, after), added=_without(after, before))


def save_plan_edits(store: Store, edits: PlanEdits) -> Changes:
    """Save edits of the plan in one transaction; the superseded versions go to the history.

    Raises:
        PlanConflictError: The store no longer says what the edits started from, because another
            window or an import changed the same records; nothing is saved.
        LockedPlanError: A record belongs to a locked period; nothing is saved.
        StoreError: The store cannot be written; nothing is saved.
    """
    if not edits:
        return Changes()
    with store.unit_of_work() as work:
        plan = load_plan(store)
        check_unchanged(plan, edits)
        check_unlocked(plan, load_team(store).calendar, edits.touched)
        work.save_plan(edits.added, edits.gone, batch=work.begin_batch("edit plan"))
    return Changes(frozenset({Changed.PLAN, Changed.IMPORTS}))


def check_unchanged(current: Plan, edits: PlanEdits) -> None:
    """Make sure that every record still is as it was when it was edited.

    Raises:
        PlanConflictError: One is not.
    """
    now = {key_of(record): record for record in records_of(current)}
    then = {key_of(record): record for record in records_of(edits.removed)}
    touched = dict.fromkeys([*then, *(key_of(record) for record in records_of(edits.added))])
    clashes = [key for key in touched if now.get(key) != then.get(key)]
    if clashes:
        names = [" · ".join(part for part in key if part) for key in clashes[:_SHOWN]]
        more = f" and {len(clashes) - _SHOWN} more" if len(clashes) > _SHOWN else ""
        raise PlanConflictError(
            f"Somebody changed the same numbers meanwhile ({', '.join(names)}{more}). Nothing was "
            "saved: load the plan again, then repeat your change where you still want it."
        )


def records_of(plan: Plan) -> Iterator[PlanRecord]:
    """Yield all records of a plan."""
    yield from plan.targets
    yield from plan.commitments
    yield from plan.assumptions


def _without(plan: Plan, other: Plan) -> Plan:
    """Return the records of a plan that another does not have exactly so."""
    same = set(records_of(other))
    return _choose(plan, lambda record: record not in same)


def _choose(plan: Plan, is_chosen: Callable[[PlanRecord], bool]) -> Plan:
    return Plan(
        tuple(filter(is_chosen, plan.targets)),
        tuple(filter(is_chosen, plan.commitments)),
        tuple(filter(is_chosen, plan.assumptions)),
    )
