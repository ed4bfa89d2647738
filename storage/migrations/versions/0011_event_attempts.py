"""Attempts to handle an event."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "event_attempt",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("event_id", sa.String(128), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(32)),
        sa.Column("begun_at", Moment, nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("set_aside_at", Moment),
        sa.Column("settled_at", Moment),
        sa.Column("org_unit", sa.Integer()),
        sa.PrimaryKeyConstraint("channel", "event_id", name="pk_event_attempt"),
        sa.ForeignKeyConstraint(["org_unit"], ["org_unit.id"], name="fk_event_attempt_org_unit"),
    )
    _index("process", "process", "process IS NOT NULL")
    _index("set_aside", "set_aside_at", "set_aside_at IS NOT NULL AND settled_at IS NULL")


def _index(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        f"ix_event_attempt_{name}",
        "event_attempt",
        [column],
        sqlite_where=where,
        postgresql_where=where,
    )
