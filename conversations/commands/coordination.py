"""What a coordinator wants of a round in plain words: `nhắc mấy xã chưa nộp đi em`, `xã nào chưa
nộp`, `khóa hết quý 4 đi`. What it comes to is a command, or a board narrowed to some reports."""

from __future__ import annotations

import re

from conversations.commands.coordination_phrases import PHRASES, CoordinationAct
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text, mend_halves

LONGEST = 160  # characters; whoever says more says something else


# What only shows something: a question that stands open stays open beside it.
VIEWS = frozenset(
    {
        *(CoordinationAct.BOARD, CoordinationAct.LOOK, CoordinationAct.TOTAL),
        *(CoordinationAct.OPEN_DATA, CoordinationAct.PEOPLE),
    }
)


class CoordinationWish(Frozen):
    """An act; what it is about, as it was typed; the reports that a board is to show, and of which
    kind of unit."""

    act: CoordinationAct
    argument: str = ""
    show: str = ""
    kind: str = ""


_TAIL = re.compile(
    r"(?:[\s,.!]+(?:di|nhe|nha|nhi|em|chi|anh|co|toi|oi|giup|ho|gium|luon|voi|a|vay|the"
    r"|thi lam sao|lam sao|"
    r"duoc khong|duoc chua|ngay|lien|roi|nao|cho chi|cho anh|thi the nao|the nao|ra sao))+[\s.!?]*$"
)
_KIND = re.compile(
    r"\b(?:xa|phuong|dac khu|so|nganh|huyen|quan)\b"
    r"(?=\s+(?:nao|con|da|chua|dang|may|tre|cham|cho)\b)"
)
_NAMING = (CoordinationAct.FIND, CoordinationAct.PHONE)
_PATTERNS = tuple((act, re.compile(pattern), show) for act, pattern, show in PHRASES)


def read_coordination(text: str) -> CoordinationWish | None:
    """What the text wants of a round; None for anything else."""
    typed = " ".join(mend_halves(text).split())
    said = fold_text(typed)
    if not said or len(said) > LONGEST or len(said) != len(typed) or "\n" in text.strip():
        return None
    bare = _TAIL.sub("", said)
    for act, pattern, show in _PATTERNS:
        whole = said.rstrip(" ?.!")
        first, then = (whole, bare) if act in _NAMING else (bare, whole)  # Lan Anh is a name
        found = pattern.fullmatch(first) or pattern.fullmatch(then)
        if found is not None:
            rest = _typed(typed, found, "rest")
            more = _typed(typed, found, "more")
            kind = _KIND.search(said) if act is CoordinationAct.BOARD else None
            why = _typed(typed, found, "why")
            argument = f"{rest} {more}{f' vì {why}' if why else ''}".strip()
            return CoordinationWish(
                act=act, argument=argument, show=show, kind=kind[0] if kind else ""
            )
    return None


def _typed(typed: str, found: re.Match[str], group: str) -> str:
    if group not in found.re.groupindex or found.start(group) < 0:
        return ""
    return typed[found.start(group) : found.end(group)].strip(" ,.!?")
