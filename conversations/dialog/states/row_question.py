"""The question of one row."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from conversations.answer_types.percent import PercentType
from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.bulk.parser import bare_answer, is_single, read_burst, read_rows_of_list
from conversations.bulk.said_states import read_said_state
from conversations.dialog import fill_rest, preview
from conversations.dialog.answering import give_answer, go_on, handle_reading
from conversations.dialog.dictated import (
    is_clearer,
    is_of_other_row,
    take_dictation,
    take_kept,
    take_or_text,
)
from conversations.dialog.outline import describe_place
from conversations.dialog.previews import sentences
from conversations.dialog.prompts.keyboard import answer_buttons
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.row_search import by_words, names_other, read_around_label, take_sentence
from conversations.dialog.sentence_number import only_number
from conversations.dialog.states.base import State, View
from conversations.dialog.states.list_input import asks_for_list
from conversations.dialog.turn import Turn
from conversations.forms.model import Carry, Form, Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_reading,
)
from conversations.protocol.messages import Reply
from conversations.protocol.session import HelperQuestion, ListInput, RowQuestion, ValueChoice
from conversations.reports.formatting import print_answer
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.rules import computed
from conversations.speech.acts import Awaited
from conversations.speech.consent import read_consent
from conversations.speech.messages_to_bot import announced_words, speaks_to_bot
from conversations.text.normalize import fold_text

_PARTS = re.compile(r",\s+|;\s*")
_NUMBERED = re.compile(
    r"^(?:(?:da|a|vang|em|chi|anh|thi|cho|con)[ ,]+)*(?:cau|dong)(?: so)? (?P<n>\d{1,3})\b.*\d"
)
MOST_PARTS = 30  # answers in a row, parted by commas
AHEAD = 60  # rows that a list of answers to one question may run on to


class RowQuestionState(State[RowQuestion]):
    def show_prompt(self, view: View) -> Reply:
        form, report = view.form, view.report
        row, answer = form.row(self.focus.row), report.answer(self.focus.row)
        because = computed.void_reason(form, report, row.key)
        data = form.derived(_questions)[row.key] | {
            "current": print_answer(row, answer) if answer.state is not AnswerState.BLANK else "",
            "note": answer.note or "",
            "void": because or "",
            "returned": report.returned[row.key].reason if row.key in report.returned else "",
            "handed": report.handed.get(row.key, ""),
        }
        data |= describe_earlier(report, row) | tell_news(form, row, view.before)
        return Reply(code="ask", data=data, buttons=answer_buttons(form, report, row, self.focus))

    def awaited(self, form: Form) -> Awaited:
        known = self.focus.row in form.by_key
        return Awaited.TEXT if known and form.row(self.focus.row).is_free_text else Awaited.VALUE

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return (self.focus.row,)

    def take_text(self, turn: Turn, text: str) -> None:
        if not take_answers(turn, self.focus, text):
            say_not_understood(turn, self, text)

    def resume(self, turn: Turn) -> None:
        if turn.report.answer(self.focus.row).state is not AnswerState.BLANK:
            go_on(turn, self.focus.row, self.focus.back_to)

    def keep_last(self, turn: Turn) -> None:
        keep_one(turn, self.focus)


def _questions(form: Form) -> dict[str, dict[str, Any]]:
    """What is the same whenever a row is asked, by its key."""
    return {
        row.key: describe_place(form, row)
        | {
            "hint": row.hint or "",
            "optional": row.optional,
            "example": row.answer.example if row.answer else "",
            "kind": row.answer.type if row.answer else "",
            "options": [f"{o.code} = {o.label}" for o in row.options],
        }
        for row in form.rows
    }


def tell_news(form: Form, row: Row, before: str | None) -> dict[str, bool]:
    """Which of section and group are other ones than of the row asked before, and whether to show
    how it is answered; all of them when there is none, or when it is asked again."""
    if before is None or before == row.key or before not in form.by_key:
        return {"new_section": True, "new_group": True, "new_kind": True}
    last = form.row(before)
    new_section = form.section_of(before) != form.section_of(row.key)
    return {
        "new_section": new_section,
        "new_group": new_section or form.group_of(before) != form.group_of(row.key),
        "new_kind": new_section
        or (isinstance(row.answer, PercentType) and not isinstance(last.answer, PercentType)),
    }


def describe_earlier(report: Report, row: Row) -> dict[str, Any]:
    """What the unit answered in the last period, and a year ago when that was another one."""
    past, year = past_of(report, row), report.year_before
    is_other = year is not None and (past is None or year.period.end != past.period.end)
    answered = is_other and year is not None and year.answer(row.key).state is not AnswerState.BLANK
    return {
        "last": printed_before(report, row),
        "last_period": past.period.name if past else "",
        "derived": past is not None and past.derived,
        "last_note": (past.answer(row.key).note or "") if past else "",
        "year": print_answer(row, year.answer(row.key)) if year and answered else "",
        "year_period": year.period.name if year else "",
    }


def take_answers(turn: Turn, focus: RowQuestion | ValueChoice, text: str) -> bool:
    """One answer to the open question; several that run on from it; or words of a label. False
    for words in which there is no number to refuse."""
    turn.about = focus.row
    row = turn.form.row(focus.row)
    if text.isdecimal() and isinstance(plain := read_answer(row, text), ReadValue):
        handle_reading(turn, row, focus.revision, plain, focus.back_to)  # most answers
        return True
    kept = not row.is_free_text and take_kept(turn, (row.key,), ())
    if kept or (not row.is_free_text and _take_of_list(turn, text)):
        turn.about = None
        return True
    if row.is_free_text and (_take_numbered(turn) or take_or_text(turn, row, text)):
        turn.about = None
        return True
    if row.is_free_text and _only_says_to_write(text):
        return False
    reading = _without_furniture(turn, row, text, read_answer(row, text))
    if row.is_free_text and (none := _says_there_is_none(turn, row, text)) is not None:
        reading = none
    reading = read_around_label(row, text, reading)
    if not row.is_free_text and is_of_other_row(turn, row, reading):
        turn.about = None
        return take_dictation(turn, (row.key,), ())
    several = _take_in_order(turn, row, text, reading) or (
        not is_single(turn.typed, reading) and _take_more(turn, row.key, text)
    )
    named = several or _take_words(turn, row, reading, text)
    if named or names_other(turn, row, text, reading):
        turn.about = None
    elif isinstance(reading, RefusedReading) and _names_no_row(turn, text):
        pass  # it has said so
    elif isinstance(reading, RefusedReading) and _says_nothing(reading, text):
        return False
    elif (only := only_number(row, text, reading)) is not None:
        handle_reading(turn, row, focus.revision, only, focus.back_to)
    else:
        handle_reading(turn, row, focus.revision, reading, focus.back_to)
    return True


def _names_no_row(turn: Turn, text: str) -> bool:
    """`câu 200 là 3`, `dòng 7: 3`: a number that no row has here; which numbers there are is
    said. False for other texts."""
    found = _NUMBERED.search(fold_text(text))
    if found is None or turn.session.listed:
        return False
    number, keys = int(found["n"]), turn.form.order
    meant = turn.form.row(keys[number - 1]).title if 1 <= number <= len(keys) else ""
    turn.say("row.no_number", read=text, n=number, count=len(keys), meant=meant)
    turn.quiet = True
    return True


def _has_remark(reading: AmbiguousReading) -> bool:
    known = (one for one in reading.readings if isinstance(one, ReadValue | ReadState))
    return any(one.remark for one in known)


def _says_there_is_none(turn: Turn, row: Row, text: str) -> Reading | None:
    """`không có nhiệm vụ khác`, asked for the other tasks: no text, but that there are none; which
    is asked."""
    if not sentences.names_only(turn, text, row.key):
        return None
    (entry,) = sentences.named_way(turn, text)[0].entries
    return entry.reading if isinstance(entry.reading, AmbiguousReading | ReadState) else None


def _only_says_to_write(text: str) -> bool:
    """`lưu`, `ghi đi em`: meant for a preview that is gone, and no text."""
    return read_consent(text, ("ghi", "lưu")) is True and read_consent(text) is None


def _take_numbered(turn: Turn) -> bool:
    """Answers to several rows of the list in hand by their numbers, and nothing else: no text that
    is asked for reads so: `12 có, 13 là 35`."""
    listed = turn.session.listed
    ways = read_rows_of_list(turn.form, turn.report, listed, turn.typed) if listed else ()
    clear = len(ways) == 1 and len(ways[0].entries) > 1
    if not clear or sentences.count_placed(ways[0]) < len(ways[0].entries):
        return False
    preview.preview_readings(turn, ways, turn.typed, listed)
    return True


def _take_words(turn: Turn, row: Row, reading: Reading, text: str) -> bool:
    """Words of other rows with their answers, which no answer to this one may swallow as words
    beside it: `sáng kiến không, khen thưởng có`."""
    if isinstance(reading, RefusedReading):
        searches = not row.is_free_text
        return searches and (by_words(turn, text) or take_sentence(turn, text))
    if isinstance(reading, AmbiguousReading):  # `không có nhiệm vụ khác`, asked of khen thưởng
        ways = sentences.named_way(turn, text) if _has_remark(reading) else ()
        other = bool(ways) and all(one.row != row.key for one in ways[0].entries)
        return other and take_sentence(turn, text)
    remark = isinstance(reading, ReadValue | ReadState) and bool(reading.remark)
    return remark and not row.is_free_text and take_sentence(turn, text, least=sentences.SEVERAL)


def _take_of_list(turn: Turn, text: str) -> bool:
    """To see the list in hand again, or what is said of all rows that are left."""
    if turn.session.listed and asks_for_list(text):
        turn.whole = True
        turn.look_at(ListInput(rows=turn.session.listed))
        return True
    return fill_rest.take_words(turn, text)


def _says_nothing(reading: RefusedReading, text: str) -> bool:
    return reading.code == "refused.unclear" and not any(sign.isdigit() for sign in text)


def _without_furniture(turn: Turn, row: Row, text: str, reading: Reading) -> Reading:
    """The reading of the answer alone, where thanks, a bullet or the number of a list stand around
    it, or who says that there is nothing."""
    if row.is_free_text:
        return _own_words(turn, row, text, reading)
    bare = bare_answer(turn.typed or text)
    alone = bare != (turn.typed or text) and "\n" not in bare
    if alone and (isinstance(reading, RefusedReading) or "\n" in turn.typed.strip()):
        reading = read_answer(row, bare)
    said = read_said_state(text) if isinstance(reading, RefusedReading) else None
    return said or reading


def _take_in_order(turn: Turn, row: Row, text: str, reading: Reading) -> bool:
    """`240 phiếu, kết hợp, 96,5%`: a number with an explanation, or the answers of the next rows
    as well; it is asked where every part is an answer of its row."""
    parts = [one for one in _PARTS.split(turn.typed.strip(" .,;")) if one.strip()]
    remarked = isinstance(reading, ReadValue) and reading.remark is not None
    if row.is_free_text or not remarked or not 1 < len(parts) <= MOST_PARTS:
        return False
    behind = turn.form.order[turn.form.asked_at[row.key] + 1 :]
    ahead = islice((key for key in behind if turn.is_open(turn.form.row(key))), len(parts) - 1)
    keys = (row.key, *ahead)
    pairs = zip(keys, parts, strict=False)
    entries = tuple(read_entry(turn.form, key, said) for key, said in pairs)
    if len(entries) < len(parts) or not all(_is_plain(one) for one in entries):
        return False
    own = BulkEntry(row=row.key, said=text, reading=reading)
    ways = (
        BulkAnswers(entries=entries, words=" · ".join(parts)),
        BulkAnswers(entries=(own,), words=f"{parts[0]} ({', '.join(parts[1:])})"),
    )
    preview.show_preview(turn, ways, text, ())
    return True


def _is_plain(entry: BulkEntry) -> bool:
    if isinstance(entry.reading, ReadValue):
        return entry.reading.remark is None
    return isinstance(entry.reading, ReadState) and entry.reading.remark is None


def _own_words(turn: Turn, row: Row, text: str, reading: Reading) -> Reading:
    """The answer in words. What sounds like a message to the bot is one only when it is told to
    be: `trả lời: …`."""
    if words := announced_words(text):
        return read_answer(row, words)
    if isinstance(reading, ReadValue) and speaks_to_bot(turn.form, text):
        example = row.answer.example if row.answer else ""
        return RefusedReading(code="refused.message", data={"read": text, "example": example})
    return reading


def _take_more(turn: Turn, key: str, text: str) -> bool:
    """Several answers where one was asked: they run on from row `key`, or name rows of the list in
    hand. False when it is one."""
    listed = turn.session.listed
    named = read_rows_of_list(turn.form, turn.report, listed, turn.typed) if listed else ()
    if named:
        preview.show_preview(turn, named, text, listed)
        return True
    behind = turn.form.order[turn.form.asked_at[key] + 1 :]
    ahead = islice((one for one in behind if turn.is_open(turn.form.row(one))), AHEAD)
    bursts = read_burst(turn.form, turn.report, (key, *ahead), turn.typed, listed=False)
    free = turn.form.row(key).is_free_text
    if not free and is_clearer(turn, (key,), bursts):
        return take_dictation(turn, (key,), ())
    if bursts:
        preview.show_preview(turn, bursts, text, ())
    return bool(bursts)


def keep_one(turn: Turn, focus: RowQuestion | HelperQuestion) -> None:
    """Last period's answer of the open question, when it may stand for this one."""
    row = turn.form.row(focus.row)
    last = past_of(turn.report, row)
    stands = carried_answer(turn.report, row)
    if last is None:
        turn.say("keep.no_last")
    elif stands is None and not printed_before(turn.report, row):
        turn.say("keep.blank", **describe_place(turn.form, row), period=last.period.name)
    elif stands is None:
        yearly = row.carry is Carry.FIXED_IN_YEAR
        period = last.period.name
        turn.say("keep.never", **describe_place(turn.form, row), period=period, yearly=yearly)
    else:
        give_answer(turn, row, focus.revision, as_reading(stands), focus.back_to)
