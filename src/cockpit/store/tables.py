"""The tables. Current versions live in `lead`, `target`, …; superseded ones in `lead_history`, ….

Habits that hold everywhere:

- Times of day are integer seconds since 1970-01-01 (wall clock, no zone); dates are whole days.
- Money is an integer number of minor units with its currency beside it.
- Reps and sources are kept under the *name* that a file used (`rep_name`, `source_name`); each name
  belongs to one rep or source. An alias or a new spelling is therefore a row among the names, and
  no record has to change for it. Plans belong to the rep or source itself. Records have no
  foreign key for it, which would look up each of a million names; only ids that were just ensured
  are ever written, and a name goes only when no record uses it.
- Words that repeat (status, segment, reason, …) are kept once, in `word`.
- `row_hash` is a 64-bit hash of all that a record says, so that a re-import touches only what
  changed. `line_hash` is a hash of the raw line a version came from, when the reader gave one.
- `batch_id` is the batch that wrote a version. In a history table, `to_batch` is the batch that
  replaced or removed it.
- `gone` tells of a lead or opportunity that its CRM no longer has it: a full export lacked it. It
  is kept, shown and marked, and counted nowhere. Being gone, and coming back, are versions too.

What `merge` expects for each kind of record is written down in `cockpit.store.kinds`.
"""

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
)

from cockpit.store.column_sorts import (
    build_flag,
    build_id,
    build_integer,
    build_reference,
    build_text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _versioned(name: str, *columns: "Column[Any]", later: "tuple[Column[Any], ...]" = ()) -> Table:
    """Build the table of a record's current versions and, beside it, that of superseded ones.

    Args:
        name: Of the table.
        columns: Those of the first schema.
        later: Those that were added since; they stand last, where adding a column puts it.
    """
    marks = [("row_hash", True), ("line_hash", False), ("batch_id", True)]
    Table(
        f"{name}_history",
        metadata,
        Column("version", Integer, primary_key=True),
        build_integer("id", given=True),
        *(build_integer(mark, given=given) for mark, given in marks),
        *map(_copy, columns),
        build_integer("to_batch", given=True),
        *map(_copy, later),
        Index(f"ix_{name}_history_id", "id"),
        Index(f"ix_{name}_history_to_batch", "to_batch"),
    )
    return Table(
        name,
        metadata,
        build_id(),
        *(build_integer(mark, given=given) for mark, given in marks),
        *columns,
        *later,
    )


def _copy(column: "Column[Any]") -> "Column[Any]":
    return Column(
        column.name, column.type, nullable=column.nullable, server_default=column.server_default
    )


team = Table(
    "team",
    metadata,
    build_id(),
    build_text("name", given=True),
    build_text("currency", given=True),
    build_integer("first_month", given=True),
    build_integer("week_start", given=True),
    Column("tolerance", Float, nullable=False),
)

rep = Table(
    "rep",
    metadata,
    build_id(),
    Column("name", String, nullable=False, unique=True),
    build_integer("starts_on"),
    build_integer("ends_on"),
)
rep_name = Table(
    "rep_name",
    metadata,
    build_id(),
    Column("name", String, nullable=False, unique=True),
    build_reference("rep_id", "rep", given=True),
)
source = Table(
    "source",
    metadata,
    build_id(),
    Column("name", String, nullable=False, unique=True),
    build_text("kind", given=True),
)
source_name = Table(
    "source_name",
    metadata,
    build_id(),
    Column("name", String, nullable=False, unique=True),
    build_reference("source_id", "source", given=True),
)
word = Table("word", metadata, build_id(), Column("name", String, nullable=False, unique=True))

revision = Table(
    "revision",
    metadata,
    Column("part", String, primary_key=True),
    build_integer("number", given=True),
)
"""How often each part of the store has changed: `team`, and one part per versioned table."""

import_batch = Table(
    "import_batch",
    metadata,
    build_id(),
    build_integer("at", given=True),
    build_text("command", given=True),
    build_integer("undone_at"),
    build_integer("words_before"),
)
"""`words_before` is the highest id of `word` when the batch began; an undone batch left nothing."""

import_file = Table(
    "import_file",
    metadata,
    build_id(),
    build_reference("batch_id", "import_batch", given=True),
    build_text("file", given=True),
    build_text("kind", given=True),
    build_text("recognised_as", given=True),
    *(
        build_integer(count, given=True)
        for count in ("rows", "added", "updated", "unchanged", "rejected", "skipped")
    ),
    build_text("digest"),
    build_text("revisions"),
    build_flag("is_full"),
    build_flag("vanished"),
    build_text("explanation"),
    build_text("path"),
    build_text("content"),
    Index("ix_import_file_batch_id", "batch_id"),
    Index("ix_import_file_digest", "digest"),
)
"""`is_full`: the user said that it is a full export; `vanished`: how many records it then lacked;
`explanation`: how it was recognised, in words; `path` and `content`: where it was and a hash of its
bytes then, so that its rejected rows can be read again."""

import_problem = Table(
    "import_problem",
    metadata,
    build_id(),
    build_reference("file_id", "import_file", given=True),
    build_integer("row"),
    build_text("column"),
    build_text("value"),
    build_text("problem", given=True),
    build_text("fate", given=True),
    Index("ix_import_problem_file_id", "file_id"),
)
column_mapping = Table(
    "column_mapping",
    metadata,
    Column("signature", String, primary_key=True),
    build_text("name", given=True),
    build_text("document", given=True),
)

crm_user = Table(
    "crm_user",
    metadata,
    build_id(),
    build_text("system", given=True),
    build_text("user_id", given=True),
    build_text("name", given=True),
    build_text("email"),
    build_integer("active"),
    Index("uq_crm_user", "system", "user_id", unique=True),
)
"""Who the owner ids of a CRM stand for; a user need not be a rep."""

stage_meaning = Table(
    "stage_meaning",
    metadata,
    build_id(),
    build_text("system", given=True),
    build_text("stage", given=True),
    build_integer("outcome", given=True),
    Index("uq_stage_meaning", "system", "stage", unique=True),
)
"""What the stages of a CRM mean, as the user said."""

exchange_rate = Table(
    "exchange_rate",
    metadata,
    build_id(),
    build_text("currency", given=True),
    Column("rate", Float, nullable=False),
    Index("uq_exchange_rate", "currency", unique=True),
)
"""Units of the team's currency for one unit of another, as the user said."""

crm_connection = Table(
    "crm_connection",
    metadata,
    Column("system", String, primary_key=True),
    build_text("address", given=True),
    build_integer("seen_until"),
    build_integer("pulled_at"),
)
"""Live CRMs: up to which change, in microseconds of their clock, each was read; no secrets."""

quality_measure = Table(
    "quality_measure",
    metadata,
    build_id(),
    build_reference("batch_id", "import_batch", given=True),
    build_text("measure", given=True),
    build_integer("count", given=True),
    build_integer("total", given=True),
    build_integer("worth"),
    Index("uq_quality_measure", "batch_id", "measure", unique=True),
)
"""How good the data were after a batch: `count` of `total` records, worth so many minor units."""

setting_change = Table(
    "setting_change",
    metadata,
    build_id(),
    build_reference("batch_id", "import_batch", given=True),
    build_text("part", given=True),
    build_integer("row", given=True),
    build_text("before"),
    build_text("after"),
    Index("ix_setting_change_batch_id", "batch_id"),
)
"""What a batch changed in the small tables (names, users, meanings, rates): the row with its id in
the table `part`, as JSON, before and after; nothing where there was none."""

target = _versioned(
    "target",
    build_reference("rep", "rep", given=True),
    build_text("period", given=True),
    build_integer("revenue", given=True),
    build_text("currency", given=True),
)
Index("uq_target", target.c.rep, target.c.period, unique=True)

commitment = _versioned(
    "commitment",
    build_reference("rep", "rep", given=True),
    build_text("period", given=True),
    build_reference("source", "source"),
    Column("leads", Float, nullable=False),
)
Index(
    "uq_commitment",
    commitment.c.rep,
    commitment.c.period,
    func.coalesce(commitment.c.source, 0),
    unique=True,
)

# In the three columns of days, `LEARNED_DAYS` (−1) says: as learned from history.
assumption = _versioned(
    "assumption",
    build_reference("rep", "rep"),
    build_reference("source", "source"),
    build_text("period"),
    Column("lead_to_opp", Float),
    Column("win_rate", Float),
    build_integer("deal_size"),
    Column("lead_to_opp_days", Float),
    Column("opp_to_win_days", Float),
    Column("opp_to_loss_days", Float),
    Column("self_sourced_opps", Float),
    build_text("currency", given=True),
)
Index(
    "uq_assumption",
    func.coalesce(assumption.c.rep, 0),
    func.coalesce(assumption.c.source, 0),
    func.coalesce(assumption.c.period, ""),
    unique=True,
)

lead = _versioned(
    "lead",
    build_text("lead_id", given=True),
    build_integer("rep"),
    build_integer("source"),
    build_integer("assigned_at", given=True),
    build_integer("created_at"),
    build_integer("qualified_at"),
    build_integer("first_response_at"),
    build_integer("disqualified_at"),
    build_integer("disqualified_reason"),
    build_integer("status"),
    build_integer("segment"),
    build_integer("campaign"),
    build_integer("tier"),
    build_text("account"),
    later=(build_text("opportunity_ids"), build_flag("gone")),
)
Index("uq_lead", lead.c.lead_id, unique=True)
Index("ix_lead_opportunity_ids", lead.c.id, sqlite_where=lead.c.opportunity_ids.is_not(None))
Index("ix_lead_gone", lead.c.id, sqlite_where=lead.c.gone == 1)

opportunity = _versioned(
    "opportunity",
    build_text("opportunity_id", given=True),
    build_integer("rep"),
    build_integer("source"),
    build_text("lead_id"),
    build_integer("created_at", given=True),
    build_integer("closed_at"),
    build_integer("outcome", given=True),
    build_integer("amount"),
    build_text("currency", given=True),
    build_integer("origin"),
    build_integer("kind"),
    build_integer("stage"),
    build_integer("expected_close_at"),
    build_integer("contract_signed_at"),
    build_integer("loss_reason"),
    build_integer("competitor"),
    build_text("account"),
    later=(build_integer("original_amount"), build_text("original_currency"), build_flag("gone")),
)
Index("uq_opportunity", opportunity.c.opportunity_id, unique=True)
Index("ix_opportunity_gone", opportunity.c.id, sqlite_where=opportunity.c.gone == 1)

lead_link = Table(
    "lead_link",
    metadata,
    Column("opportunity", Integer, primary_key=True),
    build_integer("lead", given=True),
    build_flag("by_lead"),
)
"""The lead of each opportunity, as far as it is known: derived, so it has no history.

`by_lead`: the lead names the opportunity, and not the other way round.
It is made by joining the two tables; foreign keys would only walk through all leads once more.
"""

spend = _versioned(
    "spend",
    build_text("month", given=True),
    build_reference("source", "source"),
    build_integer("reserve", given=True),
    build_integer("amount", given=True),
    build_text("currency", given=True),
)
Index(
    "uq_spend",
    spend.c.month,
    func.coalesce(spend.c.source, 0),
    spend.c.reserve,
    unique=True,
)

visitors = _versioned(
    "visitors",
    build_text("month", given=True),
    build_reference("source", "source"),
    build_integer("visitors", given=True),
)
Index("uq_visitors", visitors.c.month, func.coalesce(visitors.c.source, 0), unique=True)

meeting = _versioned(
    "meeting",
    build_text("meeting_id", given=True),
    build_integer("rep"),
    build_integer("held_at", given=True),
    build_text("account"),
    build_integer("kind"),
    build_integer("net_new"),
)
Index("uq_meeting", meeting.c.meeting_id, unique=True)
