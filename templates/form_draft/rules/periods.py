"""Columns of other periods: figures that are taken over from an earlier report, figures since the
beginning of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from templates.form_draft.model import DraftColumn, DraftTable
from templates.form_draft.rules.items import WORDED, Item
from templates.form_draft.rules.label_words import is_difference, is_mean, plain_words
from templates.form_draft.rules.relations import FigureRelation, at_most, may_compare, name_of

_SAME_LAST_YEAR = re.compile(r"\bcùng kỳ\b")
_LAST = re.compile(
    r"^(số liệu |số |thực hiện |kết quả |ước thực hiện |giá )?((kỳ|tháng|quý|năm) trước|liền kề)"
    r"( liền kề)?$|\bkỳ báo cáo trước$|^giá liền kề$"
)
_COMPARES = re.compile(r"\b(so với|so sánh|so)\b|/")
_SINCE = re.compile(
    r"\b(lũy kế|luỹ kế|cộng dồn)\b.*|\btừ đầu năm\b( đến (nay|tháng báo cáo|kỳ báo cáo|cuối kỳ))?"
)
_FILLING = re.compile(r"\b(ước|thực hiện|kết quả|số liệu|số)\b")
_NOW = re.compile(
    r"\b(trong|của) (tháng|quý|kỳ|tuần)\b( này| báo cáo)?|\b(tháng|quý|kỳ|tuần) (này|báo cáo)\b"
)


def take_earlier_figures(table: DraftTable) -> DraftTable:
    """The table with the columns marked whose figures an earlier report has."""
    return replace(table, columns=tuple(map(_marked, table.columns)))


def _marked(column: DraftColumn) -> DraftColumn:
    if column.taken_from or column.role in (*WORDED, "ratio", "plan") or column.answer == "percent":
        return column
    heads = [plain_words(head) for head in column.path]
    if any(_COMPARES.search(head) or is_difference(head) for head in heads) or column.formula:
        return column
    if any(_SAME_LAST_YEAR.search(head) for head in heads):
        return replace(column, taken_from="last_year", role="same_last_year")
    if any(_LAST.search(head) for head in heads):
        return replace(column, taken_from="last", role="prior")
    return column


def is_cumulative(words: str) -> bool:
    """“Lũy kế từ đầu năm”."""
    return bool(_SINCE.search(words))


def is_of_period(words: str) -> bool:
    """“Trong tháng”, “Kỳ báo cáo”."""
    return bool(_NOW.search(words)) and not is_cumulative(words)


def find_cumulative(root: Item) -> Iterator[FigureRelation]:
    """A figure of the period is at most that since the beginning of the year."""
    for item in (root, *root.walk()):
        for since in item.items:
            if not is_cumulative(since.words):
                continue
            for now in item.items:
                if is_of_period(now.words) and _subject(now.words) == _subject(since.words):
                    yield from _pairs(now, since)


def _subject(words: str) -> str:
    left = _FILLING.sub(" ", _NOW.sub(" ", _SINCE.sub(" ", words)))
    return " ".join(left.split()).strip(" ,-;")


def _pairs(now: Item, since: Item) -> Iterator[FigureRelation]:
    """The two figures, and those of the same name in two groups."""
    if may_compare(now, since) and not (is_mean(now.label) or is_difference(now.label)):
        why = f"{name_of(now)} không thể nhiều hơn {name_of(since)}"
        yield at_most(now, since, "soft", why)
    for one in now.items:
        same = [other for other in since.items if other.words == one.words]
        if len(same) == 1:
            yield from _pairs(one, same[0])
