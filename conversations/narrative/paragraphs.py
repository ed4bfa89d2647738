"""Sentences put together into a paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from conversations.forms.narrative_sentences import (
    ChoiceSentence,
    ChoicesSentence,
    CountSentence,
    CountsSentence,
    DocumentSentence,
    PercentSentence,
    PlannedSentence,
    QuoteSentence,
    ShareSentence,
    SumSentence,
    WholeSentence,
)
from conversations.narrative.chosen import tell_choice, tell_choices, tell_document, tell_quote
from conversations.narrative.counted import tell_count, tell_counts, tell_sum, tell_whole
from conversations.narrative.phrases import Phrase, fill_text, join_phrases, list_phrases
from conversations.narrative.shared import tell_percent, tell_share
from conversations.narrative.text import NarrativeParagraph, UnwrittenRow
from conversations.narrative.told_sentence import NOTHING, Absence, SaidSentence, Teller
from conversations.text.normalize import capitalise

_END = (".", "!", "?", ":", ";", "…")


def tell_sentence(sentence: PlannedSentence, teller: Teller) -> SaidSentence:
    """What the sentence comes to on this report; nothing where the form, cut down for a colleague,
    does not have its rows."""
    facts, rows = teller.facts, sentence.said_rows
    if not facts.has(*rows, *sentence.other_rows, *sentence.given):
        return NOTHING
    if sentence.given and facts.has_nothing(*sentence.given) and not any(map(facts.amount, rows)):
        return SaidSentence(unwritten=facts.unwritten(*rows))
    match sentence:
        case CountSentence():
            return tell_count(sentence, teller)
        case SumSentence():
            return tell_sum(sentence, teller)
        case CountsSentence():
            return tell_counts(sentence, teller)
        case ShareSentence():
            return tell_share(sentence, teller)
        case WholeSentence():
            return tell_whole(sentence, teller)
        case ChoiceSentence():
            return tell_choice(sentence, teller)
        case ChoicesSentence():
            return tell_choices(sentence, teller)
        case PercentSentence():
            return tell_percent(sentence, teller)
        case QuoteSentence():
            return tell_quote(sentence, teller)
        case DocumentSentence():
            return tell_document(sentence, teller)


def tell_paragraph(
    sentences: Iterable[PlannedSentence], teller: Teller
) -> tuple[NarrativeParagraph | None, tuple[UnwrittenRow, ...]]:
    """One paragraph of all sentences, None when nothing is to be said; and what is not in it.
    Absences that follow each other are told in one sentence."""
    pieces: list[Phrase | Absence] = []
    unwritten: list[UnwrittenRow] = []
    for sentence in sentences:
        one = tell_sentence(sentence, teller)
        pieces += one.phrases if one.absence is None else (one.absence,)
        unwritten += one.unwritten
    phrase = join_phrases((one.begin_sentence() for one in _joined(pieces)), " ")
    if not phrase:
        return None, tuple(unwritten)
    return NarrativeParagraph(**vars(phrase)), tuple(unwritten)


def _joined(pieces: Iterable[Phrase | Absence]) -> Iterable[Phrase]:
    for template, group in groupby(pieces, _template_of):
        if not template:
            yield from (one for one in group if isinstance(one, Phrase) and one)
            continue
        items = [one.what for one in group if isinstance(one, Absence)]
        yield _absences(template, items)


def _template_of(piece: Phrase | Absence) -> str:
    return piece.template if isinstance(piece, Absence) else ""


def _absences(template: str, items: list[Phrase]) -> Phrase:
    return fill_text(template, {"what": lambda: list_phrases(items)})


def own_paragraphs(text: str, question: str) -> tuple[NarrativeParagraph, ...]:
    """The officer's words, one paragraph a line, each with a capital and an end."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(
        NarrativeParagraph(text=capitalise(end_sentence(line)), question=question)
        for line in lines
        if line
    )


def end_sentence(line: str) -> str:
    """The line with a full stop, where it has no other end."""
    words = line.strip()
    return words if not words or words.endswith(_END) else f"{words}."
