"""A plan, as the columns that are merged and as the values that are loaded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Connection

from cockpit.domain.errors import UsageError
from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.plan import (
    ASSUMPTION_FIELDS,
    DELAY_FIELDS,
    LEARNED,
    LEARNED_DAYS,
    Assumption,
    Commitment,
    Plan,
    Target,
)
from cockpit.domain.records import NOBODY, FileKind
from cockpit.store import writing
from cockpit.store.kinds import KINDS, MISSING, RecordKind
from cockpit.store.names import load_owner_of_name
from cockpit.store.versions import build_versions
from cockpit.texts import Texts

Columns = dict[str, object]
Ensure = Callable[[Iterable[str]], Mapping[str, int]]

_ASSUMPTION_COLUMNS = ("rep", "source", "period", *ASSUMPTION_FIELDS)


def build_columns(
    plan: Plan, ensure_reps: Ensure, ensure_sources: Ensure
) -> Iterator[tuple[FileKind, Columns]]:
    """Give the columns of each part of a plan that has rows, in the form that `merge` expects."""
    if plan.targets:
        yield (
            FileKind.TARGETS,
            {
                "rep": _to_ids(ensure_reps, [t.rep for t in plan.targets]),
                "period": [t.period for t in plan.targets],
                "revenue": [t.revenue for t in plan.targets],
            },
        )
    if plan.commitments:
        yield (
            FileKind.COMMITMENTS,
            {
                "rep": _to_ids(ensure_reps, [c.rep for c in plan.commitments]),
                "period": [c.period for c in plan.commitments],
                "source": _to_ids(ensure_sources, [c.source for c in plan.commitments]),
                "leads": [c.leads for c in plan.commitments],
            },
        )
    if plan.assumptions:
        yield (
            FileKind.ASSUMPTIONS,
            {
                "rep": _to_ids(ensure_reps, [a.rep for a in plan.assumptions]),
                "source": _to_ids(ensure_sources, [a.source for a in plan.assumptions]),
                "period": [a.period for a in plan.assumptions],
                **{field: _to_values(plan.assumptions, field) for field in ASSUMPTION_FIELDS},
            },
        )


def remove_rows(connection: Connection, kind: RecordKind, columns: Columns, batch: int) -> int:
    """Remove the rows of a plan with the given keys and return how many there were."""
    keys: dict[str, Any] = {name: columns[name] for name in kind.key}
    for name in {"rep", "source"} & keys.keys():
        owners = load_owner_of_name(connection, name)[keys[name]]
        keys[name] = np.where(owners < 0, MISSING, owners)
    if "period" in keys:
        keys["period"] = Texts.build(keys["period"])
    ids = np.unique(writing.find_current(connection, kind, keys, []).ids)
    ids = ids[ids != writing.UNKNOWN]
    if len(ids):
        writing.remove(connection, kind, ids, batch)
    return len(ids)


def load_plan(connection: Connection, knowledge: Knowledge = EVERYTHING_KNOWN) -> Plan:
    """Return targets, commitments and assumptions by rep, period and source, as they were known."""

    def versions(kind: FileKind) -> str:
        return build_versions(KINDS[kind], knowledge.cut(kind), KINDS[kind].columns)

    targets = connection.exec_driver_sql(
        f"SELECT rep.name, period, revenue FROM {versions(FileKind.TARGETS)} "
        "JOIN rep ON rep.id = target.rep ORDER BY rep.name, period"
    )
    commitments = connection.exec_driver_sql(
        f"SELECT rep.name, period, source.name, leads FROM {versions(FileKind.COMMITMENTS)} "
        "JOIN rep ON rep.id = commitment.rep LEFT JOIN source ON source.id = commitment.source "
        "ORDER BY rep.name, period, source.name"
    )
    assumptions = connection.exec_driver_sql(
        f"SELECT rep.name, source.name, period, {', '.join(ASSUMPTION_FIELDS)} "
        f"FROM {versions(FileKind.ASSUMPTIONS)} LEFT JOIN rep ON rep.id = assumption.rep "
        "LEFT JOIN source ON source.id = assumption.source "
        "ORDER BY rep.name, source.name, period"
    )
    return Plan(
        tuple(Target(*row) for row in targets),
        tuple(Commitment(*row) for row in commitments),
        tuple(build_assumption(row) for row in assumptions),
    )


def build_assumption(row: Sequence[Any]) -> Assumption:
    """Build an assumption from its rep, source, period and fields as the table has them."""
    values = dict(zip(_ASSUMPTION_COLUMNS, row, strict=True))
    learned = {name: LEARNED for name in DELAY_FIELDS if values[name] == LEARNED_DAYS}
    return Assumption(**values | learned)


def move_rep(plan: Plan, other: str, rep: str) -> tuple[Plan, Plan]:
    """Return what to write and what to remove so that another rep's plan becomes this rep's.

    Raises:
        UsageError: Both have a target, a commitment or an assumption for the same cell.
    """
    removals = Plan(
        tuple(row for row in plan.targets if row.rep == other),
        tuple(row for row in plan.commitments if row.rep == other),
        tuple(row for row in plan.assumptions if row.rep == other),
    )
    upserts = Plan(
        tuple(replace(row, rep=rep) for row in removals.targets),
        tuple(replace(row, rep=rep) for row in removals.commitments),
        tuple(replace(row, rep=rep) for row in removals.assumptions),
    )
    taken = _keys_of(plan)
    for what, period in sorted(_keys_of(upserts), key=str):
        if (what, period) in taken:
            raise UsageError(
                f"{rep} and {other} both have {what[0]} for {period or 'any period'}: "
                "remove one of the two, then make them one rep."
            )
    return upserts, removals


def _keys_of(plan: Plan) -> set[tuple[tuple[str, str | None, str | None], str | None]]:
    return {
        *((("a target", row.rep, None), row.period) for row in plan.targets),
        *((("a commitment", row.rep, row.source), row.period) for row in plan.commitments),
        *((("an assumption", row.rep, row.source), row.period) for row in plan.assumptions),
    }


def _to_ids(ensure: Ensure, names: list[str] | list[str | None]) -> "np.typing.NDArray[np.int64]":
    ids = ensure({name for name in names if name is not None})
    return np.array([NOBODY if name is None else ids[name] for name in names], dtype=np.int64)


def _to_values(rows: tuple[Assumption, ...], field: str) -> list[Any]:
    missing = MISSING if field == "deal_size" else np.nan
    values = [getattr(row, field) for row in rows]
    if field in DELAY_FIELDS:
        values = [LEARNED_DAYS if value is LEARNED else value for value in values]
    return [missing if value is None else value for value in values]
