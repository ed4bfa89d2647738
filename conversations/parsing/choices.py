"""Several coded choices in one text: `1, 3`, `trực tuyến và phát phiếu`, `cả hai`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from conversations.answers.values import Coded, Codes
from conversations.parsing.choice import Option, read_choice
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.parsing.states import read_unclear_state, read_waiting
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text, shorten_text

_BETWEEN = re.compile(
    r"\s*[,;+&/\n]\s*(?:(?:và|va)\s+)?|\s+(?:và|va|cùng|cung|với|voi|lẫn|lan)\s+", re.IGNORECASE
)
MOST_MARKS = 6  # between parts, of which some may belong to a label
_ALL = re.compile(
    r"(?:chon )?(?:tat ca|ca|toan bo|het|du ca)"
    r"(?: (?:cac|deu|chon|muc|ma|noi dung|hinh thuc|phuong an|loai|cach))*"
)
_ALL_OF = {2: "hai", 3: "ba", 4: "bon", 5: "nam", 6: "sau", 7: "bay", 8: "tam", 9: "chin"}
_EXCEPT = re.compile(
    r"(?P<all>.*?)[\s,]+(?:trừ|tru|ngoại trừ|ngoai tru|ngoài|không có)\s+(?P<but>\S.*)"
)
_REMARK = re.compile(r"(?P<head>[^()]*\S)\s*\((?P<remark>[^()]*[^\W\d][^()]*)\)")


def read_choices(options: Sequence[Option], text: str, example: str) -> Reading:
    """What the text means where several options may be chosen. What stands in brackets behind them
    is a remark."""
    bare = without_courtesy(text)
    said = bare.strip(" .!")
    whole = read_choice(options, text, example)
    if isinstance(whole, ReadState):
        return whole
    if isinstance(whole, ReadValue) and whole.remark is None:
        return _with(options, [whole], None)
    if codes := _all_of(options, said) or _but(options, said, example):
        return ReadValue(value=Codes(codes=codes))
    head, remark = said, None
    if (match := _REMARK.fullmatch(said)) is not None:
        head, remark = match["head"], match["remark"].strip()
    for parts in _ways(head):
        readings = [read_choice(options, part, example) for part in parts]
        named = [one for one in readings if isinstance(one, ReadValue) and one.remark is None]
        if len(named) == len(readings):
            return _with(options, named, remark)
        if unclear := _unclear(options, readings):
            return AmbiguousReading(
                code="which.choice", data={"read": shorten_text(text)}, readings=unclear
            )
    return _as_one(options, whole, bare, example)


def _ways(said: str) -> Iterator[list[str]]:
    """The parts of a text by the marks between them, the most parts first: a label may have such
    a mark in it (`phỏng vấn và quan sát`). Codes may stand with blanks between them."""
    marks = [*_BETWEEN.finditer(said)]
    if not marks and all(map(str.isdecimal, words := said.split())):
        yield words
    for kept in range(len(marks), 0, -1) if len(marks) <= MOST_MARKS else (len(marks),):
        for cuts in combinations(marks, kept):
            ends = [(0, 0), *((cut.start(), cut.end()) for cut in cuts), (len(said), len(said))]
            parts = [said[one[1] : other[0]].strip() for one, other in pairwise(ends)]
            yield [part for part in parts if part]


def _with(options: Sequence[Option], found: Sequence[ReadValue], remark: str | None) -> ReadValue:
    codes = {one.value.code for one in found if isinstance(one.value, Coded)}
    return ReadValue(value=Codes(codes=_ordered(options, codes)), remark=remark)


def _ordered(options: Sequence[Option], codes: set[str]) -> tuple[str, ...]:
    return tuple(one.code for one in options if one.code in codes)


def _all_of(options: Sequence[Option], said: str) -> tuple[str, ...]:
    """`tất cả`, `cả 3`, `cả ba mục`; nothing for another number than there are."""
    words = fold_text(said)
    count = re.search(rf"\bca (?:(\d+)|({'|'.join(_ALL_OF.values())}))\b", words)
    if count is not None:
        told = count[1] or next(str(n) for n, word in _ALL_OF.items() if word == count[2])
        if told != str(len(options)):
            return ()
        words = f"{words[: count.start()]}ca{words[count.end() :]}"
    if words == "ca" and count is None:
        return ()
    return tuple(one.code for one in options) if _ALL.fullmatch(words) else ()


def _but(options: Sequence[Option], said: str, example: str) -> tuple[str, ...]:
    """`tất cả trừ 2`."""
    match = _EXCEPT.fullmatch(said)
    if match is None or not _all_of(options, match["all"]):
        return ()
    left_out = read_choices(options, match["but"], example)
    if not isinstance(left_out, ReadValue) or not isinstance(left_out.value, Codes):
        return ()
    return tuple(one.code for one in options if one.code not in left_out.value.codes)


def _unclear(options: Sequence[Option], readings: Sequence[Reading]) -> tuple[ReadValue, ...]:
    """What the parts can mean together, when one of them may mean several options."""
    ways: list[tuple[ReadValue, ...]] = [()]
    for one in readings:
        told = one.readings if isinstance(one, AmbiguousReading) else (one,)
        values = [told_one for told_one in told if isinstance(told_one, ReadValue)]
        ways = [(*way, value) for way in ways for value in values if value.remark is None]
        if len(ways) > len(options):
            return ()
    if not ways or not any(isinstance(one, AmbiguousReading) for one in readings):
        return ()
    return tuple(dict.fromkeys(_with(options, way, None) for way in ways))


def _as_one(options: Sequence[Option], whole: Reading, text: str, example: str) -> Reading:
    """What a text that names no several options means, as of one option."""
    match whole:
        case AmbiguousReading(readings=readings):
            several = tuple(
                _with(options, [one], one.remark)
                if isinstance(one, ReadValue) and isinstance(one.value, Coded)
                else one
                for one in readings
            )
            return whole.model_copy(update={"readings": several})
        case ReadValue(remark=remark):
            return _with(options, [whole], remark)
        case _ if unclear := read_waiting(text) or read_unclear_state(text):
            return unclear
        case _:
            listed = [f"{option.code} = {option.label}" for option in options]
            data = {"read": shorten_text(text), "example": example, "options": listed}
            return RefusedReading(code="refused.choices", data=data)
