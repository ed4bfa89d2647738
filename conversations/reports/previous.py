"""What the same org unit reported before: to be seen beside each question, and kept with a tap."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import not_

from pydantic import Field

from conversations.answers.values import BLANK, Answer
from conversations.calendar.period_kinds import Window
from conversations.calendar.periods import Period
from conversations.frozen import Frozen
from conversations.reports.file_signatures import FileSignature


class PreviousReport(Frozen):
    """An earlier report of the same org unit. `file_name` tells the file it was read from; it is
    empty for a report of our own, of which `form_version` is the version it was on. `derived`: no
    report, but this very period put together from its quarters."""

    period: Period
    answers: Mapping[str, Answer]
    file_name: str = ""
    derived: bool = False
    form_version: str = Field(default="", exclude=True)

    def without(self, keys: Collection[str]) -> PreviousReport:
        """The report as if these rows had not been answered."""
        answers = {key: one for key, one in self.answers.items() if key not in keys}
        return self.model_copy(update={"answers": answers})

    def under(self, rename: Callable[[Mapping[str, Answer]], dict[str, Answer]]) -> PreviousReport:
        """The report with its answers under other keys."""
        return self.model_copy(update={"answers": rename(self.answers)})

    def answer(self, key: str) -> Answer:
        return self.answers.get(key, BLANK)


class UnreadCell(Frozen):
    """A cell of a filed file that belongs to row `key` and cannot be its answer as it stands.
    `read` is the cell's text, `code` the reader's wording code that says why; it may mean each of
    `ways`, if there are any. `where` is its place in the file."""

    key: str
    read: str
    code: str
    ways: tuple[str, ...] = ()
    where: str = ""


class LeftOutCell(Frozen):
    """Something in a file that was not taken, with its place and the wording code that says why:
    nobody sees it, or it belongs to no row."""

    where: str
    text: str
    why: str


class CellCount(Frozen):
    """What became of the cells of a file that hold something; together they are `held`. `own` are
    those of the form itself, `empty` those with a dash or the like for nothing."""

    held: int = 0
    own: int = 0
    empty: int = 0
    read: int = 0
    doubtful: int = 0
    unread: int = 0


class FiledAppendix(Frozen):
    """An appendix that the officer sent, as it was understood. `answers` hold values, remarks
    and notes, by row key; `unplaced` are the file's lines that belong to no row for sure, each
    short enough to be quoted; `absent` are the form's asked rows that the file does not have.
    `title` is the heading of the file, `period` the one it names, if it can be told; `periods` are
    those it may be of when the heading names several. `fill_in`: it is a workbook to fill."""

    file_name: str
    title: str = ""
    period: Period | None = None
    answers: Mapping[str, Answer] = Field(default_factory=dict)
    matched: int = 0  # rows of the form that were found in the file, answered or not
    unread: tuple[UnreadCell, ...] = ()
    unplaced: tuple[str, ...] = ()
    unplaced_at: tuple[str, ...] = ()  # their places in the file
    absent: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    fill_in: bool = False
    left_out: tuple[LeftOutCell, ...] = ()
    left_counts: Mapping[str, int] = Field(default_factory=dict)  # how many, by why
    windows: tuple[Window, ...] = ()  # the kinds of periods that its own may be named by
    count: CellCount = CellCount()
    kind: str = Field(default="", exclude_if=not_)  # of the file, as its reader tells it
    signatures: tuple[FileSignature, ...] = Field(default=(), exclude_if=not_)
