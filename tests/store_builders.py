"""Short ways to write records into a store, and to see everything that is in one."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from cockpit.domain.imports import MergeCounts
from cockpit.domain.records import FileKind
from cockpit.store.opening import Store

DAY = 86_400


def merge(store: Store, kind: FileKind, /, **columns: object) -> MergeCounts:
    """Merge columns in a unit of work of their own."""
    with store.unit_of_work() as work:
        return work.merge(kind, columns, work.begin_batch("test"))


def leads(**changes: object) -> dict[str, object]:
    """Two leads; columns can be replaced or added."""
    return {"lead_id": ["L1", "L2"], "assigned_at": [10 * DAY, 20 * DAY], **changes}


def opportunities(**changes: object) -> dict[str, object]:
    """Two opportunities, one of them from lead L1; columns can be replaced or added."""
    return {
        "opportunity_id": ["O1", "O2"],
        "created_at": [15 * DAY, 25 * DAY],
        "outcome": [1, 0],
        "lead_id": ["L1", None],
        **changes,
    }


def dump(path: str | Path) -> dict[str, list[Any]]:
    """Return every row of every table, read from the file with nothing of ours in between."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - test
            for (name,) in tables.fetchall()
        }
