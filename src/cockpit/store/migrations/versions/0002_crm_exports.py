"""What CRM exports need: users, gone records, links from the lead, currencies, undo."""

from alembic import op
from sqlalchemy import Column, Float, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String
from sqlalchemy import text as sql

revision = "0002"
down_revision = "0001"

_VERSIONED = (
    "target",
    "commitment",
    "assumption",
    "lead",
    "opportunity",
    "spend",
    "visitors",
    "meeting",
)
_NEW_TABLES = (
    "setting_change",
    "quality_measure",
    "exchange_rate",
    "stage_meaning",
    "crm_user",
)


def _integer(name: str, *, given: bool = False) -> "Column[int]":
    return Column(name, Integer, nullable=not given)


def _text(name: str, *, given: bool = False) -> "Column[str]":
    return Column(name, String, nullable=not given)


def _flag(name: str) -> "Column[int]":
    return Column(name, Integer, nullable=False, server_default=sql("0"))


def _new_columns() -> "dict[str, tuple[Column[int] | Column[str], ...]]":
    """Return the new columns of tables that were there, made anew: a column has one table."""
    columns: dict[str, tuple[Column[int] | Column[str], ...]] = {
        "import_batch": (_integer("undone_at"), _integer("words_before")),
        "import_file": (
            _flag("is_full"),
            _flag("vanished"),
            _text("explanation"),
            _text("path"),
            _text("content"),
        ),
        "lead_link": (_flag("by_lead"),),
    }
    for suffix in ("", "_history"):
        columns[f"lead{suffix}"] = (_text("opportunity_ids"), _flag("gone"))
        columns[f"opportunity{suffix}"] = (
            _integer("original_amount"),
            _text("original_currency"),
            _flag("gone"),
        )
    return columns


def upgrade() -> None:
    for table, columns in _new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index(
        "ix_lead_opportunity_ids",
        "lead",
        ["id"],
        sqlite_where=sql("opportunity_ids IS NOT NULL"),
    )
    for table in ("lead", "opportunity"):
        op.create_index(f"ix_{table}_gone", table, ["id"], sqlite_where=sql("gone = 1"))
    for table in _VERSIONED:
        op.create_index(f"ix_{table}_history_to_batch", f"{table}_history", ["to_batch"])
    _create_users()
    _create_answers()
    _create_batch_tables()


def downgrade() -> None:
    for table in _NEW_TABLES:
        op.drop_table(table)
    for table in _VERSIONED:
        op.drop_index(f"ix_{table}_history_to_batch")
    for name in ("ix_lead_opportunity_ids", "ix_lead_gone", "ix_opportunity_gone"):
        op.drop_index(name)
    for table, columns in _new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)


def _create_users() -> None:
    op.create_table(
        "crm_user",
        _integer("id", given=True),
        _text("system", given=True),
        _text("user_id", given=True),
        _text("name", given=True),
        _text("email"),
        _integer("active"),
        PrimaryKeyConstraint("id", name="pk_crm_user"),
    )
    op.create_index("uq_crm_user", "crm_user", ["system", "user_id"], unique=True)


def _create_answers() -> None:
    op.create_table(
        "stage_meaning",
        _integer("id", given=True),
        _text("system", given=True),
        _text("stage", given=True),
        _integer("outcome", given=True),
        PrimaryKeyConstraint("id", name="pk_stage_meaning"),
    )
    op.create_index("uq_stage_meaning", "stage_meaning", ["system", "stage"], unique=True)
    op.create_table(
        "exchange_rate",
        _integer("id", given=True),
        _text("currency", given=True),
        Column("rate", Float, nullable=False),
        PrimaryKeyConstraint("id", name="pk_exchange_rate"),
    )
    op.create_index("uq_exchange_rate", "exchange_rate", ["currency"], unique=True)


def _create_batch_tables() -> None:
    op.create_table(
        "quality_measure",
        _integer("id", given=True),
        _integer("batch_id", given=True),
        _text("measure", given=True),
        _integer("count", given=True),
        _integer("total", given=True),
        _integer("worth"),
        PrimaryKeyConstraint("id", name="pk_quality_measure"),
        ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_quality_measure_batch_id"),
    )
    op.create_index("uq_quality_measure", "quality_measure", ["batch_id", "measure"], unique=True)
    op.create_table(
        "setting_change",
        _integer("id", given=True),
        _integer("batch_id", given=True),
        _text("part", given=True),
        _integer("row", given=True),
        _text("before"),
        _text("after"),
        PrimaryKeyConstraint("id", name="pk_setting_change"),
        ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_setting_change_batch_id"),
    )
    op.create_index("ix_setting_change_batch_id", "setting_change", ["batch_id"])
