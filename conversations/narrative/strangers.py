"""The numbers in the officer's own words that neither the appendix nor its sentences have."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.answers.values import Text
from conversations.forms.model import Form
from conversations.narrative.foreign_numbers import find_foreign_numbers, has_numbers, known_numbers
from conversations.narrative.report_text import compose_words
from conversations.narrative.text import NarrativeText
from conversations.reports.model import Report


def list_strangers(
    form: Form, report: Report, *keys: str, composed: NarrativeText | None = None
) -> Mapping[str, tuple[str, ...]]:
    """The numbers, each with what it counts, by the question in whose words they stand; of these
    questions, or of all. `composed`: the report in words, where it is there already."""
    values = {key: report.answer(key).value for key in keys or form.words_asked}
    texts = {key: one.text for key, one in values.items() if isinstance(one, Text)}
    texts = {key: text for key, text in texts.items() if has_numbers(text, form)}
    if not texts:
        return {}
    own = {key: one for key, one in report.answers.items() if not form.is_of_words(key)}
    appendix = report.model_copy(update={"answers": own})
    known = known_numbers(appendix, composed or compose_words(form, appendix))
    found = {key: find_foreign_numbers(text, form, known) for key, text in texts.items()}
    return {
        key: tuple(dict.fromkeys(one.shown for one in some)) for key, some in found.items() if some
    }
