"""What a sentence says of a row that takes yes or no: `có niêm yết ngay cửa ra vô`, `đã được UBND
tỉnh phê duyệt rồi`, `nỏ có sáng kiến chi mô`."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.bulk.said_words import words_of
from conversations.dialog.readers.own_label import is_own
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import AmbiguousReading, Reading, ReadValue, RefusedReading
from conversations.text.courtesy import is_courtesy, text_without_courtesy, without_courtesy
from conversations.text.normalize import fold_text

LONGEST = 160  # characters; whoever says more says more than yes or no
_CLAUSE = re.compile(r"[,;:.(]\s+|\s*\(")
_PLACE = re.compile(r"\s(?:ở|tại|tai)\s.*")
_HAPPENED = re.compile(r"\b(?:đã|được|đc|dc|rồi|r|rùi|xong|đầy đủ|thường xuyên)\b")
_SAYS_YES = re.compile(r"\b(?:có|đã|được|rồi)\b")
_DENIES = re.compile(r"\b(?:khong|ko|kg|chua|hong|hem|no|chang|cha)\b")
_TURNS = re.compile(  # what makes of yes something else: a plan, a part, a doubt, another time
    r"\b(?:nhưng|mà|tuy|trừ|ngoài|chỉ|hay|hoặc|sẽ|sắp|đang|định|dự|chuẩn|chờ|đợi|xin|nếu|thiếu|mới"
    r"|một phần|nửa|hoãn|hủy|dừng|bị|bỏ|gỡ|lùi|trả|thu hồi|hết hạn|có lẽ|có thể|hình như|chắc|biết"
    r"|rõ|hỏi|thôi|vi phạm|(?:sang|cuối) năm|(?:năm|quý|kỳ) (?:trước|ngoái)"
    r"|(?:năm|quý|kỳ|tháng|tuần) (?:sau|tới)|hả|chăng|giữ|còn lại)\b"
)
_OF_NO = re.compile(
    r"\b(?:nhưng|trừ|ngoài|chỉ|hay|hoặc|hả|chăng|phải|biết|rõ|chắc|còn lại|đủ|lại|riêng|tốt|thiếu"
    r"|qua)\b"
)
_BARE = {one: re.compile(fold_text(one.pattern)) for one in (_TURNS, _OF_NO, _HAPPENED, _SAYS_YES)}
# Words around those of the label that say nothing more of it.
_AROUND = frozenset(
    (
        *("đã", "được", "đc", "dc", "có", "rồi", "rùi", "r", "xong", "hết", "đầy", "đủ", "thường"),
        *("xuyên", "kỳ", "này", "ni", "nay", "năm", "quý", "từ", "đầu", "bên", "sở", "đơn", "vị"),
        *("cơ", "quan", "thì", "là", "cũng", "vẫn", "gì", "chi", "mô", "nào", "lần", "cả", "làm"),
        *("ubnd", "tỉnh", "nội", "vụ", "giám", "đốc", "không", "chưa", "ko", "k", "nỏ", "hổng"),
    )
)
_FOLDED_AROUND = frozenset(map(fold_text, _AROUND))
_LOOSE = ("which.choice", "refused.choice")


def settle_yes_no(form: Form, row: Row, text: str, reading: Reading) -> Reading:
    """The answer, where the words beside it are of the row's label and turn nothing round; others
    of them go with it as an explanation. Any other reading as it is."""
    said = without_courtesy(text)
    loose = isinstance(reading, AmbiguousReading | RefusedReading) and reading.code in _LOOSE
    if not loose or len(said) > LONGEST or "?" in said or not _takes_yes_no(row):
        return reading
    head, *more = _CLAUSE.split(said, maxsplit=1)
    tail = more[0].rstrip(") ") if more else ""
    known: Reading | None = None if tail else _claim(row, text)
    if isinstance(reading, AmbiguousReading):
        known = reading.readings[0]
    if not isinstance(known, ReadValue) or (tail and not is_explanation(tail)):
        return reading
    denied = read_answer(row, "không") == known.model_copy(update={"remark": None})
    named = _label(row, head) - _around(head) & {*words_of(head)}
    if not named or _turns(row, said, _OF_NO if denied else _TURNS):
        return reading
    if _has(_SAYS_YES, tail) if denied else _DENIES.search(fold_text(said)):
        return reading
    strange = _strange(row, head)
    bare = isinstance(reading, AmbiguousReading) and not strange  # `có tự chủ`
    if not (bare or is_own(form, row, words_of(head))):
        return reading
    if strange and (denied or isinstance(reading, RefusedReading) or not _leads(row, head)):
        return reading
    remark = reading.readings[-1].remark if isinstance(reading, AmbiguousReading) else None
    return ReadValue(value=known.value, remark=remark if strange else tail or None)


def _takes_yes_no(row: Row) -> bool:
    both = [read_answer(row, said) for said in ("có", "không")] if len(row.options) == 2 else []
    return len({one for one in both if isinstance(one, ReadValue)}) == 2


def _has(pattern: re.Pattern[str], said: str) -> bool:
    return (_BARE[pattern] if said.isascii() else pattern).search(said.casefold()) is not None


def _turns(row: Row, said: str, pattern: re.Pattern[str]) -> bool:
    label = row.title
    if said.isascii():
        pattern, label = _BARE[pattern], fold_text(label)
    found = (one[0] for one in pattern.finditer(said.casefold()))
    return any(re.search(rf"\b{word}\b", label.casefold()) is None for word in found)


def _claim(row: Row, said: str) -> Reading | None:
    """Yes, of what is said to be done: `niêm yết đầy đủ rồi`; of a label of two deeds, both."""
    bare = text_without_courtesy(said).casefold()
    before, both, behind = row.title.rpartition(" và ")
    halves = ({*before.split()[-2:]}, {*behind.split()[:2]}) if both else ()
    told = [not half.isdisjoint(bare.split()) for half in halves]
    whole = len({*told}) < 2 and not any(map(str.isdigit, bare))
    return read_answer(row, "có") if whole and _has(_HAPPENED, bare) else None


def _label(row: Row, head: str) -> frozenset[str]:
    words = words_of(row.title)
    return frozenset(map(fold_text, words) if head.isascii() else words)


def _around(head: str) -> frozenset[str]:
    return _FOLDED_AROUND if head.isascii() else _AROUND


def _strange(row: Row, head: str) -> list[str]:
    """The words that are neither of the label nor around it."""
    known = _label(row, head) | _around(head)
    words = words_of(_PLACE.sub("", head))
    return [one for one in words if one not in known and not is_courtesy(one)]


def _leads(row: Row, head: str) -> bool:
    """Whether what is there is the first that is said: `có niêm yết ngay cửa`, not `có họp bàn khen
    thưởng`."""
    words = (one for one in words_of(head) if one not in _around(head) and not one.isdecimal())
    return next(words, "") in _label(row, head)
