"""What an officer types while a check that does not hold stands before him."""

from __future__ import annotations

import re

from conversations.dialog import navigation as navigating
from conversations.dialog import submission as submitting
from conversations.dialog.command_parser import parse_command
from conversations.dialog.outline import rows_to_mend
from conversations.dialog.turn import Turn
from conversations.forms.model import Row
from conversations.forms.search import named_row
from conversations.parsing.amount import leading_amount
from conversations.parsing.states import read_state, read_unclear_state
from conversations.protocol.events import Command
from conversations.protocol.session import Raised
from conversations.rules import checks
from conversations.text.normalize import fold

LEAST_LETTERS, LEAST_WORDS = 8, 2
_NUMBERED = re.compile(r"(?:sua\s+)?(?:dong\s+)?(\d{1,2})\.?")


def take(turn: Turn, focus: Raised, text: str) -> None:
    """The number of a row to mend, a row to go to, or the reason to keep the check."""
    mended = _numbered_row(turn, focus, text)
    command = parse_command(text)
    if mended is not None:
        navigating.open_row(turn, mended.key)
    elif (
        command is not None
        and command.command is Command.JUMP
        and named_row(turn.form, command.argument)
    ):
        navigating.jump(turn, command.argument)
    elif submitting.is_hard(turn, focus):
        turn.say("reason.hard", read=text)
    elif is_reason(text):
        submitting.take_reason(turn, focus, text)
    else:
        turn.say("reason.short", read=text)


def _numbered_row(turn: Turn, focus: Raised, text: str) -> Row | None:
    found = _NUMBERED.fullmatch(fold(text))
    if found is None:
        return None
    check = turn.form.check(focus.checks[0])
    verdict = checks.judge(turn.form, turn.report, check, settled=focus.submitting)
    rows = rows_to_mend(turn.form, verdict.rows)
    number = int(found[1])
    row = rows[number - 1] if 1 <= number <= len(rows) else None
    return row if row is not None and row.computed is None else None


def is_reason(text: str) -> bool:
    """Whether a text can be an explanation: some words, and neither an answer nor a question."""
    said = fold(text)
    amount = leading_amount(text, whole=True)
    is_answer = amount is not None and (not amount.rest or amount.rest[0] in "(,;%")
    return (
        sum(letter.isalpha() for letter in said) >= LEAST_LETTERS
        and len(said.split()) >= LEAST_WORDS
        and not said.endswith("?")
        and not said.startswith("sua ")
        and not is_answer
        and read_state(text) is None
        and read_unclear_state(text) is None
    )
