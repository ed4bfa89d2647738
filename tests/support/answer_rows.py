"""A row of each kind of answer, as the tables of readings name them."""

from __future__ import annotations

from datetime import date

from conversations.answer_types.base import AnswerType
from conversations.answer_types.date import DateType
from conversations.answer_types.types import ANSWER_TYPES
from conversations.calendar.periods import Period
from conversations.forms.row import Row, RowKind

PERIOD = Period(name="Quý I/2026", start=date(2025, 12, 15), end=date(2026, 3, 14))
YEAR = Period(name="Năm 2025", start=date(2024, 12, 15), end=date(2025, 12, 14))
TODAY = date(2026, 3, 10)  # a Tuesday
_OPTIONS = (
    {"code": "0", "label": "Trực tuyến", "aliases": ("online", "qua mạng")},
    {"code": "1", "label": "Phát phiếu", "aliases": ("phiếu", "phiếu giấy")},
    {"code": "2", "label": "Phỏng vấn và quan sát", "aliases": ("phỏng vấn",)},
)


def answer_row(label: str, measure: str, **answer: object) -> Row:
    """A row with such an answer, as it is read in the first quarter of 2026."""
    kind = ANSWER_TYPES[str(answer["type"])].model_validate(answer)
    return _row(label, measure, kind.dated(PERIOD, TODAY))


def _row(label: str, measure: str, kind: AnswerType) -> Row:
    return Row(
        key="I.01", kind=RowKind.INDICATOR, level=1, label=label, measure=measure, answer=kind
    )


ANSWER_ROWS = {
    "ha": answer_row("Diện tích đất đã giao", "Ha", type="decimal", places=2),
    "tons": answer_row("Sản lượng tăng, giảm", "Tấn", type="decimal", places=3, negative=True),
    "degrees": answer_row(
        "Nhiệt độ", "Độ", type="decimal", places=1, min=-10, max=45, negative=True
    ),
    "million": answer_row("Kinh phí", "Triệu đồng", type="money", unit="triệu đồng"),
    "million.1": answer_row(
        "Chênh lệch thu chi", "Triệu đồng", type="money", unit="triệu đồng", places=1, negative=True
    ),
    "dong": answer_row("Số tiền thu phí", "Đồng", type="money", unit="đồng"),
    "thousand": answer_row("Quỹ lương", "1.000 đồng", type="money", unit="nghìn đồng", max=900_000),
    "billion": answer_row("Vốn đầu tư", "Tỷ đồng", type="money", unit="tỷ đồng", places=3),
    "change": answer_row("Biên chế tăng/giảm", "Người", type="count", negative=True),
    "fall": answer_row("Số biên chế giảm", "Người", type="count"),
    "fall.signed": answer_row("Số biên chế giảm", "Người", type="count", negative=True),
    "least": answer_row("Số thành viên", "Người", type="count", min=3, max=15),
    "growth": answer_row("Tốc độ tăng trưởng", "%", type="percent", negative=True),
    "day": answer_row("Ngày tổ chức", "", type="date", min="period_start", max="period_end"),
    "any_day": answer_row("Ngày ban hành", "", type="date"),
    "day_of_year": _row("Ngày ban hành", "", DateType().dated(YEAR, TODAY)),
    "day_of_no_period": _row("Ngày ban hành", "", DateType()),
    "ways": answer_row("Hình thức khảo sát", "", type="choices", options=_OPTIONS),
    "two_lines": answer_row("Khó khăn", "", type="text", lines=2),
}
