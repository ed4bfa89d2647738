"""What the bot says, before any channel: replies in codes, then rich text that fits a channel.

These are made by the dozen for every answer, and by ourselves alone: plain records, unchecked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from conversations.frozen import Frozen
from conversations.protocol.events import Action
from conversations.reports.file_request import FileRequest

MOST_BUTTONS = 100  # a message never has more


@dataclass(frozen=True, slots=True)
class Button:
    """A tap offered to the officer: `code` and `data` make its words, `action` its meaning.
    `typed`: where there are no buttons, its words are told so that they can be typed; else the
    message itself says how to do the same."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)
    action: Action = field(kw_only=True)
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing to say. `code` names a wording, `data` fills it; the words live elsewhere. `rows`
    are those it asks, by their numbers: a reply to the message answers them."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[tuple[Button, ...], ...] = ()
    rows: tuple[str, ...] = ()


class SendFile(Frozen):
    """Send a file of the report. `final` tells the submitted appendix from a draft."""

    final: bool
    wanted: FileRequest = FileRequest()


class SendChart(Frozen):
    """Send a row of the report as a picture over the unit's periods."""

    row: str


class SendLinkCode(Frozen):
    """Give the officer a one-time code that joins another channel to this person."""


class SendSignInCode(Frozen):
    """Give the officer a code that they type on the page of the desk to sign in."""


class SendPageLink(Frozen):
    """Give the officer a link that is theirs alone: to the page where they send a file, or to their
    report in a browser. `known`: the one they were given lately will do, while it holds."""

    page: Literal["upload", "chat"]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; a `phone` is a number to be called, or several."""

    text: str
    bold: bool = False
    italic: bool = False
    phone: bool = False


@dataclass(frozen=True, slots=True)
class ComposedButton:
    """A button ready for a channel: its words, and the action the dispatcher keeps for it. `typed`:
    typing the words is as good as a tap; not `shown`: the channel has no room for it, and only
    its words are told."""

    label: str
    action: Action
    typed: bool = True
    shown: bool = True


@dataclass(frozen=True, slots=True)
class ComposedMessage:
    """One message that fits the channel: its text, its rows of buttons, and the engine turn
    the buttons belong to. `numbered`: a number typed next means one of the buttons. `rows` are
    those that it asks."""

    spans: tuple[Span, ...]
    buttons: tuple[tuple[ComposedButton, ...], ...] = ()
    turn: int = 0
    numbered: bool = False
    rows: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; the composer degrades to it."""

    buttons: int  # how many a message may carry; what is more is typed
    edits: bool
    files: bool
    text_limit: int  # UTF-16 units of one message
    budget: int = 0  # messages a month that the bot may send; 0: as many as it likes
    file_kinds: tuple[str, ...] = ()  # endings of files it carries, as `.docx`; (): any
    file_bytes: int = 0  # of the largest file it carries; 0: any
    people: int = 0  # how many may use it; 0: everybody
    free_hours: int = 0  # since a person was heard, in which we may write to them; 0: always
    paid_hours: int = 0  # in which we may for money; 0: never
    templates: bool = False  # can bring a fixed text to them after that
    contacts: bool = False  # can ask a person for name and phone number
    takes_files: bool = True  # brings the files that people send
    mini_apps: bool = False  # opens our pages inside of itself, and says who opened them
    cut_at: int = 0  # UTF-16 units at which people's clients cut a text in two; 0: they do not
    discreet: bool = False  # others may read it: no figure of a report goes there

    @property
    def typed(self) -> bool:
        """Whether the words of a button may have to be typed."""
        return self.buttons < MOST_BUTTONS

    @property
    def scarce(self) -> bool:
        """Whether every message counts."""
        return self.budget > 0

    @property
    def metered(self) -> bool:
        """Whether messages are counted."""
        return self.budget > 0 or self.free_hours > 0

    def carries(self, name: str, size: int) -> bool:
        """Whether a file of this name and of so many bytes can be sent."""
        kind = not self.file_kinds or name.lower().endswith(self.file_kinds)
        return self.files and kind and (not self.file_bytes or size <= self.file_bytes)


class Wording(Protocol):
    """The words for a code in one language: safe markup with <b> and <i> only."""

    def say(self, code: str, data: dict[str, Any]) -> str: ...
    def __hash__(self) -> int: ...


def utf16_length(text: str) -> int:
    """Length as chat platforms count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class MessageLimits(Frozen):
    """`text_limit` is the length of one message in UTF-16 units. `scarce`: the channel allows
    so many messages a month, so that each should carry as much as it can. `takes_files`: what an
    officer sends arrives. `measure` tells how many units replies come to in their words; without
    it their length is estimated."""

    text_limit: int = 4_096
    scarce: bool = False
    takes_files: bool = True
    measure: Callable[[Sequence[Any]], int] | None = None

    def fits(self, replies: Sequence[Any]) -> bool | None:
        """Whether these replies are one message; None when it cannot be told."""
        return None if self.measure is None else self.measure(replies) <= self.text_limit
