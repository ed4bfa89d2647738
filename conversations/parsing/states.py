"""The words for the answer states, with what an officer adds to them."""

from __future__ import annotations

import re
from functools import cache

from conversations.answers.values import AnswerState
from conversations.parsing.amount import leading_amount
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.text.normalize import fold_text, same_words, shorten_text
from conversations.text.phrases import Phrases

PHRASES: dict[AnswerState, tuple[str, ...]] = {
    AnswerState.NONE: (
        "không phát sinh",
        "kps",
        "không có phát sinh",
        "không phát sinh trong kỳ",
        "trong kỳ không phát sinh",
        "chưa phát sinh",
        "chưa phát sinh gì",
        "không phát sinh gì",
        "không có phát sinh gì",
        "không phát sinh gì cả",
        "không phát sinh gì thêm",
        "không phát sinh mới",
        "không phát sinh thêm",
    ),
    AnswerState.NOT_APPLICABLE: (
        "không thuộc thẩm quyền",
        "không có thẩm quyền",
        "không thuộc thẩm quyền giải quyết",
        "không thuộc thẩm quyền của sở",
        "không thuộc thẩm quyền của đơn vị",
        "không thuộc thẩm quyền của cơ quan",
        "không thuộc thẩm quyền của xã",
        "không thuộc thẩm quyền của phường",
        "không thuộc thẩm quyền của huyện",
        "không thuộc thẩm quyền của phòng",
        "không thuộc thẩm quyền của mình",
        "không thuộc thẩm quyền bên",
        "ngoài thẩm quyền",
        "ktq",
        "kttq",
        "không áp dụng",
        "n/a",
    ),
    AnswerState.PENDING: (
        "chưa có số",
        "chưa có số liệu",
        "chưa có dữ liệu",
        "chưa tổng hợp",
        "chưa tổng hợp xong",
        "chưa thống kê",
        "chưa thống kê xong",
        "chờ số liệu",
        "chờ số",
        "đang chờ",
        "đang chờ số liệu",
        "đang tổng hợp",
        "đợi số liệu",
        "đang đợi số liệu",
        "chưa đủ số liệu",
        "chưa nhận được số liệu",
        "chưa tổng hợp được",
        "chưa thống kê được",
        "bổ sung sau",
        "sẽ bổ sung sau",
        "ccs",
    ),
}
_UNCLEAR: dict[str, tuple[AnswerState, ...]] = {
    "không": (AnswerState.NONE, AnswerState.NOT_APPLICABLE),
    "không có": (AnswerState.NONE, AnswerState.NOT_APPLICABLE),
    "không ai": (AnswerState.NONE, AnswerState.NOT_APPLICABLE),
    "không có ai": (AnswerState.NONE, AnswerState.NOT_APPLICABLE),
    "không có gì": (AnswerState.NONE, AnswerState.NOT_APPLICABLE),
    "chưa": (AnswerState.PENDING, AnswerState.NONE),
    "chưa có": (AnswerState.PENDING, AnswerState.NONE),
    "không có số liệu": (AnswerState.PENDING, AnswerState.NONE),
    "không có số": (AnswerState.PENDING, AnswerState.NONE),
    "không biết": (AnswerState.PENDING, AnswerState.NONE),
    "chưa biết": (AnswerState.PENDING, AnswerState.NONE),
    "không rõ": (AnswerState.PENDING, AnswerState.NONE),
    "chưa rõ": (AnswerState.PENDING, AnswerState.NONE),
}
_SHORT = {"ko": "không", "k": "không", "kg": "không", "hok": "không"}
_SHORT |= {"kh": "không", "khg": "không", "hông": "không", "hong": "không"}
_SHORT |= {"hổng": "không", "hem": "không", "hỏng": "không"}
_SHORT |= {"nỏ": "không", "chẳng": "không", "chả": "không", "khum": "không"}
_SHORT |= {"ps": "phát sinh", "sl": "số liệu", "j": "gì", "mô": "nào"}
_AFTER = re.compile(
    r"\s*(?:[,;:.(–—-]|\n|(?<=\s)(?=(?:vì|vi|do)\s))\s*"
)  # before the officer's words
_NONE_AT_ALL = re.compile(  # `không phát sinh cái nào hết`
    r"(?:(?:trong )?ky nay )?khong(?: co)? phat sinh(?: (?!khac|la|thi|nghia)[a-z]+){0,3}"
    r" (?:nao|gi|chi|mo)(?: (?:het|ca|tron|troi|luon|dau|a|oi|em|no))*[ .!]*"
)
_NO_NUMBER = re.compile(  # `mô có số`, `chưa có số đâu`
    r"(?:(?:mô|đâu|nỏ|chửa)\s+có|chưa\s+có|chua\s+co)(?P<what>\s+(?:số|so)(?:\s+(?:liệu|lieu))?)"
    r"(?:\s+(?:mô|đâu|dau|này|nay|ni|đó))?(?=[\s,.;!]|$)",
    re.IGNORECASE,
)
_BUT = ("nhưng", "trừ", "ngoài", "mà", "hay", "hoặc", "và")
_ANY = ("nào", "nao", "ai")
_AT_ALL = ("cả", "ca", "hết", "het", "trơn", "tron", "trọi", "á", "hen", "luôn", "đâu", "mô")
_BEHIND_NAO = 4  # `nào` and words behind it
_NOT_KNOWN = ("biết", "rõ", "phải", "chắc", "hiểu")
_NONE_OF = range(3, 8)  # words of `không có trường hợp nào`
_WAITING = re.compile(
    r"\b(?:mai|hoi|cho|doi|tuan|thang sau|bo sung|nhac|se|ngay|dang|xin|bao sau|gui sau|lay so"
    r"|hom sau|bua sau|chieu nay|toi nay|lat nua)\b"
)  # of somebody who will have the number later
LONGEST = 80  # characters of a state that is said in other words
_STATES = Phrases((phrase, state) for state, all_ in PHRASES.items() for phrase in all_)
_UNCLEAR_STATES = Phrases(_UNCLEAR.items())


def read_state(text: str) -> ReadState | None:
    """The state a text names, with the words behind it as the remark."""
    text = _in_full(text)
    for phrase, state in _STATES.like(text):
        count = len(phrase.split())
        head, tail = _cut(text, count)
        if head is not None and same_words(head.rstrip(" .!"), phrase):
            if tail.isdecimal():
                return None  # a state and a number
            return ReadState(state=state, remark=tail or None)
    return None


def read_unclear_state(text: str) -> AmbiguousReading | None:
    """`không` and `chưa` alone may mean several states: which is asked."""
    said = _in_full(text).rstrip(" .!")
    for phrase, states in _UNCLEAR_STATES.like(said):
        if same_words(said, phrase):
            return _which(text, *(ReadState(state=state) for state in states))
    return None


def read_waiting(text: str) -> ReadState | AmbiguousReading | None:
    """`chưa có, chiều mai hỏi lại phòng nội vụ`: no number yet, and what is waited for. With
    other words behind it `chưa có` may also mean that nothing happened."""
    text = _in_full(text)
    for phrase, states in _UNCLEAR_STATES.like(text):
        head, tail = _cut(text, len(phrase.split()))
        if states[0] is not AnswerState.PENDING or not tail or head is None:
            continue
        if not same_words(head.rstrip(" .!"), phrase):
            continue
        if _WAITING.search(fold_text(tail)):
            return ReadState(state=AnswerState.PENDING, remark=tail)
        if not tail[0].isdigit():
            return _which(text, *(ReadState(state=state, remark=tail) for state in states))
    return None


def read_none_at_all(text: str) -> ReadState | None:
    """`không phát sinh cái nào hết`."""
    said = fold_text(_in_full(text)) if len(text) < LONGEST else ""
    return ReadState(state=AnswerState.NONE) if _NONE_AT_ALL.fullmatch(said) else None


def read_none_of(text: str) -> AmbiguousReading | None:
    """`không có trường hợp nào`, `chưa có văn bản nào`, `không có cái nào trễ hạn`."""
    words = _in_full(text).rstrip(" .!").split()
    while len(words) > 2 and words[-1].casefold() in _AT_ALL:
        words = words[:-1]
    nao = next((at for at, word in enumerate(words) if at and word.casefold() in _ANY), None)
    if nao is not None and len(words) - nao <= _BEHIND_NAO:
        words = words[: nao + 1]  # with what none of them is
    ends = bool(words) and any(same_words(words[-1], one) for one in ("nào", "gì", "ai"))
    few = len(words) == 2 and nao == 1  # `không ai bị kỷ luật`
    if not (few or len(words) in _NONE_OF) or not ends or _has_figures(text):
        return None
    if any(same_words(words[1], word) for word in _NOT_KNOWN):
        return None
    if same_words(words[0], "không"):
        return _which(
            text, ReadState(state=AnswerState.NONE), ReadState(state=AnswerState.NOT_APPLICABLE)
        )
    if same_words(words[0], "chưa"):
        return _which(text, ReadState(state=AnswerState.NONE), ReadState(state=AnswerState.PENDING))
    return None


def read_begun_state(text: str) -> AmbiguousReading | None:
    """A state with words behind it that nothing sets apart: `đang chờ phòng Tài chính`. They may
    be a remark, or turn the state round."""
    said = _in_full(text)
    words = said.split()
    for phrase, state in _STATES.like(said):
        count = len(phrase.split())
        rest = words[count:]
        if count < 2 or not rest or not same_words(" ".join(words[:count]), phrase):
            continue
        if _has_figures(text) or rest[0].casefold() in _BUT or not rest[0][0].isalpha():
            return None
        remark = " ".join(rest)
        if leading_amount(remark, whole=True) is not None:
            return None
        return _which(text, ReadState(state=state), ReadState(state=state, remark=remark))
    return None


def doubt_remark(text: str, state: ReadState) -> AmbiguousReading | None:
    """`không phát sinh, còn lại giữ nguyên`: words that explain nothing. What stands in brackets,
    or beside a number that is still to come, is kept."""
    if state.remark is None or state.state is AnswerState.PENDING or "(" in text:
        return None
    if is_explanation(state.remark):
        return None
    return _which(text, ReadState(state=state.state), state)


def _which(text: str, *readings: ReadState) -> AmbiguousReading:
    return AmbiguousReading(
        code="which.state", data={"read": shorten_text(text)}, readings=readings
    )


def _has_figures(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _in_full(text: str) -> str:
    """The text with the short forms of its first words written out."""
    words = _without_particle(text).split(" ")
    return " ".join([_SHORT.get(word.casefold(), word) for word in words[:4]] + words[4:])


def _without_particle(text: str) -> str:
    found = _NO_NUMBER.match(text)
    return f"chưa có{found['what']}{text[found.end() :]}" if found else text


def _cut(text: str, count: int) -> tuple[str | None, str]:
    """The first `count` words, when a separator or the end follows them; and what is behind."""
    match = _words(count).match(text)
    if match is None:
        return None, ""
    rest = text[match.end() :]
    if not rest.strip(" .!"):
        return match[0], ""
    after = _AFTER.match(rest)
    if after is None:
        return None, ""
    return match[0], _unwrapped(rest[after.end() :], opened="(" in after[0])


@cache
def _words(count: int) -> re.Pattern[str]:
    return re.compile(r"\s*".join([r"[^\s,;:(]+"] * count))


def _unwrapped(words: str, *, opened: bool) -> str:
    return words.removesuffix(")").strip() if opened else words.strip()
