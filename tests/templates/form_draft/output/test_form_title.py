"""What a form is called."""

from __future__ import annotations

import pytest

from templates.form_draft.model import FormDraft
from templates.form_draft.output.form_title import name_form, title_form


@pytest.mark.parametrize(
    ("title", "kept", "name"),
    [
        (
            "KẾT QUẢ THỰC HIỆN KẾ HOẠCH SẢN XUẤT 6 THÁNG ĐẦU NĂM 2026",
            "KẾT QUẢ THỰC HIỆN KẾ HOẠCH SẢN XUẤT",
            "Kết quả thực hiện kế hoạch sản xuất",
        ),
        (
            "Báo cáo tình hình thực hiện chính sách đối với người có công với cách mạng quý …/20…",
            "Báo cáo tình hình thực hiện chính sách đối với người có công với cách mạng",
            "Chính sách đối với người có công",
        ),
        (
            "BÁO CÁO QUÝ II NĂM 2026 VỀ THU BHXH",
            "BÁO CÁO VỀ THU BHXH",
            "Báo cáo về thu BHXH",
        ),
        (
            "Báo cáo thực hiện Luật Phòng, chống tham nhũng năm 2018",
            "Báo cáo thực hiện Luật Phòng, chống tham nhũng năm 2018",
            "Thực hiện Luật Phòng, chống tham nhũng",
        ),
        ("Báo cáo (Quý II/2026)", "Báo cáo", "Báo cáo"),
    ],
)
def test_a_title_without_its_period_and_a_short_name(title: str, kept: str, name: str) -> None:
    draft = FormDraft("x", "x.docx", title=title)
    assert (title_form(draft), name_form(draft)) == (kept, name)


def test_a_form_with_a_code_is_called_by_it() -> None:
    assert name_form(FormDraft("x", "x.docx", title="BÁO CÁO", code="07/TV")) == "Biểu 07/TV"
