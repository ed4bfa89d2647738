"""Tokens of the programming interface, and addresses that are told of acts."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment, PersonText

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", PersonText(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("org_unit", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.ForeignKeyConstraint(["org_unit"], ["org_unit.id"], name="fk_api_token_org_unit"),
        sa.ForeignKeyConstraint(["made_by"], ["member.id"], name="fk_api_token_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
    )
    for name in ("org_unit", "made_by"):
        op.create_index(f"ix_api_token_{name}", "api_token", [name])
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", PersonText(), nullable=False),
        sa.Column("org_unit", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.String(200), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("failing_since", Moment()),
        sa.Column("paused_at", Moment()),
        sa.Column("paused_why", sa.String(16)),
        sa.ForeignKeyConstraint(["org_unit"], ["org_unit.id"], name="fk_webhook_org_unit"),
        sa.ForeignKeyConstraint(["made_by"], ["member.id"], name="fk_webhook_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    for name in ("org_unit", "made_by"):
        op.create_index(f"ix_webhook_{name}", "webhook", [name])
    op.create_table(
        "webhook_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("until", Moment()),
        sa.ForeignKeyConstraint(["webhook"], ["webhook.id"], name="fk_webhook_secret_webhook"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_secret"),
    )
    op.create_index("ix_webhook_secret_webhook", "webhook_secret", ["webhook"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", PersonText(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("not_before", Moment()),
        sa.Column("leased_until", Moment()),
        sa.Column("leased_by", sa.String(32)),
        sa.Column("tried_at", Moment()),
        sa.Column("status", sa.Integer()),
        sa.Column("error", sa.String(200)),
        sa.Column("settled_at", Moment()),
        sa.ForeignKeyConstraint(["webhook"], ["webhook.id"], name="fk_webhook_delivery_webhook"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_delivery"),
    )
    op.create_index("ix_webhook_delivery_webhook", "webhook_delivery", ["webhook"])
    is_open = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_webhook_delivery_open",
        "webhook_delivery",
        ["webhook", "id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
