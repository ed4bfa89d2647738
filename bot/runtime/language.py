"""The language in which the command line speaks: English as it stands in the code, or Vietnamese.

What is said is its own key: `templates/wordings/vi-commands.toml` has the Vietnamese of each text,
with the same fields. A test finds every text in the code and holds the file to them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # to start quickly
    from templates.loading.problems import Problem

ENGLISH, VIETNAMESE = "en", "vi"
LANGUAGES = (ENGLISH, VIETNAMESE)
_spoken = [ENGLISH]


def speak(language: str) -> None:
    """From now on say everything in this language."""
    _spoken[0] = language


def spoken_language() -> str:
    return _spoken[0]


def tell(text: str, /, **data: Any) -> str:
    """The text in the language that is spoken, with its fields filled in."""
    return translate_text(text).format(**data)


def tell_vietnamese(text: str, /, **data: Any) -> str:
    """The text in Vietnamese, as pages show it, whatever the command line speaks."""
    return vietnamese_texts().get(one_line(text), text).format(**data)


def translate_text(text: str) -> str:
    """The text in the language that is spoken; what nobody has translated stays as it is."""
    return text if _spoken[0] == ENGLISH else vietnamese_texts().get(one_line(text), text)


def tell_problem(problem: Problem) -> str:
    """A line about what is wrong with a form file, in the language that is spoken."""
    from templates.loading.problem_words import describe_problem

    return str(problem) if _spoken[0] == ENGLISH else describe_problem(problem)


def one_line(text: str) -> str:
    """The text as it stands in the file: a docstring is broken where the code is."""
    return " ".join(text.split())


@cache
def vietnamese_texts() -> dict[str, str]:
    """The Vietnamese of each text."""
    raw = (files("templates") / "wordings" / "vi-commands.toml").read_bytes()
    return {one["en"]: one["vi"] for one in tomllib.loads(raw.decode())["text"]}
