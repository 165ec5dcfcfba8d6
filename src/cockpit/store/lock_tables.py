"""The tables of locked plans; `cockpit.store.tables` has all others, and their habits."""

from sqlalchemy import Column, Float, Index, Table

from cockpit.store.column_sorts import (
    build_id,
    build_integer,
    build_reference,
    build_text,
)
from cockpit.store.tables import metadata

__all__ = ["metadata"]


plan_lock = Table(
    "plan_lock",
    metadata,
    build_id(),
    build_reference("batch_id", "import_batch", given=True),
    build_text("period", given=True),
    build_text("locked_by", given=True),
    build_integer("learned_until", given=True),
    Index("uq_plan_lock", "period", unique=True),
)
"""A period whose plan is locked; the batch says when. `learned_until`: the last day of the history
that its curves were learned from."""

locked_assumption = Table(
    "locked_assumption",
    metadata,
    build_id(),
    build_reference("lock_id", "plan_lock", given=True),
    build_reference("batch_id", "import_batch", given=True),
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
    build_reference("to_batch", "import_batch"),
    Index("ix_locked_assumption_lock_id", "lock_id"),
)
"""The assumptions that hold in a locked period, those without a period included. An amendment adds
a row or ends one (`to_batch`); nothing is ever overwritten."""

learned_delay = Table(
    "learned_delay",
    metadata,
    build_id(),
    build_reference("lock_id", "plan_lock", given=True),
    build_text("step", given=True),
    build_reference("source", "source"),
    *(build_integer(count, given=True) for count in ("records", "happened", "competing")),
    Column("beyond", Float, nullable=False),
    build_text("happened_by", given=True),
    build_text("otherwise_by", given=True),
    Index("ix_learned_delay_lock_id", "lock_id"),
)
"""The curves of a locked period as cumulative probabilities by day, JSON lists."""

plan_amendment = Table(
    "plan_amendment",
    metadata,
    build_id(),
    build_reference("lock_id", "plan_lock", given=True),
    build_reference("batch_id", "import_batch", given=True),
    build_text("amended_by", given=True),
    build_text("reason", given=True),
    Index("ix_plan_amendment_lock_id", "lock_id"),
)
"""A change of a locked plan; the batch says when."""

amended_row = Table(
    "amended_row",
    metadata,
    build_id(),
    build_reference("amendment_id", "plan_amendment", given=True),
    build_text("part", given=True),
    build_text("row", given=True),
    build_text("before"),
    build_text("after"),
    Index("ix_amended_row_amendment_id", "amendment_id"),
)
"""A row of the plan before and after an amendment, as JSON objects of what the plain file would say
then; nothing where there was, or is, no such row."""
