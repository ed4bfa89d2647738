"""Last period's answers: which of them may simply stay, and offering to keep them at one go."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkEntry
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import as_reading
from conversations.protocol.preview_states import Preview, PreviewLine, PreviewSource
from conversations.reports.kept_answers import carried_answer, may_keep
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.rules import computed

FEWEST = 2  # rows that are worth a screen of their own
MOST_WANTED = 40  # rows that need a new number and are shown below those that may be kept


def filter_keepable(form: Form, report: Report, keys: Sequence[str]) -> tuple[str, ...]:
    """Those open rows whose last answer may stand."""
    facts = computed.facts_of(form, report, settled=False)
    return tuple(
        key
        for key in keys
        if report.waits(key)
        and report.answer(key).state is AnswerState.BLANK
        and may_keep(report, form.row(key))
        and computed.why_void(form.row(key), facts) is None
    )


def offer_carry_over(turn: Turn, key: str) -> bool:
    """Before the first question of a section: offer to keep what hardly changes in it. Whether
    there was something to offer. Where messages are scarce every list offers its own."""
    if turn.room.scarce:
        return False
    section = turn.form.section_of(key).key
    if section in turn.session.offered:
        return False
    offered = (*turn.session.offered, section)
    turn.session = turn.session.model_copy(update={"offered": offered})
    rows = filter_keepable(turn.form, turn.report, turn.form.asked_by_heading[section])
    if len(rows) < FEWEST:
        return False
    show_carry_over(turn, rows, back_to=key)
    return True


def offer_many(turn: Turn, keys: Sequence[str]) -> None:
    """Show last period's answers of those of the rows that may keep them."""
    if not offer_whole(turn, keys, back_to=turn.open_row):
        say_nothing_kept(turn)


def offer_whole(turn: Turn, keys: Sequence[str], back_to: str | None) -> bool:
    """Show last period's answers of those of the rows that may keep them, and below them, if they
    are few, the rows that had a number and need a new one: both go into one message. False when
    there is none to keep."""
    rows = filter_keepable(turn.form, turn.report, keys)
    if not rows:
        return False
    changing = [] if turn.room.scarce else _changing(turn, keys, rows)
    wanted = changing if len(changing) <= MOST_WANTED else []
    show_carry_over(turn, rows, back_to, wanted)
    return True


def _changing(turn: Turn, keys: Sequence[str], kept: Sequence[str]) -> list[str]:
    """The open rows that said something last period and cannot be kept."""
    left = [key for key in keys if key not in {*kept} and turn.form.row(key).answer is not None]
    return [key for key in turn.open_among(left) if printed_before(turn.report, turn.form.row(key))]


def say_nothing_kept(turn: Turn) -> None:
    """No answer of last period may be kept, or there is no last period."""
    turn.say("keep.nothing" if turn.report.last or turn.report.latest else "keep.no_last")


def show_carry_over(
    turn: Turn, rows: Sequence[str], back_to: str | None, wanted: Sequence[str] = ()
) -> None:
    """One screen with last period's answers of these rows, to be kept as they are, and with those
    that are `wanted` anew."""
    lines = tuple(_line(turn, key, number) for number, key in enumerate(rows, 1))
    numbers = {key: number for number, key in enumerate(wanted, len(lines) + 1)}
    turn.look_at(Preview(source=PreviewSource.KEEP, lines=lines, back_to=back_to, wanted=numbers))


def _line(turn: Turn, key: str, number: int) -> PreviewLine:
    stands = carried_answer(turn.report, turn.form.row(key))
    assert stands is not None  # noqa: S101 - callers have looked
    entry = BulkEntry(row=key, said="", reading=as_reading(stands))
    return PreviewLine(number=number, entry=entry, revision=turn.report.answer(key).revision)
