"""Identification codes of offices, as Decision 20/2020/QĐ-TTg gives them: `H59.17`,
`H59.17.00.000`; and in the order of QCVN 102:2016, which documents still have: `000.17.H59`.

A code is a letter and two digits for a ministry or province, and two or three digits for each level
below it. Which codes there are is not known here: the shape alone is looked at."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 32  # characters of a code as it is kept
_PROVINCE, _LEVEL = r"[A-Z][0-9]{2}", r"[0-9]{2,3}"
_SHAPE = re.compile(rf"{_PROVINCE}(?:\.{_LEVEL}){{0,4}}|(?:{_LEVEL}\.){{1,4}}{_PROVINCE}")
_AROUND = re.compile(r"\s*\.\s*")


def read_identification_code(text: str) -> str | None:
    """The code as it is kept, in capitals and without blanks; None for what has not its shape."""
    said = unicodedata.normalize("NFKC", text).strip(" .,;:").upper()
    code = _AROUND.sub(".", said)
    return code if _SHAPE.fullmatch(code) else None
