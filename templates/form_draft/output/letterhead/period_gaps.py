"""The period in the lines around tables: with dots for it, or printed in a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from templates.form_draft.output.letterhead.day_gaps import YEAR
from templates.form_draft.output.letterhead.lines import (
    DOTTED,
    GAP,
    HeadGap,
    HeadLine,
    fill_gap,
    holds_gap,
    make_tag,
)
from templates.form_draft.recognition.language.words import tell_words

WHAT = "kỳ báo cáo"
_KIND = r"(?:(?:hàng|hằng)\s+)?(?:tháng|quý|(?:0?6|sáu|0?9|chín)\s+tháng|năm)"
_QUARTER = (
    rf"(?:\[quý[^\[\]]*\]\s*|quý\s*:?(?:{GAP}|\s*(?:[IVX]+|[1-4])\s*))"
    rf"(?P<quarter_year>,?\s*năm\s*:?|[/-]){YEAR}"
)
_MONTH = (
    rf"(?<!\d )(?<!ngày )tháng\s*:?(?:{GAP}|\s*\d{{1,2}}\s*)"
    rf"(?P<month_year>,?\s*năm\s*:?|[/-]){YEAR}"
)
_MONTHS = rf"(?:0?6|sáu|0?9|chín)\s+tháng\s*(?:đầu\s+|cuối\s+)?năm{YEAR}"
_SCHOOL = (
    rf"năm\s+học\s*(?:20\d\d|(?:20)?{DOTTED})\s*[-–/]\s*(?:20\d\d|(?:20)?{DOTTED})"
    rf"|năm\s+học\s*{DOTTED}"
)
_ONE_OF = rf"{_KIND}(?:\s*[/,(]\s*{_KIND})+\)?{YEAR}"
_WHOLE = re.compile(rf"{_SCHOOL}|{_ONE_OF}|{_QUARTER}|{_MONTHS}|{_MONTH}", re.IGNORECASE)
_OF_YEAR = re.compile(
    rf"\bnăm(?:\s+báo\s+cáo(?=\s*:)|(?!\s+(?:học|báo\s+cáo|trước|sau)))\s*:?(?P<year>{YEAR})",
    re.IGNORECASE,
)
_QUARTERS = re.compile(
    r"\bquý\s+[IVX]+\b|\b(?:6|sáu|9|chín)\s+tháng\b(?:\s+đầu\s+năm\b)?", re.IGNORECASE
)
_WEEK = re.compile(rf"\btuần\s*(?:thứ\s*)?{DOTTED}", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?:^|\t|\()\s*(?:kỳ|thời\s+kỳ|thời\s+gian|đợt)(?:\s+(?:báo\s+cáo|số\s+liệu))?\s*:"
    rf"(?P<gap>\s*{DOTTED}|\s*$)",
    re.IGNORECASE,
)
_HELD = re.compile(r"\[(?:tên\s+)?kỳ[^\[\]]*\]|<kỳ[^<>]*>", re.IGNORECASE)
_NUMBER = re.compile(rf"\b(?:quý|tháng)(?:\s+báo\s+cáo)?\s*:?(?P<gap>\s*{DOTTED})", re.IGNORECASE)
_ACT = re.compile(
    r"(?:thông\s+tư|nghị\s+định|quyết\s+định|nghị\s+quyết|luật|công\s+văn|đề\s+án|chỉ\s+thị|"
    r"ban\s+hành|kèm\s+theo)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"ngày\s*\S{0,8}\s*$|tuần\s*(?:thứ\s*)?\S{0,8}\s*$", re.IGNORECASE)
_ENDS = re.compile(r"[\s).,;:*]*")
_BEGINS = re.compile(r"[\s(]*")


def find_period(at: int, line: HeadLine, chosen: str = "") -> Iterator[HeadGap]:
    """Where a line has room for the period, or prints one that is meant to change; `chosen` are the
    words of one that a person has said is the report's."""
    text = line.text
    if line.zone == "foot":
        return
    labelled = _LABELLED.search(text)
    if labelled is not None:
        start, end = labelled.span("gap")
        tag = make_tag("period.name")
        filled = fill_gap(text, start, end, tag) if text[start:end].strip() else f" {tag}"
        yield HeadGap(at, start, end, filled, WHAT)
        return
    taken: list[tuple[int, int]] = []
    for found in _WHOLE.finditer(text):
        if _is_meant(line, found, chosen):
            taken.append(found.span())
            yield _whole(at, text, found)
    for found in _OF_YEAR.finditer(text):
        if not _crosses(found, taken) and _is_meant(line, found, chosen) and found["year"].strip():
            taken.append(found.span())
            start, end = found.span("year")
            yield HeadGap(at, start, end, fill_gap(text, start, end, make_tag("period.year")), WHAT)
    for found in _HELD.finditer(text):
        yield HeadGap(at, *found.span(), make_tag("period.name", found[0]), WHAT)
    for found in _NUMBER.finditer(text):
        if not _crosses(found, taken) and not _OTHER.search(text[: found.start()]):
            start, end = found.span("gap")
            tag = make_tag("period.number", otherwise=found["gap"])
            yield HeadGap(at, start, end, fill_gap(text, start, end, tag), WHAT)


def without_period(title: str, chosen: str = "", *, any_of_them: bool = False) -> str:
    """A title without the period that is printed in it: one, as two are of different things; or
    without `any_of_them`."""
    line = HeadLine(title, 0, "title")
    kept = title
    for pattern in (_WEEK, _WHOLE, _OF_YEAR, *([_QUARTERS] if any_of_them else [])):
        for found in reversed([*pattern.finditer(kept)]):
            if pattern is _WEEK or any_of_them or _is_meant(line, found, chosen):
                kept = f"{kept[: found.start()]} {kept[found.end() :]}"
    kept = re.sub(r"\s+(?=[,;:])", "", re.sub(r"\(\s*\)", " ", kept))
    return " ".join(kept.split()).strip(" ,;:-–(.…") or title


def doubtful_periods(title: str) -> list[str]:
    """The periods of years in a title of which none is surely that of the report."""
    if without_period(title) != title:
        return []
    taken: list[re.Match[str]] = []
    for pattern in (_WHOLE, _OF_YEAR):
        spans = [one.span() for one in taken]
        taken += [one for one in pattern.finditer(title) if not _crosses(one, spans)]
    printed = sorted((one for one in taken if re.search(r"20\d\d", one[0])), key=_place)
    return [*dict.fromkeys(" ".join(one[0].split()) for one in printed)]


def _place(found: re.Match[str]) -> int:
    return found.start()


def prints_period(line: HeadLine) -> bool:
    """Whether a line names a period by its year, which may be that of the report."""
    own = line.zone in ("title", "under") and not _ACT.search(line.text)
    return own and len(_periods(line.text)) > 0 and re.search(r"20\d\d", line.text) is not None


def _is_meant(line: HeadLine, found: re.Match[str], chosen: str) -> bool:
    """Dots are for the period; a printed one is meant where it is the only one of a title and no
    other thing's year, or is the whole line."""
    if chosen and line.zone == "title" and tell_words(found[0]) == tell_words(chosen):
        return True
    before, after = line.text[: found.start()], line.text[found.end() :]
    if _ACT.search(before) or _OTHER.search(before):
        return False
    if not re.search(r"20\d\d", found[0]):
        return holds_gap(found[0]) or bool(re.search(r"20\d?\s*$|\S {2,}\S", found[0]))
    if line.zone != "title":
        return bool(_BEGINS.fullmatch(before) and _ENDS.fullmatch(after))
    alone = len(_periods(line.text)) == 1
    return alone and (found.re is _WHOLE or _ENDS.fullmatch(after) is not None)


def _periods(text: str) -> list[tuple[int, int]]:
    """Where periods stand in a text, each once."""
    taken: list[tuple[int, int]] = []
    for pattern in (_WHOLE, _OF_YEAR, _QUARTERS):
        taken += [one.span() for one in pattern.finditer(text) if not _crosses(one, taken)]
    return taken


def _whole(at: int, text: str, found: re.Match[str]) -> HeadGap:
    """The words and the dots of the period, as the report calls it."""
    first = next(sign for sign in found[0] if sign.isalnum())
    short = (found["quarter_year"] or found["month_year"] or "") in ("/", "-")
    name = "name" if short else "long_name"
    if first.islower():
        name = "inner_name"
    start = found.start()
    end = start + len(found[0].rstrip())
    return HeadGap(at, start, end, make_tag(f"period.{name}", _letters(found[0])), WHAT)


def _letters(said: str) -> str:
    """The words of the phrase, without the Roman number, which is large in any case."""
    return re.sub(r"\b[IVX]+\b", "", re.sub(DOTTED, "", said))


def _crosses(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(found.start() < end and start < found.end() for start, end in taken)
