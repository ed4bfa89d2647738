"""One step of a conversation in memory, and the rows that it leaves in the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from conversations.answers.values import Answer
from conversations.reports.model import AnswerChange, ReasonChange
from storage.core.work import AuditContext
from storage.fast_path.session_guard import ConversationKey, SessionVersion
from storage.reports.change_rows import ChangeRows, add_changes


@dataclass(frozen=True, slots=True)
class StepWrite:
    """One event of a conversation in memory, and all it came to. `old` are the answers before
    the changes, by key; `filled` the answered rows by section after them; `in_hand` tells
    which messages to this conversation its process is sending. `messages` are bodies as JSON."""

    place: ConversationKey
    standing: SessionVersion
    event_id: str
    message_ref: str
    body: Mapping[str, Any]
    about: str | None
    session: str
    changes: Sequence[AnswerChange | ReasonChange]
    old: Mapping[str, Answer]
    filled: Mapping[str, int]
    messages: Sequence[str]
    at: datetime
    in_hand: Callable[[], Set[int]]
    asking: str | None = None  # how the member is asked from now on, where that has changed


@dataclass(frozen=True, slots=True)
class Committed:
    """The step is stored: its event's and its messages' ids, and what the conversation rests
    on now. `claimed`: the messages are its process's to send, at once."""

    event: int
    messages: Sequence[int]
    standing: SessionVersion
    claimed: bool


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The event was stored before; nothing is written."""


@dataclass(frozen=True, slots=True)
class Stale:
    """What the conversation rested on has changed; nothing is written."""


Outcome = Committed | Duplicate | Stale


@dataclass(frozen=True, slots=True)
class LeaseHolder:
    """Which process is to send the messages, and until when they are its own."""

    process: str
    until: datetime


@dataclass
class StepRows:
    """A step on its way into the tables."""

    step: StepWrite
    event: int
    head: str | None = field(init=False)
    claimed: bool = False
    messages: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = self.step.standing.head

    @property
    def outcome(self) -> Committed:
        before = self.step.standing
        newest = self.messages[-1] if self.messages else before.newest
        standing = before._replace(session=self.step.session, head=self.head, newest=newest)
        return Committed(self.event, self.messages, standing, self.claimed)

    def changes(self, connection: Connection) -> ChangeRows:
        """The rows of what it changed, behind the report's head."""
        step, on = self.step, self.step.standing
        context = AuditContext(on.report, on.member, step.place.channel, self.event, step.at)
        rows = ChangeRows(context, self.head)
        add_changes(connection, rows, step.changes, step.old)
        self.head = rows.head
        return rows
