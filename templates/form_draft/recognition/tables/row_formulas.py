"""Formulas that are printed beside rows: a code `10=11+12`, a label `Tổng số (1+2+3)`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from templates.form_draft.model import DraftRow, DraftTable

_IN_LABEL = re.compile(r"[(\[]\s*(?:([0-9A-Za-zĐđ.]{1,8})\s*=)?\s*([^()=]*[-+][^()=]*)\s*[)\]]\s*$")
_BEHIND = re.compile(r"\b([0-9IVXA-Z.]{1,6})\s*=\s*([0-9IVXA-Z.]+(?:\s*[-+]\s*[0-9IVXA-Z.]+)+)\s*$")
_RANGE = re.compile(r"^\s*\d+\s*[-–]\s*\d+\s*$")  # of years or ages
_NAME = re.compile(
    r"\(?\s*(?:mã\s*số\s*|mục\s*|dòng\s*)?([0-9]{1,4}(?:\.[0-9]+)*[a-zđ]?|[IVXLC]+|[A-ZĐ]|[a-zđ])\s*\)?"
)
_TOTAL = re.compile(
    r"^(?:tổng\s+số|tổng\s+cộng|tổng|cộng)\s*[:.]?\s*([0-9IVXA-Z]{1,4}(?:\s*\+\s*[0-9IVXA-Z]{1,4})+)\s*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s*([-+–])\s*")


def compute_rows(rows: list[DraftRow], codes: Sequence[str], unclear: list[str]) -> None:
    """Set the formula of each row that prints one over codes or numbers of other rows; what of a
    code names a row that is not there, or that is there twice, is said in `unclear`. `codes` are
    what stands behind the `=` in the column of codes."""
    keys = DraftTable("fixed", rows=tuple(rows)).row_keys()
    for at, row in enumerate(rows):
        said = codes[at] or _printed(row)
        if not said:
            continue
        formula = _formula(at, said, rows, keys)
        if formula is not None:
            rows[at] = replace(row, formula=formula, kind="row")
        elif codes[at]:
            unclear.append(
                f"Công thức in ở dòng “{row.label}” ({said}) không rõ chỉ những dòng nào: "
                "để nhập tay."
            )


def _printed(row: DraftRow) -> str:
    found = _IN_LABEL.search(row.label)
    sums = found is not None and (found[1] or "+" in found[2] or not _RANGE.search(found[2]))
    if found is not None and sums and all(_NAME.fullmatch(one.strip()) for one in _terms(found[2])):
        return found[2]
    behind = _BEHIND.search(row.label)
    if behind is not None:
        return behind[2]
    total = _TOTAL.match(row.label)
    return total[1] if total is not None else ""


def _terms(said: str) -> list[str]:
    return [one for one in _SIGNED.split(said.strip()) if one and one not in "-+–"]


def _formula(at: int, said: str, rows: Sequence[DraftRow], keys: Sequence[str]) -> str | None:
    parts = [one for one in _SIGNED.split(said.strip(" .;()")) if one]
    made: list[str] = []
    for part in parts:
        if part in "-+–":
            made.append("-" if part == "–" else part)
            continue
        name = _NAME.fullmatch(part.strip())
        row = _find(at, name[1], rows) if name is not None else None
        if row is None or row == at:
            return None
        made.append(f"[{keys[row]}]")
    named = [one for one in made if one.startswith("[")]
    return " ".join(made) if len(named) > 1 and made[-1].startswith("[") else None


def _find(at: int, name: str, rows: Sequence[DraftRow]) -> int | None:
    """The one row of this code; else of this number below the row, beside it, or in the table."""
    coded = [number for number, row in enumerate(rows) if row.code == name]
    if coded:
        return coded[0] if len(coded) == 1 else None
    places: tuple[Mapping[int, DraftRow], ...] = (
        {number: row for number, row in enumerate(rows) if row.parent == at},
        {n: row for n, row in enumerate(rows) if row.parent == rows[at].parent and n != at},
        dict(enumerate(rows)),
    )
    for place in places:
        found = [n for n, row in place.items() if _bare(row.stt) == name]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _bare(stt: str | None) -> str:
    return (stt or "").strip(" .)(/-:")
