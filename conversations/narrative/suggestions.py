"""What may be said where the officer is asked for words: taken from the report, never written into
it by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conversations.answers.values import AnswerState, Text
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.forms.narrative_plan import NarrativePlan, SuggestionKind, WordsQuestion
from conversations.forms.narrative_sentences import (
    CountSentence,
    CountsSentence,
    PercentSentence,
    PlannedSentence,
    ShareSentence,
    WholeSentence,
)
from conversations.frozen import Frozen
from conversations.narrative.paragraphs import end_sentence, tell_sentence
from conversations.narrative.phrases import Phrase, fill_text, given, quote_text
from conversations.narrative.row_facts import RowFacts
from conversations.narrative.shared import percent_places, share_places
from conversations.narrative.text import NumberSource, SaidNumber, WhyUnwritten
from conversations.narrative.told_sentence import HUNDRED, Teller
from conversations.reports.model import Report
from conversations.rules.checks import broken_checks

MOST_SUGGESTED = 30  # of one question
_AGAINST = (WhyUnwritten.PARTS, WhyUnwritten.RATIO)


class NarrativeSuggestion(Frozen):
    """A sentence that may be taken over: the numbers in it, the rows it comes from, and what it is
    `about`, where that needs to be told: the check that was kept, the period it was said in."""

    kind: SuggestionKind
    text: str
    numbers: tuple[SaidNumber, ...] = ()
    rows: tuple[str, ...] = ()
    about: str = ""


def suggest_words(
    form: Form, plan: NarrativePlan, report: Report, question: WordsQuestion
) -> tuple[NarrativeSuggestion, ...]:
    """What may be said to this question, in the order in which its author lists the kinds."""
    finding = _Finding(form, plan, report)
    by_kind: dict[SuggestionKind, Callable[[], Iterator[NarrativeSuggestion]]] = {
        SuggestionKind.OVERDUE: finding.overdue,
        SuggestionKind.BELOW_PLAN: finding.below_plan,
        SuggestionKind.KEPT_WARNINGS: finding.kept_warnings,
        SuggestionKind.PENDING: finding.pending,
        SuggestionKind.LAST_WORDS: lambda: finding.last_words(question.key),
    }
    found = (one for kind in question.suggest for one in by_kind[kind]())
    return tuple(one for _, one in zip(range(MOST_SUGGESTED), found, strict=False))


class _Finding:
    def __init__(self, form: Form, plan: NarrativePlan, report: Report) -> None:
        self.form, self.plan, self.report = form, plan, report
        self.facts = RowFacts(form, report, plan.words)

    @property
    def _sentences(self) -> Iterator[PlannedSentence]:
        """Those whose rows the form has."""
        return (one for one in self.plan.sentences if self.facts.has(*one.said_rows))

    def _agrees(self, one: PlannedSentence) -> bool:
        """Whether none of its rows contradicts another: what is not written is not suggested."""
        unwritten = tell_sentence(one, Teller(self.facts)).unwritten
        return not any(row.why in _AGAINST for row in unwritten)

    def overdue(self) -> Iterator[NarrativeSuggestion]:
        """Rows with a number that should be 0."""
        for sentence, key, warn, measure in self._warned():
            if self.facts.amount(key) and self._agrees(sentence):
                teller = Teller(self.facts)
                phrase = fill_text(warn, teller.row_places(key, measure), key)
                yield _suggested(SuggestionKind.OVERDUE, phrase)

    def _warned(self) -> Iterator[tuple[PlannedSentence, str, str, str]]:
        """Rows with their sentences, warnings and measures."""
        for sentence in self._sentences:
            match sentence:
                case CountSentence(count=key, warn=warn, measure=measure) if warn:
                    yield sentence, key, warn, measure
                case CountsSentence(counts=listed) | WholeSentence(parts=listed):
                    yield from ((sentence, one.row, one.warn, "") for one in listed if one.warn)

    def below_plan(self) -> Iterator[NarrativeSuggestion]:
        """Shares that are not whole."""
        for sentence in self._sentences:
            phrase = self._falling_short(sentence)
            if phrase is not None and self._agrees(sentence):
                yield _suggested(SuggestionKind.BELOW_PLAN, phrase)

    def _falling_short(self, sentence: PlannedSentence) -> Phrase | None:
        teller = Teller(self.facts)
        match sentence:
            case ShareSentence(warn=warn, share=rows) if warn:
                part, base = self.facts.amount(rows.part), self.facts.amount(rows.base)
                if part is not None and base is not None and part < base:
                    return fill_text(warn, share_places(sentence, teller), rows.part, rows.base)
            case PercentSentence(warn=warn, percent=key) if warn:
                amount = self.facts.amount(key)
                if amount is not None and amount < HUNDRED:
                    return fill_text(warn, percent_places(sentence, teller), key)
        return None

    def kept_warnings(self) -> Iterator[NarrativeSuggestion]:
        """The officer's reasons for soft checks that still do not hold."""
        for verdict, reason in broken_checks(self.form, self.report):
            if reason and verdict.check.severity is Severity.SOFT:
                phrase = quote_text(end_sentence(reason), NumberSource.QUOTED, *verdict.rows)
                about = verdict.check.message
                yield _suggested(SuggestionKind.KEPT_WARNINGS, phrase, about)

    def pending(self) -> Iterator[NarrativeSuggestion]:
        """Rows that were answered with chưa có số."""
        for key in self.form.order:
            if self.report.answer(key).state is AnswerState.PENDING:
                title = quote_text(self.form.row(key).title, NumberSource.NAME, key)
                phrase = fill_text(self.plan.words.pending, {"what": given(title)}, key)
                yield _suggested(SuggestionKind.PENDING, phrase)

    def last_words(self, key: str) -> Iterator[NarrativeSuggestion]:
        """What was said here in the unit's latest report that said something."""
        for past in (self.report.latest, self.report.last, self.report.year_before):
            value = past.answer(key).value if past is not None and not past.derived else None
            if past is not None and isinstance(value, Text) and value.text.strip():
                yield NarrativeSuggestion(
                    kind=SuggestionKind.LAST_WORDS, text=value.text.strip(), about=past.period.name
                )
                return


def _suggested(kind: SuggestionKind, phrase: Phrase, about: str = "") -> NarrativeSuggestion:
    sentence = phrase.begin_sentence()
    return NarrativeSuggestion(
        kind=kind, text=sentence.text, numbers=sentence.numbers, rows=sentence.rows, about=about
    )
