"""Texts that hand rows to a colleague: `giao phần II cho Tuấn`."""

from __future__ import annotations

from conversations.speech.people import OH
from conversations.speech.spoken import first_fit, hear, one_of, spoken

LONGEST = 200  # characters
_PLACE = one_of("phần|mục|câu|dòng|chỉ tiêu|nhóm|số này|cái này|câu này|dòng này|mục này|phần này")
_HANDED = spoken(
    rf"{OH}giao\s+(?:lại\s+)?{_PLACE}(?:\s.*)?\scho\s+\S.*",
    rf"{OH}{one_of('hỏi đồng nghiệp|nhờ đồng nghiệp')}\s+\S.*",
    rf"{OH}{one_of('thôi giao|lấy lại')}\s+{_PLACE}.*",
)


def is_handing_over(text: str) -> bool:
    """Whether the text hands rows over, or takes them back, and can be no reason."""
    return len(text) <= LONGEST and first_fit(_HANDED, hear(text)) is not None
