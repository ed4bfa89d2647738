"""What is recognised in a ministry's blank form, before it is a form.

The values print as JSON in the shape of `expected.schema.json` (`draft_json.py`). Texts stand as on
the paper, one blank for any run of blanks and line breaks. Every part knows the place in the file
that it was read from, so that a template can be made of that file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AnswerKind = Literal["count", "decimal", "money", "percent", "text", "date", "choice"]
ColumnRole = Literal[
    "total",
    "part",
    "plan",
    "actual",
    "ratio",
    "prior",
    "same_last_year",
    "cumulative",
    "note",
    "text",
]
TableKind = Literal["fixed", "list", "single_row", "narrative"]
StubKind = Literal["stt", "label", "code", "measure"]
Settings = tuple[tuple[str, str], ...]
"""What the author of the version before has decided and no paper says: basis, carry, hint."""
Strength = Literal["hard", "soft"]


@dataclass(frozen=True)
class FilePlace:
    """Where a cell stands in the file. Word: `part` is the number of the table, counted in the
    order of the document with those inside cells (0 is the first), `line` the table row and
    `column` the number of the cell element in that row. Excel: `part` is the sheet's number,
    `line` and `column` count from 0. A place outside of tables has `line` -1 and the paragraph's
    number as `column`."""

    part: int
    line: int
    column: int


@dataclass(frozen=True)
class DraftStub:
    """A printed column that nobody fills in."""

    holds: StubKind
    path: tuple[str, ...]
    number: str | None = None
    place: int = 0  # the column of the grid, from 0


@dataclass(frozen=True)
class DraftColumn:
    """A column that is answered; `path` is its head from the top line down."""

    path: tuple[str, ...]
    number: str | None = None
    answer: AnswerKind = "count"
    measure: str | None = None
    role: ColumnRole = "actual"
    part_of: str | None = None  # the key of another column
    formula: str | None = None  # over keys of columns: `[2] + [3]`
    printed_formula: str | None = None
    taken_from: Literal["last", "last_year"] | None = None
    grey_for: tuple[str, ...] = ()  # keys of rows
    choices: tuple[str, ...] = ()
    item_key: bool = False
    optional: bool = False
    place: int = 0  # the column of the grid, from 0
    key: str | None = None  # its name in the form file, where it was given one
    settled: Settings = ()


@dataclass(frozen=True)
class DraftRow:
    """A printed row; `cells` are the places of its cells, one for each column that is answered
    (`None` where it has no cell of its own)."""

    label: str
    code: str | None = None
    stt: str | None = None
    level: int = 0
    parent: int | None = None  # the number of another row of the table, from 0
    kind: Literal["heading", "row"] = "row"
    measure: str | None = None
    formula: str | None = None  # over keys of rows
    answer: AnswerKind | None = None  # where it differs from the column's
    choices: tuple[str, ...] = ()
    grows: bool = False
    cells: tuple[FilePlace | None, ...] = ()
    place: FilePlace | None = None  # of its label
    key: str | None = None  # its name in the form file, where it was given one
    was: str | None = None  # its name in the version in use, where that was another
    settled: Settings = ()
    hint: str | None = None  # what the paper says below a heading to those who write there
    hint_places: tuple[FilePlace, ...] = ()


@dataclass(frozen=True)
class DraftTable:
    """A table, or the pieces of one, in printed order. `blank_lines` are the places of the lines
    that are printed empty for the officer's own items, each with its cells as in a row."""

    kind: TableKind
    title: str | None = None
    stubs: tuple[DraftStub, ...] = ()
    columns: tuple[DraftColumn, ...] = ()
    rows: tuple[DraftRow, ...] = ()
    notes_column: bool = False
    blank_lines: tuple[tuple[FilePlace | None, ...], ...] = ()
    above: str | None = None  # "Đơn vị tính: triệu đồng"
    below: tuple[str, ...] = ()  # footnotes
    key: str | None = None  # of its block in the form file, where it was given one
    only_row: str | None = None  # the name of the row of a table of one row, the same
    settled: Settings = ()

    def column_keys(self) -> tuple[str, ...]:
        """A column is its number where that is unique in the table, else c1, c2, …"""
        numbers = [column.number for column in self.columns]
        return tuple(
            number if number and numbers.count(number) == 1 else f"c{at}"
            for at, number in enumerate(numbers, 1)
        )

    def row_keys(self) -> tuple[str, ...]:
        """A row is its code where that is unique in the table, else #0, #1, …"""
        codes = [row.code for row in self.rows]
        return tuple(
            code if code and codes.count(code) == 1 else f"#{at}" for at, code in enumerate(codes)
        )


@dataclass(frozen=True)
class DraftFact:
    """A labelled value that is asked outside of tables."""

    label: str
    answer: AnswerKind = "text"
    measure: str | None = None
    part_of: str | None = None
    choices: tuple[str, ...] = ()
    place: FilePlace | None = None
    key: str | None = None  # its name in the form file, where it was given one


@dataclass(frozen=True)
class DraftRule:
    """A relation that the paper suggests. `over` columns: it holds in each row; over rows: in each
    column of `within` (`all`, or keys). `why` is the evidence, as a sentence for the author in
    Vietnamese. Hard where the paper prints a formula, "Chia theo", "Chia ra" or "Trong đó"."""

    table: int
    over: Literal["columns", "rows"]
    expression: str
    strength: Strength
    why: str
    within: tuple[str, ...] = ("all",)


@dataclass(frozen=True)
class DraftReading:
    """One way to read what is doubtful; `value` is what is kept when it is chosen."""

    value: str
    words: str  # for the author, in Vietnamese


@dataclass(frozen=True)
class DraftDoubt:
    """What a person must decide. `key` is stable over a second reading of the same file
    (`table.0.column.3.answer`); the first reading is what the draft holds until it is decided."""

    key: str
    question: str  # in Vietnamese
    readings: tuple[DraftReading, ...]
    evidence: str = ""


@dataclass(frozen=True)
class DraftSigner:
    title: str
    hint: str | None = None  # "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class FormDraft:
    """A form as it was recognised. `unclear` are sentences about what is printed and cannot be
    kept: a formula that cannot be computed."""

    name: str
    file: str
    title: str = ""
    code: str | None = None
    issued_by: str | None = None
    sent_by: str | None = None
    sent_to: str | None = None
    period_kinds: tuple[str, ...] = ("unspecified",)
    facts: tuple[DraftFact, ...] = ()
    tables: tuple[DraftTable, ...] = ()
    rules: tuple[DraftRule, ...] = ()
    signers: tuple[DraftSigner, ...] = ()
    doubts: tuple[DraftDoubt, ...] = ()
    unclear: tuple[str, ...] = ()
    settled: Settings = ()  # fields at the top of the form file, as they are written there
    begins: FilePlace | None = None  # in a file of several forms: the first place of this one,
    ends: FilePlace | None = None  # and of the next; none at the beginning and the end of the file
