"""Formulas that are printed beside rows: a code `10=11+12`, a label `Tổng số (1+2+3)`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from templates.form_draft.model import DraftRow, DraftTable

_BRACKETS = str.maketrans("{}[]–−", "()()--")
_IN_LABEL = re.compile(r"\(\s*(?:([0-9A-Za-zĐđ.]{1,8})\s*=)?\s*([^=]*[-+][^=]*?)\s*\)\s*$")
_BEHIND = re.compile(r"\b([0-9IVXA-Z.]{1,6})\s*=\s*([0-9IVXA-Z.]+(?:\s*[-+]\s*[0-9IVXA-Z.]+)+)\s*$")
_RANGE = re.compile(r"^\s*\d+\s*[-–]\s*\d+\s*$")  # of years or ages
_NAME = re.compile(
    r"\(?\s*(?:mã\s*số\s*|mục\s*|dòng\s*)?([0-9]{1,4}(?:\.[0-9]+)*[a-zđ]?|[IVXLC]+|[A-ZĐ]|[a-zđ])\s*\)?"
)
_TOTAL = re.compile(
    r"^(?:tổng\s+số|tổng\s+cộng|tổng|cộng)\s*[:.]?\s*([0-9IVXA-Z]{1,4}(?:\s*\+\s*[0-9IVXA-Z]{1,4})+)\s*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s*([-+()])\s*")


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
    label = row.label.translate(_BRACKETS)
    for start in (at for at, sign in enumerate(label) if sign == "("):
        found = _IN_LABEL.fullmatch(label[start:])
        if found is None:
            continue
        terms = [one for one in _SIGNED.split(found[2]) if one and one not in "-+()"]
        sums = found[1] or "+" in found[2] or not _RANGE.search(found[2])
        if sums and all(_NAME.fullmatch(one) for one in terms):
            return found[2]
    behind = _BEHIND.search(label)
    if behind is not None:
        return behind[2]
    total = _TOTAL.match(label)
    return total[1] if total is not None else ""


def _formula(at: int, said: str, rows: Sequence[DraftRow], keys: Sequence[str]) -> str | None:
    """A sum of rows, its brackets opened: 20 + (21 - 22) is 20 + 21 - 22."""
    made: list[str] = []
    signs, sign, wants = [1], 1, True
    for part in (one for one in _SIGNED.split(said.translate(_BRACKETS).strip(" .;")) if one):
        if part in "-+":
            sign, wants = (1 if part == "+" else -1), True
        elif part == "(":
            signs.append(signs[-1] * sign)
            sign = 1
        elif part == ")":
            if len(signs) < 2 or wants:
                return None
            signs.pop()
        else:
            name = _NAME.fullmatch(part.strip())
            row = _find(at, name[1], rows) if name is not None and wants else None
            if row is None or row == at:
                return None
            plus = signs[-1] * sign > 0
            made += ["+" if plus else "-", f"[{keys[row]}]"]
            wants = False
    if len(signs) > 1 or wants or len(made) < 4:
        return None
    return " ".join(made[1:] if made[0] == "+" else made)


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
