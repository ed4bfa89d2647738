"""What is done with a list beside adding to it: ending it, taking items out, other names for them,
those of the last period."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers.item_names import clean_name, compare_name
from conversations.answers.values import Answer, AnswerState, Names
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.dialog import preview
from conversations.dialog.lists.list_at_hand import (
    cells_of,
    first_open_cell,
    last_names,
    lines_of,
    list_at_hand,
)
from conversations.dialog.row_answers import ask_row
from conversations.dialog.turn import Turn
from conversations.forms.growth import item_key
from conversations.forms.row import Row
from conversations.parsing.result import ReadState, ReadValue, as_reading
from conversations.reports.kept_answers import carried_answer
from conversations.tables.item_names_match import match_name
from conversations.text.normalize import shorten_text


def close_list(turn: Turn, row: Row) -> None:
    """There are no more items. One that lacks figures is asked first of all that comes after."""
    answer = turn.report.answer(row.key)
    if not isinstance(answer.value, Names):
        turn.say("items.none_yet", title=row.title)
        turn.quiet = True
        return
    if not answer.value.closed:
        closed = answer.value.model_copy(update={"closed": True})
        turn.write(row.key, answer.model_copy(update={"value": closed}))
    turn.say("items.closed", title=row.title, count=len(answer.value.names))
    ask_row(turn, first_open_cell(turn, row) or turn.next_open(row.key))


def find_items(turn: Turn, row: Row, words: str) -> tuple[str, ...]:
    """The items that words name: by their numbers, `2`, `1, 3`, or by a name."""
    own = list_at_hand(turn.form, turn.report, row).own
    numbers = [one for one in words.replace(",", " ").replace(" va ", " ").split() if one]
    if numbers and all(one.isdecimal() for one in numbers):
        places = [int(one) for one in numbers]
        if all(1 <= place <= len(own) for place in places):
            return tuple(own[place - 1] for place in dict.fromkeys(places))
        return ()
    found = match_name(clean_name(words), own)
    return (found.name,) if found.known else ()


def ask_to_remove(turn: Turn, row: Row, names: Sequence[str]) -> None:
    """Show what would be taken out; nothing is, before the officer says so."""
    own = list_at_hand(turn.form, turn.report, row).own
    left = tuple(one for one in own if one not in names)
    reading: ReadValue | ReadState = ReadState(state=AnswerState.NONE)
    if left:
        reading = ReadValue(value=_names(turn, row, left))
    entry = BulkEntry(row=row.key, said=shorten_text("; ".join(names)), reading=reading)
    preview.preview_readings(turn, (BulkAnswers(entries=(entry,)),), turn.typed, ())


def rename_item(turn: Turn, row: Row, old: str, new: str) -> None:
    """Show the item under its other name, with all that was said of it."""
    here = list_at_hand(turn.form, turn.report, row)
    if any(compare_name(one) == compare_name(new) for one in here.own if one != old):
        turn.say("items.named_already", name=new)
        turn.quiet = True
        return
    names = tuple(new if one == old else one for one in here.own)
    place = here.growth.place
    was, is_ = item_key(place, old), item_key(place, new)
    entries = [BulkEntry(row=row.key, said=new, reading=ReadValue(value=_names(turn, row, names)))]
    if was != is_:
        entries += _moved(turn, was, is_)
    preview.preview_readings(turn, (BulkAnswers(entries=tuple(entries)),), turn.typed, ())


def _moved(turn: Turn, was: str, is_: str) -> list[BulkEntry]:
    """What the item says, for the rows of the other name."""
    entries = []
    for line in (one for block in turn.form.blocks for one in block.lines if one.key == was):
        for key in cells_of(turn.form, line):
            answer = turn.report.answer(key)
            if answer.state is not AnswerState.BLANK:
                there = is_ + key[len(was) :]
                reading = as_reading(answer)
                entries.append(BulkEntry(row=there, said="", reading=reading, note=answer.note))
    return entries


def _names(turn: Turn, row: Row, names: tuple[str, ...]) -> Names:
    stored = turn.report.answer(row.key).value
    return Names(names=names, closed=isinstance(stored, Names) and stored.closed)


def keep_last_items(turn: Turn, row: Row) -> None:
    """Show the items of the last period that the list does not have yet, with those of their
    figures that may stand for this one."""
    here = list_at_hand(turn.form, turn.report, row)
    last = last_names(turn.report, row)
    added = tuple(one for one in last if not match_name(one, here.own).known)
    if not added:
        turn.say("items.no_last" if not last else "items.all_last", title=row.title)
        turn.quiet = True
        return
    added = added[: max(here.kind.most - len(here.own), 0)]
    names = Names(names=(*here.own, *added))
    entries = [
        BulkEntry(row=row.key, said="; ".join(added), reading=ReadValue(value=names)),
        *_kept_cells(turn, row, added),
    ]
    preview.preview_readings(turn, (BulkAnswers(entries=tuple(entries)),), turn.typed, ())


def _kept_cells(turn: Turn, row: Row, added: Sequence[str]) -> list[BulkEntry]:
    here = list_at_hand(turn.form, turn.report, row)
    form = here.with_names(added)
    found: list[BulkEntry] = []
    lines = {line.key: line for line in form.blocks_by_key[here.growth.table].lines}
    for line in (lines[item_key(here.growth.place, name)] for name in added):
        for key in cells_of(form, line):
            stands: Answer | None = carried_answer(turn.report, form.row(key))
            if stands is not None:
                found.append(BulkEntry(row=key, said="", reading=as_reading(stands)))
    return found


def tell_items(turn: Turn, row: Row) -> None:
    """That the list has items, so that no state can be said of it as a whole."""
    lines = lines_of(turn.form, turn.report, row)
    names = [turn.form.row(line.key).title for line in lines]
    turn.say("items.has_some", title=row.title, count=len(names), names=names[:3])
    turn.quiet = True
