"""Adding items to a list: what is clear is stored at once, what is not is asked about."""

from __future__ import annotations

from itertools import groupby

from conversations.answers.item_names import compare_name
from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkAnswers
from conversations.bulk.said_states import read_said_state
from conversations.dialog import preview
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.lists.list_at_hand import date_for, first_open_cell, list_at_hand
from conversations.dialog.lists.told_items import asks_something, begins_like_item, has_amount
from conversations.dialog.previews.lines import is_sure
from conversations.dialog.previews.storage import store_each
from conversations.dialog.row_answers import ask_row
from conversations.dialog.tables.contradictions import find_contradictions
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.parsing.result import ReadState
from conversations.reports.printed_answers import print_answer
from conversations.tables.item_answers import ListAtHand, ReadItems, answer_items, join_items
from conversations.tables.item_grid import read_item_grid
from conversations.tables.item_lines import is_item_line, read_item_lines
from conversations.text.normalize import clean_text


def are_item_lines(text: str) -> bool:
    """Whether some of the lines are names with their figures."""
    return any(map(is_item_line, text.strip().splitlines()))


def names_new_items(turn: Turn, row: Row, text: str) -> bool:
    """Whether a text typed at an item's cells is of other items, which the list has not yet. Where
    words are asked, those of one line are the answers."""
    here = turn.open_row
    words = here is not None and turn.form.row(here).is_free_text
    if words and "\n" not in text.strip():
        return False
    return are_item_lines(text) and any(way.new for way in read_items(turn, row, text))


def add_items(turn: Turn, row: Row, said: str, *, sure: bool = False) -> bool:
    """Take the text for items of the list, one in a line, with their figures or without. What is
    clear is stored at once; names alone where it is `sure` that they are. False when there are no
    names in it."""
    ways = read_items(turn, row, said)
    if not ways or (not sure and not all(_may_be_new(turn, row, name) for name in ways[0].new)):
        return False
    _put_at_hand(turn, ways[0])
    if len(ways) > 1:
        preview.preview_readings(turn, tuple(one.burst for one in ways), said, ())
    elif (sure or not _is_bare(turn, row, ways[0])) and _is_clear(turn, ways[0]):
        _store(turn, row, ways[0])
    else:
        preview.preview_readings(turn, (ways[0].burst,), said, ())
    turn.fit_form()
    return True


def _may_be_new(turn: Turn, row: Row, name: str) -> bool:
    """Whether the words may name an item: no amounts, no question, and no state of something that
    does not begin like an item, `bữa nay phòng chưa có số`."""
    here = list_at_hand(turn.form, turn.report, row)
    stated = isinstance(read_said_state(turn.typed.rpartition(name)[2]), ReadState)
    return not (
        has_amount(name)
        or asks_something(name)
        or (stated and not begins_like_item(here, row, name) and ":" not in turn.typed)
    )


def _is_bare(turn: Turn, row: Row, way: ReadItems) -> bool:
    """Whether it is names alone of which none is known from elsewhere: they may be other words."""
    known = {*map(compare_name, list_at_hand(turn.form, turn.report, row).known)}
    cells = [one for one in way.burst.entries if one.row != row.key]
    return not cells and not any(compare_name(name) in known for name in way.new)


def read_items(turn: Turn, row: Row, said: str) -> tuple[ReadItems, ...]:
    """The ways to read the text as items of the list; none where it has no names."""
    here = list_at_hand(turn.form, turn.report, row)
    if "\t" in said:
        return _read_table(turn, here, said)
    cells = len(here.form.blocks_by_key[here.growth.table].columns)
    lines = read_item_lines(said, (*here.own, *here.known), cells)
    return answer_items(here, lines) if any(line.name for line in lines) else ()


def _read_table(turn: Turn, here: ListAtHand, said: str) -> tuple[ReadItems, ...]:
    """The items of a table that was pasted, also of other lists in it."""
    grid = [[clean_text(cell) for cell in line.split("\t")] for line in said.split("\n")]
    block = turn.form.blocks_by_key[here.growth.table]
    found = read_item_grid(turn.form, block, [line for line in grid if any(line)], here.growth)
    parts = [
        answer_items(list_at_hand(turn.form, turn.report, turn.form.row(growth.names)), lines)
        for growth, lines in found.items()
    ]
    return join_items(turn.form, parts)


def _put_at_hand(turn: Turn, way: ReadItems) -> None:
    """Let the form have the rows of these items while they are looked at."""
    turn.form = date_for(turn, way.form)


def _is_clear(turn: Turn, way: ReadItems) -> bool:
    """Whether all of it can be stored, and nothing is written over."""
    lines = preview.number_entries(turn, way.burst.entries)
    list_rows = {one.names for one in turn.form.growths}
    return (
        all(
            is_sure(turn, line)
            and (
                line.entry.row in list_rows
                or turn.report.answer(str(line.entry.row)).state
                in (AnswerState.BLANK, AnswerState.PENDING)
            )
            for line in lines
        )
        and bool(lines)
        and not find_contradictions(turn.form, turn.report, way.burst.entries)
    )


def _store(turn: Turn, row: Row, way: ReadItems) -> None:
    """Store the items and say what each says; then what they lack, or the list again."""
    before = turn.report
    store_each(turn, preview.number_entries(turn, way.burst.entries))
    turn.fit_form()
    told = [_told(turn, way.burst, key) for key in _lines_of(turn, way)]
    turn.say("items.added", items=told, count=len(told), new=len(way.new))
    if any(one["figures"] for one in told):
        tell_consequences(turn, before)
    following = first_open_cell(turn, row) or row.key
    if not stopped_by(turn, newly_raised(turn, before), following):
        ask_row(turn, following)


def _lines_of(turn: Turn, way: ReadItems) -> list[str]:
    """The items that were spoken of."""
    growths = {one.place: one for one in turn.form.growths}
    cells = [
        str(one.row).partition(":")[0]
        for one in way.burst.entries
        if one.row is not None and str(one.row).partition(":")[0].rpartition(".")[0] in growths
    ]
    names = {
        line.key: turn.form.row(line.key).title
        for block in turn.form.blocks
        for line in block.lines
        if line.is_item
    }
    new = [key for key, name in names.items() if name in way.new]
    return [*dict.fromkeys((*new, *cells))]


def _told(turn: Turn, burst: BulkAnswers, key: str) -> dict[str, object]:
    values = [
        print_answer(turn.form.row(str(one.row)), turn.report.answer(str(one.row)))
        for one in burst.entries
        if one.row is not None and str(one.row).partition(":")[0] == key
    ]
    runs = ((value, len([*run])) for value, run in groupby(values))
    told = " · ".join(value if size == 1 else f"{value} ×{size}" for value, size in runs)
    return {"name": turn.form.row(key).title, "figures": told}
