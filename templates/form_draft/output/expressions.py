"""Expressions of a draft, which name columns or rows, in the words of a form file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

_NAMED = re.compile(r"\[\s*([^\[\]]+?)\s*\]")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_HUNDRED = r"(?:100\s*\*\s*)?"
_RATIO = re.compile(
    rf"{_HUNDRED}(\[[^\[\]]+\])\s*(?:\*\s*100\s*)?/\s*(\[[^\[\]]+\])(?:\s*\*\s*100)?"
)
_RELATION = re.compile(r"(.+?)\s*(==|<=|>=|<|>)\s*(.+)")
_SUM = re.compile(r"\s*\[[^\[\]]+\](?:\s*\+\s*\[[^\[\]]+\])*\s*")
LIST = "list"


@dataclass(frozen=True)
class DraftRelation:
    """`left == right` or `left <= right`, as a draft writes it."""

    left: str
    sign: Literal["==", "<=", ">=", "<", ">"]
    right: str

    @property
    def whole(self) -> str | None:
        """The one thing on the left, where it is one."""
        return single_name(self.left)

    @property
    def parts(self) -> tuple[str, ...]:
        """The things whose sum is on the right, where it is a plain sum; else nothing."""
        return tuple(_NAMED.findall(self.right)) if _SUM.fullmatch(self.right) else ()

    @property
    def adds_list(self) -> bool:
        return self.right.replace(" ", "") == f"sum([{LIST}])"


def read_relation(expression: str) -> DraftRelation | None:
    """The relation; None where it is none."""
    found = _RELATION.fullmatch(expression.strip())
    if found is None:
        return None
    left, sign, right = found.groups()
    if sign == ">=":
        left, sign, right = right, "<=", left
    return DraftRelation(left, sign, right)  # type: ignore[arg-type]


def single_name(text: str) -> str | None:
    found = _NAMED.fullmatch(text.strip())
    return found[1] if found else None


def names_in(text: str) -> list[str]:
    """What the expression names, in its order, the list aside."""
    return [name for name in _NAMED.findall(text) if name != LIST]


def write_expression(
    text: str, name: Callable[[str], str], *, added: Sequence[str] = (), as_percent: bool = False
) -> str:
    """The expression with its names rewritten; `added` are what stands for the sum of a list's
    items. A share that is a percentage is one: of a base of 0 there is none."""
    text = _SHARE.sub(_as_decimal, text.strip())
    if as_percent:
        text = _RATIO.sub(r"percent(\1, \2)", text)
    text = re.sub(r"\s*([*/])\s*", r" \1 ", text.replace("==", "="))
    text = text.replace(f"sum([{LIST}])", " + ".join(added))
    return _NAMED.sub(lambda found: found[0] if found[0] in added else f"[{name(found[1])}]", text)


def _as_decimal(found: re.Match[str]) -> str:
    digits = found[1].replace(",", ".")
    whole, _, part = digits.partition(".")
    shifted = f"{whole.zfill(3)[:-2]}.{whole.zfill(3)[-2:]}{part}"
    return shifted.rstrip("0").rstrip(".")
