"""Lines of a preview that words name instead of their numbers: `dòng cuối`, `hai dòng đầu`, `câu
này`, `d4`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.dialog.previews.line_words import COUNTED
from conversations.dialog.previews.sentence.spoken_lines import write_line_numbers
from conversations.text.normalize import fold_text

_LAST = ("cuoi", "cuoi cung", "sau cung", "chot", "duoi")
_FIRST = ("dau", "dau tien", "tren cung")
_SPOKEN = "một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười"
_ENDS = "cuối cùng|cuối|cuoi cung|cuoi|sau cùng|chót|dưới cùng|đầu tiên|đầu|dau tien|trên cùng|trên"
_SHORT = re.compile(r"\b[dD](?=\d{1,3}\b)")
_PLACE = re.compile(
    rf"\b(?:(?P<count>\d{{1,2}}|{_SPOKEN})\s+)?"
    r"(?P<of>dòng|dong|câu|cau|cái|cai|số|mục|muc|chỉ tiêu)"
    rf"\s+(?:số\s+)?(?:(?P<end>{_ENDS})|(?P<this>này|nay|đó|vừa rồi|vua roi))(?!\w)"
    rf"|\b(?P<line>dòng|câu)\s+(?:số\s+|thứ\s+)?(?P<spoken>{_SPOKEN})(?!\w)"
    r"(?!\s+(?:mươi|mốt|trăm|nay|ngoái|trước|này|nào|\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LinePlaces:
    """The numbers of the lines as they are shown, and that of the one in hand, if any; and how many
    rows the list has that they were given for."""

    numbers: tuple[int, ...]
    this: int = 0
    listed: int = 0

    @property
    def known(self) -> frozenset[int]:
        """The numbers of the lines, and of the rows of the list."""
        return frozenset((*self.numbers, *range(1, self.listed + 1)))


def with_numbers(plain: str, places: LinePlaces) -> str:
    """The text with the numbers of such lines; what names none stays as it is."""

    def numbered(found: re.Match[str]) -> str:
        if found["spoken"]:
            return f"{found['line']} {_number(found['spoken'])}"
        if found["this"]:
            whole = places.this and not found["count"]
            return f"{found['of']} {places.this}" if whole else found[0]
        ends = _ends(places.numbers, _number(found["count"] or "1"), fold_text(found["end"]))
        return f"{found['of']} {', '.join(map(str, ends))}" if ends else found[0]

    said = _PLACE.sub(numbered, _SHORT.sub("dòng ", plain))
    return write_line_numbers(said, places.known)


def counts_ends(text: str) -> bool:
    """`hai dòng cuối`: several lines by how many they are."""
    return any(found["count"] and found["end"] for found in _PLACE.finditer(text))


def _number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    folded = fold_text(said)
    return COUNTED.index(folded) + 1 if folded in COUNTED else 4  # `tư`


def _ends(numbers: tuple[int, ...], count: int, end: str) -> tuple[int, ...]:
    if not 0 < count <= len(numbers):
        return ()
    return numbers[-count:] if end in _LAST else numbers[:count]
