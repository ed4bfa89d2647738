"""How a form's report is told in words: parts, points, sentences and questions. Data of the form,
written beside it in narrative.yaml and published with it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import Field

from conversations.forms.narrative_sentences import Needed, PlannedSentence, Words
from conversations.frozen import Frozen

MOST_PARTS, MOST_POINTS, MOST_SENTENCES = 20, 60, 200  # of a report, of a part, of a point
LONGEST_WORDS = 4_000  # characters of an officer's answer to one question
FRAME_PLACES = frozenset({"unit", "short_unit", "parent", "period", "start", "end"})


class SuggestionKind(StrEnum):
    """What may be suggested for an answer in words."""

    OVERDUE = "overdue"  # rows whose number should be 0
    BELOW_PLAN = "below_plan"
    KEPT_WARNINGS = "kept_warnings"  # soft checks with the officer's reason
    PENDING = "pending"  # rows without a number yet
    LAST_WORDS = "last_words"  # what was said here in the last period


class WordsQuestion(Frozen):
    """What only people know. `key` is the name of the answer and no row of the form; it begins with
    `W.`. `none` is said when there is nothing to tell. `hint` helps to answer."""

    key: Annotated[str, Field(pattern=r"^W(\.[A-Za-z0-9]+)+$", max_length=40)]
    question: Needed
    required: bool = False
    most: Annotated[int, Field(ge=100, le=LONGEST_WORDS)] = 2_000
    none: Words = ""
    hint: Words = ""
    suggest: tuple[SuggestionKind, ...] = (SuggestionKind.LAST_WORDS,)


class PlannedPoint(Frozen):
    """Sentences that stand together as one paragraph, and what is asked behind it. Points with a
    heading are numbered 1, 2, 3 within their part."""

    heading: Words = ""
    say: Annotated[tuple[PlannedSentence, ...], Field(max_length=MOST_SENTENCES)] = ()
    ask: tuple[WordsQuestion, ...] = ()


class PlannedPart(Frozen):
    """A part under a heading, numbered I, II, III."""

    heading: Needed
    points: Annotated[tuple[PlannedPoint, ...], Field(min_length=1, max_length=MOST_POINTS)]


class HouseWords(Frozen):
    """The words that all sentences share. `pad` prints 1 to 9 as 01 to 09."""

    PLACES: ClassVar = {
        "nothing_in_period": frozenset({"what"}),
        "none_in_period": frozenset({"what"}),
        "nothing": frozenset({"what"}),
        "none": frozenset({"what"}),
        "reached": frozenset({"ratio"}),
        "by_note": frozenset({"note"}),
        "of": frozenset({"part", "base", "measure"}),
        "more": frozenset({"change", "earlier", "then"}),
        "less": frozenset({"change", "earlier", "then"}),
        "same": frozenset({"earlier"}),
        "since": frozenset({"earlier"}),
        "more_short": frozenset({"change", "since"}),
        "less_short": frozenset({"change", "since"}),
        "same_short": frozenset({"earlier"}),
        "pending": frozenset({"what"}),
    }
    pad: bool = False
    nothing_in_period: Needed = "Trong kỳ không có {what}."
    none_in_period: Needed = "Trong kỳ không phát sinh {what}."
    nothing: Needed = "Đơn vị không có {what}."
    none: Needed = "Đơn vị không có {what}."
    reached: Needed = ", đạt {ratio}"
    by_note: Needed = " theo {note}"
    of: Needed = " ({part}/{base}{measure})"
    more: Needed = ", tăng {change} so với {earlier} ({then})"
    less: Needed = ", giảm {change} so với {earlier} ({then})"
    same: Needed = ", bằng {earlier}"
    since: Needed = " so với {earlier}"
    more_short: Needed = " (tăng {change}{since})"
    less_short: Needed = " (giảm {change}{since})"
    same_short: Needed = " (bằng {earlier})"
    last_period: Needed = "kỳ trước"
    year_before: Needed = "cùng kỳ năm trước"
    none_then: Needed = "không phát sinh"
    points: Needed = "điểm phần trăm"
    above: Needed = "trên "
    below: Needed = "dưới "
    pending: Needed = "Chưa có số liệu: {what}."


class NarrativePlan(Frozen):
    """The whole report in words. `title`, `lead` and `closing` frame it; `addressed` and
    `receivers` are the lines of Kính gửi and Nơi nhận, `basis` those of what it rests on. `silent`
    are rows that the words leave to the appendix; a heading there stands for all rows under it."""

    title: Needed
    lead: Needed
    closing: Needed
    basis: tuple[Needed, ...] = ()
    addressed: tuple[Needed, ...] = ()
    receivers: tuple[Needed, ...] = ()
    words: HouseWords = HouseWords()
    silent: tuple[str, ...] = ()
    parts: Annotated[tuple[PlannedPart, ...], Field(min_length=1, max_length=MOST_PARTS)]

    @property
    def points(self) -> Iterator[PlannedPoint]:
        return (point for part in self.parts for point in part.points)

    @property
    def sentences(self) -> Iterator[PlannedSentence]:
        return (sentence for point in self.points for sentence in point.say)

    @cached_property
    def questions(self) -> tuple[WordsQuestion, ...]:
        """All questions, in the order of the text."""
        return tuple(question for point in self.points for question in point.ask)

    @cached_property
    def said_rows(self) -> frozenset[str]:
        """The rows that some sentence speaks of."""
        return frozenset(row for one in self.sentences for row in one.said_rows)

    def question(self, key: str) -> WordsQuestion:
        """The question of this key; KeyError when there is none."""
        return {one.key: one for one in self.questions}[key]
