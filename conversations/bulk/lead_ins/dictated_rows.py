"""Numbers of rows, and those in names, as they are dictated: `dòng một đến dòng bốn`, `một với ba
không phát sinh`, `chỉ thị mười`. They are written in figures, as every reader knows them."""

from __future__ import annotations

import re

from conversations.bulk.row_words import COUNTS
from conversations.text.normalize import fold_text

LONGEST = 600  # characters of such a message
_BARE = ("hai", "ba")  # words that have no accents
ACCENTED = {word for word in COUNTS if not word.isascii() or word in _BARE}
ACCENTED |= {"tư", "bẩy", "mười", "lăm", "nhất", "nhì"}
UNITS = {fold_text(word): number for word, number in COUNTS.items()} | {"tu": 4, "muoi": 10}
_TEENS = {f"muoi {word}": 10 + number for word, number in UNITS.items() if number < 10}
_TEENS |= {"muoi lam": 15}
_CARDINALS = _TEENS | UNITS
_NUMBERS = _CARDINALS | {"nhat": 1, "nhi": 2}  # `câu nhất`
_LONGEST_FIRST = "|".join(sorted(_CARDINALS, key=len, reverse=True))
_NUMBER = (
    rf"(?:{_LONGEST_FIRST})(?!\s+(?:muoi|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|moi|tram|chuc"
    r"|ruoi|nghin|ngan|trieu)\b)(?!\w)"
)
_YEAR = r"(?!\s+(?:nay|ngoai|truoc|sau|20\d\d)\b)"
_THROUGH = r"(?:den|toi|voi|va|cung)(?:\s+(?:dong|cau|so))?"
_STATE = (
    r"(?:(?:thi|deu|cung|la|cho|ghi|de)\s+)*"
    r"(?:khong phat sinh|khong thuoc|khong co|chua co|chua phat|kps\b"
    r"|dung\b|sai\b|bo\b|giu\b|lon\b|khong phai|ccs\b|ktq\b|bo trong|de trong|bo qua|bang khong)"
)
_NAMED = re.compile(
    r"\b(?<!hop )(?<!lao )(?<!hoat )(?<!cong )(?<!hoi )"
    rf"(?P<word>dong|cau)\s+(?:(?:so|thu)\s+)?(?P<number>{_NUMBER}|nhat\b|nhi\b){_YEAR}"
)
_SAID = re.compile(
    rf"\b(?:so|con)\s+(?P<number>{_NUMBER}){_YEAR}(?=\s+(?:la|thi|{_THROUGH})\s|\s+{_STATE})"
)
_DROPPED = re.compile(
    rf"\b(?:bo|xoa)\s+(?P<number>{_NUMBER})(?=\s*(?:$|[,.;!])|\s+(?:voi|va|di|nhe|nha|em|luon)\b)"
)
_SET = re.compile(
    rf"(?<!\w)(?P<set>{_NUMBER}(?:\s*,\s*|\s+{_THROUGH}\s+){_NUMBER}"
    rf"(?:(?:\s*,\s*|\s+{_THROUGH}\s+){_NUMBER})*)(?=\s+{_STATE})"
)
_OF_NAME = re.compile(
    r"\b(?:chi thi|muc do|nghi dinh|nghi quyet|quyet dinh|thong tu)\s+(?:so\s+)?"
    rf"(?P<number>{_NUMBER})"
)
_RUNS_ON = re.compile(  # where the next row is named without a sign before it
    r"(?<=\w)(?<!\bvới)(?<!\bvoi)(?<!\bvà)(?<!\bva)(?<!\bđến)(?<!\bden)(?<!\btới)(?<!\btoi)"
    r"(?<!\btừ)(?<!\btu)(?<!\bcùng)(?<!\bcả)(?<!\bcác)(?<!\bmấy)(?<!\bở)(?<!\bcòn)(?<!\bcon)(?<!\brồi)(?<!\broi)"
    r"(?:\s+(?:còn|con|rồi|roi|thế còn))?\s+(?=dòng \d)"
)
_EACH = re.compile(rf"(?<!\w)(?:so\s+)?(?P<number>{_NUMBER})")


def write_row_numbers(text: str) -> str:
    """The text with these numbers in figures; the same text where there are none."""
    if len(text) > LONGEST or not any(map(str.isalpha, text)):
        return text
    folded = fold_text(text)
    if len(folded) != len(text):
        return text
    spans = [(*one.span(), f"dòng {_figure(one)}") for one in _NAMED.finditer(folded)]
    spans += [(*one.span(), f"dòng {_figure(one)}") for one in _SAID.finditer(folded)]
    for pattern in (_OF_NAME, _DROPPED):
        spans += [(*one.span("number"), str(_figure(one))) for one in pattern.finditer(folded)]
    for one in _SET.finditer(folded):
        start = one.start("set")
        spans += [
            (start + each.start(), start + each.end(), str(_figure(each)))
            for each in _EACH.finditer(one["set"])
        ]
    if not text.isascii():
        spans = [one for one in spans if _is_typed_so(text[one[0] : one[1]])]
    if not spans:
        return text
    said, at = "", 0
    for start, end, written in sorted(spans):
        if start >= at:
            said += text[at:start] + written
            at = end
    return _RUNS_ON.sub(", ", said + text[at:])


def _is_typed_so(typed: str) -> bool:
    """Whether the words are these with their accents: no `dòng sau`, `dòng từ 4`, `đồng bốn`."""
    words = typed.casefold().split()
    return words[-1] in ACCENTED and words[0] != "đồng"


def _figure(found: re.Match[str]) -> int:
    return _NUMBERS[" ".join(found["number"].split())]
