"""Turning to another unit's report by the unit's name alone: `làm xã 20 trước`, `chị qua xã 21 tí
nha`. Whether the words name a unit of the speaker's is for the caller to see."""

from __future__ import annotations

import re

from conversations.text.normalize import fold_text

LONGEST = 60  # characters; whoever says more says something else
_BEFORE = (
    r"(?:da|a|u|uh|ok|oke|roi|gio|bay gio|thoi|em|chi|anh|co|chu|bac|toi|minh|tui|oi|cho|muon|de"
    r"|xin|can|nay|nua|quen|con)"
)
_GOES = (
    r"(?:(?:lam|nhap|dien|ghi|qua|sang|chuyen|ve|vao|toi|den|quay|doi|mo|bao cao)"
    r"(?:\s+(?:qua|sang|ve|lai|tiep|vao|toi|den|lieu))*"
    r"(?:\s+(?:bao cao|so lieu))?(?:\s+(?:cua|cho|ben))?)"
)
_AFTER = (
    r"(?:truoc|lam|lam tiep|da|cai|ti|xiu|chut|nha|nhe|nhen|nghe|em|chi|anh|di|luon|tiep|lai|a|oi"
    r"|vay|giup|roi|not|nay|thoi|mot)"
)
_NOUN = r"(?:xa|phuong|thi tran|dac khu|so|ban|ubnd|uy ban|x(?=\s*\d)|p(?=\s*\d))"
_TURN = re.compile(
    rf"(?:{_BEFORE}[\s,]+)*(?:(?P<goes>{_GOES})\s+)?(?P<unit>\S+(?:\s+\S+)*?)"
    rf"(?:[\s,]+{_AFTER})*[\s.!]*"
)
_IS_UNIT = re.compile(rf"{_NOUN}\s*\S.*")


def read_unit_turn(text: str) -> str | None:
    """The words that may name the unit, without accents; None for what turns nowhere. Without a
    word for going there it must begin as units' names do."""
    if len(text) > LONGEST or "?" in text or "=" in text or "\n" in text.strip():
        return None
    found = _TURN.fullmatch(fold_text(text))
    if found is None:
        return None
    unit = found["unit"].strip(" ,.!")
    named = _IS_UNIT.fullmatch(unit) or (found["goes"] and any(map(str.isalpha, unit)))
    return unit if unit and named else None
