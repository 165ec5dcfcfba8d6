"""Which leads named which opportunities at some time, and which leads were gone by then."""

from sqlalchemy import Connection

from cockpit.domain.records import FileKind
from cockpit.store.hashing import Hashes
from cockpit.store.kinds import KINDS
from cockpit.store.versions import build_versions
from cockpit.store.writing import fetch_integers

_LEADS = KINDS[FileKind.LEADS]


def load_claims(connection: Connection, cut: int | None) -> Hashes:
    """Return the opportunities that leads name: pairs of opportunity and lead, shape (n, 2).

    Of several leads that name the same it is the one that `cockpit.store.linking` chooses.

    Args:
        connection: In a transaction.
        cut: The last batch whose leads count; `None` for today's.
    """
    leads = build_versions(_LEADS, cut, ("opportunity_ids", "gone", "assigned_at"))
    return fetch_integers(
        connection,
        "SELECT opportunity.id, claim.lead FROM ("
        "SELECT trim(value) AS opportunity_id, lead.id AS lead, "
        "row_number() OVER (PARTITION BY trim(value) ORDER BY gone, assigned_at, lead.id) AS place "
        f"FROM {leads}, "
        "json_each('[' || replace(json_quote(opportunity_ids), ';', '\",\"') || ']') "
        "WHERE opportunity_ids IS NOT NULL) AS claim "
        "CROSS JOIN opportunity ON opportunity.opportunity_id = claim.opportunity_id "
        "WHERE claim.place = 1",
    ).reshape(-1, 2)


def load_gone_leads(connection: Connection, cut: int | None) -> Hashes:
    """Return the keys of the leads that are known and gone."""
    leads = build_versions(_LEADS, cut, ("gone",))
    return fetch_integers(connection, f"SELECT id FROM {leads} WHERE gone = 1")
