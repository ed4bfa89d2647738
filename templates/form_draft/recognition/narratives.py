"""Prose that a form asks for: an outline of headings, with dots or nothing below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from templates.form_draft.model import DraftRow, DraftTable
from templates.form_draft.recognition.language.markers import read_marker
from templates.form_draft.recognition.language.words import DOTS, is_blank, on_paper
from templates.form_draft.recognition.paper.grid import PaperLine
from templates.form_draft.recognition.tables.levels import RowText, find_levels

_FEWEST = 2  # headings that make an outline
_LONGEST = 400  # characters of a heading


def read_narrative(lines: Sequence[PaperLine]) -> DraftTable | None:
    """The outline of these lines; None where there is none. Its rows are the headings, and those
    without others below them are written."""
    heads: list[tuple[PaperLine, str]] = []
    for line in lines:
        text = on_paper(DOTS.sub(" ", line.words)).strip()
        numbered = read_marker(text)[0].kind not in ("", "bullet")
        if is_blank(text) or len(text) > _LONGEST or not (numbered or (line.bold and heads)):
            continue
        heads.append((line, re.sub(r"\s*:\s*$", "", text)))
    if len([one for one in heads if read_marker(one[1])[0].kind]) < _FEWEST:
        return None
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
