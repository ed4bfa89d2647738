"""Everything that the product fills in around the tables of a form, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from templates.form_draft.output.letterhead.day_gaps import find_days
from templates.form_draft.output.letterhead.lines import HeadGap, HeadLine, holds_gap
from templates.form_draft.output.letterhead.period_gaps import find_period, prints_period
from templates.form_draft.output.letterhead.sender_gaps import find_senders
from templates.form_draft.recognition.language.words import on_paper

FILLED = "Trang in tự điền {what} ở: {places}."
LEFT = "Chỗ chấm để nguyên, người nộp tự ghi: {places}."
KEPT = (
    "Kỳ in sẵn để nguyên vì chưa rõ có phải kỳ báo cáo: {places}. Nếu phải: trả lời ở chỗ chưa "
    "chắc về tiêu đề, hoặc thay bằng dấu chấm trong tệp gốc (ví dụ: Quý …… năm 20……) rồi gửi lại."
)
_MOST, _LONGEST = 8, 80  # places that are named, and characters of one


LONGEST_LINE = 400  # characters of a line in which something is filled in


def find_gaps(lines: Sequence[HeadLine], chosen: str = "") -> list[HeadGap]:
    """The gaps of all lines, none over another: senders before days, days before periods; `chosen`
    is the printed period that a person has said is the report's."""
    lines = [one if len(one.text) <= LONGEST_LINE else replace(one, text="") for one in lines]
    found: list[HeadGap] = []
    given = [*find_senders(lines)]
    for at, line in enumerate(lines):
        given += [*find_days(at, line), *find_period(at, line, chosen)]
    for one in given:
        gone = any(one.line in other.swallows for other in found)
        over = (
            other.line == one.line and one.start < other.end and other.start < one.end
            for other in found
        )
        if not gone and not any(over):
            found.append(one)
    return found


def tell_gaps(lines: Sequence[HeadLine], gaps: Iterable[HeadGap]) -> list[str]:
    """For the author: what is filled in where, and which dots are left."""
    kinds: dict[str, list[int]] = {}
    filled: set[int] = set()
    for gap in gaps:
        kinds.setdefault(gap.what, []).append(gap.line)
        filled |= {gap.line, *gap.swallows}
    told = [FILLED.format(what=what, places=_places(lines, at)) for what, at in kinds.items()]
    left = [at for at, line in enumerate(lines) if at not in filled and holds_gap(line.text)]
    if left:
        told.append(LEFT.format(places=_places(lines, left)))
    if kept := [at for at, one in enumerate(lines) if at not in filled and prints_period(one)]:
        told.append(KEPT.format(places=_places(lines, kept)))
    return told


def _places(lines: Sequence[HeadLine], at: Iterable[int]) -> str:
    said = [*dict.fromkeys(on_paper(lines[one].text)[:_LONGEST] for one in at)]
    more = f" và {len(said) - _MOST} chỗ khác" if len(said) > _MOST else ""
    return "; ".join(f"“{one}”" for one in said[:_MOST]) + more
