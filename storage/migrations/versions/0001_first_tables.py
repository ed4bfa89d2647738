"""First tables."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    _event()
    _org_unit()
    _round()
    _report()
    _document()
    _member()
    _answer()
    _binding()
    _history()
    _link()
    _message()
    _reason()
    _session()
    _protect_history()


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("conversation", sa.String(length=128), nullable=False),
        sa.Column("message_ref", sa.String(length=128), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("row_key", sa.String(length=64)),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("handled_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("channel", "event_id", name="uq_event_channel_event_id"),
    )
    op.create_index("ix_event_conversation", "event", ["channel", "conversation", "id"])
    op.create_index("ix_event_message_ref", "event", ["channel", "conversation", "message_ref"])


def _org_unit() -> None:
    op.create_table(
        "org_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("abbreviation", sa.Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_org_unit"),
    )


def _round() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.Column("form_version", sa.String(length=32), nullable=False),
        sa.Column("period", Json, nullable=False),
        sa.Column("issue", Json, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
    )


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("org_unit", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("last_period", Json),
        sa.Column("created_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["org_unit"], ["org_unit.id"], name="fk_report_org_unit"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_report_round"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("round", "org_unit", name="uq_report_round_org_unit"),
    )
    op.create_index("ix_report_org_unit", "report", ["org_unit"])
    op.create_index("ix_report_round", "report", ["round"])


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_document_report"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
    )
    op.create_index("ix_document_report", "document", ["report"])


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer()),
        sa.Column("created_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_member_report"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    op.create_index("ix_member_report", "member", ["report"])


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("value", Json),
        sa.Column("remark", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_answer_member"),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_answer_report"),
        sa.PrimaryKeyConstraint("report", "key", name="pk_answer"),
    )
    op.create_index("ix_answer_member", "answer", ["member"])


def _binding() -> None:
    op.create_table(
        "binding",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("sender", sa.String(length=128), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=128), nullable=False),
        sa.Column("bound_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_binding_member"),
        sa.PrimaryKeyConstraint("channel", "sender", name="pk_binding"),
    )
    op.create_index("ix_binding_member", "binding", ["member"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("old", Json),
        sa.Column("new", Json, nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_history_event"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_history_member"),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_history_report"),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_event", "history", ["event"])
    op.create_index("ix_history_member", "history", ["member"])
    op.create_index("ix_history_report", "history", ["report"])


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("taken_at", Moment),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_link_member"),
        sa.PrimaryKeyConstraint("hash", name="pk_link"),
    )
    op.create_index("ix_link_member", "link", ["member"])


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=128), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("document", sa.Integer()),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Moment),
        sa.Column("leased_until", Moment),
        sa.Column("reference", sa.String(length=128)),
        sa.Column("error", sa.Text()),
        sa.Column("queued_at", Moment, nullable=False),
        sa.Column("sent_at", Moment),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name="fk_message_document"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_conversation", "message", ["channel", "conversation", "id"])
    op.create_index("ix_message_document", "message", ["document"])
    op.create_index("ix_message_state", "message", ["channel", "state", "id"])


def _reason() -> None:
    op.create_table(
        "reason",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("operands", sa.String(length=128), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_reason_member"),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_reason_report"),
        sa.PrimaryKeyConstraint("report", "check_id", name="pk_reason"),
    )
    op.create_index("ix_reason_member", "reason", ["member"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_session_member"),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_session_report"),
        sa.PrimaryKeyConstraint("member", "report", name="pk_session"),
    )


def _protect_history() -> None:
    """History is only ever added to: the databases themselves refuse anything else."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'history is never changed'; END $$"
        )
        op.execute(
            "CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER history_no_{deed.lower()} BEFORE {deed} ON history "
            "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
        )
