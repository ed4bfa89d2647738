"""The line that numbers the columns, and the formulas that stand in it: `A`, `(1)`, `1=(2+3+4)`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from templates.form_draft.recognition.paper.grid import Grid

_NUMBER = r"\d{1,3}[a-zđ]?|[A-ZĐ]{1,2}|[a-zđ]"
_TOKEN = re.compile(rf"(?:cột\s*)?\(?\s*({_NUMBER})\s*\)?\s*(?:\(?\s*=\s*(.+))?", re.IGNORECASE)
_IN_HEAD = (
    re.compile(rf"^(.*\S)\s*\(\s*({_NUMBER})\s*=\s*([^=]+)\)$"),
    re.compile(r"^(.*\S)\s+(\d{1,3})\s*\(\s*=\s*([^=]+)\)$"),
    re.compile(r"^(.*\S)\s*\(\s*(\d{1,3})\s*\)\s*=\s*(.+)$"),
    re.compile(r"^(.*\S)\s*[(\[]\s*(\d{1,3})()\s*[)\]]$"),
)
_PART = re.compile(
    r"\d+(?:[.,]\d+)?\s*%|\d+,\d+|\d{1,3}(?:[a-wyzđ](?![a-zđ\d]))?|[A-ZĐ](?![A-ZĐa-zđ])|"
    r"[-+*/():×÷–]|x(?=\s*[\d(\[])"
)
_SIGNS = {"x": "*", "×": "*", "÷": "/", ":": "/", "–": "-"}
_SCALES = frozenset({"10", "100", "1000", "10000", "1000000", "12"})
_LETTERS = "ABCDEFGHIK"
_HIGHEST_FIRST = 3  # number of the first column
_LARGEST = 2  # step: a number may be left out
_FEWEST_PERCENT = 60  # of the cells of a line that must be numbers


@dataclass(frozen=True)
class PrintedNumber:
    """The number of a column, and what is printed behind its `=`; `printed` as on the paper."""

    number: str
    formula: str = ""
    printed: str = ""


def read_number(text: str) -> PrintedNumber | None:
    """What a cell of the numbering line says; None for other words."""
    plain = _bare(text)
    found = _TOKEN.fullmatch(plain)
    if found is None or (found[1].isalpha() and found[1].islower() and len(plain) > 1):
        return None
    return PrintedNumber(found[1], _balanced(found[2] or ""), text)


def number_in_head(text: str) -> PrintedNumber | None:
    """The number that stands at the end of a head: `Kỳ này (2)`, `4(=2*100/3)`."""
    for pattern in _IN_HEAD:
        found = pattern.match(text)
        if found is not None:
            start = found.start(2)
            printed = text[start:].strip() if found[3] else ""
            return PrintedNumber(found[2], _balanced(found[3].strip()), printed)
    return None


def is_numbering(grid: Grid, line: int) -> bool:
    """Whether a line of a table numbers its columns."""
    cells = grid.row(line)
    said = [read_number(cell.text) for cell in cells if cell.text]
    if not said or any(one is None for one in said):
        return False
    if any(cell.line != line for cell in cells if cell.text):
        return False
    numbers = [one for one in (_figure(found.number) for found in said if found) if one is not None]
    letters = [found.number for found in said if found is not None and found.number.isalpha()]
    if len(said) * 100 < len(cells) * _FEWEST_PERCENT or len(said) < 2:
        return False
    ordered = [one for one in letters if len(one) == 1]
    if "".join(ordered) not in _LETTERS or (ordered and ordered[0] > "C"):
        return False
    steps = [later - sooner for sooner, later in pairwise(numbers)]
    if not numbers:
        return len(ordered) > 1
    known = len(numbers) > 1 or (bool(letters) and numbers == [1])
    return known and numbers[0] <= _HIGHEST_FIRST and all(1 <= step <= _LARGEST for step in steps)


def compute_formula(formula: str, keys: Mapping[str, str]) -> str | None:
    """The formula over the keys of columns, as `[2] + [3]`; None for one that cannot be computed:
    it has words in it, or a number that is no column's. `keys` are by printed number."""
    text = re.sub(r"cột\s*", "", _bare(formula), flags=re.IGNORECASE).strip(" .;")
    parts = _PART.findall(text)
    if not parts or "".join("".join(parts).split()) != "".join(text.split()):
        return None
    made = [_part(one, keys) for one in parts]
    if any(one is None for one in made):
        return None
    printed = _without_brackets([one for one in made if one is not None])
    if not _is_sound(printed) or not any(one.startswith("[") for one in printed):
        return None
    return " ".join(printed).replace("( ", "(").replace(" )", ")")


def _part(part: str, keys: Mapping[str, str]) -> str | None:
    part = "".join(part.split())
    if part in _SIGNS or part in "+-*/()":
        return _SIGNS.get(part, part)
    if part in keys:
        return f"[{keys[part]}]"
    if part.endswith("%") or "," in part:
        return part.replace(",", ".")
    return part if part in _SCALES else None


def _without_brackets(parts: list[str]) -> list[str]:
    """Without brackets around one column, or around the whole."""
    found: list[str] = []
    for part in parts:
        found.append(part)
        if found[-3:-2] == ["("] and part == ")" and found[-2].startswith("["):
            found[-3:] = [found[-2]]
    if found and found[0] == "(" and found[-1] == ")" and "(" not in found[1:-1]:
        found = found[1:-1]
    return found


def _is_sound(parts: Sequence[str]) -> bool:
    """Whether values and signs take turns, and brackets close."""
    depth, wants_value = 0, True
    for part in parts:
        if part == "(":
            if not wants_value:
                return False
            depth += 1
        elif part == ")":
            depth -= 1
            if wants_value or depth < 0:
                return False
        elif part in "+-*/":
            if wants_value and part != "-":
                return False
            wants_value = True
        else:
            if not wants_value:
                return False
            wants_value = False
    return depth == 0 and not wants_value


def _bare(text: str) -> str:
    plain = text.replace("[", "(").replace("]", ")").strip()
    inner = plain[1:-1]
    if plain.startswith("(") and plain.endswith(")") and "=" in inner and _is_closed(inner):
        return inner.strip()
    return plain


def _is_closed(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _balanced(text: str) -> str:
    """Without the bracket that closes one which stood before the `=`."""
    text = text.strip()
    return text[:-1].strip() if text.endswith(")") and not _is_closed(text) else text


def _figure(number: str) -> int | None:
    digits = "".join(sign for sign in number if sign.isdigit())
    return int(digits) if digits else None
