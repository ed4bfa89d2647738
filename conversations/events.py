"""What an officer can do to the conversation, free of any channel."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from conversations.reading import ReadState, ReadValue
from conversations.values import Frozen


class Command(StrEnum):
    """What the officer may ask for at any time, typed or tapped."""

    START = "start"
    RESUME = "resume"
    BACK = "back"
    SKIP = "skip"
    SKIP_GROUP = "skip_group"
    SKIP_SECTION = "skip_section"
    JUMP = "jump"
    SECTIONS = "sections"
    STATUS = "status"
    MISSING = "missing"
    HELP = "help"
    NOTE = "note"
    GROUP_NOTE = "group_note"
    GROUP_NONE = "group_none"
    PAUSE = "pause"
    SUMMARY = "summary"
    SUBMIT = "submit"
    REOPEN = "reopen"
    DOWNLOAD = "download"
    CANCEL = "cancel"
    LINK = "link"


class Give(Frozen):
    """Answer this row so, if it is still at this revision."""

    do: Literal["give"] = "give"
    row: str
    revision: int
    reading: ReadValue | ReadState = Field(discriminator="outcome")


class OpenRow(Frozen):
    """Show this row for answer or change."""

    do: Literal["open"] = "open"
    row: str


class Run(Frozen):
    """Carry out a command; `argument` is what follows it."""

    do: Literal["run"] = "run"
    command: Command
    argument: str = ""


class Confirm(Frozen):
    """Go on with what the bot has just asked about."""

    do: Literal["confirm"] = "confirm"


class Keep(Frozen):
    """Leave a raised check for later."""

    do: Literal["keep"] = "keep"
    check: str


Action = Annotated[Give | OpenRow | Run | Confirm | Keep, Field(discriminator="do")]


class Said(Frozen):
    """The officer typed a text."""

    text: str


class Tapped(Frozen):
    """The officer tapped a button that was offered at the engine's `turn`."""

    action: Action
    turn: int


class Edited(Frozen):
    """The officer edited an earlier message; `row` is the row that message answered."""

    text: str
    row: str | None


class Unsupported(Frozen):
    """The officer sent something that is not text: a photo, a voice message, a sticker."""


Event = Said | Tapped | Edited | Unsupported
