"""Names and words in exchange for their ids: reps, sources, statuses, reasons."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from cockpit.domain.errors import UsageError

Ids = npt.NDArray[np.int64]


def ensure_owners(connection: Connection, table: str, names: Iterable[str]) -> dict[str, int]:
    """Return the id of each name of a rep or source, adding those that are new.

    Args:
        connection: In a transaction.
        table: `rep` or `source`. A new name belongs to a new rep, or a new source of marketing's.
        names: Names as files spell them.

    Returns:
        For each name its row in `rep_name` or `source_name`; an alias has a row of its own.
    """
    wanted = list(dict.fromkeys(names))
    known = _load_ids(connection, f"{table}_name", wanted)
    new = [(name,) for name in wanted if name not in known]
    if new:
        owner = "rep (name) VALUES (?)" if table == "rep" else _NEW_SOURCE
        _run(connection, f"INSERT INTO {owner}", new)
        _run(
            connection,
            f"INSERT INTO {table}_name (name, {table}_id) "
            f"SELECT name, id FROM {table} WHERE name = ?",
            new,
        )
        known |= _load_ids(connection, f"{table}_name", [name for (name,) in new])
    return {name: known[name] for name in wanted}


def add_alias(connection: Connection, table: str, name: str, meant: str) -> None:
    """Make a name one more name of the rep or source that goes by another, added if need be.

    Raises:
        UsageError: The name belongs to another rep or source already.
    """
    owners = ensure_owners(connection, table, [meant])
    connection.exec_driver_sql(
        f"INSERT INTO {table}_name (name, {table}_id) SELECT ?, {table}_id FROM {table}_name "
        "WHERE id = ? ON CONFLICT DO NOTHING",
        (name, owners[meant]),
    )
    owned = load_owner_of_name(connection, table)
    if owned[_load_ids(connection, f"{table}_name", [name])[name]] != owned[owners[meant]]:
        raise UsageError(f"{name!r} is a {table} of its own already, and not {meant!r}.")


_NEW_SOURCE = "source (name, kind) VALUES (?, 'marketing')"


def ensure_words(connection: Connection, words: "pd.Index[str]") -> Ids:
    """Return the id of each word, in order, adding those that are new."""
    wanted = [str(word) for word in words]
    known = _load_ids(connection, "word", wanted)
    new = [(word,) for word in wanted if word not in known]
    if new:
        _run(connection, "INSERT INTO word (name) VALUES (?)", new)
        known |= _load_ids(connection, "word", [word for (word,) in new])
    return np.array([known[word] for word in wanted], dtype=np.int64)


def load_owner_of_name(connection: Connection, table: str) -> Ids:
    """Return, by id of a name, the id of the rep or source it belongs to; −1 where there is none.

    Index −1, which stands for no name, also gives −1.
    """
    rows = connection.exec_driver_sql(f"SELECT id, {table}_id FROM {table}_name").all()
    owners = np.full(max((row[0] for row in rows), default=0) + 2, -1, dtype=np.int64)
    for name_id, owner_id in rows:
        owners[name_id] = owner_id
    return owners


def _load_ids(connection: Connection, table: str, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    query = f"SELECT id FROM {table} WHERE name = ?"
    driver = connection.connection.cursor()
    for name in names:
        row = driver.execute(query, (name,)).fetchone()
        if row is not None:
            found[name] = row[0]
    return found


def _run(connection: Connection, statement: str, rows: list[tuple[str]]) -> None:
    connection.exec_driver_sql(statement, rows)
