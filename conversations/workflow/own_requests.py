"""Requests about the member's own work, channels and browsers."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.workflow.request_bases import ReportRequest


class ShowHome(Frozen):
    """What the member has to do, and may do."""

    do: Literal["home"] = "home"


class ShowGuide(Frozen):
    """What the member may do, and by which words."""

    do: Literal["guide"] = "guide"


class Join(Frozen):
    """Become what the invitation of this hash says."""

    do: Literal["join"] = "join"
    hash: str


class AskLink(Frozen):
    """Have this channel become that of the member who made the code of this hash."""

    do: Literal["ask_link"] = "ask_link"
    hash: str


class ConfirmLink(Frozen):
    """Agree that the channel of this rebinding becomes one of mine, or do not."""

    do: Literal["confirm_link"] = "confirm_link"
    rebinding: int
    agreed: bool = True


class UndoLink(Frozen):
    """Have the channel of this rebinding be what it was before."""

    do: Literal["undo_link"] = "undo_link"
    rebinding: int


class TakeUp(ReportRequest):
    """Work on this report now: at what waits under the heading, or at the row, of this `key`;
    `said` is what was typed elsewhere, and is meant for it."""

    do: Literal["take_up"] = "take_up"
    said: str = Field(default="", exclude_if=operator.not_)
    key: str | None = Field(default=None, exclude_if=operator.not_)


class Decline(Frozen):
    """Do nothing of what the member was just asked to confirm."""

    do: Literal["decline"] = "decline"


class Snooze(Frozen):
    """Leave me in peace for so many hours."""

    do: Literal["snooze"] = "snooze"
    hours: int = Field(ge=1, le=72)


class Retype(Frozen):
    """What the member typed, with what it left open: a command of the office by its name, and all
    that follows it."""

    do: Literal["retype"] = "retype"
    command: str
    argument: str = ""


class StartTrial(Frozen):
    """Have a trial report on this form, to go on with the one there is, or with a new one."""

    do: Literal["start_trial"] = "start_trial"
    form: str


class ChangeTrial(Frozen):
    """Turn from one trial report to that on this form; a new one the first time."""

    do: Literal["change_trial"] = "change_trial"
    form: str


class EndWebSession(Frozen):
    """Sign one of the member's browsers out, or all of them."""

    do: Literal["end_web_session"] = "end_web_session"
    session: int | None = None


class DropPasskeys(Frozen):
    """Have none of the member's passkeys open anything any more, and sign all browsers out."""

    do: Literal["drop_passkeys"] = "drop_passkeys"
