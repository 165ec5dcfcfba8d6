"""Amend a locked plan: with a reason, and with every row before and after kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cockpit.domain.amendments import AmendedRow, Amendment
from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar, Period
from cockpit.domain.plan import Assumption, Commitment, Plan, PlanLock, Target
from cockpit.domain.problems import Fate
from cockpit.domain.records import FileKind
from cockpit.intake.columns import Setting
from cockpit.intake.rows import TableReader
from cockpit.services.import_parts import ImportRequest, Part, recognise_all
from cockpit.services.locked_periods import LockedPlanError, check_unlocked, find_lock
from cockpit.services.plan import PlanEdits, PlanRecord, check_unchanged, key_of, records_of
from cockpit.services.plan_files import build_tables
from cockpit.services.plan_lock import find_user_name, read_clock
from cockpit.services.plan_rows import PlanRows
from cockpit.store.connection import Store
from cockpit.store.queries import load_plan, load_reps, load_team

__all__ = ["Amendment", "LockedPlanError", "amend_plan", "read_amendment"]

_PARTS = {Target: "targets", Commitment: "commitments", Assumption: "assumptions"}


def amend_plan(store: Store, period: Period, edits: PlanEdits, reason: str) -> Amendment:
    """Change a locked period's plan and record who did it, when, why, and every row.

    Args:
        store: The store.
        period: The locked period.
        edits: What changes.
        reason: Why, in the user's words.

    Returns:
        What was recorded.

    Raises:
        UsageError: There is no reason, nothing changes, the period is not locked, or a row does
            not belong to it.
        PlanConflictError: Somebody changed the same rows meanwhile. In all cases nothing is saved.
    """
    if not reason.strip():
        raise UsageError("An amendment needs a reason: say why the plan changes.")
    if not edits:
        raise UsageError("Nothing to amend: the plan says all of that already.")
    with store.unit_of_work() as work:
        plan, team = load_plan(store), load_team(store)
        lock = _find_lock_of(plan, period)
        check_unchanged(plan, edits)
        check_unlocked(plan, team.calendar, edits.touched, except_for=lock.period)
        _check_belongs(lock, team.calendar, edits.touched)
        batch = work.begin_batch(f"amend plan {lock.period}: {reason.strip()}")
        work.save_plan(edits.added, edits.gone, batch)
        rows = tuple(_compare(edits, team.currency))
        amendment = Amendment(read_clock(), find_user_name(), reason.strip(), rows)
        work.amend_plan(lock.period, amendment, _amend(lock, edits), batch)
    return amendment


def read_amendment(store: Store, paths: Sequence[Path]) -> PlanEdits:
    """Read plan files as an amendment; what they leave out stays as it is.

    Raises:
        UsageError: A file is no plan file, or one of its rows cannot be used.
    """
    plan, team = load_plan(store), load_team(store)
    today = date.today()  # noqa: DTZ011 - the user's own wall calendar
    setting = Setting(team.calendar, team.currency, today)
    rows = PlanRows(plan, team.calendar, load_reps(store))
    now = {key_of(record): record for record in records_of(plan)}
    added: list[PlanRecord] = []
    for part in recognise_all(store, ImportRequest(tuple(paths))):
        added += [r for r in _read(part, setting, rows) if now.get(key_of(r)) != r]
    return PlanEdits(
        _to_plan([now[key_of(record)] for record in added if key_of(record) in now]),
        _to_plan(added),
    )


def _read(part: Part, setting: Setting, rows: PlanRows) -> list[PlanRecord]:
    kind = part.layout.kind
    if kind not in {FileKind.TARGETS, FileKind.COMMITMENTS, FileKind.ASSUMPTIONS}:
        raise UsageError(f"{part.table.name} holds {kind}: a plan has none of them to amend.")
    reader = TableReader(part.table, part.layout, setting)
    records = [r for chunk in reader.read() for r in rows.build_records(kind, chunk.columns)]
    for problem in reader.close():
        if problem.fate is Fate.REJECTED:
            where = f"{part.table.name}, row {problem.row}"
            cell = f", {problem.column} {problem.value!r}" if problem.column else ""
            raise UsageError(f"Nothing was amended: {where}{cell}: {problem.problem}.")
    return records


def _find_lock_of(plan: Plan, period: Period) -> PlanLock:
    for lock in plan.locks:
        if lock.period == period.label:
            return lock
    raise UsageError(
        f"The plan of {period.label} is not locked: edit it or import it, no amendment is needed."
    )


def _check_belongs(lock: PlanLock, calendar: FiscalCalendar, touched: Plan) -> None:
    """Make sure that every row is one of the locked period's own."""
    for row in records_of(touched):
        if find_lock((lock,), calendar, type(row), row.period) is None:
            raise UsageError(
                f"Nothing was amended: a row for {row.period or 'any period'} does not belong to "
                f"{lock.period} alone. Name {lock.period} or a part of it in its period."
            )


def _amend(lock: PlanLock, edits: PlanEdits) -> tuple[Assumption, ...]:
    """Return the assumptions that hold in the locked period from now on."""
    rows = {key_of(row): row for row in lock.assumptions}
    for row in edits.removed.assumptions:
        rows.pop(key_of(row), None)
    return tuple((rows | {key_of(row): row for row in edits.added.assumptions}).values())


def _compare(edits: PlanEdits, currency: str) -> list[AmendedRow]:
    """Return every row before and after, in the words of the plain file."""
    before = {key_of(row): row for row in records_of(edits.removed)}
    after = {key_of(row): row for row in records_of(edits.added)}
    return [
        AmendedRow(
            _PARTS[type(after.get(key) or before[key])],
            key[1:],
            _describe(before.get(key), currency),
            _describe(after.get(key), currency),
        )
        for key in dict.fromkeys([*before, *after])
    ]


def _describe(row: PlanRecord | None, currency: str) -> tuple[tuple[str, str], ...]:
    if row is None:
        return ()
    header, values = build_tables(_to_plan([row]), currency)[_PARTS[type(row)]]
    named = zip(header, values, strict=True)
    return tuple(
        (name, value) for name, value in named if value and name not in {"rep", "source", "period"}
    )


def _to_plan(rows: Sequence[PlanRecord]) -> Plan:
    return Plan(
        tuple(row for row in rows if isinstance(row, Target)),
        tuple(row for row in rows if isinstance(row, Commitment)),
        tuple(row for row in rows if isinstance(row, Assumption)),
    )
