"""What a text typed at cells of a table says of them."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers
from conversations.dialog.tables.line_prompt import is_one_line
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.tables.cell_names import short_titles
from conversations.tables.column_numbers import number_cells, read_column_number
from conversations.tables.counted_cells import read_counted_cells
from conversations.tables.named_cells import read_named_cells
from conversations.tables.pasted_block import read_block
from conversations.tables.placed_lines import (
    MissingPlace,
    find_missing_cell,
    find_missing_place,
    read_placed_lines,
)
from conversations.tables.shown_cells import with_shown_cell
from conversations.tables.titled_lines import read_labelled, read_titled_line
from conversations.tables.whole_lines import read_whole_lines
from conversations.text.courtesy import sentence_without_courtesy


def read_cells(turn: Turn, rows: tuple[str, ...], said: str) -> tuple[BulkAnswers, ...]:
    """The ways in which a text answers cells of a table: by the place of a row, by the name of a
    whole row or column, by the heads of columns, or as rows of the table; none where it is none of
    this. All but places only where the rows in hand are cells."""
    form, report = turn.form, turn.report
    numbered = () if is_one_line(form, rows) or len(rows) == 1 else rows
    placed = read_placed_lines(form, report, said, numbered)
    if placed := with_shown_cell(form, rows if rows and not numbered else (), said, placed):
        return tuple(one.model_copy(update={"by_place": True}) for one in placed)
    if not rows or form.row(rows[0]).cell is None:
        return ()
    if "\n" not in said and "\t" not in said:
        said = sentence_without_courtesy(said)
    shown = is_one_line(form, rows) or _are_of_one_row(form, rows)
    alone = is_one_line(form, rows) or len(rows) == 1
    line = form.line_of(rows[0]) if alone else rows
    line = tuple(key for key in line if form.row(key).computed is None)
    if labelled := read_labelled(form, report, rows, said):
        return labelled
    if by_number := _by_number(form, rows if shown else line, said, shown=shown):
        return by_number
    found = (
        read_whole_lines(form, report, rows, said)
        or read_named_cells(form, line, said)
        or read_counted_cells(form, line, said)
        or (read_block(form, rows, said) if _may_be_block(said) else None)
    )
    if found is None:
        return read_titled_line(form, report, rows, said)
    return (found.model_copy(update={"by_place": True}),)


def _are_of_one_row(form: Form, rows: Sequence[str]) -> bool:
    """Whether all these are cells of one printed row, under however many heads."""
    cells = [form.row(key).cell for key in rows]
    return len(cells) > 1 and len({cell.row if cell else None for cell in cells}) == 1


def _by_number(
    form: Form, line: Sequence[str], said: str, *, shown: bool
) -> tuple[BulkAnswers, ...]:
    """The ways to read a text that begins with the number of a column; two where the number before
    the officer is not the printed one."""
    if read_column_number(said) is None:
        return ()
    ways = [
        way.model_copy(update={"by_place": True})
        for numbers in number_cells(form, line, shown=shown)
        if (way := read_named_cells(form, line, said, numbers)) is not None
    ]
    ways = [
        way for at, way in enumerate(ways) if way.entries not in [one.entries for one in ways[:at]]
    ]
    if len(ways) < 2:
        return tuple(ways)
    titles = short_titles(form, line)
    return tuple(
        way.model_copy(
            update={
                "words": "; ".join(
                    f"{titles[one.row]}: {one.said}" for one in way.entries if one.row
                )
            }
        )
        for way in ways
    )


def tell_missing_place(turn: Turn, rows: tuple[str, ...], said: str) -> bool:
    """Say that the row or column which the text means is not there, and which are; False where it
    means none such."""
    return _tell(turn, find_missing_place(turn.form, rows, said), said)


def tell_missing_cell(turn: Turn, said: str) -> bool:
    """The same of a column that is meant for a row which is there: `dòng 3 cột 9 = 5`."""
    return _tell(turn, find_missing_cell(turn.form, said), said)


def _tell(turn: Turn, missing: MissingPlace | None, said: str) -> bool:
    if missing is not None:
        turn.say(missing.code, read=said, **missing.data)
        turn.quiet = turn.decided = True
    return missing is not None


def _may_be_block(said: str) -> bool:
    return any(sign in said for sign in "\t\n;") or any(map(str.isalpha, said))
