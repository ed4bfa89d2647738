"""Somebody who corrects themselves inside one message: `5 văn bản, à nhầm 6 văn bản`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.text.courtesy import polite_forms, without_courtesy
from conversations.text.normalize import shorten_text, spell_text

LONGEST = 200  # characters; a longer text is no slip of the tongue
_ME = r"(?:em |chi |anh |toi |minh )?"
_NO = r"(?:khong|ko|kg|hong|hok|hem)"  # as it is said in the south too
_OH = r"(?:a|y|i|ua|o|u|uh|oi|chet|xin loi|sorry|thoi chet)[\s,.!]+"
_SLIP = (
    rf"{_ME}(?:ghi |go |nhap |bam |viet |noi |danh )?(?:nham|lon|quen|sai)"
    r"(?: (?:roi|mat|so|chut|ti|a|do))*"
)
_AGAIN = (
    r"(?:xin )?(?:sua|dinh chinh|(?:chinh|doi|noi|ghi|viet|go|nhap|bao|sua) (?:lai|thanh))"
    r"(?: lai| giup| gium| cho)*(?: (?:em|chi|anh|toi|minh))?(?: thanh| la| so)?(?= )"
)
_RATHER = (
    r"(?:that ra|thuc ra|dung ra|chinh xac|dung|moi dung)(?: phai)? la"
    r"|phai la|phai ghi la|dung hon la"
)
_AFFIRMED = r"(?<!khong )(?<!ko )(?<!kg )(?<!hong )(?<!hok )(?<!hem )"  # `không phải là chưa có`
_THEN = (
    r"(?: ?(?:phai la|dung ra la|dung la|thanh ra|thanh|la|lai la|sua (?:lai )?(?:thanh|la)?)"
    r"(?= ))?"
)
_SURE = re.compile(
    rf"(?:[\s,.;:–-]+)(?:{_OH}{_ME}(?:{_SLIP}|{_NO}(?: phai)?|{_AGAIN}|{_RATHER})"
    rf"|{_AGAIN}|{_AFFIRMED}(?:{_RATHER})|(?<=,)\s*{_NO} phai(?=\s*,)|(?<=, ){_NO} phai(?=\s*,)"
    rf"|(?<=\. ){_NO} phai(?=\s*[,.])|{_NO} phai roi|xin loi|sorry"
    rf"|{_SLIP}(?= ?[,.:;]))[\s,.;:!–-]*{_THEN}[\s,:]*"
)
_MAYBE = re.compile(
    rf"[\s,.;:–-]+(?:{_SLIP}|{_NO}(?: phai)?(?=\s*[,.;]\s))[\s,.;:–-]+{_THEN}\s*|"
    r"\s*[,;.]\s+(?:a|ua)[\s,]+|\s*(?:=>|->|→|⇒|»)\s*"
)
_NOT_FIRST = re.compile(
    rf"(?:{_NO}|k) phai (?:la )?(.+?)"
    r"(?:\s*,(?!\d)\s*(?:ma )?(?:la )?|\s+ma(?: la)?\s+|\s+la\s+)(\S.*)"
)
_NOT_LAST = re.compile(rf"(.+?)[\s,]+{_NO} phai (?:la )?(\S.*)")
_BUT_NOT = re.compile(rf"(.+?)[\s,]+(?:chu|cho) {_NO}(?: phai)?(?: la)? (\S.*)")
_RIGHT_LAST = re.compile(r"(.+?)\s*[,;.]\s+(\S.*?) moi (?:dung|phai|chinh xac)")
_HINT = re.compile(
    r"nham|\blon|quen|\bsai|sua|dinh chinh|\b(?:chinh|doi|noi|ghi|viet|go|nhap|bao) (?:lai|thanh)"
    rf"|{_NO} phai|(?:chu|cho) {_NO}|\ba[\s,]+{_NO}|{_NO}\s*[,.;]"
    r"|\bmoi (?:dung|phai|chinh)"
    r"|ra la|phai (?:la|ghi)|xac la|dung (?:la|hon)|xin loi|sorry|[,;.]\s+(?:a|ua)\b|[>→⇒»]"
)  # one of them is in every text that takes something back
_ERROR = re.compile(r"nham|lon|quen|sai")
Read = Callable[[str], Reading]


def read_corrected(said: str, read: Read) -> Reading | None:
    """What a text that takes something back means; None when it takes nothing back."""
    if len(said) > LONGEST:
        return None
    plain = _aligned(said)
    if _HINT.search(plain) is None:  # as most answers
        return None
    whole = read(said)  # `hai mươi nhăm` is no slip (`nhầm`)
    if isinstance(whole, ReadValue | ReadState) and whole.remark is None:
        return None
    return (
        _split(_SURE, said, plain, read, sure=True)
        or _two_politely(said, read)
        or _split(_MAYBE, said, plain, read, sure=False)
    )


def _aligned(said: str) -> str:
    """The text without accents and capitals, letter for letter at the same place."""
    return said.lower() if said.isascii() else "".join(map(_plain_letter, said))


@lru_cache(maxsize=1_024)
def _plain_letter(sign: str) -> str:
    return (spell_text(sign).letters or sign)[0]


def _two_politely(said: str, read: Read) -> Reading | None:
    for form in polite_forms(said):
        if (found := _two_named(form.rstrip(" .,!…"), read)) is not None:
            return found
    return None


def _two_named(said: str, read: Read) -> Reading | None:
    """`không phải 7 mà là 8`, `8 chứ không phải 7`, `7, 8 mới đúng`."""
    plain = _aligned(said)
    for pattern, right in ((_NOT_FIRST, 2), (_BUT_NOT, 1), (_RIGHT_LAST, 2)):
        if match := pattern.fullmatch(plain):
            wrong, meant = (read(_part(said, match, one)) for one in (3 - right, right))
            if _is_answer(wrong) and _is_answer(meant):
                return meant
    if match := _NOT_LAST.fullmatch(plain):  # `7 không phải 8`: this one, or the other?
        first, last = (read(_part(said, match, one)) for one in (1, 2))
        if _is_answer(first) and _is_answer(last):
            return _which(said, first, last)
    return None


def _part(said: str, match: re.Match[str], group: int) -> str:
    return said[match.start(group) : match.end(group)].strip(" ,;.")


def _split(
    between: re.Pattern[str], said: str, plain: str, read: Read, *, sure: bool
) -> Reading | None:
    for match in reversed([*between.finditer(plain)]):
        before, after = said[: match.start()].strip(" ,;"), said[match.end() :].strip()
        if not before or _in_brackets(before):
            continue
        if without_courtesy(f"0 {after}").strip(" .,!") == "0":
            slip = sure and _ERROR.search(match[0])
            return _taken_back(said, read(before)) if slip else None
        meant = read(after)
        if not _is_answer(meant):
            continue
        old = read_corrected(before, read) or read(before)
        bare = _ERROR.search(match[0]) is None  # `lỗi 9 sửa 8` may be two answers
        if not _is_answer(old) or (bare and not _is_plain(old)):
            continue
        return meant if sure else _which(said, meant, old)
    return None


def _in_brackets(before: str) -> bool:
    return before.count("(") > before.count(")")


def _is_answer(reading: Reading) -> bool:
    return not isinstance(reading, RefusedReading)


def _is_plain(reading: Reading) -> bool:
    """Whether it is an answer with nothing beside it, in one meaning of its words or several."""
    if isinstance(reading, AmbiguousReading):
        return reading.code not in ("which.remark", "which.measure")
    return isinstance(reading, ReadValue | ReadState)


def _taken_back(said: str, old: Reading) -> RefusedReading | None:
    """`5, à nhầm`: the right number is still to come."""
    if isinstance(old, RefusedReading):
        return None
    return RefusedReading(
        code="refused.taken_back", data={"read": shorten_text(said), "example": "21"}
    )


def _which(said: str, *told: Reading) -> AmbiguousReading:
    """All that the parts can mean, the likelier first."""
    found: list[ReadValue | ReadState] = []
    for reading in told:
        if isinstance(reading, AmbiguousReading):
            found += reading.readings
        elif isinstance(reading, ReadValue | ReadState):
            found.append(reading)
    return AmbiguousReading(
        code="which.correction",
        data={"read": shorten_text(said)},
        readings=tuple(dict.fromkeys(found)),
    )
