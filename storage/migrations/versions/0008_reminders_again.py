"""Texts in totals; when reminders were reckoned; what many are to be told; places at which somebody
cannot be reached any more."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment, PersonText

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("figure", sa.Column("text", PersonText, nullable=True))
    _texts()
    op.add_column("digest", sa.Column("reckoned_at", Moment, nullable=True))
    op.create_index("ix_digest_reckoned_at", "digest", ["reckoned_at"])
    op.add_column("binding", sa.Column("lost_at", Moment, nullable=True))
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("member", sa.Integer(), sa.ForeignKey("member.id"), nullable=False),
        sa.Column("report", sa.Integer(), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
    )


def _texts() -> None:
    """Give the figures that are texts what they say, from the submissions that count."""
    query = sa.text(
        "SELECT f.report, f.key, s.answers FROM figure f JOIN report r ON r.id = f.report "
        "JOIN submission s ON s.report = r.id "
        "AND s.version = CASE WHEN r.approved > 0 THEN r.approved ELSE r.version END "
        "WHERE f.state = 'value' AND f.amount IS NULL AND f.code IS NULL"
    )
    rows = [*_said(op.get_bind().execute(query).all())]
    if rows:
        change = sa.text("UPDATE figure SET text = :text WHERE report = :report AND key = :key")
        op.get_bind().execute(change, rows)


def _said(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        answers = json.loads(row.answers) if isinstance(row.answers, str) else row.answers
        value = answers.get(row.key, {}).get("value") or {}
        if value.get("kind") == "text":
            yield {"report": row.report, "key": row.key, "text": value["text"]}
