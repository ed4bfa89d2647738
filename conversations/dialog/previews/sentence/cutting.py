"""A sentence about the lines of a preview, cut into its parts: where signs and words may part it in
several ways, that of which most is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from conversations.dialog.previews.line_words import OF_LINES
from conversations.dialog.previews.sentence.clause import Clause, Deed, Unknown
from conversations.dialog.previews.sentence.places import LinePlaces, with_numbers
from conversations.dialog.previews.sentence.reading import read_clause
from conversations.text.normalize import clean_text, fold_text

LONGEST = 400  # characters of a sentence that is cut
MOST_PIECES = 24
MOST_JOINED = 8  # pieces that are one part together
NOT_UNDERSTOOD, JOINED, PART, LOOSE = 1_000, 3, 1, 5  # what each costs
NEVER = 1_000_000  # what begins in the midst of a part
_SIGN = re.compile(r"[;\n]+\s*|[.!?]+\s+|,\s+|,(?=[^\d\s])")
_WORD = re.compile(  # without a sign before it
    rf"\s+(?=(?:con|rieng)\s+(?:lai\b|may\b|cac\b|\d|{OF_LINES}\s)"
    r"|(?:roi|xong)\s+(?:thi\s+)?(?:ghi|luu|bo|xoa|sua|doi)\b"
    rf"|(?:va\s+|voi\s+|roi\s+)?(?:bo|xoa|sua|doi|giu|ghi|luu|lay)\s+"
    rf"(?:may|cac|nhung|phan|lai|nguyen|\d|{OF_LINES}\s)"
    r"|(?:may|cac|nhung|phan|tat ca)\s+(?:\w+\s+){0,2}?(?:kia|khac|con lai)\b"
    r"|(?:va|voi)\s+(?:(?:dong|cau)\s+\d|\d{1,3}\s+(?:thanh|la|sang|doi|sua)\b)"
    rf"|(?:nhung|ma)\s+(?:bo|tru|rieng|{OF_LINES}\s+\d)"
    r"|(?:dong|cau)\s+\d|ghi\s+(?:het|luon|tat ca)\b"
    r"|\d{1,3}\s+(?:dung|sai|bo|sua|thi|doi|chua|khong)\b"
    r"|(?<=\bdung )\d{1,3}\s+(?:la\s|co\b|\d|hai\b|ba\b|bon\b|nam\b|mot\b)"
    rf"|tru\s+(?:{OF_LINES}\s+)?\d)"
)


_TAKEN_BACK = re.compile(
    r"(?:(?:a|y|ay|ui|oi|o|chet|thoi|ma|da|em|ua)[\s,]+)*(?:(?:khong phai|khong|ko|hong|khoan)"
    r"(?: da| roi)?\s*(?:$|[,.!])|(?:nham|lon)(?: roi)?(?:$|[\s,.!]))"
)


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    signed: bool  # whether a sign stands before it


def cut_sentence(text: str, places: LinePlaces) -> tuple[Clause, ...]:
    """The parts of the sentence in order, what is not understood as `Unknown`; none where one
    takes another back."""
    plain = " ".join(clean_text(text).replace("\n", "; ").split())
    if not plain or len(plain) > LONGEST:
        return ()
    return _parts(with_numbers(plain, places))


@lru_cache(maxsize=256)  # one text is asked after several times
def _parts(plain: str) -> tuple[Clause, ...]:
    pieces = _pieces(plain)
    if not 1 <= len(pieces) <= MOST_PIECES or _takes_back(plain, pieces[1:]):
        return ()
    clauses = _cheapest(plain, pieces)
    return () if _is_torn(clauses) else clauses


def _pieces(plain: str) -> list[_Piece]:
    folded = fold_text(plain)
    if len(folded) != len(plain):
        return []
    gaps = {found.start(): (found.end(), False) for found in _WORD.finditer(folded)}
    gaps |= {found.start(): (found.end(), True) for found in _SIGN.finditer(plain)}
    start, signed, pieces = 0, True, []
    for at, (end, by_sign) in sorted(gaps.items()):
        if at < start:
            signed = signed or by_sign
            continue
        pieces.append(_Piece(start, at, signed))
        start, signed = end, by_sign
    pieces.append(_Piece(start, len(plain), signed))
    return [piece for piece in pieces if piece.end > piece.start]


def takes_back(text: str) -> bool:
    """Whether a part of the text takes back what stands before it."""
    plain = " ".join(clean_text(text).split())
    return len(plain) <= LONGEST and _takes_back(plain, _pieces(plain)[1:])


def _takes_back(plain: str, later: list[_Piece]) -> bool:
    """`bỏ 4, à nhầm, bỏ 5`: what was said before is not meant, and nobody knows how much of it."""
    said = (fold_text(plain[piece.start :]) for piece in later if piece.signed)
    return any(_TAKEN_BACK.match(one) for one in said)


def _cheapest(plain: str, pieces: list[_Piece]) -> tuple[Clause, ...]:
    """The parts of which the least is not understood, and that join the fewest pieces."""
    size = len(pieces)
    best: list[tuple[int, tuple[Clause, ...]]] = [(0, ())] * (size + 1)
    for at in range(size - 1, -1, -1):
        ways = []
        for end in range(at + 1, min(size, at + MOST_JOINED) + 1):
            said = plain[pieces[at].start : pieces[end - 1].end]
            clause = read_clause(said)
            cost, rest = best[end]
            if clause is not None:
                price = PART + JOINED * (end - at - 1) + LOOSE * clause.loose
                ways.append((cost + price, (clause, *rest)))
        ways.append(_unknown(plain, pieces, at, best))
        best[at] = min(ways, key=lambda way: way[0])
    return best[0][1]


def _unknown(
    plain: str, pieces: list[_Piece], at: int, best: list[tuple[int, tuple[Clause, ...]]]
) -> tuple[int, tuple[Clause, ...]]:
    """What is not understood goes on to the next sign: `đừng bỏ 3` drops nothing."""
    end = at + 1
    while end < len(pieces) and not pieces[end].signed:
        end += 1
    cost, rest = best[end]
    said = plain[pieces[at].start : pieces[end - 1].end]
    price = NOT_UNDERSTOOD if pieces[at].signed else NEVER
    return cost + price * (end - at), (Unknown(said), *rest)


def _is_torn(clauses: tuple[Clause, ...]) -> bool:
    """Whether a number between two parts may belong to either: `bỏ 1, 3, 5 đúng`."""
    return any(
        one.deed is not Deed.CHANGE and one.said[-1:].isdigit() and _BARE_FIRST.match(other.said)
        for one, other in pairwise(clauses)
        if one.numbers
    )


_BARE_FIRST = re.compile(r"\d{1,3}\s*[,;]\s")
