"""Words of a label, typed where an answer was awaited: the rows that match, or an answer for
the one that does."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.answer_types.reader import read_answer
from conversations.bulk.label_match import is_key, is_label, read_labelled, row_of_label
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.commands.nearest import begins_command
from conversations.dialog import navigation, preview
from conversations.dialog.outline import MAX_LIST
from conversations.dialog.turn import Turn
from conversations.forms.model import Row
from conversations.forms.search import find_rows, split_trailing_value, sure_row
from conversations.parsing.result import RefusedReading
from conversations.protocol.session import RowChoice


def by_words(turn: Turn, text: str) -> bool:
    """`biên chế` lists the rows that match, `IV.2.2` opens its row; `biên chế có mặt 46` proposes
    the answer for the row it names. False when no row matches, and for the first word of a
    command."""
    if begins_command(text):
        return False
    if is_key(text) and (row := row_of_label(turn.form, text)) is not None:
        navigation.open_row(turn, row.key)
        return True
    found = read_labelled(turn.form, text)
    if found is not None:
        preview.show_preview(turn, (BulkAnswers(entries=(found,)),), found.said, ())
        return True
    if not is_label(turn.form, text) and any(_propose(turn, *parts) for parts in _parted(text)):
        return True
    rows = find_rows(turn.form, text)
    if rows:
        _list(turn, text, rows, "")
    return bool(rows)


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The words and the value behind them; a number before the value may belong to the words."""
    words, _, last = text.rpartition(" ")
    if words and last[:1].isdigit():
        yield words, last
    if (parts := split_trailing_value(text)) is not None:
        yield parts


def _propose(turn: Turn, words: str, value: str) -> bool:
    rows = [row for row in find_rows(turn.form, words) if _takes(row, value)]
    sure = sure_row(turn.form, words)
    if sure is not None and _takes(sure, value):
        entry = BulkEntry(row=sure.key, said=value, reading=read_answer(sure, value))
        preview.show_preview(turn, (BulkAnswers(entries=(entry,)),), value, ())
    elif rows:
        _list(turn, words, rows, value)
    return bool(rows)


def _takes(row: Row, value: str) -> bool:
    return not isinstance(read_answer(row, value), RefusedReading)


def _list(turn: Turn, words: str, rows: list[Row], value: str) -> None:
    keys = tuple(row.key for row in rows[:MAX_LIST])
    turn.look_at(RowChoice(words=words, rows=keys, value=value, back_to=turn.open_row))
