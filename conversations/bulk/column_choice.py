"""Which of several columns of numbers is meant, in people's words: `số sau là kỳ này`, `cột 2`,
`lấy cột cuối`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers
from conversations.text.normalize import fold_text

LONGEST = 80  # characters; who says more says something else
_NUMBER = re.compile(r"\b(?:cot|so|so thu|cot thu|cot so|hang|dong)(?: thu| so)? (?P<n>\d)\b")
_ORDINALS = {"nhat": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4}
_ORDINAL = re.compile(
    r"\b(?:cot|so|so lieu)(?: so)? (?:thu )?(?P<n>nhat|mot|hai|nhi|ba|tu|bon)\b(?! (?:truoc|nam))"
)
_FIRST = re.compile(r"\b(?:(?:cot|so|so lieu) )?(?:dau|dau tien|truoc|ben trai|trai|phia truoc)\b")
_LAST = re.compile(
    r"\b(?:(?:cot|so|so lieu) )?(?:sau|sau cung|cuoi|cuoi cung|ben phai|phai|phia sau|chot)\b"
)
_THIS = re.compile(r"\b(?:ky nay|quy nay|nam nay|thang nay|bay gio|hien tai|moi)\b")
_BEFORE = re.compile(r"\b(?:ky|quy|nam|thang|dot|lan) (?:truoc|roi|ngoai)\b|\bcu\b")
_NOT = re.compile(r"\b(?:khong|chua|sao|nao|gi)\b")


def read_column_choice(text: str, ways: Sequence[BulkAnswers]) -> int:
    """The number of the way, from 1, whose column the text names; 0 when it names none for sure,
    or the ways are no columns."""
    said = fold_text(text)
    if not all(way.column for way in ways) or len(said) > LONGEST or _NOT.search(said):
        return 0
    found = {place for place in (_place(clause, len(ways)) for clause in _clauses(said)) if place}
    return found.pop() if len(found) == 1 else 0


def _clauses(said: str) -> list[str]:
    return re.split(r"[,;.\n]| con | thi | va ", said)


def _place(clause: str, count: int) -> int:
    """The column of this period that a clause names; one of an earlier period is another, when
    there are two."""
    earlier = _BEFORE.search(clause)
    bare = _BEFORE.sub("", clause) if earlier else clause
    place = _named(bare, count)
    if earlier and place and not _THIS.search(clause):
        return 3 - place if count == 2 else 0
    return place


def _named(clause: str, count: int) -> int:
    places: set[int] = set()
    if match := _NUMBER.search(clause):
        places.add(int(match["n"]))
    if match := _ORDINAL.search(clause):
        places.add(_ORDINALS[match["n"]])
    if _FIRST.search(clause):
        places.add(1)
    if _LAST.search(clause):
        places.add(count)
    place = places.pop() if len(places) == 1 else 0
    return place if place <= count else 0
