"""E-mail addresses of members, and of those who are invited."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import PersonText

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for table in ("member", "invitation"):
        op.add_column(table, sa.Column("email", PersonText()))
    has_one = sa.text("email IS NOT NULL")
    op.create_index(
        "ix_member_email", "member", ["email"], sqlite_where=has_one, postgresql_where=has_one
    )
