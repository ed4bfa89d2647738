"""The words of the workbook for what a draft holds, both ways."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.text.normalize import fold_text

ANSWERS = {
    "count": "số nguyên",
    "decimal": "số thập phân",
    "money": "tiền",
    "percent": "tỷ lệ %",
    "text": "chữ",
    "date": "ngày",
    "choice": "chọn trong danh sách",
}
ROLES = {
    "actual": "số liệu",
    "total": "tổng số",
    "part": "một phần",
    "plan": "kế hoạch",
    "ratio": "tỷ lệ",
    "prior": "số kỳ trước",
    "same_last_year": "số cùng kỳ năm trước",
    "cumulative": "lũy kế",
    "note": "ghi chú",
    "text": "chữ",
}
TAKEN = {"last": "kỳ trước", "last_year": "cùng kỳ năm trước"}
STRENGTHS = {"hard": "cứng", "soft": "mềm"}
KINDS = {"row": "số liệu", "heading": "tiêu đề"}
OVERS = {"columns": "giữa các cột", "rows": "giữa các dòng"}
PERIODS = {
    "month": "tháng",
    "quarter": "quý",
    "half_year": "6 tháng",
    "nine_months": "9 tháng",
    "year": "năm",
    "official_year": "năm chính thức",
    "school_year": "năm học",
    "multi_year": "nhiều năm",
    "range": "khoảng ngày",
    "point": "thời điểm",
    "week": "tuần",
    "day": "ngày",
    "unspecified": "chưa rõ",
}
YES, DROP, ALL = "có", "bỏ", "tất cả"
_YES = frozenset({"co", "x", "yes", "1", "true"})
_NO = frozenset({"", "khong", "0", "no", "false"})


def meaning(words: Mapping[str, str], said: str) -> str | None:
    """What a word of the workbook means; None for one that it does not have."""
    folded = " ".join(fold_text(said).split())
    return next((value for value, one in words.items() if fold_text(one) == folded), None)


def yes_or_no(said: str) -> bool | None:
    folded = fold_text(said).strip()
    return True if folded in _YES else False if folded in _NO else None
