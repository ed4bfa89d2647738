"""Formulas as they are printed: `1=(2+3+4)`, `12=6x23,5%`, `(3) = (4) + (5)`, `I = 1 + 2`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conversations.text.normalize import clean_text

LONGEST = 2_000  # characters of a formula
_TOKEN = re.compile(
    r"\s*(?:(?:cột|dòng|mã số|mã|mục|chỉ tiêu)\s*)?"
    r"(?P<part>\d+(?:[.,]\d+)*\s*%|\d+(?:[.,]\d+)*[a-zđ]?(?!\w)|[ivxlc]+(?!\w)"
    r"|[a-zđ](?:\.?\d+)*(?!\w)"
    r"|\.{2,}|…|[-+*/():×·÷–−\[\]])",
    re.IGNORECASE,
)
_SIGNS = {"×": "*", "·": "*", ":": "/", "÷": "/", "–": "-", "−": "-", "[": "(", "]": ")"}
_TIMES = re.compile(r"(?<=[\d\)\]%])\s*[xX×]\s*(?=[\d\(\[])")
_OPERATORS = "+-*/"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

Resolve = Callable[[str], str | None]


class UncomputableError(ValueError):
    """A formula that cannot be computed from the form; its text says why, in Vietnamese."""


@dataclass(frozen=True)
class PrintedFormula:
    """`left` is what is written before the first `=` (empty where nothing is), `rights` what the
    others hold, each as an expression over keys in brackets."""

    left: str
    rights: tuple[str, ...]

    def terms(self) -> list[tuple[str, ...]]:
        """The keys that each right side names."""
        return [tuple(re.findall(r"\[([^\]]+)\]", right)) for right in self.rights]


def read_formula(printed: str, resolve: Resolve) -> PrintedFormula:
    """A printed formula; `resolve` gives the key that a number or letter stands for. Raises
    UncomputableError."""
    if len(printed) > LONGEST:
        raise UncomputableError(f"dài hơn {LONGEST} ký tự")
    text = clean_text(printed).strip()
    left, *rights = [part.strip() for part in _unwrap(text).split("=")]
    if not rights or not all(rights):
        raise UncomputableError("không có vế phải")
    name = re.sub(r"^(cột|dòng|mã số|mục)\s*", "", left.lower()).strip("()[] ")
    return PrintedFormula(name, tuple(_read(right, resolve) for right in rights))


def _unwrap(text: str) -> str:
    """`4(=2*100/3)` and `(1=2+3)` without the brackets around the whole."""
    text = re.sub(r"^([^=()]*)\(\s*=(.*)\)$", r"\1=\2", text)
    if re.fullmatch(r"\(\s*[^()=]*=.*\)", text) and _is_one_group(text):
        return text[1:-1]
    return text


def _is_one_group(text: str) -> bool:
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at == len(text) - 1
    return False


def _read(text: str, resolve: Resolve) -> str:
    tokens = _expand(_tokens(_TIMES.sub("*", text)))
    _demand_order(tokens)
    parts = [_term(part, resolve) if _is_name(part) else part for part in tokens]
    return _print(parts)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[at:].strip()
            raise UncomputableError(f"“{rest}” không phải là cột hay dòng nào của biểu")
        part = re.sub(r"\s", "", match["part"])
        found.append(_SIGNS.get(part, part))
        at = match.end()
    return _without_brackets(found)


def _without_brackets(tokens: Sequence[str]) -> list[str]:
    """`(4)` is the column 4."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        if tokens[at] == "(" and tokens[at + 2 : at + 3] == [")"] and _is_name(tokens[at + 1]):
            found.append(tokens[at + 1])
            at += 3
        else:
            found.append(tokens[at])
            at += 1
    while len(found) > 1 and found[0] == "(" and _is_one_group("".join(found)):
        found = found[1:-1]
    return found


def _is_name(part: str) -> bool:
    return part[0].isalnum()


def _expand(tokens: Sequence[str]) -> list[str]:
    """`4+…+8` as 4+5+6+7+8."""
    found = list(tokens)
    for at, part in enumerate(tokens):
        if part[0] in ".…":
            around = [*tokens[at - 2 : at], *tokens[at + 1 : at + 3]]
            ends = [one for one in around if one.isdecimal()]
            if at < 2 or len(around) != 4 or len(ends) != 2 or around[1:3] != ["+", "+"]:
                raise UncomputableError("dấu “…” không cho biết những số nào")
            low, high = map(int, ends)
            if not low < high <= low + 200:
                raise UncomputableError("dấu “…” không cho biết những số nào")
            between = [part for one in range(low + 1, high) for part in (str(one), "+")]
            found = [*tokens[:at], *between, *tokens[at + 2 :]]
            return _expand(found)
    return found


def _demand_order(tokens: Sequence[str]) -> None:
    """Names and signs in turn, brackets in pairs."""
    depth, name_next = 0, True
    for part in tokens:
        depth += (part == "(") - (part == ")")
        if depth < 0 or (part == "(" or _is_name(part)) is not name_next:
            raise UncomputableError("không đọc được cách tính")
        if part != "(":
            name_next = part in _OPERATORS
    if depth or name_next:
        raise UncomputableError("không đọc được cách tính")


def _term(part: str, resolve: Resolve) -> str:
    key = resolve(part)
    if key is not None:
        return f"[{key}]"
    number = part.rstrip("%")
    is_factor = part.endswith("%") or "," in part or part == "100"
    if is_factor and _NUMBER.fullmatch(number):
        return part.replace(",", ".")
    raise UncomputableError(f"“{part}” không phải là cột hay dòng nào của biểu")


def _print(parts: Sequence[str]) -> str:
    """Sums with blanks around their signs, products without, as in the corpus: `[2]*100 / [3]`."""
    text = "".join(f" {part} " if part in "+-/" else part for part in parts)
    return " ".join(text.split())
