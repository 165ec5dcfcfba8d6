"""The tables of locked plans; `cockpit.store.tables` has all others, and their habits."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table

from cockpit.store.tables import metadata

__all__ = ["metadata"]


def _id() -> "Column[int]":
    return Column("id", Integer, primary_key=True)


def _integer(name: str, *, given: bool = False) -> "Column[int]":
    return Column(name, Integer, nullable=not given)


def _text(name: str, *, given: bool = False) -> "Column[str]":
    return Column(name, String, nullable=not given)


def _to(name: str, table: str, *, given: bool = False) -> "Column[int]":
    return Column(name, Integer, ForeignKey(f"{table}.id"), nullable=not given)


plan_lock = Table(
    "plan_lock",
    metadata,
    _id(),
    _to("batch_id", "import_batch", given=True),
    _text("period", given=True),
    _text("locked_by", given=True),
    _integer("learned_until", given=True),
    Index("uq_plan_lock", "period", unique=True),
)
"""A period whose plan is locked; the batch says when. `learned_until`: the last day of the history
that its curves were learned from."""

locked_assumption = Table(
    "locked_assumption",
    metadata,
    _id(),
    _to("lock_id", "plan_lock", given=True),
    _to("batch_id", "import_batch", given=True),
    _to("rep", "rep"),
    _to("source", "source"),
    _text("period"),
    Column("lead_to_opp", Float),
    Column("win_rate", Float),
    _integer("deal_size"),
    Column("lead_to_opp_days", Float),
    Column("opp_to_win_days", Float),
    Column("opp_to_loss_days", Float),
    Column("self_sourced_opps", Float),
    _to("to_batch", "import_batch"),
    Index("ix_locked_assumption_lock_id", "lock_id"),
)
"""The assumptions that hold in a locked period, those without a period included. An amendment adds
a row or ends one (`to_batch`); nothing is ever overwritten."""

learned_delay = Table(
    "learned_delay",
    metadata,
    _id(),
    _to("lock_id", "plan_lock", given=True),
    _text("step", given=True),
    _to("source", "source"),
    *(_integer(count, given=True) for count in ("records", "happened", "competing")),
    Column("beyond", Float, nullable=False),
    _text("happened_by", given=True),
    _text("otherwise_by", given=True),
    Index("ix_learned_delay_lock_id", "lock_id"),
)
"""The curves of a locked period as cumulative probabilities by day, JSON lists."""

plan_amendment = Table(
    "plan_amendment",
    metadata,
    _id(),
    _to("lock_id", "plan_lock", given=True),
    _to("batch_id", "import_batch", given=True),
    _text("amended_by", given=True),
    _text("reason", given=True),
    Index("ix_plan_amendment_lock_id", "lock_id"),
)
"""A change of a locked plan; the batch says when."""

amended_row = Table(
    "amended_row",
    metadata,
    _id(),
    _to("amendment_id", "plan_amendment", given=True),
    _text("part", given=True),
    _text("row", given=True),
    _text("before"),
    _text("after"),
    Index("ix_amended_row_amendment_id", "amendment_id"),
)
"""A row of the plan before and after an amendment, as JSON objects of what the plain file would say
then; nothing where there was, or is, no such row."""
