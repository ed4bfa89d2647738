"""Figures that name something and count nothing: papers, articles, days, periods, levels, years."""

from __future__ import annotations

import re

_PAPERS = (
    "nghị định|nghị quyết|thông tư|chỉ thị|quyết định|đề án|luật|công văn|kết luận|kế hoạch|báo cáo"
    "|tờ trình|thông báo|chương trình|văn bản|hướng dẫn|giấy mời|công điện|quy định"
)
_ALWAYS_PAPERS = "nghị định|nghị quyết|thông tư|chỉ thị|đề án|luật|kết luận|công điện"
_PLACES = (
    "điều|khoản|điểm|mục|chương|phần|phụ lục|biểu|biểu số|mẫu|mẫu số|bước|tiêu chí|dòng|chỉ tiêu"
    "|mức độ|mức|cấp độ|cấp|hạng|loại|bậc|thứ|lần|lần thứ|đợt|kỳ|khóa|khoá|tuần|phiên bản"
    "|công nghiệp|iso|tcvn|tcvn iso|qcvn|windows|zalo"
)
_YEAR = r"(?:19|20)\d\d"
_NAMING = (
    r"(?<!\d)\d{1,7}(?:\s?/\s?\d{4})?\s?/\s?[A-ZĐ][\w&.]*(?:\s?[-‐‑–—/]\s?[A-ZĐ][\w&.]*)*",
    r"(?<!\d)\d{1,7}\s?[-–]\s?[A-ZĐ]{2}[\w&]*(?:/[\w&.]+)*",  # 18-NQ/TW
    rf"(?i:\b(?:{_PAPERS})\s+số\s{{0,3}}:?\s{{0,3}}\d+(?:/\d{{4}})?)",
    rf"(?i:\b(?:{_ALWAYS_PAPERS})\s+\d+)",
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}",
    r"(?i:\bngày\s+\d{1,2}(?:\s?/\s?\d{1,2}|\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?)",
    rf"(?i:\btháng\s+\d{{1,2}}(?:\s?/\s?{_YEAR})?)",
    rf"(?i:\bquý\s+(?:\d|iv|i{{1,3}})\b(?:\s?/\s?{_YEAR})?)",
    rf"(?i:\bnăm\s+(?:học\s+)?{_YEAR})",
    rf"{_YEAR}\s?[-–]\s?{_YEAR}",
    rf"\b(?:0?[1-9]|1[0-2])/{_YEAR}\b",
    r"(?i:\b(?:0?[1-9]|1[0-2])\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?)",
    rf"(?i:\b(?:{_PLACES})\s+(?:số\s+)?\d[\d.:]*)",
    r"(?m:^\s*[(]?\d{1,2}[.)]\s)",  # 1. 2) of an enumeration
    r"\(\d{1,2}\)",
    r"\b\d{1,2}(?:h|g)\d{0,2}\b",
    r"\b24\s?/\s?7\b",
    r"(?<![\d.,])0\d{2,3}[ .]?\d{3,4}[ .]?\d{3,4}\b",  # a telephone number
    r"(?:https?://|www\.)\S+",
    r"\b[\w.+-]{1,64}@[\w.-]{1,200}",
    r"\b[^\W\d_]+[-.]?\d[\w.-]*",  # C06, NĐ-30
    r"\b\d{1,30}[^\W\d_]\w*",  # 30a
)
_NAMED = re.compile("|".join(_NAMING))


def blot_named_figures(text: str) -> str:
    """The text with blanks in place of such figures and the words that tell what they are: every
    other letter stays where it is."""
    return _NAMED.sub(lambda found: " " * len(found[0]), text)
