"""Lines of a preview that are corrected in words: `à nhầm dòng 3 là 25`, `không phải 7 mà là 8`."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkAnswers
from conversations.bulk.sentences import hear_answers
from conversations.dialog.previews import edits
from conversations.dialog.previews.additions import add_ways, rows_by_number
from conversations.dialog.previews.lines import count_lines, describe_line, find_line
from conversations.dialog.previews.wanted_rows import describe_wanted
from conversations.dialog.sentences import Heard, are_all_placed, hear_sentence
from conversations.dialog.tables.cell_reader import tell_missing_place
from conversations.dialog.turn import Turn
from conversations.parsing.result import RefusedReading
from conversations.protocol.preview_states import Preview
from conversations.speech.acts import Correction
from conversations.speech.corrections import last_number, read_correction, split_values
from conversations.tables.placed_lines import names_cell
from conversations.text.normalize import short_number

_FIGURE = re.compile(r"(?<![\w.,])\d")


def correct_lines(turn: Turn, focus: Preview, correction: Correction) -> bool:
    """`à nhầm dòng 3 là 25` changes the line; without a number of one, the only one there is,
    or the one whose value was called wrong."""
    value = correction.value
    if not correction.place and names_cell(turn.form, value):
        return edits.edit_lines(turn, focus, value)
    if correction.wrong and value[:1].isalpha() and find_meant(turn, focus, correction.wrong):
        value = last_number(value) or value  # the wrong value tells the line, words may be too few
    if not correction.place and value[:1].isalpha() and _correct_newest(turn, focus, value):
        return True  # `biên chế có mặt 46 mới đúng`: it names its row
    place = correction.place or find_meant(turn, focus, correction.wrong)
    if place.isdecimal() and find_line(focus, int(place)) is None:  # `nhầm 7 thành 8`
        place = find_meant(turn, focus, place) or place
    if place and edits.edit_lines(turn, focus, f"{place}={value}" if value else f"sửa {place}"):
        return True
    if correction.place:
        return False
    if (not correction.wrong or value[:1].isalpha()) and _correct_newest(turn, focus, value):
        return True
    if (worded := edits.plan_by_words(turn, focus, value)) is not None:
        worded()
        return True
    figure = any(map(str.isdigit, value))
    said, code = (value, "preview.number") if figure else (turn.typed, "preview.unclear")
    say_unclear(turn, focus, said, code)
    return True


def _correct_newest(turn: Turn, focus: Preview, value: str) -> bool:
    """Other values for the lines that came last, or for lines named by words of their rows."""
    newest = focus.newest or tuple(line.number for line in focus.lines)
    values = split_values(value)
    heard = hear_sentence(turn, value)
    ways = (BulkAnswers(entries=heard),)
    if are_all_placed(heard):
        add_ways(turn, focus, ways, value)
        return True
    if len(values) == len(newest) and all(
        _takes(turn, focus, n, said) for n, said in zip(newest, values, strict=True)
    ):
        fixes = "; ".join(f"{n}={said}" for n, said in zip(newest, values, strict=True))
        return edits.edit_lines(turn, focus, fixes)
    if (own := hear_of_lines(turn, focus, value)) or heard:
        add_ways(turn, focus, (BulkAnswers(entries=own),) if own else ways, value)
    return bool(own or heard)


def hear_of_lines(turn: Turn, focus: Preview, value: str) -> Heard:
    """`cái hoàn thành 34`, `khoan, xong 6 chứ không phải 5`: words that are too few in the whole
    form, of the lines alone."""
    rows = [line.entry.row for line in focus.lines if line.entry.row is not None]
    heard = hear_answers(turn.form, rows, value, within=True)
    return heard if are_all_placed(heard) else ()


def _takes(turn: Turn, focus: Preview, number: int, value: str) -> bool:
    line = find_line(focus, number)
    if line is None or line.entry.row is None:
        return False
    row = turn.form.row(line.entry.row)
    return not row.is_free_text and not isinstance(read_answer(row, value), RefusedReading)


def find_meant(turn: Turn, focus: Preview, wrong: str) -> str:
    """The number of the only line with this value, as it was typed or printed; empty for none."""
    lines = [describe_line(turn.form, turn.report, line) for line in focus.lines]
    meant = [line for line in lines if not wrong or wrong in (line["value"], line["said"])]
    return str(meant[0]["n"]) if len(meant) == 1 else ""


def say_unclear(turn: Turn, focus: Preview, text: str, code: str) -> None:
    """It is said in short that the text was not understood; the preview stays as it is."""
    if tell_missing_place(turn, rows_by_number(focus), turn.typed):
        return
    tally = count_lines(turn.form, turn.report, focus)
    line = find_line(focus, short_number(text) or 0) or next(iter(focus.lines), None)
    wanted = describe_wanted(turn.form, turn.report, focus)
    shown = describe_line(turn.form, turn.report, line) if line is not None else None
    if wanted and find_line(focus, short_number(text) or 0) is None:
        shown = wanted[0] | {"value": "", "said": ""}
    turn.say(code, read=text, count=tally.written or tally.same, notes=tally.notes, line=shown)
    turn.quiet = True


def read_denied(text: str) -> Correction | None:
    """`bài trang mình 9 chớ hông phải 8`: words may be too few, the wrong value tells the line."""
    found = _FIGURE.search(text)
    denied = read_correction(text[found.start() :], strict=True) if found is not None else None
    return denied if denied is not None and denied.wrong else None
