"""Going through a text for the values it says: figures, numbers in words, states, yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from conversations.bulk.said_clause import LINKS, SIGN, Said
from conversations.bulk.said_states import read_said_state
from conversations.parsing.amount import leading_amount
from conversations.parsing.number_words import may_begin_number
from conversations.parsing.result import ReadState
from conversations.parsing.states import read_state
from conversations.text.normalize import fold_text, may_mean, same_words

MOST_SAID = 5  # words of a state: `không thuộc thẩm quyền`
MOST_WORDS = 12  # of a number
FOUR = 4  # words around a comma by which it is known as one of a label
_TOKEN = re.compile(
    r"\d+(?:[/.-]\d+){2,}(?!\d*,)(?=\D|$)|\d+/[^\W\d_][\w-]*|\d(?:[\d.,]*\d)?(?:/\d(?:[\d.,]*\d)?)?(?:\s?%)?|[^\W\d_]+|[;\n]|[,.:!?=–—-]+|\S"
)
_GLUED = re.compile(r"[^\W\d_]{0,3}[\w/]|:\d|-[^\W\d_]")  # behind a figure of a name: 72/KH, 9h30
_SCALE = re.compile(r"(?:tr|k|m)(?:\d+)?(?!\w)", re.IGNORECASE)  # 3k, 1tr5
_NO_VALUE = (
    *("năm ni", "năm nớ", "năm này", "năm rồi", "năm qua", "năm đó", "năm đấy"),
    # begin like a number, and are words of a label or of a story
    *("năm nay", "năm ngoái", "năm trước", "năm sau", "năm học", "một cửa", "một phần"),
    *("một số", "một vài", "một chút", "một lúc", "một hơi", "không phải", "không biết"),
    *("không phát", "không thuộc", "không giữ", "không gian", "ba mẹ", "ba má"),
)
# What five are counted of, where a message begins with them: `năm phòng, ba đơn vị`.
_COUNTED = frozenset(("phòng", "đơn", "người", "xã", "huyện", "cuộc", "tin", "bài", "phiếu", "cái"))
_PART, _IN_PART = frozenset(("phần", "phan")), " mot phan "  # as labels have it
_WOMEN = " nữ "  # in the labels of a form that counts men and women
_DONE_LATER = frozenset(("gui", "bao", "tinh", "sung", "lam", "de", "noi", "ghi", "dien", "nhap"))
_AFTER_YEAR = frozenset(("co", "nay", "la", "thi", "giao", "de", "duoc", "truoc", "sau", "roi"))
_BEFORE_YEAR = frozenset(
    ("trong", "hoạch", "hoach", "kh", "cả", "từng", "hằng", "hàng", "đầu", "cuối")
)
# A number behind these words is a part of a name, or counts something off.
_OF_NAME = re.compile(
    r"\b(?:muc do|(?<!chuyen )muc|chi thi|ct|nghi dinh|nd|nghi quyet|quyet dinh|thong tu"
    r"|ke hoach so|cong van|quy|thang|ngay|(?<!chung )thu|khoa|dot|cau|(?<!hop )dong|dieu"
    r"|(?<!thanh )(?<!mot )(?<!1 )phan"
    r"|(?:quy|ky|nam|thang|dot) (?:truoc|ngoai|roi|kia)(?: (?:la|co|duoc))?"
    r"|them|bot|cong them|tru(?: di| bot)?"
    r"|sdt|so dien thoai|(?<!hieu )luc|phong so|tang|lau|(?:tang|lau) \d+,? phong)(?: so)?$"
)
_NAMES = {  # as they are written, where accents are typed: no `chứng thư`, no `tăng`
    "quy": "quý",
    "thang": "tháng",
    "ngay": "ngày",
    "thu": "thứ",
    "khoa": "khóa",
    "dot": "đợt",
    "cau": "câu",
    "dong": "dòng",
    "dieu": "điều",
    "phan": "phần",
    "luc": "lúc",
    "them": "thêm",
    "bot": "bớt",
    "tang": "tầng",
    "lau": "lầu",
}
_NO_LINE = re.compile(r"\b(?:lao|hoat|cong|hoi|tac|bien|hanh) dong(?: so)?$")  # no `dòng 5`
_TIMES = ("giờ", "phút", "tháng", "tuần", "ngày", "tuổi", "hôm")  # what no row counts
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"\d+[/-].*[/-].*|\d+/[^\d].*")
_PHONE = re.compile(r"0\d{8,}")
_ABOUT = frozenset(("khoảng", "gần", "hơn", "chừng", "tầm", "cỡ", "trên", "dưới"))
_NO = r"không|khong|ko|kg|k|hông|hong|hổng|chẳng|chưa|chua"
_NONE = re.compile(rf"(?:{_NO}) (?:có|co|làm|lam)(?: ai)?", re.IGNORECASE)
_YES = re.compile(
    rf"(?:{_NO})(?: (?:có|co|làm|lam))?|(?:đã|da) (?:có|co|làm|lam)|(?:có|co) (?:rồi|roi|làm|lam)"
    r"|có|co|rồi|roi|tốt|tot",
    re.IGNORECASE,
)
_STATE_BEGINS = re.compile(  # folded: the words that states begin with
    "khong|ko|k|kg|kh|khg|hok|hong|chang|chua|kps|ktq|kttq|ccs|dang|cho|doi|bo|se|ngoai"
    "|co|roi|tot|da"
)
_POLITE = re.compile("luon|em|nha|nhe|a|nghen|hen|het|ca|roi|dau|chi|anh|thoi|ne|do|co")
_DENIES = re.compile("khong|ko|kg|hong|chang|chua")
_NONE_OF = re.compile("nao|gi|ai")  # `đơn vị nào`
_EITHER = ("hay", "hoặc")
_PARTING = ("và", "còn", "với")  # begin something else
_LINKING = (":", "-", "–", "—", "=", "->", ":-")


class ValueCutter:
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
            elif size := self._take_remark(at) if self._glued else self._take_inner(at):
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

    def _take_inner(self, at: int) -> int:
        """How many tokens the brackets take that begin here, in words with their value behind them:
        `tuyển dụng (thi tuyển, xét tuyển): 3`."""
        if self.all[at] != "(" or not self._words or ")" not in self.all[at:]:
            return 0
        end = self.all.index(")", at)
        inner = self.all[at + 1 : end]
        linked = end + 1 < len(self.all) and self.all[end + 1] in _LINKING
        if not self._value_at(end + 1 + linked)[0] or not _are_words(inner):
            return 0
        self._words += filter(str.isalpha, inner)
        return end + 1 - at

    def _take_word(self, at: int) -> None:
        word = self.all[at]
        if self._is_printed(at):
            return  # `số công chức, viên chức có tài khoản: 88`
        if self._is_sign(at):
            if word in _LINKING and self._value_at(at + 1)[0]:
                self._words.append(word)  # `số nhiệm vụ: 21`; not `đây nè: số nhiệm vụ 21`
            else:
                self._end_clause(asks="?" in word, leads=word == ":")
        elif self._parts(at):
            self._end_clause()
        else:
            if self._glued and self._words and self._says_none(at):
                self._end_clause()
            self._words.append(word)

    def _says_none(self, at: int) -> bool:
        """Whether a clause begins here that says that there is none: `kiểm tra 3 phòng chưa kiểm
        tra đơn vị nào`."""
        if not _DENIES.fullmatch(fold_text(self.all[at])):
            return False
        for following in range(at + 1, min(at + MOST_WORDS, len(self.all))):
            if self._is_sign(following) or self._number_size(following):
                return False
            if following > at + 1 and _NONE_OF.fullmatch(fold_text(self.all[following])):
                return True
        return False

    def _end_clause(self, *, asks: bool = False, leads: bool = False) -> None:
        words = tuple(self._words)
        if self._glued and self.found:
            self.found[-1] = replace(self.found[-1], behind=words, asks=asks)
        elif words:
            self.found.append(Said(words, asks=asks, leads=leads))
        self._words, self._glued = [], False

    def _is_sign(self, at: int) -> bool:
        return SIGN.fullmatch(self.all[at]) is not None

    def _ends(self, at: int) -> bool:
        """Whether the clause ends here, or with what is only polite."""
        while at < len(self.all) and _POLITE.fullmatch(fold_text(self.all[at])):
            at += 1
        return at >= len(self.all) or self._is_sign(at) or self._parts(at)

    def _parts(self, at: int) -> bool:
        """`và`, `còn` between two clauses; not `còn lại`, nor `và` that a label has there."""
        if (
            self._joins_words(at, self.all[at : at + 1])
            or not any(may_mean(self.all[at], word) for word in _PARTING)
            or at + 1 >= len(self.all)
        ):
            return False
        return not may_mean(self.all[at + 1], "lại")

    def _is_printed(self, at: int) -> bool:
        """Whether a comma is one of a label, before any value of it."""
        return self.all[at] == "," and not self._glued and self._joins_words(at, ())

    def _joins_words(self, at: int, joined: Sequence[str]) -> bool:
        """Whether a label has what stands before and behind this token beside each other."""
        behind = [*takewhile(str.isalpha, self.all[at + 1 : at + 3])]
        sizes = range(1, 2) if joined else range(FOUR - len(behind), FOUR)
        before = (self._words[-size:] for size in sizes if len(self._words) >= size)
        ways = ((*words, *joined, *behind) for words in before if behind)
        return any(all(map(str.isalpha, one)) and self._is_in_labels(" ".join(one)) for one in ways)

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
        if self._is_of_name(at):
            return 0
        size = self._figure_size(at) if figure else self._word_size(at)
        after = self.all[at + size : at + size + 1]
        if not size or (after and any(may_mean(after[0], one) for one in _TIMES)):
            return 0
        return size

    def _is_of_name(self, at: int) -> bool:
        """Whether the number is a part of a name: `phòng số 8`, not `phòng sở 8`."""
        before = fold_text(" ".join(self.all[max(0, at - 3) : at]))
        name = _OF_NAME.search(before)
        if name is None or _NO_LINE.search(before):
            return False
        told = name[0].removesuffix(" so")
        counted = told != name[0]
        if counted and not may_mean(self.all[at - 1], "số"):
            return False
        return told not in _NAMES or may_mean(self.all[at - 1 - counted], _NAMES[told])

    def _figure_size(self, at: int) -> int:
        word, rest = self.all[at], self.rests[at]
        phrase = fold_text(" ".join(self.all[max(0, at - 2) : at + 1]))
        if _NAME.fullmatch(word) or (at > 1 and f" {phrase} " in self._labels):
            return 0  # a date, `15/KH-UBND`; `chỉ thị 10`
        if word == "1" and _IN_PART in self._labels and self._is_followed_by(at, _PART):
            return 0  # `tự chủ 1 phần`
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
        if self._is_of_men(at) or self._is_later(at):
            return 0
        if may_mean(self.all[at], "năm") and _YEAR.fullmatch("".join(self.all[at + 1 : at + 2])):
            return 0
        counts_on = any(may_mean(word, "mươi") for word in self.all[at + 1 : at + 2])
        if (
            may_mean(self.all[at], "năm")
            and not (counts_on or self._is_followed_by(at, _COUNTED))
            and (not at or self.all[at - 1].casefold() in _BEFORE_YEAR)
        ):
            return 0
        both = at and same_words(self.all[at - 1], "cả") and not same_words(self.all[at - 2], "tất")
        amount = leading_amount(" ".join(self.all[at : at + MOST_WORDS]), whole=False)
        whole = both and amount is not None and self._ends(at + len(amount.text.split()))
        if (both and not whole) or amount is None or same_words(amount.text, "không"):
            return 0
        size = len(amount.text.split())
        return 0 if size == 1 and self._is_of_label(at) else size

    def _is_of_men(self, at: int) -> bool:
        """`61 nam`, `nam 27,4`: the word for men, and no five, where a form counts women too."""
        if self.all[at].casefold() != "nam" or _WOMEN not in self._labels:
            return False
        beside = (*self.all[max(0, at - 1) : at], *self.all[at + 1 : at + 2])
        return not self._bare or any(one[0].isdigit() for one in beside)

    def _is_later(self, at: int) -> bool:
        """`em gửi sau`: no six where the text has accents, nor behind what is done later."""
        if self.all[at].casefold() != "sau":
            return False
        return not self._bare or (at > 0 and self.all[at - 1].casefold() in _DONE_LATER)

    def _is_followed_by(self, at: int, words: frozenset[str]) -> bool:
        return at + 1 < len(self.all) and self.all[at + 1].casefold() in words

    def _is_of_label(self, at: int) -> bool:
        """Whether a word stands among its neighbours in a label."""
        pairs = (self.all[max(0, at - 1) : at + 1], self.all[at : at + 2])
        return any(len(pair) == 2 and self._is_in_labels(" ".join(pair)) for pair in pairs)

    def _is_in_labels(self, words: str) -> bool:
        """Whether a label has these words; with their accents, where they have some: `lý sáu` is
        not in `xử lý sau rà soát`."""
        said = words.casefold() if not words.isascii() else fold_text(words)
        return f" {said} " in self._labels

    def _state_at(self, at: int) -> tuple[int, str]:
        """`không phát sinh`, `chưa có số`; `có` and `không có` where they end what is said, and
        `không có` where it begins it behind a value."""
        if not _STATE_BEGINS.fullmatch(fold_text(self.all[at])):
            return 0, ""
        for size in range(min(MOST_SAID, len(self.all) - at), 0, -1):
            part = self.all[at : at + size]
            said = " ".join(part)
            if any(map(SIGN.fullmatch, part)):
                continue
            if size > 1 and _is_state(said):
                return self._with_day(at, size)
            if size == 1 and _is_state(said) and len(said) > 2:
                return size, said
            if _YES.fullmatch(said) and self._is_answer(at, size, said):
                return size, said
        return 0, ""

    def _is_answer(self, at: int, size: int, said: str) -> bool:
        if self._number_size_after(at + size) or self._is_denied_in_labels(at, size):
            return False  # `sáng kiến thì có 1 cái`
        linked = at > 0 and fold_text(self.all[at - 1]) in LINKS
        if at and (linked or self._ends(at + size)) and (self._words or linked):
            return True
        return bool(self.found) and not self._words and _NONE.fullmatch(said) is not None

    def _is_denied_in_labels(self, at: int, size: int) -> bool:
        """`hợp đồng: ko xác định 890`, where a label has *không xác định*."""
        words = self.all[at + size : at + size + 2]
        if size > 1 or len(words) < 2 or not _DENIES.fullmatch(fold_text(self.all[at])):
            return False
        return self._is_in_labels(fold_text(" ".join(("không", *words))))

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


def _are_words(tokens: Sequence[str]) -> bool:
    return all(one.isalpha() or one in _IN_BRACKETS for one in tokens)


_IN_BRACKETS = frozenset(",./–-")
_OF_DAY = re.compile("ngay|thu|sang|trua|chieu|toi|luc|mai|mot|tuan|thang|dau|cuoi")


def _is_state(said: str) -> bool:
    if _YES.fullmatch(said):
        return False
    known = read_state(said)
    return (known is not None and known.remark is None) or isinstance(
        read_said_state(said), ReadState
    )
