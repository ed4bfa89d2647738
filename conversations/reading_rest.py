"""What people write behind a number: its measure, a remark, the end of a range, a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from conversations.form import Row
from conversations.text import fold, may_mean, same_words

_ALIKE = (  # one measure, several words
    {"người", "đồng chí", "đ/c"},
    {"thủ tục", "tthc", "thủ tục hành chính"},
    {"văn bản", "vb"},
    {"hồ sơ", "hs"},
    {"cơ quan", "đơn vị", "cơ quan, đơn vị", "cơ quan đơn vị", "cq", "đv"},
    {"tin", "bài", "tin, bài", "tin bài", "tin/bài"},
    {"phần mềm"},
    {"nhiệm vụ"},
    {"vấn đề"},
    {"ý kiến"},
)
_OTHERS = (
    "phiếu",
    "cuộc",
    "lần",
    "lớp",
    "máy",
    "bộ",
    "ngày",
    "giờ",
    "tháng",
    "đồng",
    "cái",
    "lượt",
)
_RANGE_SIGNS = "-–—~/\\+*x×=:<>^"
_RANGE_WORDS = ("đến", "tới", "hoặc", "hay", "và", "với")
_DOUBT_WORDS = ("hơn", "mấy", "trở lên", "trở xuống", "đổ lại", "gì đó")
_REMARK = re.compile(r"[,;:]\s+(?P<after>[^\W\d].*)$|[-–—]\s+(?P<dash>[^\W\d].*)$", re.DOTALL)
_ARITHMETIC = (
    *("chục", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "rưỡi", "nửa"),
    *("trừ", "cộng", "nhân", "chia", "trong", "trên", "phần"),
)
Kind = Literal["nothing", "remark", "measure", "percent", "range", "doubt", "words", "junk"]


@dataclass(frozen=True)
class Rest:
    """What the rest is. `text` is the remark, the foreign measure, or the loose words."""

    kind: Kind
    text: str = ""


def read_rest(rest: str, row: Row, *, glued: bool) -> Rest:
    """Tell what stands behind a row's number; its own measure is passed over."""
    rest = rest.strip()
    own = _own_measure(rest, row)
    if own is not None:
        rest, glued = own, False
    if not rest.strip(" .,!()"):
        return Rest("nothing")
    if remark := _remark(rest):
        return Rest("remark", remark)
    if rest.startswith("%"):
        return Rest("percent", rest[1:])
    if (after := _behind(rest, "phần trăm")) is not None:
        return Rest("percent", after)
    if rest.startswith("?") or _begins(rest, _DOUBT_WORDS):
        return Rest("doubt", rest)
    if rest[0] in _RANGE_SIGNS or _begins(rest, _RANGE_WORDS):
        return Rest("range", rest)
    if _begins(rest, _ARITHMETIC):
        return Rest("junk", rest)
    if foreign := _foreign_measure(rest):
        return Rest("measure", foreign)
    if glued or own is not None or not rest[0].isalpha() or rest[0] == "(":
        return Rest("junk", rest)
    return Rest("words", rest)


def _remark(rest: str) -> str:
    if rest.startswith("("):
        return _in_brackets(rest)
    match = _REMARK.match(rest)
    return (match["after"] or match["dash"]).strip() if match else ""


def _in_brackets(rest: str) -> str:
    """The inside of the brackets when nothing follows them; the last one may be forgotten."""
    depth = 0
    for at, sign in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return "" if rest[at + 1 :].strip(" .!") else rest[1:at].strip()
    return rest[1:].strip()


def _own_measure(rest: str, row: Row) -> str | None:
    """The rest behind the row's own measure; None when that does not come first."""
    return next(
        (tail for name in _names_of(row) if (tail := _behind(rest, name)) is not None), None
    )


def _names_of(row: Row) -> list[str]:
    measure = fold(row.measure)
    names = {name for alike in _ALIKE for name in alike if any(fold(n) in measure for n in alike)}
    return sorted(names | {row.measure.casefold()} - {"", "%"}, key=len, reverse=True)


def _foreign_measure(rest: str) -> str:
    names = [name for alike in _ALIKE for name in alike] + [*_OTHERS]
    return next(
        (name for name in sorted(names, key=len, reverse=True) if _behind(rest, name) is not None),
        "",
    )


def _begins(rest: str, names: tuple[str, ...]) -> bool:
    return any(_behind(rest, name) is not None for name in names)


def _behind(rest: str, name: str) -> str | None:
    """What follows `name` at the beginning of `rest`; None when it does not begin so."""
    count = len(name.split())
    match = re.match(r"\s+".join([r"[^\s;:()?]+"] * count), rest)
    if match is None:
        return None
    typed, ending = match[0], ""
    while typed and typed[-1] in ",.!%" and not name.endswith(typed[-1]):
        typed, ending = typed[:-1], typed[-1] + ending
    alike = same_words(typed, name) or (len(name) <= 2 and may_mean(typed, name))
    return (ending + rest[match.end() :]).strip() if alike else None
