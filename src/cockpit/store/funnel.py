"""The funnel as frames: every lead and opportunity, in the few numbers that the analysis asks."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from cockpit.domain.records import NEVER, NOBODY
from cockpit.store.connection import Store
from cockpit.store.names import load_owner_of_name
from cockpit.store.writing import fetch_integers

UNKNOWN_LEAD = -2
"""`lead_rep` of an opportunity whose lead is not known: it is self-sourced."""

_DAY = 86_400
_NEVER_AT = NEVER * _DAY


@dataclass(frozen=True)
class FunnelFrames:
    """All leads and opportunities. Days are whole days since 1970-01-01, or `NEVER`.

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


def load_funnel(store: Store) -> FunnelFrames:
    """Return all leads and opportunities, sorted by key; kept in memory until something changes."""
    if store.is_writing:
        with store.reading() as connection:
            return _load(connection)
    count = store.change_count()
    kept = store.cache.get("funnel")
    if kept is None or kept[0] != count:
        with store.reading() as connection:
            kept = (count, _load(connection))
        store.cache["funnel"] = kept
    frames = kept[1]
    assert isinstance(frames, FunnelFrames)  # noqa: S101 - only this function writes the entry
    return frames


def _load(connection: Connection) -> FunnelFrames:
    reps = load_owner_of_name(connection, "rep").astype(np.int32)
    sources = load_owner_of_name(connection, "source").astype(np.int32)
    leads = _fetch(
        connection,
        "SELECT id, coalesce(rep, -1), coalesce(source, -1), assigned_at, "
        f"coalesce(disqualified_at, {_NEVER_AT}) FROM lead ORDER BY id",
        5,
    )
    opportunities = _fetch(
        connection,
        "SELECT id, coalesce(rep, -1), coalesce(source, -1), coalesce(lead, -1), created_at, "
        f"coalesce(closed_at, {_NEVER_AT}), outcome, coalesce(amount, 0) "
        "FROM opportunity LEFT JOIN lead_link ON opportunity = id ORDER BY id",
        8,
    )
    created = _to_days(opportunities[:, 4])
    places = _find_places(leads[:, 0])[opportunities[:, 3]]
    is_linked = opportunities[:, 3] != NOBODY
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
                "lead_key": opportunities[:, 3].copy(),
                "lead_rep": _pick(lead_frame["rep"], places, is_linked, UNKNOWN_LEAD),
                "lead_assigned": _pick(lead_frame["assigned"], places, is_linked, NEVER),
                "created": created,
                "closed": _to_days(opportunities[:, 5]),
                "outcome": opportunities[:, 6].astype(np.int8),
                "amount": opportunities[:, 7].copy(),
            }
        ),
    )


def _fetch(connection: Connection, query: str, width: int) -> npt.NDArray[np.int64]:
    """Return a query's integers as an array with one row per record."""
    return fetch_integers(connection, query).reshape(-1, width)


def _find_places(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return, by key, the row in which a key stands; keys are small and ascending."""
    places = np.zeros(keys[-1] + 1 if len(keys) else 1, dtype=np.int64)
    places[keys] = np.arange(len(keys))
    return places


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
