"""Prose that a form asks for: an outline of headings, with dots or nothing below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from templates.form_draft.model import DraftRow, DraftTable
from templates.form_draft.recognition.language.markers import read_marker
from templates.form_draft.recognition.language.words import DOTS, is_blank, is_capital, on_paper
from templates.form_draft.recognition.paper.grid import PaperLine
from templates.form_draft.recognition.tables.levels import RowText, find_levels

_FEWEST = 2  # headings that make an outline
_DOTTED = 6  # signs of a line of dots
_LONGEST = 400  # characters of a heading


def read_narrative(lines: Sequence[PaperLine]) -> DraftTable | None:
    """The outline of these lines; None where there is none. Its rows are the headings, and those
    without others below them are written."""
    heads = [(line, text) for line, text, _ in _headings(lines)]
    if len([one for one in heads if read_marker(one[1])[0].kind]) < _FEWEST:
        return None
    return _outline(heads)


def read_written(lines: Sequence[PaperLine]) -> DraftTable | None:
    """The headings between tables below which dots are printed for prose; None where there are
    none."""
    heads = [(line, text) for line, text, dotted in _headings(lines) if dotted]
    return _outline(heads) if heads else None


def _headings(lines: Sequence[PaperLine]) -> list[tuple[PaperLine, str, bool]]:
    """The headings, their words, and whether a line of dots stands below."""
    found: list[tuple[PaperLine, str, bool]] = []
    for line in lines:
        text = on_paper(DOTS.sub(" ", line.words)).strip()
        numbered = read_marker(text)[0].kind not in ("", "bullet")
        if is_blank(text):
            if found and len(line.words.strip()) >= _DOTTED:
                found[-1] = (*found[-1][:2], True)
        elif found and _is_title_of(found[-1][1], line, text):
            found[-1] = (found[-1][0], f"{found[-1][1]} {text}", found[-1][2])
        elif len(text) <= _LONGEST and (numbered or (line.bold and found)):
            found.append((line, re.sub(r"\s*:\s*$", "", text), False))
    return found


def _is_title_of(before: str, line: PaperLine, text: str) -> bool:
    """Whether a line names the part whose number stands alone above it: `Phần thứ nhất`."""
    marker, rest = read_marker(before)
    alone = marker.kind == "part" and not rest
    return alone and (line.bold or is_capital(text)) and not read_marker(text)[0].kind


def _outline(heads: Sequence[tuple[PaperLine, str]]) -> DraftTable:
    texts = [RowText(text, indent=0, bold=False) for _, text in heads]
    levels = find_levels(texts)
    parents = {one.parent for one in levels}
    rows = tuple(
        DraftRow(
            label=text,
            stt=level.marker.text or None,
            level=level.level,
            parent=level.parent,
            kind="heading" if at in parents else "row",
            answer=None if at in parents else "text",
            place=line.place,
        )
        for at, ((line, text), level) in enumerate(zip(heads, levels, strict=True))
    )
    return DraftTable("narrative", rows=rows)
