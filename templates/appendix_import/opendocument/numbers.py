"""A number in a cell of an OpenDocument file: it is kept beside the words by which it is shown."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from templates.appendix_import.cell_text import CellText
from templates.appendix_import.excel.number_format import DECIMALS, as_decimal, plain_number
from templates.appendix_import.opendocument.package import on

_KINDS = frozenset({"float", "percentage", "currency"})
_FIGURE = re.compile(r"-?\d[\d.,\s]*")
_MOST = Decimal("1e15")


def read_number(cell: Any, shown: str) -> CellText | None:
    """The number as one types it, and the words around it; where another one is shown than is
    kept, both are `ways`. None for a cell without a number."""
    kind, kept = cell.get(on("office:value-type"), ""), cell.get(on("office:value"), "")
    if kind not in _KINDS or not kept or not shown:
        return None
    try:
        amount = as_decimal(kept) * (100 if kind == "percentage" else 1)
    except (ValueError, InvalidOperation):
        return None
    figure = _FIGURE.search(shown)
    if figure is None or abs(amount) >= _MOST:
        return CellText(shown, ways=(shown, plain_number(amount)))
    behind = shown[figure.end() :].strip()
    for decimals in _decimals(figure[0].strip()):
        seen = amount.quantize(Decimal(1).scaleb(-decimals))
        if _digits(figure[0]) != _digits(f"{seen:f}"):
            continue
        words = f"{shown[: figure.start()]}{plain_number(seen)}{behind and ' '}{behind}".strip()
        if amount == seen or decimals >= DECIMALS:
            return CellText(words.replace(" %", "%"))
        return CellText(words, ways=(words, plain_number(amount)))
    return CellText(shown, ways=(shown, plain_number(amount)))


def _decimals(figure: str) -> list[int]:
    """How many decimals a figure may have: its last sign may part thousands, or be the point."""
    behind = len(figure) - 1 - max(figure.rfind("."), figure.rfind(","))
    return [0] if behind == len(figure) else [0, behind]


def _digits(figure: str) -> str:
    return "".join(filter(str.isdecimal, figure)).lstrip("0") or "0"
