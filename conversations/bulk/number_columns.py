"""Columns of answers alone, pasted from Excel: last period's beside this one's, without labels."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers
from conversations.bulk.ordered import read_lists
from conversations.bulk.table import EMPTY, MOST_COLUMNS, MOST_SHOWN, NUMBER
from conversations.forms.columns import OTHER_TIMES, VALUE, WEAK_VALUE, columns_named, names_one
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.reports.model import Report
from conversations.text.normalize import clean_text, fold_text

_SHORT = frozenset(("co", "khong", "ko", "k", "tot", "roi", "chua", "kps", "khong phat sinh"))
LEAST_LINES = 2  # one line of numbers is answers in order


def read_columns(
    form: Form, report: Report, rows: tuple[str, ...], text: str
) -> tuple[BulkAnswers, ...]:
    """One way for each column, or the one that the header names; none for anything else. A column
    that counts the lines is no answer."""
    lines = [[clean_text(cell) for cell in line.split("\t")] for line in text.splitlines()]
    lines = [line for line in lines if any(line)]
    header = lines[0] if lines and _is_header(lines[0]) else []
    body = lines[1:] if header else lines
    width = max(map(len, lines), default=0)
    if not rows or len(body) < LEAST_LINES or not 1 < width <= MOST_COLUMNS + 1:
        return ()
    columns = [[_cell(line, at) for line in body] for at in range(width)]
    if not all(_is_figure(cell) for column in columns for cell in column):
        return ()
    wanted = [at for at, column in enumerate(columns) if not _counts(column) or width == at + 1]
    named = _columns_of_now(header)
    if len(named) == 1:
        wanted = named
    if not 0 < len(wanted) <= MOST_COLUMNS:
        return ()
    if all(column == columns[wanted[0]] for column in (columns[at] for at in wanted)):
        wanted = wanted[:1]  # both say the same
    ways = [_way(form, report, rows, columns[at], _name(header, at)) for at in wanted]
    numbered = [way.model_copy(update={"column": n}) for n, way in enumerate(filter(None, ways), 1)]
    return tuple(numbered) if len(numbered) == len(wanted) else ()


def may_not_be_pairs(text: str) -> bool:
    """Whether the first of the columns cannot be the numbers of rows: there are more than two, or a
    header names them."""
    first = text.strip().split("\n", maxsplit=1)[0]
    return first.count("\t") > 1 or _is_header([clean_text(cell) for cell in first.split("\t")])


def _is_header(cells: Sequence[str]) -> bool:
    known = (*VALUE, *WEAK_VALUE, *OTHER_TIMES, "stt")
    return all(not cell or names_one(cell, known) for cell in cells) and any(cells)


def _columns_of_now(header: Sequence[str]) -> list[int]:
    """The columns that the header does not give to another time, or to the numbers of lines."""
    names = [plain_label(cell) for cell in header]
    if values := columns_named(names, VALUE):
        return [*values]
    return [
        at
        for at, name in enumerate(names)
        if name != "stt" and not any(word in name for word in OTHER_TIMES)
    ]


def _cell(line: Sequence[str], at: int) -> str:
    return line[at] if at < len(line) else ""


def _is_figure(cell: str) -> bool:
    short = fold_text(cell) in _SHORT
    return short or bool(NUMBER.fullmatch(cell) or EMPTY.fullmatch(cell))


def _counts(column: Sequence[str]) -> bool:
    return [*column] == [str(number) for number in range(1, len(column) + 1)]


def _name(header: Sequence[str], at: int) -> str:
    return _cell(header, at) or f"cột {at + 1}"


def _way(
    form: Form, report: Report, rows: tuple[str, ...], column: Sequence[str], name: str
) -> BulkAnswers | None:
    said = "\n".join(cell or "_" for cell in column)
    lists = read_lists(form, report, rows, said, listed=True) or ()
    if not lists:
        return None
    shown = " · ".join(column[:MOST_SHOWN]) + (", …" if len(column) > MOST_SHOWN else "")
    return lists[0].model_copy(update={"words": f"{name}: {shown}"})
