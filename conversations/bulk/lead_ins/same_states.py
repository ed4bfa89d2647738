"""States that refer to the one before: `tinh giản không phát sinh, tỷ lệ tinh giản cũng vậy`, `sáng
kiến chưa có số, khen thưởng cũng chưa có`. Each is written out."""

from __future__ import annotations

import re

from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

LONGEST = 600  # characters of such a message
_POLITE = rf"(?:\s+(?:{FOLDED}|het|luon|do|a|ca))*[\s.!]*"
_BETWEEN = re.compile(r"((?<!\d),|,(?!\d)|[;\n]|[.!](?=\s|$))")
_STATE = re.compile(
    rf"(?:.*\s)?(?P<state>khong phat sinh|chua co so|khong thuoc tham quyen|kps|ccs|ktq){_POLITE}"
)
_SAME = re.compile(
    rf"[^\d\n]*\s(?:thi\s+|deu\s+)?(?P<same>cung\s+(?:vay|the|nhu vay|nhu the|y vay)){_POLITE}"
)
_NONE_TOO = re.compile(rf"[^\d\n]*\bcung chua co(?P<end>){_POLITE}")
_PENDING = ("chua co so", "ccs")


def name_same_state(text: str) -> str:
    """The text with such states written out; as it is where nothing stands before them."""
    folded = fold_text(text)
    if len(text) > LONGEST or len(folded) != len(text) or "cung" not in folded:
        return text
    parts = _BETWEEN.split(text)
    state = ""
    for at in range(0, len(parts), 2):
        said = parts[at].strip()
        if said:
            state, told = _told(said, state)
            parts[at] = parts[at].replace(said, told)
    return "".join(parts)


def _told(said: str, state: str) -> tuple[str, str]:
    """The state that the clause says, or none, and the clause with it written out."""
    folded = fold_text(said)
    if len(folded) != len(said):
        return "", said
    if (found := _STATE.fullmatch(folded)) is not None:
        return said[slice(*found.span("state"))], said
    if state and (same := _SAME.fullmatch(folded)) is not None:
        start, end = same.span("same")
        return state, f"{said[:start]}{state}{said[end:]}"
    if fold_text(state) in _PENDING and (none := _NONE_TOO.fullmatch(folded)) is not None:
        end = none.start("end")
        return state, f"{said[:end]} số{said[end:]}"
    return "", said
