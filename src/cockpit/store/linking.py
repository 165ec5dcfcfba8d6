"""Which lead an opportunity came from: derived from the ids in the files, in whatever order.

An opportunity may name its lead (`lead_id`), and a lead its opportunities (`opportunity_ids`).
Where the two disagree the opportunity is believed, as long as there is a lead with that id. Where
several leads name an opportunity, it is the one that is not gone, then the one assigned first, then
the one that the store knew first.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

_CACHE_KIB = 48_000  # looking up ids in no order is twice as fast with the index in memory
_USUAL_CACHE_KIB = 2_000  # SQLite's default, which suits everything else

_UNLINKED = "opportunity.id NOT IN (SELECT opportunity FROM lead_link)"

_NAMED_BY_OPPORTUNITY = (
    "INSERT INTO lead_link (opportunity, lead) "
    "SELECT opportunity.id, lead.id FROM opportunity "
    # CROSS JOIN keeps SQLite from walking through all leads instead.
    "CROSS JOIN lead ON lead.lead_id = opportunity.lead_id "
    f"WHERE opportunity.lead_id IS NOT NULL AND {_UNLINKED}"
)
_NAMED_BY_LEAD = (
    "INSERT INTO lead_link (opportunity, lead, by_lead) "
    "SELECT opportunity.id, claim.lead, 1 FROM ("
    "SELECT trim(value) AS opportunity_id, lead.id AS lead, "
    "row_number() OVER (PARTITION BY trim(value) ORDER BY gone, assigned_at, lead.id) AS place "
    "FROM lead, json_each('[' || replace(json_quote(opportunity_ids), ';', '\",\"') || ']') "
    "WHERE opportunity_ids IS NOT NULL) AS claim "
    "CROSS JOIN opportunity ON opportunity.opportunity_id = claim.opportunity_id "
    f"WHERE claim.place = 1 AND {_UNLINKED}"
)


def link_leads(connection: Connection, batches: Iterable[int]) -> None:
    """Bring `lead_link` up to date after batches that wrote leads or opportunities.

    The links of opportunities that were written are made anew, and those that were waiting for
    their lead are looked up again, as is all that leads say about opportunities.
    """
    for batch in batches:
        connection.exec_driver_sql(
            "DELETE FROM lead_link WHERE opportunity IN "
            "(SELECT id FROM opportunity WHERE batch_id = ?)",
            (batch,),
        )
    _link(connection)


def link_all_leads(connection: Connection) -> None:
    """Make `lead_link` anew, as after leads or opportunities were taken away."""
    connection.exec_driver_sql("DELETE FROM lead_link")
    _link(connection)


def _link(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.exec_driver_sql("DELETE FROM lead_link WHERE by_lead = 1")
    connection.exec_driver_sql(_NAMED_BY_OPPORTUNITY)
    claims = "SELECT 1 FROM lead WHERE opportunity_ids IS NOT NULL LIMIT 1"
    if connection.exec_driver_sql(claims).first():
        connection.exec_driver_sql(_NAMED_BY_LEAD)
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_USUAL_CACHE_KIB}")
