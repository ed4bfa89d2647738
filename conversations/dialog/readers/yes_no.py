"""What a sentence says of a row that takes yes or no: `có niêm yết ngay cửa ra vô`, `đã được UBND
tỉnh phê duyệt rồi`, `nỏ có sáng kiến chi mô`."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.bulk.row_vocabulary import words_left
from conversations.bulk.said_words import telling_words, words_of
from conversations.dialog.readers.own_label import is_own
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import AmbiguousReading, Reading, ReadValue, RefusedReading
from conversations.text.courtesy import is_courtesy, without_courtesy
from conversations.text.normalize import fold_text

LONGEST = 160  # characters; whoever says more says more than yes or no
_CLAUSE = re.compile(r"[,;:.(]\s+|\s*\(")
_HAPPENED = re.compile(r"\b(?:da|duoc|dc|roi|r|rui|xong|day du|thuong xuyen|het)\b")
_DENIES = re.compile(r"\b(?:khong|ko|kg|chua|hong|hem|no|chang|cha)\b")
_TURNS = re.compile(  # what makes of yes something else: a plan, a part, a doubt, another time
    r"\b(?:nhưng|mà|tuy|trừ|ngoài|chỉ|hay|hoặc|sẽ|sắp|đang|định|dự|chuẩn|chờ|đợi|xin|nếu|thiếu|mới"
    r"|một phần|hoãn|hủy|dừng|có lẽ|có thể|hình như|chắc|biết|rõ|hỏi|thôi|vi phạm"
    r"|(?:sang|cuối) năm|(?:năm|quý|kỳ) (?:trước|ngoái)|(?:năm|quý|kỳ|tháng|tuần) (?:sau|tới)|hả"
    r"|chăng|giữ|còn lại)\b"
)
_TURNS_BARE = re.compile(fold_text(_TURNS.pattern))


def settle_yes_no(form: Form, row: Row, text: str, reading: Reading) -> Reading:
    """The answer, where the words beside it are of the row's label and turn nothing round; others
    of them go with it as an explanation. Any other reading as it is."""
    said = without_courtesy(text)
    loose = isinstance(reading, AmbiguousReading | RefusedReading) and reading.code in _LOOSE
    if (
        not loose
        or len(said) > LONGEST
        or "?" in said
        or not _takes_yes_no(row)
        or _turns(row, said)
    ):
        return reading
    head, *more = _CLAUSE.split(said, maxsplit=1)
    tail = more[0].rstrip(") ") if more else ""
    known = reading.readings[0] if isinstance(reading, AmbiguousReading) else _claim(row, text)
    if not isinstance(known, ReadValue) or (tail and not is_explanation(tail)):
        return reading
    denied = read_answer(row, "không") == known.model_copy(update={"remark": None})
    if _DENIES.search(fold_text(tail if denied else said)) or not _speaks_of(form, row, head):
        return reading
    left = [one for one in words_left(form, row.key, telling_words(head)) if not is_courtesy(one)]
    if denied and left:
        return known
    remark = said if left and isinstance(reading, RefusedReading) else tail
    if left and isinstance(reading, AmbiguousReading):
        remark = reading.readings[-1].remark or ""
    return ReadValue(value=known.value, remark=remark or None)


_LOOSE = ("which.choice", "refused.choice")


def _takes_yes_no(row: Row) -> bool:
    both = [read_answer(row, said) for said in ("có", "không")] if len(row.options) == 2 else []
    return len({one for one in both if isinstance(one, ReadValue)}) == 2


def _turns(row: Row, said: str) -> bool:
    pattern, label = (_TURNS_BARE, fold_text(row.title)) if said.isascii() else (_TURNS, row.title)
    found = (one[0] for one in pattern.finditer(said.casefold()))
    return any(re.search(rf"\b{word}\b", label.casefold()) is None for word in found)


def _claim(row: Row, said: str) -> Reading | None:
    """Yes, of what is said to be done: `niêm yết đầy đủ rồi`."""
    return read_answer(row, "có") if _HAPPENED.search(fold_text(said)) else None


def _speaks_of(form: Form, row: Row, head: str) -> bool:
    """Whether words of the sentence are of this row rather than of another one of its section."""
    telling = telling_words(head)
    named = len(words_left(form, row.key, telling)) < len(telling)
    return named and is_own(form, row, words_of(head))
