"""Changing the lines of a preview: `3=25`, `à nhầm dòng 3 là 25`, `bỏ 3 và 5`, `chỉ ghi 2`; or how
a doubtful line was meant."""

from __future__ import annotations

from functools import partial
from typing import Any

from conversations.answer_types.reader import read_answer
from conversations.dialog.outline import LONGEST_LABEL
from conversations.dialog.previews import edit_words
from conversations.dialog.previews.departure import leave_preview
from conversations.dialog.previews.edit_words import LineEdits
from conversations.dialog.previews.line_changes import (
    ask_line,
    change_lines,
    drop_lines,
    free_numbers,
)
from conversations.dialog.previews.lines import (
    count_lines,
    describe_line,
    find_line,
    is_sure,
)
from conversations.dialog.previews.named_lines import (
    cell_changed,
    changed_by_words,
    dropped_by_words,
)
from conversations.dialog.previews.placement import (
    named_answer,
    place_among,
    place_line,
    rows_named,
)
from conversations.dialog.previews.sentence.cutting import takes_back
from conversations.dialog.previews.sentence.plan import plan_sentence
from conversations.dialog.previews.storage import confirm_preview
from conversations.dialog.previews.taken_proposals import (
    Plan,
    is_proposed,
    plan_proposed,
)
from conversations.dialog.prompts.lists import join_numbers
from conversations.dialog.turn import Turn
from conversations.parsing.result import RefusedReading
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.tables.placed_lines import names_cell
from conversations.text.normalize import shorten_text


def plan_edit(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """How the text changes lines of the preview, asks for the new value of one, stores some alone
    or shows it again; nothing is done yet. None for any other text."""
    if edit_words.asks_to_see(text):
        return partial(_show_again, turn, focus)
    if edit_words.drops_all(text):
        return partial(leave_preview, turn, focus)
    if takes_back(text):
        return None
    if names_cell(turn.form, edit_words.without_mending(text)):
        return plan_cell(turn, focus, text)
    return (
        plan_sentence(turn, focus, text, mixed=True)
        or _plan_storing(turn, focus, text)
        or _plan_all_right(turn, focus, text)
        or _plan_question(turn, focus, text)
        or _plan_place(turn, focus, text)
        or _plan_drop(turn, focus, text)
        or _plan_change(turn, focus, text)
        or plan_sentence(turn, focus, text)
    )


def plan_cell(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """Change the one line of the cell that a row and a column name; of two it is asked which. None
    for other texts, and a cell without a line."""
    found = cell_changed(turn.form, focus, edit_words.without_mending(text))
    lines, value = found if found is not None else ((), "")
    if len(lines) > 1:
        return partial(_ask_column, turn, lines, value, text)
    return _plan_change(turn, focus, f"{lines[0].number}={value}") if lines else None


def _ask_column(turn: Turn, lines: tuple[PreviewLine, ...], value: str, text: str) -> None:
    shown = [describe_line(turn.form, turn.report, line) for line in lines]
    turn.decided = True
    turn.say("preview.which_column", lines=shown, value=value, read=text)
    turn.quiet = True


def is_plain_edit(turn: Turn, focus: Preview, text: str) -> bool:
    """Whether the text can be nothing but a change of the lines: `dòng 4 là gì` may be a
    question."""
    if plan_edit(turn, focus, text) is None:
        return False
    edits = edit_words.read_edits(text) or LineEdits()
    keys = {line.number: line.entry.row for line in focus.lines}
    keys |= {n: key for n, key in enumerate(focus.rows, 1) if n not in keys}
    return not any(
        isinstance(read_answer(turn.form.row(key), said), RefusedReading)
        for number, said in edits.fixes.items()
        if (key := keys.get(number)) is not None
    )


def _show_again(turn: Turn, focus: Preview) -> None:
    turn.decided = True
    turn.look_at(focus)


def _plan_storing(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """`chỉ ghi 2`, `ghi cả 4`; a count that is not that of the lines is not understood."""
    known = {line.number for line in focus.lines}
    only = edit_words.read_only(text)
    if only and only <= known:
        return partial(confirm_preview, turn, focus, only=tuple(sorted(only)))
    if ends := edit_words.read_ends(text):
        numbers = sorted(known)
        some = numbers[:ends] if ends > 0 else numbers[ends:]
        if abs(ends) <= len(numbers):
            return partial(confirm_preview, turn, focus, only=tuple(some))
    if (counted := edit_words.read_count(text)) is not None:
        number, is_count = counted
        written = count_lines(turn.form, turn.report, focus).written
        if number == written and (is_count or number not in known):
            return partial(confirm_preview, turn, focus)
    return None


def _plan_question(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """`sửa 3`: what shall it be?"""
    number = edit_words.read_asked(text)
    line = find_line(focus, number)
    if line is None and number in free_numbers(focus) and number not in focus.wanted.values():
        return partial(_say_absent, turn, focus, number)
    return None if line is None or line.entry.row is None else partial(ask_line, turn, focus, line)


def _say_absent(turn: Turn, focus: Preview, number: int) -> None:
    """`sửa 3`, where the row of this number has no line yet."""
    label = shorten_text(turn.form.row(focus.rows[number - 1]).title, LONGEST_LABEL)
    turn.decided = True
    turn.say("preview.absent", n=number, label=label)
    turn.quiet = True


def _plan_place(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """`12 đúng`: the line belongs to the row, or means the answer, that was proposed; of several
    that are called right one may not be."""
    said, others = edit_words.read_rights(text)
    sure = {line.number for line in focus.lines if not is_proposed(line) and is_sure(turn, line)}
    if said and others and sure.issuperset(said):
        return _plan_change(turn, focus, others)
    numbers = said if sure.issuperset(said) else tuple(one for one in said if one not in sure)
    lines = [line for line in focus.lines if line.number in numbers]
    rows = [line.proposed[0] for line in lines if line.proposed]
    whole = len(lines) == len(numbers) and all(map(is_proposed, lines))
    if not whole or len({*rows}) < len(rows):  # or two lines for one row
        return partial(_say_not_right, turn, focus, text) if len(numbers) > 1 else None
    if len(lines) == 1 and not others and lines[0].proposed:
        return partial(place_line, turn, focus, lines[0].number, lines[0].proposed[0])
    return None


def _plan_all_right(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """`đúng hết, đồng ý`: what was proposed for doubtful lines is taken, and all is stored."""
    return plan_proposed(turn, focus) if edit_words.says_all_right(text) else None


def _say_not_right(turn: Turn, focus: Preview, text: str) -> None:
    """Several lines were called right, and one of them cannot be."""
    right = [line.number for line in focus.lines if is_proposed(line)]
    turn.decided = True
    turn.look_at(focus)
    turn.say("preview.not_right", read=text, right=join_numbers(right))
    turn.quiet = True


def _plan_drop(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """`bỏ biên chế có mặt`, `bỏ dòng cuối`."""
    gone = dropped_by_words(turn, focus, text)
    return partial(drop_lines, turn, focus, {gone}) if gone else None


def _plan_change(turn: Turn, focus: Preview, text: str) -> Plan | None:
    edits = edit_words.read_edits(text)
    known = {line.number for line in focus.lines}
    free = {*free_numbers(focus)} - known
    if edits is None or not {*edits.fixes} <= known | free or edits.loose & free:
        return None
    if not edits.gone <= known:  # nothing is there to be dropped
        return None
    homeless = _homeless(focus, edits)
    if not all(named_answer(turn, focus, *one) for one in homeless):
        (number, words), *others = edits.fixes.items()
        alone = not others and not edits.gone
        rows = rows_named(turn, words) if alone else ()
        return partial(place_among, turn, focus, number, rows) if rows else None
    if edits.gone and not edits.fixes:
        return partial(drop_lines, turn, focus, edits.gone)
    if (doubt := _value_or_number(turn, focus, edits)) is not None:
        return doubt
    return partial(change_lines, turn, focus, edits)


def _homeless(focus: Preview, edits: LineEdits) -> list[tuple[PreviewLine, str]]:
    """The lines that have no row yet and are changed, with what is said of them."""
    lines = (line for line in focus.lines if line.entry.row is None)
    return [(line, edits.fixes[line.number]) for line in lines if line.number in edits.fixes]


def _value_or_number(turn: Turn, focus: Preview, edits: LineEdits) -> Plan | None:
    """`5 thành 8` where line 5 stands, and another line says 5: which is meant?"""
    if len(edits.fixes) != 1 or not edits.loose:
        return None
    ((number, value),) = edits.fixes.items()
    lines = [describe_line(turn.form, turn.report, line) for line in focus.lines]
    saying = [line for line in lines if line["value"] == str(number) and line["n"] != number]
    mine = [line for line in lines if line["n"] == number]
    if len(saying) != 1 or not mine:
        return None
    return partial(_ask_which, turn, mine[0], saying[0], value)


def _ask_which(turn: Turn, mine: dict[str, Any], other: dict[str, Any], value: str) -> None:
    turn.decided = True
    turn.say("preview.which", mine=mine, other=other, value=value)
    turn.quiet = True


def plan_by_words(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """`à xử lý 5 thôi`: another value for the line that the words name."""
    named = changed_by_words(turn, focus, text)
    return None if named is None else _plan_change(turn, focus, f"{named[0]}={named[1]}")


def edit_lines(turn: Turn, focus: Preview, text: str) -> bool:
    """Change lines as the text says. False when it says nothing of the kind."""
    plan = plan_edit(turn, focus, text)
    if plan is not None:
        plan()
    return plan is not None
