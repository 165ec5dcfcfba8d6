"""What `UnitOfWork.merge` expects for each kind of record: its columns, and which of them are key.

All columns of one call have the same length. A column that is left out keeps, for a record that is
already known, what is known; for a new record it is missing. **Bold** columns are required, *key*
columns tell which record a row is about.

| `FileKind` | columns |
|---|---|
| `TARGETS` | *rep* id, *period* str, **revenue** int |
| `COMMITMENTS` | *rep* id, *period* str, *source* id, **leads** float |
| `ASSUMPTIONS` | *rep* id, *source* id, *period* str, lead_to_opp float, win_rate float, \
deal_size int, lead_to_opp_days float, opp_to_win_days float, opp_to_loss_days float, \
self_sourced_opps float |
| `LEADS` | *lead_id* str, **assigned_at** time, rep id, source id, created_at time, qualified_at \
time, first_response_at time, disqualified_at time, disqualified_reason str, status str, segment \
str, campaign str, tier str, account str, opportunity_ids str (separated by `;`) |
| `OPPORTUNITIES` | *opportunity_id* str, **created_at** time, **outcome** int (`Outcome`), rep \
id, lead_id str, source id, origin str, kind str, account str, stage str, amount int, \
expected_close_at time, closed_at time, contract_signed_at time, loss_reason str, competitor str, \
original_amount int (minor units of original_currency), original_currency str |
| `SPEND` | *month* str, *source* id, *reserve* int (0 or 1), **amount** int |
| `VISITORS` | *month* str, *source* id, **visitors** int |
| `MEETINGS` | *meeting_id* str, **held_at** time, **rep** id, account str, kind str, net_new int |

- *id*: integer array, what `ensure_reps` or `ensure_sources` returned; `NOBODY` (−1) for none.
- *time*: int64 array, seconds since 1970-01-01, wall clock; `MISSING` for none.
- *int*: int64 array, money in minor units of the team's currency; `MISSING` for none.
- *float*: float64 array, NaN for none.
- *str*: `cockpit.texts.Texts`, or str objects in an array, list, pandas Categorical or Series;
  `None` or NaN for none. A label that stands for any period (assumptions) is `None` too.

Every kind with money also takes **currency** (str); without it, it is the team's.
"""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Float, String, Table

from cockpit.domain.records import FileKind
from cockpit.store import tables

MISSING = int(np.iinfo(np.int64).min)
"""What an integer or time column holds where nothing is given; the number behind pandas' NaT."""

MARKS = ("id", "row_hash", "line_hash", "batch_id", "gone")
"""The columns of a versioned table that are not part of what a record says."""


@dataclass(frozen=True)
class RecordKind:
    """How a kind of record is kept.

    Args:
        table: The table of current versions; superseded ones are in `<table>_history`.
        key: The columns that tell which record a row is about.
        words: The text columns that are kept as ids of `word`.
        is_plan: The record belongs to the rep and source themselves, not to a name of theirs.
        later: Columns that came after the first schema. A record that says nothing in them has the
            hash that it had before they came.
    """

    table: Table
    key: tuple[str, ...]
    words: frozenset[str] = frozenset()
    is_plan: bool = False
    later: frozenset[str] = frozenset()

    @property
    def can_vanish(self) -> bool:
        """Return whether a full export tells which of the records are gone."""
        return "gone" in self.table.columns

    @property
    def name(self) -> str:
        """Return the name of the table, which is also that of the part of the store."""
        return self.table.name

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that a record is made of, in the order of the table."""
        return tuple(c.name for c in self.table.columns if c.name not in MARKS)

    @property
    def texts(self) -> frozenset[str]:
        """Return the columns that are kept as text."""
        return frozenset(c.name for c in self.table.columns if isinstance(c.type, String))

    @property
    def floats(self) -> frozenset[str]:
        """Return the columns that are kept as floating-point numbers."""
        return frozenset(c.name for c in self.table.columns if isinstance(c.type, Float))


KINDS = {
    FileKind.TARGETS: RecordKind(tables.target, ("rep", "period"), is_plan=True),
    FileKind.COMMITMENTS: RecordKind(tables.commitment, ("rep", "period", "source"), is_plan=True),
    FileKind.ASSUMPTIONS: RecordKind(tables.assumption, ("rep", "source", "period"), is_plan=True),
    FileKind.LEADS: RecordKind(
        tables.lead,
        ("lead_id",),
        frozenset({"disqualified_reason", "status", "segment", "campaign", "tier"}),
        later=frozenset({"opportunity_ids"}),
    ),
    FileKind.OPPORTUNITIES: RecordKind(
        tables.opportunity,
        ("opportunity_id",),
        frozenset({"origin", "kind", "stage", "loss_reason", "competitor"}),
        later=frozenset({"original_amount", "original_currency"}),
    ),
    FileKind.SPEND: RecordKind(tables.spend, ("month", "source", "reserve"), is_plan=True),
    FileKind.VISITORS: RecordKind(tables.visitors, ("month", "source"), is_plan=True),
    FileKind.MEETINGS: RecordKind(tables.meeting, ("meeting_id",), frozenset({"kind"})),
}
"""How each kind of file's records are kept."""
