"""Commands of the office in plain words: of a coordinator, and of who asks a colleague."""

from __future__ import annotations

import pytest

from conversations.commands.colleagues import asks_what_came, part_places, read_asking
from conversations.commands.coordination import read_coordination
from conversations.commands.coordination_phrases import CoordinationAct

WISHES = {
    CoordinationAct.OPEN_ROUND: {
        "mở quý 4 năm nay nhé": "quý 4 năm nay",
        "giờ chị muốn mở báo cáo quý 4 thì làm sao": "quý 4",
        "em mở giúp đợt quý 4": "quý 4",
        "em giúp chị mở đợt quý 4 cho các xã với các sở nhé": "quý 4 cho các xã với các sở",
    },
    CoordinationAct.BOARD: {"bao nhiêu đơn vị phải nộp vậy": "", "còn ai chờ duyệt": ""},
    CoordinationAct.ADD_TO_ROUND: {
        "thêm 2 sở vào đợt": "2 sở",
        "chị muốn thêm Sở NV với Sở TC vào đợt quý 1 năm nay nhé": "Sở NV với Sở TC quý 1 năm nay",
        "bo sung xa moi vao dot bao cao": "xa moi",
        "đưa thêm 3 xã vào kỳ này giúp em": "3 xã",
        "thêm 3 ngày vào đợt": "3 ngày",
        "thêm cán bộ vào xã 5": None,
    },
    CoordinationAct.NUDGE: {
        "nhắc mấy đứa chưa nộp đi em": "mấy đứa chưa nộp",
        "đôn đốc các đơn vị chưa nộp": "các đơn vị chưa nộp",
        "nhắc riêng xã số 03": "xã số 03",
        "nhắc xã 5 giúp chị": "xã 5",
        "giục Sở NV": "Sở NV",
        "báo xã 2 nộp sớm nhé": "xã 2",
        "nhắc đi em": "",
        "nhắc tôi mai": None,
        "nhắc chị sáng mai nhé": None,
    },
    CoordinationAct.EXTEND: {
        "gia hạn cho xã Tân Phú tới 25/12 vì mưa lũ": "xã Tân Phú tới 25/12 vì mưa lũ",
        "cho Sở TC gia hạn đến 25/12 vì mất điện": "Sở TC đến 25/12 vì mất điện",
        "cho xã 5 thêm 2 ngày vì mưa lũ": "xã 5 thêm 2 ngày vì mưa lũ",
        "cho mấy xã thêm 3 ngày nha": "mấy xã thêm 3 ngày",
        "bão số 2 vô, mấy xã cho thêm 3 ngày đi em": "mấy xã thêm 3 ngày vì bão số 2 vô",
        "mat dien, xa 12 them 2 ngay nha": "xa 12 them 2 ngay vì mat dien",
        "lũ lớn quá. các xã, phường thêm 5 ngày": "các xã, phường thêm 5 ngày vì lũ lớn quá",
        "xã 12 với xã 13 cho thêm 1 tuần vì bão": "xã 12 với xã 13 thêm 1 tuần vì bão",
        "sở tc xin thêm 3 ngày do chờ số": "sở tc thêm 3 ngày do chờ số",
        "xã 5 có thêm 3 người": None,
    },
    CoordinationAct.LOCK_ROUND: {
        "khóa hết đi em": "",
        "khóa sổ cả đợt quý 4": "quý 4",
        "khoa so het quy 4": "quy 4",
        "khóa sổ SNV": None,
    },
    CoordinationAct.UNLOCK: {"à mở lại cho xã 5": "xã 5"},
    CoordinationAct.LOOK: {
        "sở tài chính làm tới đâu rồi": "sở tài chính",
        "cho chị hỏi xã số 5 nộp chưa": "xã số 5",
        "kiểm tra giúp chị xã 5 với": "xã 5",
        "sao xã 5 chưa nộp": "xã 5",
        "xã 2 duyệt rồi hả": "xã 2",
        "xem x5": "x5",
        "thế sở nội vụ có phải nộp k": "sở nội vụ",
        "xã 4 cần nộp không em": "xã 4",
    },
    CoordinationAct.PEOPLE: {
        "xã 3 có những ai": "xã 3",
        "ai phụ trách sở nội vụ": "sở nội vụ",
        "xã 30 sao chưa liên hệ được vậy em": "xã 30",
        "sao xã 7 không liên lạc được": "xã 7",
        "xa 3 chua co ai ha": "xa 3",
    },
    CoordinationAct.CALL: {"gọi điện cho ai trước đây": ""},
    CoordinationAct.OPEN_DATA: {"cho em xin dữ liệu mở quý I/2026 đi": "quý I/2026"}
    | {"xuất file dữ liệu mở": "", "tải về dữ liệu mở của X01": "X01"},
    CoordinationAct.TOTAL: {"tổng hợp số liệu giúp chị": "", "cộng câu 1 của tất cả": "câu 1"}
    | {"câu 2 cộng lại bao nhiêu": "câu 2", "gửi cho chị file tổng hợp": ""},
}
BOARDS = {
    "ai chưa vào": "away",
    "đơn vị nào chưa có ai vào hệ thống": "away",
    "có bao nhiêu người vào rồi": "away",
    "những xã nào chưa làm gì hết": "open",
    "cho cô xem tình hình các xã": "all",
    "xem bảng giúp chị": "all",
    "có mấy đơn vị chưa có người": "away",
    "xã nào chưa nộp": "open",
    "ai đang trễ": "late",
    "bao nhiêu đơn vị nộp rồi": "all",
    "sao rồi em, bao nhiêu xã nộp rồi": "all",
    "tới đâu rồi, mấy xã xong": "all",
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
