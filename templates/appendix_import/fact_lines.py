"""Values that stand outside of tables, behind their words: `Tổng quỹ lương: 57 triệu đồng`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.text.normalize import clean_text
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.tables.filed_table import FiledRow, Filing

_LEAD = re.compile(r"[\s:;,.…·_–-]*")
_FIGURE = re.compile(r"-?\d[\d.,/]*(?:\s*%)?")
_SPACES = re.compile(r"\s+")
_LONGEST = 2_000  # characters of a paragraph that is looked at


@dataclass(frozen=True)
class _Found:
    row: Row
    start: int
    end: int


def has_facts(form: Form) -> bool:
    """Whether any of the form's blocks is one of facts."""
    return any(block.kind == "facts" for block in form.blocks)


def read_facts(
    form: Form, filing: Filing, paragraphs: Sequence[WordParagraph], found: set[str]
) -> list[Row]:
    """The rows of facts that paragraphs hold, of the blocks that no table held; what they say is
    filed. A value ends where the next words of a fact begin."""
    left = [row for row in _rows(form, found) if row.answer is not None]
    rows: list[Row] = []
    for one in paragraphs:
        if one.is_table or not left:
            continue
        text = clean_text(one.text)[:_LONGEST]
        here = [*_labels(text, left)]
        for at, fact in enumerate(here):
            end = here[at + 1].start if at + 1 < len(here) else len(text)
            value = _value(fact.row, text[fact.end : end])
            left.remove(fact.row)
            rows.append(fact.row)
            filing.held, filing.own = filing.held + 1 + bool(value), filing.own + 1
            filing.rows.append(_filed(fact.row, value))
    return rows


def _rows(form: Form, found: set[str]) -> Iterator[Row]:
    for block in form.blocks:
        if block.kind == "facts" and block.key not in found:
            yield from (form.row(key) for line in block.lines for key in line.cells.values())


def _labels(text: str, rows: Sequence[Row]) -> Iterator[_Found]:
    """The facts whose words the text has, in its order; each once, none within another."""
    at = 0
    for row in rows:
        words = r"[\s:,]*".join(map(re.escape, _SPACES.split(row.label.strip(" :"))))
        said = re.compile(words, re.IGNORECASE).search(text, at)
        if said is not None:
            yield _Found(row, said.start(), said.end())
            at = said.end()


def _value(row: Row, text: str) -> str:
    """What is said behind the words: a figure without its measure, or all of a text."""
    rest = text[_LEAD.match(text).end() :].strip()  # type: ignore[union-attr]
    if row.answer is not None and (row.answer.is_number or row.answer.has_parts):
        figure = _FIGURE.match(rest)
        return figure[0].rstrip(".,") if figure is not None else ""
    return rest.rstrip(" .…_;,")


def _filed(row: Row, value: str) -> FiledRow:
    return FiledRow(
        label=row.title,
        measure="",
        value=value,
        note="",
        cells=int(bool(value)),
        place=f"dòng “{row.title}”",
    )
