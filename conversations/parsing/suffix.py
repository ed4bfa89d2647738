"""What people write behind a number: its measure, a remark, the end of a range, a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, Protocol

from conversations.parsing.aside import is_aside
from conversations.text.normalize import fold_text, may_mean, same_words, spell_known, spell_text

_ALIKE = (  # one measure, several words
    {"người", "đồng chí", "đ/c", "ng", "mạng"},
    {"thủ tục", "tthc", "thủ tục hành chính"},
    {"văn bản", "vb", "vbqppl"},
    {"hồ sơ", "hs", "bộ", "bộ hồ sơ"},
    {"cơ quan", "đơn vị", "cơ quan, đơn vị", "cơ quan đơn vị", "cq", "đv"},
    {"tin", "bài", "tin, bài", "tin bài", "tin/bài"},
    {"phần mềm"},
    {"nhiệm vụ", "nv", "việc", "công việc"},
    {"vấn đề"},
    {"ý kiến"},
    {"phiếu", "phiếu khảo sát"},
)
_OTHERS = (
    "cuộc",
    "lần",
    "lớp",
    "máy",
    "bộ",
    "ngày",
    "giờ",
    "tháng",
    "đồng",
    "lượt",
)
_IN_FULL = frozenset(  # measures that are taken for nothing else when they are spelled out
    {"ha", "héc-ta", "km", "km2", "m2", "m3", "kg", "tấn", "lít", "usd", "vnđ", "vnd"}
)
_ACCENTED = frozenset(("bộ",))  # `bo` may be *bỏ*
_ANYTHING = (
    "cái",
    "cấy",
    "chiếc",
    "trường hợp",
    "mục",
    "đơn vị tính",
)  # count whatever the row counts
_MEASURES = sorted({*_OTHERS}.union(*_ALIKE), key=lambda name: (-len(name), name))
_COUNTED = re.compile(r"(?:tong )?so (?:luong )?(?P<what>.*)", re.DOTALL)
_RANGE = re.compile(r"[-–—~/\\+*×=:<>^]|x(?![^\W\d])")
_PARTS = re.compile(r":\s+(?=.*[^\W\d])(?P<parts>.+)$", re.DOTALL)
_RANGE_WORDS = ("đến", "tới", "hoặc", "hay", "và", "với")
_ASKED = ("hả", "hở", "nhỉ", "chăng", "phải không", "đúng không", "được không", "được chưa")
_DOUBT_WORDS = ("hơn", "mấy", "trở lên", "trở xuống", "đổ lại", "gì đó", *_ASKED)
_POLITE = re.compile(r"^(?:(?:ạ|nha|nhé|nhá)(?:\s+|$))+", re.IGNORECASE)  # `5 ạ 6` is two numbers
_REMARK = re.compile(r"[,;:]\s+(?P<after>[^\W\d].*)$|[-–—]\s+(?P<dash>[^\W\d].*)$", re.DOTALL)
_ARITHMETIC = (
    *("chục", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "rưỡi", "nửa"),
    *("trừ", "cộng", "nhân", "chia", "trong", "trên", "phần"),
    *(
        "vạn",
        "tá",
        "cặp",
        "linh",
        "lẻ",
        "mốt",
        "lăm",
        "phẩy",
        "chấm",
    ),  # a number that is not finished
)
Kind = Literal[
    "nothing", "remark", "aside", "measure", "percent", "range", "doubt", "words", "junk"
]


class MeasuredRow(Protocol):
    """What a row counts: its unit of measure, and its label where that says it."""

    @property
    def measure(self) -> str: ...

    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class Suffix:
    """What the rest is. `text` is the remark, the foreign measure, or the loose words."""

    kind: Kind
    text: str = ""


def read_rest(rest: str, row: MeasuredRow, *, glued: bool) -> Suffix:
    """Tell what stands behind a row's number; its own measure is passed over."""
    rest = _POLITE.sub("", rest.strip())
    own = _own_measure(rest, row) if rest else None
    if own is not None:
        rest, glued = own, False
    if not rest.strip(" .,!()"):
        return Suffix("nothing")
    if remark := _remark(rest) or _parts(rest, own):
        says_something = any(letter.isalnum() for letter in remark)
        if not says_something:
            return Suffix("doubt" if "?" in remark else "nothing", remark)
        return Suffix("remark" if rest[0] == "(" else "aside", remark)
    if rest.startswith("%"):
        return Suffix("percent", rest[1:])
    if (after := _behind(rest, "phần trăm")) is not None:
        return Suffix("percent", after)
    if (other := rest.split()[0].strip(".,;").casefold()) in _IN_FULL and not is_own_noun(
        rest, row
    ):
        return Suffix("measure", other)  # `5 ha` is no `5 hả`
    if rest.startswith("?") or _begins(rest, _DOUBT_WORDS):
        return Suffix("doubt", rest)
    if _RANGE.match(rest) or _begins(rest, _RANGE_WORDS):
        return Suffix("range", rest)
    if is_own_noun(rest, row):
        return Suffix("nothing")
    foreign, tail = leading_measure(rest)
    if foreign:
        is_second = any(sign.isdigit() for sign in tail) and not _remark(tail)
        return Suffix("range", rest) if is_second else Suffix("measure", foreign)
    if _begins_exactly(rest, _ARITHMETIC):
        return Suffix("junk", rest)
    if glued or not rest[0].isalpha():
        return Suffix("junk", rest)
    return Suffix("words", rest)


def _remark(rest: str) -> str:
    if rest.startswith("("):
        return _in_brackets(rest)
    match = _REMARK.match(rest)
    if match is None:
        return rest.strip() if is_aside(rest) else ""
    return (match["after"] or match["dash"]).strip()


def _parts(rest: str, own: str | None) -> str:
    """`5 văn bản: 2 công văn, 3 quyết định`; without the measure it may be a time or a ratio."""
    match = _PARTS.match(rest) if own is not None else None
    return match["parts"].strip() if match else ""


def _in_brackets(rest: str) -> str:
    """The inside of the brackets when nothing follows them; the last one may be forgotten."""
    depth = 0
    for at, sign in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return "" if rest[at + 1 :].strip(" .!") else rest[1:at].strip()
    return rest[1:].strip()


def _own_measure(rest: str, row: MeasuredRow) -> str | None:
    """The rest behind the row's own measure; None when that does not come first."""
    bare = rest.isascii()
    names = (one for one in _names_of(row.measure, row.label) if not (bare and one in _ACCENTED))
    return next((tail for name in names if (tail := _behind(rest, name)) is not None), None)


def is_own_noun(words: str, row: MeasuredRow, *, short: bool = True) -> bool:
    """Whether the words are what the row's label counts, or a part of it: `4 phòng` for *Số phòng
    ban đã kiểm tra*. The measure of other rows is not, even where the label has it. `short`: in
    two letters too, `8 HĐ` for *hợp đồng*."""
    said = fold_text(words).strip(" .!,")
    if not said or any(sign.isdigit() for sign in said):
        return False
    counted = _counted(row.label)
    if f"{counted} ".startswith(f"{said} ") or (short and _stands_for(said, counted)):
        return same_letters(words, row.label)
    apart = f" {said} " in f" {_plain(row.label)} "
    return apart and not leading_measure(words)[0] and same_letters(words, row.label)


def _stands_for(said: str, counted: str) -> bool:
    """`hđ` for hợp đồng."""
    words = counted.split()
    return len(said) == 2 and len(words) > 1 and said == words[0][0] + words[1][0]


@lru_cache(maxsize=1_024)
def _counted(label: str) -> str:
    """What a label says that it counts, without accents; empty when it says no such thing."""
    found = _COUNTED.match(_plain(label))
    return " ".join(found["what"].split()) if found else ""


@lru_cache(maxsize=1_024)
def _plain(label: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", fold_text(label)).split())


def same_letters(words: str, label: str) -> bool:
    """Whether no word has accents that the label's word of the same letters has not."""
    known = {spell_known(word.strip(".,:;()")) for word in label.casefold().split()}
    for word in words.casefold().split():
        typed = spell_text(word.strip(".,!"))
        alike = [one for one in known if one.letters == typed.letters]
        if alike and not any(
            all(typed.marks.count(mark) <= one.marks.count(mark) for mark in typed.marks)
            for one in alike
        ):
            return False
    return True


@lru_cache(maxsize=1_024)
def _names_of(written: str, label: str) -> tuple[str, ...]:
    """What a row with this measure and label counts, the longest first."""
    measure = fold_text(written)
    if not measure or measure == "so luong":  # the label says it: Số lượng phiếu khảo sát
        counted = _COUNTED.match(fold_text(label))
        measure = counted["what"] if counted else ""
        alike = [names for names in _ALIKE if _names_first(names, measure)]
    else:
        alike = [names for names in _ALIKE if any(_stands_in(name, measure) for name in names)]
    names = {name for group in alike for name in group}
    names |= {written.casefold(), *_ANYTHING} - {"", "%"}
    return tuple(sorted(names, key=len, reverse=True))


def _stands_in(name: str, measure: str) -> bool:
    return re.search(rf"\b{re.escape(fold_text(name))}\b", measure) is not None


def _names_first(names: set[str], counted: str) -> bool:
    return any(re.match(rf"{re.escape(fold_text(name))}\b", counted) for name in names)


def is_own_measure(rest: str, row: MeasuredRow) -> bool:
    """Whether the rest begins with what the row counts."""
    return _own_measure(rest, row) is not None


def leading_measure(rest: str) -> tuple[str, str]:
    """The measure a rest begins with, and what is behind it; empty, and the rest, without one."""
    for name in _MEASURES:
        if (tail := _behind(rest, name)) is not None:
            return name, tail
    return "", rest


def _begins(rest: str, names: tuple[str, ...]) -> bool:
    return any(_behind(rest, name) is not None for name in names)


def _begins_exactly(rest: str, names: tuple[str, ...]) -> bool:
    """As `_begins`, but a word with any accent must have them all: công is not cộng."""
    word = re.split(r"[\s,.;:!()]", rest, maxsplit=1)[0].casefold()
    return word in names or (word == fold_text(word) and word in map(fold_text, names))


def _behind(rest: str, name: str) -> str | None:
    """What follows `name` at the beginning of `rest`; None when it does not begin so."""
    first = spell_text(rest[:1]).letters
    if first and first[0] != spell_known(name).letters[:1]:
        return None
    match = _words(len(name.split())).match(rest)
    if match is None:
        return None
    typed, ending = match[0], ""
    while typed and typed[-1] in ",.!%" and not name.endswith(typed[-1]):
        typed, ending = typed[:-1], typed[-1] + ending
    alike = same_words(typed, name) or (len(name) <= 2 and may_mean(typed, name))
    return (ending + rest[match.end() :]).strip() if alike else None


@cache
def _words(count: int) -> re.Pattern[str]:
    return re.compile(r"\s+".join([r"[^\s;:()?]+"] * count))
