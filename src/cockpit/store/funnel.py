"""The funnel as frames: every lead and opportunity, in the few numbers that the analysis asks."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.records import NEVER, NOBODY, FileKind
from cockpit.store.connection import Store
from cockpit.store.names import load_owner_of_name
from cockpit.store.past_links import load_claims, load_gone_leads
from cockpit.store.writing import fetch_integers

UNKNOWN_LEAD = -2
"""`lead_rep` of an opportunity whose lead is not known: it is self-sourced."""

_Rows = npt.NDArray[np.int64]

PAST_KEPT = 3
"""Days of the past that are kept in memory; with a million leads each takes 40 MB."""

_DAY = 86_400
_NEVER_AT = NEVER * _DAY


@dataclass(frozen=True)
class FunnelFrames:
    """All leads and opportunities but those that are gone. Days count from 1970-01-01, or `NEVER`.

    An opportunity whose lead is gone has no known lead.

    Args:
        leads: `key` int64, `rep` int32 (`Rep.id` or `NOBODY`), `source` int32 (`Source.id` or
            `NOBODY`), `assigned` int32 day, `converted` int32 day of the earliest opportunity
            linked to it, `disqualified` int32 day.
        opportunities: `key` int64, `rep` int32, `source` int32 (its own, else its lead's),
            `lead_key` int64 (or `NOBODY`), `lead_rep` int32 (`NOBODY`: the lead has no rep;
            −2: no lead is known), `lead_assigned` int32 day, `created` int32 day, `closed` int32
            day, `outcome` int8 (`Outcome`), `amount` int64 minor units (0 if none).
    """

    leads: pd.DataFrame
    opportunities: pd.DataFrame


def load_funnel(store: Store, knowledge: Knowledge = EVERYTHING_KNOWN) -> FunnelFrames:
    """Return all leads and opportunities that are known, sorted by key.

    Those of today are kept in memory until something changes, and so are those of the last days of
    the past that were asked about.
    """
    cuts = knowledge.cut(FileKind.LEADS), knowledge.cut(FileKind.OPPORTUNITIES)

    def load() -> FunnelFrames:
        with store.reading() as connection:
            return _load(connection, *cuts)

    is_past = cuts != (None, None)
    return store.remember("past funnels" if is_past else "funnel", cuts, load, PAST_KEPT)


def _load(
    connection: Connection, leads_until: int | None, opportunities_until: int | None
) -> FunnelFrames:
    reps = load_owner_of_name(connection, "rep").astype(np.int32)
    sources = load_owner_of_name(connection, "source").astype(np.int32)
    is_past = (leads_until, opportunities_until) != (None, None)
    leads = _fetch_leads(connection, leads_until)
    opportunities = _fetch_opportunities(connection, opportunities_until, is_past=is_past)
    if is_past:
        _link_past(connection, leads, opportunities, leads_until)
    created = _to_days(opportunities[:, 4])
    places = _find_places(leads[:, 0], opportunities[:, 3])
    is_linked = places >= 0
    converted = np.full(len(leads), NEVER, dtype=np.int32)
    np.minimum.at(converted, places[is_linked], created[is_linked])
    lead_frame = pd.DataFrame(
        {
            "key": leads[:, 0].copy(),
            "rep": reps[leads[:, 1]],
            "source": sources[leads[:, 2]],
            "assigned": _to_days(leads[:, 3]),
            "converted": converted,
            "disqualified": _to_days(leads[:, 4]),
        }
    )
    own_source = sources[opportunities[:, 2]]
    lead_source = _pick(lead_frame["source"], places, is_linked, NOBODY)
    return FunnelFrames(
        lead_frame,
        pd.DataFrame(
            {
                "key": opportunities[:, 0].copy(),
                "rep": reps[opportunities[:, 1]],
                "source": np.where(own_source == NOBODY, lead_source, own_source),
                "lead_key": np.where(is_linked, opportunities[:, 3], NOBODY),
                "lead_rep": _pick(lead_frame["rep"], places, is_linked, UNKNOWN_LEAD),
                "lead_assigned": _pick(lead_frame["assigned"], places, is_linked, NEVER),
                "created": created,
                "closed": _to_days(opportunities[:, 5]),
                "outcome": opportunities[:, 6].astype(np.int8),
                "amount": opportunities[:, 7].copy(),
            }
        ),
    )


def _fetch_leads(connection: Connection, cut: int | None) -> _Rows:
    """Return leads as integers: key, name of rep and source, assigned, disqualified."""
    columns = (
        "SELECT id, coalesce(rep, -1), coalesce(source, -1), assigned_at, "
        f"coalesce(disqualified_at, {_NEVER_AT}) FROM"
    )
    return _fetch(connection, f"{columns} lead", f"{columns} lead_history", 5, cut)


def _fetch_opportunities(connection: Connection, cut: int | None, *, is_past: bool) -> _Rows:
    """Return opportunities: key, name of rep and source, lead, created, closed, outcome, amount.

    The lead is today's, or of the past the one that the opportunity itself names.
    """

    def select(lead: str) -> str:
        return (
            f"SELECT id, coalesce(rep, -1), coalesce(source, -1), coalesce({lead}, -1), "
            f"created_at, coalesce(closed_at, {_NEVER_AT}), outcome, coalesce(amount, 0) FROM"
        )

    linked = "CASE WHEN by_lead = 0 THEN lead END" if is_past else "lead"
    named_then = "(SELECT lead.id FROM lead WHERE lead.lead_id = opportunity_history.lead_id)"
    return _fetch(
        connection,
        f"{select(linked)} opportunity LEFT JOIN lead_link ON opportunity = id",
        f"{select(named_then)} opportunity_history",
        8,
        cut,
    )


def _fetch(
    connection: Connection, current: str, superseded: str, width: int, cut: int | None
) -> _Rows:
    """Return one row of integers per record that is not gone, by key.

    Args:
        connection: In a transaction.
        current: Selects from the table of current versions.
        superseded: Selects the same from that of superseded ones.
        width: Number of integers, the first of which is the key.
        cut: The last batch that counts; `None` for today's records.
    """
    if cut is None:
        query = f"{current} WHERE gone = 0 ORDER BY id"
        return fetch_integers(connection, query).reshape(-1, width)
    rows = fetch_integers(
        connection,
        f"{current} WHERE gone = 0 AND batch_id <= {cut} UNION ALL "
        f"{superseded} WHERE gone = 0 AND batch_id <= {cut} AND to_batch > {cut}",
    ).reshape(-1, width)
    return rows[np.argsort(rows[:, 0], kind="stable")]


def _link_past(connection: Connection, leads: _Rows, opportunities: _Rows, cut: int | None) -> None:
    """Link opportunities to leads as they named each other then (see `cockpit.store.linking`).

    Args:
        connection: In a transaction.
        leads: The leads of that time.
        opportunities: The opportunities of that time, each with the lead that it names, which may
            not have been known. Those that name none that was known are linked here.
        cut: The last batch whose leads count; `None` for today's.
    """
    claims = load_claims(connection, cut)
    if not len(claims):
        return
    known = np.concatenate((leads[:, 0], load_gone_leads(connection, cut)))
    is_open = ~np.isin(opportunities[:, 3], known)
    places = _find_places(claims[:, 0], opportunities[:, 0])
    is_claimed = is_open & (places >= 0)
    opportunities[is_claimed, 3] = claims[places[is_claimed], 1]


def _find_places(keys: _Rows, wanted: _Rows) -> npt.NDArray[np.int64]:
    """Return the row in which each wanted key stands, −1 for none; keys are small and positive."""
    rows = np.full(max(keys.max(initial=0), wanted.max(initial=0)) + 2, -1, dtype=np.int64)
    rows[keys] = np.arange(len(keys))
    return rows[wanted]  # NOBODY, −1, finds the last entry


def _to_days(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    return (seconds // _DAY).astype(np.int32)


def _pick(
    column: "pd.Series[int]",
    places: npt.NDArray[np.int64],
    is_linked: npt.NDArray[np.bool_],
    otherwise: int,
) -> npt.NDArray[np.int32]:
    """Return the lead's value for each opportunity, or another where no lead is known."""
    values = np.full(len(places), otherwise, dtype=np.int32)
    values[is_linked] = column.to_numpy()[places[is_linked]]
    return values
