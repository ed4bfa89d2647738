"""Days in the lines around tables: those of the period, from … to …, and that of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from templates.form_draft.output.letterhead.lines import (
    DOTTED,
    GAP,
    HeadGap,
    HeadLine,
    fill_gap,
    holds_gap,
    make_tag,
)

_DAY_NUMBER = rf"(?:{GAP}|\s*\d{{1,2}}\s*)"
YEAR = rf"(?:\s*(?:20\d?)?[ \u00a0]?{DOTTED}|\s*20\d{{0,2}}(?!\d)|[ \u00a0]*(?=$|[).,;]))"
_WORDS = rf"(?P<day>{_DAY_NUMBER})tháng(?P<month>{_DAY_NUMBER})năm(?P<year>{YEAR})"
_SLASHED = rf"(?P<slashed>{DOTTED}\s*/\s*{DOTTED}\s*/\s*(?:20)?(?:{DOTTED})?)"
_DAY = re.compile(
    rf"(?P<lead>(?:\b(?:từ|đến|tới)(?:\s+hết)?\s+)?)(?P<word>ngày"
    rf"(?:\s+(?:báo\s+cáo|lập(?:\s+(?:báo\s+cáo|biểu))?|ký|nộp)\s*:)?)?"
    rf"(?:{_WORDS}|\s*{_SLASHED}|(?P<alone>\s*{DOTTED})(?!\s*tháng))",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"từ\s+tháng(?P<first>{GAP})đến\s+(?:hết\s+)?tháng(?P<last>{GAP})năm(?P<year>{YEAR})",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[^,:;]{0,60},\s*|\W*|\W*(?:làm|lập)\s+(?:tại\s+)?[^,:;]{0,60},?\s*", re.IGNORECASE
)
_RANGE, _OF_REPORT = "ngày đầu, ngày cuối kỳ", "ngày, tháng, năm báo cáo"


def find_days(at: int, line: HeadLine) -> Iterator[HeadGap]:
    """The dates of a line that are not printed; one that may be any other day is left."""
    text = line.text
    for months in _MONTHS.finditer(text):
        for part, name in (("first", "first_month"), ("last", "last_month"), ("year", "last_year")):
            yield _gap(at, text, months, part, f"period.{name}", _RANGE)
    for found in _DAY.finditer(text):
        if not _is_open(found) or not (found["word"] or (found["lead"] and found["slashed"])):
            continue
        lead = found["lead"].lower()
        if lead.startswith("từ") and line.zone != "foot":
            yield from _day(at, text, found, "period.first", _RANGE)
        elif lead and line.zone != "foot":
            yield from _day(at, text, found, "period.last", _RANGE)
        elif not lead and _is_of_report(line, text[: found.start()]):
            yield from _day(at, text, found, "issue", _OF_REPORT)


def _is_of_report(line: HeadLine, before: str) -> bool:
    """Behind the place, or the number of the report that the form goes with."""
    placed = line.zone != "under" and _PLACE.fullmatch(before) is not None
    return placed or re.search(r"kèm\s+theo\s+báo\s+cáo\s+số\b", before, re.IGNORECASE) is not None


def _is_open(found: re.Match[str]) -> bool:
    if found["slashed"] or found["alone"]:
        return True
    said = (found["day"], found["month"])
    return any(holds_gap(one) or not one.strip() for one in said)


def _day(at: int, text: str, found: re.Match[str], of: str, what: str) -> Iterator[HeadGap]:
    dot = "_" if of.startswith("period") else "."
    if found["day"] is not None:
        for part in ("day", "month", "year"):
            yield _gap(at, text, found, part, f"{of}{dot}{part}", what)
    elif of != "issue":
        part = "slashed" if found["slashed"] else "alone"
        yield _gap(at, text, found, part, f"{of}_date", what)
    elif found["slashed"] or ":" in (found["word"] or ""):
        part = "slashed" if found["slashed"] else "alone"
        start, end = found.span(part)
        tag = "/".join(make_tag(f"issue.{part}") for part in ("day", "month", "year"))
        yield HeadGap(at, start, end, fill_gap(text, start, end, tag), what)


def _gap(at: int, text: str, found: re.Match[str], part: str, name: str, what: str) -> HeadGap:
    start, end = found.span(part)
    return HeadGap(at, start, end, fill_gap(text, start, end, make_tag(name)), what)
