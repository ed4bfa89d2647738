"""What a text typed at cells of a table may be: a whole row or column, a pasted block, cells by the
heads of their columns, or one figure for a row of several."""

from __future__ import annotations

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkAnswers, read_entry
from conversations.dialog import navigation, preview
from conversations.dialog.lists.list_at_hand import list_of_item
from conversations.dialog.lists.new_items import add_items, names_new_items
from conversations.dialog.lists.told_additions import tell_other_item
from conversations.dialog.readers.proposal import DONE, Proposal, act_on, done
from conversations.dialog.tables.cell_reader import (
    read_cells,
    tell_missing_cell,
    tell_missing_place,
)
from conversations.dialog.tables.line_prompt import is_one_line
from conversations.dialog.turn import Turn
from conversations.forms.places import rows_at
from conversations.parsing.result import ReadValue, as_answer
from conversations.reports.printed_answers import print_answer
from conversations.tables.cell_names import short_titles
from conversations.tables.placed_lines import names_cell


def propose_cells(turn: Turn, rows: tuple[str, ...], listed: tuple[str, ...]) -> Proposal | None:
    """The answers of a text that was typed at these cells, `listed` under numbers or one alone;
    None where it is none of this."""
    said = turn.typed.strip("\n")
    if tell_missing_cell(turn, said):
        return DONE
    row = list_of_item(turn.form, rows)
    found = read_cells(turn, rows, said)
    whole = any(all(one.row is not None for one in way.entries) for way in found)
    if not whole and row is not None and names_new_items(turn, row, said):
        return done(add_items(turn, row, said))
    if row is not None and tell_other_item(turn, row, rows[0].partition(":")[0], said):
        return DONE
    if found:
        return act_on(preview.show_preview, turn, found, said, listed)
    if rows_at(turn.form, said):
        return act_on(navigation.jump_to, turn, said)
    if tell_missing_place(turn, rows, said):
        return DONE
    return _one_of_several(turn, listed, said.strip())


def take_cell(turn: Turn, said: str) -> bool:
    """Take `dòng 3 cột 2 = 7`, whatever is asked, a text among it; False for any other text."""
    if not names_cell(turn.form, said):
        return False
    if tell_missing_cell(turn, said):
        return True
    rows = turn.rows_in_hand
    found = read_cells(turn, rows if is_one_line(turn.form, rows) else (), said)
    if found:
        preview.show_preview(turn, found, said, ())
    return bool(found)


def _one_of_several(turn: Turn, listed: tuple[str, ...], said: str) -> Proposal | None:
    """One figure where several cells wait: for which it is nobody can tell, so it is asked."""
    if not said[:1].isdigit() or len(said.split()) > 1 or not is_one_line(turn.form, listed):
        return None
    left = turn.open_among(listed)
    if len(left) < 2:
        return None
    readings = [(key, read_answer(turn.form.row(key), said)) for key in left]
    plain = [
        (key, one) for key, one in readings if isinstance(one, ReadValue) and one.remark is None
    ]
    if len(plain) < 2:
        return None
    titles = short_titles(turn.form, listed)
    ways = tuple(
        BulkAnswers(
            entries=(read_entry(turn.form, key, said),),
            words=f"{titles[key]}: {print_answer(turn.form.row(key), as_answer(reading))}",
        )
        for key, reading in plain
    )
    return Proposal(ways=ways, certain=True)
