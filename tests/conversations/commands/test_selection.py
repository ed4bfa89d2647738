"""Which units words name for something that is done to many."""

from __future__ import annotations

import pytest

from conversations.commands.selection import SelectionWords, read_selection, read_status
from conversations.text.normalize import fold_text
from conversations.workflow.request_bases import BoardFilter
from templates.loading.calendars import load_calendars

KINDS = load_calendars()
UNITS = {
    *("1001", "1002", "snv", "so noi vu", "xa dong son", "tinh ben tre", "tx 1", "xa tru son"),
    *("xa so 05", "phuong va xa"),
}
LATE, OPEN, REVIEW = BoardFilter.LATE, BoardFilter.OPEN, BoardFilter.REVIEW


def read(text: str) -> SelectionWords:
    return read_selection(text, KINDS.kind_named, lambda words: fold_text(words) in UNITS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("SNV", SelectionWords(names=("SNV",))),
        ("Sở Nội vụ", SelectionWords(names=("Sở Nội vụ",))),
        ("1001, 1002 và SNV", SelectionWords(names=("1001", "1002", "SNV"))),
        ("1001; 1002", SelectionWords(names=("1001", "1002"))),
        ("1001\n1002", SelectionWords(names=("1001", "1002"))),
        ("xã, phường", SelectionWords(kinds=("commune",))),
        ("các xã", SelectionWords(kinds=("commune",))),
        ("xa phuong", SelectionWords(kinds=("commune",))),
        ("xã và phường", SelectionWords(kinds=("commune",))),
        ("sở, ban, ngành", SelectionWords(kinds=("department",))),
        ("sở, ban, ngành; xã, phường", SelectionWords(kinds=("department", "commune"))),
        ("các sở và 1001", SelectionWords(kinds=("department",), names=("1001",))),
        ("tất cả", SelectionWords(everyone=True)),
        ("hết đi em", SelectionWords(everyone=True)),
        ("đợt", SelectionWords(everyone=True)),
        ("toàn bộ các đơn vị", SelectionWords(everyone=True)),
        ("tất cả trừ SNV, 1001", SelectionWords(everyone=True, but=("SNV", "1001"))),
        ("các xã trừ 1001", SelectionWords(kinds=("commune",), but=("1001",))),
        ("xã chưa nộp", SelectionWords(kinds=("commune",), show=OPEN)),
        ("những xã nào còn trễ hạn", SelectionWords(kinds=("commune",), show=LATE)),
        ("mấy đứa chưa nộp", SelectionWords(show=OPEN)),
        ("các đơn vị chờ duyệt", SelectionWords(show=REVIEW)),
        ("những đơn vị không có cảnh báo", SelectionWords(clean=True)),
        ("mấy đứa k có cảnh báo", SelectionWords(clean=True)),
        ("các xã ko cảnh báo", SelectionWords(kinds=("commune",), clean=True)),
        ("những xã hông có gì lạ", SelectionWords(kinds=("commune",), clean=True)),
        ("các xã thuộc TX 1", SelectionWords(kinds=("commune",), under="TX 1")),
        ("xã của Tỉnh Bến Tre", SelectionWords(kinds=("commune",), under="Tỉnh Bến Tre")),
        ("Tỉnh Bến Tre", SelectionWords(names=("Tỉnh Bến Tre",))),  # which is not late
        ("xã Trù Sơn, 1001", SelectionWords(names=("xã Trù Sơn", "1001"))),
        ("Xã số 05, xã Đông Sơn", SelectionWords(names=("Xã số 05", "xã Đông Sơn"))),
        ("Sở Ma Thuật", SelectionWords(names=("Sở Ma Thuật",))),  # refused by its name
        ("", SelectionWords()),
    ],
)
def test_what_words_select(text: str, meant: SelectionWords) -> None:
    assert read(text) == meant


@pytest.mark.parametrize("text", ["x" * 5_000, "trừ " * 300, ", " * 900, "trừ", "và", "thuộc"])
def test_odd_words_are_read_all_the_same(text: str) -> None:
    assert isinstance(read(text), SelectionWords)


@pytest.mark.parametrize(
    ("text", "show"),
    [
        ("trễ", LATE),
        ("quá hạn", LATE),
        ("chờ duyệt", REVIEW),
        ("cho duyet", REVIEW),
        ("bị trả lại", BoardFilter.RETURNED),
        ("đã duyệt", BoardFilter.APPROVED),
        ("chưa liên hệ", BoardFilter.AWAY),
        ("xã Đông Sơn", None),
    ],
)
def test_how_a_report_is_to_stand(text: str, show: BoardFilter | None) -> None:
    assert read_status(text)[0] is show
