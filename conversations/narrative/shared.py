"""Sentences of shares and percentages."""

from __future__ import annotations

from decimal import Decimal

from conversations.answers.values import AnswerState, Ratio
from conversations.forms.narrative_sentences import PercentSentence, ShareSentence
from conversations.narrative.phrases import EMPTY, Fill, Phrase, fill_text, quote_text, say_number
from conversations.narrative.text import NumberSource, UnwrittenRow, WhyUnwritten
from conversations.narrative.told_sentence import SaidSentence, Teller, is_printed_as, refused, said


def tell_share(sentence: ShareSentence, teller: Teller) -> SaidSentence:
    """A part of a base with its percentage, where the three agree."""
    rows, facts = sentence.share, teller.facts
    part, base = facts.amount(rows.part), facts.amount(rows.base)
    missing = facts.unwritten(*sentence.said_rows)
    fill = share_places(sentence, teller)
    if part is None or base is None:
        if base and sentence.alone:
            return said(fill_text(sentence.alone, fill, rows.base), missing)
        return SaidSentence(unwritten=teller.with_waiting(missing, (rows.part, rows.base)))
    if part > base and not (sentence.over and base > 0):
        return refused(WhyUnwritten.PARTS, rows.part, rows.base, missing=missing)
    if base == 0 and not sentence.empty:
        return refused(WhyUnwritten.BASE_ZERO, rows.part, rows.base, missing=missing)
    if base and rows.ratio is not None and not _agrees(teller, rows.ratio, part, base):
        return refused(WhyUnwritten.RATIO, rows.ratio, rows.part, rows.base)
    return said(fill_text(_text_of(sentence, part, base), fill, rows.part, rows.base), missing)


def share_places(sentence: ShareSentence, teller: Teller) -> Fill:
    """What the places of a text about a share stand for."""
    rows = sentence.share
    return {
        "part": lambda: teller.number(rows.part),
        "base": lambda: teller.number(rows.base),
        "reached": lambda: _reached(sentence, teller),
        "change": lambda: _share_change(sentence, teller),
        "note": lambda: teller.by_note(sentence.note),
    }


def _text_of(sentence: ShareSentence, part: Decimal, base: Decimal) -> str:
    """The text for these two numbers, which agree."""
    if base == 0:
        return sentence.empty
    if part == 0:
        return sentence.zero
    if part == base:
        return sentence.full or sentence.text
    return sentence.over if part > base else sentence.text


def _agrees(teller: Teller, ratio: str, part: Decimal, base: Decimal) -> bool:
    """Whether the percentage in the appendix, if there is one, is that of the two numbers."""
    answer = teller.facts.answer(ratio)
    if answer.state is not AnswerState.VALUE or answer.amount is None:
        return True
    return is_printed_as(answer.amount, part, base)


def _pair(sentence: ShareSentence, teller: Teller) -> tuple[Decimal, Decimal]:
    """Both numbers, 0 where there is none."""
    rows, facts = sentence.share, teller.facts
    return facts.amount(rows.part) or Decimal(0), facts.amount(rows.base) or Decimal(0)


def _reached(sentence: ShareSentence, teller: Teller) -> Phrase:
    """`, đạt 33,33%`: as the appendix prints it where it has a row for it, else worked out."""
    rows, (part, base) = sentence.share, _pair(sentence, teller)
    if base == 0:
        return EMPTY
    percent = teller.percent(part, base, rows.part, rows.base)
    if rows.ratio is not None:
        given = teller.facts.answer(rows.ratio).amount
        if given is None:
            return EMPTY
        if not percent.text.startswith((teller.words.above, teller.words.below)):
            percent = teller.print_percent(given, NumberSource.ROW, rows.ratio)
    return fill_text(teller.words.reached, {"ratio": lambda: percent})


def _share_change(sentence: ShareSentence, teller: Teller) -> Phrase:
    """By how many percentage points the share has changed, of the same earlier period."""
    rows, facts = sentence.share, teller.facts
    part_then, base_then = facts.earlier(rows.part), facts.earlier(rows.base)
    if part_then is None or base_then is None or base_then.amount == 0:
        return EMPTY
    if part_then.period != base_then.period:
        return EMPTY
    if _pair(sentence, teller)[1] == 0:
        return EMPTY
    now, then = _percent(*_pair(sentence, teller)), _percent(part_then.amount, base_then.amount)
    return _point_change(teller, now, then, part_then.period, rows.part, rows.base)


def _percent(part: Decimal, base: Decimal) -> Decimal:
    return Ratio(numerator=part, denominator=base).amount


def _point_change(teller: Teller, now: Decimal, then: Decimal, period: str, *rows: str) -> Phrase:
    """The difference of two percentages is a number of percentage points."""
    size = abs(now - then)
    change = say_number(
        teller.print_amount(size),
        size,
        NumberSource.WORKED_OUT,
        *rows,
        after=f" {teller.words.points}",
    )
    before = teller.print_percent(then, NumberSource.EARLIER, *rows)
    return teller.say_change(now - then, change, before, period, listed=False)


def tell_percent(sentence: PercentSentence, teller: Teller) -> SaidSentence:
    """A percentage as the appendix has it."""
    key, facts = sentence.percent, teller.facts
    amount, answer = facts.amount(key), facts.answer(key)
    if amount is None:
        return SaidSentence(unwritten=facts.unwritten(key))
    if against := _contradicting(teller, key):
        contradiction = UnwrittenRow(row=key, why=WhyUnwritten.RATIO, others=against)
        return SaidSentence(unwritten=(contradiction,))
    if amount == 0 and not (isinstance(answer.value, Ratio) and answer.value.numerator):
        return teller.absence(sentence, key, fill=teller.row_places(key))
    return said(fill_text(sentence.text, percent_places(sentence, teller), key))


def percent_places(sentence: PercentSentence, teller: Teller) -> Fill:
    """What the places of a text about a percentage stand for."""
    key = sentence.percent
    return {
        **teller.row_places(key),
        "ratio": lambda: _ratio(teller, key),
        "of": lambda: _of(sentence, teller),
        "change": lambda: _percent_change(teller, key),
    }


def _ratio(teller: Teller, key: str) -> Phrase:
    value = teller.facts.answer(key).value
    if isinstance(value, Ratio):
        percent = teller.percent(value.numerator, value.denominator, key)
        if percent.text.startswith((teller.words.above, teller.words.below)):
            return percent
    return teller.print_percent(teller.facts.amount(key) or Decimal(0), NumberSource.ROW, key)


def _of(sentence: PercentSentence, teller: Teller) -> Phrase:
    """The two numbers of a percentage, where the report keeps them."""
    key = sentence.percent
    value = teller.facts.answer(key).value
    if not isinstance(value, Ratio):
        return EMPTY
    part, base = value.numerator, value.denominator
    measure = quote_text(sentence.measure, NumberSource.NAME, key)
    fill = {
        "part": lambda: say_number(teller.print_amount(part), part, NumberSource.ROW, key),
        "base": lambda: say_number(teller.print_amount(base), base, NumberSource.ROW, key),
        "measure": lambda: measure.led_by(" ") if measure else measure,
    }
    return fill_text(teller.words.of, fill)


def _percent_change(teller: Teller, key: str) -> Phrase:
    now, then = teller.facts.amount(key), teller.facts.earlier(key)
    if now is None or then is None or then.is_none:
        return EMPTY
    return _point_change(teller, now, then.amount, then.period, key)


def _contradicting(teller: Teller, key: str) -> tuple[str, ...]:
    """The rows in which the form has the two numbers of a percentage, when they say another one.
    A percentage over the two numbers it was said with is held against each that has a row."""
    row, facts = teller.facts.row(key), teller.facts
    helper, value = row.helper, facts.answer(key).value
    if helper is None or not facts.has(*_rows_of(helper.numerator_row, helper.denominator_row)):
        return ()
    part = facts.amount(helper.numerator_row) if helper.numerator_row else None
    base = facts.amount(helper.denominator_row) if helper.denominator_row else None
    if isinstance(value, Ratio):
        pairs = (
            (helper.numerator_row, part, value.numerator),
            (helper.denominator_row, base, value.denominator),
        )
        return tuple(
            name for name, known, ours in pairs if name and known is not None and known != ours
        )
    amount = facts.amount(key)
    if part is None or not base or amount is None or is_printed_as(amount, part, base):
        return ()
    return _rows_of(helper.numerator_row, helper.denominator_row)


def _rows_of(*names: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name)
