"""Pieces of text that know where their numbers come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter

from conversations.narrative.text import NumberSource, SaidNumber
from conversations.text.normalize import capitalise

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
Fill = Mapping[str, Callable[[], "Phrase"]]


@dataclass(frozen=True)
class Phrase:
    """A text, its numbers with their places in it, and the rows it speaks of."""

    text: str = ""
    numbers: tuple[SaidNumber, ...] = ()
    rows: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def about(self, *rows: str) -> Phrase:
        """The same, speaking of these rows too."""
        return Phrase(self.text, self.numbers, tuple(dict.fromkeys((*self.rows, *rows))))

    def led_by(self, words: str) -> Phrase:
        """The same behind these words."""
        return join_phrases((Phrase(words), self)) if words else self

    def begin_sentence(self) -> Phrase:
        """The same with a capital letter."""
        return Phrase(capitalise(self.text), self.numbers, self.rows)


EMPTY = Phrase()


def join_phrases(phrases: Iterable[Phrase], between: str = "") -> Phrase:
    """One phrase of all, in order."""
    text = ""
    numbers: list[SaidNumber] = []
    rows: list[str] = []
    for place, phrase in enumerate(phrases):
        text += between if place else ""
        shift = len(text)
        numbers += (one.model_copy(update={"at": one.at + shift}) for one in phrase.numbers)
        rows += phrase.rows
        text += phrase.text
    return Phrase(text, tuple(numbers), tuple(dict.fromkeys(rows)))


def list_phrases(phrases: Sequence[Phrase]) -> Phrase:
    """`a, b và c`; parted by semicolons where the pieces have commas, or `và`, of their own."""
    if len(phrases) < 2:
        return join_phrases(phrases)
    has_and = any(" và " in one.text or ";" in one.text for one in phrases)
    has_comma = len(phrases) > 2 and any("," in one.text for one in phrases)
    if has_and or has_comma:
        return join_phrases(phrases, "; ")
    return join_phrases((join_phrases(phrases[:-1], ", "), phrases[-1]), " và ")


def say_number(
    text: str, amount: Decimal, source: NumberSource, *rows: str, after: str = ""
) -> Phrase:
    """A number that was printed so, and what stands close behind it: its measure."""
    number = SaidNumber(at=0, text=text, source=source, rows=rows, amount=amount)
    named = Phrase(after, tuple(_numbers_in(after, NumberSource.NAME, rows)))
    return join_phrases((Phrase(text, (number,), rows), named))


def quote_text(text: str, source: NumberSource, *rows: str) -> Phrase:
    """Somebody's words on one line, with the numbers that stand in them."""
    line = " ".join(text.split())
    return Phrase(line, tuple(_numbers_in(line, source, rows)), rows)


def given(phrase: Phrase) -> Callable[[], Phrase]:
    """A phrase as what a place stands for."""
    return lambda: phrase


def fill_text(template: str, fill: Fill, *rows: str) -> Phrase:
    """The author's text with what its places stand for; `rows` are those it is about, and in whose
    names its own figures stand. A place is only worked out where the text has it."""
    pieces: list[Phrase] = []
    for literal, place, _, _ in Formatter().parse(template):
        pieces.append(Phrase(literal, tuple(_numbers_in(literal, NumberSource.NAME, rows))))
        if place is not None:
            pieces.append(fill[place]())
    return join_phrases(pieces).about(*rows)


def places_of(template: str) -> tuple[str, ...]:
    """The places of a text; ValueError when its braces do not match or hold more than a name."""
    found = []
    for _, place, form, conversion in Formatter().parse(template):
        if place is None:
            continue
        if form or conversion or not place.isidentifier():
            message = f"a place that is no name: {place!r}"
            raise ValueError(message)
        found.append(place)
    return tuple(found)


def _numbers_in(text: str, source: NumberSource, rows: tuple[str, ...]) -> Iterator[SaidNumber]:
    for found in DIGITS.finditer(text):
        yield SaidNumber(at=found.start(), text=found[0], source=source, rows=rows)
