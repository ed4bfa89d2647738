"""What the store hands out, and what it raises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


class StoreError(Exception):
    """The database cannot be used; the text is one line for the administrator."""


class Conflict(Exception):  # noqa: N818 - it is no error of the program
    """Somebody else changed the row in between; nothing of the change is stored."""


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
    document_id: int | None


@dataclass(frozen=True, slots=True)
class MemberRef:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder to be told to its member, in the conversation where he was last heard."""

    id: int
    report: int
    member: int
    rows: tuple[str, ...]
    channel: str
    conversation: str


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
    member: int
    channel: str
    event: int
    at: datetime

    @property
    def key(self) -> str:
        """The row or check that was changed."""
        return self.subject.partition(":")[2]
