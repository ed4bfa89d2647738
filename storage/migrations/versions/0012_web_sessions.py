"""Each signed-in browser has a session of its own."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer()),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("page_pass", sa.Integer()),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_web_session"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_web_session_member"),
    )
    op.create_index("ix_web_session_member", "web_session", ["member"])
