"""Headings of the list in hand that are named without their section: `mục 3: giao 76` where IV.3
stands above some of its rows. The number is the heading's, not that of a row."""

from __future__ import annotations

import re

from conversations.forms.model import Form

LONGEST = 300  # characters of such a message
LEAST = 2  # headings on the screen; of one list its number is rather that of a row
_GROUP = r"(?:mục|muc|nhóm|nhom)"
_AND = r"(?:\s*[,&+]\s*|\s+(?:và|va|với|voi|cùng|cung)\s+)"
_NUMBERS = rf"\d{{1,2}}(?:{_AND}(?:{_GROUP}\s+)?\d{{1,2}})*"
_SECTION = r"\s*,?\s*(?:(?:của|cua|ở|o|trong|thuộc|thuoc)\s+)?(?:phần|phan|mục|muc)\s+[ivx]+\b"
_GOES = (  # commands that go to a place or do something with it
    r"bỏ qua|bo qua|bỏ|bo|qua|sang|tới|toi|đến|den|vào|vao|xem|mở|mo|về|ve|làm|lam|sửa|sua|tìm|tim|"
    r"ghi chú|ghi chu|nhắc|nhac|giữ|giu|giao|chuyên|chuyen|danh|số|so|câu|cau|dòng|dong|chỉ tiêu"
)
_NAMED = re.compile(
    rf"(?P<before>(?:^|[\s,;:.(])(?:(?:{_GOES})\s+)?)(?P<named>{_GROUP}\s+(?P<numbers>{_NUMBERS}))"
    rf"(?![\w.%/]|\s*[=]|{_SECTION})(?=\s*[:,]?\s*[^\W\d_]|(?P<figure>\s*:\s*|[^\S\n]+)\d|[\s.!]*$)",
    re.IGNORECASE,
)
# Without accents `muc` may be `mức`, a word of labels: `du dieu kien muc 3 la 30`.
_MAY_BEGIN = re.compile(
    r"(?:^|[,;:.(]|\b(?:con lai|ca|het|cac|may|toan bo|trong|cua|o|thi|va|phat sinh|kps))\s*\Z",
    re.IGNORECASE,
)
# Several figures behind one number: those of its rows. One figure may be that of a row.
_SEVERAL = re.compile(
    rf"{_GROUP}\s+\d{{1,2}}(?:\s*:\s*|[^\S\n]+)\d[\d.]*%?(?:[^\S\n]*,[^\S\n]*|[^\S\n]+)"
    r"(?:[\d_]|(?:dòng|dong|câu|cau|cái|cai|chỉ tiêu|chi tieu)\b)",
    re.IGNORECASE,
)
_SECTION_BEFORE = re.compile(r"(?:phần|phan)\s+[ivx]+[\s,]+\Z", re.IGNORECASE)


def name_groups(form: Form, rows: tuple[str, ...], text: str) -> str:
    """The text with the section behind the number of each heading that stands above rows of the
    list: `mục 3 phần IV: giao 76`. As it is where the list is of one group, or has none with this
    number."""
    if len(text) > LONGEST or not rows or _NAMED.search(text) is None:
        return text
    headings = [one for one in dict.fromkeys(map(form.group_of, rows)) if one.is_heading]
    sections = {form.section_of(key).key for key in rows}
    if len(headings) < LEAST or len(sections) != 1:
        return text
    (section,) = sections
    several = _SEVERAL.search(text) is not None
    known = {one.stt.rpartition(".")[2] for one in headings if one.stt}

    def with_section(found: re.Match[str]) -> str:
        numbers = re.findall(r"\d+", found["numbers"])
        if found["figure"] is not None and not several:
            return found[0]
        before = text[: found.start("named")]
        if _SECTION_BEFORE.search(before) or (text.isascii() and not _MAY_BEGIN.search(before)):
            return found[0]
        if not known.issuperset(numbers) or found["before"].strip(" \t\n,;:.("):
            return found[0]
        named = ", ".join(f"mục {number} phần {section}" for number in numbers)
        return f"{found['before']}{named}"

    return _NAMED.sub(with_section, text)
