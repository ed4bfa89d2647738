"""What a page of units is asked for in its address: filters, order, page. Everything can be left
out, and what is not understood is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from conversations.workflow.unit_state import OPEN_STATES, UnitSort, UnitState

PAGE, MOST = 100, 200  # units of a page, and at most
LONGEST_SEARCH = 100  # characters
MOST_LATE = 365  # days
_MOST_PAGE = 100_000
_GREATEST = 2**31 - 1


class UnitShow(StrEnum):
    """By what state units are shown, as it stands in the address."""

    ALL = ""
    OWING = "chua-nop"
    LATE = "qua-han"
    NEW = "chua-bat-dau"
    OPEN = "dang-lam"
    RETURNED = "tra-lai"
    CORRECTING = "dinh-chinh"
    REVIEW = "cho-duyet"
    APPROVED = "da-duyet"
    AWAY = "khong-lien-lac"

    @property
    def states(self) -> tuple[UnitState, ...]:
        """The states that are meant; none where it is no question of them."""
        if self is UnitShow.OWING:
            return OPEN_STATES
        return (UnitState[self.name],) if self.name in UnitState.__members__ else ()


SORTS: Mapping[str, UnitSort] = {
    "ma": UnitSort.CODE,
    "ten": UnitSort.NAME,
    "cap-tren": UnitSort.ABOVE,
    "trang-thai": UnitSort.STATE,
    "han": UnitSort.DUE,
    "tre": UnitSort.LATE,
    "da-dien": UnitSort.FILLED,
    "canh-bao": UnitSort.WARNINGS,
    "nguoi": UnitSort.PERSON,
    "dien-thoai": UnitSort.PHONE,
    "hoat-dong": UnitSort.SEEN,
}
_SORT_NAMES = {sort: name for name, sort in SORTS.items()}


@dataclass(frozen=True, slots=True)
class UnitQuery:
    """Which units of a round, in which order, and which page of them, counted from 1. `root`: the
    part of the tree that is seen, where somebody watches over several; `under`: a part of it.
    `late`: at least so many working days."""

    text: str = ""
    show: UnitShow = UnitShow.ALL
    kind: str = ""
    root: int = 0
    under: int = 0
    warned: bool = False
    locked: bool = False
    late: int = 0
    sort: UnitSort = UnitSort.NAME
    descending: bool = False
    page: int = 1
    size: int = PAGE

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves units out."""
        plain = UnitQuery(root=self.root, sort=self.sort, descending=self.descending)
        return replace(self, page=1, size=PAGE) != plain

    def fields(self, **changes: Any) -> dict[str, str]:
        """The same with these changes, as the fields of an address."""
        asked, plain = replace(self, **changes), UnitQuery()
        return {
            _NAMES[one.name]: _printed(getattr(asked, one.name))
            for one in fields(self)
            if getattr(asked, one.name) != getattr(plain, one.name)
        }

    def sorted_by(self, name: str) -> dict[str, str]:
        """The fields for a tap on the head of this column: the other way round, when it is sorted
        by it already."""
        sort = SORTS[name]
        turned = sort is self.sort and not self.descending
        return self.fields(sort=sort, descending=turned, page=1)

    def direction(self, name: str) -> str:
        """How the column of this name is sorted, as `aria-sort` says it."""
        if SORTS[name] is not self.sort:
            return "none"
        return "descending" if self.descending else "ascending"


_NAMES = {
    "text": "tim",
    "show": "trang-thai",
    "kind": "loai",
    "root": "goc",
    "under": "thuoc",
    "warned": "canh-bao",
    "locked": "khoa",
    "late": "tre",
    "sort": "sap",
    "descending": "giam",
    "page": "trang",
    "size": "co",
}


def read_unit_query(said: Mapping[str, str]) -> UnitQuery:
    """The query that an address says."""
    show = said.get("trang-thai", "")
    return UnitQuery(
        text=" ".join(said.get("tim", "").split())[:LONGEST_SEARCH],
        show=UnitShow(show) if show in {*UnitShow} else UnitShow.ALL,
        kind=said.get("loai", "")[:32],
        root=_number(said.get("goc"), 0, _GREATEST),
        under=_number(said.get("thuoc"), 0, _GREATEST),
        warned=said.get("canh-bao") == "1",
        locked=said.get("khoa") == "1",
        late=_number(said.get("tre"), 0, MOST_LATE),
        sort=SORTS.get(said.get("sap", ""), UnitSort.NAME),
        descending=said.get("giam") == "1",
        page=max(1, _number(said.get("trang"), 1, _MOST_PAGE)),
        size=max(1, _number(said.get("co"), PAGE, MOST)),
    )


def _number(said: str | None, otherwise: int, most: int) -> int:
    if said is None or not said.isascii() or not said.isdigit() or len(said) > 12:
        return otherwise
    return min(int(said), most)


def _printed(value: object) -> str:
    if isinstance(value, UnitSort):
        return _SORT_NAMES[value]
    return "1" if value is True else str(value)
