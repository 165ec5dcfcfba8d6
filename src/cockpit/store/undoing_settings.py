"""Undoing what a batch changed in the small tables, as far as nothing else uses it by now."""

from collections.abc import Iterator

from sqlalchemy import Connection

from cockpit.store.journal import Row, load_changes, load_rows
from cockpit.store.kinds import KINDS
from cockpit.store.tables import metadata

_NAMED = {"rep": "rep_name", "source": "source_name"}
"""Reps and sources, and the tables of the names under which records know them."""

_FREE = ("crm_user", "stage_meaning", "exchange_rate", "crm_connection")
"""Tables that nothing refers to."""


def undo_settings(connection: Connection, batch: int) -> bool:
    """Put the small tables back to what they said before a batch; return whether anything changed.

    A row that was changed again since stays as it is, and so does a name that something uses.
    """
    changes = load_changes(connection, batch)
    for part, row, before, after in changes:
        current = load_rows(connection, part).get(row)
        if before is not None and after is not None and current == after:
            _update(connection, part, row, before)
    for part in _FREE:
        for row in _find_added(connection, changes, part):
            _delete(connection, part, row)
    for owner, names in _NAMED.items():
        _remove_names(
            connection,
            owner,
            _find_added(connection, changes, owner),
            _find_added(connection, changes, names),
        )
    for part, row, before, after in changes:
        if after is None and before is not None and row not in load_rows(connection, part):
            _insert(connection, part, row, before)
    return bool(changes)


def remove_words(connection: Connection, batch: int) -> None:
    """Remove the words that came with a batch or later and that no record uses."""
    (before,) = connection.exec_driver_sql(
        "SELECT words_before FROM import_batch WHERE id = ?", (batch,)
    ).one()
    newer = "SELECT 1 FROM word WHERE id > ? LIMIT 1"
    if before is None or not connection.exec_driver_sql(newer, (before,)).first():
        return  # a batch of a store that did not yet count them, or no new words
    used = " UNION ".join(
        f"SELECT {column} FROM {kind.name}{suffix} WHERE {column} > {before}"
        for kind in KINDS.values()
        for column in sorted(kind.words)
        for suffix in ("", "_history")
    )
    connection.exec_driver_sql(f"DELETE FROM word WHERE id > {before} AND id NOT IN ({used})")


def _find_added(
    connection: Connection, changes: list[tuple[str, int, Row | None, Row | None]], part: str
) -> list[int]:
    """Return the rows that a batch added to a table and that are still as it left them."""
    current = load_rows(connection, part)
    return [
        row
        for table, row, before, after in changes
        if table == part and before is None and after is not None and current.get(row) == after
    ]


def _remove_names(
    connection: Connection, owner: str, added: list[int], added_names: list[int]
) -> None:
    """Remove reps or sources, and names of theirs, that a batch added and that nothing uses."""
    names = _NAMED[owner]
    used = set(_find_used_names(connection, owner, added_names))
    free = [row for row in added_names if row not in used]
    rows = load_rows(connection, names)
    held = {row[f"{owner}_id"] for key, row in rows.items() if key not in free}
    held |= set(_find_used_owners(connection, owner, added))
    leaving = [row for row in added if row not in held]
    owners = load_rows(connection, owner)
    for key in free:
        owner_id = rows[key][f"{owner}_id"]
        is_its_name = owners.get(owner_id, {}).get("name") == rows[key]["name"]
        if owner_id in leaving or not is_its_name:
            _delete(connection, names, key)
    for key in leaving:
        _delete(connection, owner, key)


def _find_used_names(connection: Connection, owner: str, names: list[int]) -> Iterator[int]:
    """Yield which of these names any version of a record uses."""
    for kind in KINDS.values():
        if owner in kind.columns and not kind.is_plan:
            for suffix in ("", "_history"):
                yield from _find_in(connection, f"{kind.name}{suffix}", owner, names)


def _find_used_owners(connection: Connection, owner: str, owners: list[int]) -> Iterator[int]:
    """Yield which of these reps or sources any plan refers to, past and frozen ones too."""
    for table in metadata.tables.values():
        if table.name == _NAMED[owner]:
            continue
        for column in table.columns:
            if any(key.column.table.name == owner for key in column.foreign_keys):
                yield from _find_in(connection, table.name, column.name, owners)
    for kind in KINDS.values():
        if owner in kind.columns and kind.is_plan:
            yield from _find_in(connection, f"{kind.name}_history", owner, owners)


def _find_in(connection: Connection, table: str, column: str, ids: list[int]) -> Iterator[int]:
    if not ids:
        return
    places = ", ".join(map(str, ids))
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({places})"
    )
    yield from (row[0] for row in rows)


def _update(connection: Connection, part: str, row: int, values: Row) -> None:
    """Write a row; nothing is written where another row has taken its name."""
    settings = ", ".join(f"{name} = ?" for name in values)
    connection.exec_driver_sql(
        f"UPDATE OR IGNORE {part} SET {settings} WHERE rowid = ?", (*values.values(), row)
    )


def _insert(connection: Connection, part: str, row: int, values: Row) -> None:
    """Write a row that was removed; nothing is written where another row has taken its name."""
    columns = ", ".join(("rowid", *(name for name in values if name != "id")))
    given = (row, *(value for name, value in values.items() if name != "id"))
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO {part} ({columns}) VALUES ({', '.join('?' * len(given))})", given
    )


def _delete(connection: Connection, part: str, row: int) -> None:
    connection.exec_driver_sql(f"DELETE FROM {part} WHERE rowid = ?", (row,))
