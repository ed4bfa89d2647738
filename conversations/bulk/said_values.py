"""A text cut into the values it says, each with the words before it and behind it: figures, numbers
in words, states, yes and no. `phòng ban thì bốn phòng còn đơn vị trực thuộc sáu` has two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations.bulk.said_states import read_said_state
from conversations.parsing.amount import leading_amount
from conversations.parsing.number_words import may_begin_number
from conversations.parsing.result import ReadState
from conversations.parsing.states import read_state
from conversations.text.normalize import clean_text, fold_text, may_mean, same_words

MOST_SAID = 5  # words of a state: `không thuộc thẩm quyền`
MOST_WORDS = 12  # of a number
_TOKEN = re.compile(
    r"\d+(?:[/.-]\d+){2,}(?!\d*,)(?=\D|$)|\d+/[^\W\d_][\w-]*|\d(?:[\d.,]*\d)?(?:/\d(?:[\d.,]*\d)?)?(?:\s?%)?|[^\W\d_]+|[;\n]|[,.:!?=–—-]+|\S"
)
_SIGN = re.compile(r"[^\w%]+")
_GLUED = re.compile(r"[^\W\d_]{0,3}[\w/]|:\d|-[^\W\d_]")  # behind a figure of a name: 72/KH, 9h30
_SCALE = re.compile(r"(?:tr|k|m)(?:\d+)?(?!\w)", re.IGNORECASE)  # 3k, 1tr5
_DICTATED = re.compile(  # signs that are said: a comma between two numbers is a decimal one
    r"(?<=\s)(?:chấm phẩy|chấm xuống dòng|xuống dòng|dấu chấm|dấu phẩy|chấm hết|chấm|phẩy|phảy)"
    r"(?=\s|$)",
    re.IGNORECASE,
)
_NO_VALUE = (  # begin like a number, and are words of a label or of a story
    *("năm nay", "năm ngoái", "năm trước", "năm sau", "năm học", "một cửa", "một phần"),
    *("một số", "một vài", "một chút", "một lúc", "một hơi", "không phải", "không biết"),
    *("không phát", "không thuộc", "không giữ", "không gian", "ba mẹ", "ba má"),
)
_AFTER_YEAR = frozenset(("co", "nay", "la", "thi", "giao", "de", "duoc", "truoc", "sau", "roi"))
_BEFORE_YEAR = frozenset(
    ("trong", "hoạch", "hoach", "kh", "cả", "từng", "hằng", "hàng", "đầu", "cuối")
)
# A number behind these words is a part of a name, or counts something off.
_OF_NAME = re.compile(
    r"\b(?:muc do|(?<!chuyen )muc|chi thi|ct|nghi dinh|nd|nghi quyet|quyet dinh|thong tu"
    r"|ke hoach so|cong van|quy|thang|ngay|thu|khoa|dot|cau|(?<!hop )dong|dieu"
    r"|(?<!thanh )(?<!mot )phan"
    r"|sdt|so dien thoai|(?<!hieu )luc|phong so)(?: so)?$"
)
_NO_LINE = re.compile(r"\b(?:lao|hoat|cong|hoi|tac|bien|hanh) dong(?: so)?$")  # no `dòng 5`
_TIMES = ("giờ", "phút", "tháng", "tuần", "ngày", "tuổi", "hôm")  # what no row counts
_NAME = re.compile(r"\d+[/-].*[/-].*|\d+/[^\d].*")
_PHONE = re.compile(r"0\d{8,}")
_ABOUT = frozenset(("khoảng", "gần", "hơn", "chừng", "tầm", "cỡ", "trên", "dưới"))
_NO = r"không|khong|ko|kg|k|hông|hong|hổng|chẳng|chưa|chua"
_NONE = re.compile(rf"(?:{_NO}) (?:có|co|làm|lam)(?: ai)?", re.IGNORECASE)
_YES = re.compile(
    rf"(?:{_NO})(?: (?:có|co|làm|lam))?|(?:đã|da) (?:có|co|làm|lam)|(?:có|co) (?:rồi|roi)"
    r"|có|co|rồi|roi|tốt|tot",
    re.IGNORECASE,
)
_STATE_BEGINS = re.compile(  # folded: the words that states begin with
    "khong|ko|k|kg|kh|khg|hok|hong|chang|chua|kps|ktq|kttq|ccs|dang|cho|doi|bo|se|ngoai"
    "|co|roi|tot|da"
)
_POLITE = re.compile("luon|em|nha|nhe|a|nghen|hen|het|ca|roi|dau|chi|anh|thoi|ne|do|co")
_EITHER = ("hay", "hoặc")
_PARTING = ("và", "còn", "với")  # begin something else
_LINKING = (":", "-", "–", "—", "=", "->", ":-")
LINKS = frozenset(("la", "thi", "bang", ":", "="))
# `xong 6 chứ hông phải 5`, `không phải 5 mà là 6`: the value behind these words is denied.
_NOT = "(?:khong|ko|kg|kh|k|hong|hok|hem|dau)"
_DENIES = re.compile(
    rf"(?:^|\s)(?:(?:ma|chu|cho|de) )?{_NOT} phai(?: (?:la|co|den))?$"
    rf"|(?:^|\s)(?:chu|cho) {_NOT}(?: la)?$"
)
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


@dataclass(frozen=True)
class Said:
    """A value with the words before it, and those behind it up to the next sign; a clause
    without one has words alone. `glued`: no sign stands between the last value and this one, so
    that the words between them may be of either. `remark` stands in brackets behind the value, with
    them: it explains the value, whatever numbers and words of rows it has."""

    before: tuple[str, ...]
    value: str = ""
    behind: tuple[str, ...] = ()
    glued: bool = False
    asks: bool = False  # a question mark ends the clause
    leads: bool = False  # a colon ends it: it says what is spoken about
    remark: str = ""

    @property
    def typed(self) -> str:
        """The value with its remark."""
        return f"{self.value} {self.remark}" if self.remark else self.value

    @property
    def clause(self) -> str:
        """All of it, as it was typed."""
        return " ".join((*self.before, *filter(None, (self.typed,)), *self.behind))

    @property
    def line(self) -> str:
        """As it is quoted: the words, and the value behind a colon."""
        if self.asks:
            return f"{self.clause}?"
        words = " ".join(word for word in self.before or self.behind if not _SIGN.fullmatch(word))
        return f"{words}: {self.typed}" if words and self.value else words or self.typed


def cut_values(text: str, labels: str = "") -> tuple[Said, ...]:
    """The values of the text, and its clauses without one, in order. `labels` are those of the
    form, folded: `hai long` is a word of one, and no two."""
    cut = _Cutter(_without_dictated_signs(clean_text(text)), labels).cut()
    return tuple(_with_shared(_joined(_without_denied(cut))))


def _without_dictated_signs(text: str) -> str:
    """With a comma for every sign that was said, but not for the comma of a number."""

    def sign(match: re.Match[str]) -> str:
        said, rest = match[0].casefold(), text[match.end() :].strip()
        between = leading_amount(rest, whole=True) is not None and re.search(
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
        if links and last.value.isdecimal():
            before = (*last.before, last.value)
            joined[-1] = replace(one, before=before, glued=last.glued)
        elif one.glued and _DENIED.fullmatch(" ".join(one.before)):
            continue  # `7 chứ không phải 8`
        elif slip or again or (not one.before and one.value == last.value):
            joined[-1] = replace(one, before=last.before, glued=last.glued)
        else:
            joined.append(one)
    return joined


def _with_shared(found: Sequence[Said]) -> list[Said]:
    """With what is said of two at once given to both: `kiến nghị với xử lý đều không phát sinh`."""
    shared = list(found)
    for at in range(len(found) - 1):
        one, following = found[at], found[at + 1]
        both = following.value and any(fold_text(word) in _ALIKE for word in following.before)
        if both and not (one.value or one.asks or one.leads or following.glued):
            shared[at] = replace(one, value=following.value)
    return shared


def _takes_back(words: Sequence[str], *, counted: bool = False) -> bool:
    """Whether the words take a value back; `counted`: behind a few that say what was counted."""
    if words and all(word.casefold() in _SLIPS for word in words):
        return True
    starts = range(min(len(words), _MOST_COUNTED + 1) if counted else 1)
    return any(_SLIPPED.fullmatch(" ".join(words[start:])) for start in starts)


class _Cutter:
    """Going through the words, figures and signs of a text."""

    def __init__(self, text: str, labels: str) -> None:
        matches = [*_TOKEN.finditer(text)]
        self.all = [match[0] for match in matches]
        self.rests = [text[match.end() : match.end() + 6] for match in matches]
        self._text, self._spans = text, [match.span() for match in matches]
        self._apart = [at == 0 or not text[at - 1].isalnum() for at in (m.start() for m in matches)]
        self._labels, self._bare = labels, text.isascii()
        self.found: list[Said] = []
        self._words: list[str] = []
        self._glued = False  # whether these words stand right behind a value

    def cut(self) -> list[Said]:
        at = 0
        while at < len(self.all):
            size, value = self._value_at(at)
            if size:
                self.found.append(Said(tuple(self._words), value, glued=self._glued))
                self._words, self._glued = [], True
                at += size
            elif self._glued and (size := self._take_remark(at)):
                at += size
            else:
                self._take_word(at)
                at += 1
        self._end_clause()
        return self.found

    def _take_remark(self, at: int) -> int:
        """How many tokens the brackets take that begin here; they are the last value's."""
        if self.all[at] != "(":
            return 0
        ends = (n for n in range(at + 1, len(self.all)) if self.all[n] in (")", "\n"))
        end = next(ends, None)
        if end is None or self.all[end] != ")":
            return 0
        remark = self._text[self._spans[at][0] : self._spans[end][1]]
        self.found[-1] = replace(self.found[-1], remark=remark)
        return end + 1 - at

    def _take_word(self, at: int) -> None:
        word = self.all[at]
        if self._is_sign(at):
            if word in _LINKING and self._value_at(at + 1)[0]:
                self._words.append(word)  # `số nhiệm vụ: 21`; not `đây nè: số nhiệm vụ 21`
            else:
                self._end_clause(asks="?" in word, leads=word == ":")
        elif self._parts(at):
            self._end_clause()
        else:
            self._words.append(word)

    def _end_clause(self, *, asks: bool = False, leads: bool = False) -> None:
        words = tuple(self._words)
        if self._glued and self.found:
            self.found[-1] = replace(self.found[-1], behind=words, asks=asks)
        elif words:
            self.found.append(Said(words, asks=asks, leads=leads))
        self._words, self._glued = [], False

    def _is_sign(self, at: int) -> bool:
        return _SIGN.fullmatch(self.all[at]) is not None

    def _ends(self, at: int) -> bool:
        """Whether the clause ends here, or with what is only polite."""
        while at < len(self.all) and _POLITE.fullmatch(fold_text(self.all[at])):
            at += 1
        return at >= len(self.all) or self._is_sign(at) or self._parts(at)

    def _parts(self, at: int) -> bool:
        """`và`, `còn` between two clauses; not `còn lại`."""
        if not any(may_mean(self.all[at], word) for word in _PARTING) or at + 1 >= len(self.all):
            return False
        return not may_mean(self.all[at + 1], "lại")

    def _value_at(self, at: int) -> tuple[int, str]:
        """How many tokens are a value here, and the value; 0 for none."""
        if at >= len(self.all) or self._is_sign(at):
            return 0, ""
        size = self._number_size(at)
        if size:
            return self._number(at, size)
        return self._state_at(at)

    def _number(self, at: int, size: int) -> tuple[int, str]:
        value, end = " ".join(self.all[at : at + size]), at + size
        if size > 1 and self.all[at:end] == self.all[end : end + size]:  # said twice
            end += size
        if end < len(self.all) and any(may_mean(self.all[end], one) for one in _EITHER):
            other = self._number_size(end + 1) if end + 1 < len(self.all) else 0
            if other:  # `2 hay 3`
                end += 1 + other
                value = " ".join(self.all[at:end])
        percent = " ".join(self.all[end : end + 2])
        if same_words(percent, "phần trăm"):
            value, end = f"{value} {percent}", end + 2
        if (
            at
            and self.all[at - 1].casefold() in _ABOUT
            and not (self._glued and len(self._words) == 1)
        ):
            value = f"{self.all[at - 1]} {value}"
        return end - at, value

    def _number_size(self, at: int) -> int:
        """How many tokens the number takes; 0 where there is none that counts something."""
        word = self.all[at]
        figure = word[0].isdigit()
        if not (figure or may_begin_number(word)) or not self._apart[at]:
            return 0
        before = fold_text(" ".join(self.all[max(0, at - 3) : at]))
        if _OF_NAME.search(before) and not _NO_LINE.search(before):
            return 0
        size = self._figure_size(at) if figure else self._word_size(at)
        after = self.all[at + size : at + size + 1]
        if not size or (after and any(may_mean(after[0], one) for one in _TIMES)):
            return 0
        return size

    def _figure_size(self, at: int) -> int:
        word, rest = self.all[at], self.rests[at]
        phrase = fold_text(" ".join(self.all[max(0, at - 2) : at + 1]))
        if _NAME.fullmatch(word) or (at > 1 and f" {phrase} " in self._labels):
            return 0  # a date, `15/KH-UBND`; `chỉ thị 10`
        glued = _GLUED.match(rest) is not None and not rest[:1].isspace()
        if (glued and not _SCALE.match(rest)) or _PHONE.fullmatch(word):
            return 0
        if at and may_mean(self.all[at - 1], "năm") and re.fullmatch(r"20\d\d", word):
            return 0
        scale = leading_amount(" ".join(self.all[at : at + 3]), whole=False)
        return len(scale.text.split()) if scale and " " in scale.text else 1

    def _word_size(self, at: int) -> int:
        first = " ".join(self.all[at : at + 2])
        if any(same_words(first, phrase) for phrase in _NO_VALUE):
            return 0
        if self.all[at].casefold() == "nam" and self._is_followed_by(at, _AFTER_YEAR):
            return 0
        if may_mean(self.all[at], "năm") and (
            not at or self.all[at - 1].casefold() in _BEFORE_YEAR
        ):
            return 0
        both = at and same_words(self.all[at - 1], "cả") and not same_words(self.all[at - 2], "tất")
        amount = leading_amount(" ".join(self.all[at : at + MOST_WORDS]), whole=False)
        whole = both and amount is not None and self._ends(at + len(amount.text.split()))
        if (both and not whole) or amount is None or same_words(amount.text, "không"):
            return 0
        size = len(amount.text.split())
        return 0 if size == 1 and self._is_of_label(at) else size

    def _is_followed_by(self, at: int, words: frozenset[str]) -> bool:
        return at + 1 < len(self.all) and self.all[at + 1].casefold() in words

    def _is_of_label(self, at: int) -> bool:
        """Whether a word stands among its neighbours in a label."""
        pairs = (self.all[max(0, at - 1) : at + 1], self.all[at : at + 2])
        return any(
            len(pair) == 2 and f" {fold_text(' '.join(pair))} " in self._labels for pair in pairs
        )

    def _state_at(self, at: int) -> tuple[int, str]:
        """`không phát sinh`, `chưa có số`; `có` and `không có` where they end what is said, and
        `không có` where it begins it behind a value."""
        if not _STATE_BEGINS.fullmatch(fold_text(self.all[at])):
            return 0, ""
        for size in range(min(MOST_SAID, len(self.all) - at), 0, -1):
            part = self.all[at : at + size]
            said = " ".join(part)
            if any(map(_SIGN.fullmatch, part)):
                continue
            if size > 1 and _is_state(said):
                return self._with_day(at, size)
            if size == 1 and _is_state(said) and len(said) > 2:
                return size, said
            if _YES.fullmatch(said) and self._is_answer(at, size, said):
                return size, said
        return 0, ""

    def _is_answer(self, at: int, size: int, said: str) -> bool:
        if self._number_size_after(at + size):
            return False  # `sáng kiến thì có 1 cái`
        linked = at > 0 and fold_text(self.all[at - 1]) in LINKS
        if at and (linked or self._ends(at + size)) and (self._words or linked):
            return True
        return bool(self.found) and not self._words and _NONE.fullmatch(said) is not None

    def _ends_day(self, start: int, at: int) -> bool:
        """Whether what is to be done with a reminder ends here: at a line, or at a comma behind it
        that begins no day."""
        if self.all[at] in ";\n":
            return True
        told = any(may_mean(one, "nhắc") for one in self.all[start:at])
        after = fold_text(self.all[at + 1]) if at + 1 < len(self.all) else ""
        return told and self.all[at] == "," and not _OF_DAY.fullmatch(after)

    def _number_size_after(self, at: int) -> int:
        return self._number_size(at) if at < len(self.all) and not self._is_sign(at) else 0

    def _with_day(self, at: int, size: int) -> tuple[int, str]:
        """When to be reminded of what has no number yet belongs to the value."""
        end = at + size
        if any(may_mean(word, "chưa") for word in self.all[at:end]):
            stop = next((n for n in range(end, len(self.all)) if self._ends_day(end, n)), None)
            rest = self.all[end:stop]
            if any(may_mean(one, "nhắc") for one in rest):
                end += len(rest)
        return end - at, " ".join(self.all[at:end])


_OF_DAY = re.compile("ngay|thu|sang|trua|chieu|toi|luc|mai|mot|tuan|thang|dau|cuoi")


def _is_state(said: str) -> bool:
    if _YES.fullmatch(said):
        return False
    known = read_state(said)
    return (known is not None and known.remark is None) or isinstance(
        read_said_state(said), ReadState
    )
