"""The numbers in the officer's own words that neither the appendix nor its sentences have."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.answers.values import Text
from conversations.forms.model import Form
from conversations.narrative.foreign_numbers import find_foreign_numbers
from conversations.narrative.report_text import compose_words
from conversations.reports.model import Report


def list_strangers(form: Form, report: Report, *keys: str) -> Mapping[str, tuple[str, ...]]:
    """The numbers, each with what it counts, by the question in whose words they stand; of these
    questions, or of all."""
    if not any(isinstance(report.answer(key).value, Text) for key in keys or form.words_asked):
        return {}
    own = {key: one for key, one in report.answers.items() if not form.is_of_words(key)}
    appendix = report.model_copy(update={"answers": own})
    said = compose_words(form, appendix)
    found: dict[str, tuple[str, ...]] = {}
    for key in keys or form.words_asked:
        value = report.answer(key).value
        if isinstance(value, Text):
            numbers = find_foreign_numbers(value.text, form, appendix, said)
            found[key] = tuple(dict.fromkeys(one.shown for one in numbers))
    return {key: numbers for key, numbers in found.items() if numbers}
