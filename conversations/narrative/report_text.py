"""The report in words as it reads: as it was handed in, or as it would be handed in now."""

from __future__ import annotations

from conversations.forms.model import Form
from conversations.forms.narrative_plan import SuggestionKind
from conversations.narrative.composition import compose_narrative
from conversations.narrative.suggestions import suggest_words
from conversations.narrative.text import NarrativeText
from conversations.reports.model import Report
from conversations.reports.report_text import ReportText, TextPart, TextPoint


def text_of(form: Form, report: Report) -> ReportText | None:
    """The report in words: of one that is handed in what was handed in, whatever has become of
    earlier periods since. None for a form that has none."""
    if report.filed and report.text is not None:
        return report.text
    composed = compose_words(form, report)
    return None if composed is None else print_narrative(composed)


def compose_words(form: Form, report: Report) -> NarrativeText | None:
    """The same as the answers are now, with where each number comes from and what is not in it."""
    if form.narrative is None:
        return None
    return compose_narrative(form, form.narrative, report)


def suggest_sentences(form: Form, report: Report, key: str) -> tuple[str, ...]:
    """What the report has for the words of this question, but for those of the last period."""
    plan = form.narrative
    if plan is None:
        return ()
    found = suggest_words(form, plan, report, plan.question(key))
    return tuple(one.text for one in found if one.kind is not SuggestionKind.LAST_WORDS)


def print_narrative(composed: NarrativeText) -> ReportText:
    """The text alone."""
    return ReportText(
        title=composed.title,
        lead=composed.lead,
        closing=composed.closing,
        basis=composed.basis,
        addressed=composed.addressed,
        receivers=composed.receivers,
        parts=tuple(
            TextPart(
                heading=part.heading,
                points=tuple(
                    TextPoint(
                        heading=point.heading,
                        paragraphs=tuple(one.text for one in point.paragraphs),
                    )
                    for point in part.points
                ),
            )
            for part in composed.parts
        ),
    )
