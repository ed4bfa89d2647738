"""What is wrong with a form file, in Vietnamese. `templates/wordings/vi-problems.toml` has the
words for each text of the code, with what it names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from templates.loading.problems import Problem

NAMED = "{}"
LONGEST = 2_000  # characters of a text that are looked at
_LIST = re.compile(r"\{type: .*\}|'[^']*'(?:, '[^']*')* or '[^']*'", re.DOTALL)
_BETWEEN = {
    "a number from 1 to ": "số từ 1 đến ",
    "a number": "một số",
    "a day as ": "một ngày như ",
    "one of ": "một trong ",
    " to ": " đến ",
    " or ": " hoặc ",
}
_PLACES = {
    "(print)": "(bản in)",
    "(file)": "(tệp)",
    "(folder)": "(thư mục)",
    "(page)": "(trang)",
    "(table)": "(bảng)",
}
_PLACED = re.compile(r"\{(\d*)\}")


class _Phrase(NamedTuple):
    """A text of the code as a pattern, and what stands for it."""

    pattern: re.Pattern[str]
    words: str


def describe_problem(problem: Problem) -> str:
    """The place, what stands there and what should, in Vietnamese."""
    found, allowed = (translate_part(text) for text in (problem.found, problem.allowed))
    place = f"{problem.file}, dòng {problem.line}, mục {_place(problem.key)}"
    return f"{place}: thấy {found}; cần {allowed}"


def _place(key: str) -> str:
    """The place in the file; what is no name in it in Vietnamese."""
    first, slash, rest = key.partition("/")
    return f"{_PLACES.get(first, first)}{slash}{rest}"


def translate_part(text: str) -> str:
    """What was found, or is allowed; as it is where it is a name or a value. What it names is
    translated too."""
    for phrase in _phrases():
        match = phrase.pattern.fullmatch(text[:LONGEST])
        if match is not None:
            return _filled(phrase.words, [_inner(one) for one in match.groups()])
    return _listed(text)


def _listed(text: str) -> str:
    """A list of values, or of what an answer may say: only the words between them."""
    if not _LIST.fullmatch(text):
        return text
    for en, vi in _BETWEEN.items():
        text = text.replace(en, vi)
    return text


def _inner(text: str) -> str:
    """What a text names, where that is one of the texts alone: names stay as they are."""
    return _plain().get(text, text)


def _filled(words: str, named: list[str]) -> str:
    at = iter(range(len(named)))
    return _PLACED.sub(lambda found: named[int(found[1]) if found[1] else next(at)], words)


@cache
def problem_texts() -> dict[str, str]:
    """The Vietnamese of each text, `{}` for what it names."""
    raw = (files("templates") / "wordings" / "vi-problems.toml").read_bytes()
    return {one["en"]: one["vi"] for one in tomllib.loads(raw.decode())["text"]}


@cache
def _plain() -> dict[str, str]:
    return {en: vi for en, vi in problem_texts().items() if NAMED not in en}


@cache
def _phrases() -> tuple[_Phrase, ...]:
    """The texts, those that say most first."""
    known = sorted(problem_texts().items(), key=lambda pair: -len(pair[0].replace(NAMED, "")))
    return tuple(
        _Phrase(re.compile("(.*?)".join(map(re.escape, en.split(NAMED))), re.DOTALL), vi)
        for en, vi in known
    )
