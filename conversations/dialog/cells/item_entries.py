"""Items of a list on the sheet: added, called otherwise, and taken out."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers.item_names import clean_name, compare_name, is_name
from conversations.answers.values import BLANK, Answer, AnswerState, Names
from conversations.bulk.model import BulkEntry
from conversations.dialog.cells.entries import CellEntry, CellFate, CellOutcome
from conversations.dialog.lists.list_at_hand import list_at_hand, list_of_item
from conversations.dialog.turn import Turn
from conversations.forms.growth import item_key
from conversations.forms.row import Row
from conversations.parsing.result import ReadState, ReadValue, RefusedReading, as_answer
from conversations.protocol.messages import Reply
from conversations.tables.item_answers import ListAtHand, ReadItems, answer_items
from conversations.tables.item_lines import ItemLine
from conversations.text.normalize import shorten_text

MOST_TOLD = 5  # things that were left and are named


def write_item(turn: Turn, entry: CellEntry) -> CellOutcome:
    """Of the row of names: add an item of this name. Of an item's own row: give it this name, or
    take it out when there is none."""
    row = turn.form.by_key.get(entry.key)
    names = row if row is not None and row.holds_names else list_of_item(turn.form, (entry.key,))
    if row is None or names is None:
        return entry.outcome(CellFate.REFUSED, Reply(code="cell.gone"))
    if not turn.report.may_write(names.key):
        guest = turn.report.only is not None
        code = "row.not_yours" if guest else "row.not_returned"
        return entry.outcome(CellFate.LOCKED, Reply(code=code, data={"label": names.title}))
    here = list_at_hand(turn.form, turn.report, names)
    if row is names:
        return _add(turn, names, here, entry)
    old = next((one for one in here.own if item_key(here.growth.place, one) == row.key), None)
    if old is None:
        return entry.outcome(CellFate.REFUSED, Reply(code="cell.gone"))
    if not entry.text.strip():
        return _remove(turn, names, here, entry, old)
    return _rename(turn, names, here, entry, old)


def _add(turn: Turn, names: Row, here: ListAtHand, entry: CellEntry) -> CellOutcome:
    """Add the items of the lines, each with its figures behind tabs, if there are any. Figures of
    an item that is there already are written where it has none."""
    lines = [_line(text) for text in entry.text.split("\n") if text.strip()]
    if not lines or not all(is_name(line.name) for line in lines):
        return _unreadable(here, entry)
    ways = answer_items(here, lines)
    picked = ways[entry.choice or 0 : (entry.choice or 0) + 1] or ways[:1]
    if len(ways) > 1 and entry.choice is None:
        data = {"read": shorten_text(entry.text)}
        said = Reply(code="cell.which_item", data=data)
        offered = tuple(way.burst.words for way in ways)
        return entry.outcome(CellFate.DOUBTFUL, said, offered)
    return _take(turn, names, here, entry, picked[0])


def _line(text: str) -> ItemLine:
    name, *values = text.split("\t")
    while values and not values[-1].strip():
        values.pop()
    return ItemLine(clean_name(name), tuple(map(str.strip, values)), text)


def _take(
    turn: Turn, names: Row, here: ListAtHand, entry: CellEntry, way: ReadItems
) -> CellOutcome:
    """Store what is read for sure, and say what was left."""
    cells: dict[str, Answer] = {}
    left: list[BulkEntry] = []
    for one in way.burst.entries:
        if one.row == names.key:
            continue
        settled = isinstance(one.reading, ReadValue | ReadState)
        if one.row is None or not settled or not turn.report.answer(one.row).says_as(BLANK):
            left.append(one)
        elif isinstance(one.reading, ReadValue | ReadState):
            cells[one.row] = as_answer(one.reading)
    if not way.new and not cells:
        return _nothing_new(entry, here, left)
    if way.new:
        _keep(turn, names, (*here.own, *way.new), cells)
    else:
        turn.write_at_once(cells)
    said = None
    if left:
        told = [shorten_text(one.said) for one in left[:MOST_TOLD]]
        said = Reply(code="cell.items_partly", data={"count": len(left), "read": told})
    return entry.outcome(CellFate.STORED, said)


def _nothing_new(entry: CellEntry, here: ListAtHand, left: Sequence[BulkEntry]) -> CellOutcome:
    """Why nothing was added: a name that is there, or that may not be."""
    refused = next((one for one in left if isinstance(one.reading, RefusedReading)), None)
    if refused is not None and isinstance(refused.reading, RefusedReading):
        data = {"read": shorten_text(refused.said), "why": refused.reading.code}
        return entry.outcome(CellFate.REFUSED, Reply(code="cell.item_refused", data=data))
    name = shorten_text(entry.text.partition("\t")[0])
    return entry.outcome(CellFate.SAME, Reply(code="cell.item_there", data={"name": name}))


def _remove(turn: Turn, names: Row, here: ListAtHand, entry: CellEntry, old: str) -> CellOutcome:
    left = tuple(one for one in here.own if one != old)
    if left:
        _keep(turn, names, left)
    else:
        note = turn.report.answer(names.key).note
        turn.write(names.key, BLANK.model_copy(update={"note": note}))
    return entry.outcome(CellFate.STORED)


def _rename(turn: Turn, names: Row, here: ListAtHand, entry: CellEntry, old: str) -> CellOutcome:
    """The item under its other name, with all that was said of it."""
    new = clean_name(entry.text)
    if new == old:
        return entry.outcome(CellFate.SAME)
    if not new or not is_name(new):
        return _unreadable(here, entry)
    if any(compare_name(one) == compare_name(new) for one in here.own if one != old):
        return entry.outcome(
            CellFate.REFUSED, Reply(code="items.named_already", data={"name": new})
        )
    if not here.kind.free and not any(compare_name(one) == compare_name(new) for one in here.known):
        data = {"read": shorten_text(new), "why": "items.unknown"}
        return entry.outcome(CellFate.REFUSED, Reply(code="cell.item_refused", data=data))
    was, is_ = item_key(here.growth.place, old), item_key(here.growth.place, new)
    moved = _moved(turn, was, is_) if was != is_ else {}
    _keep(turn, names, tuple(new if one == old else one for one in here.own), moved)
    return entry.outcome(CellFate.STORED)


def _moved(turn: Turn, was: str, is_: str) -> dict[str, Answer]:
    """What the item says, for the rows of the other name."""
    own = (row.key for row in turn.form.rows if row.key.partition(":")[0] == was)
    return {
        is_ + key[len(was) :]: turn.report.answer(key)
        for key in own
        if not turn.report.answer(key).says_as(BLANK)
    }


def _keep(
    turn: Turn, names: Row, wanted: Sequence[str], cells: dict[str, Answer] | None = None
) -> None:
    """Store these names. Who sees the whole list has it before them as it is: there are no others
    for now."""
    note = turn.report.answer(names.key).note
    value = Names(names=tuple(wanted), closed=True)
    answer = Answer(state=AnswerState.VALUE, value=value, note=note)
    turn.write_together({**(cells or {}), names.key: answer})


def _unreadable(here: ListAtHand, entry: CellEntry) -> CellOutcome:
    data = {
        "read": shorten_text(entry.text),
        "example": here.kind.example,
        "limit": here.kind.most,
    }
    return entry.outcome(CellFate.REFUSED, Reply(code="refused.items", data=data))
