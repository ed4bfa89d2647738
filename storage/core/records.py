"""What the store hands out, and what it raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from conversations.answers.figure import Figure
from conversations.answers.values import Answer
from conversations.calendar.periods import Period
from conversations.reports.model import OrgUnit, Reason
from conversations.workflow.permissions import Role


class StoreError(Exception):
    """The database cannot be used; the text is one line for the administrator."""


class SchemaChangedError(StoreError):
    """The tables are not those of this program any more: another one has changed them."""

    def __init__(self) -> None:
        super().__init__(
            "another version of Phuluc has changed the database while this one was running; "
            "this one ends, start the new one"
        )


class RevisionConflict(Exception):  # noqa: N818 - it is no error of the program
    """Somebody else changed the row in between; nothing of the change is stored."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """What wrote an answer as it stands: the event, as the channel brought it (empty when there
    was none), and when."""

    channel: str
    conversation: str
    body: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredEvent:
    id: int
    channel: str
    conversation: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    id: int
    conversation: str
    body: dict[str, Any]
    document_id: int | None = None
    paper_id: int | None = None
    once: bool = False
    attempts: int = 0

    @property
    def has_file(self) -> bool:
        return self.document_id is not None or self.paper_id is not None


@dataclass(frozen=True, slots=True)
class UnsentFile:
    """A file that a message was to bring, and to whom."""

    member: int
    document: int | None
    paper: int | None


@dataclass(frozen=True, slots=True)
class ServingProcess:
    """One that serves the database: a running product."""

    id: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime

    def as_row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class MemberRef:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """Where a member is written to, and the turn the conversation is at."""

    channel: str
    conversation: str
    turn: int


@dataclass(frozen=True, slots=True)
class Appointment:
    """Rows of a report that a member wants to be reminded of at a moment."""

    id: int
    report: int
    rows: tuple[str, ...]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A text of the person (`mine`, then `body` is the event's) or a message of the bot."""

    mine: bool
    id: int
    body: dict[str, Any]
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a report: who, when, over which channel, from what to what."""

    subject: str
    revision: int
    old: dict[str, Any] | None
    new: dict[str, Any]
    member: int | None
    channel: str
    event: int | None
    at: datetime

    @property
    def key(self) -> str:
        """The row or check that was changed."""
        return self.subject.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """A chain of the history that was tampered with: the first entry that does not fit, or 0
    when its end is missing. `report` is None for the office's chain."""

    report: int | None
    entry: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """A report as it was handed in. `decision` is approved, returned, recalled, or None while
    it waits; `reason` that of a correction."""

    version: int
    answers: dict[str, Answer]
    late: bool
    reason: str | None
    member: int
    at: datetime
    decision: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """An org unit as it is now."""

    id: int
    name: str
    short_name: str
    abbreviation: str
    code: str | None
    kind: str | None
    parent: int | None
    ended_at: datetime | None
    successor: int | None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """An org unit to be made; `parent` is the code of another one."""

    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A member in one role, and where they were heard last."""

    id: int
    name: str
    role: str
    unit: int
    channel: str | None
    conversation: str | None
    unreachable_since: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that somebody has just used."""

    id: int
    org_unit: int
    role: str
    person: str | None
    report: int | None
    made_by: int | None


@dataclass(frozen=True, slots=True)
class UnusedInvitation:
    """A code that nobody has used yet."""

    id: int
    org_unit: int
    role: str
    person: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """A code to be kept, by its hash, for one role of one unit."""

    hash: str
    unit: int
    role: Role
    person: str | None


@dataclass(frozen=True, slots=True)
class Round:
    """A form in a period; `due` is the last day by kind of unit, "" for all others."""

    id: int
    form_key: str
    form_version: str
    period: Period
    unit: int | None
    due: dict[str, date]
    locked: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit's report on the coordinator's board."""

    report: int
    unit: int
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    state: str
    due_at: datetime | None
    late: bool
    version: int
    approved: int
    locked_at: datetime | None
    filled: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that a unit owes, or has handed in."""

    report: int
    round: int
    unit: int
    short_name: str
    form_key: str
    form_version: str
    period: dict[str, Any]
    state: str
    due_at: datetime | None
    version: int
    late: bool
    filled: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A row or heading that somebody was asked for; `member` is None until a guest has come."""

    key: str
    member: int | None
    name: str
    made_by: int


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A member who is to be reminded, and where."""

    member: int
    next_at: datetime
    told_on: str | None
    snoozed_until: datetime | None
    reckoned_at: datetime | None
    channel: str
    conversation: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something a member is to be told of a report."""

    id: int
    code: str
    member: int
    report: int


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many reports a total should have, has, and how many of these are approved."""

    expected: int
    counted: int
    approved: int


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A report that counts in a total: its unit as it was called when it handed in, and answers
    and reasons as they are stored."""

    report: int
    unit: OrgUnit
    answers: dict[str, Any]
    reasons: dict[str, Reason]


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit's figure in a row of a total."""

    unit: int
    short_name: str
    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Version:
    """A submission without its answers."""

    version: int
    decision: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file of a report that was handed in: the SHA-256 of its bytes, the code of its values,
    and what it is (word, pdf, excel)."""

    digest: str
    report: int
    code: str
    version: int
    what: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file, for one person; `browser` is the hash of the one that opened it."""

    id: int
    member: int
    document: int | None
    paper: int | None
    expires_at: datetime
    browser: str | None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A change of a unit's report."""

    short_name: str
    entry: HistoryEntry


@dataclass(frozen=True, slots=True)
class ChannelToken:
    """A pair of tokens in use. `lost` says why it cannot be renewed any more."""

    name: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_until: datetime
    generation: int
    lost: str | None


@dataclass(frozen=True, slots=True)
class WebSession:
    """One browser that is, or was, signed in: as a member, or (None) by the web chat's key.
    `mark` is the hash of its secret, `key` of that key, `agent` what kind of browser it is."""

    id: int
    member: int | None
    mark: str
    key: str
    agent: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PagePass:
    """A link to a page for one member, given in a conversation; `browser` is the hash of the one
    that opened it."""

    id: int
    member: int
    page: str
    channel: str
    conversation: str
    expires_at: datetime
    browser: str | None
    revoked_at: datetime | None
