"""The words of an expression, and nothing but them.

Every word is checked against a closed list before any parser sees the text, so attribute access,
strings, subscripts, power, lambdas and look-alike letters cannot even be written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_LENGTH = 20_000  # characters of an expression; a form file may say a tenth of it
MAX_TOKENS = 2_000
MAX_DEPTH = 30  # brackets within brackets, operators within operators

ALLOWED = (
    "[KEY] or [ROW:COLUMN], a number as 30 or 0.5, + - * /, < <= = == != >= >, and, or, not, "
    "round brackets, and the known functions"
)

_TOKEN = re.compile(
    r"\[\s*(?P<key>[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?::[A-Za-z0-9]+)?)\s*\]"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?!\w)"
    r"|(?P<bad>\*\*|//|<>|:=)"
    r"|(?P<sign><=|>=|==|!=|[-+*/<>=(),])"
)
_SPACE = re.compile(r"[ \t\r\n]*")


class ExpressionError(ValueError):
    """A text is no expression: what was found and what is allowed, for the form's author."""


@dataclass(frozen=True)
class RewrittenExpression:
    """An expression rewritten for Python's parser: row keys and numbers are replaced by the
    names of `leaves`, so that no number ever becomes a float."""

    python: str
    leaves: dict[str, str | Decimal]  # _0 → the row I.01.02, _1 → Decimal("0.5")
    keys: tuple[str, ...]  # in order of appearance, each once


def tokenize_expression(text: str, names: frozenset[str]) -> RewrittenExpression:
    """The expression's words; `names` are the functions it may call. ExpressionError when it is
    too long, too deep, or holds anything else."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"{len(text)} characters; allowed: at most {MAX_LENGTH}")
    leaves: dict[str, str | Decimal] = {}
    words: list[str] = []
    depth = 0
    position = _skip_space(text, 0)
    while position < len(text):
        match = _token_at(text, position)
        words.append(_word(match, leaves, names))
        depth += {"(": 1, ")": -1}.get(words[-1], 0)
        if depth > MAX_DEPTH or len(words) > MAX_TOKENS:
            what = f"{MAX_DEPTH} brackets deep, {MAX_TOKENS} words long"
            raise ExpressionError(
                f"too deep or too long at character {position + 1}; allowed: {what}"
            )
        position = _skip_space(text, match.end())
    if not words:
        raise ExpressionError(f"nothing found; allowed: {ALLOWED}")
    keys = (leaf for leaf in leaves.values() if isinstance(leaf, str))
    return RewrittenExpression(" ".join(words), leaves, tuple(dict.fromkeys(keys)))


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _token_at(text: str, position: int) -> re.Match[str]:
    match = _TOKEN.match(text, position)
    if match is None or match["bad"]:
        found = match["bad"] if match else text[position : position + 12]
        raise ExpressionError(f"found {found!r} at character {position + 1}; allowed: {ALLOWED}")
    return match


def _word(match: re.Match[str], leaves: dict[str, str | Decimal], names: frozenset[str]) -> str:
    if match["key"] or match["number"]:
        leaf = f"_{len(leaves)}"
        leaves[leaf] = match["key"] or Decimal(match["number"])
        return leaf
    name = match["name"]
    if name is None:
        return "==" if match["sign"] == "=" else str(match["sign"])
    if name not in names and name not in {"and", "or", "not"}:
        functions = ", ".join(sorted(names))
        allowed = f"and, or, not, {functions}; [KEY] for a row"
        raise ExpressionError(f"found {name!r}; allowed: {allowed}")
    return name
