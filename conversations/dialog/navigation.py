"""Moving through the form: back, on, to a section, a row, or the rows that match some words."""

from __future__ import annotations

import re

from conversations.answers.values import AnswerState
from conversations.bulk.lead_ins.group_names import name_groups
from conversations.dialog.outline import MAX_LIST, describe_place
from conversations.dialog.row_answers import (
    ask_alone,
    ask_plainly,
    ask_row,
    go_on,
    say_not_writable,
)
from conversations.dialog.turn import Turn
from conversations.forms.places import cells_under, join_cells
from conversations.forms.row import Row
from conversations.forms.search import find_rows, lines_named, named_rows
from conversations.parsing.amount import leading_amount
from conversations.protocol.preview_states import RowChoice
from conversations.protocol.row_states import ListInput, RowQuestion
from conversations.protocol.session import asked_row
from conversations.rules.expression import parse_expression
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import shorten_text

_PART = re.compile(r"(phần|phan|mục|muc|câu|cau|dòng|dong)\s+(?:số\s+|so\s+)?(.+)", re.IGNORECASE)


def _place_in_figures(words: str) -> str:
    """`phần bốn đi em` is `phần 4`; other words as they are."""
    match = _PART.fullmatch(strip_courtesy(words))
    amount = leading_amount(match[2], whole=True) if match else None
    if match is None or amount is None or amount.rest or len(amount.meanings) != 1:
        return words
    return f"{match[1]} {amount.meanings[0].value}"


def open_row(turn: Turn, key: str) -> None:
    """Show a row for answer; an answered one as a detour from where the officer was."""
    row = turn.form.row(key)
    if row.computed is not None:
        turn.say("row.computed", **describe_place(turn.form, row), opens=True)
        ask_alone(turn, parse_expression(row.computed).ordered_keys[0])
        return
    if turn.report.editable and not turn.report.may_write(key):
        say_not_writable(turn, row)
        return
    here = turn.open_row
    answered = turn.report.answer(key).state is not AnswerState.BLANK
    turn_back = here if answered and here != key else None
    ask_alone(turn, key, back_to=turn_back)


def go_back(turn: Turn) -> None:
    """Return to the row that was asked before this one."""
    focus, trail = turn.session.focus, turn.session.trail
    here = asked_row(focus) or turn.open_row
    while trail and trail[-1] == here:
        trail = trail[:-1]
    target = trail[-1] if trail else _before(turn, here)
    if target is None:
        turn.say("back.first")
        return
    ask_plainly(turn, target)
    if turn.session.focus == focus:  # the list shown is the one they came from
        ask_alone(turn, target)
    turn.session = turn.session.model_copy(update={"trail": trail[:-1]})


def _before(turn: Turn, here: str | None) -> str | None:
    order = turn.form.order
    end = order.index(here) if here in order else len(order)
    rows = (turn.form.row(key) for key in reversed(order[:end]))
    return next((row.key for row in rows if row.computed is None), None)


def return_to_row(turn: Turn, key: str | None) -> None:
    """Back to the row or the list that stood open."""
    if key is not None and turn.is_open(turn.form.row(key)):
        ask_plainly(turn, key)
    elif key is not None and turn.form.row(key).answer is not None:
        ask_alone(turn, key)
    else:
        ask_row(turn, turn.next_open(None))


def skip_rows(turn: Turn, keys: tuple[str, ...]) -> None:
    """Leave these rows as they are and go on after the last of them."""
    focus = turn.session.focus
    here = turn.open_row
    back_to = focus.back_to if isinstance(focus, RowQuestion) else None
    if isinstance(focus, ListInput) and not keys:
        keys = focus.rows
    if here is None:
        ask_row(turn, turn.next_open(None))
    elif keys:
        ask_row(turn, turn.next_open(keys[-1]))
    else:
        go_on(turn, here, back_to)


def with_section(turn: Turn, words: str) -> str:
    """The name of a heading with the section in hand, where it is told without one: `mục 4`."""
    return name_groups(turn.form, turn.rows_in_hand, words, every=True)


def jump_to(turn: Turn, words: str) -> None:
    """Go to what the words name: a section, a key, a position, or words of a label."""
    words = with_section(turn, _place_in_figures(words))
    bare = strip_courtesy(words)
    lines = [*lines_named(turn.form, bare)]
    rows = (
        (lines if len(lines) == 1 else [])
        or [*named_rows(turn.form, words)]
        or [*named_rows(turn.form, bare)]
        or join_cells(turn.form, find_rows(turn.form, words))
        or join_cells(turn.form, find_rows(turn.form, bare))
    )
    if not rows:
        turn.say("jump.nothing", words=shorten_text(words))
    elif len(rows) == 1:
        arrive_at(turn, rows[0])
    else:
        turn.look_at(
            RowChoice(
                words=words, rows=tuple(r.key for r in rows[:MAX_LIST]), back_to=turn.open_row
            )
        )


def arrive_at(turn: Turn, row: Row) -> None:
    """Open the row; of a heading the first row that is open under it, of a printed row of a table
    with no open cell all that may be written."""
    keys = turn.form.asked_by_heading.get(row.key, ())
    if row.answer is not None and (row.computed is None or not keys):
        open_row(turn, row.key)
        return
    if row.computed is not None:  # what it is computed of stands under it
        turn.say("row.computed", **describe_place(turn.form, row), opens=True)
    first = next((key for key in keys if turn.is_open(turn.form.row(key))), None)
    if first is not None:
        rows = _rest_of_list(turn, first)
        if len(rows) > 1:
            turn.look_at(ListInput(rows=rows))
        else:
            ask_row(turn, first)
        return
    written = tuple(key for key in cells_under(turn.form, row) if turn.report.may_write(key))
    if len(written) > 1 and turn.form.row(written[0]).cell is not None:
        turn.look_at(ListInput(rows=written))
    elif keys:
        open_row(turn, keys[0])


def _rest_of_list(turn: Turn, first: str) -> tuple[str, ...]:
    """The rows of the list in hand from this one on, where others are open before it: who goes to a
    heading answers its rows next, and they are numbered from there."""
    rows = turn.session.listed
    if first not in rows or turn.first_open(rows) == first:
        return ()
    return rows[rows.index(first) :]


def show_list(turn: Turn, heading: str) -> None:
    """The rows under a heading that wait for an answer, or for a number, as a list."""
    keys = turn.form.asked_by_heading.get(heading, ())
    waiting = {*turn.open_among(keys)}
    rows = tuple(
        key
        for key in keys
        if key in waiting or turn.report.answer(key).state is AnswerState.PENDING
    )
    if len(rows) > 1:
        turn.look_at(ListInput(rows=rows))
    elif rows:
        ask_alone(turn, rows[0])
    else:
        turn.say("group.full")
