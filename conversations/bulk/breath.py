"""A text as it is said in one breath, cut into values with the words said before each of them:
`phòng ban thì bốn phòng còn đơn vị trực thuộc sáu`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.bulk.said_states import read_said_state
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import ReadState
from conversations.parsing.states import read_state
from conversations.text.normalize import clean_text, fold_text, may_mean, same_words

LONGEST = 700  # characters; nobody says more at a time
MOST_SAID = 5  # words of a state: `không thuộc thẩm quyền`
_TOKEN = re.compile(r"\d(?:[\d.,/]*\d)?(?:\s?%)?|[^\W\d_]+|[;\n]|[,.:!?–—-]+|\S")
_MARK = re.compile(r"[^\w%]+")
_DICTATED = re.compile(  # signs that are said: a comma between two numbers is a decimal one
    r"(?<=\s)(?:chấm phẩy|chấm xuống dòng|xuống dòng|dấu chấm|dấu phẩy|chấm hết|chấm|phẩy|phảy)"
    r"(?=\s|$)",
    re.IGNORECASE,
)
_NO_VALUE = (  # begin like a number, and are words of a label or of a story
    *("năm nay", "năm ngoái", "năm trước", "năm sau", "năm học", "một cửa", "một phần"),
    *("một số", "một vài", "một chút", "một lúc", "một hơi", "không phải", "không biết"),
    *("không phát", "không có", "không thuộc", "không giữ", "không gian", "ba mẹ"),
)
_BEFORE_YEAR = frozenset(("trong", "hoạch", "hoach", "cả", "từng", "hằng", "hàng", "đầu", "cuối"))
_LEVEL = ("độ", "thị", "thứ", "quý", "tháng", "câu", "mục", "phần")  # a number behind them counts
_ABOUT = frozenset(("khoảng", "gần", "hơn", "chừng", "tầm", "cỡ", "trên", "dưới"))
_YES = ("không có", "có", "không", "rồi", "tốt")
_LINKING = (":", "-", "–", "—", "=", "->", ":-")
_NOT_YET = "chưa có"
_LINKS = frozenset(("thi", "la"))


@dataclass(frozen=True)
class Said:
    """One value with the words before it; `behind` are those up to the next sign or value."""

    words: tuple[str, ...]
    value: str
    behind: tuple[str, ...] = ()


def cut_breath(text: str, labels: str = "") -> tuple[Said, ...]:
    """The values of the text in order; none for a text that is too long or has none. `labels` are
    those of the form, folded: `hai long` is a word of one, and no two."""
    if len(text) > LONGEST:
        return ()
    tokens = _Tokens(_TOKEN.findall(_without_dictated_signs(clean_text(text))), labels)
    found: list[Said] = []
    words: list[str] = []
    at = 0
    while at < len(tokens.all):
        size, value = tokens.value_at(at)
        if size:
            at += size
            when = tokens.day_behind(value, at)
            at += len(when)
            behind = tokens.up_to_sign(at)
            found.append(Said(_last_clause(words), " ".join((value, *when)), behind))
            words = []
        else:
            words.append(tokens.all[at])
            at += 1
    return tuple(found)


def _without_dictated_signs(text: str) -> str:
    """With a comma for every sign that was said, but not for the comma of a number."""

    def sign(match: re.Match[str]) -> str:
        said, rest = match[0].casefold(), text[match.end() :].strip()
        between = leading_amount(rest, whole=True) is not None and re.search(
            r"(?:\d|\w)\s*$", text[: match.start()]
        )
        return match[0] if said in ("phẩy", "phảy") and between else ","

    return _DICTATED.sub(sign, text)


def _last_clause(words: Sequence[str]) -> tuple[str, ...]:
    """The words behind the last sign; those before a colon that stands before the value."""
    found: list[str] = []
    for at, word in enumerate(words):
        if not _MARK.fullmatch(word):
            found.append(word)
        elif word not in _LINKING or any(not _MARK.fullmatch(one) for one in words[at:]):
            found = []  # `đây nè: số nhiệm vụ 21`; but `số nhiệm vụ: 21`
    return tuple(found)


class _Tokens:
    """The words, figures and signs of a text."""

    def __init__(self, tokens: list[str], labels: str) -> None:
        self.all = tokens
        self._labels = labels

    def up_to_sign(self, at: int) -> tuple[str, ...]:
        """The words from here to the next sign or value."""
        behind: list[str] = []
        while at < len(self.all) and not _MARK.fullmatch(self.all[at]) and not self.value_at(at)[0]:
            behind.append(self.all[at])
            at += 1
        return tuple(behind)

    def day_behind(self, value: str, at: int) -> list[str]:
        """When to be reminded of what has no number yet: it belongs to the value."""
        if not any(same_words(word, "chưa") for word in value.split()):
            return []
        rest = self.all[at:]
        end = next((n for n, one in enumerate(rest) if one in ";\n"), len(rest))
        return rest[:end] if any(same_words(one, "nhắc") for one in rest[:end]) else []

    def value_at(self, at: int) -> tuple[int, str]:
        """How many tokens are a value here, and the value; 0 for none."""
        if at and any(may_mean(self.all[at - 1], word) for word in _LEVEL):
            return 0, ""
        return self._number_at(at) or self._state_at(at) or (0, "")

    def _number_at(self, at: int) -> tuple[int, str] | None:
        first = " ".join(self.all[at : at + 2])
        if any(same_words(first, phrase) for phrase in _NO_VALUE):
            return None
        if same_words(self.all[at], "năm") and (
            not at or self.all[at - 1].casefold() in _BEFORE_YEAR
        ):
            return None
        size = self._spoken_size(at)
        if not size or (size == 1 and self._is_of_label(at)):
            return None
        value, end = " ".join(self.all[at : at + size]), at + size
        if size > 1 and self.all[at:end] == self.all[end : end + size]:  # said twice
            end += size
        if at and self.all[at - 1].casefold() in _ABOUT:
            value = f"{self.all[at - 1]} {value}"
        return end - at, value

    def _is_of_label(self, at: int) -> bool:
        """Whether a word stands among its neighbours in a label."""
        word = self.all[at]
        if word[0].isdigit() or not self._labels:
            return False
        pairs = (self.all[max(0, at - 1) : at + 1], self.all[at : at + 2])
        return any(
            len(pair) == 2 and f" {fold_text(' '.join(pair))} " in self._labels for pair in pairs
        )

    def _spoken_size(self, at: int) -> int:
        """How many tokens the number takes; 0 where there is none."""
        if self.all[at][0].isdigit():
            scale = leading_amount(" ".join(self.all[at : at + 3]), whole=False)
            return len(scale.text.split()) if scale and " " in scale.text else 1
        amount = leading_amount(" ".join(self.all[at : at + 12]), whole=False)
        if amount is None or same_words(amount.text, "không"):
            return 0
        return len(amount.text.split())

    def _state_at(self, at: int) -> tuple[int, str] | None:
        """`không phát sinh`, `chưa có số`; `có` and `không có` where they end what is said."""
        for size in range(min(MOST_SAID, len(self.all) - at), 1, -1):
            part = self.all[at : at + size]
            said = " ".join(part)
            if not any(map(_MARK.fullmatch, part)) and _is_state(said):
                return size, said
        linked = at > 0 and fold_text(self.all[at - 1]) in _LINKS
        for phrase in _YES:
            size = len(phrase.split())
            behind = self.all[at + size : at + size + 1]
            last = not behind or _MARK.fullmatch(behind[0]) is not None
            if at and (linked or last) and same_words(" ".join(self.all[at : at + size]), phrase):
                return size, phrase
        return None


def _is_state(said: str) -> bool:
    if fold_text(said) == "khong co":
        return False
    known = read_state(said)
    plain = known is not None and known.remark is None
    return plain or same_words(said, _NOT_YET) or isinstance(read_said_state(said), ReadState)
