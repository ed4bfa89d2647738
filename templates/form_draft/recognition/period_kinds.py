"""Which periods a form is made for, by the words around its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from templates.form_draft.recognition.language.words import tell_words

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("official_year", re.compile(r" năm chính thức ")),
    ("school_year", re.compile(r" năm học ")),
    ("half_year", re.compile(r" (?:6|sáu) tháng| nửa năm | bán niên ")),
    ("nine_months", re.compile(r" (?:9|chín) tháng ")),
    ("quarter", re.compile(r" (?:hàng |hằng |kỳ |báo cáo )?quý(?: [ivx]+| \d| năm| báo cáo|) ")),
    (
        "month",
        re.compile(
            r"(?<!6)(?<!9)(?<!sáu)(?<!chín) tháng (?:báo cáo )?(?:năm |$)|^ tháng "
            r"| (?:hàng|hằng|kỳ|báo cáo) tháng "
        ),
    ),
    ("week", re.compile(r" tuần ")),
    ("multi_year", re.compile(r" giai đoạn ")),
    (
        "year",
        re.compile(
            r" (?:hàng|hằng|kỳ|báo cáo|bc|cả) năm |^ năm | năm (?:\d{2,4} )?$"
            r"| năm báo cáo | năm ngày "
        ),
    ),
)
_DAY = re.compile(
    r"ngày[\s.…_/]*(?:\d{1,2})?[\s.…_/]*tháng[\s.…_/\d]*năm[\s.…_/\d]*", re.IGNORECASE
)
_OF_YEAR = re.compile(  # the year that a month, a quarter or a half is of
    r"((?:tháng|quý|tuần|vụ)\s*[\dIVX.…_]*)\s*(?:[.…_\s]+/?\s*|(?:đầu|cuối)\s+)năm[)\s.…_\d]*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"từ\s+ngày.*đến\s+(?:hết\s+)?ngày", re.IGNORECASE | re.DOTALL)
_POINT = re.compile(r" (?:tính đến|có đến|thời điểm|tại)(?: ngày| hết ngày|) ")
_ACTS = re.compile(
    r"(?:thông tư|nghị định|quyết định|(?<!pháp )luật|nghị quyết|công văn)\b.*", re.IGNORECASE
)
_SUFFIX = re.compile(r"^[0-9A-Z]+(?:\.[0-9]+)*\.?(N|Q|T|H)(?:[/.-]|$)")
_OF_SUFFIX = {"N": "year", "Q": "quarter", "T": "month", "H": "half_year"}


def read_periods(lines: Sequence[str], title: str, code: str | None) -> tuple[str, ...]:
    """The kinds of period that are named, or `range` where only two days are; `unspecified` where
    nothing tells."""
    found: list[str] = []
    for line in (*lines, title):
        bare = _OF_YEAR.sub(r"\1 ", _ACTS.sub(" ", _DAY.sub(" ", line)))
        plain = tell_words(bare)
        due = "ngày nhận" in line.lower() or line.lower().lstrip().startswith(("bc", "báo cáo"))
        for kind, pattern in _KINDS:
            if kind in found or not pattern.search(plain):
                continue
            if kind == "month" and due and "năm" in plain:
                continue
            found.append(kind)
    if code is not None and (suffix := _SUFFIX.match(code.upper())) is not None:
        found.append(_OF_SUFFIX[suffix[1]])
    if "school_year" in found or ("official_year" in found and len(found) == 2):
        found = [one for one in found if one != "year"] or found
    if not found and any(_RANGE.search(line) for line in lines):
        return ("range",)
    if not found and any(_POINT.search(tell_words(line)) for line in lines):
        return ("point",)
    return tuple(dict.fromkeys(found)) or ("unspecified",)
