"""Prose in a Word file: the headings of a form's outline, and what stands below each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.text.normalize import clean_text
from templates.appendix_import.tables.filed_table import FiledRow, Filing

_DOTS = re.compile(r"[\s.…·_]*")
_NUMBER = re.compile(r"^(?:[IVX]{1,5}|\d{1,2}|[a-zđ])\s*[.)/]\s*", re.IGNORECASE)
_BEHIND = re.compile(r"\s*[:.]\s*")
_ENDS = re.compile(r"\s*(?:Ghi chú:|Nơi nhận:|Mã bản:|Bản nháp, chưa nộp)", re.IGNORECASE)
_TITLE = "title"
MOST_HEADING_LINES = 4  # that a heading is set in


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph of the body, or a table in its place, which ends what stands before it."""

    text: str
    number: str = ""  # that Word puts before it
    is_table: bool = False


@dataclass
class OutlineFiling:
    """What the headings say, with the row of each."""

    filing: Filing
    rows: list[Row | None] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # words before the first heading


def read_outline(form: Form, filing: Filing, paragraphs: Sequence[WordParagraph]) -> OutlineFiling:
    """The texts below the headings of the form's narratives. A heading is known by its words, with
    or without its number; a table, or the title of another block, ends a text."""
    made = OutlineFiling(filing)
    known = _headings(form)
    said: list[str] = []
    row: Row | None = None
    seen: set[str] = set()
    joined = 0  # paragraphs that are part of the heading above them
    for number, one in enumerate(paragraphs, 1):
        if joined:
            joined -= 1
            continue
        text = one.text.strip()
        found = None if one.is_table else _heading_of(known, text, seen)
        if found is None and not one.is_table:
            found, joined = _heading_of_lines(known, paragraphs[number - 1 :], seen)
        if one.is_table or found is not None or _ENDS.match(text):
            _take(made, row, said, number)
            row, said = None, []
        if found is None:
            if row is not None and text and not _DOTS.fullmatch(text):
                said.append(f"{one.number} {text}".strip())
            elif not made.rows:
                made.above.append(text)
            continue
        key, rest = found
        filing.held, filing.own = filing.held + 1, filing.own + 1
        if key != _TITLE:
            seen.add(key)
            row, said = form.row(key), [rest] if rest else []
    _take(made, row, said, len(paragraphs) + 1)
    return made


def has_prose(form: Form) -> bool:
    """Whether any of the form's blocks is a narrative."""
    return any(block.kind == "narrative" for block in form.blocks)


def prose_rows(form: Form) -> frozenset[str]:
    """The rows of narratives, whose texts keep their lines."""
    prose = (block for block in form.blocks if block.kind == "narrative")
    return frozenset(key for block in prose for line in block.lines for key in line.cells.values())


def _headings(form: Form) -> dict[str, list[str]]:
    """The keys of rows by their plain words, without numbers; `title` of what only parts them."""
    found: dict[str, list[str]] = {}
    for block in form.blocks:
        titles = [block.title, *block.footnotes, *block.signers, block.above]
        for words in filter(None, titles):
            found.setdefault(_bare(words), []).append(_TITLE)
        for line in block.lines if block.kind == "narrative" else ():
            key = next(iter(line.cells.values()), _TITLE)
            found.setdefault(_bare(form.row(line.key).title), []).append(key)
    return found


def _heading_of(known: dict[str, list[str]], text: str, seen: set[str]) -> tuple[str, str] | None:
    """The heading that a paragraph is, or begins with before a colon; and what stands behind it.
    Of headings of the same words the first that has not come yet."""
    for words, rest in _ways(text):
        keys = known.get(_bare(words), ())
        key = next((one for one in keys if one not in seen), None)
        if key is not None:
            return key, rest
    return None


def _heading_of_lines(
    known: dict[str, list[str]], paragraphs: Sequence[WordParagraph], seen: set[str]
) -> tuple[tuple[str, str] | None, int]:
    """A heading that is set in several lines, as `Phần thứ nhất` with its name below; and how many
    lines it has behind the first."""
    text = paragraphs[0].text.strip()
    longest = max(map(len, known), default=0)
    for more, one in enumerate(paragraphs[1:MOST_HEADING_LINES], 1):
        if not text or one.is_table or len(_bare(text)) > longest:
            break
        text = f"{text} {one.text.strip()}".strip()
        keys = known.get(_bare(text), ()) if one.text.strip() else ()
        key = next((key for key in keys if key not in seen), None)
        if key is not None:
            return (key, ""), more
    return None, 0


def _ways(text: str) -> Iterator[tuple[str, str]]:
    yield text, ""
    head, colon, rest = text.partition(":")
    if colon and rest.strip():
        yield head, "" if _DOTS.fullmatch(rest) else rest.strip()


def _bare(words: str) -> str:
    """The words of a heading for comparing: without its number."""
    return plain_label(_NUMBER.sub("", clean_text(words), count=1))


def _take(made: OutlineFiling, row: Row | None, said: Sequence[str], number: int) -> None:
    if row is None:
        return
    text = "\n".join(said)
    made.filing.held += bool(text)
    made.rows.append(row)
    made.filing.rows.append(
        FiledRow(
            label=row.title,
            measure="",
            value=text,
            note="",
            cells=int(bool(text)),
            place=f"mục “{row.title}”",
        )
    )
