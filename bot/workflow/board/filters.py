"""Which of a round's units a board is narrowed to: a kind, those behind in a section; and where in
the list it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestRejectedError
from conversations.commands.selection import bare_words, read_status
from conversations.forms.model import Form
from conversations.text.normalize import fold_text
from conversations.workflow.report_status import asked_by_section
from conversations.workflow.report_words import read_report_words
from conversations.workflow.request_bases import BoardFilter, BoardGrouping
from storage.workflow.boards import BoardRow

_PAGE = re.compile(r"\btrang\s+(?P<value>\d{1,5})\b")
_GROUPS = {
    BoardGrouping.KIND: re.compile(r"\b(?:theo|tung)\s+(?P<value>(?:tung\s+)?(?:loai|khoi))\b"),
    BoardGrouping.PARENT: re.compile(
        r"\b(?:theo|tung)\s+(?P<value>(?:tung\s+)?(?:tinh|huyen|thi xa|thanh pho|dia ban|cum"
        r"|khu vuc|don vi cap tren|cap tren|don vi truc thuoc|noi))\b"
    ),
}
_SECTION = re.compile(r"\bphan\s+(?P<value>[ivx]{1,5}|\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """`bảng quý I/2026 xã phần II trang 3`: what is said of kind, section and page, counted from
    0, and the `rest` of the words: a period, a unit."""

    only: str | None
    section: str | None
    page: int
    rest: str
    show: BoardFilter = BoardFilter.ALL
    by: BoardGrouping | None = None


def read_page(argument: str) -> tuple[str, int]:
    """The words without `trang 3`, and the page that it names, counted from 0."""
    rest, page = _taken(_PAGE, argument)
    return rest, max(0, int(page) - 1) if page else 0


def read_filters(
    catalogs: Catalogs, argument: str, is_unit: Callable[[str], bool] = lambda _: False
) -> BoardFilters:
    """What the words narrow a board to. `is_unit`: whether a unit is called exactly so, as Bến
    Tre, which is not late."""
    argument, page = read_page(argument)
    argument, by = _grouping(argument)
    argument, section = _taken(_SECTION, argument)
    forms, windows = catalogs.catalog.forms.values(), catalogs.windows
    named = read_report_words(argument, forms, windows)
    words, only, show = named.rest, None, None
    if words and not is_unit(words):
        only = catalogs.calendars.kind_named(words)
        if only is None:
            show, left = read_status(words)
            left = bare_words(left) if show is not None else left
            only = catalogs.calendars.kind_named(left) if show is not None and left else None
            words = left if only is None else ""
        if only is not None or show is not None:
            words = "" if only is not None else words
            argument = " ".join(filter(None, (named.form_words, named.period, words)))
    return BoardFilters(only, section, page, argument, show or BoardFilter.ALL, by)


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


def _grouping(text: str) -> tuple[str, BoardGrouping | None]:
    """`theo tỉnh`, `theo loại`: by what the lines of the board are put together."""
    for by, pattern in _GROUPS.items():
        rest, found = _taken(pattern, text)
        if found is not None:
            return rest, by
    return text, None


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
    asked = asked_by_section(form).get(section or "", 0)
    return [row for row in rows if section is None or (row.filled or {}).get(section, 0) < asked]
