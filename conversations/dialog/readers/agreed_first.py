"""A yes with something else behind it that is said anew: `đồng ý. Rà soát thì phải rà 12, đã rà
10`, `ghi 2 dòng, rồi còn lại của mục này không phát sinh`. Both are done, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from conversations.bulk.said_states import read_rest
from conversations.dialog.readers.named_rows import speaks_of_named
from conversations.dialog.readers.next_place import go_afterwards
from conversations.dialog.readers.whole_parts import propose_titled, propose_whole
from conversations.dialog.sentences import hear_sentence
from conversations.dialog.turn import Turn
from conversations.speech.consent import read_consent
from conversations.text.normalize import fold_text

LONGEST = 600  # characters of a yes and what stands behind it
MOST_MARKS = 3  # places, the first of them, where the yes may end
_MARK = re.compile(
    r"\s*[,.;!\n]\s*(?:(?:rồi|roi|xong|sau đó|sau do|(?:còn|con)(?!\s+l[ạa]i))\s+)?(?=\S)",
    re.IGNORECASE,
)
_LIMITS = re.compile(  # it is said of what the yes is for
    r"(?:nhung|ma|tru|ngoai|chi|khong phai|khoan|rieng|tuy|nham|thoi|de|doi|sua|bo|xoa)\b"
)


def agree_first(turn: Turn, agrees: Callable[[str], bool], rows: Collection[str | None]) -> bool:
    """Whether a yes stands first, with what is said of none of these rows behind it; that is kept
    for when the yes is done."""
    text = turn.typed.strip()
    if len(text) > LONGEST or "?" in text:
        return False
    for mark in [*_MARK.finditer(text)][:MOST_MARKS]:
        first, rest = text[: mark.start()], text[mark.end() :].strip()
        if not agrees(first):
            return False
        if read_consent(rest) is None and _tells_anew(turn, rest, rows):
            go_afterwards(turn, rest)
            return True
    return False


def _tells_anew(turn: Turn, text: str, rows: Collection[str | None]) -> bool:
    if _LIMITS.match(fold_text(text)):
        return False
    if read_rest(text) is not None or speaks_of_named(turn, text):
        return True
    if propose_whole(turn, text) is not None or propose_titled(turn, text) is not None:
        return True
    heard = hear_sentence(turn, text)
    return bool(heard) and not any(one.row in rows for one in heard if one.row is not None)
