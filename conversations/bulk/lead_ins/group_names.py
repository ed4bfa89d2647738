"""Headings of the list in hand that are named without their section: `mục 3: giao 76` where IV.3
stands above some of its rows. The number is the heading's, not that of a row."""

from __future__ import annotations

import re

from conversations.bulk.lead_ins.named_headings import end_of_title
from conversations.forms.model import Form
from conversations.text.heading_names import NumberedGroups, find_groups, find_names, fold_in_place

LONGEST = 300  # characters of such a message
LEAST = 2  # headings on the screen; of one list its number is rather that of a row
_GOES = (  # commands that go to a place or do something with it
    r"bỏ qua|bo qua|bỏ|bo|qua|sang|tới|toi|đến|den|vào|vao|xem|mở|mo|về|ve|làm|lam|sửa|sua|tìm|tim|"
    r"ghi chú|ghi chu|nhắc|nhac|giữ|giu|giao|chuyên|chuyen|danh|số|so|câu|cau|dòng|dong|chỉ tiêu"
)
_STANDS = re.compile(r"(?:^|[\s,;:.(])\Z")
_BEHIND_GOES = re.compile(rf"(?:^|[\s,;:.(])(?:{_GOES})\s+\Z", re.IGNORECASE)
_SAID = re.compile(r"\s*[:,]?\s*[^\W\d_]|(?P<figure>\s*:\s*|[^\S\n]+)\d|[\s.!]*$")
# Without accents `muc` may be `mức`, a word of labels: `du dieu kien muc 3 la 30`.
_MAY_BEGIN = re.compile(
    r"(?:^|[,;:.(]|\b(?:dạ|da|vâng|vang|rồi|roi|còn|con|và|va|ạ|em|con lai|ca|het"
    r"|cac|may|toan bo|trong|cua|o|thi|phat sinh|kps))\s*\Z",
    re.IGNORECASE,
)
# Several figures behind one number, or numbers of rows: those of its rows. One figure may be that
# of a row.
_SEVERAL = re.compile(
    r"\s*:\s*\d{1,3}\s*=|(?:\s*:\s*|[^\S\n]+)\d[\d.]*%?(?:[^\S\n]*,[^\S\n]*|[^\S\n]+)"
    r"(?:[\d_]|(?:dòng|dong|câu|cau|cái|cai|chỉ tiêu|chi tieu)\b)",
    re.IGNORECASE,
)


_ALL_OF = re.compile(  # no row has a rest: `còn lại mục 2`, `cả mục 4`, `hết mục 4`
    r"\b(?:con lai|ca|het|toan bo|tat ca|trong|cua|cac dong|may dong)\s+\Z"
)


def name_groups(
    form: Form, rows: tuple[str, ...], text: str, *, every: bool = False, listed: bool = True
) -> str:
    """The text with the section behind the number of each heading that is meant for sure: `mục 3
    phần IV: giao 76`. It stands above rows of the list beside others, or no row of the list has its
    number, or all of it is spoken of. `every`: also where a row of the list may be meant;
    `listed`: the rows stand under numbers, so that one figure may be of one of them."""
    named = [*find_groups(text)] if rows and len(text) <= LONGEST else []
    sections = {form.section_of(key).key for key in rows} if named else set()
    if len(sections) != 1:
        return text
    (section,) = sections
    shown, known = headings_above(form, rows), _headings_in(form, section)
    several = any(_SEVERAL.match(text, one.end) for one in named)
    parts, start = [], 0
    for one in named:
        numbers, before = {*one.numbers}, text[: one.start]
        beyond = all(int(number) > len(rows) for number in numbers)
        sure = every or beyond or _ALL_OF.search(fold_in_place(before)) is not None
        of_rows = several or beyond or not listed
        among = known if sure else shown.keys() if len(shown) >= LEAST else set()
        if numbers <= among and _is_said(text, one, of_rows=of_rows):
            word = text[one.start :].split(maxsplit=1)[0]
            with_section = (f"{word} {number} phần {section}" for number in one.numbers)
            parts += [text[start : one.start], ", ".join(with_section)]
            start = _behind_title(form, section, one, text)
    return "".join((*parts, text[start:]))


def _behind_title(form: Form, section: str, named: NumberedGroups, text: str) -> int:
    """Where the text goes on behind the number of a heading, and behind its title before a state:
    `mục 3 tuyên truyền CCHC chưa có số`."""
    headings = headings_above(form, form.asked_by_heading[section])
    key = headings.get(named.numbers[0]) if len(named.numbers) == 1 else None
    return named.end + (end_of_title(form, key, text[named.end :]) if key is not None else 0)


def added_names(before: str, after: str) -> dict[str, str]:
    """What was added to a text, by the names as they stand in it now: as they were typed."""
    names = (one.typed for one in find_names(after) if one.typed not in before)
    return {name: " ".join(name.split()[:2]) for name in names}


def headings_above(form: Form, rows: tuple[str, ...]) -> dict[str, str]:
    """The headings that stand above the rows of a list, by the numbers they are printed under."""
    headings = [one for one in dict.fromkeys(map(form.group_of, rows)) if one.is_heading]
    return {one.stt.rpartition(".")[2]: one.key for one in headings if one.stt}


def _headings_in(form: Form, section: str) -> frozenset[str]:
    """The numbers of the headings of a section."""
    rows = form.asked_by_heading[section]
    return frozenset(headings_above(form, rows))


def _is_said(text: str, named: NumberedGroups, *, of_rows: bool) -> bool:
    """Whether something is said of the headings, and by nothing else than their numbers."""
    before, said = text[: named.start], _SAID.match(text, named.end)
    if said is None or not _STANDS.search(before) or _BEHIND_GOES.search(before):
        return False
    if said["figure"] is not None and not of_rows:
        return False
    plain = text[named.start : named.end].isascii()
    return not plain or _MAY_BEGIN.search(before) is not None
