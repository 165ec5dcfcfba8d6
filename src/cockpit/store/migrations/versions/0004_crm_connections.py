"""Live CRMs that the team has connected, and up to which change they were read."""

from alembic import op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "crm_connection",
        Column("system", String, nullable=False),
        Column("address", String, nullable=False),
        Column("seen_until", Integer),
        Column("pulled_at", Integer),
        PrimaryKeyConstraint("system", name="pk_crm_connection"),
    )


def downgrade() -> None:
    op.drop_table("crm_connection")
