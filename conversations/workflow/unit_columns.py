"""The head of a list of units: which line it is, and what its columns hold, by whatever usual words
they are headed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.text.normalize import clean_text, fold_text
from conversations.workflow.permissions import Role

SEARCHED = 30  # lines in which the head is looked for: titles and the office's name stand above it
REQUIRED = ("code", "name")
PEOPLE = (Role.OFFICER, Role.REVIEWER, Role.COORDINATOR)
COLUMNS: Mapping[str, tuple[str, ...]] = {  # how the columns may be headed, without accents
    "code": (
        *("ma", "ma don vi", "ma dv", "ma so", "ma co quan", "ma cq"),
        *("ma don vi bao cao", "ky hieu don vi", "code", "unit code"),
    ),
    "name": (
        *("ten", "ten don vi", "ten dv", "don vi", "ten co quan", "co quan", "ten day du"),
        *("ten co quan don vi", "co quan don vi", "don vi bao cao", "ten don vi bao cao"),
        *("ten co quan, don vi", "co quan, don vi", "name", "unit", "unit name"),
    ),
    "identification_code": (
        *("ma dinh danh", "ma dinh danh dien tu", "ma dinh danh don vi", "ma dinh danh co quan"),
        *("ma dinh danh cua don vi", "ma dinh danh co quan to chuc", "ma dinh danh qd 20"),
        *("dinh danh", "ma dd", "identification code"),
    ),
    "short_name": (
        *("ten ngan", "ten tat", "ten gon", "ten viet gon", "ten rut gon", "ten ngan gon"),
        *("ten goi tat", "short name"),
    ),
    "abbreviation": (
        *("viet tat", "ten viet tat", "ky hieu", "chu viet tat", "ky hieu viet tat"),
        *("ky hieu van ban", "abbreviation"),
    ),
    "kind": (
        *("loai", "loai don vi", "loai hinh", "loai co quan", "cap", "cap don vi", "nhom"),
        *("nhom don vi", "khoi", "phan loai", "kind", "type"),
    ),
    "parent": (
        *("truc thuoc", "ma cap tren", "cap tren", "don vi cap tren", "ma don vi cap tren"),
        *("co quan cap tren", "don vi chu quan", "co quan chu quan", "chu quan", "thuoc"),
        *("thuoc don vi", "don vi truc thuoc", "truc thuoc don vi", "ma truc thuoc"),
        *("don vi quan ly", "parent", "parent code"),
    ),
    Role.OFFICER.value: (
        *("can bo", "can bo bao cao", "can bo phu trach", "can bo lap bao cao", "chuyen vien"),
        *("nguoi bao cao", "nguoi phu trach", "nguoi lap bao cao", "nguoi lap", "can bo nhap lieu"),
        *("nguoi nhap lieu", "can bo thuc hien", "ho ten can bo", "ho va ten can bo"),
        *("officer", "officers"),
    ),
    Role.REVIEWER.value: (
        *("lanh dao", "lanh dao don vi", "nguoi duyet", "lanh dao duyet", "thu truong"),
        *("lanh dao phu trach", "nguoi phe duyet", "thu truong don vi", "reviewer", "reviewers"),
    ),
    Role.COORDINATOR.value: (
        *("dau moi", "dau moi tong hop", "can bo dau moi", "nguoi dau moi", "can bo tong hop"),
        *("nguoi tong hop", "coordinator", "coordinators"),
    ),
}
_PHONE = ("dien thoai", "so dien thoai", "dt", "so dt", "sdt", "di dong", "so di dong", "phone")
_EMAIL = ("email", "e-mail", "e mail", "mail", "thu dien tu", "hop thu", "dia chi email")
_WHOSE = {  # what may follow the words for a number or address
    "unit": ("don vi", "co quan", "van phong", "co dinh", "truc", "duong day nong"),
    Role.OFFICER.value: ("can bo", "can bo bao cao", "can bo phu trach", "nguoi bao cao"),
    Role.REVIEWER.value: ("lanh dao", "lanh dao don vi", "nguoi duyet"),
    Role.COORDINATOR.value: ("dau moi", "can bo dau moi"),
    "": ("", fold_text("liên hệ"), "di dong"),
}
_WAYS: Mapping[str, tuple[str, ...]] = {  # phone_officer, email_unit, phone_, …
    f"{way}_{whose}": tuple(f"{word} {of}".strip() for word in words for of in after)
    for way, words in (("phone", _PHONE), ("email", _EMAIL))
    for whose, after in _WHOSE.items()
}
HEADED = {  # how a message calls a column
    "code": "Mã",
    "name": "Tên",
    "short_name": "Tên ngắn",
    "abbreviation": "Viết tắt",
    "kind": "Loại",
    "parent": "Trực thuộc",
    Role.OFFICER.value: "Cán bộ",
    Role.REVIEWER.value: "Lãnh đạo",
    Role.COORDINATOR.value: "Đầu mối",
    "phone": "Điện thoại",
    "identification_code": "Mã định danh",
    "email": "Email",
}
_NUMBERING = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "#", ""})
_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?")


@dataclass(frozen=True, slots=True)
class ListHead:
    """The line of the head, from 0; the place of each column that is known; the words above those
    that are not; and where the units begin."""

    line: int
    places: Mapping[str, int]
    cells: tuple[str, ...]
    begins: int

    @property
    def unread(self) -> list[str]:
        """The words above the columns that are passed over, without those that only count."""
        known = self.places.values()
        return [
            cell
            for place, cell in enumerate(self.cells)
            if place not in known and head_words(cell) not in _NUMBERING
        ]

    @property
    def lacking(self) -> list[str]:
        return [name for name in REQUIRED if name not in self.places]


def find_head(lines: Sequence[Sequence[str]]) -> ListHead:
    """The head of the list: the first line that has all columns that are needed, or else the one
    with most that are known."""
    best, most = 0, 0
    for number, cells in enumerate(lines[:SEARCHED]):
        places = known_columns(cells)
        if all(name in places for name in REQUIRED):
            return _head_at(lines, number)
        if len(places) > most:
            best, most = number, len(places)
    return _head_at(lines, best)


def known_columns(cells: Sequence[str]) -> dict[str, int]:
    """The place of each column that is known."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = head_words(cell)
        for name, called in (*COLUMNS.items(), *_WAYS.items()):
            if words in called:
                found.setdefault(name, place)
    if "identification_code" in found:  # where there is no other code, it is the unit's own
        found.setdefault("code", found["identification_code"])
    return found


def head_words(cell: str) -> str:
    """The words of a heading: without accents, marks, and what stands in brackets."""
    plain = re.sub(r"\(.*?\)", " ", fold_text(clean_text(cell)))
    return " ".join(re.sub(r"[*:./]", " ", plain).split())


def _head_at(lines: Sequence[Sequence[str]], number: int) -> ListHead:
    """With the line below, where the head has two: one word above several columns, each with its
    own below."""
    cells = [clean_text(cell) for cell in lines[number]]
    places, begins = known_columns(cells), number + 1
    if begins < len(lines):
        below = [clean_text(cell) for cell in lines[begins]]
        under = known_columns(below)
        at = places.get("code")
        if under and at is not None and (at >= len(below) or not below[at] or "code" in under):
            places = under | places
            width = max(len(cells), len(below))
            upper, lower = _to(cells, width), _to(below, width)
            cells = [low or high for high, low in zip(upper, lower, strict=True)]
            begins += 1
    while begins < len(lines) and _is_numbering(lines[begins]):
        begins += 1
    return ListHead(number, places, tuple(cells), begins)


def _to(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _is_numbering(cells: Sequence[str]) -> bool:
    """Whether a line only counts the columns: (1) (2) (3), A B 1 2."""
    said = [one for one in map(clean_text, cells) if one]
    return len(said) > 1 and all(_ORDINAL.fullmatch(one) for one in said)
