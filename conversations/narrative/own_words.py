"""The questions of a report in words as rows: so asked, answered, returned, handed over and kept as
any other, and no part of the appendix."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.answer_types.text import TextType
from conversations.forms.growth import change_form
from conversations.forms.model import Form
from conversations.forms.narrative_plan import NarrativePlan, WordsQuestion
from conversations.forms.row import Carry, Row, RowKind

TOP = "LOI"  # the heading above all of them; no row of a form is called so
TITLE = "Báo cáo lời"


def with_narrative(form: Form, plan: NarrativePlan | None) -> Form:
    """The form with its report in words, and the rows of its questions."""
    words = tuple(_rows(plan)) if plan is not None and plan.questions else ()
    return change_form(form, narrative=plan, words=words)


def _rows(plan: NarrativePlan) -> Iterator[Row]:
    yield Row(key=TOP, kind=RowKind.SECTION, level=0, label=TITLE)
    for place, part in enumerate(plan.parts, 1):
        asked = [point for point in part.points if point.ask]
        if not asked:
            continue
        above = f"{TOP}.{place}"
        yield _heading(above, TOP, part.heading, 1)
        for at, point in enumerate(asked, 1):
            parent = above
            if point.heading:
                parent = f"{above}.{at}"
                yield _heading(parent, above, point.heading, 2)
            yield from (_question(one, parent) for one in point.ask)


def _heading(key: str, parent: str, label: str, level: int) -> Row:
    return Row(key=key, kind=RowKind.GROUP, level=level, label=label, parent=parent)


def _question(asked: WordsQuestion, parent: str) -> Row:
    """Last period's words are offered to be kept, whatever kind of period it was."""
    return Row(
        key=asked.key,
        kind=RowKind.INDICATOR,
        level=3,
        label=asked.question,
        parent=parent,
        answer=TextType(limit=asked.most, prose=True),
        carry=Carry.SLOW,
        optional=not asked.required,
        hint=asked.hint or None,
    )
