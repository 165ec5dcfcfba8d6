"""The statements behind a merge: bulk reads and writes of whole columns through the driver."""

from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Float, String

from cockpit.store.hashing import Hashes
from cockpit.store.kinds import MISSING, RecordKind
from cockpit.texts import Texts

Column = npt.NDArray[Any] | Texts
Columns = dict[str, Column]
Marks = tuple[Hashes, Hashes | None]
"""The row hashes, and the hashes of the raw lines if the reader gave them."""

UNKNOWN = 0
"""Id of a record that is not in the store."""

_RECORDS_AT_ONCE = 500
"""Records that one statement inserts: more gains nothing, and SQLite allows the values of 500
records of 65 columns."""

_SLICE = 20_000
"""Rows that are turned into Python objects at a time: large enough for speed, small in memory."""


@dataclass(frozen=True)
class Found:
    """The current versions of records, `UNKNOWN` ids where there is none yet."""

    ids: npt.NDArray[np.int64]
    hashes: Hashes
    columns: Columns


def is_empty(connection: Connection, kind: RecordKind) -> bool:
    """Return whether there is no record of a kind."""
    query = f"SELECT 1 FROM {kind.name} LIMIT 1"
    return connection.exec_driver_sql(query).first() is None


def load_hashes(connection: Connection, kind: RecordKind, column: str) -> Hashes:
    """Return a column of hashes of all current versions that have one."""
    query = f"SELECT {column} FROM {kind.name} WHERE {column} IS NOT NULL"
    return fetch_integers(connection, query)


def fetch_integers(connection: Connection, query: str) -> npt.NDArray[np.int64]:
    """Return all cells of a query whose result holds nothing but integers, row after row."""
    cursor: Any = connection.exec_driver_sql(query).cursor  # the driver's, which can be iterated
    return np.fromiter(chain.from_iterable(cursor), dtype=np.int64)


def drop_key_index(connection: Connection, kind: RecordKind) -> None:
    """Drop the unique index over the key, for a first load."""
    connection.exec_driver_sql(f"DROP INDEX uq_{kind.name}")


def create_key_index(connection: Connection, kind: RecordKind) -> None:
    """Build the unique index over the key again."""
    (index,) = (i for i in kind.table.indexes if i.name == f"uq_{kind.name}")
    index.create(connection)


def insert(
    connection: Connection, kind: RecordKind, rows: Columns, marks: Marks, batch: int
) -> None:
    """Insert new records; columns in which nothing is given are left to be NULL."""
    columns: Columns = {"row_hash": marks[0]}
    if marks[1] is not None:
        columns["line_hash"] = marks[1]
    columns |= {name: column for name, column in rows.items() if not is_missing(column).all()}
    statement = f"INSERT INTO {kind.name} (batch_id, {', '.join(columns)}) VALUES "
    record = f"({int(batch)}, {', '.join('?' * len(columns))})"
    insert_records(connection, statement, record, list(columns.values()))


def insert_records(
    connection: Connection, statement: str, record: str, columns: list[Column]
) -> None:
    """Insert whole columns, many records by one statement: twice as fast as one by one.

    Args:
        connection: In a transaction.
        statement: Up to and including `VALUES`.
        record: The values of one record, a `?` for each of the columns.
        columns: The columns, all of one length.
    """
    driver: Any = connection.connection.cursor()  # the driver's, which takes an iterator
    width = len(columns)
    for start in range(0, len(columns[0]), _SLICE):
        lists = [to_list(column[start : start + _SLICE]) for column in columns]
        cells: list[Any] = [None] * (len(lists[0]) * width)
        for place, values in enumerate(lists):
            cells[place::width] = values
        step = _RECORDS_AT_ONCE * width
        whole = len(cells) // step * step
        driver.executemany(
            statement + ", ".join([record] * _RECORDS_AT_ONCE),
            (cells[place : place + step] for place in range(0, whole, step)),
        )
        rest = cells[whole:]
        if rest:
            driver.execute(statement + ", ".join([record] * (len(rest) // width)), rest)


def replace(
    connection: Connection,
    kind: RecordKind,
    ids: npt.NDArray[np.int64],
    rows: Columns,
    marks: Marks,
    *,
    batch: int,
) -> None:
    """Move the current versions of records to the history and put new ones in their place."""
    keep_versions(connection, kind, ids, batch)
    columns: Columns = {"row_hash": marks[0]}
    columns["line_hash"] = np.full(len(ids), MISSING) if marks[1] is None else marks[1]
    columns |= {name: column for name, column in rows.items() if name not in kind.key}
    if kind.can_vanish:
        columns["gone"] = np.zeros(len(ids), dtype=np.int64)
    settings = ", ".join(f"{name} = ?" for name in columns)
    statement = f"UPDATE {kind.name} SET batch_id = {int(batch)}, {settings} WHERE id = ?"
    _execute(connection, statement, [*columns.values(), ids])


def remove(
    connection: Connection, kind: RecordKind, ids: npt.NDArray[np.int64], batch: int
) -> None:
    """Move the current versions of records to the history and leave nothing in their place."""
    keep_versions(connection, kind, ids, batch)
    _execute(connection, f"DELETE FROM {kind.name} WHERE id = ?", [ids])


def keep_versions(
    connection: Connection, kind: RecordKind, ids: npt.NDArray[np.int64], batch: int
) -> None:
    """Copy the current versions of records to the history."""
    columns = ", ".join(c.name for c in kind.table.columns)
    statement = (
        f"INSERT INTO {kind.name}_history ({columns}, to_batch) "
        f"SELECT {columns}, {int(batch)} FROM {kind.name} WHERE id = ?"
    )
    _execute(connection, statement, [ids])


def find_hashes(connection: Connection, kind: RecordKind, ids: npt.NDArray[np.int64]) -> Hashes:
    """Return the row hashes of the current versions of records."""
    query = f"SELECT row_hash FROM {kind.name} WHERE id = ?"
    driver = connection.connection.cursor()
    found = (driver.execute(query, (key,)).fetchone()[0] for key in ids.tolist())
    return np.fromiter(found, dtype=np.int64, count=len(ids))


def mark_gone(
    connection: Connection,
    kind: RecordKind,
    ids: npt.NDArray[np.int64],
    hashes: Hashes,
    batch: int,
) -> None:
    """Mark the current versions of records as gone, as versions of a batch with other hashes."""
    statement = (
        f"UPDATE {kind.name} SET gone = 1, line_hash = NULL, batch_id = {int(batch)}, "
        "row_hash = ? WHERE id = ?"
    )
    _execute(connection, statement, [hashes, ids])


def find_current(
    connection: Connection, kind: RecordKind, rows: Columns, wanted: list[str]
) -> Found:
    """Look records up by their keys and return their current versions.

    Args:
        connection: In a transaction.
        kind: The kind of record.
        rows: The key columns, prepared, and any others.
        wanted: Names of columns whose current values are to be returned.
    """
    tests = " AND ".join(_build_test(kind, name) for name in kind.key)
    query = f"SELECT {', '.join(('id', 'row_hash', *wanted))} FROM {kind.name} WHERE {tests}"
    driver = connection.connection.cursor()
    nothing = (UNKNOWN, 0, *repeat(None, len(wanted)))
    found = [
        driver.execute(query, key).fetchone() or nothing
        for key in zip(*(to_list(rows[name]) for name in kind.key), strict=True)
    ]
    ids, hashes, *values = zip(*found, strict=True)
    return Found(
        np.array(ids, dtype=np.int64),
        np.array(hashes, dtype=np.int64),
        {name: _to_column(kind, name, cells) for name, cells in zip(wanted, values, strict=True)},
    )


def to_list(column: Column) -> list[Any]:
    """Return a column as Python values, `None` where nothing is given."""
    if isinstance(column, Texts):
        return column.to_list()
    missing = is_missing(column)
    if missing.any():
        column = column.astype(object)
        column[missing] = None
    return list(column.tolist())


def is_missing(column: Column) -> npt.NDArray[np.bool_]:
    """Return in which rows of a column nothing is given."""
    if isinstance(column, Texts):
        return column.is_missing
    if column.dtype == np.float64:
        return np.asarray(np.isnan(column))
    return np.asarray(column == MISSING)


def _to_column(kind: RecordKind, name: str, cells: tuple[Any, ...]) -> Column:
    kept = kind.table.c[name].type
    if isinstance(kept, Float):
        return np.array(cells, dtype=np.float64)
    if isinstance(kept, String):
        return Texts.build(cells)
    return np.array([MISSING if cell is None else cell for cell in cells], dtype=np.int64)


def _build_test(kind: RecordKind, name: str) -> str:
    """Build the condition that finds a key, spelt as in the unique index so that it is used."""
    column = kind.table.c[name]
    if not column.nullable:
        return f"{name} = ?"
    blank = "''" if isinstance(column.type, String) else "0"
    return f"coalesce({name}, {blank}) = coalesce(?, {blank})"


def _execute(connection: Connection, statement: str, columns: list[Column]) -> None:
    """Run a statement for every row of the columns, a slice at a time."""
    for start in range(0, len(columns[0]), _SLICE):
        lists = [to_list(column[start : start + _SLICE]) for column in columns]
        connection.exec_driver_sql(statement, list(zip(*lists, strict=True)))
