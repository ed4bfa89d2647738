"""States of the dialog about checks that do not hold."""

from __future__ import annotations

from operator import not_
from typing import Literal

from pydantic import Field

from conversations.frozen import Frozen


class CheckExplanations(Frozen):
    """These checks, which do not hold, stand before the officer under numbers, which stay until
    the list is done: why may each be kept? `rest` are asked afterwards, when there were too many
    for one message. `ticked` are the numbers that the next reason is for; `said` is a reason that
    waits for its numbers. Afterwards `back_to`, or `submitting`."""

    at: Literal["explaining"] = "explaining"
    checks: tuple[str, ...]
    rest: tuple[str, ...] = ()
    back_to: str | None = Field(default=None, exclude_if=not_)
    submitting: bool = True
    ticked: tuple[int, ...] = Field(default=(), exclude_if=not_)
    said: str = Field(default="", exclude_if=not_)


class FailedCheck(Frozen):
    """These checks do not hold; the first is before the officer. Afterwards `back_to`, or the list
    of several that it was opened from."""

    at: Literal["raised"] = "raised"
    checks: tuple[str, ...]
    back_to: str | None = None
    submitting: bool = False
    listed: CheckExplanations | None = Field(default=None, exclude_if=not_)


class ReasonConfirmation(Frozen):
    """What the officer typed while a check stood before them may be the reason to keep it, or
    something else; `asked` is what stood there."""

    at: Literal["reasoning"] = "reasoning"
    said: str
    asked: FailedCheck
