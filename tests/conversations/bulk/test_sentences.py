"""Answers in sentences of the officer's own, each with a few words of its row."""

from __future__ import annotations

import pytest

from conversations.bulk.model import BulkEntry
from conversations.bulk.sentences import hear_answers
from templates.loading.catalog import load_catalog

FORM = load_catalog().forms["cchc-so"]
HAND = tuple(key for key in FORM.order if key.startswith("I."))

_BEHIND = "I.01.01=22; I.01.02=15; I.01.03=11"
_POSTS = "I.03.01=90%; I.03.02=5; I.03.03=12"
_STATES = "I.04.01=không phát sinh; I.05=chưa có"


def _told(entries: tuple[BulkEntry, ...]) -> str:
    return "; ".join(f"{one.row or '?'}={one.said}" for one in entries)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nhiem vu ke hoach 24, xong 9", "I.01.01=24; I.01.02=9"),
        (
            "kế hoạch 18 nhiệm vụ (2 mới giao), xong 6 (1 quá hạn, 5 đúng hạn)",
            "I.01.01=18 (2 mới giao); I.01.02=6 (1 quá hạn, 5 đúng hạn)",
        ),
        (
            "Dạ kế hoạch năm nay của xã có 18 nhiệm vụ, đến nay đã làm xong được 6 nhiệm vụ rồi em",
            "I.01.01=18; I.01.02=6",
        ),
        ("phong ban kiem tra 3, don vi truc thuoc 2", "I.02.01=3; I.02.02=2"),
        ("cong tac kiem tar: pohng ban 3", "I.02.01=3"),
        ("van ban chi doa 7", "I.01.03=7"),
        ("van de phat hien 5 xu ly 4", "I.02.03=5; I.02.04=4"),
        ("tuyen truyen 95 phan tram", "I.03.01=95 phan tram"),
        (
            "Tin bài gửi chuyên trang tỉnh là 2 bài, trên trang của xã thì 9 bài",
            "I.03.02=2; I.03.03=9",
        ),
        ("nvu giao 10 dung han 9 qua han 1", "I.04.01=10; I.04.02=9; I.04.03=1"),
        (
            "Thôi cô ghi 5 nhiệm vụ được giao, làm xong đúng hạn 5, không có cái nào trễ",
            "I.04.01=5; I.04.02=5; I.04.03=không có",
        ),
        ("sang kien ko, khen thuong co", "I.05=ko; I.06=co"),
        (
            "Sáng kiến thì năm nay chưa có, khen thưởng cũng chưa có luôn",
            "I.05=chưa có; I.06=chưa có",
        ),
        ("phieu 150 ket hop 92,5%", "I.07.01=150; I.07.03=92,5%; I.07.02=Kết hợp"),
        (
            "Khảo sát thì cô có phát 60 phiếu giấy cho bà con, hài lòng được 98%",
            "I.07.01=60; I.07.03=98%; I.07.02=phiếu giấy",
        ),
        ("Chỉ thị 10 thì xã chấp hành tốt, không có ai vi phạm cả em", "I.08=chấp hành tốt"),
        ("chi thi tot", "I.08=tot"),
        (
            "bien che duoc giao 47, co mat 46, hop dong 8",
            "IV.02.01=47; IV.02.02=46; IV.02.03=8",
        ),
        (
            "[09:12] Hương TCHC: em gửi biên chế nhé\n[09:12] Hương TCHC: được giao 47\n"
            "[09:13] Hương TCHC: có mặt 45\n[09:13] Hương TCHC: hđ 68: 6",
            "IV.02.01=47; IV.02.02=45; IV.02.03=6",
        ),
        ("mức độ 3 đủ điều kiện 13, đang cung cấp 11", "VII.05.01.01=13; VII.05.01.02=11"),
        # verb, number, noun: the words behind a value name its row too
        ("giao 24 nhiệm vụ, làm xong 9 cái, trễ hạn 2", "I.04.01=24; I.04.02=9; I.04.03=2"),
        ("kiem tra 4 phong ban phat hien 3 van de", "I.02.01=4; I.02.03=3"),
        ("22 nhiệm vụ đề ra, 15 hoàn thành, 11 văn bản chỉ đạo", _BEHIND),
        ("tuyen truyen 90%, gui tinh 5 bai, dang trang minh 12 bai", _POSTS),
        (
            "tỉnh giao 12 nhiệm vụ thì 10 cái đúng hạn còn 2 cái trễ",
            "I.04.01=12; I.04.02=10; I.04.03=2",
        ),
        # numbers in words
        ("kế hoạch hai mươi bốn nhiệm vụ", "I.01.01=hai mươi bốn"),
        ("đề ra hăm hai, hoàn thành mười lăm", "I.01.01=hăm hai; I.01.02=mười lăm"),
        # numbers of names, dates and telephones are no values
        ("kế hoạch số 15/KH-UBND ngày 12/1/2023 đề ra 22 nhiệm vụ", "I.01.01=22"),
        (
            "Quyết định số 12 đề ra 22 nhiệm vụ, gọi chị 0912345678",
            "I.01.01=22; ?=gọi chị 0912345678",
        ),
        # a word for doing it, a choice in other words, and what answers nothing
        ("phat 80 phieu, hai long 96%", "I.07.01=80; I.07.03=96%"),
        ("thu về 75 phiếu, hài lòng 91", "I.07.01=75; I.07.03=91"),
        (
            "phieu 80, phát giấy hết, hài lòng 96",
            "I.07.01=80; I.07.02=phát giấy; I.07.03=96",
        ),
        ("phiếu 80, online hết, 96%", "I.07.01=80; I.07.02=online; I.07.03=96%"),
        (
            "khảo sát 80 phiếu, phát tay tận nhà dân, hài lòng 96%",
            "I.07.01=80; ?=phát tay tận nhà dân; I.07.03=96%",
        ),
        (
            "nhiệm vụ giao 24, đang dang dở mấy vụ lớn, đúng hạn 20",
            "I.04.01=24; ?=đang dang dở mấy vụ lớn; I.04.02=20",
        ),
        # what is not done, a choice alone
        ("phòng ban 3, đơn vị trực thuộc chưa kiểm tra", "I.02.01=3; I.02.02=chưa"),
        (
            "khao sat 200 phieu, truc tuyen, hai long 97.5%",
            "I.07.01=200; I.07.02=Trực tuyến; I.07.03=97.5%",
        ),
        ("hoàn thành 15 trên 22 nhiệm vụ", "I.01.02=15; I.01.01=22"),
        ("nhiệm vụ tỉnh giao không phát sinh, sáng kiến chưa có", _STATES),
        # a row in hand that is named and cannot take the number leaves it open
        ("khen thưởng 5 người, sáng kiến có", "?=khen thưởng: 5; I.05=có"),
        # what is asked beside an answer is told of
        (
            "Văn bản chỉ đạo thì cô đếm được 4 cái, vậy có tính không em?",
            "I.01.03=4; ?=vậy có tính không em?",
        ),
    ],
)
def test_a_sentence_is_read(text: str, expected: str) -> None:
    assert _told(hear_answers(FORM, HAND, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cô nghỉ ăn cơm cái đã, chiều cô làm tiếp nghen em",
        "Cô quay lại rồi đây",
        "Loa phát thanh của xã thì phát 12 lượt",
        "dạ đúng rồi em",
        "ghi 4 dòng",
        "4 thành 9",
        "từ 20 đến 22 nhiệm vụ",
        "14h30 họp, 9 giờ chị về",
        "gọi chị số 0912345678",
        "xong 9",
        "dòng 4 là 7",
        "1=21; 3=5",
        "có mặt bao nhiêu người vậy em?",
        "Kế hoạch số 72/KH-UBND ngày 28/12/2022",
        "",
        "12",
        "a" * 2_000,
    ],
)
def test_what_names_no_row_gives_no_answer(text: str) -> None:
    assert hear_answers(FORM, HAND, text) == ()
