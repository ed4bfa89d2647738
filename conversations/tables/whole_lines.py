"""What is said of all of the row in hand, or of a column: `cả hàng bằng 0`,
`cả cột 2 không phát sinh`, `cột 2: 7 5 3`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, read_entry, surplus_entry
from conversations.bulk.said_states import read_said_state
from conversations.forms.column_names import find_column
from conversations.forms.model import Form
from conversations.forms.tables import Block
from conversations.parsing.result import ReadState
from conversations.reports.model import Report
from conversations.tables.typed_values import BETWEEN, BLANK_VALUE, FIGURE, strip_end

LONGEST = 4_000  # characters
_ALL = r"(?:cả|ca|toàn bộ|toan bo|tất cả|tat ca|hết|het|nguyên|nguyen)"
_ROW = r"(?:hàng|hang|dòng|dong)"
_IS = r"(?:\s*[:=]\s*|\s+(?:(?:đều|deu|là|la|bằng|bang|điền|dien|ghi|được|duoc)\s+)*)"
_WHOLE_ROW = re.compile(
    rf"\s*(?:{_ALL}\s+{_ROW}(?:\s+(?:này|nay))?|{_ROW}\s+(?:này|nay)){_IS}(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(
    rf"\s*(?P<value>\S.*?)\s+(?:(?:cho|ở|o)\s+)?(?:{_ALL}\s+{_ROW}(?:\s+(?:này|nay))?"
    rf"|{_ROW}\s+(?:này|nay))",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    rf"\s*(?P<all>{_ALL}\s+)?(?:cột|cot)\s+(?P<name>\w[^:=\n]*?)"
    r"(?:\s*[:=]\s*|\s+(?:(?:đều|deu|là|la|bằng|bang)\s+)+)(?P<values>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE_COLUMN = re.compile(rf"\s*{_ALL}\s+(?:cột|cot)\s+(?P<rest>\S.*)", re.IGNORECASE)


def read_whole_lines(
    form: Form, report: Report, rows: Sequence[str], text: str
) -> BulkAnswers | None:
    """The answers to all cells of the row in hand, or of a column, when the text says them; None
    else. `rows` are the cells in hand."""
    place = form.row(rows[0]).cell if rows else None
    if place is None or len(text) > LONGEST:
        return None
    block = form.blocks_by_key[place.table]
    said = _WHOLE_ROW.fullmatch(text) or _BEHIND.fullmatch(strip_end(text))
    if said is not None:
        line = [key for key in form.line_of(rows[0]) if _is_asked(form, key)]
        return _same(form, report, line, strip_end(said["value"]))
    if (match := _COLUMN.fullmatch(text)) is not None:
        return _column(form, report, block, rows, match)
    if (match := _WHOLE_COLUMN.fullmatch(text)) is not None:
        return _whole_column(form, report, block, match["rest"])
    return None


def _same(form: Form, report: Report, keys: Sequence[str], said: str) -> BulkAnswers | None:
    """One answer to each of the cells that wait, or to all where none does."""
    if not FIGURE.fullmatch(said) and not isinstance(read_said_state(said), ReadState):
        return None
    waiting = [key for key in keys if report.waits(key)] or [*keys]
    entries = tuple(read_entry(form, key, said) for key in waiting)
    return BulkAnswers(entries=entries) if entries else None


def _column(
    form: Form, report: Report, block: Block, rows: Sequence[str], match: re.Match[str]
) -> BulkAnswers | None:
    column = find_column(block, match["name"])
    if column is None:
        return None
    keys = _cells_of_column(form, block, column.key)
    said = strip_end(match["values"])
    values = [one for one in BETWEEN.split(said) if one]
    if match["all"]:
        return _same(form, report, keys, said)
    if len(values) == 1 or isinstance(read_said_state(said), ReadState):
        here = [key for key in keys if key in _beside(form, block, rows)]
        return BulkAnswers(entries=(read_entry(form, here[0], said),)) if here else None
    if not all(FIGURE.fullmatch(one) or BLANK_VALUE.fullmatch(one) for one in values):
        return None
    return _down(form, report, keys, _beside(form, block, rows), values)


def _beside(form: Form, block: Block, rows: Sequence[str]) -> tuple[str, ...]:
    """All cells of the printed row in hand."""
    place = form.row(rows[0]).cell
    return block.cells_of(place.row) if place is not None else ()


def _whole_column(form: Form, report: Report, block: Block, rest: str) -> BulkAnswers | None:
    """`cả cột nữ 0 hết`: the column's name, and what all of it is."""
    words = strip_end(rest).split()
    for size in range(len(words) - 1, 0, -1):
        column = find_column(block, " ".join(words[:size]))
        if column is not None:
            keys = _cells_of_column(form, block, column.key)
            return _same(form, report, keys, " ".join(words[size:]))
    return None


def _cells_of_column(form: Form, block: Block, column: str) -> list[str]:
    found = (line.cells[column] for line in block.lines if column in line.cells)
    return [key for key in found if _is_asked(form, key)]


def _down(
    form: Form, report: Report, keys: Sequence[str], line: Sequence[str], values: Sequence[str]
) -> BulkAnswers:
    """The values down the column: all of it where there are as many, else what waits from the row
    in hand on."""
    if len(values) == len(keys):
        targets = [*keys]
    else:
        here = min(form.printed_at[key] for key in line)
        targets = [key for key in keys if report.waits(key) and form.printed_at[key] >= here]
    entries = [
        read_entry(form, key, said)
        for key, said in zip(targets, values, strict=False)
        if not BLANK_VALUE.fullmatch(said)
    ]
    entries += [
        surplus_entry(said) for said in values[len(targets) :] if not BLANK_VALUE.fullmatch(said)
    ]
    return BulkAnswers(entries=tuple(entries))


def _is_asked(form: Form, key: str) -> bool:
    row = form.row(key)
    return row.answer is not None and row.computed is None
