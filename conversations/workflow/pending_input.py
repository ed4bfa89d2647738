"""What a member's next text or file is for, beside their report; `for_` is stored."""

from __future__ import annotations

import operator
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from conversations.frozen import Frozen
from conversations.workflow.many_requests import ActOnMany, SendLetter
from conversations.workflow.requests import Request


class ReturnInput(Frozen):
    """The next text names rows to return, each with its reason; or says why the `rows`, which
    were named already, are returned."""

    for_: Literal["returning"] = "returning"
    report: int
    rows: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)


class ExtensionInput(Frozen):
    """The next text is a day and a reason; or the reason alone, when the `day` was told."""

    for_: Literal["extending"] = "extending"
    report: int
    day: date | None = Field(default=None, exclude_if=operator.not_)


class ManyInput(Frozen):
    """The next text says what is missing: the day and the reason of an extension, or a letter."""

    for_: Literal["many"] = "many"
    request: Annotated[ActOnMany | SendLetter, Field(discriminator="do")]


class DayInput(Frozen):
    """The next text says which day is meant, where the one that was named is a day off."""

    for_: Literal["day_off"] = "day_off"
    sooner: Annotated[Request, Field(discriminator="do")] | None
    later: Annotated[Request, Field(discriminator="do")]
    kept: Annotated[Request, Field(discriminator="do")]


class ConfirmInput(Frozen):
    """The next text says whether this request is to be carried out."""

    for_: Literal["confirming"] = "confirming"
    request: Annotated[Request, Field(discriminator="do")]


class FormInput(Frozen):
    """The next text may be the number or the name of one of these forms, to be turned to; or about
    anything else. `turn` is that of the report's conversation: once it has gone on, nothing is."""

    for_: Literal["choosing_form"] = "choosing_form"
    forms: tuple[str, ...]
    turn: int


class LookInput(Frozen):
    """The next texts may be about this report, which the member looks into; or about anything
    else."""

    for_: Literal["looking"] = "looking"
    report: int


class FormFileInput(Frozen):
    """The next file is a ministry's blank form, to be made a form of this key, or of one that
    follows from it; of several forms in it that which is meant by `only`. Texts are about anything
    else."""

    for_: Literal["form_file"] = "form_file"
    form: str = ""
    only: str = ""


class TryInput(Frozen):
    """The next texts are answers to the questions of this drafted form, which the member tries."""

    for_: Literal["trying_form"] = "trying_form"
    form: str


_Asked = ReturnInput | ExtensionInput | ManyInput | DayInput | ConfirmInput
_Offered = LookInput | FormInput | FormFileInput | TryInput
Errand = _Asked | _Offered
OFFERED = get_args(_Offered)  # what the next text may be for, and need not


class PendingInput(Frozen):
    """What a member's next text is for, beside their report."""

    what: Annotated[Errand, Field(discriminator="for_")]
