"""What passes between a chat platform and the dispatcher: what comes in, what goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Protocol

from conversations.protocol.messages import Capabilities, Span


class SendMode(StrEnum):
    """How a message goes out."""

    FREE = "free"
    PAID = "paid"
    TEMPLATE = "template"  # as the channel's fixed text


class IncomingKind(StrEnum):
    """What a person did, as far as a channel can tell."""

    SAID = "said"
    TAPPED = "tapped"
    EDITED = "edited"
    OPENED = "opened"  # came to the conversation, and waits to be spoken to
    RETURNED = "returned"  # has the conversation open again, as it stood
    SENT = "sent"  # sent a file
    UNSUPPORTED = "unsupported"
    CONTACT = "contact"  # told their name and phone number


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event from a channel. `event_id` is the channel's own identity of it: a repeated
    event carries the same one. `message_ref` names the message said, or the one edited;
    `button` is the payload of the tapped button, exactly as it was sent out. Of a file sent,
    `file_ref` is what the channel fetches it by, and `file_size` its bytes as announced.
    `said_at` is when it was said or edited by the channel's clock, in seconds since 1970; 0 where
    the channel brings everything at once and in order. `replies_to` is the channel's id of
    the message that a text answers, ours or the person's, and `quoted` the part of it that they
    picked out."""

    channel: str
    event_id: str
    conversation: str
    sender: str
    kind: IncomingKind
    text: str = ""
    button: str = ""
    message_ref: str = ""
    sender_name: str = ""
    file_name: str = ""
    file_ref: str = ""
    file_size: int = 0
    said_at: int = 0
    replies_to: str = ""
    quoted: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The event as it is stored."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingButton:
    """`payload` is an opaque reference of at most 64 bytes; it carries no authority."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What a channel of letters needs beside the words: the subject, the path of the page where the
    person goes on, "" for none, and whether the person may ask for no more of the kind. `urgent`:
    it goes before all others."""

    subject: str
    path: str = ""
    stops: bool = True
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One committed message for one conversation, ready to be sent. `progress` is how many
    questions are answered, of how many. `edits` is the channel's own id of the message whose
    place this one takes, `replaces` our number of it; a channel that cannot edit, or cannot any
    more, sends it as a new one. `way` is how it may go out; as a template, `brief` fills it.
    `contact` are title and words of a request for the person's name and phone number, `page` label
    and address of a button that opens a page of ours inside of the channel. `once`:
    it is not said again when nobody knows whether it was taken. `attempts` is how often it was
    tried before. `letter` is its head where it is a letter."""

    id: int
    conversation: str
    spans: tuple[Span, ...]
    buttons: tuple[tuple[OutgoingButton, ...], ...] = ()
    file: OutgoingFile | None = None
    progress: tuple[int, int] | None = None
    edits: str | None = None
    replaces: int | None = None
    way: SendMode | None = SendMode.FREE
    brief: Mapping[str, str] | None = None
    contact: tuple[str, str] | None = None
    page: tuple[str, str] | None = None
    once: bool = False
    attempts: int = 0
    letter: LetterHead | None = None


class ChannelError(Exception):
    """A message could not be sent. `permanent`: it never will be; otherwise try again, not
    before `retry_after` seconds. `gone`: nobody can be reached there at all any more (the
    person blocked the bot, or the chat is no more). `alone`: it is this conversation that is to
    wait, and not the whole channel. `unknown`: it was handed over, and nobody can tell whether it
    was taken. `told`: its words are out; what is missing is the rest."""

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        retry_after: float = 0,
        gone: bool = False,
        unknown: bool = False,
        told: bool = False,
        alone: bool = False,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.gone = gone
        self.unknown = unknown
        self.retry_after = retry_after
        self.told = told
        self.alone = alone


class FileOutcome(Enum):
    """What became of a file that somebody sent."""

    STORED = "stored"
    REPEATED = "repeated"  # it came before, and nothing is done
    FLOODED = "flooded"  # its sender sends too much at once
    TOO_MANY = "too_many"  # too many files of this sender wait to be read
    FULL = "full"  # there is no room for it


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """The outcome, and for a refusal what its sender is told."""

    outcome: FileOutcome
    words: str = ""


class FileTooLargeError(Exception):
    """A person's file is longer than we read."""


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """How fast a channel may be written to: messages a second in all, and one message every so
    many seconds to each conversation, after a burst. 0: as fast as we like."""

    per_second: float = 0
    seconds_each: float = 0
    burst_each: int = 1


class Channel(Protocol):
    """What a chat platform must offer."""

    name: str
    capabilities: Capabilities
    limits: ChannelLimits

    async def send(self, outgoing: Outgoing) -> str:
        """Send, and return the channel's own id of the message; raise ChannelError."""
        ...

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """The bytes of a file that a person sent. ChannelError when it cannot be had, permanent
        when it never will; FileTooLargeError when it is longer than `limit` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """One line of a conversation as it stands in the store: said by the person (`mine`), or by
    the bot (then `id` is the outgoing message's id, and buttons, file name and progress are its
    own; `replaces` is the message whose place it took). `ref` is the `message_ref` of a text of
    the person; a later line with the same `ref` is an edit of it. `event` is the id of the event
    that a line of the person was, `replies_to` the channel's id of the message it answered."""

    id: int
    mine: bool
    spans: tuple[Span, ...]
    buttons: tuple[tuple[OutgoingButton, ...], ...] = ()
    file_name: str = ""
    progress: tuple[int, int] | None = None
    ref: str = ""
    replaces: int | None = None
    event: str = ""
    replies_to: str = ""


class Inbox(Protocol):
    """What the dispatcher offers a channel."""

    async def receive(self, events: Sequence[Incoming]) -> None:
        """Store the events durably, in one commit, and return; a repeated one is dropped.
        They are handled soon after, one by one for each conversation, in order."""
        ...

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        """Store a person's file and its event durably and in one commit, for a channel that does
        not keep files itself; a repeated one is dropped. The event's `file_ref` is set here."""
        ...

    async def transcript(
        self, channel: str, conversation: str, *, limit: int
    ) -> list[TranscriptEntry]:
        """The last `limit` lines of a conversation, oldest first."""
        ...

    async def file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        """The file that an outgoing message of this conversation carries."""
        ...
