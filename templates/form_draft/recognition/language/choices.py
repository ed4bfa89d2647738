"""A few words to choose from, as forms print them: ☐ Có ☐ Không, Đạt/Không đạt."""

from __future__ import annotations

import re

from templates.appendix_import.symbol_fonts import CHECKED, UNCHECKED
from templates.form_draft.recognition.language.words import is_blank, on_paper

_BOX = re.compile(f"[{CHECKED}{UNCHECKED}□○◯⬜❏❑]|\\[\\s*\\]")
_CODED = re.compile(
    r"(?:^|[;,.\s])\s*(\d{1,2})\s*[.:=-]\s*([^;:=]+?)(?=\s*(?:[;,]|\s\d{1,2}\s*[.:=-]|$))"
)
_VALUED = re.compile(r"([^=;,]*?[^=;,\s\d])\s*=\s*(\d{1,2})(?=[\s;,]|$)")
_SLASHED = re.compile(r"\s*/\s*")
_LONGEST = 40  # characters of a choice
_MOST_WORDS = 5
_PAIRS = (
    frozenset({"có", "không"}),
    frozenset({"đạt", "không đạt"}),
    frozenset({"nam", "nữ"}),
    frozenset({"đúng", "sai"}),
    frozenset({"rồi", "chưa"}),
    frozenset({"đã có", "chưa có"}),
    frozenset({"tốt", "khá"}),
    frozenset({"hoàn thành", "không hoàn thành"}),
    frozenset({"hoàn thành", "chưa hoàn thành"}),
    frozenset({"đã", "chưa"}),
)


def read_choices(text: str) -> tuple[str, ...]:
    """The words of the choices that a text offers; empty for any other text."""
    plain = on_paper(text).strip("() ")
    if _BOX.search(plain):
        return _sound(_BOX.split(plain))
    coded = _CODED.findall(plain)
    if len(coded) > 1 and [int(number) for number, _ in coded] == [*range(1, len(coded) + 1)]:
        return _sound([words for _, words in coded])
    valued = _VALUED.findall(plain)
    if len(valued) > 1 and "=" not in _VALUED.sub("", plain):
        return _sound([words for words, _ in valued])
    parts = _sound(_SLASHED.split(plain))
    small = {part.lower() for part in parts}
    return parts if any(pair <= small for pair in _PAIRS) else ()


def choices_in_head(head: str) -> tuple[str, ...]:
    """The choices in the brackets of a head: Giới tính (Nam/Nữ)."""
    for found in re.findall(r"\(([^()]{3,120})\)", head):
        choices = read_choices(found)
        if choices:
            return choices
    return ()


def _sound(parts: list[str]) -> tuple[str, ...]:
    said = [part.strip(" .,;:/-") for part in parts if not is_blank(part)]
    short = all(len(one) <= _LONGEST and len(one.split()) <= _MOST_WORDS for one in said)
    return tuple(said) if 1 < len(said) < 12 and short and len(set(said)) == len(said) else ()
