"""A form of six rows, one of each kind of answer, so that a file for it is small."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.loading.catalog import Catalog, load_catalog
from templates.loading.sample import blank_report
from tests.support.mini_form import HEAD, write

LABELS = {
    "A": "Công tác chỉ đạo",
    "A.01": "Số nhiệm vụ đề ra",
    "A.02": "Số người làm việc",
    "A.03": "Tỷ lệ hoàn thành",
    "A.04": "Ban hành kế hoạch",
    "A.05": "Nội dung chỉ đạo",
    "A.06": "Số văn bản ban hành",
}
_ANSWERS = {
    "A.01": ("Nhiệm vụ", "count"),
    "A.02": ("Người", "count"),
    "A.03": ("'%'", "percent"),
    "A.04": ("Có = 1 Không = 0", "choice co-khong"),
    "A.05": ("''", "text"),
    "A.06": ("Văn bản", "count"),
}
_FIRST = """\
  A:
    stt: I
    label: Công tác chỉ đạo
"""
_SAMPLE = """\
unit: {name: Sở Mẫu, short_name: Sở M, abbreviation: SM}
period: {name: Quý I/2023, start: 2022-12-15, end: 2023-03-14}
issue: {month: 3, year: 2023}
texts:
  A.04: có
"""


@cache
def _catalog() -> Catalog:
    rows = "".join(
        f"  {key}:\n    label: {LABELS[key]}\n    measure: {measure}\n    answer: {answer}\n"
        for key, (measure, answer) in _ANSWERS.items()
    )
    with TemporaryDirectory() as folder:
        return load_catalog(write(Path(folder), HEAD + _FIRST + rows, _SAMPLE))


def small_form() -> Form:
    return _catalog().forms["mini"]


def small_report() -> Report:
    """A report on it, of quý I/2023."""
    return blank_report(small_form(), _catalog().sample("mini"))
