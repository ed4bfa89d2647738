"""Commands of the office in plain words: of a coordinator, and of who asks a colleague."""

from __future__ import annotations

import pytest

from conversations.commands.colleagues import asks_what_came, part_places, read_asking
from conversations.commands.coordination import CoordinationAct, read_coordination

WISHES = {
    CoordinationAct.OPEN_ROUND: {
        "mở quý 4 năm nay nhé": "quý 4 năm nay",
        "giờ chị muốn mở báo cáo quý 4 thì làm sao": "quý 4",
        "em mở giúp đợt quý 4": None,
    },
    CoordinationAct.NUDGE: {
        "nhắc mấy đứa chưa nộp đi em": "mấy đứa chưa nộp",
        "đôn đốc các đơn vị chưa nộp": "các đơn vị chưa nộp",
        "nhắc riêng xã số 03": "xã số 03",
        "nhắc tôi mai": None,
        "nhắc chị sáng mai nhé": None,
    },
    CoordinationAct.EXTEND: {
        "gia hạn cho xã Tân Phú tới 25/12 vì mưa lũ": "xã Tân Phú tới 25/12 vì mưa lũ",
        "cho Sở TC gia hạn đến 25/12 vì mất điện": "Sở TC đến 25/12 vì mất điện",
    },
    CoordinationAct.LOCK_ROUND: {
        "khóa hết đi em": "",
        "khóa sổ cả đợt quý 4": "quý 4",
        "khoa so het quy 4": "quy 4",
        "khóa sổ SNV": None,
    },
    CoordinationAct.UNLOCK: {"à mở lại cho xã 5": "xã 5"},
    CoordinationAct.LOOK: {"sở tài chính làm tới đâu rồi": "sở tài chính"},
    CoordinationAct.TOTAL: {"tổng hợp số liệu giúp chị": "", "cộng câu 1 của tất cả": "câu 1"},
}
BOARDS = {
    "ai chưa vào": "away",
    "có mấy đơn vị chưa có người": "away",
    "xã nào chưa nộp": "open",
    "ai đang trễ": "late",
    "bao nhiêu đơn vị nộp rồi": "all",
    "tình hình sao rồi em": "all",
    "còn mấy ngày nữa tới hạn": "all",
}


@pytest.mark.parametrize(
    ("act", "text", "about"),
    [(act, text, about) for act, texts in WISHES.items() for text, about in texts.items()],
)
def test_a_coordinators_words(act: CoordinationAct, text: str, about: str | None) -> None:
    wish = read_coordination(text)
    if about is None:
        assert wish is None
    else:
        assert wish is not None
        assert (wish.act, wish.argument) == (act, about)


@pytest.mark.parametrize(("text", "show"), BOARDS.items())
def test_a_board_is_asked_for(text: str, show: str) -> None:
    wish = read_coordination(text)
    assert wish is not None
    assert (wish.act, wish.show) == (CoordinationAct.BOARD, show)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "nhờ anh Huy bên kế toán điền câu 1, câu 2 và câu 30 giúp chị",
            "câu 1, câu 2 và câu 30 cho Huy bên kế toán",
        ),
        ("nho Huy dien cau 1, 2, 30", "cau 1, 2, 30 cho Huy"),
        ("nhờ Tuấn làm phần II nhé", "phần II cho Tuấn"),
        ("hỏi lại phòng nội vụ", None),
        ("nhờ 5 người làm 3 việc", None),
    ],
)
def test_a_colleague_is_asked_in_words(text: str, asked: str | None) -> None:
    assert read_asking(text) == asked


def test_places_are_parted() -> None:
    assert part_places("câu 1, 2 và 30") == ["câu 1", "câu 2", "câu 30"]
    assert part_places("câu 1, IV.2.1") == ["câu 1", "IV.2.1"]
    assert part_places("Số xã, phường và thị trấn") == ["Số xã, phường và thị trấn"]


def test_what_came_is_asked() -> None:
    assert asks_what_came("Huy trả lời chưa em")
    assert asks_what_came("anh Huy điền xong chưa?")
    assert not asks_what_came("chị trả lời chưa")
    assert not asks_what_came("câu 5 điền chưa")
