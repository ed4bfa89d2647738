"""Identification codes of units (Decision 20/2020/QĐ-TTg)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("org_unit", sa.Column("identification_code", sa.String(32)))
    has_one = sa.text("identification_code IS NOT NULL AND ended_at IS NULL")
    op.create_index(
        "ix_org_unit_identification_code",
        "org_unit",
        ["identification_code"],
        unique=True,
        sqlite_where=has_one,
        postgresql_where=has_one,
    )
