"""Moving through the form: back, on, to a section, a row, or the rows that match some words."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from conversations.answering import ask, go_on, newly_raised
from conversations.expressions import parse
from conversations.form import Form, Row
from conversations.placing import MAX_LIST, open_rows, place
from conversations.session import Asking, ChoosingRow, HelperPart, Raised, Settling
from conversations.text import fold
from conversations.turn import Turn
from conversations.values import State

_PLACE = re.compile(r"(?:[IVX]+|\d{1,2})(?:[. ]\d{1,2})*")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ROMAN = {str(number): roman for number, roman in enumerate(_NUMERALS, 1)}
NEAR = 86  # percent of likeness from which a label is offered


def open_row(turn: Turn, key: str) -> None:
    """Show a row for answer; an answered one as a detour from where the officer was."""
    row = turn.form.row(key)
    if row.computed is not None:
        turn.say("row.computed", **place(turn.form, row))
        ask(turn, parse(row.computed).ordered_keys[0])
        return
    here = turn.open_row
    answered = turn.report.answer(key).state is not State.BLANK
    turn_back = here if answered and here != key else None
    ask(turn, key, back_to=turn_back)


def back(turn: Turn) -> None:
    """Return to the row that was asked before this one."""
    focus = turn.session.focus
    if isinstance(focus, HelperPart) and focus.part == "denominator":
        turn.look_at(focus.model_copy(update={"part": "numerator", "numerator": None}))
        return
    trail = turn.session.trail
    here = turn.open_row
    while trail and trail[-1] == here:
        trail = trail[:-1]
    target = trail[-1] if trail else _before(turn, here)
    if target is None:
        turn.say("back.first")
        return
    before = Asking(row=target, revision=turn.report.answer(target).revision)
    turn.session = turn.session.model_copy(update={"focus": before, "trail": trail[:-1]})


def _before(turn: Turn, here: str | None) -> str | None:
    order = turn.form.order
    end = order.index(here) if here in order else len(order)
    rows = (turn.form.row(key) for key in reversed(order[:end]))
    return next((row.key for row in rows if row.computed is None), None)


def skip(turn: Turn, keys: tuple[str, ...]) -> None:
    """Leave these rows as they are and go on after the last of them."""
    focus = turn.session.focus
    here = turn.open_row
    back_to = focus.back_to if isinstance(focus, Asking) else None
    if here is None:
        ask(turn, turn.next_open(None))
    else:
        go_on(turn, keys[-1] if keys else here, back_to)


def jump(turn: Turn, words: str) -> None:
    """Go to what the words name: a section, a key, a position, or words of a label."""
    target = find_exactly(turn.form, words)
    if target is not None:
        _arrive(turn, target)
        return
    rows = find_by_words(turn.form, words)
    if not rows:
        turn.say("jump.nothing", words=words)
    elif len(rows) == 1:
        _arrive(turn, rows[0])
    else:
        turn.look_at(
            ChoosingRow(
                words=words, rows=tuple(r.key for r in rows[:MAX_LIST]), back_to=turn.open_row
            )
        )


def _arrive(turn: Turn, row: Row) -> None:
    if row.answer is not None:
        open_row(turn, row.key)
        return
    keys = turn.form.asked_by_heading.get(row.key, ())
    first = next((key for key in keys if turn.is_open(turn.form.row(key))), None)
    if first is not None:
        ask(turn, first)
    elif keys:
        open_row(turn, keys[0])


def find_exactly(form: Form, words: str) -> Row | None:
    """The row named by a section number ("III"), a key ("III.4.2"), or a place ("câu 12")."""
    text = fold(words).upper()
    section, text = text.startswith("PHAN "), re.sub(r"^(PHAN|MUC|DONG)\s+", "", text)
    parts = re.split(r"[. ]", text) if _PLACE.fullmatch(text) else [text]
    if parts[0] in _ROMAN and (section or len(parts) > 1):
        parts[0] = _ROMAN[parts[0]]
    padded = ".".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    if padded in form.by_key:
        return form.by_key[padded]
    place_of = re.fullmatch(r"CAU\s+(\d{1,4})", text)
    if place_of and 1 <= int(place_of[1]) <= len(form.order):
        return form.row(form.order[int(place_of[1]) - 1])
    return None


def find_by_words(form: Form, words: str) -> list[Row]:
    """Rows whose label holds the words, accented or not; near ones when none does."""
    wanted = fold(words)
    if len(wanted) < 2:
        return []
    rows = [row for row in form.rows if row.answer is not None]
    exact = [row for row in rows if fold(row.title) == wanted]
    holding = exact or [row for row in rows if wanted in fold(row.title)]
    if holding:
        return holding
    scored = [(fuzz.token_set_ratio(wanted, fold(row.title)), row) for row in rows]
    near = sorted((s for s in scored if s[0] >= NEAR), key=lambda s: -s[0])
    return [row for _, row in near]


def settle(turn: Turn, focus: Settling) -> None:
    """Write "không phát sinh" into every open row of the group, and go on after it."""
    keys = open_rows(turn.form, turn.report, focus.heading)
    before = turn.report
    for key in keys:
        turn.write(key, turn.report.answer(key).model_copy(update={"state": State.NONE}))
    turn.say("group.done", count=len(keys))
    broken = {check: None for key in keys for check in newly_raised(turn, key, before)}
    last = turn.form.asked_by_heading[focus.heading][-1]
    if broken:
        turn.look_at(Raised(checks=tuple(broken), back_to=turn.next_open(last)))
    else:
        ask(turn, turn.next_open(last))
