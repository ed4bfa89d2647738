"""The register: a chain of how each row stood that decides who may do what."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("history", sa.Column("chain", sa.String(16)))
    condition = sa.text("chain IS NOT NULL")
    op.create_index(
        "ix_history_chain_subject",
        "history",
        ["chain", "subject", "id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
    op.create_table(
        "salt",
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_salt"),
    )
