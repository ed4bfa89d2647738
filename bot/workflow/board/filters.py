"""Which of a round's units a board is narrowed to: a kind, those behind in a section; and where in
the list it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.workflow.context import Catalogs
from conversations.calendar.period_words import named_period
from conversations.forms.model import Form
from conversations.text.normalize import fold_text
from conversations.workflow.requests import BoardFilter
from storage.workflow.rounds import BoardRow

_PAGE = re.compile(r"\btrang\s+(?P<value>\d{1,5})\b")
_SECTION = re.compile(r"\bphan\s+(?P<value>[ivx]{1,5}|\d{1,2})\b")

_WORDS = {  # as on the buttons, and in other words
    BoardFilter.LATE: ("trễ", "trễ hạn", "quá hạn", "nộp trễ"),
    BoardFilter.OPEN: ("chưa nộp", "chưa xong", "còn nợ"),
    BoardFilter.REVIEW: ("chờ duyệt", "đang chờ duyệt", "cần duyệt"),
    BoardFilter.RETURNED: ("trả lại", "bị trả lại"),
    BoardFilter.CORRECTING: ("đính chính", "đang đính chính"),
    BoardFilter.APPROVED: ("đã duyệt", "duyệt rồi"),
    BoardFilter.AWAY: ("chưa liên hệ", "chưa liên hệ được", "chưa vào"),
    BoardFilter.ALL: ("tất cả",),
}
_SHOWN = {fold_text(said): show for show, words in _WORDS.items() for said in words}
_SHOW = re.compile(
    rf"(?:\b(?:don vi|noi) (?=(?:{'|'.join(_SHOWN)})\b))?"
    rf"\b(?P<value>{'|'.join(sorted(_SHOWN, key=len, reverse=True))})\b"
)


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """`bảng quý I/2026 xã phần II trang 3`: what is said of kind, section and page, counted from
    0, of the state of reports, and the `rest` of the words: a period, a unit."""

    only: str | None
    section: str | None
    page: int
    rest: str
    show: BoardFilter = BoardFilter.ALL


def read_filters(catalogs: Catalogs, form: Form | None, argument: str) -> BoardFilters:
    """What the words narrow a board to. A section is one of the form's, by its number; what is
    none is left in the rest."""
    argument, page = _taken(_PAGE, argument)
    argument, shown = _taken(_SHOW, argument)
    show = _SHOWN[shown] if shown else BoardFilter.ALL
    section = None
    if form is not None:
        keys = {fold_text(one.stt): one.key for one in form.sections}
        keys |= {str(number): one.key for number, one in enumerate(form.sections, 1)}
        without, said = _taken(_SECTION, argument)
        section = keys.get(said or "")
        argument = without if section is not None else argument
    named = named_period(argument, catalogs.calendars.windows)
    period, words = named or ("", argument)
    only = catalogs.calendars.kind_named(words) if words.strip() else None
    rest = period if only is not None else argument
    return BoardFilters(only, section, max(0, int(page) - 1) if page else 0, rest, show)


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
