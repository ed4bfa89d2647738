"""What the query of a request may say: each parameter is declared once, for reading and for the
description of the interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.api.problems import ApiProblemError, quote_sent
from storage.tables.types import MOST_ROWS

WORD = "^[A-Za-z0-9_-]{1,64}$"
MOST_PARAMETERS = 20
DIGITS = 10


@dataclass(frozen=True)
class Parameter:
    """One parameter: how its text is read (None: it cannot be), its JSON schema, what it is for,
    and what people are told of what it may be."""

    name: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    about: str
    allowed: str
    example: str
    default: Any = None


def whole_number(most: int) -> Callable[[str], int | None]:
    """Reads a number in figures alone, from 1 to the most."""

    def read(said: str) -> int | None:
        plain = said.isascii() and said.isdecimal() and len(said) <= DIGITS
        found = int(said) if plain else None
        return found if found is not None and 1 <= found <= most else None

    return read


def plain_word(said: str) -> str | None:
    """A word of letters, figures and signs as keys are made of."""
    return said if re.fullmatch(WORD, said) and not said.endswith("\n") else None


def number_parameter(name: str, about: str) -> Parameter:
    """The number of a unit or another row."""
    schema = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}
    return Parameter(name, whole_number(MOST_ROWS), schema, about, "một số nguyên dương", "7")


def word_parameter(name: str, about: str, example: str) -> Parameter:
    """A word."""
    schema = {"type": "string", "pattern": WORD}
    return Parameter(name, plain_word, schema, about, "một từ", example)


def choice_parameter(name: str, about: str, choices: Sequence[str]) -> Parameter:
    """One of some words."""
    known = frozenset(choices)
    return Parameter(
        name,
        lambda said: said if said in known else None,
        {"type": "string", "enum": [*choices]},
        about,
        f"một trong: {', '.join(choices)}",
        choices[0],
    )


def limit_parameter(default: int, most: int) -> Parameter:
    """How many items a page has."""
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    about = "How many items a page has"
    allowed = f"một số từ 1 đến {most}"
    return Parameter("limit", whole_number(most), schema, about, allowed, str(default), default)


CURSOR = Parameter(
    "cursor",
    lambda said: said,
    {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,120}$"},
    "Where the list goes on: as `next` of the page before has it",
    "như trong “next”",
    "…",
)


def read_query(declared: Sequence[Parameter], given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The values of the declared parameters. ApiProblemError for one that is not declared, comes
    twice, or cannot be read."""
    known = {one.name: one for one in declared}
    values = {one.name: one.default for one in declared}
    seen: set[str] = set()
    for name, said in given[: MOST_PARAMETERS + 1]:
        if name not in known:
            allowed = ", ".join(known) or "(không có)"
            raise ApiProblemError("unknown_parameter", name=quote_sent(name), allowed=allowed)
        if name in seen:
            raise ApiProblemError("repeated_parameter", name=name)
        seen.add(name)
        values[name] = known[name].read(said)
        if values[name] is None:
            one = known[name]
            told = {"said": quote_sent(said), "allowed": one.allowed, "example": one.example}
            raise ApiProblemError("bad_parameter", None, name=name, **told)
    return values
