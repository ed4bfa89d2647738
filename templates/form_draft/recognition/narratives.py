"""Prose that a form asks for: an outline of headings, with dots or nothing below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from templates.form_draft.model import DraftRow, DraftTable, FilePlace
from templates.form_draft.recognition.language.markers import read_marker
from templates.form_draft.recognition.language.words import (
    DOTS,
    begins_with,
    is_blank,
    is_capital,
    on_paper,
)
from templates.form_draft.recognition.paper.grid import PaperLine
from templates.form_draft.recognition.tables.levels import RowText, find_levels

_FEWEST = 2  # headings that make an outline
_DOTTED = 6  # signs of a line of dots
_LONGEST = 400  # characters of a heading
_ENDS = ("nơi nhận", "ghi chú")  # begin what stands below the prose
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass
class _Heading:
    """A heading: its words, the last of its lines, whether a line of dots stands below it, and the
    lines there that say what is to be written. `part` is the number of one with its name below."""

    line: PaperLine
    text: str
    part: str = ""
    dotted: bool = False
    hints: list[PaperLine] = field(default_factory=list)

    @property
    def levelled(self) -> str:
        """The words with the number apart, as it stood in a line of its own."""
        name = self.text.removeprefix(self.part).strip()
        return f"{self.part}. {name}" if self.part else name


def read_narrative(lines: Sequence[PaperLine]) -> DraftTable | None:
    """The outline of these lines; None where there is none. Its rows are the headings, and those
    without others below them are written."""
    heads = _headings(lines)
    if len([one for one in heads if read_marker(one.text)[0].kind]) < _FEWEST:
        return None
    return _outline(heads)


def read_written(lines: Sequence[PaperLine]) -> DraftTable | None:
    """The headings between tables below which dots are printed for prose; None where there are
    none."""
    heads = [one for one in _headings(lines) if one.dotted]
    for one in heads:
        one.hints = [line for line in one.hints if _IN_BRACKETS.fullmatch(line.words)]
    return _outline(heads) if heads else None


def _headings(lines: Sequence[PaperLine]) -> list[_Heading]:
    found: list[_Heading] = []
    for line in lines:
        text = on_paper(DOTS.sub(" ", line.words)).strip()
        numbered = read_marker(text)[0].kind not in ("", "bullet")
        if is_blank(text):
            if found and len(line.words.strip()) >= _DOTTED:
                found[-1].dotted = True
        elif begins_with(text, _ENDS):
            break
        elif found and _is_title_of(found[-1].text, line, text):
            found[-1].part = found[-1].text
            found[-1].text = f"{found[-1].text} {text}"
            found[-1].line = line
        elif len(text) <= _LONGEST and (numbered or (line.bold and found)):
            found.append(_Heading(line, re.sub(r"\s*:\s*$", "", text)))
        elif found:
            found[-1].hints.append(line)
    return found


def _is_title_of(before: str, line: PaperLine, text: str) -> bool:
    """Whether a line names the part whose number stands alone above it: `Phần thứ nhất`."""
    marker, rest = read_marker(before)
    alone = marker.kind == "part" and not rest
    return alone and (line.bold or is_capital(text)) and not read_marker(text)[0].kind


def _outline(heads: Sequence[_Heading]) -> DraftTable:
    levels = find_levels([RowText(one.levelled, indent=0, bold=False) for one in heads])
    parents = {one.parent for one in levels}
    rows = tuple(
        DraftRow(
            label=one.text,
            stt=one.part or level.marker.text or None,
            level=level.level,
            parent=level.parent,
            kind="heading" if at in parents else "row",
            answer=None if at in parents else "text",
            place=one.line.place,
            hint=_hint(one) if at not in parents else None,
            hint_places=_hint_places(one) if at not in parents else (),
        )
        for at, (one, level) in enumerate(zip(heads, levels, strict=True))
    )
    return DraftTable("narrative", rows=rows)


def _hint(head: _Heading) -> str | None:
    """What is to be written below a heading, in a line, without the brackets around one hint."""
    said = [" ".join(DOTS.sub("…", one.words).split()) for one in head.hints]
    return "; ".join(one.removeprefix("- ").rstrip(";:. ") for one in map(_bare, said)) or None


def _bare(text: str) -> str:
    return text[1:-1].strip() if _IN_BRACKETS.fullmatch(text) else text


def _hint_places(head: _Heading) -> tuple[FilePlace, ...]:
    """Of lines that are paragraphs of the page."""
    places = [one.place for one in head.hints]
    return tuple(one for one in places if one is not None and one.line < 0)
