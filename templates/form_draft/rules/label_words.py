"""What the words of a head or a label say: a total, a split, a part, a mean, a difference."""

from __future__ import annotations

import re
from functools import lru_cache

from conversations.text.normalize import clean_text

_BULLET = re.compile(r"^[-–—+*•●▪o]\s+|^[-–—+*•●▪]\s*")
_NUMBER = re.compile(r"^\(?(?:[ivxlc]+|\d+(?:\.\d+)*|[a-zđ])[.)/]\s*(?=\S)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_BLANKS_BEFORE = re.compile(r"\s+([:;,.)])")

_TOTAL = re.compile(
    r"(tổng|tổng số|tổng cộng|tổng chung|tổng số chung|cộng|cộng chung|tổng toàn bộ)"
)
_OF_TOTAL = re.compile(r"tổng\b")
_PRINTED_SPLIT = re.compile(r"\bchia (theo|ra)\b")
_SPLIT = re.compile(
    r"^(phân|phân loại|phân tổ|phân chia) (theo|ra)\b|\b(bao gồm|gồm có|gồm)$|^(bao gồm|gồm)\b"
    r"|^theo (giới tính|độ tuổi|trình độ|khu vực|dân tộc|cấp|loại|nguồn|lĩnh vực|thời gian"
    r"|hình thức|đối tượng|địa bàn|ngành|nhóm|thành phần|quy mô|mức độ|vị trí)\b"
)
_PRINTED_PART = re.compile(r"^trong đó\b")
_OPENS_PARTS = re.compile(r"\S[ ,;:(–-]+trong đó$")
_PART = re.compile(r"^(trong số đó|trong tổng số|riêng)\b")
_MEAN = re.compile(
    r"\b(bình quân|trung bình|tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tỷ suất|tỉ suất|hệ số|đơn giá|năng suất"
    r"|tốc độ|chỉ số|giá (bán|mua|thành))\b|^(mức|giá(?! trị))\b|(?<!\d)%"
)
_DIFFERENCE = re.compile(
    r"^(chênh lệch|so sánh|cân đối|bội chi|bội thu)\b|\btăng ?(,|/|và|\(\+\),?|hoặc)? ?giảm\b"
    r"|^(tăng|giảm|số tăng|số giảm)\b.*\bso với\b"
)
_SIGNS = re.compile(r"[\s()/,;]*(\+[\s()/,;]*[-–−]|±)[\s()]*")
_REST = re.compile(r"^khác\b|\bkhác$|\bcòn lại$")


def bare_label(label: str) -> str:
    """A label without its bullet and its own number."""
    text = _BLANKS_BEFORE.sub(r"\1", clean_text(label).replace("\n", " "))
    return _NUMBER.sub("", _BULLET.sub("", text))


@lru_cache(maxsize=4_096)
def plain_words(label: str) -> str:
    """A label without its bullet, its own number and what stands in brackets, in small letters."""
    text = re.sub(r"\((\+|-)\)", "", bare_label(label))
    return " ".join(_BRACKETS.sub("", text).split()).casefold().strip(" :.;,…")


def is_bare_total(label: str) -> bool:
    """“Tổng số”, “Cộng”: a total of whatever stands beside it."""
    return bool(_TOTAL.fullmatch(plain_words(label)))


def is_total(label: str) -> bool:
    """A total that also says of what: “Tổng số lao động”."""
    return bool(_OF_TOTAL.match(plain_words(label)))


def is_printed_split(label: str) -> bool:
    """“Chia theo …”, “…, chia ra:”."""
    return bool(_PRINTED_SPLIT.search(plain_words(label)))


def is_split(label: str) -> bool:
    """As above, also “Phân theo”, “Bao gồm”, “Theo giới tính”."""
    return is_printed_split(label) or bool(_SPLIT.search(plain_words(label)))


def is_printed_part(label: str) -> bool:
    """“Trong đó …”."""
    return bool(_PRINTED_PART.search(plain_words(label)))


def opens_parts(label: str) -> bool:
    """“Tổng số lao động, trong đó:”: what stands below is a part of it."""
    return bool(_OPENS_PARTS.search(plain_words(label)))


def is_part(label: str) -> bool:
    """As above, also “Trong số đó”, “Riêng …”."""
    return is_printed_part(label) or bool(_PART.search(plain_words(label)))


def is_mean(label: str) -> bool:
    """A mean, a ratio, a price: it stands in no sum."""
    return bool(_MEAN.search(plain_words(label))) or "(%)" in label


def is_difference(label: str) -> bool:
    """“Chênh lệch”, “Tăng, giảm”, “+/-”: a figure that may be negative and sums nothing up."""
    return bool(_DIFFERENCE.search(plain_words(label)) or _SIGNS.fullmatch(label))


def is_rest(label: str) -> bool:
    """“Khác”, “Dân tộc khác”, “Còn lại”: with it, its neighbours cover everything."""
    return bool(_REST.search(plain_words(label)))
