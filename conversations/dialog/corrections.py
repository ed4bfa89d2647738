"""What was said before is corrected or taken back, in words: `à nhầm 22`, `xóa câu vừa rồi`."""

from __future__ import annotations

from typing import Any

from conversations.answer_types.reader import read_answer
from conversations.answers.values import BLANK, AnswerState
from conversations.bulk.model import BulkAnswers, read_entry
from conversations.bulk.sentences import hear_answers
from conversations.dialog import navigation, preview
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.lists.list_at_hand import names_beside
from conversations.dialog.outline import describe_place
from conversations.dialog.quoted_rows import edit_row
from conversations.dialog.row_answers import says_same
from conversations.dialog.row_search import by_words
from conversations.dialog.sentences import are_all_placed, hear_sentence
from conversations.dialog.states.check_explanations import go_on_explaining
from conversations.dialog.tables.cell_reader import read_cells
from conversations.dialog.turn import Turn
from conversations.forms.places import place_said, rows_at
from conversations.forms.search import find_rows, named_row
from conversations.parsing.result import RefusedReading
from conversations.protocol.check_states import CheckExplanations
from conversations.protocol.row_states import WrittenAnswer
from conversations.reports.model import Reason
from conversations.reports.printed_answers import print_answer
from conversations.speech.acts import Correction, Retracted, Retraction
from conversations.speech.corrections import HERE, split_values
from conversations.tables.placed_lines import names_cell, read_placed_lines
from conversations.text.normalize import shorten_text

WITHDRAWN = Reason(text="", operands="")  # no check is kept by it
LEAST_WORDS = 4  # of a correction that names its row
MOST_SHOWN = 8  # rows of the last message that are named


def correct_answer(turn: Turn, correction: Correction, numbered: str | None) -> None:
    """Give a row said before another value; `numbered` is the row shown under the place's
    number."""
    if correction.place:
        place = place_said(turn.form, turn.typed, correction.place)
        if numbered is None and _correct_line(turn, place, correction.value):
            return
        key = numbered or _placed(turn, place)
        if key is None:
            _unclear(turn, "wrong.nowhere", read=correction.place)
            return
    elif _correct_cell(turn, correction.value) or _correct_named(turn, correction):
        return
    else:
        keys = _meant(turn, correction.wrong)
        if len(keys) != 1:
            _ask_which(turn, keys, correction.value)
            return
        key = keys[0]
    if correction.value:
        edit_row(turn, key, correction.value)
    else:
        navigation.open_row(turn, key)


def _correct_named(turn: Turn, correction: Correction) -> bool:
    """Other values for the rows that were answered last, or that words name."""
    if correction.wrong and not correction.value[:1].isalpha():
        return False
    return _correct_several(turn, correction) or _choose_row(turn, correction.value)


def _correct_cell(turn: Turn, value: str) -> bool:
    """`nhầm, dòng 1 cột 3 là 6`: the cell of this place; False for other texts."""
    if not names_cell(turn.form, value):
        return False
    written = [one.row for one in turn.session.written]
    line = turn.form.line_of(written[0]) if written else ()
    ways = read_cells(turn, line if len(line) > 1 else (), value)
    if len(ways) == 1 and (key := ways[0].entries[0].row) is not None:
        edit_row(turn, key, ways[0].entries[0].said)
    elif ways:
        preview.preview_readings(turn, ways, turn.typed, ())
    return bool(ways)


def _correct_several(turn: Turn, correction: Correction) -> bool:
    """As many values as rows were answered last, or words of rows with their values. False for
    one value. Where no row has the value that is said to be wrong, it is previewed."""
    value = correction.value
    written = tuple(one.row for one in turn.session.written)
    values = split_values(value)
    if len(values) > 1 and len(values) == len(written):
        pairs = zip(written, values, strict=True)
        ways: tuple[BulkAnswers, ...] = (
            BulkAnswers(entries=tuple(read_entry(turn.form, key, said) for key, said in pairs)),
        )
    elif not any(map(str.isalpha, value)):
        return False
    else:
        section = turn.form.section_of(written[0]).key if written else ""
        near = turn.form.asked_by_heading.get(section, ())
        heard = hear_answers(turn.form, written, value, within=True)
        if not are_all_placed(heard):
            heard = hear_sentence(turn, value, written) or hear_sentence(turn, value, near)
        ways = (BulkAnswers(entries=heard),) if heard else ()
    if not ways:
        return False
    (way,) = ways
    entry = way.entries[0]
    had = not correction.wrong or (entry.row and _says(turn, entry.row, correction.wrong))
    if len(way.entries) == 1 and entry.row is not None and had:
        edit_row(turn, entry.row, entry.said)
    else:
        preview.preview_readings(turn, ways, turn.typed, ())
    return True


def _correct_line(turn: Turn, place: str, value: str) -> bool:
    """Other answers for the cells of a printed row, or for its cell: `à nhầm dòng 3 là 25 7`; the
    row is opened where only the mistake was told. False for any other place."""
    rows = rows_at(turn.form, place)
    if len(rows) == 1 and not value:
        navigation.arrive_at(turn, rows[0])
        return True
    ways = read_placed_lines(turn.form, turn.report, f"{place}: {value}") if rows else ()
    if ways:
        preview.preview_readings(turn, ways, turn.typed, ())
    return bool(ways)


def _choose_row(turn: Turn, value: str) -> bool:
    """Words of a row that fit several, with a number: it is asked which is meant."""
    words = any(map(str.isalpha, value)) and any(map(str.isdigit, value))
    return words and len(value.split()) >= LEAST_WORDS and by_words(turn, value)


def _placed(turn: Turn, place: str) -> str | None:
    named = named_row(turn.form, f"câu {place}" if place.isdecimal() else place)
    if named is None and not place.isdecimal():
        found = find_rows(turn.form, place)
        named = found[0] if len(found) == 1 else None
    return named.key if named is not None and named.answer is not None else None


def _meant(turn: Turn, wrong: str) -> tuple[str, ...]:
    """The rows that were answered last; of these and those now in question the ones with the
    value that was called wrong."""
    written = tuple(one.row for one in turn.session.written)
    if not wrong:
        return written
    return tuple(key for key in written if _says(turn, key, wrong)) or tuple(
        key for key in turn.form.order if _says(turn, key, wrong)
    )


def _says(turn: Turn, key: str, printed: str) -> bool:
    """Whether the row has a value that is printed so."""
    answer = turn.report.answer(key)
    return answer.value is not None and print_answer(turn.form.row(key), answer) == printed


def _ask_which(turn: Turn, keys: tuple[str, ...], value: str) -> None:
    lines = [_line(turn, key) for key in keys[:MOST_SHOWN]]
    code = "wrong.which" if keys else "wrong.nothing"
    if not keys or isinstance(read_answer(turn.form.row(keys[0]), value), RefusedReading):
        value = ""  # no example for what the row takes
    _unclear(turn, code, rows=lines, count=len(keys), value=value)


def _line(turn: Turn, key: str) -> dict[str, Any]:
    row = turn.form.row(key)
    at = turn.form.asked_at.get(key)
    return {
        "n": None if at is None else at + 1,
        "label": row.title,
        "value": print_answer(row, turn.report.answer(key)),
    }


def _unclear(turn: Turn, code: str, **data: Any) -> None:
    turn.say(code, **data)
    turn.quiet = True


def retract(turn: Turn, retraction: Retraction, numbered: str | None) -> None:
    """Undo what was said before: a reason, or answers."""
    if retraction.what is Retracted.REASON:
        _withdraw_reason(turn)
    elif retraction.place:
        here = turn.open_row if retraction.place == HERE else None
        key = here or numbered or _placed(turn, retraction.place)
        if key is None:
            _unclear(turn, "wrong.nowhere", read=retraction.place)
        else:
            blank = BLANK.model_copy(update={"note": turn.report.answer(key).note})
            _restore(turn, (WrittenAnswer(row=key, before=blank),))
    elif turn.session.written:
        _restore(turn, turn.session.written)
    else:
        _unclear(turn, "wrong.nothing")


def _withdraw_reason(turn: Turn) -> None:
    last = (*turn.session.explained_with, turn.session.explained)
    names = tuple(name for name in last if name and name in turn.report.reasons)
    if not names:
        _unclear(turn, "reason.none")
        return
    reasons = dict.fromkeys(turn.report.reasons[name].text for name in names)
    for name in names:
        turn.keep(name, WITHDRAWN)
    turn.session = turn.session.model_copy(update={"explained": None, "explained_with": ()})
    turn.say("reason.withdrawn", reasons=[shorten_text(one) for one in reasons])
    focus = turn.session.focus
    if isinstance(focus, CheckExplanations) and set(names) <= set(focus.checks):
        go_on_explaining(turn, focus)
    else:
        stopped_by(turn, names, turn.open_row, together=True)


def _restore(turn: Turn, written: tuple[WrittenAnswer, ...]) -> None:
    """Put back what stood in these rows, and ask the first of them anew."""
    before = turn.report
    lines = []
    for one in written:
        if not turn.report.may_write(one.row) or says_same(turn.report.answer(one.row), one.before):
            continue
        old = print_answer(turn.form.row(one.row), turn.report.answer(one.row))
        turn.write(one.row, one.before)
        blank = one.before.state is AnswerState.BLANK
        now = "" if blank else print_answer(turn.form.row(one.row), one.before)
        lines.append(describe_place(turn.form, turn.form.row(one.row)) | {"old": old, "now": now})
    if not lines:
        _unclear(turn, "wrong.nothing")
        return
    turn.say("taken_back", rows=lines[:MOST_SHOWN], count=len(lines))
    tell_consequences(turn, before)
    if not stopped_by(turn, newly_raised(turn, before), turn.open_row):
        turn.fit_form()  # an item that was added is none any more
        left = (one.row for one in written if one.row in turn.form.by_key)
        navigation.return_to_row(turn, next(left, None) or names_beside(turn.form, written[0].row))
