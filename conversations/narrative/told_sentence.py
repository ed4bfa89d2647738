"""What one sentence comes to, and the pieces that sentences of all kinds are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from conversations.forms.narrative_plan import HouseWords
from conversations.forms.narrative_sentences import AbsentWords
from conversations.forms.row import Basis
from conversations.narrative.phrases import (
    EMPTY,
    Fill,
    Phrase,
    fill_text,
    given,
    quote_text,
    say_number,
)
from conversations.narrative.row_facts import RowFacts
from conversations.narrative.text import NumberSource, UnwrittenRow, WhyUnwritten
from conversations.reports.printed_answers import bracket_remark
from conversations.rules.citations import document_codes
from conversations.text.numbers import print_number

LONGEST_NOTE = 200  # characters of a note that is quoted in a sentence
SMALLEST_PERCENT, HUNDRED = Decimal("0.01"), Decimal(100)
_ONE_FIGURE = range(1, 10)


@dataclass(frozen=True)
class Absence:
    """That there is nothing, by the house's words: those that stand together are told at once."""

    template: str
    what: Phrase


@dataclass(frozen=True)
class SaidSentence:
    """What became of a sentence: its words, or an absence, or nothing; and what is not in it."""

    phrases: tuple[Phrase, ...] = ()
    absence: Absence | None = None
    unwritten: tuple[UnwrittenRow, ...] = ()


NOTHING = SaidSentence()


def said(phrase: Phrase, unwritten: tuple[UnwrittenRow, ...] = ()) -> SaidSentence:
    """One sentence."""
    return SaidSentence((phrase,), unwritten=unwritten)


def refused(why: WhyUnwritten, *rows: str, missing: tuple[UnwrittenRow, ...] = ()) -> SaidSentence:
    """Nothing is said of these rows, as they do not agree; nor of those that are `missing`."""
    found = (
        UnwrittenRow(row=row, why=why, others=tuple(one for one in rows if one != row))
        for row in rows
    )
    return SaidSentence(unwritten=(*missing, *found))


@dataclass
class Teller:
    """Tells the sentences of one paragraph. `named` is the earlier period that it has named last:
    it is not named again in each sentence."""

    facts: RowFacts
    named: str = field(default="")

    @property
    def words(self) -> HouseWords:
        return self.facts.words

    def number(self, key: str) -> Phrase:
        """The row's number as it is printed; the row has one."""
        amount = self.facts.amount(key) or Decimal(0)
        return say_number(self.print_amount(amount), amount, NumberSource.ROW, key)

    def print_amount(self, amount: Decimal) -> str:
        printed = print_number(amount)
        if self.words.pad and amount in _ONE_FIGURE:
            return f"0{printed}"
        return printed

    def with_waiting(
        self, missing: tuple[UnwrittenRow, ...], keys: Sequence[str]
    ) -> tuple[UnwrittenRow, ...]:
        """With the rows that have a number, and are not told as the others have none."""
        owed = tuple(one.row for one in missing)
        waiting = (
            UnwrittenRow(row=key, why=WhyUnwritten.WAITS, others=owed)
            for key in keys
            if owed and self.facts.amount(key) is not None
        )
        return (*missing, *waiting)

    def row_places(self, key: str, measure: str = "") -> Fill:
        """What the places of a text about one row stand for."""
        return {
            "n": lambda: self.number(key),
            "change": lambda: self.change(key, measure),
            "remark": lambda: self.remark(key),
            "note": lambda: self.by_note(key),
        }

    def listed_places(self, key: str) -> Fill:
        """The same for one row of several in a sentence."""
        return {**self.row_places(key), "change": lambda: self.change(key, listed=True)}

    def remark(self, key: str) -> Phrase:
        """The remark behind the number, in brackets."""
        words = bracket_remark(self.facts.answer(key).remark)
        return quote_text(words, NumberSource.QUOTED, key).led_by(" ") if words else EMPTY

    def document(self, key: str) -> Phrase:
        """The paper that the row's note names, if it names one and not much else."""
        note = " ".join((self.facts.answer(key).note or "").split()).strip(" .;,")
        if len(note) > LONGEST_NOTE or not document_codes(note):
            return EMPTY
        return quote_text(note, NumberSource.QUOTED, key)

    def by_note(self, key: str | None) -> Phrase:
        """`theo Kế hoạch số …`; nothing where no paper is named."""
        found = EMPTY if key is None else self.document(key)
        return fill_text(self.words.by_note, {"note": lambda: found}) if found else EMPTY

    def change(self, key: str, measure: str = "", *, listed: bool = False) -> Phrase:
        """How the number has changed; nothing where there is none to compare it with. `listed`:
        the row is one of several in a sentence."""
        now, then = self.facts.amount(key), self.facts.earlier(key)
        if now is None or then is None:
            return EMPTY
        with_measure = f" {measure}" if measure else ""
        difference, size = now - then.amount, abs(now - then.amount)
        before = (
            Phrase(self.words.none_then, rows=(key,))
            if then.is_none
            else say_number(
                self.print_amount(then.amount),
                then.amount,
                NumberSource.EARLIER,
                key,
                after=with_measure,
            )
        )
        change = say_number(
            self.print_amount(size), size, NumberSource.WORKED_OUT, key, after=with_measure
        )
        return self.say_change(difference, change, before, then.period, listed=listed)

    def say_change(
        self, difference: Decimal, change: Phrase, before: Phrase, period: str, *, listed: bool
    ) -> Phrase:
        """A change in words: in full where the paragraph names this period for the first time."""
        is_named, self.named = self.named == period, period
        words = self.words
        if difference == 0:
            template = words.same_short if is_named or listed else words.same
        elif is_named or listed:
            template = words.more_short if difference > 0 else words.less_short
        else:
            template = words.more if difference > 0 else words.less
        name = quote_text(period, NumberSource.PERIOD)
        since = EMPTY if is_named else fill_text(words.since, {"earlier": lambda: name})
        fill: Mapping[str, Phrase] = {
            "change": change,
            "then": before,
            "earlier": name,
            "since": since,
        }
        return fill_text(template, {place: given(phrase) for place, phrase in fill.items()})

    def absence(self, sentence: AbsentWords, *keys: str, fill: Fill | None = None) -> SaidSentence:
        """That the rows, each 0 or không phát sinh, have nothing."""
        is_none = all(self.facts.is_none(key) for key in keys)
        text = (is_none and sentence.none) or sentence.zero or sentence.none
        if text:
            return said(fill_text(text, fill or {}, *keys))
        if not sentence.what:
            return refused(WhyUnwritten.NO_TEXT, *keys)
        in_period = self.facts.row(keys[0]).basis in (Basis.IN_PERIOD, None)
        what = fill_text(sentence.what, {}, *keys)
        return SaidSentence(absence=Absence(self._absent_words(is_none, in_period), what))

    def _absent_words(self, is_none: bool, in_period: bool) -> str:
        words = self.words
        if in_period:
            return words.none_in_period if is_none else words.nothing_in_period
        return words.none if is_none else words.nothing

    def percent(self, part: Decimal, base: Decimal, *rows: str) -> Phrase:
        """A part of a base, which is not 0, as a percentage of two decimals. It is 100 % or 0 %
        only where it is so exactly: rounding never makes it so."""
        exact = part * HUNDRED / base
        shown, lead = exact.quantize(SMALLEST_PERCENT, rounding=ROUND_HALF_UP), ""
        if shown == HUNDRED and exact != HUNDRED:
            lead = self.words.above
            shown = HUNDRED - SMALLEST_PERCENT if exact < HUNDRED else HUNDRED
        elif shown == 0 and exact != 0:
            shown, lead = SMALLEST_PERCENT, self.words.below
        return self.print_percent(shown, NumberSource.WORKED_OUT, *rows).led_by(lead)

    def print_percent(self, amount: Decimal, source: NumberSource, *rows: str) -> Phrase:
        return say_number(print_number(amount), amount, source, *rows, after="%")


def is_printed_as(printed: Decimal, part: Decimal, base: Decimal) -> bool:
    """Whether a printed percentage is that of two numbers, to as many decimals as it has; 100 only
    where they are the same or the next to it."""
    exact = part * HUNDRED / base
    decimals = min(max(-int(printed.as_tuple().exponent), 0), 2)
    if decimals < 2 and printed == HUNDRED and part != base:
        return False
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) == printed
