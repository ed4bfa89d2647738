"""The people in one cell of a list of units, and how each can be reached."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.text.normalize import clean_text, fold_text

_PARTED = re.compile(r"\s*[;\n]\s*")
_TWO = re.compile(r"\s*(?:,|/|&|\+|\s-\s|\bvà\b|\bva\b|\|)\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
_NUMBER = re.compile(r"[-–:,]?\s*\(?((?:\+?84|0)[\d .]{8,13}\d)\)?$")
_ADDRESS = re.compile(r"[-–:,<(]?\s*([\w.+-]+@[\w-]+(?:\.[\w-]+)+)[>)]?$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lâm "
    "trịnh mai tô cao hà lương tạ châu quách thái lưu đào vương phùng trương triệu nông "
    "giàng vàng thào lò hứa chu bạch kiều tăng la nghiêm mạc văn hàn thân khúc ma sùng lù "
    "đàm doãn từ cù tống tôn ông vi lục hoàn diệp kim thạch danh sơn y h ksor rơ lầu giang "
    "bế lường quàng cầm điêu đèo vừ mùa sình "
)
_TITLES = _words(
    "phó trưởng giám chủ chánh phòng ban sở chuyên văn trung cán kế công bí thư cục chi "
    "hiệu tp pct ct gđ pgđ cv cvc cvp pvp ks ths ts pgs gs bs "
)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as a cell names them, with what stands beside the name."""

    name: str
    phone: str = ""
    email: str = ""


def split_people(cell: str) -> list[NamedPerson]:
    """The people of a cell: parted by semicolons, or each on a line."""
    parts: list[str] = []
    for one in _PARTED.split(clean_text(cell)):
        if one.startswith("(") and parts:  # what tells them apart, on a line of its own
            parts[-1] = f"{parts[-1]} {one}"
        elif one:
            parts.append(one)
    return [_named(part) for part in parts]


def _named(text: str) -> NamedPerson:
    phone = email = ""
    for _ in range(2):  # in either order
        address, number = _ADDRESS.search(text), _NUMBER.search(text)
        if address and not email:
            text, email = text[: address.start()].rstrip(" -–:,(<"), address[1]
        elif number and not phone:
            text, phone = text[: number.start()].rstrip(" -–:,("), number[1]
    return NamedPerson(text.strip(), phone.strip(), email)


def holds_two(name: str) -> bool:
    """Whether a name is probably those of several people: `Nguyễn Thị Lan, Phạm Văn Bình`. What
    stands in brackets tells people apart."""
    parts = [one for one in _TWO.split(_BRACKETS.sub(" ", name)) if one]
    return sum(map(_is_name, parts)) > 1


def _is_name(text: str) -> bool:
    """Whether a text may be a person's name, or a given name alone, and no title."""
    words = text.split()
    first = words[0].casefold() if words else ""
    if not 1 <= len(words) <= 6 or first in _TITLES or any(map(str.isdigit, text)):
        return False
    if len(words) == 1:
        return text[0].isupper() and not (text.isupper() and len(text) <= 3)
    return first in _SURNAMES or all(word[0].isupper() for word in words)


def is_odd_name(name: str) -> bool:
    """Whether a name has what names have not."""
    return any(map(str.isdigit, name)) or "@" in name or len(fold_text(name)) < 2
