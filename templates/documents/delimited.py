"""Tables as text that a spreadsheet opens: what Excel makes of them where Windows is Vietnamese.

There a comma stands before decimals, so the sign between columns is a semicolon; and Excel takes a
file for UTF-8 only where it begins with a byte order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from templates.documents.safe_text import clean_xml_text

SIGN = ";"
_FORMULAS = frozenset("=+-@\t\r\n|%")  # what a formula may begin with


def write_delimited(head: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """The table in UTF-8 with a byte order mark. No text becomes a formula: one that would has an
    apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SIGN, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(one) for one in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: str | int | None) -> str | int:
    if not isinstance(value, str):
        return "" if value is None else value
    text = clean_xml_text(value)
    return f"'{text}" if text[:1] in _FORMULAS else text
