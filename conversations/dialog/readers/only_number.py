"""The one number of a sentence that could not be read as an answer: it is asked whether it is."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.bulk.said_values import cut_values
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, Reading, ReadValue, RefusedReading
from conversations.speech.postponement import is_postponement
from conversations.text.normalize import fold_text

LONGEST = 120  # characters; whoever says more says more than a number
_OTHER = re.compile(  # what a number may be instead, and what makes it no single one
    r"\b(?:phong|luc|hop|gio|ngay|thang|nam|quy|thu|goi|so dien thoai|sdt|stk|cau|dong|muc|dieu|"
    r"khoan|phut|tieng|hom|"
    r"hay|hoac|khoang|tu|den|toi|mat khau|ma|otp|trang|lop|tang|sao|khong phai|"
    r"cong|tru|them|bot|gap|hon|gan|chung|tam|con(?= \d)|thieu|co le|"
    r"chac cung|ky truoc|nam ngoai)\b"
)


def only_number(row: Row, text: str, refused: Reading) -> AmbiguousReading | None:
    """The question whether the only number in the sentence is the answer; None where there are
    several, or it may be something else."""
    said = fold_text(text)
    if not isinstance(refused, RefusedReading) or len(text) > LONGEST or "?" in text:
        return None
    found = [one.value for one in cut_values(text) if one.value]
    if len(found) != 1 or re.sub(r"\D", "", text) != re.sub(r"\D", "", found[0]):
        return None
    if refused.code != "refused.unclear" or _OTHER.search(said) or is_postponement(text):
        return None
    reading = read_answer(row, found[0])
    if not isinstance(reading, ReadValue):
        return None
    return AmbiguousReading(code="which.sentence", data={"read": text}, readings=(reading,))
