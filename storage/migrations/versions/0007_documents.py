"""Files that were issued, by their bytes and their code; links to files, for one person each."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "issued",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("report", sa.Integer(), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("digest", "report", name="pk_issued"),
    )
    op.create_index("ix_issued_report", "issued", ["report"])
    op.create_index("ix_issued_code", "issued", ["code"])
    op.create_table(
        "file_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("member", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("document", sa.Integer(), sa.ForeignKey("document.id")),
        sa.Column("paper", sa.Integer(), sa.ForeignKey("paper.id")),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("browser", sa.String(64)),
        sa.Column("opened_at", Moment),
    )
    for column in ("member", "document", "paper"):
        op.create_index(f"ix_file_link_{column}", "file_link", [column])
