"""Undoing the last import: every row goes back to what it said before, and what was added goes."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from cockpit.domain.errors import UsageError
from cockpit.domain.record_changes import Undoing
from cockpit.domain.records import FileKind
from cockpit.store.accounts import SETTINGS, count_change
from cockpit.store.kinds import KINDS, RecordKind
from cockpit.store.linking import link_all_leads
from cockpit.store.undoing_settings import remove_words, undo_settings


def find_last_import(connection: Connection) -> int:
    """Return the newest batch that read a file and has not been undone.

    Raises:
        UsageError: There is none.
    """
    (batch,) = connection.exec_driver_sql(
        "SELECT max(import_batch.id) FROM import_batch "
        "JOIN import_file ON import_file.batch_id = import_batch.id WHERE undone_at IS NULL"
    ).one()
    if batch is None:
        raise UsageError("There is no import to undo.")
    return int(batch)


def undo_batch(connection: Connection, batch: int) -> tuple[Undoing, ...]:
    """Undo a batch, all later ones having left its rows alone; the batch is marked as undone.

    Raises:
        UsageError: Something was built on what the batch wrote; nothing was changed.
    """
    _check_alone(connection, batch)
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # rows return in no special order
    done = []
    for kind, record in KINDS.items():
        undoing = _undo_records(connection, kind, record, batch)
        if undoing.removed or undoing.restored:
            done.append(undoing)
            count_change(connection, record.name)
    if undo_settings(connection, batch):
        count_change(connection, SETTINGS)
    remove_words(connection, batch)
    if {undoing.kind for undoing in done} & {FileKind.LEADS, FileKind.OPPORTUNITIES}:
        link_all_leads(connection)
    _forget_pull(connection, batch)
    now = datetime.now().astimezone().replace(tzinfo=UTC)  # wall clock, as `at`
    connection.exec_driver_sql(
        "UPDATE import_batch SET undone_at = ? WHERE id = ?", (int(now.timestamp()), batch)
    )
    return tuple(done)


def _undo_records(
    connection: Connection, kind: FileKind, record: RecordKind, batch: int
) -> Undoing:
    """Put back the versions that a batch took the place of, and take away the records it added."""
    name = record.name
    columns = ", ".join(column.name for column in record.table.columns)
    former = f"FROM {name}_history WHERE to_batch = {batch} AND batch_id != {batch}"
    (changed,) = connection.exec_driver_sql(
        f"SELECT count(*) {former} AND id IN (SELECT id FROM {name} WHERE batch_id = {batch})"
    ).one()
    others = connection.exec_driver_sql(f"SELECT 1 FROM {name} WHERE batch_id != {batch} LIMIT 1")
    only = f" WHERE batch_id = {batch}" if others.first() else ""  # emptying a table is instant
    deleted = connection.exec_driver_sql(f"DELETE FROM {name}{only}").rowcount
    restored = connection.exec_driver_sql(
        f"INSERT INTO {name} ({columns}) SELECT {columns} {former}"
    ).rowcount
    connection.exec_driver_sql(f"DELETE FROM {name}_history WHERE to_batch = {batch}")
    return Undoing(kind, removed=deleted - changed, restored=restored)


def _forget_pull(connection: Connection, batch: int) -> None:
    """Have a live CRM asked for everything again if what was pulled from it may be undone now."""
    connection.exec_driver_sql(
        "UPDATE crm_connection SET seen_until = NULL "
        "WHERE system IN (SELECT recognised_as FROM import_file WHERE batch_id = ?) "
        "AND pulled_at >= (SELECT at FROM import_batch WHERE id = ?)",
        (batch, batch),
    )


def _check_alone(connection: Connection, batch: int) -> None:
    """Make sure that no later batch built on what a batch wrote.

    Raises:
        UsageError: One did, and is named.
    """
    later = _find_later(connection, batch)
    if not later:
        return
    places = ", ".join("?" * len(later))
    rows = connection.exec_driver_sql(
        f"SELECT id, at, command FROM import_batch WHERE id IN ({places}) ORDER BY id",
        tuple(later),
    )
    names = "; ".join(
        f"“{row.command}” (number {row.id}, {datetime.fromtimestamp(row.at, UTC):%Y-%m-%d %H:%M})"
        for row in rows
    )
    raise UsageError(
        f"Import number {batch} cannot be undone: what came later builds on it: {names}."
    )


def _find_later(connection: Connection, batch: int) -> set[int]:
    """Return the later batches that changed, removed or froze what a batch wrote."""
    later: set[int] = set()
    wrote_plan = False
    for record in KINDS.values():
        name = record.name
        later |= _fetch(
            connection,
            f"SELECT DISTINCT to_batch FROM {name}_history "
            f"WHERE to_batch > {batch} AND batch_id = {batch}",
        )
        later |= _fetch(
            connection,  # a row of a plan that was removed, and whose number a new row took
            f"SELECT DISTINCT {name}.batch_id FROM {name}_history "
            f"JOIN {name} ON {name}.id = {name}_history.id "
            f"WHERE to_batch = {batch} AND {name}.batch_id > {batch}",
        )
        if record.is_plan:
            wrote_plan |= bool(
                _fetch(connection, f"SELECT 1 FROM {name} WHERE batch_id = {batch}")
                | _fetch(connection, f"SELECT 1 FROM {name}_history WHERE to_batch = {batch}")
            )
    if wrote_plan:
        for table in ("plan_lock", "plan_amendment"):
            later |= _fetch(connection, f"SELECT batch_id FROM {table} WHERE batch_id > {batch}")
    return later


def _fetch(connection: Connection, query: str) -> set[int]:
    return {int(row[0]) for row in connection.exec_driver_sql(query)}
