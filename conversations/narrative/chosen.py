"""Sentences of choices, of papers that notes name, and of the officer's texts in rows."""

from __future__ import annotations

from conversations.answers.values import AnswerState, Coded, Text
from conversations.forms.narrative_sentences import (
    ChoiceSentence,
    ChoicesSentence,
    DocumentSentence,
    QuoteSentence,
)
from conversations.narrative.phrases import Phrase, fill_text, list_phrases, quote_text
from conversations.narrative.text import NumberSource, UnwrittenRow, WhyUnwritten
from conversations.narrative.told_sentence import NOTHING, SaidSentence, Teller, refused, said

NONE = ""  # stands for không phát sinh among the codes


def _code(teller: Teller, key: str) -> str | None:
    """The code that was chosen; None without a choice."""
    answer = teller.facts.answer(key)
    if answer.state is AnswerState.NONE:
        return NONE
    return answer.value.code if isinstance(answer.value, Coded) else None


def tell_choice(sentence: ChoiceSentence, teller: Teller) -> SaidSentence:
    """The text of the code."""
    key = sentence.choice
    code = _code(teller, key)
    if code is None:
        return SaidSentence(unwritten=teller.facts.unwritten(key))
    template = sentence.none if code == NONE else sentence.say.get(code)
    if template is None:
        return refused(WhyUnwritten.NO_TEXT, key)
    return said(fill_text(template, {"note": lambda: teller.by_note(key)}, key))


def tell_choices(sentence: ChoicesSentence, teller: Teller) -> SaidSentence:
    """One text for each code that was chosen, of all rows that have it."""
    unwritten = [*teller.facts.unwritten(*sentence.said_rows)]
    by_code: dict[str, list[Phrase]] = {code: [] for code in (*sentence.say, NONE)}
    for one in sentence.choices:
        code = _code(teller, one.row)
        if code is None:
            continue
        if code not in by_code:
            unwritten.append(UnwrittenRow(row=one.row, why=WhyUnwritten.NO_TEXT))
            continue
        by_code[code].append(_listed(one.what, one.row, teller))
    texts = {**sentence.say, NONE: sentence.none}
    phrases = tuple(_sentence(texts[code], items) for code, items in by_code.items() if items)
    return SaidSentence(phrases, unwritten=tuple(unwritten))


def _listed(what: str, row: str, teller: Teller) -> Phrase:
    return fill_text(what, {"note": lambda: teller.by_note(row)}, row)


def _sentence(template: str, items: list[Phrase]) -> Phrase:
    rows = tuple(row for item in items for row in item.rows)
    return fill_text(template, {"list": lambda: list_phrases(items)}, *rows)


def tell_quote(sentence: QuoteSentence, teller: Teller) -> SaidSentence:
    """The officer's text, letter for letter but on one line."""
    key = sentence.quote
    answer = teller.facts.answer(key)
    if answer.state is AnswerState.NONE:
        return said(fill_text(sentence.none, {}, key))
    if not isinstance(answer.value, Text) or not answer.value.text.strip():
        return SaidSentence(unwritten=teller.facts.unwritten(key))
    words = quote_text(answer.value.text.strip().rstrip(" .;"), NumberSource.QUOTED, key)
    return said(fill_text(sentence.text, {"words": lambda: words}, key)) if words else NOTHING


def tell_document(sentence: DocumentSentence, teller: Teller) -> SaidSentence:
    """The paper that a note names."""
    paper = teller.document(sentence.document)
    if not paper:
        return NOTHING
    return said(fill_text(sentence.text, {"note": lambda: paper}, sentence.document))
