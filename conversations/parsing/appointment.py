"""Words that put an answer off to another day: `nhắc tôi ngày 20/3`, `mai nhắc`."""

from __future__ import annotations

import re

from conversations.answers.values import AnswerState
from conversations.parsing.result import ReadState
from conversations.text.normalize import fold_text

LONGEST = 60  # characters; a longer text has more to say
_WHOM = r"(?:lai|toi|em|minh|chi|anh|giup|gium|ho|nhe|nha|cho|voi|nghe|sau|di)"
_FIRST = re.compile(
    r"(?:em |bot |nho |cu |roi |thi )*nhac\b(?! (?:nho|lan|phong|bo phan|don vi)\b)"
)
_LAST = re.compile(rf"\S.* nhac(?: {_WHOM})*")
_WITH_NHAC = re.compile(rf"\b(?:em |bot |nho |cu |roi |thi )*nhac\b(?: {_WHOM}\b)*")


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
