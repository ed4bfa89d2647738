"""Numbers in the officer's own sentences that the appendix does not have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.narrative.composition import compose_narrative
from conversations.narrative.foreign_numbers import (
    find_foreign_numbers,
    find_numbers,
    known_numbers,
)
from tests.conversations.narrative.test_sentences import Given, report
from tests.support.appendix import form, sample_report
from tests.support.narrative_form import plan_of, small_form

HOI_AN = (  # quý III/2020, as it was published: 10.455 is not 10.133 + 612
    "Trong quý III/2020, thành phố đã giải quyết 10.455 hồ sơ (tiếp nhận mới 10.133 hồ sơ, chuyển "
    "qua 612 hồ sơ); đã trả 9.986 hồ sơ, trong đó 9.143 hồ sơ trước hạn và 743 hồ sơ đúng hạn."
)
CON_DAO = (  # quý I/2021, as it was published
    "Quý I/2021, Bộ phận Một cửa tiếp nhận 3.001 hồ sơ, gồm 3.000 hồ sơ mới và 01 hồ sơ kỳ trước "
    "chuyển qua; đã giải quyết 2.998 hồ sơ, đạt 99,9%; 03 hồ sơ đang giải quyết."
)
DISTRICT = (  # as Đắk Glong's report of 2020 tells it, with numbers of our own that add up
    "Năm 2020, huyện tiếp nhận 57.632 hồ sơ, trong đó tiếp nhận mới 57.324 hồ sơ, chuyển qua 308 "
    "hồ sơ; đã giải quyết đúng hạn 56.991 hồ sơ, quá hạn 72 hồ sơ."
)


CON_DAO_ROWS: dict[str, Given] = {"01.01": 3_001, "01.02": 3_000, "01.03": 1, "02.01": 3}


def shown(words: str) -> list[str]:
    text = compose_narrative(form(), plan_of(form()), sample_report())
    found = find_foreign_numbers(words, form(), known_numbers(sample_report(), text))
    return [one.shown for one in found]


def test_a_real_paragraph_is_held_against_the_appendix() -> None:
    found = ["10.455 hồ sơ", "10.133 hồ sơ", "612 hồ sơ", "9.986 hồ sơ", "9.143 hồ sơ", "743 hồ sơ"]
    assert shown(HOI_AN) == found
    known = report({"01.01": 10_455, "01.02": 10_133})
    left = find_foreign_numbers(HOI_AN, small_form(), known_numbers(known))
    assert [one.shown for one in left] == found[2:]
    assert left[0].at == HOI_AN.index("612")


@pytest.mark.parametrize(
    ("words", "rows", "left"),
    [
        (CON_DAO, CON_DAO_ROWS, ["2.998 hồ sơ", "99,9%"]),
        (CON_DAO, {**CON_DAO_ROWS, "02.04": (2_998, 3_001)}, []),
        (DISTRICT, {"01.01": 57_632, "01.02": 57_324, "01.03": 308}, ["56.991 hồ sơ", "72 hồ sơ"]),
    ],
)  # fmt: skip
def test_what_the_rows_have_is_known(words: str, rows: dict[str, Given], left: list[str]) -> None:
    found = find_foreign_numbers(words, small_form(), known_numbers(report(rows)))
    assert [one.shown for one in found] == left


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện Báo cáo 47/BC-UBND và Nghị định 30/2020/NĐ-CP ngày 05/3/2020.",
        "Theo Nghị quyết 18-NQ/TW, Đề án 06, kế hoạch số 93, khoản 2 Điều 8 và Phụ lục 4.",
        "Năm 2024, giai đoạn 2021-2025, quý II/2023, tháng 9, 6 tháng đầu năm và 9 tháng.",
        "Từ ngày 14 tháng 3 năm 2024 đến ngày 20/6, so với 2022 và cùng kỳ 2021.",
        "Dịch vụ công mức độ 4, TCVN ISO 9001:2015, cấp 2, trực 24/7, lúc 8h30.",
        "1. Tập huấn.\n2) Kiểm tra (3) và C06.",
        "Liên hệ 0299 3822 333 hoặc cchc2@soctrang.gov.vn, https://x.vn/2024/99.",
        "Một số đơn vị, cơ chế một cửa, trong năm đơn vị đã cố gắng; Việt Nam; ba không.",
        "Hoàn thành 7/21 nhiệm vụ, đạt 33,33% (33,3%), bảy nhiệm vụ, hai mươi mốt nhiệm vụ.",
        "Gửi 594 văn bản điện tử.",
    ],
)
def test_what_names_and_what_is_known_is_passed_over(words: str) -> None:
    assert shown(words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Còn 14 nhiệm vụ.", ["14 nhiệm vụ"]),
        ("Tập huấn cho 120 cán bộ và công chức", ["120 cán bộ"]),
        ("Có ba mươi hai hồ sơ trễ hạn.", ["ba mươi hai hồ sơ"]),
        ("Tiếp 1.002 lượt, hai nghìn người", ["1.002 lượt", "hai nghìn người"]),
        ("Đạt 61%, tăng 2,5 lần", ["61%", "2,5 lần"]),
        ("Đạt 99%", ["99%"]),
        ("Chi 3 tỷ đồng cho 17 xã, 2015 hồ sơ", ["3 tỷ đồng", "17 xã", "2015 hồ sơ"]),
        ("sáu văn bản, chín cuộc họp", ["sáu văn bản", "chín cuộc"]),
    ],
)
def test_what_no_row_has_is_shown(words: str, found: list[str]) -> None:
    assert shown(words) == found


PIECES = ("12", "3", "1.234", "hai mươi", "năm", "hồ sơ", "số", "ngày", "/BC-UBND", "%", "\n")


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=20))
def test_a_number_stands_where_it_is_told(words: list[str]) -> None:
    text = " ".join(words)
    found = find_foreign_numbers(text, small_form(), known_numbers(report({"02.01": 3})))
    assert [one.at for one in found] == sorted({one.at for one in found})
    for one in found:
        assert text[one.at :].startswith(one.text)
        assert one.amounts


def test_no_text_breaks_the_search() -> None:
    measures = frozenset({"ho so"})
    for words in ("", "  ", "{", "1" * 500, "năm " * 300, "1.2.3.4/5", "١٢ hồ sơ", "không phẩy"):
        assert len([*find_numbers(words, measures)]) <= 1
