"""What was known on a day: when each batch was written, and when each kind of record came first."""

from datetime import UTC, date, datetime

from sqlalchemy import Connection

from cockpit.domain.knowledge import Knowledge, Moment, Timeline
from cockpit.domain.records import FileKind
from cockpit.store.connection import Store
from cockpit.store.kinds import KINDS, RecordKind

KINDS_ASKED = (
    FileKind.TARGETS,
    FileKind.COMMITMENTS,
    FileKind.ASSUMPTIONS,
    FileKind.LEADS,
    FileKind.OPPORTUNITIES,
)
"""The kinds of records that answers are made from."""


def load_timeline(store: Store) -> Timeline:
    """Return when each batch was written and when each kind came first; kept in memory."""

    def load() -> Timeline:
        with store.reading() as connection:
            return _load(connection)

    return store.remember("timeline", (), load)


def load_knowledge(store: Store, on: date | None) -> Knowledge:
    """Return what was known at the end of a day; all that is known now without one."""
    return load_timeline(store).known_on(on)


def _load(connection: Connection) -> Timeline:
    rows = connection.exec_driver_sql(
        "SELECT id, at, EXISTS (SELECT 1 FROM import_file WHERE batch_id = import_batch.id) "
        "FROM import_batch WHERE undone_at IS NULL ORDER BY id"
    )
    moments = tuple(
        Moment(row[0], datetime.fromtimestamp(row[1], UTC).replace(tzinfo=None), bool(row[2]))
        for row in rows
    )
    found = {kind: _find_first(connection, KINDS[kind]) for kind in KINDS_ASKED}
    return Timeline(moments, {kind: first for kind, first in found.items() if first is not None})


def _find_first(connection: Connection, kind: RecordKind) -> int | None:
    """Return the batch that brought the first record of a kind.

    Of leads and opportunities only the newest ever leave, so it is that of the lowest id; rows of a
    plan are few enough to look at them all.
    """
    only = "" if kind.is_plan else f"WHERE id = (SELECT min(id) FROM {kind.name})"
    query = (
        f"SELECT min(batch_id) FROM (SELECT batch_id FROM {kind.name} {only} UNION ALL "
        f"SELECT batch_id FROM {kind.name}_history {only})"
    )
    (first,) = connection.exec_driver_sql(query).one()
    return None if first is None else int(first)
