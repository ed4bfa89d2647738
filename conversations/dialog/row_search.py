"""Words of a label, typed where an answer was awaited: the rows that match, or an answer for
the one that does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from conversations.answer_types.reader import read_answer
from conversations.bulk.label_match import is_key, is_label, read_labelled, row_of_label
from conversations.bulk.model import BRACKETS, BulkAnswers, BulkEntry
from conversations.bulk.parser import read_placed
from conversations.bulk.row_candidates import other_lines
from conversations.bulk.said_words import words_of
from conversations.bulk.sentence_values import may_be_rows
from conversations.bulk.vocabulary.known_words import words_left
from conversations.commands.nearest import begins_command
from conversations.dialog import navigation, preview
from conversations.dialog.outline import MAX_LIST
from conversations.dialog.readers.sentence import take_sentence
from conversations.dialog.row_answers import handle_reading
from conversations.dialog.sentences import SEVERAL, hear_sentence, names_only
from conversations.dialog.turn import Turn
from conversations.forms.places import join_cells
from conversations.forms.row import Row
from conversations.forms.search import find_rows, plain_label, split_trailing_value, sure_row
from conversations.parsing.aside import bracket_asides
from conversations.parsing.ratio import PART_CODE
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.protocol.preview_states import RowChoice
from conversations.protocol.row_states import ListInput, RowQuestion, ValueChoice
from conversations.reports.printed_answers import print_answer
from conversations.speech.consent import read_consent
from conversations.tables.placed_lines import read_placed_lines
from conversations.text.normalize import fold_text

LONGEST_REMARK = 200  # characters of an answer in a sentence
MOST_LEFT = 1  # words of no meaning here beside an answer that is written at once
_MEASURED = re.compile(r"\s(\d[\d.,]*\s+[^\d\s:;,]+(?:\s[^\d\s:;,]+)?)$")  # `là 35 nhiệm vụ`
_FIGURE = re.compile(r"\d[\d.,]*")
_ENDS = frozenset(
    (
        *("nha", "nhe", "a", "em", "chi", "anh", "oi", "do", "luon"),
        *("day", "thoi", "nhen", "hen", "roi"),
    )
)


def take_placed(turn: Turn, text: str) -> bool:
    """A pasted table, or answers that name their rows, typed where none was asked for.
    False for any other text."""
    if placed := read_placed_lines(turn.form, turn.report, turn.typed.strip()):
        preview.show_preview(turn, placed, text, ())
        return True
    several = any(sign in turn.typed.strip() for sign in "\t\n;")
    bursts = read_placed(turn.form, turn.report, turn.typed) if several else ()
    if bursts:
        preview.show_preview(turn, bursts, text, ())
    return bool(bursts)


def other_of_group(turn: Turn, row: Row, text: str, reading: Reading) -> bool:
    """`hoàn thành được 28` where another number of the same group is asked: for which row it is
    meant is asked. False for words that may speak of the asked row."""
    if not isinstance(reading, ReadValue) or len(text) > LONGEST_REMARK:
        return False
    said = _pairs(BRACKETS.sub(" ", bracket_asides(text)))  # an explanation names no row
    own = _pairs(row.title) if said else set()
    if not said or said & own:
        return False
    asked = (turn.form.row(key) for key in turn.form.order)
    others = [one for one in asked if one.parent == row.parent and one.key != row.key]
    named = [one for one in others if said & (_pairs(one.title) - own)]
    if len(named) != 1 or not _takes(named[0], text):
        return False
    value = print_answer(row, as_answer(reading))
    focus = turn.session.focus
    back_to = focus.row if isinstance(focus, RowQuestion | ValueChoice) else turn.open_row
    rows = (named[0].key, row.key)
    turn.look_at(RowChoice(words=text, rows=rows, value=value, back_to=back_to))
    return True


def _pairs(text: str) -> set[tuple[str, str]]:
    """Every two words that stand side by side."""
    words = plain_label(text).split()
    return {pair for pair in pairwise(words) if not any(word.isdecimal() for word in pair)}


def by_words(turn: Turn, text: str) -> bool:
    """`biên chế` lists the rows that match, `IV.2.2` opens its row; `biên chế có mặt 46` proposes
    the answer for the row it names. False when no row matches, and for the first word of a
    command."""
    if read_consent(text, ("ghi", "lưu", "nộp")) is not None or fold_text(text) == "dung":
        return False  # `đúng rồi`, `ghi em` are no words of a label
    if take_sentence(turn, turn.typed, least=SEVERAL):
        return True
    text = _without_courtesy(text)
    if begins_command(text):
        return False
    if is_key(text) and (row := row_of_label(turn.form, text)) is not None:
        navigation.open_row(turn, row.key)
        return True
    found = read_labelled(turn.form, text)
    if found is not None:
        if not _answer_asked(turn, found):
            preview.show_preview(turn, (BulkAnswers(entries=(found,)),), text, ())
        return True
    if _take_dictated_one(turn):
        return True
    if not is_label(turn.form, text) and any(
        _propose(turn, text, *parts) for parts in _parted(text)
    ):
        return True
    rows = _of_asked_line(turn, text, find_rows(turn.form, text))
    value = _only_value(turn, text, rows) if rows else ""
    if not value and len(_FIGURE.findall(text)) > 1 and not is_label(turn.form, text):
        return False  # `nhận 3 giải quyết 3`: which of them is whose nobody can pick
    focus = turn.session.focus
    if value and isinstance(focus, RowQuestion) and [row.key for row in rows] == [focus.row]:
        reading = read_answer(rows[0], value)  # it speaks of the very row that is asked
        handle_reading(turn, rows[0], focus.revision, reading, focus.back_to)
    elif len(rows) == 1 and names_only(turn, text, rows[0].key):
        return take_sentence(turn, text)
    elif rows:
        _list(turn, text, rows if value else join_cells(turn.form, rows), value)
    return bool(rows)


def _of_asked_line(turn: Turn, text: str, rows: list[Row]) -> list[Row]:
    """Those of the printed row that is asked, where the words name no other one; else all."""
    apart = other_lines(turn.form, turn.open_row or "", text)
    return [row for row in rows if row.key not in apart] or rows


def _take_dictated_one(turn: Turn) -> bool:
    """`ban hành mười hai văn bản` where that row is asked answers it; of another row, or of one of
    a list, it is shown first."""
    heard, focus = hear_sentence(turn, turn.typed), turn.session.focus
    if len(heard) != 1 or heard[0].row is None:
        return _choose_named(turn)
    if not _answer_asked(turn, heard[0]):
        listed = focus.rows if isinstance(focus, ListInput) else ()
        preview.preview_readings(turn, (BulkAnswers(entries=heard),), turn.typed, listed)
    return True


def _choose_named(turn: Turn) -> bool:
    """`ld cấp sở 3 người`: one value, with words that may mean a few rows."""
    heard = hear_sentence(turn, turn.typed, least=0)
    words, _, value = heard[0].said.rpartition(": ") if len(heard) == 1 else ("", "", "")
    rows = [*may_be_rows(turn.form, heard[0].said)] if words else []
    if len(rows) > 1:
        _list(turn, words, rows, value)
    return len(rows) > 1


def _answer_asked(turn: Turn, entry: BulkEntry) -> bool:
    """Answer the row that is asked, when it is what the words name. False for another row, for
    what was not said just so, and beside words that are of nothing here."""
    focus = turn.session.focus
    if not isinstance(focus, RowQuestion | ValueChoice) or entry.row != focus.row:
        return False
    row = turn.form.row(focus.row)
    if read_answer(row, entry.said) != entry.reading:
        return False
    answer = {*words_of(entry.said)}
    beside = [word for word in words_of(turn.typed) if word not in answer]
    if not row.is_free_text and len(words_left(turn.form, row.key, beside)) > MOST_LEFT:
        return False  # `tuyên dương thôi chứ chưa khen thưởng`
    handle_reading(turn, row, focus.revision, entry.reading, focus.back_to)
    return True


def _only_value(turn: Turn, text: str, rows: list[Row]) -> str:
    """The one number of a sentence in which rows were found, if all of them take it: it is not
    lost when the row is picked."""
    if is_label(turn.form, text) or len(re.findall(r"\d[\d.,]*", text)) != 1:
        return ""
    values = [value for _, value in _parted(text)]
    return next((one for one in values if all(_takes(row, one) for row in rows)), "")


def _without_courtesy(text: str) -> str:
    """Without the polite words at its ends; a comma inside a number stays."""
    words = text.split()
    while len(words) > 1 and plain_label(words[-1]) in _ENDS:
        words.pop()
    while len(words) > 1 and plain_label(words[0]) in ("da", "thua"):
        words.pop(0)
    return " ".join(words)


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The words and the value behind them; a number before the value may belong to the words."""
    words, _, last = text.rpartition(" ")
    if words and last[:1].isdigit():
        yield words, last
    if (parts := split_trailing_value(text)) is not None:
        yield parts
    if (measured := _MEASURED.search(text)) is not None:
        yield text[: measured.start()], measured[1]


def _propose(turn: Turn, text: str, words: str, value: str) -> bool:
    rows = [row for row in find_rows(turn.form, words) if _takes(row, value)]
    near = _of_asked_line(turn, words, rows)
    figures = re.findall(r"\d+", words)
    if figures and not any(set(figures) <= set(re.findall(r"\d+", row.title)) for row in rows):
        return False  # `phát hiện 4, xử lý 3`: there is another value among the words
    among = [row.key for row in near] if len(near) < len(rows) else None
    sure = sure_row(turn.form, words) or (sure_row(turn.form, words, among) if among else None)
    if sure is not None and _takes(sure, value):
        entry = BulkEntry(row=sure.key, said=value, reading=read_answer(sure, value))
        preview.show_preview(turn, (BulkAnswers(entries=(entry,)),), text, ())
    elif rows:
        _list(turn, words, near, value)
    return bool(rows)


def _takes(row: Row, value: str) -> bool:
    """Whether the row takes the value; one of two numbers is of a percentage."""
    reading = read_answer(row, value)
    part = isinstance(reading, AmbiguousReading) and reading.code == PART_CODE
    return not (part or isinstance(reading, RefusedReading))


def _list(turn: Turn, words: str, rows: list[Row], value: str) -> None:
    keys = tuple(row.key for row in rows[:MAX_LIST])
    searched = not is_label(turn.form, words)  # it may have been meant as an answer
    turn.look_at(
        RowChoice(words=words, rows=keys, value=value, back_to=turn.open_row, searched=searched)
    )
