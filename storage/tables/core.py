"""The tables. Migrations make them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from storage.tables.columns import key_column, metadata, only_where, reference_column
from storage.tables.types import Json, Moment, PersonText
from storage.tables.unit_keys import code_key_of, name_key_of, search_text_of

org_unit = Table(
    "org_unit",
    metadata,
    key_column(),
    Column("name", PersonText, nullable=False),
    Column("short_name", PersonText, nullable=False),
    Column("abbreviation", PersonText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("code", String(64), unique=True, index=True),  # as the administrator's lists call it
    Column("kind", String(32)),  # department, commune, …
    reference_column("org_unit", "parent", null=True),
    Column("trial", Boolean, nullable=False, server_default=false()),
    Column("ended_at", Moment),
    reference_column("org_unit", "successor", null=True),
    Column("phone", PersonText),
    Column("identification_code", String(32)),  # of Decision 20/2020/QĐ-TTg
    only_where(
        "ix_org_unit_identification_code",
        "identification_code IS NOT NULL AND ended_at IS NULL",
        "identification_code",
        unique=True,
    ),
    # What lists of units are sorted and searched by; it follows from the columns above.
    Column("name_key", LargeBinary, default=name_key_of),
    Column("code_key", LargeBinary, default=code_key_of),
    Column("search_text", PersonText, default=search_text_of),
)
member = Table(
    "member",
    metadata,
    key_column(),
    Column("name", PersonText, nullable=False),
    Column("report", ForeignKey("report.id"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("asking", String(16)),  # how to ask them: row, group, section
    Column("heard_channel", String(32)),  # where the last text came from
    Column("heard_conversation", String(128)),
    Column("unreachable_since", Moment),  # no channel reaches them any more
    Column("erased_at", Moment),
    Column("phone", PersonText),
    Column("email", PersonText),  # confirmed where there is a binding of the channel to it
    only_where("ix_member_email", "email IS NOT NULL", "email"),
)
binding = Table(  # who a channel's sender is
    "binding",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("sender", String(128), primary_key=True),
    reference_column("member"),
    Column("conversation", String(128), nullable=False),
    Column("bound_at", Moment, nullable=False),
    Column("lost_at", Moment),  # the channel does not reach them here any more
)
link = Table(  # one-time codes that bind another channel; only their hashes
    "link",
    metadata,
    Column("hash", String(64), primary_key=True),
    reference_column("member"),
    Column("expires_at", Moment, nullable=False),
    Column("taken_at", Moment),
)
round_ = Table(  # one form in one period
    "round",
    metadata,
    key_column(),
    Column("form_key", String(64), nullable=False),
    Column("form_version", String(32), nullable=False),
    Column("period", Json, nullable=False),
    Column("issue", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    reference_column("org_unit", null=True),  # whose subtree owes it
    Column("due", Json),  # the last day, by kind of unit; "" for all others
    Column("locked_at", Moment),
    Column("withdrawn_at", Moment),  # opened by mistake, and nobody had answered
)
report = Table(
    "report",
    metadata,
    key_column(),
    reference_column("round"),
    reference_column("org_unit"),
    Column("state", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("locked_at", Moment),
    Column("version", Integer, nullable=False, server_default="0"),  # how often handed in
    Column("approved", Integer, nullable=False, server_default="0"),  # the version in force
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("correction", PersonText),  # why it is being corrected
    Column("unit", Json),  # the unit's names when it was handed in
    Column("issue", Json),  # number and date, once it is issued
    Column("filled", Json),  # answered rows, by section
    Column("answered", Integer, nullable=False, server_default="0"),  # the sum of them
    Column("warnings", Integer),  # checks that do not hold; none: not counted yet
    Column("counted", String(64)),  # the head at which they were counted
    Column("head", String(64)),  # the hash of its newest history
    UniqueConstraint("round", "org_unit"),
)
answer = Table(  # as it stands now
    "answer",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("value", Json),
    Column("remark", PersonText),
    Column("note", PersonText),
    reference_column("member", index=False),
    Column("at", Moment, nullable=False),
)
history = Table(  # every change of a report, a role, a date, a lock; never rewritten
    "history",
    metadata,
    key_column(),
    reference_column("report", null=True),  # none: the office's
    Column("subject", String(80), nullable=False),  # answer:I.02.01, reason:R12, state, role:7
    Column("revision", Integer, nullable=False),
    Column("old", Json),
    Column("new", Json, nullable=False),
    reference_column("member", null=True, index=False),  # none: the command line
    Column("channel", String(32), nullable=False),
    reference_column("event", null=True),  # the index is for letting events go
    Column("at", Moment, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("chain", String(16)),  # register; none: the report's, or the office's
    only_where("ix_history_chain_subject", "chain IS NOT NULL", "chain", "subject", "id"),
)
salt = Table(  # of the digests in the register; dropped when the person is forgotten
    "salt",
    metadata,
    Column("owner", String(32), primary_key=True),  # member:5, invitation:7
    Column("salt", String(32), nullable=False),
)
office = Table(  # what there is one of
    "office",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("text", PersonText, nullable=False),
)
reason = Table(
    "reason",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("check_id", String(64), primary_key=True),
    Column("text", PersonText, nullable=False),
    Column("operands", String(128), nullable=False),
    reference_column("member"),
    Column("at", Moment, nullable=False),
)
past = Table(  # what a unit reported before we knew it, as read from its filed appendix
    "past",
    metadata,
    Column("org_unit", ForeignKey("org_unit.id"), primary_key=True),
    Column("form_key", String(64), primary_key=True),
    Column("period_end", String(10), primary_key=True),  # 2023-03-14
    Column("period", Json, nullable=False),
    Column("answers", Json, nullable=False),
    Column("file_name", PersonText, nullable=False),
    reference_column("member"),
    Column("at", Moment, nullable=False),
)
reminder = Table(  # "chưa có số, nhắc tôi ngày …"
    "reminder",
    metadata,
    key_column(),
    reference_column("report"),
    reference_column("member"),
    Column("due_at", Moment, nullable=False),
    Column("rows", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("told_at", Moment),
    Index("ix_reminder_told_at_due_at", "told_at", "due_at"),
)
upload = Table(  # files that came in over a channel that does not keep them itself
    "upload",
    metadata,
    key_column(),
    Column("channel", String(32), nullable=False),
    Column("conversation", String(128), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
)
event = Table(  # what came in, once each
    "event",
    metadata,
    key_column(),
    Column("channel", String(32), nullable=False),
    Column("event_id", String(128), nullable=False),
    Column("conversation", String(128), nullable=False),
    Column("message_ref", String(128), nullable=False),
    Column("body", Json, nullable=False),
    Column("row_key", String(64)),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    UniqueConstraint("channel", "event_id"),
    Index("ix_event_conversation", "channel", "conversation", "id"),
    only_where("ix_event_waiting", "handled_at IS NULL", "channel", "conversation", "id"),
    Index("ix_event_message_ref", "channel", "conversation", "message_ref"),
)
session = Table(
    "session",
    metadata,
    Column("member", ForeignKey("member.id"), primary_key=True),
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("body", PersonText, nullable=False),
    Column("saved_at", Moment, nullable=False),
)
document = Table(
    "document",
    metadata,
    key_column(),
    reference_column("report"),
    Column("kind", String(16), nullable=False),
    Column("file_name", PersonText, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
)
paper = Table(  # a file that belongs to no one report: a board, a picture, a total
    "paper",
    metadata,
    key_column(),
    reference_column("member"),
    Column("file_name", PersonText, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
)
message = Table(  # what goes out: queued with the change it tells of, sent afterwards
    "message",
    metadata,
    key_column(),
    Column("channel", String(32), nullable=False),
    Column("conversation", String(128), nullable=False),
    Column("body", Json, nullable=False),
    reference_column("document", null=True, index=False),
    reference_column("paper", null=True, index=False),
    Column("state", String(16), nullable=False),  # waiting, sent, failed, unknown
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("leased_until", Moment),
    Column("leased_by", String(32)),  # the process that sends it
    Column("once", Boolean, nullable=False, server_default=false()),  # never said twice blindly
    Column("begun_at", Moment),  # when the sending of such a message began
    Column("reference", String(128)),
    Column("error", PersonText),
    Column("queued_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("settled_at", Moment),  # when nothing was left to be done about it
    Index("ix_message_conversation", "channel", "conversation", "id"),
    only_where("ix_message_open", "settled_at IS NULL", "channel", "conversation", "id"),
    only_where("ix_message_document", "document IS NOT NULL", "document"),
    only_where("ix_message_paper", "paper IS NOT NULL", "paper"),
)
