"""What figures are measured in: behind a head, in brackets, in a line above a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from templates.form_draft.model import AnswerKind
from templates.form_draft.recognition.language.lexicon import (
    COUNT_MEASURES,
    DECIMAL_MEASURES,
    MONEY_MEASURES,
    PERCENT_MEASURES,
)
from templates.form_draft.recognition.language.words import on_paper, tell_words

_ABOVE = re.compile(
    r"\(?\s*(?:đơn\s+vị\s+tính|đơn\s+vị|đvt|đv\s*tính|đv)\s*[:.]\s*([^()]+?)\s*\)?\s*[.;]?\s*$",
    re.IGNORECASE,
)
_BLANK_ABOVE = re.compile(r"\W*(?:đơn\s+vị\s+tính|đvt)\s*:[\s.…_)]*", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_SAID = re.compile(r"^(?:đơn\s+vị\s+tính|đơn\s+vị|đvt|tính\s+bằng)\s*[:.]?\s*", re.IGNORECASE)
_LONGEST = 30  # characters
_KNOWN = frozenset(
    tell_words(one).strip()
    for one in (*COUNT_MEASURES, *DECIMAL_MEASURES, *MONEY_MEASURES, *PERCENT_MEASURES)
)
_MONEY = frozenset(tell_words(one).strip() for one in MONEY_MEASURES)
_DECIMAL = frozenset(tell_words(one).strip() for one in DECIMAL_MEASURES)
_PERCENT = frozenset(tell_words(one).strip() for one in PERCENT_MEASURES)
_PARTED = re.compile(r"\s*[/,;]\s*|\s+(?:hoặc|và)\s+")


def is_measure(text: str) -> bool:
    """Whether a text is a measure that forms use, or several of them: Cơ quan, đơn vị."""
    plain = tell_words(text).strip()
    if not plain or len(text) > _LONGEST:
        return False
    if plain in _KNOWN:
        return True
    parts = [tell_words(one).strip() for one in _PARTED.split(text)]
    return all(one in _KNOWN for one in parts)


def answer_of_measure(measure: str | None) -> AnswerKind | None:
    """What a figure of this measure is; None where the measure does not tell, as of no measure."""
    plain = tell_words(measure or "").strip()
    if not plain:
        return None
    if plain in _PERCENT or plain.startswith("%") or plain.endswith("%"):
        return "percent"
    if plain in _MONEY or plain.split("/")[0].strip() in _MONEY or " đồng" in f" {plain}":
        return "money"
    first = _PARTED.split(measure or "")[0]
    if plain in _DECIMAL or tell_words(first).strip() in _DECIMAL:
        return "decimal"
    return "count"


def measure_above(lines: Iterable[str]) -> tuple[str, str] | None:
    """The measure of `Đơn vị tính: triệu đồng`, and the line that says it."""
    for line in lines:
        found = _ABOVE.search(line)
        if found is None:
            continue
        said = on_paper(found[1]).strip(" .,;:…")
        marked = re.match(r"\(?\s*đ(?:ơn\s+vị\s+tính|vt|v\s*tính)", line.strip(), re.IGNORECASE)
        if said and (is_measure(said) or (marked and len(said) <= _LONGEST)):
            return said, line
    return None


def is_blank_measure(line: str) -> bool:
    """Whether a line has room for the measure of a table, and says none: `Đơn vị tính: ……`."""
    return _BLANK_ABOVE.fullmatch(line) is not None


def measure_in(text: str) -> str | None:
    """The measure that stands in brackets in a head or label, or behind its comma."""
    for found in reversed([*_BRACKETS.finditer(text)]):
        said = _SAID.sub("", on_paper(found[1])).strip()
        if is_measure(said) or (said != on_paper(found[1]) and said):
            return said
    return None
