"""From a loaded plan to what the grid works with: its scope, its reader, its records."""

from collections import defaultdict
from collections.abc import Iterable

from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.presenters.plan_cells import CellReader, Kind
from cockpit.presenters.plan_layout import Scope
from cockpit.services.plan import PlanRecord, PlanState


def build_scope(state: PlanState) -> Scope:
    """Return the scope of a loaded plan; reps who are not there in the period have no row."""
    period = state.frame.period
    reps = [
        rep.name
        for rep in state.frame.reps
        if (rep.ends_on is None or rep.ends_on >= period.start)
        and (rep.starts_on is None or rep.starts_on <= period.end)
    ]
    return Scope(
        period, state.frame.calendar, state.team.currency, tuple(sorted(reps, key=str.casefold))
    )


def build_reader(state: PlanState) -> CellReader:
    """Return a reader that knows the team's names in any spelling of case, and the aliases."""
    reps = {
        name.casefold(): rep.name for rep in state.frame.reps for name in (*rep.aliases, rep.name)
    }
    sources = {source.name.casefold(): source.name for source in state.frame.sources}
    names = {Kind.REP: reps, Kind.SOURCE: sources}
    return CellReader(state.team.currency, state.frame.calendar, names)


def all_records(plan: Plan) -> tuple[PlanRecord, ...]:
    """Return the records of a plan in one row."""
    return (*plan.targets, *plan.commitments, *plan.assumptions)


def join_plans(one: Plan, other: Plan) -> Plan:
    """Return the records of two plans as one."""
    return Plan(
        one.targets + other.targets,
        one.commitments + other.commitments,
        one.assumptions + other.assumptions,
    )


def plan_of(records: Iterable[PlanRecord]) -> Plan:
    """Return a plan of records, sorted by what they are."""
    parts: dict[type, list[PlanRecord]] = defaultdict(list)
    for record in records:
        parts[type(record)].append(record)
    return Plan(*(tuple(parts[kind]) for kind in (Target, Commitment, Assumption)))  # type: ignore[arg-type]  # sorted by type
