"""Requests about rounds, their boards and their totals."""

from __future__ import annotations

import operator
from datetime import date
from typing import Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.workflow.many_requests import ReportSelection
from conversations.workflow.request_bases import (
    BoardFilter,
    BoardGrouping,
    BoardRequest,
    ConfirmedRequest,
    RoundRequest,
)


class ShowBoard(BoardRequest):
    """The board of a round, or of the newest one."""

    do: Literal["board"] = "board"
    round: int | None = None
    page: int = 0
    by: BoardGrouping | None = Field(default=None, exclude_if=operator.not_)


class GetBoardFile(BoardRequest):
    """The board as a picture or as a workbook."""

    do: Literal["board_file"] = "board_file"
    round: int
    kind: Literal["picture", "workbook"]


class Nudge(BoardRequest, ConfirmedRequest):
    """Remind the units that the board shows, at once."""

    do: Literal["nudge"] = "nudge"
    round: int
    show: BoardFilter = BoardFilter.LATE
    which: ReportSelection | None = Field(default=None, exclude_if=operator.not_)


class CallFirst(RoundRequest):
    """Whom to call first, and how much each of them still owes."""

    do: Literal["call_first"] = "call_first"
    page: int = Field(default=0, exclude_if=operator.not_)


class OpenRound(ConfirmedRequest):
    """Open a round, once the member has seen what it would be."""

    do: Literal["open_round"] = "open_round"
    unit: int
    form: str
    name: str
    start: date
    end: date
    due: dict[str, date]
    kind: str | None = None
    said: bool = False  # the due days were, and do not come from the rules
    kept: bool = Field(default=False, exclude_if=operator.not_)  # though they are days off


class ShowTotal(Frozen):
    """The consolidated report of a round, `also` of earlier ones with it, or one row of it with
    its reasons."""

    do: Literal["total"] = "total"
    round: int | None = None
    unit: int | None = None
    also: tuple[int, ...] = ()
    row: str | None = None


class GetTotalFile(RoundRequest):
    """The consolidated report as a Word file or as a workbook."""

    do: Literal["total_file"] = "total_file"
    also: tuple[int, ...] = ()
    kind: Literal["word", "workbook"]


class GetOpenData(RoundRequest):
    """A round as files that other programs read; without the `words` that people wrote, if it is
    said so."""

    do: Literal["open_data"] = "open_data"
    words: bool = True


class GetTotalChart(RoundRequest):
    """One row of the consolidated report as a picture, by unit."""

    do: Literal["total_chart"] = "total_chart"
    row: str


class ListRounds(Frozen):
    """The rounds that the member watches over, the newest first."""

    do: Literal["rounds"] = "rounds"
    page: int = 0


class KeepDue(RoundRequest):
    """Leave a due day as it was told, though the days have changed."""

    do: Literal["keep_due"] = "keep_due"
    day: date
