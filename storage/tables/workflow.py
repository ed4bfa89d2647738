"""The tables around the reports: who may do what, who owes what by when, what was handed in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from storage.tables.columns import key_column, metadata, reference_column
from storage.tables.types import Json, Moment, PersonText

unit_name = Table(  # what a unit was called, from a day on
    "unit_name",
    metadata,
    Column("org_unit", ForeignKey("org_unit.id"), primary_key=True),
    Column("since", String(10), primary_key=True),  # 2025-07-01
    Column("name", PersonText, nullable=False),
    Column("short_name", PersonText, nullable=False),
    Column("abbreviation", PersonText, nullable=False),
)
role = Table(
    "role",
    metadata,
    key_column(),
    reference_column("member"),
    reference_column("org_unit"),
    Column("role", String(16), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)
invitation = Table(  # one-time codes that make a person a member; only their hashes
    "invitation",
    metadata,
    key_column(),
    Column("hash", String(64), nullable=False, unique=True),
    reference_column("org_unit"),
    Column("role", String(16), nullable=False),
    Column("person", PersonText),
    Column("phone", PersonText),
    reference_column("report", null=True),  # of a guest
    Column("made_by", ForeignKey("member.id")),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("taken_at", Moment),
    Column("taken_by", ForeignKey("member.id")),
    Column("revoked_at", Moment),
    Column("email", PersonText),
)
attempt = Table(  # codes that were tried and were wrong
    "attempt",
    metadata,
    key_column(),
    Column("channel", String(32), nullable=False),
    Column("sender", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_attempt_sender", "channel", "sender", "at"),
)
assignment = Table(  # a row, group or section that somebody was asked for
    "assignment",
    metadata,
    key_column(),
    reference_column("report"),
    Column("key", String(64), nullable=False),
    reference_column("member", null=True),
    reference_column("invitation", null=True),  # until the guest has come
    Column("made_by", ForeignKey("member.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
returned = Table(  # rows that a reviewer sent back, as they stood
    "returned",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("reason", PersonText, nullable=False),
    Column("revision", Integer, nullable=False),
    reference_column("member"),
    Column("at", Moment, nullable=False),
)
submission = Table(  # a report as it was handed in; its values are never changed
    "submission",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("answers", Json, nullable=False),
    Column("words", Json),  # the report in words, as it read; of a form that has one
    Column("late", Boolean, nullable=False),
    Column("reason", PersonText),  # of a correction
    reference_column("member"),
    Column("at", Moment, nullable=False),
    Column("decision", String(16)),  # approved, returned, recalled
    Column("decided_by", ForeignKey("member.id")),
    Column("decided_at", Moment),
)
figure = Table(  # the numbers of the version that counts, for adding up
    "figure",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("amount", BigInteger),  # in hundredths
    Column("base", BigInteger),  # the denominator of a percentage, in hundredths
    Column("code", String(16)),
    Column("text", PersonText),
)
usage = Table(  # who was given which version of a report: they are told when it is corrected
    "usage",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("member", ForeignKey("member.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)
digest = Table(  # when a member is to be reminded next, of everything at once
    "digest",
    metadata,
    Column("member", ForeignKey("member.id"), primary_key=True),
    Column("next_at", Moment, index=True),
    Column("told_on", String(10)),  # the last day of a reminder, in Vietnam
    Column("snoozed_until", Moment),
    Column("reckoned_at", Moment, index=True),  # the clock when the moment was worked out
)
announcement = Table(  # what many are to be told of their reports; gone once it is told
    "announcement",
    metadata,
    key_column(),
    Column("code", String(32), nullable=False),
    reference_column("member", index=False),
    reference_column("report", null=True, index=False),
    Column("text", PersonText),  # of a letter, which somebody wrote
    reference_column("member", "writer", null=True, index=False),
    Column("made_at", Moment, nullable=False),
)
errand = Table(  # what a member's next text is for, beside the report
    "errand",
    metadata,
    Column("member", ForeignKey("member.id"), primary_key=True),
    Column("body", Json, nullable=False),
)
fleeting = Table(  # messages with a code in them, which is blotted out some time after
    "fleeting",
    metadata,
    Column("message", ForeignKey("message.id"), primary_key=True),
)
issued = Table(  # files of reports that were handed in, as they were handed out
    "issued",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the file's bytes
    Column("report", ForeignKey("report.id"), primary_key=True, index=True),
    Column("code", String(24), nullable=False, index=True),  # of its values
    Column("version", Integer, nullable=False),
    Column("what", String(16), nullable=False),  # word, pdf, excel
    Column("made_at", Moment, nullable=False),
)
