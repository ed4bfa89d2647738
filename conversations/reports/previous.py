"""What the same org unit reported before: to be seen beside each question, and kept with a tap."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from conversations.answers.values import BLANK, Answer
from conversations.calendar.periods import Period
from conversations.frozen import Frozen


class PreviousReport(Frozen):
    """An earlier report of the same org unit. `file_name` tells the file it was read from; it is
    empty for a report of our own. `derived`: no report, but this very period put together from
    its quarters."""

    period: Period
    answers: Mapping[str, Answer]
    file_name: str = ""
    derived: bool = False

    def answer(self, key: str) -> Answer:
        return self.answers.get(key, BLANK)


class UnreadCell(Frozen):
    """A cell of a filed file that belongs to row `key` and cannot be its answer as it stands.
    `read` is the cell's text, `code` the reader's wording code that says why."""

    key: str
    read: str
    code: str


class FiledAppendix(Frozen):
    """An appendix that the officer sent, as it was understood. `answers` hold values, remarks
    and notes, by row key; `unplaced` are the file's lines that belong to no row for sure, each
    short enough to be quoted; `absent` are the form's asked rows that the file does not have.
    `title` is the heading of the file, `period` the one it names, if it can be told."""

    file_name: str
    title: str = ""
    period: Period | None = None
    answers: Mapping[str, Answer] = Field(default_factory=dict)
    matched: int = 0  # rows of the form that were found in the file, answered or not
    unread: tuple[UnreadCell, ...] = ()
    unplaced: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
