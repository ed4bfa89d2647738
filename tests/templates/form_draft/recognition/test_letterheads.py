"""What stands around tables: the code, the act, the periods, the measure."""

from __future__ import annotations

import pytest

from templates.form_draft.recognition.language.measures import (
    is_measure,
    measure_above,
    measure_in,
)
from templates.form_draft.recognition.letterhead import read_code, read_letterhead
from templates.form_draft.recognition.period_kinds import read_periods


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Biểu số: 0601.N/BNV-TĐKT", "0601.N/BNV-TĐKT"),
        ("Biểu số 2d", "2d"),
        ("ĐẢNG BỘ ……\tBiểu số 2-BTCTW", "2-BTCTW"),
        ("Mẫu số B 01 – DN", "B 01-DN"),
        ("Mẫu biểu số 15/BC-KHĐT", "15/BC-KHĐT"),
        ("Mẫu 3-PCTT", "3-PCTT"),
        ("Biểu mẫu kèm theo", None),
        ("Biểu tổng hợp kết quả", None),
        ("Đơn vị báo cáo: ……", None),
    ],
)
def test_the_code_of_a_form(line: str, code: str | None) -> None:
    assert read_code(line) == code


def test_the_act_and_who_sends_it_to_whom() -> None:
    found = read_letterhead(
        [
            "(Kèm theo Nghị định số 73/2024/NĐ-CP ngày 30 tháng 6 năm 2024)",
            *("Đơn vị báo cáo: ………", "Kính gửi:", "- Bộ Nội vụ"),
        ]
    )
    assert found.issued_by == "Nghị định số 73/2024/NĐ-CP ngày 30 tháng 6 năm 2024"
    assert (found.sent_by, found.sent_to) == (None, "Bộ Nội vụ")


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Tháng …… năm ……", ("month",)),
        ("(6 tháng/năm)", ("half_year", "year")),
        ("BC năm chính thức: Ngày 20 tháng 01 năm sau", ("official_year",)),
        ("Quý …/20…", ("quarter",)),
        ("6 tháng đầu năm …", ("half_year",)),
        ("Năm học 2023-2024", ("school_year",)),
        ("Năm...", ("year",)),
        ("BÁO CÁO 9 THÁNG NĂM 2025", ("nine_months",)),
        ("(Từ ngày …/…/… đến ngày …/…/…)", ("range",)),
        ("Tại ngày ... tháng ... năm ...", ("point",)),
        ("Ban hành theo Thông tư số 02/2023/TT-BNV ngày 23 tháng 3 năm 2023", ("unspecified",)),
    ],
)
def test_the_periods_that_a_line_names(line: str, kinds: tuple[str, ...]) -> None:
    assert read_periods([line], "", None) == kinds


@pytest.mark.parametrize(
    ("line", "measure"),
    [
        ("Đơn vị tính: Triệu đồng", "Triệu đồng"),
        ("(ĐVT: 1.000 đồng)", "1.000 đồng"),
        ("Đơn vị: đồng", "đồng"),
        ("Đơn vị: Sở Nội vụ", None),
        ("Đơn vị: ………", None),
    ],
)
def test_the_measure_above_a_table(line: str, measure: str | None) -> None:
    found = measure_above([line])
    assert (found[0] if found is not None else None) == measure


@pytest.mark.parametrize(
    ("head", "measure"),
    [
        ("Số lượng (Người)", "Người"),
        ("Trị giá (nghìn USD)", "nghìn USD"),
        ("Diện tích (ĐVT: sào)", "sào"),
        ("Cấp Trung ương (Hội đồng Thi đua - Khen thưởng)", None),
        ("Giá (……)", None),
        ("Nhu cầu (1)", None),
    ],
)
def test_the_measure_in_a_head(head: str, measure: str | None) -> None:
    assert measure_in(head) == measure


def test_several_measures_are_a_measure() -> None:
    assert is_measure("Cơ quan, đơn vị")
    assert not is_measure("Sở Nội vụ")
