"""Locked plans: the assumptions and learned curves that hold in them, and their amendments."""

from alembic import op
from sqlalchemy import Column, Float, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String

revision = "0003"
down_revision = "0002"

_NEW_TABLES = (
    "amended_row",
    "plan_amendment",
    "learned_delay",
    "locked_assumption",
    "plan_lock",
)
_BATCH = {"batch_id": "import_batch"}
_LOCK = {"lock_id": "plan_lock"}


def upgrade() -> None:
    _create_locks()
    _create_amendments()


def downgrade() -> None:
    for table in _NEW_TABLES:
        op.drop_table(table)


def _integer(name: str, *, given: bool = True) -> "Column[int]":
    return Column(name, Integer, nullable=not given)


def _text(name: str, *, given: bool = True) -> "Column[str]":
    return Column(name, String, nullable=not given)


def _create(
    table: str, points: dict[str, str], *columns: "Column[int] | Column[str] | Column[float]"
) -> None:
    """Create a table with an id; `points` says which columns name a row of which other table."""
    op.create_table(
        table,
        _integer("id"),
        *columns,
        PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *(
            ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
            for column, other in points.items()
        ),
    )


def _create_locks() -> None:
    _create(
        "plan_lock",
        _BATCH,
        _integer("batch_id"),
        _text("period"),
        _text("locked_by"),
        _integer("learned_until"),
    )
    op.create_index("uq_plan_lock", "plan_lock", ["period"], unique=True)
    _create(
        "locked_assumption",
        _LOCK | _BATCH | {"rep": "rep", "source": "source", "to_batch": "import_batch"},
        _integer("lock_id"),
        _integer("batch_id"),
        _integer("rep", given=False),
        _integer("source", given=False),
        _text("period", given=False),
        Column("lead_to_opp", Float),
        Column("win_rate", Float),
        _integer("deal_size", given=False),
        Column("lead_to_opp_days", Float),
        Column("opp_to_win_days", Float),
        Column("opp_to_loss_days", Float),
        Column("self_sourced_opps", Float),
        _integer("to_batch", given=False),
    )
    op.create_index("ix_locked_assumption_lock_id", "locked_assumption", ["lock_id"])
    _create(
        "learned_delay",
        _LOCK | {"source": "source"},
        _integer("lock_id"),
        _text("step"),
        _integer("source", given=False),
        _integer("records"),
        _integer("happened"),
        _integer("competing"),
        Column("beyond", Float, nullable=False),
        _text("happened_by"),
        _text("otherwise_by"),
    )
    op.create_index("ix_learned_delay_lock_id", "learned_delay", ["lock_id"])


def _create_amendments() -> None:
    _create(
        "plan_amendment",
        _LOCK | _BATCH,
        _integer("lock_id"),
        _integer("batch_id"),
        _text("amended_by"),
        _text("reason"),
    )
    op.create_index("ix_plan_amendment_lock_id", "plan_amendment", ["lock_id"])
    _create(
        "amended_row",
        {"amendment_id": "plan_amendment"},
        _integer("amendment_id"),
        _text("part"),
        _text("row"),
        _text("before", given=False),
        _text("after", given=False),
    )
    op.create_index("ix_amended_row_amendment_id", "amended_row", ["amendment_id"])
