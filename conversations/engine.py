"""The heart: one event in, the new session, the changes and the replies out. Pure."""

from __future__ import annotations

from datetime import datetime

from conversations import navigating, raising, submitting
from conversations.answering import ask, begin, give, take_part, take_text
from conversations.commands import parse_command
from conversations.events import (
    Action,
    Command,
    Confirm,
    Edited,
    Event,
    Give,
    Keep,
    OpenRow,
    Run,
    Said,
    Tapped,
    Unsupported,
)
from conversations.form import Form, TextType
from conversations.messages import Reply
from conversations.noting import keep_note
from conversations.placing import place
from conversations.prompting import prompt
from conversations.report import Change, Report, ReportState
from conversations.running import run
from conversations.session import (
    Asking,
    ChoosingRow,
    Conflicting,
    HelperPart,
    Noting,
    Paused,
    Picking,
    Raised,
    Session,
    Settling,
    Start,
    Submitting,
)
from conversations.text import clean, fold
from conversations.turn import Spoken, Turn
from conversations.values import Frozen

DISSENT = frozenset({"khong", "ko", "k", "chua", "khong dong y"})
CONSENT = frozenset({"co", "dong y", "ok", "oke", "duoc", "xac nhan", "nop", "u", "vang", "dung"})
HARMLESS = frozenset(
    {
        Command.SECTIONS,
        Command.STATUS,
        Command.HELP,
        Command.MISSING,
        Command.SUMMARY,
        Command.RESUME,
        Command.DOWNLOAD,
        Command.JUMP,
    }
)


class Step(Frozen):
    """What one event came to. `about` is the row a typed text was read for, if any: an edit of
    that message will be read for the same row."""

    session: Session
    report: Report
    changes: tuple[Change, ...]
    replies: tuple[Spoken, ...]
    about: str | None = None


def step(form: Form, report: Report, session: Session, event: Event, *, now: datetime) -> Step:
    """Carry the conversation one event further. `now` is the time of the event, aware."""
    turn = Turn(form=form, report=report, session=session)
    _handle(turn, event)
    if turn.silent:
        return Step(session=session, report=report, changes=(), replies=())
    after = turn.session.model_copy(update={"turn": session.turn + 1, "repeat": _trace(event)})
    return Step(
        session=after,
        report=turn.report,
        changes=tuple(turn.changes),
        replies=_replies(turn, after),
        about=turn.about,
    )


def _replies(turn: Turn, after: Session) -> tuple[Spoken, ...]:
    """What was said, and then the prompt, unless the last reply has buttons of its own."""
    last = turn.replies[-1] if turn.replies else None
    if isinstance(last, Reply) and last.buttons:
        return tuple(turn.replies)
    return (*turn.replies, prompt(turn.form, turn.report, after))


def _trace(event: Event) -> str | None:
    return event.action.model_dump_json() if isinstance(event, Tapped) else None


def _handle(turn: Turn, event: Event) -> None:
    match event:
        case Said():
            _said(turn, clean(event.text))
        case Tapped():
            _tapped(turn, event)
        case Edited():
            _edited(turn, clean(event.text), event.row)
        case Unsupported():
            turn.say("unsupported")


def _said(turn: Turn, text: str) -> None:
    command = parse_command(text, free_text=_free_text(turn))
    if command is not None:
        run(turn, command)
    elif _locked(turn):
        turn.say("locked")
    else:
        _take(turn, text)


def _locked(turn: Turn) -> bool:
    return turn.report.state is ReportState.SUBMITTED


def _free_text(turn: Turn) -> bool:
    focus = turn.session.focus
    if isinstance(focus, Asking):
        return isinstance(turn.form.row(focus.row).answer, TextType)
    return isinstance(focus, Noting | Raised)


def _take(turn: Turn, text: str) -> None:
    focus = turn.session.focus
    match focus:
        case Asking() | Picking():
            turn.about = focus.row
            row = turn.form.row(focus.row)
            take_text(turn, row, focus.revision, text, focus.back_to)
        case HelperPart():
            take_part(turn, focus, text)
        case Noting():
            keep_note(turn, focus, text)
        case Raised():
            raising.take(turn, focus, text)
        case Settling() | Submitting():
            _take_consent(turn, text)
        case Conflicting():
            turn.say("conflict.unclear", read=text)
        case Start():
            begin(turn)
        case ChoosingRow(rows=rows) if text.isdecimal() and 1 <= int(text) <= len(rows):
            navigating.open_row(turn, rows[int(text) - 1])
        case Paused():
            turn.say("paused.unread", read=text)
            ask(turn, focus.back_to or turn.next_open(None))
        case _:
            navigating.jump(turn, text)


def _take_consent(turn: Turn, text: str) -> None:
    if fold(text) in CONSENT:
        _confirm(turn)
    elif fold(text) in DISSENT:
        run(turn, Run(command=Command.CANCEL))
    else:
        turn.say("confirm.unclear", read=text)


def _confirm(turn: Turn) -> None:
    focus = turn.session.focus
    if isinstance(focus, Submitting):
        submitting.confirm(turn)
    elif isinstance(focus, Settling):
        navigating.settle(turn, focus)


def _tapped(turn: Turn, event: Tapped) -> None:
    session = turn.session
    if event.turn == session.turn:
        _act(turn, event.action)
    elif event.turn == session.turn - 1 and _trace(event) == session.repeat:
        turn.silent = True
    else:
        _old(turn, event.action)


def _act(turn: Turn, action: Action) -> None:
    match action:
        case Run():
            run(turn, action)
        case _ if _locked(turn):
            turn.say("locked")
        case Give():
            row = turn.form.row(action.row)
            back_to = getattr(turn.session.focus, "back_to", None)
            give(turn, row, action.revision, action.reading, back_to)
        case OpenRow():
            navigating.open_row(turn, action.row)
        case Confirm():
            _confirm(turn)
        case Keep():
            if isinstance(turn.session.focus, Raised):
                submitting.next_check(turn, turn.session.focus, later=True)


def _old(turn: Turn, action: Action) -> None:
    """A button of an earlier message: it opens its row, and changes nothing by itself."""
    match action:
        case Run(command=command) if command in HARMLESS:
            run(turn, action)
        case Give() | OpenRow() if not _locked(turn):
            turn.say("old.button", **place(turn.form, turn.form.row(action.row)))
            navigating.open_row(turn, action.row)
        case _:
            turn.say("old.nothing")


def _edited(turn: Turn, text: str, key: str | None) -> None:
    """An edited message is read again for its own row, and for no other."""
    if key is None:
        turn.say("edited.unknown")
    elif _locked(turn):
        turn.say("locked")
    elif isinstance(turn.session.focus, Asking) and turn.session.focus.row == key:
        _take(turn, text)
    else:
        _change(turn, key, text)
    turn.about = key


def _change(turn: Turn, key: str, text: str) -> None:
    row, stored, focus = turn.form.row(key), turn.report.answer(key), turn.session.focus
    take_text(turn, row, stored.revision, text, turn.open_row)
    if isinstance(turn.session.focus, Raised | Picking):
        return
    if isinstance(focus, Raised):
        submitting.recheck(turn, focus)
    else:
        turn.session = turn.session.model_copy(update={"focus": focus})
