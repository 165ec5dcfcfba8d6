"""Which CRM a record came from: that of the files of the batch that wrote it last."""

from collections.abc import Collection

from sqlalchemy import Connection

from cockpit.domain.records import FileKind
from cockpit.store.kinds import KINDS

BATCHES_OF_SYSTEM = (
    "SELECT batch_id FROM import_file WHERE kind = ? GROUP BY batch_id "
    "HAVING min(recognised_as) = ? AND max(recognised_as) = ?"
)
"""The batches whose files of a kind all came from one system."""


def count_named(
    connection: Connection, kind: FileKind, recognised_as: str, part: str, *, has: bool
) -> int:
    """Return how many records of a system's files have a text in their id, or lack it."""
    record = KINDS[kind]
    return int(
        connection.exec_driver_sql(
            f"SELECT count(*) FROM {record.name} "
            f"WHERE gone = 0 AND batch_id IN ({BATCHES_OF_SYSTEM}) "
            f"AND {record.key[0]} {'' if has else 'NOT '}LIKE ?",
            (kind.value, recognised_as, recognised_as, f"%{part}%"),
        ).scalar_one()
    )


def count_taken(
    connection: Connection, kind: FileKind, systems: Collection[str], batch: int
) -> dict[str, int]:
    """Return how many records of some systems a batch has changed, as far as it has any."""
    taken = {
        system: connection.exec_driver_sql(
            f"SELECT count(*) FROM {KINDS[kind].name}_history "
            f"WHERE to_batch = ? AND gone = 0 AND batch_id IN ({BATCHES_OF_SYSTEM})",
            (batch, kind.value, system, system),
        ).scalar_one()
        for system in systems
    }
    return {system: int(count) for system, count in taken.items() if count}
