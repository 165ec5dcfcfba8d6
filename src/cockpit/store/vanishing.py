"""Records that a full export lacks: they are gone from the CRM, and stay here, marked."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from cockpit.domain.records import FileKind
from cockpit.store import writing
from cockpit.store.hashing import HashSet, fold_in
from cockpit.store.kinds import KINDS, RecordKind
from cockpit.store.origins import BATCHES_OF_SYSTEM
from cockpit.texts import Texts

Bits = npt.NDArray[np.uint64]

_AT_ONCE = 50_000
_PER_QUERY = 500


def find_vanished(
    connection: Connection,
    kind: FileKind,
    recognised_as: str,
    ids: Bits,
    batch: int = 0,
    *,
    within: str = "",
) -> tuple[int, npt.NDArray[np.int64]]:
    """Find the records that a full export lacks, among those that came from such files last.

    A batch whose files of the kind came from different systems says nothing about either.

    Args:
        connection: In a transaction.
        kind: What the rows of the file are.
        recognised_as: How the file was recognised.
        ids: `Texts.hashes` of the id of every row of the file, those of rejected rows too.
        batch: The batch that reads the file, if one does.
        within: Look only at records whose id has this in it.

    Returns:
        How many records came from such files before and were not gone, and the keys of those that
        the file lacks.
    """
    record = KINDS[kind]
    asked = (f"%{within}%", kind.value, recognised_as, recognised_as, batch)
    known = connection.exec_driver_sql(  # what the file that is being read has changed
        f"SELECT count(*) FROM {record.name}_history "
        f"WHERE {record.key[0]} LIKE ? AND gone = 0 AND batch_id IN ({BATCHES_OF_SYSTEM}) "
        "AND to_batch = ?",
        asked,
    ).scalar_one()
    cursor = connection.exec_driver_sql(
        f"SELECT id, {record.key[0]} FROM {record.name} "
        f"WHERE {record.key[0]} LIKE ? AND gone = 0 AND batch_id IN ({BATCHES_OF_SYSTEM}) "
        "AND batch_id != ?",
        asked,
    ).cursor
    assert cursor is not None  # noqa: S101 - a SELECT has one
    held = HashSet(ids.view(np.int64))
    missing = [np.empty(0, dtype=np.int64)]
    while rows := cursor.fetchmany(_AT_ONCE):
        keys, texts = zip(*rows, strict=True)
        is_there = held.contains(Texts.build(texts).hashes.view(np.int64))
        known += len(keys)
        missing.append(np.array(keys, dtype=np.int64)[~is_there])
    return known, np.concatenate(missing)


def find_deleted(
    connection: Connection, kind: FileKind, ids: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Return the keys of the records with these ids that are not gone yet."""
    record = KINDS[kind]
    found: list[int] = []
    for at in range(0, len(ids), _PER_QUERY):
        some = tuple(ids[at : at + _PER_QUERY])
        places = ", ".join("?" * len(some))
        rows = connection.exec_driver_sql(
            f"SELECT id FROM {record.name} WHERE gone = 0 AND {record.key[0]} IN ({places})", some
        )
        found += rows.scalars()
    return np.array(sorted(found), dtype=np.int64)


def find_stand_ins(connection: Connection, recognised_as: str, batch: int) -> list[str]:
    """Return the ids of leads that stand for opportunities which a batch has marked as gone.

    Args:
        connection: In a transaction.
        recognised_as: What such leads are recognised as; a lead of the CRM that goes by the id of
            its opportunity is none.
        batch: The batch.
    """
    query = (
        "SELECT lead.lead_id FROM opportunity JOIN lead ON lead.lead_id = opportunity.lead_id "
        "WHERE opportunity.batch_id = ? AND opportunity.gone = 1 AND lead.gone = 0 "
        "AND opportunity.lead_id = opportunity.opportunity_id AND lead.batch_id IN "
        "(SELECT batch_id FROM import_file WHERE kind = ? AND recognised_as = ?)"
    )
    asked = (batch, FileKind.LEADS.value, recognised_as)
    return list(connection.exec_driver_sql(query, asked).scalars())


def mark_gone(
    connection: Connection, kind: RecordKind, keys: npt.NDArray[np.int64], batch: int
) -> None:
    """Give records a new version that is gone; all else that they say stays.

    Its hash differs from the former one, so that a file that holds the record again changes it.
    """
    writing.keep_versions(connection, kind, keys, batch)
    hashes = writing.find_hashes(connection, kind, keys)
    ones = np.ones(len(keys), dtype=np.int64)
    marked = fold_in(hashes, "gone", ones, np.ones(len(keys), dtype=np.bool_))
    writing.mark_gone(connection, kind, keys, marked, batch)
