"""One event in, the new session, the changes and the replies out. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer
from conversations.bulk.lead_ins.dictated_rows import write_row_numbers
from conversations.bulk.lead_ins.group_names import added_names, name_groups
from conversations.bulk.lead_ins.keys import write_keys
from conversations.bulk.lead_ins.labelled_numbers import name_numbers
from conversations.bulk.lead_ins.same_states import name_same_state
from conversations.bulk.parser import read_rows_of_list
from conversations.bulk.said_states import read_rest
from conversations.calendar.dates import local_day
from conversations.calendar.workdays import Calendar
from conversations.commands.report import parse_command
from conversations.dialog import quoted_rows, sentences, submission
from conversations.dialog.acts import answer_beside, do_act
from conversations.dialog.file_reply import describe_comparison
from conversations.dialog.outline import describe_place
from conversations.dialog.previews import waiting_files
from conversations.dialog.previews.unsaved import keep_unsaved
from conversations.dialog.prompts.keyboard import file_buttons
from conversations.dialog.prompts.step_replies import list_replies, name_report, with_examples
from conversations.dialog.prompts.typed_names import quote_as_typed
from conversations.dialog.readers.named_rows import speaks_of_named
from conversations.dialog.readers.next_place import go_afterwards, split_next_place, take_next_place
from conversations.dialog.row_answers import take_text
from conversations.dialog.states.base import State
from conversations.dialog.states.lookup import current_state
from conversations.dialog.states.reminder_day import ask_days_off, leave_reminder
from conversations.dialog.taps import UNSUPPORTED, take_tap, trace_event
from conversations.dialog.turn import Spoken, Turn
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.parsing.result import RefusedReading
from conversations.protocol import events
from conversations.protocol.messages import MessageLimits, SendPageLink
from conversations.protocol.pending_items import drop_gone, fit_to_step
from conversations.protocol.preview_states import Preview
from conversations.protocol.row_states import HelperQuestion, RowQuestion, WrittenAnswer
from conversations.protocol.session import ReminderDay, Session
from conversations.reports.model import AnswerChange, Change, Report
from conversations.reports.printed_answers import print_answer
from conversations.speech.acts import Act, Awaited, Instruction, Question, SmallTalk, Words
from conversations.speech.consent import behind_yes, read_consent
from conversations.speech.ordered_questions import part_answers, text_before
from conversations.speech.postponement import split_postponed
from conversations.speech.question_topics import QuestionTopic
from conversations.speech.questions import recognise_question
from conversations.speech.recognition import Listening, recognise_act
from conversations.speech.small_talk import without_opening, without_sigh
from conversations.speech.spread_values import spread_values
from conversations.text.courtesy import strip_courtesy, without_call
from conversations.text.legacy_fonts import decode_unnamed
from conversations.text.normalize import clean_text, fold_text, mend_halves, shorten_text

_ASKS_LAST = re.compile(  # a question, whatever figures stand before it
    r"\b(?:cho nao|o dau|the nao|ra sao|la gi|khac nhau)(?: (?:vay|em|chi|anh|a|e|ha))*[ .!?]*$"
)
_OF_ANSWERS = (Awaited.VALUE, Awaited.LIST, Awaited.CONSENT, Awaited.CHOICE)
_OF_LINES = (Awaited.LIST, Awaited.CONSENT)
_SENTENCES = re.compile(r"[.!;]\s+")
_STATED = re.compile(
    r"\b(?:co|khong|ko|chua|roi|kps)(?: (?:a|nha|nhe|em|het|luon|oi|chi|anh))*(?=[,;.\n]|$)"
)
MAX_SAID = 20_000  # characters of one message that are looked at; a phone sends far fewer


class Step(Frozen):
    """What one event came to. `about` is the row a typed text was read for, if any: an edit of
    that message will be read for the same row."""

    session: Session
    report: Report
    changes: tuple[Change, ...]
    replies: tuple[Spoken, ...]
    about: str | None = None


def step(
    form: Form,
    report: Report,
    session: Session,
    event: events.Event,
    *,
    now: datetime,
    room: MessageLimits = MessageLimits(),  # noqa: B008 - immutable
    calendar: Calendar = Calendar(),  # noqa: B008 - immutable
) -> Step:
    """Carry the conversation one event further. `now` is the time of the event, aware; `room`
    what the officer's channel holds; `calendar` tells working days."""
    form = fit_to_step(form, report, session, local_day(now))
    kept = drop_gone(session, form)
    if kept is not session:
        form, session = fit_to_step(form, report, kept, local_day(now)), kept
    turn = Turn(form=form, report=report, session=session, now=now, room=room, calendar=calendar)
    event = _in_unicode(event)
    leave_reminder(turn, event)
    keep_unsaved(turn, event, _handle)
    take_next_place(turn)
    if turn.wanted is not None:
        _handle(turn, turn.wanted)
    waiting_files.open_next_file(turn)
    ask_days_off(turn)
    quote_as_typed(turn)
    if turn.silent:
        return Step(session=session, report=report, changes=(), replies=())
    update = {
        "turn": session.turn + 1,
        "repeat": trace_event(event),
        "suggested": turn.suggested,
        "written": () if turn.undone else _written(turn, report) or session.written,
    }
    after = turn.session.model_copy(update=update)
    return Step(
        session=after,
        report=turn.report,
        changes=tuple(turn.changes),
        replies=(
            *name_report(turn.report),
            *(with_examples(turn.form, one) for one in list_replies(turn, after, session)),
        ),
        about=turn.about,
    )


def _in_unicode(event: events.Event) -> events.Event:
    """The event with the letters of today, where it was pasted from a file in an older font."""
    if isinstance(event, events.TextSaid | events.TextEdited):
        decoded = decode_unnamed(event.text)
        return event if decoded is None else event.model_copy(update={"text": decoded})
    return event


def _written(turn: Turn, before: Report) -> tuple[WrittenAnswer, ...]:
    """The rows that the step wrote, but for computed ones, with what stood there before it."""
    changed = (change.key for change in turn.changes if isinstance(change, AnswerChange))
    rows = (turn.form.row(key) for key in dict.fromkeys(changed))
    return tuple(
        WrittenAnswer(row=row.key, before=_unsigned(before.answer(row.key)))
        for row in rows
        if row.computed is None
    )


def _unsigned(answer: Answer) -> Answer:
    if answer.author is None and answer.at is None:
        return answer
    return answer.model_copy(update={"author": None, "at": None})


def _say_unsupported(turn: Turn) -> None:
    """What cannot be read, and the way out; of further such messages only that."""
    again = turn.session.repeat == UNSUPPORTED
    turn.quiet = True
    turn.say("unsupported", files=turn.room.takes_files, again=again)
    if not again and not turn.room.takes_files:
        turn.replies.append(SendPageLink(page="upload", known=True))


def _handle(turn: Turn, event: events.Event) -> None:
    match event:
        case events.TextSaid(text=text) | events.TextEdited(text=text) if len(text) > MAX_SAID:
            read = clean_text(text[:100])
            turn.say("said.too_long", read=read, length=len(text), limit=MAX_SAID)
        case events.TextSaid(quotes=quotes):
            turn.typed, turn.quotes, turn.picked = mend_halves(event.text), quotes, event.quoted
            _said(turn, clean_text(event.text))
        case events.ButtonTapped():
            take_tap(turn, event)
        case events.TextEdited():
            _edited(turn, clean_text(event.text), event.row, late=event.late)
        case events.FileSent():
            waiting_files.take_file(turn, event)
        case events.FileChecked(compared=compared):
            turn.replies.append(
                describe_comparison(compared, (file_buttons(filed=turn.report.filed),))
            )
        case events.FileRefused(code=code, data=data):
            turn.say(code, **data)
        case events.ContactShared() | events.FormDrafted():
            turn.silent = True  # it is for the office
        case events.UnsupportedContent():
            _say_unsupported(turn)


def _said(turn: Turn, text: str) -> None:
    state = current_state(turn)
    if isinstance(turn.session.focus, ReminderDay):  # what is no answer to it was let through
        state.take_text(turn, text)
        return
    of_consent = state.awaited(turn.form) is Awaited.CONSENT
    turn.typed = without_call(turn.typed, of_consent=of_consent)
    if state.awaited(turn.form) in _OF_ANSWERS:
        _write_out(turn)
    text = clean_text(turn.typed)
    block = not turn.report.editable or not state.takes_block(turn, text)
    later, leads_on, asked = "", False, None
    if state.awaited(turn.form) in _OF_ANSWERS:
        said, text = turn.typed, _with_next_place(turn, text)
        leads_on = turn.typed != said
        if not leads_on and (parted := part_answers(turn.typed, turn.form)) is not None:
            turn.typed, asked = parted
            text = clean_text(turn.typed)
        turn.typed, later = split_postponed(turn.typed)
        text = clean_text(turn.typed) if later else text
    act: Act = recognise_act(text, _listening(turn, state)) if block else Words(text)
    if isinstance(act, Words) and turn.report.editable and state.agrees_first(turn):
        state.confirm(turn)
        return
    if isinstance(act, Words) and state.awaited(turn.form) in _OF_LINES:
        said, turn.typed = turn.typed, behind_yes(turn.typed)
        text = clean_text(turn.typed)
        act = recognise_act(text, _listening(turn, state)) if turn.typed != said else act
    if isinstance(act, Instruction) and not leads_on:
        go_afterwards(turn, "")
    if isinstance(act, SmallTalk) and _is_answer(turn, text):
        act = Words(text)
    if (
        isinstance(act, Question)
        and turn.report.editable
        and _gives_answers(turn, state, act, text)
    ):
        act = Words(text)
    if (suggested := _agreed_command(turn, state, act, text)) is not None:
        act = suggested
    before = turn.session.focus
    do_act(turn, state, act)
    if (
        isinstance(act, Question)
        and not turn.changes
        and (beside := _told_beside(turn, state, text))
    ):
        turn.say("question.rest", read=shorten_text(beside))
    if later:
        turn.say("later.rest", read=shorten_text(later))
    if asked is not None:
        answer_beside(turn, asked, before)
    if turn.session.focus == before and not turn.changes:  # it was not understood
        go_afterwards(turn, "")


def _write_out(turn: Turn) -> None:
    """Write answers as every reader knows them: places and states that are told by other words, in
    full; what explains nothing left out."""
    typed = name_same_state(spread_values(without_sigh(turn.typed)))
    typed = _with_rows_named(turn, write_keys(turn.form, typed))
    listed = bool(turn.rows_by_number)
    typed = without_opening(write_row_numbers(typed)) if listed else typed
    turn.typed = name_groups(turn.form, turn.rows_in_hand, typed, listed=listed)
    turn.added = added_names(typed, turn.typed) if turn.typed != typed else {}


def _with_rows_named(turn: Turn, typed: str) -> str:
    """The text without numbers that only say which row is spoken of: those of lines of a preview,
    of the row that has the number in the list."""
    focus = turn.session.focus
    lines = max((one.number for one in focus.lines), default=0) if isinstance(focus, Preview) else 0
    return name_numbers(turn.form, typed, turn.rows_by_number, lines)


def _agreed_command(turn: Turn, state: State[Any], act: Act, text: str) -> Instruction | None:
    """The command that was just asked about, `Có phải: nộp báo cáo?`, where the text agrees and
    answers nothing else."""
    free = isinstance(act, Words | SmallTalk) and state.awaited(turn.form) is not Awaited.CONSENT
    if not (free and turn.session.suggested and read_consent(text)) or _is_answer(turn, text):
        return None
    command = parse_command(turn.session.suggested, free_text=True)
    return None if command is None else Instruction(command)


def _told_beside(turn: Turn, state: State[Any], text: str) -> str:
    """What a message says before a question, which only the question was answered of: figures in a
    sentence, `1, 2 không phát sinh. dòng 3 để trống được không`, or what is said of the rest."""
    if state.awaited(turn.form) is Awaited.TEXT:
        return text_before(text, turn.form)
    if state.awaited(turn.form) not in _OF_ANSWERS:
        return ""
    figures = (one for one in _SENTENCES.split(text)[:-1] if any(map(str.isdigit, one)))
    told = ". ".join(one for one in figures if recognise_question(one, turn.form) is None)
    first, comma, _ = text.rpartition(",")
    rest = read_rest(strip_courtesy(first.strip())) if comma and not told else None
    return first.strip() if rest is not None else told


def _with_next_place(turn: Turn, text: str) -> str:
    """The text without a command behind its answers, which is for afterwards."""
    answers, then = split_next_place(turn.form, turn.typed)
    if not then or not turn.report.editable:
        return text
    turn.typed = answers
    go_afterwards(turn, then)
    return clean_text(answers)


def _listening(turn: Turn, state: State[Any]) -> Listening:
    shown = len(state.numbered_rows(turn.form, turn.report))
    awaited = quoted_rows.what_is_awaited(turn)
    return Listening(turn.form, awaited, state.verbs, shown)


def _is_answer(turn: Turn, text: str) -> bool:
    """Whether the open question takes the text: `ừ` may answer a row of yes and no."""
    focus = turn.session.focus
    if not isinstance(focus, RowQuestion | HelperQuestion) or turn.form.row(focus.row).holds_names:
        return False
    reading = read_answer(turn.form.row(focus.row), text)
    return not isinstance(reading, RefusedReading)


def _gives_answers(turn: Turn, state: State[Any], asked: Question, text: str) -> bool:
    """Whether what sounds like a question names rows with their figures: `làm xong đúng hạn 5,
    không có cái nào trễ`."""
    if state.awaited(turn.form) not in _OF_ANSWERS:
        return False
    if asked.topic is QuestionTopic.SAVED and asked.about:
        return False  # `dòng 3 ghi chưa`
    if speaks_of_named(turn, text):
        return True
    if not (
        any(map(str.isdigit, text))
        or len(_STATED.findall(fold_text(text))) >= sentences.SEVERAL
        or sentences.count_numbers(turn, text) >= sentences.SEVERAL
    ):
        return False
    listed = state.numbered_rows(turn.form, turn.report)
    if listed and "?" not in text and read_rows_of_list(turn.form, turn.report, listed, text):
        return True  # `không có chức năng, mấy dòng 4 tới 7 đó`
    least = 1 if asked.topic is QuestionTopic.UNKNOWN else sentences.SEVERAL
    if least > 1 and _ASKS_LAST.search(fold_text(text)):
        return False  # `không phát sinh khác 0 chỗ nào`
    if "?" in text and least > 1:
        return False
    return sentences.gives_several(turn, text) or bool(
        sentences.hear_sentence(turn, text, least=least)
    )


def _edited(turn: Turn, text: str, key: str | None, *, late: bool) -> None:
    """An edited message is read again for its own row, and for no other; what was said of the
    row after the edit was made stands."""
    if key is None:
        turn.say("edited.unknown")
    elif late:
        row = turn.form.row(key)
        stands = print_answer(row, turn.report.answer(key))
        turn.say("edited.late", **describe_place(turn.form, row), read=text, stands=stands)
    elif not turn.report.editable:
        submission.say_locked(turn)
    elif isinstance(focus := turn.session.focus, RowQuestion) and focus.row == key:
        take_text(turn, turn.form.row(key), focus.revision, text, focus.back_to)
    else:
        quoted_rows.edit_row(turn, key, text)
    turn.about = key
