"""Exchanges of working days that were entered, and addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "day_swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("off", sa.String(10)),
        sa.Column("worked", sa.String(10)),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_day_swap"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_calendar_feed_member"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
    )
    op.create_index("ix_calendar_feed_member", "calendar_feed", ["member"])
    op.create_index("ix_calendar_feed_hash", "calendar_feed", ["hash"], unique=True)
