"""Where the officer wants to go when what they have just said is settled: `1=24, 2=9 rồi sang phần
II`, `ghi rồi nộp luôn em`, `chị chưa có số, theo nhóm đi em`. It waits while something of it is
asked about."""

from __future__ import annotations

import re

from conversations.bulk.said_states import read_rest, read_said_state
from conversations.commands.report import Command, parse_command
from conversations.dialog.previews.unsaved import find_unsaved
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.search import named_row
from conversations.protocol.check_states import CheckExplanations, FailedCheck, ReasonConfirmation
from conversations.protocol.events import TextSaid
from conversations.protocol.preview_states import UnsavedWork
from conversations.protocol.row_states import FillRest
from conversations.text.courtesy import strip_courtesy

LONGEST = 600  # characters of answers with such words behind them
_THEN = re.compile(
    r"(?:[\s,;.]+(?:rồi|roi|xong|sau đó|sau do|giờ|gio|h))+\s+|[,;\n.]\s+", re.IGNORECASE
)
_AFTERWARDS = (Command.SUBMIT, Command.SECTIONS)
_MODES = (Command.BY_ROW, Command.BY_GROUP, Command.BY_SECTION)
_NAMES_MODE = re.compile(r"(?:hỏi|hoi|theo|từng|tung)\s", re.IGNORECASE)
_GOES = re.compile(r"(?:sang|qua|tới|toi|đến|den|chuyển|chuyen|nhảy|nhay)\s", re.IGNORECASE)


def split_next_place(form: Form, text: str) -> tuple[str, str]:
    """The answers, and the command behind them that leads on; the text and nothing for others."""
    if len(text) > LONGEST:
        return text, ""
    for mark in reversed([*_THEN.finditer(text)][-2:]):
        answers, rest = text[: mark.start()], strip_courtesy(text[mark.end() :].strip())
        if _leads_on(form, rest) and _answers(answers):
            return answers, rest
    return text, ""


def _leads_on(form: Form, words: str) -> bool:
    command = parse_command(words, free_text=not _GOES.match(words))
    if command is None:
        return False
    if command.command is Command.JUMP:
        return named_row(form, strip_courtesy(command.argument)) is not None
    if command.command in _MODES:
        return _NAMES_MODE.match(words) is not None  # `0, cả nhóm` is of the group
    return command.command in _AFTERWARDS and not command.argument


def _submits(words: str) -> bool:
    command = parse_command(words)
    return command is not None and command.command is Command.SUBMIT


def _answers(text: str) -> bool:
    said = read_said_state(text) is not None or read_rest(strip_courtesy(text)) is not None
    return said or any(map(str.isdigit, text))


def go_afterwards(turn: Turn, command: str) -> None:
    """Remember where to go; what was remembered before is forgotten."""
    turn.session = turn.session.model_copy(update={"then": command})


def take_next_place(turn: Turn) -> None:
    """Go where the officer wanted, when nothing is left to be settled. Whoever wants to submit is
    asked about all checks together then."""
    then, focus = turn.session.then, turn.session.focus
    checked = isinstance(focus, FailedCheck | CheckExplanations) and not _submits(then)
    waits = checked or isinstance(focus, UnsavedWork | ReasonConfirmation | FillRest)
    if then and not waits and find_unsaved(focus) is None and turn.wanted is None:
        go_afterwards(turn, "")
        turn.wanted = TextSaid(text=then)
