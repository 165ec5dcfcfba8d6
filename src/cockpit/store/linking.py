"""Which lead an opportunity came from: derived from the ids in the files, in whatever order."""

from collections.abc import Iterable

from sqlalchemy import Connection

_CACHE_KIB = 48_000  # looking up ids in no order is twice as fast with the index in memory
_USUAL_CACHE_KIB = 2_000  # SQLite's default, which suits everything else


def link_leads(connection: Connection, batches: Iterable[int]) -> None:
    """Bring `lead_link` up to date after batches that wrote leads or opportunities.

    The links of opportunities that were written are made anew, and those that were waiting for
    their lead are looked up again.
    """
    for batch in batches:
        connection.exec_driver_sql(
            "DELETE FROM lead_link WHERE opportunity IN "
            "(SELECT id FROM opportunity WHERE batch_id = ?)",
            (batch,),
        )
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
    # CROSS JOIN keeps SQLite from walking through all leads instead.
    connection.exec_driver_sql(
        "INSERT INTO lead_link (opportunity, lead) "
        "SELECT opportunity.id, lead.id FROM opportunity "
        "CROSS JOIN lead ON lead.lead_id = opportunity.lead_id "
        "WHERE opportunity.lead_id IS NOT NULL "
        "AND opportunity.id NOT IN (SELECT opportunity FROM lead_link)"
    )
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_USUAL_CACHE_KIB}")
