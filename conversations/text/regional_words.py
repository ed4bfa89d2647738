"""Words of the north-central and the southern country, told for the common ones that they mean:
`cấy ni mần răng` is `cái này làm sao`. Many of them are other words elsewhere (`chi cục`, `quy mô`,
`răng hàm mặt`): what stands beside them tells."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 300  # characters; a longer text is not said to a bot
_NOUN = (
    r"cái|câu|dòng|số|mục|phần|nhóm|cáo|kỳ|quý|chỗ|ô|biểu|mẫu|đợt|lúc|bên|tháng|tiêu|liệu|bảng"
    r"|việc|người|khi|phòng|nơi|dữ liệu|đoạn|trang|lần"
)
_END = (
    r"(?=\s*(?:[,.;!?]|$)|\s+(?:rứa|vậy|thế|hỉ|hè|hả|nờ|nạ|nữa|mô|đâu|hết|cả|đây|rồi|không|em|anh"
    r"|chị|cháu|con|chú|bác|cô|ơi|ạ|nha|nhé)\b)"
)
_POINTS = "ni|này|nớ|tê|đó|mô|chi|kia|còn|khác"
_ASKED = "cái|cấy|là|làm|mần|có|hỏi|ghi|điền|biết|nói|sinh|thêm|còn|thiếu"
_TISSUE = r"(?:hình|phỏng|tả|đất|men|sẹo)\b"
_NO_TOOTH = r"(?<!hàm )(?<!khám )(?<!nha )(?<!chải )(?<!nhổ )(?<!trồng )"
_WORDS = (
    (rf"(?<=\bmấy )cấy\b|(?<!nuôi )(?<!gieo )\bcấy(?= (?:{_POINTS})\b)", "cái"),
    (r"\b(?:bữa|bựa|hôm) ni\b", "hôm nay"),
    (r"(?<=\bnăm )ni\b", "nay"),
    (r"\b(?:bây|bây giờ|giờ) (?:chừ|dừ)\b|(?<!\bbao )\b(?:chừ|dừ)\b", "bây giờ"),
    (r"(?<=\bbao )(?:chừ|dừ)\b", "giờ"),
    (rf"(?P<noun>\b(?:{_NOUN}) )(?:ni|nầy)\b", r"\g<noun>này"),
    (rf"(?P<noun>\b(?:{_NOUN}) )nớ\b", r"\g<noun>đó"),
    (rf"(?P<noun>\b(?:{_NOUN}) )tê\b", r"\g<noun>kia"),
    (rf"(?P<noun>\b(?:{_NOUN}|ngày|hôm|ai) )mô\b(?! {_TISSUE})", r"\g<noun>nào"),
    (rf"(?<!\bquy )(?<!\bcấy )\bmô{_END}", "đâu"),
    (rf"{_NO_TOOTH}\brăng\b(?! (?:hàm|miệng|giả|sữa))", "sao"),
    (r"\brứa\b|(?<=\bnhư )vầy\b", "vậy"),
    (r"(?<=\bnhư )ri\b|(?<=\bmần )ri\b|(?<=\blàm )ri\b", "thế này"),
    (rf"(?P<verb>\b(?:{_ASKED}) )chi{_END}", r"\g<verb>gì"),
    (r"\bmần\b", "làm"),
    (r"\bnỏ\b|(?<!\blỗ )\bhổng\b|\bhông\b", "không"),
    (r"\b(?:bầy|bọn|tụi) tui\b", "chúng tôi"),
    (r"\btui\b", "tôi"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), common) for pattern, common in _WORDS)
_ANY = re.compile(
    r"\b(?:cấy|ni|nầy|nớ|tê|mô|răng|rứa|vầy|ri|chi|mần|chừ|dừ|nỏ|hổng|hông|tui)\b", re.IGNORECASE
)


def in_common_words(text: str) -> str:
    """The text with common words for regional ones; the same text where it has none, or is long."""
    if len(text) > LONGEST or _ANY.search(text) is None:
        return text
    return _tell(text)


@lru_cache(maxsize=1_024)
def _tell(text: str) -> str:
    for pattern, common in _PATTERNS:
        text = pattern.sub(common, text)
    return text
