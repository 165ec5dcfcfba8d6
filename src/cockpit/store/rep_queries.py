"""Reads for one rep's page: why deals were lost, and how soon leads were answered.

Both are for the whole team, and kept in memory until something changes, so that going from rep to
rep asks the store nothing again.
"""

from collections.abc import Callable

import pandas as pd

from cockpit.domain.records import NOBODY, Outcome
from cockpit.store.connection import Store
from cockpit.store.names import load_owner_of_name
from cockpit.store.writing import fetch_integers

_DAY = 86_400


def load_losses(store: Store, first: int, last: int) -> pd.DataFrame:
    """Return how many deals were lost for each reason, per rep.

    Args:
        store: An open store.
        first: First day of the close, as a day number.
        last: Last day of the close.

    Returns:
        `rep` (id, or `NOBODY`), `reason` (as the file has it; empty where none was given), `count`.
    """
    return _keep(store, "losses", (first, last), lambda: _load_losses(store, first, last))


def load_responses(store: Store, first: int, last: int, missing: int) -> pd.DataFrame:
    """Return when leads were assigned and first answered.

    Args:
        store: An open store.
        first: First day of the assignment, as a day number.
        last: Last day of the assignment.
        missing: What stands for "no first response".

    Returns:
        `rep` (id, or `NOBODY`), `assigned` and `answered` (seconds since 1970).
    """
    asked = (first, last, missing)
    return _keep(store, "responses", asked, lambda: _load_responses(store, *asked))


def _load_losses(store: Store, first: int, last: int) -> pd.DataFrame:
    query = (
        "SELECT coalesce(rep_id, ?), coalesce(word.name, ''), sum(count) FROM ("
        "SELECT rep, loss_reason, count(*) AS count FROM opportunity "
        "WHERE outcome = ? AND closed_at >= ? AND closed_at < ? GROUP BY rep, loss_reason"
        ") LEFT JOIN rep_name ON rep = rep_name.id LEFT JOIN word ON loss_reason = word.id "
        "GROUP BY 1, 2"
    )
    values = (NOBODY, int(Outcome.LOST), first * _DAY, (last + 1) * _DAY)
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(query, values)]
    return pd.DataFrame(rows, columns=["rep", "reason", "count"])


def _load_responses(store: Store, first: int, last: int, missing: int) -> pd.DataFrame:
    query = (
        f"SELECT coalesce(rep, {NOBODY}), assigned_at, coalesce(first_response_at, {missing}) "
        f"FROM lead WHERE assigned_at >= {first * _DAY} AND assigned_at < {(last + 1) * _DAY}"
    )
    with store.reading() as connection:
        owners = load_owner_of_name(connection, "rep")
        rows = fetch_integers(connection, query).reshape(-1, 3)
    return pd.DataFrame({"rep": owners[rows[:, 0]], "assigned": rows[:, 1], "answered": rows[:, 2]})


def _keep(
    store: Store, name: str, asked: tuple[int, ...], load: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """Return what was loaded last, if the same was asked of the same store, else load it."""
    if store.is_writing:
        return load()
    count = store.change_count()
    kept = store.cache.get(name)
    if kept is None or kept[0] != count or kept[1][0] != asked:
        kept = (count, (asked, load()))
        store.cache[name] = kept
    frame: pd.DataFrame = kept[1][1]
    return frame
