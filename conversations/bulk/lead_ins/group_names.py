"""Headings of the list in hand that are named without their section: `mục 3: giao 76` where IV.3
stands above some of its rows. The number is the heading's, not that of a row."""

from __future__ import annotations

import re

from conversations.forms.model import Form
from conversations.text.heading_names import NumberedGroups, find_groups

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
    r"(?:^|[,;:.(]|\b(?:con lai|ca|het|cac|may|toan bo|trong|cua|o|thi|va|phat sinh|kps))\s*\Z",
    re.IGNORECASE,
)
# Several figures behind one number: those of its rows. One figure may be that of a row.
_SEVERAL = re.compile(
    r"(?:\s*:\s*|[^\S\n]+)\d[\d.]*%?(?:[^\S\n]*,[^\S\n]*|[^\S\n]+)"
    r"(?:[\d_]|(?:dòng|dong|câu|cau|cái|cai|chỉ tiêu|chi tieu)\b)",
    re.IGNORECASE,
)


def name_groups(form: Form, rows: tuple[str, ...], text: str) -> str:
    """The text with the section behind the number of each heading that stands above rows of the
    list: `mục 3 phần IV: giao 76`. As it is where the list is of one group, or has none with this
    number."""
    named = [*find_groups(text)] if rows and len(text) <= LONGEST else []
    if not named:
        return text
    headings = [one for one in dict.fromkeys(map(form.group_of, rows)) if one.is_heading]
    sections = {form.section_of(key).key for key in rows}
    if len(headings) < LEAST or len(sections) != 1:
        return text
    (section,) = sections
    known = {one.stt.rpartition(".")[2] for one in headings if one.stt}
    several = any(_SEVERAL.match(text, one.end) for one in named)
    parts, start = [], 0
    for one in named:
        if known.issuperset(one.numbers) and _is_said(text, one, several=several):
            with_section = (f"mục {number} phần {section}" for number in one.numbers)
            parts += [text[start : one.start], ", ".join(with_section)]
            start = one.end
    return "".join((*parts, text[start:]))


def _is_said(text: str, named: NumberedGroups, *, several: bool) -> bool:
    """Whether something is said of the headings, and by nothing else than their numbers."""
    before, said = text[: named.start], _SAID.match(text, named.end)
    if said is None or not _STANDS.search(before) or _BEHIND_GOES.search(before):
        return False
    if said["figure"] is not None and not several:
        return False
    return not text.isascii() or _MAY_BEGIN.search(before) is not None
