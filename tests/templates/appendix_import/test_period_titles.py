"""The period that stands above a table, among words about the form itself."""

from __future__ import annotations

import pytest

from templates.appendix_import.period_title import heading_lines, periods_of

DUE = (
    "Biểu số 13a Ban hành theo Thông tư số 04/2016/TT-BTP ngày 03/3/2016 Ngày nhận báo cáo (BC): "
    "BC 6 tháng: ngày 06 tháng 6 hàng năm BC năm: Ngày 07 tháng 11 hàng năm"
)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ((DUE, "KẾT QUẢ ĐĂNG KÝ KHAI SINH", "Năm 2025"), ["Năm 2025"]),
        (("Năm 2025", DUE), ["Năm 2025"]),
        ((DUE, "Kỳ báo cáo: 6 tháng/2025"), ["6 tháng/2025"]),
        ((DUE,), []),
        (("SỐ LIỆU QUÝ I/2023", "(Kèm theo Công văn số 5 quý II/2023)"), ["Quý I/2023"]),
        (
            ("Số liệu quý I/2023 (ban hành kèm theo Nghị định ngày 30 tháng 6 năm 2024)",),
            ["Quý I/2023"],
        ),
    ],
)
def test_when_a_form_is_due_is_no_period(titles: tuple[str, ...], expected: list[str]) -> None:
    assert [period.name for period in periods_of(titles)] == expected


def test_what_is_said_of_the_form_is_no_title() -> None:
    assert heading_lines((DUE, "Ngày nhận báo cáo: 15/12", "NĂM 2025")) == [
        "Biểu số 13a",
        "NĂM 2025",
    ]
