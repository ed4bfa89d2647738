"""Texts that keep last period's answers as a whole: `giống quý trước hết`, and with what changes
behind them: `giữ hết, trừ biên chế có mặt là 45`."""

from __future__ import annotations

from conversations.speech.people import OH, POLITE, WHO
from conversations.speech.spoken import first_fit, hear, one_of, spoken

LONGEST = 600  # characters
_ALL = one_of("hết|tất|tất cả|toàn bộ|cả|nguyên hết|nguyên tất cả|y nguyên|hết trơn|hết luôn")
_BEFORE = rf"{one_of('quý|kỳ|kì|đợt|lần|tháng|năm|bản')}\s+{one_of('trước|vừa rồi|rồi|ngoái|cũ')}"
_LEADS = one_of("thì|vậy|cứ|cho|đa số|hầu như|phần lớn|mấy cái|các số|số liệu|quý này|kỳ này")
_MOST = rf"(?:{_LEADS}\s+)*"
_KEEP = one_of("giữ|giữ nguyên|để|để nguyên|lấy|lấy lại|chép|chép lại")
_SAME = one_of("giống|y|y như|y chang|y hệt|như|giống như|giống hệt|không đổi so với|không khác")
_WHOLE = (
    rf"(?:{_KEEP}\s+(?:{WHO}\s+)?{_ALL}(?:\s+(?:{_SAME}\s+)?(?:số\s+|của\s+)?{_BEFORE})?"
    rf"|{_KEEP}\s+(?:{WHO}\s+)?{_ALL}\s+{one_of('số|số liệu|các số|mấy số')}"
    rf"\s+(?:{one_of('cũ|cũ kỳ trước')}|{_BEFORE})(?:\s+{one_of('không đổi|không thay đổi')})?"
    rf"|(?:{_KEEP}\s+)?{_SAME}\s+(?:số\s+|của\s+)?{_BEFORE}(?:\s+(?:{_ALL}|à|thôi))*)"
)
_EXCEPT = one_of("trừ|chỉ trừ|ngoại trừ|chỉ khác|chỉ có|chỉ sửa|chỉ đổi|riêng|còn|chỉ thay|khác")
_START = rf"{OH}(?:{one_of('ok|rồi|vậy')}[\s,]+)*(?:{WHO}\s+)?{_MOST}{_WHOLE}"
_KEPT = spoken(
    rf"{_START}{POLITE}",
    rf"{_START}{POLITE}[\s,.:;]+{_EXCEPT}\s+(?P<other>.+)",
)


def read_keeping(text: str) -> str | None:
    """What changes, when the text keeps all else; empty when it names nothing; None for other
    texts."""
    if len(text) > LONGEST:
        return None
    found = first_fit(_KEPT, hear(text))
    return None if found is None else found["other"]
