"""Reads for one rep's page: why deals were lost, and how soon leads were answered.

Both are for the whole team, and kept in memory until something changes, so that going from rep to
rep asks the store nothing again.
"""

import pandas as pd

from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.records import NOBODY, FileKind, Outcome
from cockpit.store.connection import Store
from cockpit.store.kinds import KINDS
from cockpit.store.names import load_owner_of_name
from cockpit.store.versions import build_versions
from cockpit.store.writing import fetch_integers

_DAY = 86_400


def load_losses(
    store: Store, first: int, last: int, knowledge: Knowledge = EVERYTHING_KNOWN
) -> pd.DataFrame:
    """Return how many deals were lost for each reason, per rep, as far as known.

    Args:
        store: An open store.
        first: First day of the close, as a day number.
        last: Last day of the close.
        knowledge: What counts as known.

    Returns:
        `rep` (id, or `NOBODY`), `reason` (as the file has it; empty where none was given), `count`.
    """
    asked = (first, last, knowledge.cut(FileKind.OPPORTUNITIES))
    return store.remember("losses", asked, lambda: _load_losses(store, *asked))


def load_responses(
    store: Store, first: int, last: int, missing: int, knowledge: Knowledge = EVERYTHING_KNOWN
) -> pd.DataFrame:
    """Return when leads were assigned and first answered, as far as known.

    Args:
        store: An open store.
        first: First day of the assignment, as a day number.
        last: Last day of the assignment.
        missing: What stands for "no first response".
        knowledge: What counts as known.

    Returns:
        `rep` (id, or `NOBODY`), `assigned` and `answered` (seconds since 1970).
    """
    asked = (first, last, missing, knowledge.cut(FileKind.LEADS))
    return store.remember("responses", asked, lambda: _load_responses(store, *asked))


def _load_losses(store: Store, first: int, last: int, cut: int | None) -> pd.DataFrame:
    deals = build_versions(
        KINDS[FileKind.OPPORTUNITIES], cut, ("rep", "loss_reason", "outcome", "closed_at")
    )
    query = (
        "SELECT coalesce(rep_id, ?), coalesce(word.name, ''), sum(count) FROM ("
        f"SELECT rep, loss_reason, count(*) AS count FROM {deals} "
        "WHERE outcome = ? AND closed_at >= ? AND closed_at < ? GROUP BY rep, loss_reason"
        ") LEFT JOIN rep_name ON rep = rep_name.id LEFT JOIN word ON loss_reason = word.id "
        "GROUP BY 1, 2"
    )
    values = (NOBODY, int(Outcome.LOST), first * _DAY, (last + 1) * _DAY)
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(query, values)]
    return pd.DataFrame(rows, columns=["rep", "reason", "count"])


def _load_responses(
    store: Store, first: int, last: int, missing: int, cut: int | None
) -> pd.DataFrame:
    leads = build_versions(KINDS[FileKind.LEADS], cut, ("rep", "assigned_at", "first_response_at"))
    query = (
        f"SELECT coalesce(rep, {NOBODY}), assigned_at, coalesce(first_response_at, {missing}) "
        f"FROM {leads} WHERE assigned_at >= {first * _DAY} AND assigned_at < {(last + 1) * _DAY}"
    )
    with store.reading() as connection:
        owners = load_owner_of_name(connection, "rep")
        rows = fetch_integers(connection, query).reshape(-1, 3)
    return pd.DataFrame({"rep": owners[rows[:, 0]], "assigned": rows[:, 1], "answered": rows[:, 2]})
