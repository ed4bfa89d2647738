"""The title of a form, among the lines above its first table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from templates.form_draft.recognition.language.lexicon import LETTERHEAD, ORGANISATIONS, TITLES
from templates.form_draft.recognition.language.markers import read_marker
from templates.form_draft.recognition.language.words import (
    begins_with,
    is_blank,
    is_capital,
    on_paper,
    tell_words,
)
from templates.form_draft.recognition.letterhead import read_appendix_name
from templates.form_draft.recognition.paper.grid import PaperLine

_NEVER = re.compile(
    r"^\s*(?:\(|số\s*[:.…]|kính\s+gửi|đơn\s+vị\s+tính|đơn\s+vị|đvt|kỳ\s+báo\s+cáo|từ\s+ngày|đến\s+ngày|"
    r"thời\s+điểm|ban\s+hành|ngày|bc\s|năm\s*[.…\d]|tháng\s*[.…\d]|quý\s*[.…ivx\d]|-+\s*$|số\s+liệu\s+tính)",
    re.IGNORECASE,
)
_FEWEST = 3  # points of a line that may begin a title
_LONGEST = 400  # characters


def read_title(lines: Sequence[PaperLine]) -> str:
    """The title, its lines joined; empty where none stands there."""
    scores = [_score(line) for line in lines]
    begun = next((at for at, score in enumerate(scores) if score >= _FEWEST), len(lines))
    marked = (at for at, line in enumerate(lines) if at > begun and _is_numbered(line))
    scores = scores[: next(marked, len(lines))]
    best = max(scores, default=0)
    if best < _FEWEST:
        return ""
    first = last = scores.index(best)
    while first > 0 and _belongs(lines[first - 1], lines[first], scores[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1]):
        last += 1
    words = [" ".join(_own_part(line).split()) for line in lines[first : last + 1]]
    return " ".join(filter(None, words))[:_LONGEST]


def is_title(line: PaperLine) -> bool:
    """Whether a line may begin the title of a form or of a table."""
    return _score(line) >= _FEWEST


def _is_numbered(line: PaperLine) -> bool:
    """Whether what a form asks begins here."""
    return line.region == 0 and read_marker(line.words)[0].kind in ("part", "roman", "digit")


def _own_part(line: PaperLine) -> str:
    return max(line.words.split("\t"), key=len) if "\t" in line.text else line.words


def _score(line: PaperLine) -> int:
    text = line.words
    if is_blank(text) or _NEVER.match(text) or len(tell_words(text).split()) < 2:
        return 0
    if (read_appendix_name(text) or "") == on_paper(text):
        return 0
    organised = begins_with(text, ORGANISATIONS)
    named = begins_with(text, TITLES)
    if begins_with(text, LETTERHEAD) and not begins_with(text, ("biểu tổng", "biểu thống")):
        return 0
    if "\t" in line.text or (text.rstrip().endswith((":", "…", "...")) and organised):
        return 0
    if organised and not named:
        return 0
    score = 3 * named + 2 * is_capital(text) + line.centered + line.bold
    if line.region == 0:
        score += 1
    return score if named or is_capital(text) or (line.centered and line.bold) else 0


def _belongs(before: PaperLine, line: PaperLine, score: int) -> bool:
    """Whether the line above is the beginning of the title."""
    if before.region != line.region or before.centered != line.centered:
        return False
    short = tell_words(before.words).strip() in ("báo cáo", "thống kê", "bảng", "biểu", "tổng hợp")
    return short or (score >= _FEWEST and is_capital(before.words) == is_capital(line.words))


def _goes_on(line: PaperLine, after: PaperLine) -> bool:
    """Whether the line below is more of the title."""
    text = after.words
    if is_blank(text) or _NEVER.match(text) or after.region != line.region:
        return False
    if begins_with(text, LETTERHEAD) or "\t" in after.text:
        return False
    alone = tell_words(line.words).strip() in ("báo cáo", "thống kê", "biểu tổng hợp", "phụ lục")
    alike = after.bold == line.bold and after.centered == line.centered
    return (
        alike and is_capital(text) == is_capital(line.words) and (after.bold or after.centered)
    ) or (alone and (after.bold or after.centered))
