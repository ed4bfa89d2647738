"""Whether words of the officer's own, for a note or a text, are said to the bot instead."""

from __future__ import annotations

from conversations.forms.model import Form
from conversations.speech.corrections import read_correction, read_retraction
from conversations.speech.people import TO_WHOM, WHO
from conversations.speech.postponement import is_postponement
from conversations.speech.questions import recognise_question
from conversations.speech.small_talk import read_small_talk
from conversations.speech.spoken import Spoken, hear, one_of, spoken

LONGEST = 200  # characters; what is longer is written for the report
_END = r"[.!\s]*$"
_TO_BOT = spoken(
    rf"\b{TO_WHOM}\s+{one_of('ơi|ạ|giúp|giùm|hộ')}\b",
    rf"\b{one_of('giúp|hộ|giùm')}\s+{WHO}\b",
    rf"^{one_of('cho')}\s+{WHO}\s",
    rf"\b{one_of('không|chưa|vậy|thế|gì|nào|đâu|hả|nhỉ|với|nhé|nha|đi|rồi|sao')}\s+{TO_WHOM}{_END}",
    rf"(?:^|(?<!trẻ)\s){one_of('em|ạ')}[.!\s]*$",
    rf"\b{one_of('cho|của')}\s+{TO_WHOM}(?:\s+{one_of('xem|coi|nghe|biết|với')})?[.!\s]*$",
    rf"\b{one_of('gõ|ghi|bấm|điền|viết|báo')}\s+{one_of('nhầm|lộn|sai')}\b",
    rf"\b{one_of('lệch dòng|nhầm dòng|lộn dòng|không hiểu|chả hiểu|chẳng hiểu|không phải cái')}\b",
    rf"\b{one_of('không phải vậy|không phải thế|xuống dòng dưới')}\b",
    rf"^{one_of('không|chưa|chẳng|ko')}\s+{one_of('đúng|chắc|nhớ|biết|rõ|phải')}"
    rf"(?:\s+{one_of('lắm|nữa|rồi|em|đâu')})*$",
    rf"^{one_of('ủa|sao|phải ghi|bỏ hết|in hết|tới đâu|làm tới đâu')}\b",
    rf"^(?:cho\s+)?{one_of('em|bạn|bot|nhờ')}\s+\S+",
    rf"^nhắc\s+{WHO}\b",
    # a command with a stop behind it, and more: `hủy. chị bận rồi`, `bỏ, qua phần II`
    rf"^(?:thôi\s+)?{one_of('hủy|bỏ|bỏ qua|để sau|thôi|khoan|dừng|dừng lại|quay lại|hoàn tác')}"
    r"\s*[,.;!]",
    rf"^(?:cho\s+(?:{WHO}\s+)?)?{one_of('xem|coi|xem lại|coi lại|mở')}\s+"
    rf"{one_of('phần|mục|câu|dòng')}\s+(?:số\s+)?(?:[ivx]+|\d+)\b",
    # a note of a row, or what becomes of one: `ghi chú kế hoạch: …`, `dòng 22 để trống`
    r"(?:^|[.;,]\s*)ghi\s+chú\s+[^:]{1,100}:",
    rf"^{one_of('dòng|câu|mục')}\s+\d{{1,3}}\s+(?:thì\s+)?"
    rf"{one_of('để trống|bỏ trống|bỏ qua|chưa có số|không phát sinh|giữ nguyên|để sau')}\b",
    rf"^giao\s+{one_of('câu|cái|số|dòng|phần|mục')}\b",
    rf"\b{one_of('tí nữa|tý nữa|lát nữa|lát về|chút nữa|tí nữa là|làm lại từ đầu')}\b",
    rf"^{one_of('câu|mẫu|biểu|số|cái')}\s+{one_of('này|trên|kia')}\b",
    rf"\b{one_of('nhiều thế|nhiều quá|mưa to quá|khó hiểu quá|hết cả buổi|biết rồi|là khỏe')}\b",
    rf"\b{one_of('là')}\s.*\bhay\s+(?:là\s)?",
    rf"\b{one_of('vậy|nhỉ|hả|nhé|nha|hen|nhen')}[.!\s]*$",
    rf"\b{one_of('tại sao|là gì|là sao|làm sao|ở đâu|bao giờ|khi nào|thế nào|được không')}{_END}",
    rf"^{WHO}\s+"
    rf"{one_of('hỏi|nhầm|quên|muốn|không biết|chưa biết|không hiểu|không rành|không chắc')}\b",
    rf"^{TO_WHOM}\s+{one_of('ghi|hiểu|gửi|xóa|sửa|làm|điền|lưu|đọc|tính|nhớ|có')}\b",
)

_ANNOUNCED = Spoken(rf"{one_of('ghi chú|trả lời|nội dung|ghi')}\s*:\s*(?P<words>\S.*)")


def announced_words(text: str) -> str:
    """The words that are told to be the note or the answer: `ghi chú: …`; else empty."""
    found = _ANNOUNCED.fits(hear(text)) if "\n" not in text.strip() else None
    return found["words"] if found else ""


def speaks_to_bot(form: Form, text: str) -> bool:
    """Whether the text asks, puts off, takes back, chats, calls or is signs alone: as a note or
    a text it is doubtful."""
    if len(text) > LONGEST or "\n" in text.strip():
        return False
    if not any(sign.isalnum() for sign in text):
        return True
    if "?" in text or is_postponement(text) or read_small_talk(text) is not None:
        return True
    said = read_correction(text) or read_retraction(text) or recognise_question(text, form)
    heard = hear(text)
    return said is not None or any(one.is_in(heard) for one in _TO_BOT)
