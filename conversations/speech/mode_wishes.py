"""Sentences that ask to answer row by row, by group or by section: `chị muốn trả lời nhiều dòng một
lượt, theo nhóm`."""

from __future__ import annotations

from conversations.speech.people import OH, POLITE, WHO
from conversations.speech.spoken import first_fit, hear, one_of, spoken

LONGEST = 100  # characters of such a sentence
_MODE = one_of(
    "theo nhóm|theo mục|theo phần|từng nhóm|từng mục|từng phần|từng câu|từng dòng|cả nhóm|cả mục",
    "cả phần",
)
_MANY = (
    rf"{one_of('nhiều|mấy|vài')}\s+{one_of('dòng|câu|số|ô|chỉ tiêu')}\s+"
    rf"{one_of('một|1|cùng')}\s+{one_of('lượt|lúc|lần')}"
)
_ANSWER = one_of("trả lời|làm|nhập|điền|báo|gửi|ghi|hỏi|khai|báo cáo|liệt kê")
_WISH = one_of("muốn|xin|cho|thích|cần|để|đổi|đổi sang|chuyển|chuyển sang|sang|được|thôi|giờ")
_WISHES = rf"(?:{_WISH}\s+(?:{WHO}\s+)?)"
_MAY_I = rf"(?:\s+{one_of('được không|được hông|được hem|được hôn|được chứ|có được không')})?"
_END = rf"{_MAY_I}{POLITE}"
_ASKED = rf"{OH}(?:{WHO}\s+)?(?:{_WISHES}+(?:{_ANSWER}\s+)?|{_ANSWER}\s+)(?:{WHO}\s+)?"
_OF_MODE = spoken(rf"{_ASKED}(?:{_MANY}[\s,]+)?(?:kiểu\s+)?(?P<mode>{_MODE}){_END}")
_OF_MANY = spoken(rf"{_ASKED}{_MANY}{_END}")


def read_mode_wish(text: str) -> str:
    """The command for the way to answer that the sentence asks for, as officers type it: by group
    where it only speaks of many rows at once. Empty for other texts."""
    if len(text) > LONGEST:
        return ""
    heard = hear(text)
    if found := first_fit(_OF_MODE, heard):
        return found["mode"]
    return "theo nhóm" if first_fit(_OF_MANY, heard) else ""
