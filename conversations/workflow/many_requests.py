"""Requests about many reports or units at once; `do` is stored in buttons and never changes."""

from __future__ import annotations

import operator
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.workflow.request_bases import BoardFilter, ConfirmedRequest


class ManyAct(StrEnum):
    """What is done to many reports at once."""

    APPROVE = "approve"
    EXTEND = "extend"
    RETURN = "return"
    LOCK = "lock"
    UNLOCK = "unlock"


class ReportSelection(Frozen):
    """Which units of a round are meant: those of `kinds`, these `units`, all but some, those whose
    report stands as `show` says, those without warnings; below the unit `under`, or all that the
    member watches over. `round`: none where the units are meant whatever they owe."""

    round: int | None = None
    under: int | None = None
    kinds: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    but: tuple[int, ...] = ()
    show: BoardFilter = BoardFilter.ALL
    clean: bool = False


class ActOnMany(ConfirmedRequest):
    """Do this to the reports of many units, once the member has seen which. `until` is the later
    due day of an extension, which may be `kept` though it is a day off; `versions` are those that
    were looked at before an approval, by report."""

    do: Literal["many"] = "many"
    act: ManyAct
    which: ReportSelection
    until: date | None = None
    more: int = 0  # days that each due day is put off by, instead of a day
    reason: str = ""
    kept: bool = False
    versions: dict[int, int] = Field(default_factory=dict)
    rows: dict[str, str] = Field(default_factory=dict, exclude_if=operator.not_)


class AddToRound(ConfirmedRequest):
    """Have units below `unit` owe a report in a round that is open: those of `kinds` and these
    `units`, or all that owe none yet. `count`: how many were said to be meant."""

    do: Literal["add_to_round"] = "add_to_round"
    round: int
    unit: int
    kinds: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    count: int = 0


class WithdrawRound(ConfirmedRequest):
    """Take a round back that nobody has answered in."""

    do: Literal["withdraw_round"] = "withdraw_round"
    round: int


class SendLetter(ConfirmedRequest):
    """Have a text of one's own told to the people of many units."""

    do: Literal["letter"] = "letter"
    which: ReportSelection
    text: str
    reviewers: bool = False
