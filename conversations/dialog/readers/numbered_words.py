"""Texts that say by its number which question of the report in words they are for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversations.answer_types.reader import read_answer
from conversations.dialog import navigation
from conversations.dialog.row_answers import handle_reading
from conversations.dialog.turn import Turn
from conversations.text.normalize import fold_text

_BARE = re.compile(r"(?:(?:mo|sua|viet|toi|sang)\s+)?(?:cau\s+)?(?:so\s+)?(\d{1,3})[.)]?")
_LED = re.compile(r"\s*(?:(?:câu|cau)\s+)?(?:(?:số|so)\s+)?(\d{1,2})\s*:\s*(?=\D)", re.IGNORECASE)


def take_numbered_words(turn: Turn) -> bool:
    """`10`, `câu 10`: that question is opened, for no answer in words is a number; `10: thiếu kinh
    phí`, one line or several: the words of those questions. False for any other text."""
    bare = _BARE.fullmatch(fold_text(turn.typed).strip())
    if bare is not None:
        _open(turn, int(bare[1]))
        return True
    said = _parted(turn.typed, len(turn.form.words_asked))
    for number, words in said.items():
        _write(turn, number, words)
    return bool(said)


def _open(turn: Turn, number: int) -> None:
    keys = turn.form.words_asked
    if 1 <= number <= len(keys):
        navigation.open_row(turn, keys[number - 1])
    else:
        turn.say("words.no_number", read=str(number), count=len(keys))
        turn.quiet = True


def _parted(text: str, count: int) -> Mapping[int, str]:
    """The words by the numbers before them; lines without one go on what is above. Nothing where
    the text does not begin with the number of a question, or has one that is none."""
    found: dict[int, str] = {}
    at = 0
    for line in text.splitlines():
        led = _LED.match(line)
        if led is not None:
            at = int(led[1])
            if at in found or not 1 <= at <= count:
                return {}
            found[at] = line[led.end() :].strip()
        elif at:
            found[at] += f"\n{line.strip()}"
        elif line.strip():
            return {}
    return found if all(found.values()) else {}


def _write(turn: Turn, number: int, words: str) -> None:
    row = turn.form.row(turn.form.words_asked[number - 1])
    revision, said = turn.report.answer(row.key).revision, len(turn.replies)
    handle_reading(turn, row, revision, read_answer(row, words), None)
    turn.reword(said, "saved", "words.saved", n=number)
