"""Columns of a row that are told by a number: the printed one, or that before the officer, `cột 2`;
or by their place, `cột cuối`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.forms.model import Form
from conversations.text.normalize import fold_text

_SAID = re.compile(
    r"(?:cột|cot|ô)\s+(?:(?:số|so|thứ|thu)\s+)?"
    r"(?P<number>\d{1,2}|đầu(?:\s+tiên)?|dau(?:\s+tien)?|cuối(?:\s+cùng)?|cuoi(?:\s+cung)?)(?!\w)",
    re.IGNORECASE,
)
FIRST, LAST = "dau", "cuoi"  # as the columns at the ends are called, without accents


def read_column_number(text: str) -> tuple[str, str] | None:
    """The number that the text begins with, and what stands behind it."""
    found = _SAID.match(text)
    if found is None:
        return None
    said = fold_text(found["number"]).split()[0]
    return said.lstrip("0") or said, text[found.end() :]


def number_cells(form: Form, keys: Sequence[str], *, shown: bool) -> list[dict[str, str]]:
    """The cells by the numbers of their columns: as they are printed, and, where they are `shown`
    under numbers, as they are counted. Two ways where these differ."""
    if not keys:
        return []
    ends = {FIRST: keys[0], LAST: keys[-1]}
    printed = {number: key for key in keys if (number := _printed(form, key))}
    counted = {str(number): key for number, key in enumerate(keys, 1)} if shown else {}
    ways = (ends | counted | printed, ends | printed | counted)
    return [way for at, way in enumerate(ways) if way not in ways[:at]]


def _printed(form: Form, key: str) -> str:
    place = form.row(key).cell
    return form.blocks_by_key[place.table].by_key[place.column].printed_number if place else ""
