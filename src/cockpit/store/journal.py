"""What a batch changes in the small tables, written down so that it can be undone."""

import json
from typing import Any

from sqlalchemy import Connection

PARTS = (
    "rep",
    "rep_name",
    "source",
    "source_name",
    "crm_user",
    "crm_connection",
    "stage_meaning",
    "exchange_rate",
    "locked_assumption",
)
"""The tables that are watched; all are small, and are compared as a whole."""

_ONLY_CHANGED = frozenset({"locked_assumption"})
"""Tables whose new rows say themselves which batch they came with."""

Row = dict[str, Any]


class Journal:
    """Compares the small tables before and after each batch of a unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._batch: int | None = None
        self._before: dict[str, dict[int, Row]] = {}

    def begin(self, batch: int) -> None:
        """Begin to watch for a batch; what changed so far belongs to the one before it."""
        self.close()
        self._batch = batch
        self._before = {part: load_rows(self._connection, part) for part in PARTS}

    def close(self) -> None:
        """Write down what has changed since the batch began."""
        if self._batch is None:
            return
        changes = [
            (self._batch, part, row, _write(before), _write(after))
            for part in PARTS
            for row, before, after in _compare(
                self._before[part], load_rows(self._connection, part)
            )
            if before is not None or part not in _ONLY_CHANGED
        ]
        if changes:
            self._connection.exec_driver_sql(
                'INSERT INTO setting_change (batch_id, part, "row", before, after) '
                "VALUES (?, ?, ?, ?, ?)",
                changes,
            )
        self._batch = None


def load_changes(
    connection: Connection, batch: int
) -> list[tuple[str, int, Row | None, Row | None]]:
    """Return what a batch changed: the table, the row's number, the row before and after."""
    rows = connection.exec_driver_sql(
        'SELECT part, "row", before, after FROM setting_change WHERE batch_id = ? ORDER BY id',
        (batch,),
    )
    return [(row[0], row[1], _read(row[2]), _read(row[3])) for row in rows]


def load_rows(connection: Connection, part: str) -> dict[int, Row]:
    """Return all rows of a small table by number."""
    rows = connection.exec_driver_sql(f"SELECT rowid, * FROM {part} ORDER BY rowid")
    names = tuple(rows.keys())[1:]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def _compare(
    before: dict[int, Row], after: dict[int, Row]
) -> list[tuple[int, Row | None, Row | None]]:
    """Return the rows that differ: those that are new, changed, or no longer there."""
    return [
        (row, before.get(row), after.get(row))
        for row in sorted(before.keys() | after.keys())
        if before.get(row) != after.get(row)
    ]


def _write(row: Row | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False)


def _read(text: str | None) -> Row | None:
    row: Row | None = None if text is None else json.loads(text)
    return row
