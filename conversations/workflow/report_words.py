"""Which form and period words name, and what else they say: `bảo trợ quý I/2026 TX 1`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from conversations.calendar.period_kinds import Window
from conversations.calendar.period_words import named_period
from conversations.forms.form_names import FormWords, read_form_words
from conversations.forms.model import Form


class ReportWords(NamedTuple):
    """The forms and the words for a period that a text names, none where it names none, and the
    words beside them."""

    forms: tuple[Form, ...]
    period: str
    rest: str

    @property
    def is_any(self) -> bool:
        """Whether neither a form nor a period is named."""
        return not self.forms and not self.period

    @property
    def form_words(self) -> str:
        """Words that mean the form, where only one does."""
        return self.forms[0].key if len(self.forms) == 1 else ""

    @property
    def said(self) -> str:
        """What is named, to be told."""
        return " ".join(filter(None, (self.period, *(form.name for form in self.forms))))

    def fits(self, form_key: str) -> bool:
        """Whether a report on this form may be meant."""
        return not self.forms or any(form.key == form_key for form in self.forms)


ANY_REPORT = ReportWords((), "", "")

LOOKED_AT = 600  # characters in which a form and a period are named


def read_report_words(words: str, forms: Iterable[Form], windows: Sequence[Window]) -> ReportWords:
    """What the words name, in any order. Of an installation's only form the name means the form
    where the words begin with it: elsewhere it is the end of a label. Far behind in a long text
    neither is looked for."""
    known = [*forms]
    words, behind = words[:LOOKED_AT], words[LOOKED_AT:]
    meant, rest = take_form_words(words, known)
    period, rest = named_period(rest, windows) or ("", rest)
    if not meant:
        meant, rest = take_form_words(rest, known)
    return ReportWords(meant, period, f"{rest}{behind}".strip())


def take_form_words(words: str, forms: Sequence[Form]) -> FormWords:
    """The forms that the words name, and the rest of the words."""
    found = read_form_words(words, forms)
    begins = not found.rest or words.strip(" (“\"'").endswith(found.rest)
    return found if len(forms) > 1 or begins else FormWords((), words)
