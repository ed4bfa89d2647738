"""The forms that an installation has published, and the reports that are on another version than
their round."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "published_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_published_form"),
        sa.UniqueConstraint("key", "version", name="uq_published_form_key_version"),
    )
    op.create_table(
        "pinned_form",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_pinned_form_report"),
        sa.PrimaryKeyConstraint("report", name="pk_pinned_form"),
    )
