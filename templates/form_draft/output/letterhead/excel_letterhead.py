"""The lines around the table of a workbook, with tags for what the product knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from templates.documents.excel.own_workbook import write_text
from templates.form_draft.model import DraftTable, FormDraft
from templates.form_draft.output.letterhead.found_gaps import find_gaps, tell_gaps
from templates.form_draft.output.letterhead.lines import HeadLine
from templates.form_draft.output.letterhead.period_doubt import chosen_period
from templates.form_draft.output.letterhead.zones import find_zones, head_words, printed_words
from templates.form_draft.recognition.language.words import tell_words


@dataclass(frozen=True)
class SheetText:
    """A cell with words: `row` and `column` count from 0."""

    cell: Any
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class _Line:
    held: SheetText
    start: int
    text: str


def write_sheet_letterhead(
    draft: FormDraft, tables: Sequence[DraftTable], texts: Sequence[SheetText]
) -> list[str]:
    """Put the tags into the texts of one sheet, and say what was done. What stands between the
    head of the first of its `tables` and the last figure is left alone."""
    fixed = printed_words(draft)
    asked = {tell_words(one.label).strip() for one in draft.facts}
    rows = [*_rows(tables)]
    heads = [one.row for one in texts if tell_words(one.text) in _heads(tables)]
    first, last = min((*rows, *heads), default=1 << 30), max(rows, default=-1)
    above = [one for one in texts if one.row < first]
    below = [one for one in texts if one.row > last and one.row >= first]
    parts = [[*_lines(some, fixed, asked)] for some in (above, below)]
    places = [*parts[0], *parts[1]]
    zones = find_zones(draft, [one.text for one in parts[0]], len(parts[1]))
    lines = [
        HeadLine(one.text, one.held.column, zone) for one, zone in zip(places, zones, strict=True)
    ]
    gaps = find_gaps(lines, chosen_period(draft))
    written: dict[Any, str] = {}
    for gap in sorted(gaps, key=lambda one: (one.line, one.start), reverse=True):
        for at in reversed(gap.swallows):
            _change(written, places[at], 0, len(places[at].text), "")
        _change(written, places[gap.line], gap.start, gap.end, gap.tag)
    for cell, text in written.items():
        write_text(cell, text.strip("\n"))
    return tell_gaps(lines, gaps)


def _change(written: dict[Any, str], place: _Line, start: int, end: int, tag: str) -> None:
    text = written.get(place.held.cell, place.held.text)
    written[place.held.cell] = text[: place.start + start] + tag + text[place.start + end :]


def _lines(texts: Sequence[SheetText], fixed: set[str], facts: set[str]) -> Iterator[_Line]:
    for held in texts:
        words = tell_words(held.text)
        if "{{" in held.text or words in fixed or any(one in words for one in facts):
            continue
        start = 0
        for line in held.text.split("\n"):
            yield _Line(held, start, line)
            start += len(line) + 1


def _rows(tables: Sequence[DraftTable]) -> Iterator[int]:
    for table in tables:
        for places in (*(row.cells for row in table.rows), *table.blank_lines):
            yield from (one.line for one in places if one is not None)
        yield from (row.place.line for row in table.rows if row.place is not None)


def _heads(tables: Sequence[DraftTable]) -> set[str]:
    return {tell_words(said) for table in tables for said in head_words(table)}
