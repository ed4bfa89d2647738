"""Which of a round's units a board is narrowed to: a kind, those behind in a section; and where in
the list it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.workflow.context import Catalogs, RequestRejectedError
from conversations.forms.model import Form
from conversations.text.normalize import fold_text
from conversations.workflow.report_words import read_report_words
from storage.workflow.rounds import BoardRow

_PAGE = re.compile(r"\btrang\s+(?P<value>\d{1,5})\b")
_SECTION = re.compile(r"\bphan\s+(?P<value>[ivx]{1,5}|\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """`bảng quý I/2026 xã phần II trang 3`: what is said of kind, section and page, counted from
    0, and the `rest` of the words: a period, a unit."""

    only: str | None
    section: str | None
    page: int
    rest: str


def read_filters(catalogs: Catalogs, argument: str) -> BoardFilters:
    """What the words narrow a board to."""
    argument, page = _taken(_PAGE, argument)
    argument, section = _taken(_SECTION, argument)
    named = read_report_words(argument, catalogs.catalog.forms.values(), catalogs.calendars.windows)
    only = catalogs.calendars.kind_named(named.rest) if named.rest else None
    if only is not None:
        argument = " ".join((named.form_words, named.period)).strip()
    return BoardFilters(only, section, max(0, int(page) - 1) if page else 0, argument)


def named_section(form: Form, said: str | None) -> str | None:
    """The section of the form that has this printed number, or stands in this place;
    RequestRejectedError when there is none."""
    if said is None:
        return None
    keys = {str(number): one.key for number, one in enumerate(form.sections, 1)}
    keys |= {fold_text(form.section_tag(one.key)): one.key for one in form.sections}
    if said not in keys:
        sections = [form.section_tag(one.key) for one in form.sections]
        raise RequestRejectedError("review.section", said=said.upper(), sections=sections)
    return keys[said]


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    """The text without what the pattern finds in it, and the value found."""
    plain = fold_text(text)
    found = pattern.search(plain)
    if found is None or len(plain) != len(text):  # only when each letter keeps its place
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found["value"]


def narrow_rows(
    form: Form, rows: Sequence[BoardRow], only: str | None, section: str | None
) -> list[BoardRow]:
    """The rows of units of this kind that are behind in this section, where they are named."""
    rows = [row for row in rows if only is None or row.kind == only]
    asked = len(form.asked_by_heading[section]) if section in form.asked_by_heading else 0
    return [row for row in rows if section is None or (row.filled or {}).get(section, 0) < asked]
