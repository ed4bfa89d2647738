"""Units and people, rounds and dates, submissions, digests, and a history that is chained."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from conversations.reports.hash_chain import GENESIS, link_hash
from storage.tables.types import Json, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _columns()
    _unit_name()
    _people()
    _work()
    _handed_in()
    _digest()
    _one_of_each()
    _paper()
    _chain_history()


def _columns() -> None:
    _add("org_unit", sa.Column("code", sa.String(64)))
    op.create_index("ix_org_unit_code", "org_unit", ["code"], unique=True)
    _add("org_unit", sa.Column("kind", sa.String(32)))
    _refer("org_unit", "parent", "org_unit")
    _add("org_unit", sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add("org_unit", sa.Column("ended_at", Moment))
    _refer("org_unit", "successor", "org_unit")
    op.execute("UPDATE org_unit SET trial = true")  # there were no others so far
    _add("member", sa.Column("unreachable_since", Moment))
    _add("member", sa.Column("erased_at", Moment))
    _refer("round", "org_unit", "org_unit")
    _add("round", sa.Column("due", Json))
    _add("round", sa.Column("locked_at", Moment))
    for column in (
        sa.Column("due_at", Moment),
        sa.Column("locked_at", Moment),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("approved", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("correction", sa.Text()),
        sa.Column("unit", Json),
        sa.Column("issue", Json),
        sa.Column("filled", Json),
        sa.Column("head", sa.String(64)),
    ):
        _add("report", column)


def _add(table: str, column: sa.Column[Any]) -> None:
    op.add_column(table, column)


def _refer(table: str, name: str, to: str) -> None:
    """A column with a foreign key, added in place: SQLite would otherwise copy the table, and
    what points to it would be left dangling in between."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {name} INTEGER "
        f"CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)"
    )
    op.create_index(f"ix_{table}_{name}", table, [name])


def _key(name: str, to: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{to}.id"), nullable=null)


def _unit_name() -> None:
    op.create_table(
        "unit_name",
        _key("org_unit", "org_unit"),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("abbreviation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_unit", "since", name="pk_unit_name"),
    )


def _people() -> None:
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), primary_key=True),
        _key("member", "member"),
        _key("org_unit", "org_unit"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("until", Moment),
    )
    _index("role", "member", "org_unit")
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        _key("org_unit", "org_unit"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("person", sa.Text()),
        _key("report", "report", null=True),
        _key("made_by", "member", null=True),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("taken_at", Moment),
        _key("taken_by", "member", null=True),
        sa.Column("revoked_at", Moment),
        sa.UniqueConstraint("hash", name="uq_invitation_hash"),
    )
    _index("invitation", "org_unit", "report")
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_attempt_sender", "attempt", ["channel", "sender", "at"])


def _work() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), primary_key=True),
        _key("report", "report"),
        sa.Column("key", sa.String(64), nullable=False),
        _key("member", "member", null=True),
        _key("invitation", "invitation", null=True),
        _key("made_by", "member"),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
    )
    _index("assignment", "report", "member", "invitation")
    op.create_table(
        "returned",
        _key("report", "report"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _key("member", "member"),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("report", "key", name="pk_returned"),
    )
    _index("returned", "member")


def _handed_in() -> None:
    op.create_table(
        "submission",
        _key("report", "report"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        _key("member", "member"),
        sa.Column("at", Moment, nullable=False),
        sa.Column("decision", sa.String(16)),
        _key("decided_by", "member", null=True),
        sa.Column("decided_at", Moment),
        sa.PrimaryKeyConstraint("report", "version", name="pk_submission"),
    )
    _index("submission", "member")
    op.create_table(
        "figure",
        _key("report", "report"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("base", sa.BigInteger()),
        sa.Column("code", sa.String(16)),
        sa.PrimaryKeyConstraint("report", "key", name="pk_figure"),
    )
    op.create_table(
        "usage",
        _key("report", "report"),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("member", "member"),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("report", "version", "member", name="pk_usage"),
    )


def _digest() -> None:
    op.create_table(
        "digest",
        _key("member", "member"),
        sa.Column("next_at", Moment),
        sa.Column("told_on", sa.String(10)),
        sa.Column("snoozed_until", Moment),
        sa.PrimaryKeyConstraint("member", name="pk_digest"),
    )
    _index("digest", "next_at")
    op.create_table(
        "errand",
        _key("member", "member"),
        sa.Column("body", Json, nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_errand"),
    )


def _one_of_each() -> None:
    op.create_table(
        "office",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_office"),
    )


def _paper() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), primary_key=True),
        _key("member", "member"),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
    )
    _index("paper", "member")
    _refer("message", "paper", "paper")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _chain_history() -> None:
    """Room for entries of the office, and a hash for every entry, also for those there are."""
    _unprotect()
    op.add_column("history", sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    _hash_entries()
    with op.batch_alter_table("history") as batch:
        batch.alter_column("report", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("member", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("event", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("hash", existing_type=sa.String(64), server_default=None)
    _protect()


def _unprotect() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER history_is_final ON history")
        return
    for name in ("history_no_update", "history_no_delete", "history_no_replace"):
        op.execute(f"DROP TRIGGER {name}")


def _hash_entries() -> None:
    bind = op.get_bind()
    history = sa.table(
        "history",
        *(sa.column(name, sa.Integer()) for name in ("id", "report", "revision", "member")),
        *(sa.column(name, sa.String()) for name in ("subject", "channel", "hash")),
        sa.column("event", sa.Integer()),
        sa.column("old", Json),
        sa.column("new", Json),
        sa.column("at", Moment),
    )
    report = sa.table("report", sa.column("id"), sa.column("head"))
    heads: dict[int, str] = {}
    for entry in bind.execute(sa.select(history).order_by(history.c.id)).mappings().all():
        at: datetime = entry["at"].astimezone(UTC)
        fields = {**entry, "at": at.isoformat(timespec="microseconds")}
        hashed = link_hash(heads.get(entry["report"], GENESIS), json.loads(json.dumps(fields)))
        heads[entry["report"]] = hashed
        bind.execute(history.update().where(history.c.id == entry["id"]).values(hash=hashed))
    for number, head in heads.items():
        bind.execute(report.update().where(report.c.id == number).values(head=head))


def _protect() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
        )
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
    for deed in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER history_no_{deed.lower()} BEFORE {deed} ON history {refuse}")
    again = "WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)"
    op.execute(f"CREATE TRIGGER history_no_replace BEFORE INSERT ON history {again} {refuse}")
