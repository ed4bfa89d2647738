"""Words beside a value that may have a number of their own and answer no other row: `8, trong đó 2
quá hạn`, `8 - chưa kể 2 việc mới giao`, `46, giảm 2 so với quý trước`, `8, do 2 việc chưa tới
hạn`."""

from __future__ import annotations

import re
from functools import partial

from conversations.parsing.amount import leading_amount

NEAR = 200  # characters within which such words, and the value before them, stand
_PARTS = (
    r"trong\s+(?:s[ốo]\s+)?(?:[đd][óo]|n[àa]y)|(?:bao\s+)?g[ồo]m(?:\s+c[óo])?"
    r"|chia\s+ra|t[ứu]c\s+l[àa]|c[ụu]\s+th[ểe]"
)
_LEFT_OUT = (
    r"(?:ch[ưu]a|kh[ôo]ng|ko)\s+(?:k[ểe]|t[íi]nh|g[ồo]m|bao\s+g[ồo]m)(?:\s+[đd][ếe]n|\s+th[êe]m)?"
    r"|k[ểe]\s+c[ảa]|t[íi]nh\s+(?:c[ảa]|lu[ôo]n|th[êe]m)"
)
_BECAUSE = r"do|v[ìi](?:\s+c[óo]|\s+c[òo]n)?|t[ạa]i\s+v[ìi]|b[ởo]i\s+v[ìi]|nguy[êe]n\s+nh[âa]n"
_BEFORE = r"(?:qu[ýy]|k[ỳyìi]|n[ăa]m|[đd][ợo]t|th[áa]ng)\s+(?:tr[ướuo]+c|ngo[áa]i|r[ồo]i)"
_THAN = (
    r"(?:t[ăa]ng|gi[ảa]m|h[ơo]n|(?:nhi[ềe]u|[íi]t|cao|th[ấa]p)\s+h[ơo]n|so)\b"
    rf"(?=[^,;\n()=]{{0,{NEAR}}}\b(?:so\s+v[ớo]i|{_BEFORE}))"
)
_INSIDE = rf"(?:(?!\s[-–—]\s)[^,;\n()=.]|[.,](?=\d)){{0,{NEAR}}}"
_ASIDE = re.compile(
    r"(?P<sign>(?<![ \t])[ \t]*(?:,|;|-|–|—|:|\.(?=\s))[ \t]*|(?<![ \t])[ \t]+)"
    rf"(?P<words>(?:(?P<parts>{_PARTS})|{_LEFT_OUT}|(?:{_BECAUSE}|{_THAN})\b(?={_INSIDE}\d))\b"
    rf"(?P<rest>{_INSIDE}))",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?:{_PARTS}|{_LEFT_OUT}|{_BECAUSE}|{_THAN})\s+\S.*", re.IGNORECASE | re.DOTALL
)
_CLAUSE = re.compile(r"(?:[,;\n]|\.(?=\s))(?!\d)")
_NEXT = re.compile(r"\s*(?:,|;|\s(?:v[àa]|v[ớo]i))\s*(?P<count>\d+)\s+[^\W\d][^,;\n()=\d]*")
_FIGURE = re.compile(r"(?<![\w.,])\d+(?![\w%]|[.,]\d)")
_ROW = re.compile(r"(?:c[âa]u|d[òo]ng|m[ụu]c|ph[ầa]n)\s+(?:s[ốo]\s+)?\d", re.IGNORECASE)
_SYLLABLE = re.compile(r"(?:do|vi)\s", re.IGNORECASE)
MOST_WORDS = 4  # of a number in words


def has_parts(text: str) -> bool:
    """Whether the text tells the parts of a number, which may be rows of their own."""
    return any(found["parts"] for found in _ASIDE.finditer(text))


def is_aside(words: str) -> bool:
    """Whether the words behind a number are such words, and nothing else."""
    return _WHOLE.fullmatch(words) is not None


def bracket_asides(text: str) -> str:
    """The text with such words in brackets, as a remark is written; parts that add up to the
    number go together: `8, trong đó 2 nữ, 6 nam`."""
    if "\t" in text:
        return text
    kept, start, bare = "", 0, text.isascii()
    for found in _ASIDE.finditer(text):
        before = text[max(start, found.start() - NEAR) : found.start()]
        if found.start() < start or not _follows_value(before) or _ends_word(found, bare=bare):
            continue
        end = _end_of_parts(text, found)
        words = text[found.start("words") : end].strip()
        if _ROW.search(words) or len(found["rest"]) == NEAR:
            continue
        kept += f"{text[start : found.start()]} ({words})"
        start = end
    return kept + text[start:]


def _ends_word(found: re.Match[str], *, bare: bool) -> bool:
    """Whether `vi`, `do`, typed without accents and no sign before them, may be a syllable of
    `đơn vị`, `tiến độ`."""
    return bare and not found["sign"].strip() and _SYLLABLE.match(found["words"]) is not None


def _follows_value(before: str) -> bool:
    """Whether the clause before has a number, outside of brackets."""
    clause = _CLAUSE.split(before)[-1]
    if "(" in clause or ("=" in clause and not clause.rpartition("=")[2].strip()):
        return False
    return any(map(str.isdigit, clause)) or _ends_in_number(clause)


def _ends_in_number(clause: str) -> bool:
    words = clause.split()
    tails = (" ".join(words[-size:]) for size in range(min(MOST_WORDS, len(words)), 0, -1))
    return any(map(partial(leading_amount, whole=True), tails))


def _end_of_parts(text: str, found: re.Match[str]) -> int:
    """Where the words end: with the clause, or with further parts that make up the number."""
    end = found.end()
    whole = _FIGURE.findall(text[max(0, found.start() - NEAR) : found.start()])
    if not found["parts"] or not whole:
        return end
    left = int(whole[-1]) - sum(map(int, _FIGURE.findall(found["rest"])))
    while left > 0 and (following := _NEXT.match(text, end)) is not None:
        left -= int(following["count"])
        last = following.end()
        if left == 0:
            return last
        end = last
    return found.end()
