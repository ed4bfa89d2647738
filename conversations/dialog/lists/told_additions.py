"""What is told of items in sentences, as answers that are shown before they are stored: at the
question of their list, at an item's cells, and while a preview stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conversations.answers.values import Names
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.dialog import preview
from conversations.dialog.lists.list_at_hand import cells_of, date_for, list_at_hand
from conversations.dialog.lists.renamed_lines import names_of
from conversations.dialog.lists.told_items import (
    ToldItem,
    are_names_alone,
    begins_like_item,
    read_told_item,
    split_items,
)
from conversations.dialog.sentences import hear_lines, hear_sentence, is_heard_clearer
from conversations.dialog.turn import Turn
from conversations.forms.growth import item_key
from conversations.forms.row import Row
from conversations.parsing.result import ReadValue
from conversations.protocol.preview_states import Preview
from conversations.tables.item_answers import ListAtHand, answer_items
from conversations.tables.item_lines import read_item_lines
from conversations.tables.item_names_match import match_name


def tell_items_apart(turn: Turn, row: Row, said: str) -> bool | None:
    """Show the items that a sentence at the question of the list tells, with their figures; ask
    whose the figures are where no item is named. False where it is such a sentence, but not
    understood; None for any other text."""
    here = list_at_hand(turn.form, turn.report, row)
    told = read_told_item(here, row, said)
    if told is not None and not told.name and not here.own:
        turn.say("items.whose", read=said, title=row.title)
        turn.quiet = True
        return True
    shown = _show(turn, _read(turn, here, row, said, told, least=2))
    return shown if shown or told is not None else None


def tell_other_item(turn: Turn, row: Row, item: str, said: str) -> bool:
    """Show what a sentence at the cells of one item tells of another, or of one that is new."""
    here = list_at_hand(turn.form, turn.report, row)
    told = read_told_item(here, row, said)
    if told is None or not told.name or item == item_key(here.growth.place, told.name):
        return False
    found = match_name(told.name, here.own)
    if not found.known and not begins_like_item(here, row, told.name):
        return False
    return _show(turn, _read(turn, here, row, said, told))


def read_told_additions(
    turn: Turn, held: Preview, said: str, *, named: bool = False
) -> tuple[BulkAnswers, ...]:
    """What a text says of the items that the preview would add, or of further ones; `named`: only
    where it names them."""
    for line in held.lines:
        pending = names_of(line)
        if line.entry.row is None or pending is None:
            continue
        row = turn.form.row(line.entry.row)
        here = list_at_hand(turn.form, turn.report, row)
        here = replace(here, names={**here.names, row.key: pending.names})
        told = read_told_item(here, row, said)
        if named and told is not None and not told.name:
            continue
        if found := _read(turn, here, row, said, told):
            return (BulkAnswers(entries=found),)
    return ()


def _show(turn: Turn, entries: Sequence[BulkEntry]) -> bool:
    if entries:
        preview.preview_readings(turn, (BulkAnswers(entries=tuple(entries)),), turn.typed, ())
        turn.fit_form()
    return bool(entries)


def _read(
    turn: Turn, here: ListAtHand, row: Row, said: str, told: ToldItem | None, least: int = 1
) -> tuple[BulkEntry, ...]:
    """What is told of items; of names without figures `least` so many."""
    if told is not None:
        return _of_sentence(turn, here, told)
    parts = split_items(here, row, said)
    if len(parts) < least:
        return ()
    cells = 0 if are_names_alone(parts) else len(here.form.blocks_by_key[here.growth.table].columns)
    ways = answer_items(here, read_item_lines("\n".join(parts), (*here.own, *here.known), cells))
    turn.form = date_for(turn, ways[0].form)
    return ways[0].burst.entries


def _of_sentence(turn: Turn, here: ListAtHand, told: ToldItem) -> tuple[BulkEntry, ...]:
    """The item, if it is new, and its figures; nothing where these cannot be told."""
    name = told.name or here.own[-1]
    found = match_name(name, (*here.own, *here.known))
    new = () if found.name in here.own else (found.name,)
    form = date_for(turn, here.with_names(new))
    key = item_key(here.growth.place, found.name)
    line = next(one for one in form.blocks_by_key[here.growth.table].lines if one.key == key)
    before, turn.form = turn.form, form
    figures = _figures(turn, cells_of(form, line), told.figures)
    if not figures:
        turn.form = before
        return ()
    names = ReadValue(value=Names(names=(*here.own, *new)))
    added = (BulkEntry(row=here.growth.names, said=found.name, reading=names),) if new else ()
    return (*added, *figures)


def _figures(turn: Turn, keys: Sequence[str], said: str) -> tuple[BulkEntry, ...]:
    """The figures of the words, each at one of these cells or at none."""
    heard = hear_sentence(turn, said, keys)
    bursts = hear_lines(turn, read_burst(turn.form, turn.report, tuple(keys), said, listed=True))
    clearer = not bursts or is_heard_clearer(turn, heard, bursts)
    entries = heard if heard and clearer else bursts[0].entries if len(bursts) == 1 else ()
    return entries if all(one.row is None or one.row in keys for one in entries) else ()
