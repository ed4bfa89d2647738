"""The commands that a text may have been meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from rapidfuzz import fuzz

from conversations.commands.report import Command
from conversations.commands.spec import CommandSpec
from conversations.commands.workflow import WorkflowCommand
from conversations.text.normalize import fold_text, may_mean
from conversations.text.polite_words import BEFORE, HELP, PARTICLES, PERSONS

NEAR = 76  # percent of likeness from which a command is offered
CLOSE = 10  # percent that another command may be less like it and is offered too
LONGEST = 60  # characters; whoever says more means no command
_Phrase = tuple[str, str]  # words of a command, and those that stand for it
LEAST_LETTERS = 3  # of the beginning of a command
# Those that need more than their words, or are for few people.
_NOT_OFFERED = frozenset(
    {Command.START, Command.JUMP, Command.NOTE, Command.GROUP_NOTE, Command.REMIND, Command.LINK}
    | {Command.CORRECT, Command.ABANDON, Command.GROUP_PENDING}
)
_BESIDE = (
    *PERSONS,
    *PARTICLES,
    *BEFORE,
    *HELP,
    *("luôn", "đi", "này", "đó", "xem", "muốn", "cần", "vậy"),
    *("được", "rồi", "cái", "lệnh", "gõ", "bấm", "nhờ", "hãy", "à", "ừ"),
)


def nearest_commands(text: str, most: int) -> tuple[str, ...]:
    """How those commands of a report are typed, the likeliest first."""
    return _nearest(text, most, _phrases())


def nearest_workflow_commands(
    text: str, most: int, may: Callable[[CommandSpec], bool]
) -> tuple[str, ...]:
    """The same of the workflow's commands: those that the speaker `may` use."""
    return _nearest(text, most, _workflow_phrases(may))


def _nearest(text: str, most: int, phrases: Iterable[_Phrase]) -> tuple[str, ...]:
    if len(text) > LONGEST:
        return ()
    kept = [word for word in text.split() if not _is_beside(word.strip(".,!?"))]
    said = fold_text(" ".join(kept) or text).strip(" .,!?")
    scored = [(_likeness(said, fold_text(words)), words, first) for words, first in phrases]
    least = max(NEAR, max((one[0] for one in scored), default=0) - CLOSE)
    best = sorted((one for one in scored if one[0] >= least), key=lambda one: -one[0])
    found: dict[str, str] = {}
    for _, words, first in best:
        found.setdefault(first, words if " " in said else first)
    return tuple(found.values())[:most]


def _is_beside(word: str) -> bool:
    return any(may_mean(word, one) for one in _BESIDE)


def begins_command(text: str) -> bool:
    """Whether the text is one word, with which a longer command begins: `tải`."""
    word = text.strip(" .,!?")
    firsts = (shown.split() for _, shown in _phrases())
    if " " in word or len(word) > LONGEST:
        return False
    return any(len(words) > 1 and may_mean(word, words[0]) for words in firsts)


def _likeness(said: str, phrase: str) -> float:
    """100 where the text begins the phrase; a text that holds it is near, too."""
    if len(said) >= LEAST_LETTERS and phrase.startswith(said):
        return 100.0
    if f" {phrase} " in f" {said} " and " " in phrase:
        return 95.0
    return fuzz.ratio(said, phrase)


def _workflow_phrases(may: Callable[[CommandSpec], bool]) -> Iterator[_Phrase]:
    for command in WorkflowCommand:
        if may(command.spec):
            yield from ((words, command.spec.phrases[0]) for words in command.spec.phrases)


@cache
def _phrases() -> tuple[_Phrase, ...]:
    """All words of the commands that are offered, with those that stand for the command."""
    return tuple(
        (words, command.spec.phrases[0])
        for command in Command
        if command not in _NOT_OFFERED
        for words in command.spec.phrases
    )
