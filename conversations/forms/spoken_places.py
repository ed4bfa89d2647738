"""Which heading or row a question about the report speaks of: `phần I xong chưa`, `câu 4 ghi mấy
rồi`, `biên chế có mặt ghi chưa em`."""

from __future__ import annotations

import re

from conversations.forms.model import Form
from conversations.forms.search import sure_row
from conversations.text.heading_names import find_groups, find_names, fold_in_place

LEAST_WORDS = 2  # of a label
_WRITTEN = re.compile(  # what is asked of a row: whether, or with what, it was answered
    r"\s(?:hoi nay|luc nay|nay|hoi sang|vua roi|hom truoc)?\s*(?:da |duoc |co )*"
    r"(?:ghi|nhap|dien|go|tra loi|lam|luu)\s(?:.{0,20}\s)?(?:chua|may|bao nhieu|gi|roi)\b"
)
_BEFORE = re.compile(
    r"(?:(?:da|a|u|em|chi|anh|co|chu|bac|oi|cho|hoi|cai|so|the|vay|con|thi|dong|chi tieu|coi"
    r"|xem)\s+)*"
)
_HERE = re.compile(r"\b(?:phan|nhom) (?:nay|ni)\b")
_ROW = re.compile(r"\b(?:cau|dong|chi tieu)\s+(?:so\s+)?(?P<number>\d{1,3})\b")


def heading_spoken_of(text: str) -> str:
    """The one heading that the text names, in words that forms know; empty for none or several."""
    names = [name.place for name in find_names(text)]
    names += [f"mục {number}" for one in find_groups(text) for number in one.numbers]
    here = _HERE.search(fold_in_place(text)) if not names else None
    return here[0] if here is not None else names[0] if len(names) == 1 else ""


def row_written(form: Form, text: str) -> str:
    """The row of which is asked whether, or with what, it was answered: by its number, or words of
    its label; empty for none."""
    folded = fold_in_place(text)
    asked = _WRITTEN.search(folded)
    if asked is None:
        return ""
    numbers = _ROW.findall(folded)
    if numbers:
        return str(numbers[0]) if len(numbers) == 1 else ""
    start = _BEFORE.match(folded)
    words = text[start.end() if start else 0 : asked.start()].strip(" ,.:")
    named = len(words.split()) >= LEAST_WORDS and sure_row(form, words) is not None
    return words if named else ""
