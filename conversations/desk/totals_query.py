"""What a page of totals is asked for in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

COLUMNS, ROWS = 10, 120  # of a page
_GREATEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class TotalsQuery:
    """Totals below a unit, `unit`, or that at the top; of one `section`; by parts of the tree, or
    `by_period`; which page of rows and of columns, counted from 1; and the figure that is looked
    into: a `row`, in the `column` of this unit or round, or of all."""

    root: int = 0
    unit: int = 0
    section: str = ""
    by_period: bool = False
    rows: int = 1
    columns: int = 1
    row: str = ""
    column: int = 0

    def fields(self, **changes: Any) -> dict[str, str]:
        """The same with these changes, as the fields of an address."""
        asked, plain = replace(self, **changes), TotalsQuery()
        return {
            _NAMES[one.name]: "1" if getattr(asked, one.name) is True else str(value)
            for one in fields(self)
            if (value := getattr(asked, one.name)) != getattr(plain, one.name)
        }


_NAMES = {
    "root": "goc",
    "unit": "don-vi",
    "section": "phan",
    "by_period": "theo-ky",
    "rows": "trang",
    "columns": "cot",
    "row": "dong",
    "column": "o",
}


def read_totals_query(said: Mapping[str, str]) -> TotalsQuery:
    """The query that an address says; what is not understood is left out."""
    return TotalsQuery(
        root=_number(said.get("goc"), 0),
        unit=_number(said.get("don-vi"), 0),
        section=said.get("phan", "")[:64],
        by_period=said.get("theo-ky") == "1",
        rows=max(1, _number(said.get("trang"), 1)),
        columns=max(1, _number(said.get("cot"), 1)),
        row=said.get("dong", "")[:64],
        column=_number(said.get("o"), 0),
    )


def _number(said: str | None, otherwise: int) -> int:
    if said is None or not said.isascii() or not said.isdigit() or len(said) > 12:
        return otherwise
    return min(int(said), _GREATEST)
