"""What the bot says, before any channel: replies in codes, then rich text that fits a channel.

These are made by the dozen for every answer, and by ourselves alone: plain records, unchecked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from conversations.downloads import Wanted
from conversations.events import Action
from conversations.room import Room
from conversations.values import Frozen


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
    """One thing to say. `code` names a wording, `data` fills it; the words live elsewhere."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[tuple[Button, ...], ...] = ()


class Deliver(Frozen):
    """Send a file of the report. `final` tells the submitted appendix from a draft."""

    final: bool
    wanted: Wanted = Wanted()


class Chart(Frozen):
    """Send a row of the report as a picture over the unit's periods."""

    row: str


class LinkCode(Frozen):
    """Give the officer a one-time code that joins another channel to this person."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class OutButton:
    """A button ready for a channel: its words, and the action the desk keeps for it; `typed`:
    where there are no buttons, typing the words is as good as a tap."""

    label: str
    action: Action
    typed: bool = True


@dataclass(frozen=True, slots=True)
class OutText:
    """One message that fits the channel: its text, its rows of buttons, and the engine turn
    the buttons belong to."""

    spans: tuple[Span, ...]
    buttons: tuple[tuple[OutButton, ...], ...] = ()
    turn: int = 0

    @property
    def plain(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; the composer degrades to it."""

    buttons: int  # how many a message may carry; 0: numbered choices are typed
    edits: bool
    files: bool
    text_limit: int  # UTF-16 units of one message
    budget: int = 0  # messages a month that the bot may send; 0: as many as it likes

    @cached_property
    def room(self) -> Room:
        return Room(text_limit=self.text_limit, scarce=self.budget > 0)


class Wording(Protocol):
    """The words for a code in one language: safe markup with <b> and <i> only."""

    def say(self, code: str, data: dict[str, Any]) -> str: ...


def utf16_length(text: str) -> int:
    """Length as chat platforms count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
