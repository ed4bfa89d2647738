"""The lines around the tables of a Word file, with tags for what the product knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from templates.appendix_import.word.names import qn
from templates.form_draft.model import FormDraft
from templates.form_draft.output.letterhead.found_gaps import find_gaps, tell_gaps
from templates.form_draft.output.letterhead.lines import HeadLine
from templates.form_draft.output.letterhead.period_doubt import chosen_period
from templates.form_draft.output.letterhead.zones import find_zones, printed_words
from templates.form_draft.output.word_cells import (
    CELL,
    PARAGRAPH,
    PRESERVE,
    TABLE,
    TEXT,
    add_run,
    text_look,
)
from templates.form_draft.recognition.language.words import tell_words

_BOX = qn("w:txbxContent")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
_TABS = qn("w:tabs")
_TABBED = re.compile(r"(?:ngày|tháng|quý|năm|:)[ \u00a0]*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Line:
    """A visual line, or what stands before a tab in it, and where it begins in its paragraph."""

    paragraph: Any
    start: int
    text: str
    region: Any


def write_word_letterhead(root: Any, draft: FormDraft, figures: Sequence[Any]) -> list[str]:
    """Put the tags there, and say what was done. `figures` are the cells and paragraphs of the
    form's tables, `facts` not among them: what stands between them is left alone."""
    above, below = _split(root, figures)
    fixed = printed_words(draft)
    facts = {one.label for one in draft.facts}
    parts = [[*_lines(one, fixed, facts)] for one in (above, below)]
    places = [*parts[0], *parts[1]]
    zones = find_zones(draft, [one.text for one in parts[0]], len(parts[1]))
    regions: dict[Any, int] = {}
    lines = [
        HeadLine(one.text, regions.setdefault(one.region, len(regions)), zone)
        for one, zone in zip(places, zones, strict=True)
    ]
    gaps = find_gaps(lines, chosen_period(draft))
    for gap in sorted(gaps, key=lambda one: (one.line, one.start), reverse=True):
        for at in reversed(gap.swallows):
            _drop(places[at])
        place = places[gap.line]
        _replace(place.paragraph, place.start + gap.start, place.start + gap.end, gap.tag)
    return tell_gaps(lines, gaps)


def _split(root: Any, figures: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The paragraphs before the first of the figures and those behind the last."""
    tables = {next(one.iterancestors(TABLE), None) for one in figures if one.tag == CELL}
    own = {one for one in figures if one.tag == PARAGRAPH}
    inner = [
        one in own or (next(one.iterancestors(TABLE), None) in tables - {None})
        for one in root.iter(PARAGRAPH)
    ]
    paragraphs = [*root.iter(PARAGRAPH)]
    if not any(inner):
        return paragraphs, []
    last = len(inner) - inner[::-1].index(True)
    return paragraphs[: inner.index(True)], paragraphs[last:]


def _lines(paragraphs: Sequence[Any], fixed: set[str], facts: set[str]) -> Iterator[_Line]:
    for paragraph in paragraphs:
        whole = "".join(text for _, text in _letters(paragraph))
        asks = any(tell_words(label).strip() in tell_words(whole) for label in facts)
        if asks or tell_words(whole) in fixed or "{{" in whole or "{%" in whole:
            continue
        region = next((one for one in paragraph.iterancestors() if one.tag in (CELL, _BOX)), None)
        start = 0
        for line in whole.split("\n"):
            for column, (at, text) in enumerate(_columns(line)):
                yield _Line(paragraph, start + at, text, (region, column))
            start += len(line) + 1


def _columns(line: str) -> Iterator[tuple[int, str]]:
    """The texts between tabs; a tab that is room for a date parts nothing."""
    start = 0
    for found in re.finditer(r"\t+", line):
        before, behind = line[start : found.start()], line[found.end() :]
        if before.strip() and behind.strip() and not _TABBED.search(before):
            yield start, before
            start = found.end()
    yield start, line[start:]


def _letters(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The elements that print something in a paragraph, not those of a box that hangs on it."""
    for one in paragraph.iter(TEXT, *_SIGNS):
        if next(one.iterancestors(PARAGRAPH)) is not paragraph:
            continue
        if one.tag == TEXT:
            yield one, one.text or ""
        elif one.getparent().tag != _TABS:
            yield one, _SIGNS[one.tag]


def _replace(paragraph: Any, start: int, end: int, tag: str) -> None:
    """The tag in place of these letters, in the look of the first of them, or of those before."""
    at, written, before = 0, False, None
    for one, text in [*_letters(paragraph)]:
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if one.tag == TEXT and last < len(text) + 1 and at <= start:
            before = one
        if first >= last:
            continue
        if one.tag != TEXT:
            one.getparent().remove(one)
            continue
        one.text = text[:first] + ("" if written else tag) + text[last:]
        one.set(PRESERVE, "preserve")
        written = True
    if written:
        return
    if before is not None:
        before.text = f"{before.text or ''}{tag}"
        before.set(PRESERVE, "preserve")
    else:
        add_run(paragraph, tag, text_look(paragraph)[1])


def _drop(line: _Line) -> None:
    """Take out a line whose words stand in the one above now."""
    paragraph, start = line.paragraph, line.start
    whole = "".join(text for _, text in _letters(paragraph))
    if whole.strip() == line.text.strip() and paragraph.getparent() is not None:
        paragraph.getparent().remove(paragraph)
        return
    _replace(paragraph, max(start - 1, 0), start + len(line.text), "")
