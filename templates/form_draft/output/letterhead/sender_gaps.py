"""Who reports, in the lines above a title: the unit, the one above it, the number of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from templates.form_draft.output.letterhead.lines import (
    DOTTED,
    HeadGap,
    HeadLine,
    fill_gap,
    holds_gap,
    make_tag,
)
from templates.form_draft.recognition.language.lexicon import ORGANISATIONS
from templates.form_draft.recognition.language.words import begins_with, is_blank, is_capital

UNIT, PARENT, NUMBER = "tên đơn vị", "tên đơn vị cấp trên", "số của báo cáo"
_BODY = r"(?:đơn\s+vị|cơ\s+quan|tổ\s+chức)"
_ABOVE = r"(?:chủ\s+quản|cấp\s+trên(?:\s+trực\s+tiếp)?|quản\s+lý(?:\s+cấp\s+trên)?)"
_DOES = r"(?:báo\s+cáo|gửi(?:\s+báo\s+cáo)?|lập(?:\s+(?:báo\s+cáo|biểu))?|thực\s+hiện|tổng\s+hợp)"
_NAMED = rf"(?:tên\s+)?{_BODY}(?:\s*[,/]\s*{_BODY})?"
_ROOM = rf"(?P<gap>[ \u00a0\t]*{DOTTED}|\s*$)"
_UNIT = re.compile(rf"(?:^|\t|\()\s*[-+*]?\s*{_NAMED}(?:\s+{_DOES})?\s*:{_ROOM}", re.IGNORECASE)
_PARENT = re.compile(rf"(?:^|\t|\()\s*[-+*]?\s*{_NAMED}\s+{_ABOVE}\s*:{_ROOM}", re.IGNORECASE)
_NUMBER = re.compile(
    rf"^\W*số\s*:?(?P<gap>[ \u00a0]*{DOTTED}|[ \u00a0]{{2,}})(?:(?=\s*/)|\s*$)"
    rf"(?:\s*/\s*BC\s*[-–]\s*(?P<by>{DOTTED}|$))?",
    re.IGNORECASE,
)
_COVERED = re.compile(
    rf"kèm\s+theo\s+báo\s+cáo\s+số\s*:?(?P<gap>[ \u00a0]*{DOTTED}|[ \u00a0]{{2,}})"
    rf"(?:\s*/\s*BC\s*[-–]\s*(?P<by>{DOTTED})?)?",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\W*đơn\s+vị\s*:", re.IGNORECASE)
_HOLDER = re.compile(r"\[(?P<said>[^\[\]]{2,60})\]|<(?P<other>[^<>]{2,60})>")
_BLANK_NAME = re.compile(
    r"tên\s+(?:cơ\s+quan|cq|đơn\s+vị|tổ\s+chức|tc)\b[^:.…\d]*(?:\s*\d|\(\d\))?", re.IGNORECASE
)
_STOPS = re.compile(
    r"\W*(?:số\s*[:.…/]|v/v|biểu|mẫu|phụ\s+lục|kính\s+gửi|cộng\s+hòa|độc\s+lập)", re.IGNORECASE
)
_PLACES = ("huyện", "quận", "thị xã", "thành phố", "tỉnh", "xã", "phường", "thị trấn", "đặc khu")
_RECEIVES = re.compile(r"nhận|kính\s+gửi", re.IGNORECASE)


def find_senders(lines: Sequence[HeadLine]) -> Iterator[HeadGap]:
    """The names, and the number, that the lines of a form leave room for, in the order of lines."""
    labelled: set[int] = set()
    for at, line in enumerate(lines):
        if line.zone == "foot":
            continue
        found = [*_labelled(at, lines), *_held(at, line), *_number(at, line)]
        labelled |= {at, *(one.line for one in found)} if found else set()
        yield from found
    for region in dict.fromkeys(one.region for one in lines if one.zone == "head"):
        yield from _letterhead(region, lines, labelled)


def _labelled(at: int, lines: Sequence[HeadLine]) -> Iterator[HeadGap]:
    """`Đơn vị báo cáo: ……`, also with the dots on the next line; below the title only where it is
    said what the unit does, as the measure of a table has the same words."""
    text = lines[at].text
    for pattern, name, what in ((_UNIT, "unit.name", UNIT), (_PARENT, "unit.parent", PARENT)):
        found = pattern.search(text)
        if found is None or (lines[at].zone != "head" and _MEASURE.match(text)):
            continue
        start, end = found.span("gap")
        given = text[start:end]
        if given.strip():
            tag = make_tag(name, otherwise=given if name == "unit.parent" else "")
            yield HeadGap(at, start, end, fill_gap(text, start, end, tag), what)
            continue
        yield from _below(at, lines, (start, end), name, what)


def _below(
    at: int, lines: Sequence[HeadLine], room: tuple[int, int], name: str, what: str
) -> Iterator[HeadGap]:
    """A label with nothing behind it: the dots of the next line, also behind a dash or a word; a
    name that is printed there stays."""
    region = lines[at].region
    below = next((n for n in range(at + 1, len(lines)) if lines[n].region == region), None)
    text = lines[below].text if below is not None else ""
    given = re.match(r"\s*[-+*]?\s*", text)
    start = given.end() if given is not None else 0
    if below is not None and holds_gap(text) and ":" not in text and not _STOPS.match(text):
        spared = text[start:] if name == "unit.parent" else ""
        yield HeadGap(below, start, len(text.rstrip()), make_tag(name, "", spared), what)
    elif name == "unit.name" and (is_blank(text) or ":" in text or _STOPS.match(text)):
        yield HeadGap(at, *room, f" {make_tag(name)}", what)


def _held(at: int, line: HeadLine) -> Iterator[HeadGap]:
    """`[tên đơn vị]`, wherever it stands."""
    for found in _HOLDER.finditer(line.text):
        said = (found["said"] or found["other"]).lower()
        if _RECEIVES.search(said):
            continue
        if re.search(_ABOVE, said):
            tag, what = make_tag("unit.parent", found[0], found[0]), PARENT
        elif re.search(rf"tên|{_BODY}", said):
            tag, what = make_tag("unit.name", found[0]), UNIT
        else:
            continue
        yield HeadGap(at, *found.span(), tag, what)


def _number(at: int, line: HeadLine) -> Iterator[HeadGap]:
    """`Số: …/BC-…`, by the same rules as in the layouts of the product."""
    found = _NUMBER.search(line.text) if line.zone == "head" else None
    found = found or _COVERED.search(line.text)
    if found is None:
        return
    start, end = found.span("gap")
    tag = make_tag("issue.number")
    yield HeadGap(at, start, end, fill_gap(line.text, start, end, tag).rstrip(), NUMBER)
    if found["by"] is not None:
        yield HeadGap(at, *found.span("by"), make_tag("unit.abbreviation"), NUMBER)


def _letterhead(region: int, lines: Sequence[HeadLine], taken: set[int]) -> Iterator[HeadGap]:
    """The names above each other in a letterhead: the last is the unit's, the one above it that of
    the unit above. A name that goes on in a second line is one."""
    names: list[list[int]] = []
    for at, line in enumerate(lines):
        if line.region != region or line.zone != "head" or (not line.text.strip()):
            continue
        if at in taken or _STOPS.match(line.text) or not _is_name(line.text):
            if names:
                break
            continue
        above = lines[names[-1][-1]].text if names else ""
        if names and begins_with(line.text, _PLACES) and _goes_on(above, line.text):
            names[-1].append(at)
        else:
            names.append([at])
    for place, name, what in ((-1, "unit.name", UNIT), (-2, "unit.parent", PARENT)):
        if len(names) >= -place:
            yield from _named(names[place], lines, name, what)


def _is_name(text: str) -> bool:
    if ":" in text or _RECEIVES.search(text):
        return False
    named = begins_with(text, ORGANISATIONS) or _BLANK_NAME.fullmatch(text.strip())
    return bool(named) or (is_blank(text) and holds_gap(text))


def _goes_on(above: str, text: str) -> bool:
    """`TRUNG TÂM Y TẾ` above `HUYỆN ……` is one name; above a dotted line another begins."""
    return not holds_gap(above) and is_capital(above) == is_capital(text)


def _named(at: list[int], lines: Sequence[HeadLine], name: str, what: str) -> Iterator[HeadGap]:
    said = " ".join(lines[one].text.strip() for one in at)
    blank = _BLANK_NAME.fullmatch(said)
    if not holds_gap(said) and blank is None:
        return
    if blank is not None and re.search(_ABOVE, said, re.IGNORECASE):
        name, what = "unit.parent", PARENT
    text = lines[at[0]].text
    start = len(text) - len(text.lstrip())
    otherwise = said if name == "unit.parent" else ""
    like = said if not is_blank(said) else "ĐV"
    tag = make_tag(name, re.sub(DOTTED, "", like), otherwise)
    yield HeadGap(at[0], start, len(text.rstrip()), tag, what, tuple(at[1:]))
