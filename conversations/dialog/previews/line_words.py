"""The words in which people speak of the lines of a preview, as parts of patterns: every reader of
such texts has them from here. They are looked for without accents."""

from __future__ import annotations

import re

from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

LONGEST_WORDS = 200  # characters of what is said of lines by their number alone
WHO = r"(?:(?:cho|giup|ho|gium)\s+)*(?:(?:chi|anh|em|minh|co|chu|bac)\s+)?"
NOT_YET = r"(?!\s+(?:da\s+)?(?:bo|xoa|huy|tru|ghi|luu|sua|doi)\b)"  # `khoan ghi` writes nothing
SLIP = (  # before a change, and no part of it
    r"(?!ghi chu\b)"
    rf"(?:(?:a|ah|o|ui|oi|da|chet|khoan{NOT_YET}|em|chi|anh|xin loi|thoi|nham|lon|sai|ghi nham|"
    r"go nham|con|rieng|them|va|voi|roi)[\s,.:;!]+)*"
)
AGAIN = rf"(?:(?:sua|doi|chinh|ghi|them)(?:\s+lai)?\s+{WHO})?"
ROW = r"(?P<row>(?:dong|cau|so)\s+(?:so\s+)?)?"
SET = (  # between a line and its new value
    r"(?:\s*(?P<sign>=|:|->|→)\s*"
    r"|[\s,]+(?:(?:sua|doi|phai|moi|lai|moi dung|chi|sai|nham|thi)[\s,]+)*"
    r"(?:la|thanh|sang|con(?!\s+lai\b)|bang)\s+)"
)
NOW = r"(?:\s+(?:nam nay|ky nay|quy nay|dot nay|bay gio|gio|hien tai|hien nay|thuc te))?"
NUMBERS = (
    r"\d{1,3}(?:(?:\s*[,;&+]\s*|\s+(?:va|voi)\s+|\s*-\s*|\s+(?:den|toi)\s+|\s+)"
    r"(?:(?:dong|cau|so)\s+)?\d{1,3})*"
)
TAIL = rf"(?:\s+(?:{FOLDED}|r|di|luon|lun|het|ca|ra|roi|do|vay|nua|thoi|tat|tron|troi|truoc))*"
DROP = (
    r"(?:bo|xoa|tru|huy|khong ghi|bo qua|xoa bo|bo ra|khong lay|khong tinh|khoi ghi|khoi lay"
    r"|gach(?: bo)?|loai(?: bo)?(?=\s+(?:dong|cau|cai|may|cac)\b))"
)
OF_LINES = r"(?:dong|cau|cai|so|muc|chi tieu|cho|phan|thu)"
NOT = "xxng"  # `đừng` as it is looked for: without accents it would be `đúng`
COUNTED = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_SPAN = re.compile(r"(\d{1,3})(?:\s*-\s*|\s+(?:den|toi)\s+(?:dong\s+)?)(\d{1,3})")
_NUMBER = re.compile(r"\d{1,3}")


def numbers_in(said: str) -> set[int]:
    """`1, 3 và 5-7` as numbers."""
    numbers = {int(one) for one in _NUMBER.findall(said)}
    spans = _SPAN.findall(said)
    return numbers.union(*(range(int(first), int(last) + 1) for first, last in spans))


def plain_words(text: str) -> str:
    """The text without politeness, accents and capitals; empty when it is too long for words
    about lines."""
    return fold_text(strip_courtesy(text)).strip(" .!") if len(text) <= LONGEST_WORDS else ""
