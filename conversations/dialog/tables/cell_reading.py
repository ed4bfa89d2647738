"""What a text typed at cells of a table says of them."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers
from conversations.dialog.tables.line_prompt import is_one_line
from conversations.dialog.turn import Turn
from conversations.tables.named_cells import read_named_cells
from conversations.tables.pasted_block import read_block
from conversations.tables.whole_lines import read_whole_lines
from conversations.text.courtesy import sentence_without_courtesy


def read_cells(turn: Turn, rows: tuple[str, ...], said: str) -> BulkAnswers | None:
    """The answers of a text that names a whole row or column, columns by their heads, or rows of
    the table; None where it is none of this, or the rows in hand are no cells."""
    form, report = turn.form, turn.report
    if not rows or form.row(rows[0]).cell is None:
        return None
    if "\n" not in said and "\t" not in said:
        said = sentence_without_courtesy(said)
    line = form.line_of(rows[0]) if is_one_line(form, rows) or len(rows) == 1 else rows
    return (
        read_whole_lines(form, report, rows, said)
        or read_named_cells(form, line, said)
        or (read_block(form, rows, said) if _may_be_block(said) else None)
    )


def _may_be_block(said: str) -> bool:
    return any(sign in said for sign in "\t\n;") or any(map(str.isalpha, said))
