"""The report in words: composed from a report's answers, what it said before, and the officer's
own words. The same input gives the same text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from conversations.answers.values import BLANK, Answer, AnswerState, Text
from conversations.forms.model import Form
from conversations.forms.narrative_plan import (
    NarrativePlan,
    PlannedPart,
    PlannedPoint,
    WordsQuestion,
)
from conversations.narrative.paragraphs import own_paragraphs, tell_paragraph
from conversations.narrative.row_facts import RowFacts
from conversations.narrative.text import (
    NarrativeParagraph,
    NarrativePart,
    NarrativePoint,
    NarrativeText,
    UnwrittenRow,
    WhyUnwritten,
)
from conversations.narrative.told_sentence import Teller
from conversations.reports.model import Report

_YEAR = re.compile(r"/(\d{4})$")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def compose_narrative(
    form: Form,
    plan: NarrativePlan,
    report: Report,
    words: Mapping[str, Answer] | None = None,
) -> NarrativeText:
    """The whole text. `words` are the officer's answers to the questions of the plan, by their
    keys; those of the report when they are left out. Nothing is said of a row without a number,
    nor of rows that contradict each other: they are `unwritten`."""
    made = _Composing(
        RowFacts(form, report, plan.words), report.answers if words is None else words
    )
    parts = [found for part in plan.parts if (found := made.part(part)).points]
    frame = frame_places(report)
    return NarrativeText(
        title=plan.title.format(**frame),
        lead=plan.lead.format(**frame),
        parts=tuple(
            part.model_copy(update={"heading": f"{roman_number(place)}. {part.heading}"})
            for place, part in enumerate(parts, 1)
        ),
        closing=plan.closing.format(**frame),
        basis=tuple(line.format(**frame) for line in plan.basis),
        addressed=tuple(line.format(**frame) for line in plan.addressed),
        receivers=tuple(line.format(**frame) for line in plan.receivers),
        unwritten=_each_once(made.unwritten, made.said),
        unanswered=tuple(made.unanswered),
    )


def frame_places(report: Report) -> dict[str, str]:
    """What the places of title, lead and closing stand for."""
    period = report.period
    return {
        "unit": report.unit.name,
        "short_unit": report.unit.short_name,
        "parent": report.parent_name,
        "period": period_in_words(period.name),
        "start": _day_in_words(period.start),
        "end": _day_in_words(period.end),
    }


def period_in_words(name: str) -> str:
    """A period's name within a sentence: `quý I năm 2023`."""
    return _YEAR.sub(r" năm \1", name[:1].lower() + name[1:])


def _day_in_words(day: date) -> str:
    """Days up to 9 and the months 1 and 2 have a zero: Decree 30/2020, appendix I."""
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return f"{day.day:02}/{month}/{day.year}"


@dataclass
class _Composing:
    facts: RowFacts
    words: Mapping[str, Answer]
    unwritten: list[UnwrittenRow] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def part(self, planned: PlannedPart) -> NarrativePart:
        points: list[NarrativePoint] = []
        number = 0
        for one in planned.points:
            point = self.point(one)
            if not point.paragraphs and not any(ask.required for ask in one.ask):
                continue
            if one.heading:
                number += 1
                point = point.model_copy(update={"heading": f"{number}. {one.heading}"})
            points.append(point)
        return NarrativePart(heading=planned.heading, points=tuple(points))

    def point(self, planned: PlannedPoint) -> NarrativePoint:
        paragraph, unwritten = tell_paragraph(planned.say, Teller(self.facts))
        self.unwritten += unwritten
        self.said |= set(paragraph.rows if paragraph is not None else ())
        own = [one for question in planned.ask for one in self.own_words(question)]
        paragraphs = (*([paragraph] if paragraph is not None else []), *own)
        questions = tuple(question.key for question in planned.ask)
        return NarrativePoint(heading="", paragraphs=paragraphs, questions=questions)

    def own_words(self, question: WordsQuestion) -> tuple[NarrativeParagraph, ...]:
        answer = self.words.get(question.key, BLANK)
        if isinstance(answer.value, Text) and answer.value.text.strip():
            return own_paragraphs(answer.value.text, question.key)
        if answer.state is AnswerState.NONE:
            return own_paragraphs(question.none, question.key)
        if question.required:
            self.unanswered.append(question.key)
        return ()


def _each_once(unwritten: list[UnwrittenRow], said: set[str]) -> tuple[UnwrittenRow, ...]:
    """Each row with the first reason that was found; one that waits for others in a sentence may be
    said in another."""
    found: dict[str, UnwrittenRow] = {}
    for one in unwritten:
        if one.why is not WhyUnwritten.WAITS or one.row not in said:
            found.setdefault(one.row, one)
    return tuple(found.values())


def roman_number(number: int) -> str:
    """1 to 39 as parts are numbered."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text
