"""What messages cost, tokens that a channel renews, links to pages for one person."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "spending",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "month", "kind", name="pk_spending"),
    )
    op.create_table(
        "channel_token",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("access_until", Moment, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("leased_until", Moment),
        sa.Column("leased_by", sa.String(64)),
        sa.Column("lost", sa.Text()),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_channel_token"),
    )
    op.create_table(
        "page_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("browser", sa.String(64)),
        sa.Column("opened_at", Moment),
        sa.Column("revoked_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_page_pass"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_page_pass_member"),
    )
    op.create_index("ix_page_pass_member", "page_pass", ["member"])
