"""Several processes on one database: who they are, what each has claimed, what nobody knows."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "process",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("host", sa.String(128), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_process"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "pause",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_pause"),
    )
    _message()
    op.create_index(
        "ix_event_waiting",
        "event",
        ["channel", "conversation", "id"],
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def _message() -> None:
    op.add_column("message", sa.Column("leased_by", sa.String(32), nullable=True))
    op.add_column(
        "message", sa.Column("once", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("message", sa.Column("begun_at", Moment, nullable=True))
    op.add_column("message", sa.Column("settled_at", Moment, nullable=True))
    op.execute(
        "UPDATE message SET settled_at = coalesce(sent_at, queued_at) WHERE state <> 'waiting'"
    )
    for table, column in (
        ("answer", "member"),
        ("history", "event"),
        ("history", "member"),
        ("message", "document"),
        ("message", "paper"),
        ("message", "state"),
    ):  # nothing is looked up by them, and each answer would pay for them
        op.drop_index(f"ix_{table}_{column}", table)
    op.create_index(
        "ix_message_open",
        "message",
        ["channel", "conversation", "id"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
