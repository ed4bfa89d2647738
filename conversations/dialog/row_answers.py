"""Taking an answer: reading a text for a row, writing it, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer, AnswerState, Names, Ratio
from conversations.dialog import carry_over
from conversations.dialog.appointments import misses_its_day, say_no_day, set_appointment
from conversations.dialog.batches import batch_rows, filter_askable
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.outline import describe_place
from conversations.dialog.overview import describe_report
from conversations.dialog.prompts.lists import prompt_list
from conversations.dialog.size_doubt import doubt_growth
from conversations.dialog.turn import Turn
from conversations.dialog.words.order import next_words, returned_words
from conversations.dialog.words.strangers import tell_strangers
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import (
    EditConflict,
    HelperQuestion,
    ListInput,
    RowQuestion,
    ValueChoice,
)
from conversations.protocol.session import AllWords, AskingMode, Summary
from conversations.reports.model import Report
from conversations.reports.printed_answers import tell_answer


def ask_row(turn: Turn, key: str | None) -> None:
    """Ask for an open row; the summary when there is none left. What hardly changes is offered
    to be kept first, section by section."""
    if key is None and (returned := returned_words(turn)) is not None:
        ask_alone(turn, returned)
    elif key is None:
        turn.look_at(Summary())
    elif not carry_over.offer_carry_over(turn, key):
        ask_plainly(turn, key)


def ask_plainly(turn: Turn, key: str) -> None:
    """Ask for a row, with the rows of its list when the officer is asked by list."""
    rows = listed_with(turn, key) if _is_listed(turn, key) else (key,)
    if len(rows) > 1:
        turn.look_at(ListInput(rows=rows))
    else:
        turn.leave_list()
        ask_alone(turn, key)


def listed_with(turn: Turn, key: str) -> tuple[str, ...]:
    """The rows that are asked together with this one: those of the list in hand, so that their
    numbers stay as they are until it is done."""
    if key in turn.session.listed:
        return turn.session.listed
    line = turn.form.line_of(key)
    if line and not turn.by_list:
        return filter_askable(turn.form, turn.report, line)
    mode = AskingMode.GROUP if turn.session.mode is AskingMode.ROW else turn.session.mode
    fits = _beside_what_was_said(turn) if turn.room.measure else None
    return batch_rows(turn.form, turn.report, key, mode, turn.room, fits)


def _beside_what_was_said(turn: Turn) -> Callable[[tuple[str, ...]], bool]:
    """Whether the list of some rows and all that was said so far is one message."""
    said = tuple(reply for reply in turn.replies if isinstance(reply, Reply))
    practised = bool(turn.session.listed)

    def fits(rows: tuple[str, ...]) -> bool:
        focus = ListInput(rows=rows)
        shown = prompt_list(turn.form, turn.report, focus, brief=True, practised=practised)
        return turn.room.fits((*said, shown)) is not False

    return fits


def ask_alone(turn: Turn, key: str, back_to: str | None = None) -> None:
    """Put one row before the officer, whether it is answered or not."""
    row, answer = turn.form.row(key), turn.report.answer(key)
    turn.look_at(RowQuestion(row=key, revision=answer.revision, back_to=back_to))
    if row.helper is not None and answer.state is AnswerState.BLANK:
        start_helper(turn, row, answer.revision, back_to)


def greet_officer(turn: Turn) -> None:
    """Greet, and ask the first question at once; of a report that cannot be changed, how it
    stands."""
    report = turn.report
    if not report.editable:
        ask_row(turn, None)
        return
    past = report.latest or report.last
    turn.say(
        "start",
        **describe_report(turn.form, report),
        last=past.period.name if past else "",
        brief=turn.room.scarce,
        guest=report.only is not None,
        lists=len(turn.form.growths),
    )
    ask_row(turn, turn.next_open(None))


def go_on(turn: Turn, key: str, back_to: str | None) -> None:
    """After `key` is settled: back from a detour, or on to the next open row; of the report in
    words to its next question, or to all of them."""
    if turn.form.is_of_words(key) and (back_to is None or turn.form.is_of_words(back_to)):
        go_on_writing(turn, key)
    elif back_to is not None and turn.is_open(turn.form.row(back_to)):
        ask_row(turn, back_to)
    elif _is_listed(turn, key) and turn.first_open(listed_with(turn, key)):
        ask_row(turn, turn.first_open(listed_with(turn, key)))
    else:
        ask_row(turn, turn.next_open(back_to or key))


def go_on_writing(turn: Turn, key: str) -> None:
    """To the next question of the report in words that waits; at the end all of them."""
    following = next_words(turn, key)
    if following is None:
        turn.look_at(AllWords())
    else:
        ask_alone(turn, following)


def _is_listed(turn: Turn, key: str) -> bool:
    if turn.form.is_of_words(key):
        return False
    return turn.by_list or key in turn.session.listed or bool(turn.form.line_of(key))


def take_text(turn: Turn, row: Row, revision: int, text: str, back_to: str | None) -> None:
    """Read a text as this row's answer and act on the reading."""
    handle_reading(turn, row, revision, read_answer(row, text), back_to)


def handle_reading(
    turn: Turn, row: Row, revision: int, reading: Reading, back_to: str | None
) -> None:
    """Act on a reading: write it, ask which one was meant, or refuse."""
    match reading:
        case RefusedReading():
            turn.say(reading.code, **describe_place(turn.form, row), **reading.data)
            turn.quiet = getattr(turn.session.focus, "row", None) == row.key
        case AmbiguousReading():
            turn.look_at(
                ValueChoice(
                    row=row.key,
                    revision=revision,
                    code=reading.code,
                    data=reading.data,
                    readings=reading.readings,
                    back_to=back_to,
                )
            )
        case ReadState() if misses_its_day(turn, reading):
            say_no_day(turn, reading.remark or "")
        case ReadState():
            give_answer(turn, row, revision, reading, back_to)
        case ReadValue() if (doubt := doubt_growth(turn, row, reading)) is not None:
            handle_reading(turn, row, revision, doubt, back_to)
        case ReadValue():
            give_answer(turn, row, revision, reading, back_to)


def give_answer(
    turn: Turn, row: Row, revision: int, reading: ReadValue | ReadState, back_to: str | None
) -> None:
    """Write a settled reading, unless somebody else wrote the row since it was asked. A reminder
    in its words is set."""
    if not turn.report.may_write(row.key):
        say_not_writable(turn, row)
        return
    stored, given = turn.report.answer(row.key), reading
    if stored.revision != revision and (whole := _end_as_it_is(stored, reading)) is not None:
        reading, revision = whole, stored.revision
    if isinstance(reading, ReadState) and stored.revision == revision:
        (reading,) = set_appointment(turn, [(row.key, reading)])
    answer = as_answer(reading, stored.note)
    if says_same(stored, answer):
        if row.key in turn.report.asked:  # somebody wants to hear it from this officer
            turn.write(row.key, answer)
        turn.say("kept", **describe_place(turn.form, row), value=tell_answer(row, stored))
        go_on(turn, row.key, back_to)
    elif stored.revision != revision:
        turn.look_at(EditConflict(row=row.key, mine=given, back_to=back_to))
    else:
        heard = reading.heard if isinstance(reading, ReadValue) else None
        store_answer(turn, row, answer, back_to, heard or "")


def _end_as_it_is(stored: Answer, reading: ReadValue | ReadState) -> ReadValue | None:
    """The end of a list that was offered before somebody else added to it: with all its items."""
    given = reading.value if isinstance(reading, ReadValue) else None
    if not isinstance(stored.value, Names) or not isinstance(given, Names):
        return None
    return ReadValue(value=stored.value.model_copy(update={"closed": given.closed}))


def say_not_writable(turn: Turn, row: Row) -> None:
    """Why this row cannot be changed, and on to what can."""
    guest = turn.report.only is not None and row.key not in turn.report.only
    turn.say("row.not_yours" if guest else "row.not_returned", **describe_place(turn.form, row))
    ask_row(turn, turn.next_open(None))


def says_same(stored: Answer, answer: Answer) -> bool:
    """Whether two answers differ in nothing that an officer says."""
    said = (answer.state, answer.value, answer.remark, answer.note)
    return (stored.state, stored.value, stored.remark, stored.note) == said


def store_answer(
    turn: Turn, row: Row, answer: Answer, back_to: str | None, heard: str = ""
) -> None:
    """Write the answer, tell what it computed, voided or contradicted, and go on. `heard` is what
    was said, where that was in another unit."""
    before = turn.report
    turn.write(row.key, answer)
    code = "saved" if before.answer(row.key).state is AnswerState.BLANK else "changed"
    turn.say(
        code,
        **describe_place(turn.form, row),
        value=tell_answer(row, answer),
        state=answer.state.value,
        old=tell_answer(row, before.answer(row.key)),
        heard=heard,
    )
    if turn.form.is_of_words(row.key):
        tell_strangers(turn, row.key)
    tell_consequences(turn, before)
    broken = newly_raised(turn, before)
    if not stopped_by(turn, broken, back_to or turn.next_open(row.key)):
        go_on(turn, row.key, back_to)


def start_helper(turn: Turn, row: Row, revision: int, back_to: str | None) -> None:
    """Ask the first helper question whose number is not on the form."""
    assert row.helper is not None  # noqa: S101 - callers have looked
    known = _known(turn.report, row.helper.numerator_row)
    part = HelperQuestion(row=row.key, revision=revision, part="numerator", back_to=back_to)
    if known is None:
        turn.look_at(part)
    else:
        ask_denominator(turn, row, part, known)


def _known(report: Report, key: str | None) -> Decimal | None:
    return None if key is None else report.answer(key).amount


def ask_denominator(turn: Turn, row: Row, part: HelperQuestion, numerator: Decimal) -> None:
    """Ask the second helper question, unless its number is on the form."""
    assert row.helper is not None  # noqa: S101 - callers have looked
    known = _known(turn.report, row.helper.denominator_row)
    if known:
        close_helper(turn, row, part, numerator, known)
        return
    asked = part.model_copy(update={"part": "denominator", "numerator": numerator})
    turn.look_at(asked)


def close_helper(
    turn: Turn, row: Row, part: HelperQuestion, numerator: Decimal, denominator: Decimal
) -> None:
    """Answer the row with the percentage that the two numbers make."""
    if denominator == 0:
        turn.say("helper.zero", **describe_place(turn.form, row))
        return
    value = Ratio(numerator=numerator, denominator=denominator)
    if not row.answer_type.fits(value):
        turn.say(
            "helper.over_limit",
            **describe_place(turn.form, row),
            numerator=str(numerator),
            denominator=str(denominator),
        )
        turn.look_at(part.model_copy(update={"part": "numerator", "numerator": None}))
        return
    give_answer(turn, row, part.revision, ReadValue(value=value), part.back_to)
