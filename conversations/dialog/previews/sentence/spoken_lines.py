"""Numbers of lines as they are dictated in a sentence about them, written in figures: `một với hai
đúng, ba là 2`, `một hai đúng, ba hai`."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import pairwise

from conversations.bulk.lead_ins.dictated_rows import ACCENTED, UNITS
from conversations.text.normalize import fold_text

_RIGHT = frozenset(("dung", "sai", "ok", "lon", "nham"))
_STARTS = _RIGHT | {"va", "voi", "con", "rieng", "roi", "cau", "dong", "bo", "nhung", "da", "vang"}
_FOLLOWS = _RIGHT | frozenset(
    ("la", "bo", "giu", "thi", "deu", "cung", "sua", "doi", "thanh", "chua", "khong", "co", "nguoc")
)
_JOINS = ("voi", "va", "den", "toi", "cung")
_TOKEN = re.compile(r"\w+|[,.;:!?\n]")
_SIGNS = ",.;:!?\n"


def write_line_numbers(plain: str, numbers: Container[int]) -> str:
    """The text with such numbers in figures, where these lines, or rows of the list, have them."""
    folded = fold_text(plain)
    tokens = [*_TOKEN.finditer(folded)] if len(folded) == len(plain) else []
    typed = not plain.isascii()
    values = [_value(plain[one.start() : one.end()].casefold(), one[0], typed) for one in tokens]
    words = [one[0] for one in tokens]
    spans: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        begins = at == 0 or words[at - 1] in _STARTS or words[at - 1] in _SIGNS
        run = _run(words, values, at) if begins and values[at] else []
        said = _named(words, values, run, right=not _RIGHT.isdisjoint(words[:at]))
        if said and all(values[one] in numbers for one in said):
            alone = words[said[-1] + 1] not in _FOLLOWS  # before its value
            spans += [(*tokens[one].span(), f"{values[one]}{' là' * alone}") for one in said]
        at = max(at + 1, run[-1] + 1 if run else 0)
    for start, end, written in reversed(spans):
        plain = f"{plain[:start]}{written}{plain[end:]}"
    return plain


def _value(typed: str, folded: str, accented: bool) -> int:
    if accented and typed not in ACCENTED:
        return 0
    return UNITS.get(folded, 0)


def _run(words: list[str], values: list[int], at: int) -> list[int]:
    """The places of the numbers that stand together from here on."""
    found = [at]
    while True:
        behind = found[-1] + 1
        joined = behind < len(words) and (words[behind] in _JOINS or words[behind] == ",")
        following = behind + joined
        if following >= len(words) or not values[following]:
            return found
        found.append(following)


def _named(words: list[str], values: list[int], run: list[int], *, right: bool) -> list[int]:
    """Those of the run that name lines: all before what is said of them; one before its value."""
    if not run:
        return []
    behind = words[run[-1] + 1] if run[-1] + 1 < len(words) else ""
    if behind in _FOLLOWS:
        tens = any(values[one] == 10 and one - before == 1 for before, one in pairwise(run))
        return [] if tens else run  # `hai muoi`
    ends = not behind or behind in _SIGNS
    if right and len(run) == 2 and run[1] - run[0] == 1 and ends:
        return run[:1]
    return run if right and len(run) == 1 and behind.isdecimal() else []
