"""A text cut into the values it says, each with the words before it and behind it: figures, numbers
in words, states, yes and no. `phòng ban thì bốn phòng còn đơn vị trực thuộc sáu` has two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conversations.bulk.said_clause import LINKS, Said
from conversations.bulk.said_words import telling_words
from conversations.bulk.value_cutter import ValueCutter
from conversations.parsing.amount import leading_amount
from conversations.text.normalize import clean_text, fold_text

_DICTATED = re.compile(  # signs that are said: a comma between two numbers is a decimal one
    r"(?<=\s)(?:chấm phẩy|chấm xuống dòng|xuống dòng|dấu chấm|dấu phẩy|chấm hết|chấm|phẩy|phảy)"
    r"(?=\s|$)",
    re.IGNORECASE,
)
# `xong 6 chứ hông phải 5`, `không phải 5 mà là 6`: the value behind these words is denied.
_NOT = "(?:khong|ko|kg|kh|k|hong|hok|hem|dau)"
_DENIES = re.compile(
    rf"(?:^|\s)(?:(?:ma|chu|cho|de) )?{_NOT} phai(?: (?:la|co|den))?$"
    rf"|(?:^|\s)(?:chu|cho) {_NOT}(?: la)?$"
)
_ALL_OF_THEM = {("tat", "ca"), ("toan", "bo"), ("het", "thay")}
_ALIKE = frozenset(("deu", "cung"))
_INSTEAD = frozenset(("ma", "la", "phai", "moi", "thanh", "chinh", "xac", "dung"))
_SLIPS = frozenset(
    ("à", "ý", "ấy", "ủa", "nhầm", "lộn", "quên", "chết", "không", "phải", "í", "lại", "ui", "nói")
)
_SLIPPED = re.compile(  # what takes the last value back: `à quên`, `à nhầm rồi`, `không phải, là`
    r"(?:(?:[àáaýy]|ấy|ủa|í|ui|ơ|thôi|chết|trời)[ ,]+)*"
    r"(?:à|ý|nhầm|nham|lộn|lon|quên|quen|sai|khoan|nói lại|noi lai|sửa lại|sua lai|đúng ra|dung ra"
    r"|không phải|khong phai|không|chính xác)"
    r"(?: (?:rồi|roi|là|la|phải|phai|phải là|mới|moi|đúng|dung|em|nha|mà|ma|đã|da|chứ|chu|có|co))*",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:[^\W\d_]+ ){0,3}(?:chứ|chu) (?:không|khong|ko|k|đâu|dau|hổng) (?:phải|phai)(?: là| la)?",
    re.IGNORECASE,
)
_MOST_COUNTED = 3  # words of what was counted, before the slip: `bảy văn bản à quên tám`


def cut_values(text: str, labels: str = "") -> tuple[Said, ...]:
    """The values of the text, and its clauses without one, in order. `labels` are those of the
    form, folded: `hai long` is a word of one, and no two."""
    cut = ValueCutter(_without_dictated_signs(clean_text(text)), labels).cut()
    return tuple(_with_shared(_with_all_of_them(_joined(_without_denied(cut)))))


def _without_dictated_signs(text: str) -> str:
    """With a comma for every sign that was said, but not for the comma of a number."""

    def sign(match: re.Match[str]) -> str:
        said, rest = match[0].casefold(), text[match.end() :].strip()
        half = fold_text(rest).startswith("ruoi")  # `chín bảy phẩy rưỡi`
        between = (half or leading_amount(rest, whole=True) is not None) and re.search(
            r"(?:\d|\w)\s*$", text[: match.start()]
        )
        return match[0] if said in ("phẩy", "phảy") and between else ","

    return _DICTATED.sub(sign, text)


def _without_denied(found: Sequence[Said]) -> list[Said]:
    """Without values that are said to be wrong: `xong 6 chứ hông phải 5`; the words before one go
    to what is said instead: `xong hông phải 5 mà 6`. With nothing instead it is no value."""
    kept: list[Said] = []
    owed: Said | None = None  # was denied, and its words wait for the right value
    for one in found:
        if owed is not None:
            words, owed = _own_words(owed), None
            if one.value and {fold_text(word) for word in one.before} <= _INSTEAD:
                kept[-1] = replace(one, before=words, glued=kept[-1].glued)
                continue
        if not one.value or not _is_denied(one):
            kept.append(one)
        elif kept and kept[-1].value and _only_denies(one):
            kept[-1] = replace(kept[-1], behind=one.behind or kept[-1].behind)
        else:
            owed = one
            kept.append(Said((*one.before, one.value, *one.behind), asks=one.asks))
    return kept


def _is_denied(one: Said) -> bool:
    return _DENIES.search(fold_text(" ".join(one.before))) is not None


def _only_denies(one: Said) -> bool:
    """`7 phòng chứ không phải 8`: with no more words before it than those of what is counted."""
    words = _own_words(one)
    return not words or (one.glued and len(words) <= _MOST_COUNTED)


def _own_words(one: Said) -> tuple[str, ...]:
    """The words before a denied value, up to those that deny it."""
    denial = _DENIES.search(fold_text(" ".join(one.before)))
    return one.before if denial is None else one.before[: -len(denial[0].split())]


def _joined(found: Sequence[Said]) -> list[Said]:
    """With figures of a label put back into it (`hợp đồng 111 là 9`), a slip corrected
    (`mười hai à mười ba`), and nothing said twice."""
    joined: list[Said] = []
    slipped = False  # whether the last clause only says that the value before it was wrong
    for one in found:
        last = joined[-1] if joined else None
        if last is not None and last.value and not one.value and _takes_back(one.before):
            slipped = True
            continue
        was, slipped = slipped, False
        if last is None or not (one.value and last.value):
            joined.append(one)
            continue
        links = one.before and one.glued and {fold_text(word) for word in one.before} <= LINKS
        slip = one.before and _takes_back(one.before, counted=one.glued or was)
        again = was and len(one.before) <= 1
        if links and last.value.isdecimal() and fold_text(one.value) != "co":
            before = (*last.before, last.value)
            joined[-1] = replace(one, before=before, glued=last.glued)
        elif one.glued and _DENIED.fullmatch(" ".join(one.before)):
            continue  # `7 chứ không phải 8`
        elif slip or again or _is_said_twice(last, one):
            joined[-1] = replace(one, before=last.before, glued=last.glued)
        elif _is_of_counted(last, one):
            words = (*last.behind, *one.before, one.value, *one.behind)
            joined[-1] = replace(last, behind=words)
        else:
            joined.append(one)
    return joined


def _is_of_counted(last: Said, one: Said) -> bool:
    """`4 đơn vị có quy chế rồi`, `1 đơn vị đang chờ thẩm định`: said of those that are counted."""
    state = fold_text(one.value)
    said = one.glued and one.before and (state == "roi" or state.startswith("dang "))
    return bool(said) and leading_amount(last.value, whole=True) is not None


def _is_said_twice(last: Said, one: Said) -> bool:
    """`chín chín nhiệm vụ`; not `6 ý kiến nhận, 6 ý kiến giải quyết`."""
    return not one.before and not last.behind and one.value == last.value


def _with_shared(found: Sequence[Said]) -> list[Said]:
    """With what is said of two at once given to both: `kiến nghị với xử lý đều không phát sinh`."""
    shared = list(found)
    for at in range(len(found) - 1):
        one, following = found[at], found[at + 1]
        figure = leading_amount(following.value, whole=True) if following.value else None
        alike = {"deu"} if figure else _ALIKE  # `…, mà cũng kiểm tra được 8 phòng`
        both = following.value and any(fold_text(word) in alike for word in following.before)
        if both and not (one.value or one.asks or one.leads or following.glued):
            shared[at] = replace(one, value=following.value)
    return shared


def _with_all_of_them(found: Sequence[Said]) -> list[Said]:
    """With a value again for what is said of all that it counts: `tham mưu mười văn bản, tất cả
    đúng tiến độ`."""
    told: list[Said] = []
    for one in found:
        last = told[-1] if told else None
        counted = last is not None and last.value and leading_amount(last.value, whole=True)
        bare = not (one.value or one.asks or one.leads)
        rest = _behind_all(one.before) if counted and bare else ()
        if rest and last is not None:
            told.append(Said(rest, last.value))
            continue
        least = 1 if telling_words(" ".join(one.before)) else 2  # `hai văn bản đều kịp` is of one
        starts = range(1, len(one.behind))
        at = next((n for n in starts if _behind_all(one.behind[n:], least)), 0)
        if at and one.value and leading_amount(one.value, whole=True):
            told.append(replace(one, behind=one.behind[:at]))
            told.append(Said(_behind_all(one.behind[at:]), one.value))
        else:
            told.append(one)
    return told


def _behind_all(words: Sequence[str], least: int = 1) -> tuple[str, ...]:
    """What words say of all, `đúng tiến độ` of `tất cả đều đúng tiến độ`; nothing of others."""
    size = 2 if tuple(map(fold_text, words[:2])) in _ALL_OF_THEM else 0
    rest = words[size:]
    if rest and fold_text(rest[0]) in _ALIKE:
        rest, size = rest[1:], size + 1
    return tuple(rest) if size >= least and len(telling_words(" ".join(rest))) > 1 else ()


def _takes_back(words: Sequence[str], *, counted: bool = False) -> bool:
    """Whether the words take a value back; `counted`: behind a few that say what was counted."""
    if words and all(word.casefold() in _SLIPS for word in words):
        return True
    starts = range(min(len(words), _MOST_COUNTED + 1) if counted else 1)
    return any(_SLIPPED.fullmatch(" ".join(words[start:])) for start in starts)
