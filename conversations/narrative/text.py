"""A report in words as it was composed: each paragraph with the numbers that it says and where each
of them comes from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from conversations.frozen import Frozen


class NumberSource(StrEnum):
    """Where a number of the text comes from."""

    ROW = "row"  # the row's answer
    EARLIER = "earlier"  # the row's answer in an earlier period
    WORKED_OUT = "worked_out"  # a percentage, a difference, a sum or a rest of rows
    NAME = "name"  # a part of the row's printed name: mức độ 3
    QUOTED = "quoted"  # the officer's note, remark or text in the row
    PERIOD = "period"  # the name of an earlier period


class SaidNumber(Frozen):
    """A number of a paragraph as it is written there, at this place, and the rows it comes from.
    `amount` is its value, where it is one and no part of a name."""

    at: int
    text: str
    source: NumberSource
    rows: tuple[str, ...]
    amount: Decimal | None = None


class NarrativeParagraph(Frozen):
    """A paragraph. `rows` are those it speaks of, also without a number. `question` is the key of
    what the officer was asked, where these are the officer's own words: they have no trace."""

    text: str
    numbers: tuple[SaidNumber, ...] = ()
    rows: tuple[str, ...] = ()
    question: str = ""


class NarrativePoint(Frozen):
    """`heading` has its printed number; it is empty in a point without one."""

    heading: str
    paragraphs: tuple[NarrativeParagraph, ...]
    questions: tuple[str, ...] = ()  # that are asked here, answered or not


class NarrativePart(Frozen):
    heading: str
    points: tuple[NarrativePoint, ...]


class WhyUnwritten(StrEnum):
    """Why a row that has a sentence is not in the text."""

    PENDING = "pending"  # chưa có số
    BLANK = "blank"  # trống
    BASE_ZERO = "base_zero"  # a share of nothing
    RATIO = "ratio"  # the printed percentage is not that of its two numbers
    PARTS = "parts"  # the parts contradict the whole
    WAITS = "waits"  # it is told together with rows that have no number yet
    NO_TEXT = "no_text"  # the plan has no text for such an answer


class UnwrittenRow(Frozen):
    """A row that could not be written, why, and the rows that it has to do with."""

    row: str
    why: WhyUnwritten
    others: tuple[str, ...] = ()


class NarrativeText(Frozen):
    """The whole text. `unanswered` are the keys of the required questions without an answer."""

    title: str
    lead: str
    parts: tuple[NarrativePart, ...]
    closing: str
    basis: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    unwritten: tuple[UnwrittenRow, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> Iterator[NarrativeParagraph]:
        """All paragraphs, in order."""
        points = (point for part in self.parts for point in part.points)
        return (paragraph for point in points for paragraph in point.paragraphs)

    @property
    def lines(self) -> Iterator[str]:
        """The text as lines, headings among them."""
        yield self.title
        yield self.lead
        for part in self.parts:
            yield part.heading
            for point in part.points:
                yield from filter(None, [point.heading])
                yield from (one.text for one in point.paragraphs)
        yield self.closing
