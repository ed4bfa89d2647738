"""One step of a conversation in memory, and the rows that it leaves in the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conversations.answers.values import Answer
from conversations.reports.hash_chain import GENESIS, link_hash
from conversations.reports.model import AnswerChange, ReasonChange
from storage.core.batch import Values
from storage.fast_path.session_guard import ConversationKey, SessionVersion
from storage.history.audit_log import hashed_fields
from storage.reports.reports import said_of
from storage.tables.types import make_storable, moment_text, to_json


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
Said = dict[str, Any]
StandingReasons = dict[tuple[int, str], tuple[int, Said | None]]  # revision and words


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

    def entries(self, reasons: StandingReasons) -> list[Values]:
        """The history of the changes, chained behind the report's head."""
        return [self._entry(*one) for one in self._told(reasons)]

    def _told(self, reasons: StandingReasons) -> Iterator[tuple[str, int, Said | None, Said]]:
        """What each change is about, its revision, and what was said before and is now."""
        report = self.step.standing.report
        for change in self.step.changes:
            match change:
                case AnswerChange(key=key, answer=after):
                    before = self.step.old.get(key)
                    old = said_of(before) if before is not None else None
                    yield f"answer:{key}", after.revision, old, said_of(after)
                case ReasonChange(check=check, reason=given):
                    revision, stood = reasons.get((report, check), (0, None))
                    new = given.model_dump()
                    reasons[report, check] = (revision + 1, new)
                    yield f"reason:{check}", revision + 1, stood, new

    def _entry(self, subject: str, revision: int, old: Said | None, new: Said) -> Values:
        step = self.step
        report, member, channel = step.standing.report, step.standing.member, step.place.channel
        fields = {
            "subject": subject,
            "revision": revision,
            "old": old,
            "new": new,
            "member": member,
            "channel": channel,
            "event": self.event,
            "at": step.at,
        }
        self.head = link_hash(self.head or GENESIS, hashed_fields(fields))
        before = to_json(old) if old is not None else None
        said = (report, subject, revision, before, to_json(new))
        return (*said, member, channel, self.event, moment_text(step.at), self.head)

    def answers(self) -> list[Values]:
        """The answers as they stand from now on."""
        given = [one for one in self.step.changes if isinstance(one, AnswerChange)]
        return [self._answer(one.key, one.answer) for one in given]

    def _answer(self, key: str, given: Answer) -> Values:
        new, on = said_of(given), self.step.standing
        value = to_json(new["value"]) if new["value"] is not None else None
        words = (make_storable(new["remark"]), make_storable(new["note"]))
        signed = (on.member, moment_text(self.step.at))
        return (on.report, key, given.revision, new["state"], value, *words, *signed)

    def reasons(self) -> list[Values]:
        """Why checks are kept, from now on."""
        on, at = self.step.standing, moment_text(self.step.at)
        return [
            (
                on.report,
                one.check,
                make_storable(one.reason.text),
                one.reason.operands,
                on.member,
                at,
            )
            for one in self.step.changes
            if isinstance(one, ReasonChange)
        ]
