"""Settling many rows at one go: nothing happened, not theirs, zero, or no number yet; or as it
was in the last period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from conversations.answers.values import AnswerState, Number
from conversations.bulk.model import BRACKETS, BulkAnswers, BulkEntry, read_entry
from conversations.bulk.row_words import names_rows
from conversations.bulk.said_states import Rest, read_rest
from conversations.bulk.said_words import words_of
from conversations.bulk.vocabulary.row_fits import fit_rows
from conversations.calendar.dates import find_day, read_day
from conversations.dialog import carry_over, preview
from conversations.dialog.appointments import say_no_day, set_reminder
from conversations.dialog.turn import Turn
from conversations.forms.places import cells_under
from conversations.forms.search import named_row
from conversations.parsing.result import ReadState, ReadValue, as_reading
from conversations.parsing.states import PHRASES
from conversations.protocol.row_states import FillRest, ListInput
from conversations.reports.kept_answers import carried_answer
from conversations.text.normalize import shorten_text

NO = "không"  # the choice that may be meant where the state of the rest is not clear
AS_LIKELY = 0.6  # of how well words fit the likeliest row: others may be meant by them
HEADING = 30  # characters of a heading by which rows are told
_PLACE = (
    r"(?P<place>(?:câu|cau|dòng|dong|hàng|hang|mục|muc|phần|phan)\s+(?:số\s+|so\s+)?[\w.]+"
    r"(?:[\s,]+(?:cột|cot)\s+[\w.]+)?)"
)
_OF_ROW = re.compile(rf"{_PLACE}[\s,:]+(?P<day>\S.*)", re.IGNORECASE)
_ROW_BEHIND = re.compile(rf"(?P<day>\S.*?)[\s,:]+{_PLACE}", re.IGNORECASE)


def ask_to_settle(
    turn: Turn, rows: Sequence[str], state: AnswerState, day: date | None = None
) -> None:
    """Ask whether these open rows may all get this state; the number 0 for `VALUE`, which only
    rows that hold a number can get."""
    wanted = tuple(
        key
        for key in rows
        if (state is not AnswerState.VALUE or turn.form.row(key).holds_number)
        and not turn.report.answer(key).is_unfinished
    )
    if wanted:
        turn.look_at(FillRest(rows=wanted, state=state, day=day, back_to=turn.open_row))
    else:
        turn.say("group.full")


def settle_later(turn: Turn, rows: Sequence[str], words: str) -> None:
    """No number yet: ask to mark the rows so, and to be reminded on the day the words name."""
    day = read_day(words, turn.now) if words else None
    if words and day is None:
        say_no_day(turn, words)
    else:
        ask_to_settle(turn, rows, AnswerState.PENDING, day)


def remind_later(turn: Turn, words: str) -> None:
    """Remind of the open question, or of what is open in the list, which get no number yet;
    else of all that is pending; of a row or heading when the words name one too."""
    focus, here = turn.session.focus, turn.open_row
    rows, words = _part_place(turn, words)
    day = read_day(words, turn.now)
    if day is None:
        say_no_day(turn, words)
    elif rows and (left := turn.open_among(rows)):
        ask_to_settle(turn, left, AnswerState.PENDING, day)
    elif rows:
        set_reminder(turn, rows, day)
    elif isinstance(focus, ListInput):
        ask_to_settle(turn, turn.open_among(focus.rows), AnswerState.PENDING, day)
    elif here is not None and turn.is_open(turn.form.row(here)):
        ask_to_settle(turn, (here,), AnswerState.PENDING, day)
    else:
        pending = tuple(
            key for key in turn.form.order if turn.report.answer(key).state is AnswerState.PENDING
        )
        set_reminder(turn, pending, day)


def _part_place(turn: Turn, words: str) -> tuple[tuple[str, ...], str]:
    """The rows that the words name before or behind a day, and the words of the day: `dòng 3 thứ
    sáu`, `thứ sáu câu 12`; none of them where they name a day alone."""
    found = _OF_ROW.fullmatch(words.strip()) or _ROW_BEHIND.fullmatch(words.strip())
    named = named_row(turn.form, found["place"]) if found else None
    if found is None or named is None:
        return (), words
    under = turn.form.asked_by_heading.get(named.key) or (named.key,)
    cells = cells_under(turn.form, named)
    return tuple(cells or under), found["day"]


def rows_left(turn: Turn) -> tuple[str, ...]:
    """What is open of the list before the officer, or of the group of the open question."""
    focus, here = turn.session.focus, turn.open_row
    if isinstance(focus, ListInput):
        return turn.open_among(focus.rows)
    group = turn.form.group_of(here).key if here else None
    return turn.open_among(turn.form.asked_by_heading[group]) if group else ()


def take_words(turn: Turn, text: str) -> bool:
    """`còn lại không thuộc thẩm quyền` typed at a single question: of the group that it is in.
    False for any other text."""
    rest = read_rest(text)
    listed = turn.session.listed
    if rest is None or any(number > len(listed) for number in rest.but):
        return False
    if rest.whole:
        left = turn.open_among(turn.form.order)
    else:
        left = turn.open_among(rest.among(listed)) if rest.but else rows_left(turn)
    if rest.keep:
        carry_over.offer_many(turn, left)
    else:
        take_rest(turn, left, rest)
    return True


def take_rest(turn: Turn, left: tuple[str, ...], rest: Rest) -> None:
    """Ask whether all rows that are left may get this state; which state, when it may be either of
    two."""
    if len(rest.states) == 1 or not left:
        ask_to_settle(turn, left, rest.states[0])
    else:
        either, back_to = rest.states, turn.open_row
        day = find_day(rest.reminder, turn.now) if rest.reminder else None
        turn.look_at(FillRest(rows=left, state=either[0], either=either, day=day, back_to=back_to))


def add_rest(
    turn: Turn, rows: tuple[str, ...], ways: tuple[BulkAnswers, ...], rest: Rest
) -> tuple[BulkAnswers, ...]:
    """The answers, with what is said of the rows that none of them is for, nor may be for."""
    free = [(way, _without_proposed(turn, rows, way)) for way in ways]
    if rest.keep:
        return tuple(_joined(way, _kept(turn, left, way)) for way, left in free)
    several = len(rest.states) > 1
    if several and (coded := _coded(turn, free)):
        return coded
    found: list[BulkAnswers] = []
    for way, left in free:
        numbered = rest.lines and names_rows(turn.typed)
        scopes = (("", left),) if numbered else _scopes(turn, left, way)
        for state in rest.states:
            said = PHRASES[state][0] if state in PHRASES else "0"
            for where, keys in scopes:
                words = f"còn lại{where} {said}" if several or len(scopes) > 1 else ""
                more = _settled(turn, keys, way, state)
                found.append(_joined(way, more, words, ("burst.rest",)))
    return tuple(found)


def _coded(
    turn: Turn, free: Sequence[tuple[BulkAnswers, tuple[str, ...]]]
) -> tuple[BulkAnswers, ...]:
    """`1 có, còn lại không`: the same choice of all rows that are left, where all have it."""
    found: list[BulkAnswers] = []
    for way, rows in free:
        given = {entry.row for entry in way.entries}
        left = [key for key in turn.open_among(rows) if key not in given]
        entries = [read_entry(turn.form, key, NO) for key in left]
        if not entries or not all(isinstance(one.reading, ReadValue) for one in entries):
            return ()
        found.append(_joined(way, iter(entries), warnings=("burst.rest",)))
    return tuple(found)


def settle_all(
    turn: Turn, rows: tuple[str, ...], way: BulkAnswers, state: AnswerState
) -> BulkAnswers:
    """The answers, with this state of all that is open among these rows."""
    return _joined(way, _settled(turn, rows, way, state), warnings=("burst.rest",))


def _scopes(
    turn: Turn, rows: Sequence[str], way: BulkAnswers
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rows that may be meant: those under the heading of all answers, or all of the list, where
    it has other headings; each with words for them."""
    form, given = turn.form, {one.row for one in way.entries if one.row is not None}
    open_ = tuple(key for key in turn.open_among(rows) if key not in given)
    headings = {form.group_of(key).key for key in given}
    here = tuple(key for key in open_ if form.group_of(key).key in headings)
    first = form.group_of(rows[0]).key if rows else ""  # who begins here may mean it alone
    if headings != {first} or not here or len(here) == len(open_):
        return (("", tuple(rows)),)
    title = shorten_text(form.row(first).title, HEADING)
    return ((f" của “{title}”", here), (" của cả danh sách", tuple(rows)))


def _without_proposed(turn: Turn, rows: tuple[str, ...], way: BulkAnswers) -> tuple[str, ...]:
    """The rows but for those that an answer without one may be for: they are spoken of."""
    lines = preview.number_entries(turn, way.entries, rows)
    asked = {line.proposed[0] for line in lines if line.proposed}
    for one in way.entries:
        asked |= _may_be(turn, one.said) if one.row is None else set()
    return tuple(key for key in rows if key not in asked)


def _may_be(turn: Turn, said: str) -> set[str]:
    fits = fit_rows(turn.form, words_of(BRACKETS.sub(" ", said)))
    best = max((one.score for one in fits.values()), default=0.0)
    return {key for key, one in fits.items() if one.score >= AS_LIKELY * best}


def _joined(
    way: BulkAnswers, more: Iterator[BulkEntry], words: str = "", warnings: tuple[str, ...] = ()
) -> BulkAnswers:
    dropped = ("burst.fewer", *warnings)
    update = {
        "entries": (*way.entries, *more),
        "words": " · ".join(filter(None, (way.words, words))),
        "warnings": (*(one for one in way.warnings if one not in dropped), *warnings),
    }
    return way.model_copy(update=update)


def _kept(turn: Turn, rows: tuple[str, ...], way: BulkAnswers) -> Iterator[BulkEntry]:
    given = {entry.row for entry in way.entries}
    for key in carry_over.filter_keepable(turn.form, turn.report, rows):
        answer = carried_answer(turn.report, turn.form.row(key))
        if key not in given and answer is not None:
            yield BulkEntry(row=key, said="", reading=as_reading(answer))


def _settled(
    turn: Turn, rows: tuple[str, ...], way: BulkAnswers, state: AnswerState
) -> Iterator[BulkEntry]:
    given = {entry.row for entry in way.entries}
    zero = state is AnswerState.VALUE
    reading = ReadValue(value=Number(amount=Decimal(0))) if zero else ReadState(state=state)
    for key in turn.open_among(rows):
        if key not in given and (not zero or turn.form.row(key).holds_number):
            yield BulkEntry(row=key, said="0" if zero else PHRASES[state][0], reading=reading)
