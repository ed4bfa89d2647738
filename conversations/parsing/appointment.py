"""Words that put an answer off to another day: `nhắc tôi ngày 20/3`, `mai nhắc`."""

from __future__ import annotations

import re
from collections.abc import Callable

from conversations.answers.values import AnswerState
from conversations.parsing.result import AmbiguousReading, Reading, ReadState, ReadValue
from conversations.text.normalize import fold_text, shorten_text

LONGEST = 60  # characters; a longer text has more to say
_WHOM = r"(?:lai|toi|em|minh|chi|anh|giup|gium|ho|nhe|nha|cho|voi|nghe|sau|di)"
_FIRST = re.compile(
    r"(?:em |bot |nho |cu |roi |thi )*nhac\b(?! (?:nho|lan|phong|bo phan|don vi)\b)"
)
_WHEN = (  # `họp nào cũng nhắc` tells of no day
    r"(?:\d[\d/.:h-]*|t[2-7]|cn|mai|mot|kia|nay|hom|bua|ngay|thu|chu|nhat|hai|ba|tu|bon|nam|sau|bay"
    r"|tam|chin|muoi|tuan|thang|gio|h|phut|tieng|nua|toi|ke|dau|cuoi|giua|sang|trua|chieu|dem|khuya"
    r"|lat|chut|ti|ty|xiu|hoi|khoang|chung|luc|vao|den|qua|truoc|han|nop|roi|thi|de|cho|nho|cu|em|bot"
    r"|chi|anh|co|chu|bac|chua|so|lieu|oi|da|vang|a|nhe|nha|ok|lai|giup|gium)"
)
_LAST = re.compile(rf"{_WHEN}(?:,? {_WHEN})*,? nhac(?: {_WHOM})*")
_WITH_NHAC = re.compile(rf"\b(?:em |bot |nho |cu |roi |thi )*nhac\b(?: {_WHOM}\b)*")

_PARTICLES = re.compile(r"(?:[\s,]+(?:ạ|nhé|nha|nhe|nghen|hen))+[\s.!]*$", re.IGNORECASE)


def asks_to_remind(words: str) -> bool:
    """Whether the words ask the bot to remind, unlike `nhắc phòng Tài chính`."""
    said = fold_text(words).strip(" .!,")
    return len(said) <= LONGEST and bool(_FIRST.match(said) or _LAST.fullmatch(said))


def read_appointment(text: str) -> ReadState | None:
    """`mai nhắc`, `nhắc tôi thứ sáu` in place of an answer: there is no number yet."""
    said = fold_text(text).strip(" .!,")
    bare = _WITH_NHAC.sub("", said).strip()
    if not bare or bare == said or not asks_to_remind(text):
        return None
    return ReadState(state=AnswerState.PENDING, remark=text)


def keep_reminder(said: str, reading: Reading, read: Callable[[str], Reading]) -> Reading:
    """The reading of a text that ends in a reminder: `khoảng 20, nhắc tôi mai`. The reminder is no
    explanation of a number; it stays with the one meaning that there is none yet."""
    answer, comma, reminder = _PARTICLES.sub("", said).rpartition(",")
    reminder = reminder.strip()
    if not comma or not answer.strip() or not asks_to_remind(reminder):
        return reading
    if isinstance(reading, ReadState) and _is_pending(reading):
        return reading  # with its own words
    return add_reminder(said, read(answer.strip()), reminder) or reading


def add_reminder(said: str, meant: Reading, reminder: str) -> ReadState | AmbiguousReading | None:
    """What the text before a reminder means, or that there is no number yet; which is asked. None
    when it means nothing."""
    readings = meant.readings if isinstance(meant, AmbiguousReading) else (meant,)
    known = [one for one in readings if isinstance(one, ReadValue | ReadState)]
    others = [one for one in known if not _is_pending(one)]
    later = ReadState(state=AnswerState.PENDING, remark=reminder)
    if not others:
        return later if known else None
    return AmbiguousReading(
        code="which.remind", data={"read": shorten_text(said)}, readings=(*others, later)
    )


def _is_pending(reading: ReadValue | ReadState) -> bool:
    return isinstance(reading, ReadState) and reading.state is AnswerState.PENDING
