"""What a unit reported before, files that were sent, appointments, and how a member is asked."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Json, Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_column("report", "last_period")
    op.add_column("member", sa.Column("asking", sa.String(16), nullable=True))
    op.add_column("member", sa.Column("heard_channel", sa.String(32), nullable=True))
    op.add_column("member", sa.Column("heard_conversation", sa.String(128), nullable=True))
    _past()
    _upload()
    _reminder()


def _past() -> None:
    op.create_table(
        "past",
        sa.Column("org_unit", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.Column("period_end", sa.String(length=10), nullable=False),
        sa.Column("period", Json, nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_past_member"),
        sa.ForeignKeyConstraint(["org_unit"], ["org_unit.id"], name="fk_past_org_unit"),
        sa.PrimaryKeyConstraint("org_unit", "form_key", "period_end", name="pk_past"),
    )
    op.create_index("ix_past_member", "past", ["member"])


def _upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=128), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("rows", Json, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("told_at", Moment),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_reminder_member"),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_reminder_report"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_member", "reminder", ["member"])
    op.create_index("ix_reminder_report", "reminder", ["report"])
    op.create_index("ix_reminder_told_at_due_at", "reminder", ["told_at", "due_at"])
