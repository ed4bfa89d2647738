"""The sentences of a report in words, as their author writes them: one model for each kind.

Each names its rows and holds a text for every state that they can be in. In a text `{…}` stands
for what the report has; `PLACES` of a kind are those that it knows. Numbers are never written into
a text: they come from the rows.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag

from conversations.frozen import Frozen

MOST_LISTED = 40  # rows of one sentence
LONGEST_TEXT = 600  # characters of one text
Words = Annotated[str, Field(max_length=LONGEST_TEXT)]
Needed = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class SentenceOfRows(Frozen):
    """What all kinds have beside their own. `given` are rows without which there is nothing to
    tell: while all of them are 0, that the sentence's own rows are 0 too is not said."""

    given: tuple[str, ...] = ()

    @property
    def said_rows(self) -> tuple[str, ...]:
        """The rows whose number, choice or text is said."""
        return ()

    @property
    def other_rows(self) -> tuple[str, ...]:
        """Those whose note is quoted."""
        return ()


class AbsentWords(SentenceOfRows):
    """How it is said that there is nothing: of the noun `what` by the house's words, or by a text
    of its own for the number 0 (`zero`) and for không phát sinh (`none`)."""

    what: Words = ""
    zero: Words = ""
    none: Words = ""


class CountSentence(AbsentWords):
    """The number of a row: `Đã ban hành {n} văn bản{change}.` `warn` is suggested among what falls
    short when the number is not 0."""

    PLACES: ClassVar = frozenset({"n", "change", "remark", "note"})
    count: str
    text: Needed
    measure: Words = ""
    warn: Words = ""

    @property
    def said_rows(self) -> tuple[str, ...]:
        return (self.count,)


class SumSentence(AbsentWords):
    """The sum of several rows that nobody counts twice; it is said when all of them are known."""

    PLACES: ClassVar = frozenset({"n"})
    sum: Annotated[tuple[str, ...], Field(min_length=2, max_length=MOST_LISTED)]
    text: Needed

    @property
    def said_rows(self) -> tuple[str, ...]:
        return self.sum


class ListedCount(Frozen):
    """One row of several in a sentence: `{n} lãnh đạo cấp phòng{change}`. One that is 0 is left
    out, unless it has a text for that; `full` is said of a part that is the whole."""

    PLACES: ClassVar = frozenset({"n", "change", "remark", "note"})
    row: str
    text: Needed
    zero: Words = ""
    full: Words = ""
    warn: Words = ""


class CountsSentence(AbsentWords):
    """Several rows in one sentence: `Đã bổ nhiệm mới {list}.`"""

    PLACES: ClassVar = frozenset({"list"})
    counts: Annotated[tuple[ListedCount, ...], Field(min_length=1, max_length=MOST_LISTED)]
    text: Needed

    @property
    def said_rows(self) -> tuple[str, ...]:
        return tuple(one.row for one in self.counts)


class ShareRows(Frozen):
    """A part, what it is a part of, and the row in which the percentage is printed, if any."""

    part: str
    base: str
    ratio: str | None = None


class ShareSentence(SentenceOfRows):
    """A part of a whole: `Đã hoàn thành {part}/{base} nhiệm vụ{reached}.` `full` is said when they
    are the same, `zero` when the part is 0, `empty` when the whole is, `alone` when only the whole
    is known. `over` is said when the part is greater, as what is done may be than what was planned;
    without it they contradict each other. `note` is the row whose note names the paper. `warn` is
    suggested when the part is smaller."""

    PLACES: ClassVar = frozenset({"part", "base", "reached", "change", "note"})
    share: ShareRows
    text: Needed
    zero: Needed
    full: Words = ""
    empty: Words = ""
    alone: Words = ""
    over: Words = ""
    note: str | None = None
    warn: Words = ""

    @property
    def said_rows(self) -> tuple[str, ...]:
        rows = (self.share.part, self.share.base, self.share.ratio)
        return tuple(row for row in rows if row is not None)

    @property
    def other_rows(self) -> tuple[str, ...]:
        return () if self.note is None else (self.note,)


class WholeSentence(AbsentWords):
    """A whole with its parts: `Được giao {n} nhiệm vụ{parts}.` No part is greater than the whole,
    nor are they together unless they `overlap`; `exact`: they are the whole. `rest` tells what is
    left when all of them are known. `lead` stands before the first part."""

    PLACES: ClassVar = frozenset({"n", "parts", "change", "note", "remark"})
    whole: str
    parts: Annotated[tuple[ListedCount, ...], Field(min_length=1, max_length=MOST_LISTED)]
    text: Needed
    lead: Words = "; trong đó "
    rest: Words = ""
    measure: Words = ""
    exact: bool = False
    overlap: bool = False

    @property
    def said_rows(self) -> tuple[str, ...]:
        return (self.whole, *(one.row for one in self.parts))


class ChoiceSentence(SentenceOfRows):
    """A choice, with a text for each code and one for không phát sinh."""

    PLACES: ClassVar = frozenset({"note"})
    choice: str
    say: dict[str, Needed]
    none: Needed

    @property
    def said_rows(self) -> tuple[str, ...]:
        return (self.choice,)


class ListedChoice(Frozen):
    """One row of several, as a noun or a verb that the text speaks of."""

    PLACES: ClassVar = frozenset({"note"})
    row: str
    what: Needed


class ChoicesSentence(SentenceOfRows):
    """Several choices of one kind: those with the same code in one text, `Sở đã {list}.`"""

    PLACES: ClassVar = frozenset({"list"})
    choices: Annotated[tuple[ListedChoice, ...], Field(min_length=1, max_length=MOST_LISTED)]
    say: dict[str, Needed]
    none: Needed

    @property
    def said_rows(self) -> tuple[str, ...]:
        return tuple(one.row for one in self.choices)


class PercentSentence(AbsentWords):
    """A percentage: `Tỷ lệ hài lòng đạt {ratio}{of}.` `{of}` is `(66/88 phiếu)` where the report
    keeps its two numbers; `measure` says of what. `warn` is suggested when it is below 100 %."""

    PLACES: ClassVar = frozenset({"ratio", "of", "change", "note", "remark"})
    percent: str
    text: Needed
    measure: Words = ""
    warn: Words = ""

    @property
    def said_rows(self) -> tuple[str, ...]:
        return (self.percent,)


class QuoteSentence(SentenceOfRows):
    """The officer's own words in a row of the form: `{words}`."""

    PLACES: ClassVar = frozenset({"words"})
    quote: str
    text: Needed
    none: Needed

    @property
    def said_rows(self) -> tuple[str, ...]:
        return (self.quote,)


class DocumentSentence(SentenceOfRows):
    """The paper that a row's note names: `Thực hiện {note}.` Nothing when it names none."""

    PLACES: ClassVar = frozenset({"note"})
    document: str
    text: Needed

    @property
    def other_rows(self) -> tuple[str, ...]:
        return (self.document,)


SENTENCE_KINDS: dict[str, type[Frozen]] = {
    "count": CountSentence,
    "sum": SumSentence,
    "counts": CountsSentence,
    "share": ShareSentence,
    "whole": WholeSentence,
    "choice": ChoiceSentence,
    "choices": ChoicesSentence,
    "percent": PercentSentence,
    "quote": QuoteSentence,
    "document": DocumentSentence,
}


def kind_of_sentence(value: Any) -> str | None:
    """The field that tells the kind of a sentence; None when it has none of them, or two."""
    named = value if isinstance(value, dict) else type(value).model_fields
    found = [kind for kind in SENTENCE_KINDS if kind in named]
    return found[0] if len(found) == 1 else None


def _tag_of_sentence(value: Any) -> str | None:
    """The same as a tag, which is no word of the file: its problems are told at the field."""
    kind = kind_of_sentence(value)
    return None if kind is None else f"{kind} sentence"


PlannedSentence = Annotated[
    Annotated[CountSentence, Tag("count sentence")]
    | Annotated[SumSentence, Tag("sum sentence")]
    | Annotated[CountsSentence, Tag("counts sentence")]
    | Annotated[ShareSentence, Tag("share sentence")]
    | Annotated[WholeSentence, Tag("whole sentence")]
    | Annotated[ChoiceSentence, Tag("choice sentence")]
    | Annotated[ChoicesSentence, Tag("choices sentence")]
    | Annotated[PercentSentence, Tag("percent sentence")]
    | Annotated[QuoteSentence, Tag("quote sentence")]
    | Annotated[DocumentSentence, Tag("document sentence")],
    Discriminator(_tag_of_sentence),
]
