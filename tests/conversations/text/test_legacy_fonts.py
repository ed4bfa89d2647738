"""Letters of fonts before Unicode: those that are named, and those that are pasted without one."""

from __future__ import annotations

import pytest

from conversations.answers.values import Text
from conversations.text.legacy_fonts import decode_font, decode_unnamed
from tests.support.dialog import Talk
from tests.support.filed.form import small_form, small_report

TCVN3 = {
    "ChØ tiªu thèng kª": "Chỉ tiêu thống kê",
    "KÕt qu¶": "Kết quả",
    "Tû lÖ hoµn thµnh KÕ ho¹ch CCHC n¨m": "Tỷ lệ hoàn thành Kế hoạch CCHC năm",
    "kh«ng ph¸t sinh": "không phát sinh",
    "ph\u00adêng, x·": "phường, xã",
}
VNI = {
    "Coâng taùc chæ ñaïo, ñieàu haønh": "Công tác chỉ đạo, điều hành",
    "Soá nhieäm vuï ñeà ra": "Số nhiệm vụ đề ra",
    "khoâng phaùt sinh": "không phát sinh",
    "ÑÔN VÒ": "ĐƠN VỊ",
    "phöôøng, xaõ": "phường, xã",
}


@pytest.mark.parametrize("text", TCVN3)
def test_tcvn3(text: str) -> None:
    assert decode_font(".VnTime", text) == TCVN3[text]
    assert decode_font(".VnTimeH", text) == TCVN3[text].upper()
    assert decode_unnamed(text) == TCVN3[text]


@pytest.mark.parametrize("text", VNI)
def test_vni(text: str) -> None:
    assert decode_font("VNI-Times", text) == VNI[text]
    assert decode_unnamed(text) == VNI[text]


def test_texts_of_today_stay() -> None:
    for text in (
        *("Công tác chỉ đạo", "có", "không phát sinh", "khóa", "xã", "tài khoản", "Bí thư"),
        *("21", "5 m²", "café", "naïve", "Müller & Söhne", "±5 °C", "", "cô bé", "thôn Hà"),
    ):
        assert decode_unnamed(text) is None, text
    assert decode_font("VNI-Times", "Công việc") == "Công việc"
    assert decode_font("Times New Roman", "ChØ tiªu") == "ChØ tiªu"


def test_a_pasted_text_is_stored_in_letters_of_today() -> None:
    talk = Talk(form=small_form(), report=small_report())
    for text in ("/start", "21", "46", "33", "có", "§· kiÓm tra ®¬n vÞ trùc thuéc"):
        said = talk.say(text)
    assert "Đã ghi: Đã kiểm tra đơn vị trực thuộc" in said
    assert talk.report.answer("A.05").value == Text(text="Đã kiểm tra đơn vị trực thuộc")
