"""Reasons that name what they are for by number: `1: …; 3: …`, `câu 1 do …, câu 3 do …`, `cả hai
vì …`, `các cái còn lại: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from conversations.speech.spoken import Found, Spoken, hear, one_of
from conversations.text.normalize import clean_text, fold_text

MOST_NAMED = 99  # of a range, `1-99`
MOST_TOLD = 60  # reasons of one message
MOST_PARTS = 300  # between commas, semicolons and full stops
LONGEST_HEAD = 120  # characters that name points: `1, 3, 5 và 7`
_WORD = (
    rf"(?:{one_of('lý do|lí do')}\s+)?(?:{one_of('của|cho')}\s+)?"
    + one_of("câu|điểm|cảnh báo|mục|số|dòng|cái|ý|chỗ|lỗi|lý do|lí do")
    + r"(?:\s+(?:số|thứ))?"
)
_AND = rf"\s*(?:[,;&+]|{one_of('và|với|cùng|vs')})\s*(?:{one_of('và|cả')}\s+)?(?:{_WORD}\s+)?"
_RANGE = rf"(?:\s*(?:[-–]|{one_of('đến|tới')})\s*\d{{1,2}})?"
_NUMBERS = rf"(?:{one_of('từ|cả')}\s+)?\d{{1,2}}{_RANGE}(?:{_AND}\d{{1,2}}{_RANGE})*(?!\d)"
_COUNT = one_of("hai|ba|bốn|năm|sáu|bảy|tám|chín|mười") + r"|\d{1,2}"
_THINGS = one_of("câu|điểm|cảnh báo|mục|dòng|cái|ý|chỗ|lỗi|thứ|số")
_THESE = one_of("trên|này|đó|ở trên|nói trên")
_LEAD = rf"(?:(?:{one_of('dạ|vâng|à|ờ|còn|và|rồi|thì|riêng|em|em ơi|thưa anh|thưa chị')})[\s,:]+)*"
_REST = (
    rf"(?:{one_of('tất cả|cả|toàn bộ')}\s+)?(?:{one_of('các|những|mấy')}\s+)?"
    rf"(?:{_THINGS}\s+)?{one_of('còn lại|khác|kia')}"
)
_ALL = (
    rf"(?:cả\s+(?P<count>{_COUNT})|{one_of('tất cả|cả|hết|toàn bộ|mọi|lý do chung|lí do chung')})"
    rf"(?:\s+{one_of('các|những|mấy')})?(?:\s+(?P<things>{_THINGS}))?(?:\s+{_THESE})?"
    rf"(?:\s+{one_of('đều|là|cùng')})?"
)
_CAUSE = one_of(
    "do|vì|bởi|tại|theo|căn cứ|như|giống|tương tự|cũng|lý do|lí do|đều do|đều vì|là do|y"
)
_SAID = rf"\s+(?:{one_of('là|thì|đều|cùng')}\s+)?(?={_CAUSE}\b)"
_SIGN = r"\s*(?P<sign>[:=)]|[.–-](?!\d))\s*"
_NAMED = Spoken(
    rf"{_LEAD}(?:(?P<rest>{_REST})|(?P<all>{_ALL})|(?P<word>{_WORD}\s+)?(?P<numbers>{_NUMBERS}))"
    rf"(?:{_SIGN}|{_SAID}|\s*$)(?P<why>.*)"
)
_NOTE = Spoken(rf"(?:{one_of('kèm|thêm|và|với')}\s+)?{one_of('ghi chú|gc')}\b")
_RUNS_ON = re.compile(r"\s\d{1,2}\s*[:)]\s*(?=\D)")
_PARTS = re.compile(r"([;,.]\s+)")
_FIGURE = re.compile(r"(\d{1,2})(?:\s*(?:-|–|den|toi)\s*(\d{1,2}))?")
_COUNTED = {
    name: number
    for number, name in enumerate(
        ("hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"), 2
    )
}
_EARLIER = one_of(
    "đó|đấy|ấy|này|trên|ở trên|như trên|như vậy|như thế|vậy|cũ|trước|kia",
    "lúc nãy|hồi nãy|nãy|vừa rồi",
)
_SAME = one_of("cũng|vẫn|cùng|y|lấy|dùng|ghi|theo|một|luôn|thì|là|vì")
_AS_BEFORE = Spoken(
    rf"(?:{one_of('là|cũng|thì|vẫn|lý do|lí do|lý do là|cũng là')}\s+)*(?:"
    rf"{one_of('như trên|như trước|như câu trên|giống trên')}"
    rf"|{one_of('như|giống|y như|giống như')}\s+{one_of('lúc nãy|hồi nãy|nãy|vừa rồi|cũ')}"
    rf"|{one_of('tương tự|cũng vậy|cũng thế|như vậy|như thế|nt|giống vậy|vậy|y vậy')}"
    rf"|{one_of('y trên|y như vậy|do vậy|do thế|vì vậy|vì thế|do cái đó|do đó')}"
    rf"|{one_of('y chang|y chang vậy')}"
    rf"|{one_of('như|giống|tương tự')}(?:\s+{_WORD})?\s+(?P<number>\d{{1,2}})"
    rf"|{one_of('như|giống|giống như|theo|lấy như')}\s+"
    rf"{one_of('cái|câu|dòng|điểm|lý do|lí do|cảnh báo|chỗ|mục|số')}\s+{_EARLIER}"
    rf"|(?:{_SAME}\s+)*{one_of('lý do|lí do|nguyên nhân')}\s+(?:{_SAME}\s+)*{_EARLIER}"
    rf"|(?:{_SAME}\s+)*{one_of('cùng|cùng một|y')}\s+{one_of('lý do|lí do|nguyên nhân')})"
    rf"(?:\s+{one_of('em|ạ|nha|nhé|luôn|thôi|đi|á|chị|anh|cô|bác|con')})*[\s.!]*"
)


class PointScope(StrEnum):
    """What a reason is for: points by number, all of them, or those that are left."""

    NAMED = "named"
    ALL = "all"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class ToldReason:
    """A reason as it was typed, `why`, and what for: `numbers`, or all, or the rest. `count` is
    how many all are, where it was said: `cả hai`. `why` is empty where only the points are named;
    `sign` is what stood behind them."""

    scope: PointScope
    numbers: tuple[int, ...]
    why: str
    count: int | None = None
    sign: str = ""
    word: bool = False

    @property
    def is_said(self) -> bool:
        """Whether words alone, no sign, part a bare number from its reason: `1 do …`."""
        return not self.sign and not self.word and self.scope is PointScope.NAMED

    @property
    def runs_on(self) -> bool:
        """Whether another point seems to begin within the words: `do trùng 2: do chuyển`."""
        return _RUNS_ON.search(self.why) is not None


@lru_cache(maxsize=8)  # asked twice of one message: whether it is such, and what it says
def read_told_reasons(text: str) -> tuple[tuple[ToldReason, ...], tuple[str, ...]]:
    """The reasons of a text with what they are for; and the parts of it that name nothing. Of a
    text with too many reasons none is read."""
    told: list[ToldReason] = []
    others: list[str] = []
    if len(_PARTS.findall(text)) > MOST_PARTS:
        return (), (text,)
    for line in clean_text(text).splitlines():
        if not line.strip():
            continue
        found = [*_of_line(line)]
        told += [one for one in found if isinstance(one, ToldReason)]
        others += [one for one in found if isinstance(one, str)]
        if len(told) > MOST_TOLD:
            return (), (text,)
    return tuple(told), tuple(others)


def names_earlier(why: str) -> int | None:
    """The number of the point whose reason is meant: `như câu 1`; 0 for the one told before it,
    `như trên`. None for words of its own."""
    found = _AS_BEFORE.fits(hear(why))
    if found is None:
        return None
    return int(found["number"]) if found["number"] else 0


def _of_line(line: str) -> Iterator[ToldReason | str]:
    """The reasons of one line. A part that names nothing belongs to the reason before it."""
    pieces = _PARTS.split(line)
    at, start = 0, ""  # `start` is what came before a sign and may yet lead on
    told: ToldReason | None = None
    told_text = ""
    while at < len(pieces):
        piece, gap = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        at += 2
        whole = start + piece
        bare = len(whole) <= LONGEST_HEAD and _names_alone(whole)
        if bare and gap and at < len(pieces):
            start = whole + gap
            continue
        if _NOTE.starts(hear(piece)) is not None and (told is not None or told_text.strip()):
            yield _with(told, told_text) if told is not None else told_text.strip(" ,;.")
            told, told_text, start = None, whole + gap, ""  # a note is no part of a reason
            continue
        found = _named(whole)
        if found is not None and _may_follow(found, told, first=told is None and not told_text):
            if told is not None:
                yield _with(told, told_text)
            elif told_text.strip():
                yield told_text.strip(" ,;.")
            told, told_text = found, found.why + gap
        else:
            told_text += whole + gap
        start = ""
    if told is not None:
        yield _with(told, told_text)
    elif told_text.strip():
        yield told_text.strip()


def _with(told: ToldReason, text: str) -> ToldReason:
    why = text.strip().rstrip(" ,;")
    return ToldReason(told.scope, told.numbers, why, told.count, told.sign, told.word)


def _names_alone(text: str) -> bool:
    found = _named(text)
    return found is not None and not found.why and not found.sign


def _may_follow(found: ToldReason, before: ToldReason | None, *, first: bool) -> bool:
    """Whether this begins a reason of its own: within a line a number does as the one before did,
    for a reason may hold numbers too."""
    if first or found.word or found.scope is not PointScope.NAMED:
        return first or bool(found.sign or found.why)
    if before is None:
        return bool(found.sign)
    if found.is_said:
        return before.is_said and bool(found.why)
    return found.sign == ":" or found.sign == before.sign


def _named(text: str) -> ToldReason | None:
    found = _NAMED.fits(hear(text))
    if found is None:
        return None
    why, sign = found["why"], found["sign"]
    if found["rest"]:
        return ToldReason(PointScope.REST, (), why, sign=sign)
    if found["numbers"]:
        word = bool(found["word"])
        return ToldReason(PointScope.NAMED, _numbers(found), why, sign=sign, word=word)
    said = fold_text(found["count"])
    if said == "nam" and not (found["things"] or sign):
        return None  # `cả năm theo kế hoạch`: the whole year
    count = _COUNTED.get(said) or (int(said) if said.isdecimal() else None)
    return ToldReason(PointScope.ALL, (), why, count=count, sign=sign)


def _numbers(found: Found) -> tuple[int, ...]:
    numbers: list[int] = []
    for one in _FIGURE.finditer(fold_text(found["numbers"])):
        first, last = int(one[1]), int(one[2] or one[1])
        numbers += range(first, last + 1) if first <= last else (first, last)
    return tuple(dict.fromkeys(numbers))[:MOST_NAMED]
