"""Reads for one rep's page: why deals were lost, and how soon leads were answered."""

import pandas as pd
from sqlalchemy import func, select

from cockpit.domain.records import NOBODY, Outcome
from cockpit.store.connection import Store
from cockpit.store.tables import lead, opportunity, rep_name, word

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
    owner = func.coalesce(rep_name.c.rep_id, NOBODY)
    reason = func.coalesce(word.c.name, "")
    query = (
        select(owner, reason, func.count())
        .select_from(
            opportunity.outerjoin(rep_name, opportunity.c.rep == rep_name.c.id).outerjoin(
                word, opportunity.c.loss_reason == word.c.id
            )
        )
        .where(
            opportunity.c.outcome == int(Outcome.LOST),
            opportunity.c.closed_at >= first * _DAY,
            opportunity.c.closed_at < (last + 1) * _DAY,
        )
        .group_by(owner, reason)
    )
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=["rep", "reason", "count"])


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
    query = (
        select(
            func.coalesce(rep_name.c.rep_id, NOBODY),
            lead.c.assigned_at,
            func.coalesce(lead.c.first_response_at, missing),
        )
        .select_from(lead.outerjoin(rep_name, lead.c.rep == rep_name.c.id))
        .where(lead.c.assigned_at >= first * _DAY, lead.c.assigned_at < (last + 1) * _DAY)
    )
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=["rep", "assigned", "answered"]).astype("int64")
