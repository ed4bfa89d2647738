"""The commands that a text may have been meant for."""

from __future__ import annotations

from functools import cache

from rapidfuzz import fuzz

from conversations.commands.report import Command
from conversations.text.normalize import fold_text, may_mean

NEAR = 76  # percent of likeness from which a command is offered
LONGEST = 60  # characters; whoever says more means no command
LEAST_LETTERS = 3  # of the beginning of a command
_BESIDE = (
    *("dạ", "ạ", "em", "anh", "chị", "cô", "chú", "bác", "bạn", "ơi", "nha", "nhé", "giúp", "cho"),
    *("hộ", "luôn", "đi", "với", "này", "đó", "mình", "tôi", "xem", "muốn", "cần", "vậy", "lại"),
    *("được", "rồi", "cái", "lệnh", "gõ", "bấm", "nhờ", "hãy", "à", "ừ"),
)


def nearest_commands(text: str, most: int) -> tuple[str, ...]:
    """How those commands are typed, the likeliest first."""
    if len(text) > LONGEST:
        return ()
    words = [
        word
        for word in text.split()
        if not any(may_mean(word.strip(".,!?"), one) for one in _BESIDE)
    ]
    said = fold_text(" ".join(words) or text).strip(" .,!?")
    scored = [(_likeness(said, phrase), shown) for phrase, shown in _phrases()]
    best = sorted((one for one in scored if one[0] >= NEAR), key=lambda one: -one[0])
    return tuple(dict.fromkeys(shown for _, shown in best))[:most]


def begins_command(text: str) -> bool:
    """Whether the text is one word, with which a longer command begins: `tải`."""
    word = text.strip(" .,!?")
    firsts = (command.spec.shown.split() for command in Command)
    return " " not in word and any(len(words) > 1 and may_mean(word, words[0]) for words in firsts)


def _likeness(said: str, phrase: str) -> float:
    """100 where the text begins the phrase; a word short of it is near, too."""
    if len(said) >= LEAST_LETTERS and phrase.startswith(said):
        return 100.0
    if f" {said} ".find(f" {phrase} ") >= 0 and len(phrase.split()) > 1:
        return 95.0
    return fuzz.ratio(said, phrase)


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple(
        (phrase, command.spec.shown)
        for command in Command
        if command.spec.shown
        for phrase in command.spec.phrases
    )
