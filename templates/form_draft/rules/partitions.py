"""Whether labels that stand side by side cover a whole without overlapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from templates.form_draft.rules.label_words import is_rest, plain_words

# Kinds of one whole: each line is complete where all its labels stand side by side; `?` marks
# those that may be missing.
_WHOLES = (
    ("nam", "nữ"),
    ("thành thị", "nông thôn"),
    ("trước hạn?", "đúng hạn", "quá hạn|trễ hạn|chậm hạn|không đúng hạn"),
    ("trong hạn|chưa đến hạn|còn hạn", "quá hạn|đã quá hạn"),
    ("trực tiếp", "trực tuyến|qua mạng", "dịch vụ bưu chính|bưu chính công ích|bưu chính?"),
    ("trực tiếp", "gián tiếp"),
    ("kỳ trước chuyển sang|kỳ trước chuyển qua|tồn kỳ trước|từ kỳ trước|từ kỳ trước chuyển sang",
     "trong kỳ|mới tiếp nhận|tiếp nhận trong kỳ|phát sinh trong kỳ|mới phát sinh|tiếp nhận mới"),
    ("kinh|dân tộc kinh", "dân tộc khác|dân tộc thiểu số|khác"),
    ("trong nước", "nước ngoài|ngoài nước"),
    ("công lập", "ngoài công lập|tư thục|dân lập"),
    ("trung ương|tw|nstw", "địa phương|đp|nsđp"),
    ("đạt", "không đạt|chưa đạt"),
    ("đã giải quyết|đã giải quyết xong", "đang giải quyết|chưa giải quyết|đang xem xét"),
    ("đã hoàn thành|hoàn thành", "đang thực hiện|chưa hoàn thành|chưa thực hiện"),
    ("lần đầu", "lần hai|nhiều lần"),
    ("tập thể", "cá nhân"),
    ("chuyên trách", "không chuyên trách|kiêm nhiệm"),
)  # fmt: skip
_SAME_KIND = re.compile(r"(cấp|loại|nhóm|hạng|khối|bậc|tuyến|nguồn|vốn|ngân sách|ngạch|vùng)\b")
_OF_ANYONE = re.compile(r"\b(nữ|đảng viên|đoàn viên)\b")
_TRAITS = re.compile(
    r"\b(nữ|dân tộc|tôn giáo|đảng viên|đoàn viên|trên \d+ tuổi|dưới \d+ tuổi|hộ nghèo|khuyết tật"
    r"|bhxh|bảo hiểm xã hội|tái cử|trẻ tuổi|trẻ em)\b"
)
_ALONE = re.compile(
    r"(người |lao động |cán bộ |là )?(nữ|(người )?dân tộc( thiểu số| ít người)?"
    r"|(theo )?tôn giáo|đảng viên|đoàn viên|khuyết tật|tái cử)"
)
_DENIED = re.compile(r"\b(không|chưa|ngoài) $")
_LEADING = re.compile(r"^(số lượng|tổng số|số) ")
_FROM_TO = re.compile(r"từ (?P<low>.+?) (?:đến|tới|-) (?P<below>dưới )?(?P<high>.+)")
_BELOW = re.compile(r"(?:dưới|trước|ít hơn|nhỏ hơn|đến) (?P<high>.+)")
_UP_TO = re.compile(r"từ (?P<high>.+?) trở xuống")
_ABOVE = re.compile(r"(?:từ (?P<low>.+?) (?:trở lên|đến nay)|(?:trên|hơn|sau) (?P<over>.+))")


def find_wholes(labels: Sequence[str]) -> list[range]:
    """The runs of labels that are known to be all kinds of one thing."""
    words = [_LEADING.sub("", plain_words(label)) for label in labels]
    found, at = [], 0
    while at < len(words):
        length = max((_length_of(whole, words[at:]) for whole in _WHOLES), default=0)
        if length > 1:
            found.append(range(at, at + length))
        at += max(length, 1)
    return found


def _length_of(whole: Sequence[str], words: Sequence[str]) -> int:
    """How many labels the whole takes from the front of these; 0 where one of it is missing."""
    waiting = list(whole)
    taken = 0
    for word in words:
        kind = next((one for one in waiting if _is(one, word)), None)
        if kind is None:
            break
        waiting.remove(kind)
        taken += 1
    return 0 if any(not one.endswith("?") for one in waiting) else taken


def _is(kind: str, word: str) -> bool:
    """Whether a label is of the kind: its own words, or those at the end of it."""
    return any(
        word == one or (word.endswith(f" {one}") and not _DENIED.search(word[: -len(one)]))
        for one in kind.rstrip("?").split("|")
    )


def has_rest(labels: Sequence[str]) -> bool:
    """Whether the last of several labels takes what is left, “Khác”, and none before it says what
    anyone may be."""
    others = [plain_words(label) for label in labels[:-1]]
    return bool(others) and is_rest(labels[-1]) and not any(map(_OF_ANYONE.search, others))


def are_one_kind(labels: Sequence[str]) -> bool:
    """“Cấp tỉnh”, “Cấp huyện”, “Cấp xã”: one way to sort, named by its first word."""
    heads = {match[0] if match else None for match in map(_kind_of, labels)}
    return len(labels) > 1 and len(heads) == 1 and None not in heads


def _kind_of(label: str) -> re.Match[str] | None:
    return _SAME_KIND.match(plain_words(label))


def overlap(labels: Sequence[str]) -> bool:
    """Whether one person or thing may be in several: “Nữ” without “Nam”, “Đảng viên”, …"""
    inside = {at for run in find_wholes(labels) for at in run}
    others = [plain_words(label) for at, label in enumerate(labels) if at not in inside]
    if are_bands(others):
        return False
    return (bool(inside) and bool(others)) or any(_TRAITS.search(one) for one in others)


def names_trait(labels: Sequence[str]) -> bool:
    """Whether one of them is nothing but what anyone may be, “Nữ”, “Dân tộc thiểu số”: a line that
    closes a table adds up “Trẻ dưới 1 tuổi” and “Phụ nữ có thai”, but not these."""
    inside = {at for run in find_wholes(labels) for at in run}
    others = [plain_words(label) for at, label in enumerate(labels) if at not in inside]
    return any(_ALONE.fullmatch(_LEADING.sub("", one)) for one in others)


def are_bands(labels: Sequence[str]) -> bool:
    """Whether labels are stretches of a scale (ages, years) from its beginning to its end with no
    hole between them."""
    bands = [_band(plain_words(label)) for label in labels]
    if len(bands) < 2 or any(band is None for band in bands):
        return False
    known = [band for band in bands if band is not None]
    ordered = known if known[0][0] is None else known[::-1]
    if ordered[0][0] is not None or ordered[-1][1] is not None:
        return False
    return all(_touch(one[1], other[0]) for one, other in pairwise(ordered))


def _band(words: str) -> tuple[str | None, str | None] | None:
    """The two ends of a stretch, None where it is open."""
    if match := _UP_TO.fullmatch(words):
        return None, match["high"]
    if match := _FROM_TO.fullmatch(words):
        return (match["low"], None) if match["high"] == "nay" else (match["low"], match["high"])
    if match := _ABOVE.fullmatch(words):
        return match["low"] or match["over"], None
    if match := _BELOW.fullmatch(words):
        return None, match["high"]
    return None


def _touch(high: str | None, low: str | None) -> bool:
    """Whether one stretch ends where the next begins: at the same number, or one before it."""
    ends, begins = list(_numbers(high or "")), list(_numbers(low or ""))
    if not ends or len(ends) != len(begins):
        return False
    return ends == begins or (ends[0] + 1 == begins[0] and ends[1:] == begins[1:])


def _numbers(text: str) -> Iterator[int]:
    return (int(one) for one in re.findall(r"\d+", text))
