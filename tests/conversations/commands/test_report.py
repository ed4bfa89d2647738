"""Commands as officers type them."""

from __future__ import annotations

import unicodedata

import pytest

from conversations.commands.report import Command, parse_command


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("bỏ qua", Command.SKIP, ""),
        ("bo qua", Command.SKIP, ""),
        ("BỎ QUA.", Command.SKIP, ""),
        ("  Bỏ   qua ", Command.SKIP, ""),
        ("/boqua", Command.SKIP, ""),
        ("/start", Command.START, ""),
        ("/start@phuluc_bot", Command.START, ""),
        ("quay lại", Command.BACK, ""),
        ("tiếp", Command.RESUME, ""),
        ("bỏ qua mục", Command.SKIP_GROUP, ""),
        ("bỏ qua phần", Command.SKIP_SECTION, ""),
        ("tới III", Command.JUMP, "III"),
        ("toi iv.1.4", Command.JUMP, "iv.1.4"),
        ("sửa I.02.01", Command.JUMP, "I.02.01"),
        ("tìm thủ tục hành chính", Command.JUMP, "thủ tục hành chính"),
        ("mục lục", Command.SECTIONS, ""),
        ("tình hình", Command.STATUS, ""),
        ("còn thiếu", Command.MISSING, ""),
        ("trợ giúp", Command.HELP, ""),
        ("ghi chú", Command.NOTE, ""),
        ("ghi chú: Kế hoạch số 72/KH-SLĐTBXH", Command.NOTE, "Kế hoạch số 72/KH-SLĐTBXH"),
        ("ghi chú mục Kế hoạch 19", Command.GROUP_NOTE, "Kế hoạch 19"),
        ("cả nhóm không phát sinh", Command.GROUP_NONE, ""),
        ("ca nhom kps", Command.GROUP_NONE, ""),
        ("tạm dừng", Command.PAUSE, ""),
        ("tóm tắt", Command.SUMMARY, ""),
        ("tóm tắt IV", Command.SUMMARY, "IV"),
        ("nộp", Command.SUBMIT, ""),
        ("mở lại", Command.REOPEN, ""),
        ("tải về", Command.DOWNLOAD, ""),
        ("hủy", Command.CANCEL, ""),
        ("huỷ", Command.CANCEL, ""),
        ("nối", Command.LINK, ""),
    ],
)
def test_commands(text: str, command: Command, argument: str) -> None:
    for form in ("NFC", "NFD"):
        run = parse_command(unicodedata.normalize(form, text))
        assert run is not None
        found = (run.command, unicodedata.normalize("NFC", run.argument))
        assert found == (command, argument)


@pytest.mark.parametrize(
    "text", ["21", "có", "không", "kps", "bỏ", "", " ", "/", "/nothing", "nộp 5 hồ sơ", "tiếp nhận"]
)
def test_what_is_no_command(text: str) -> None:
    assert parse_command(text) is None


@pytest.mark.parametrize(
    "text", ["sửa đổi Quyết định 12", "ghi chú ở trang sau", "tới quý sau mới có"]
)
def test_a_sentence_stays_a_sentence_where_free_text_is_awaited(text: str) -> None:
    assert parse_command(text, free_text=True) is None
    assert parse_command("bỏ qua", free_text=True) is not None


@pytest.mark.parametrize("text", ["câu 1", "cau 12", "Câu số 12.", "CÂU 152"])
def test_a_questions_number_alone_asks_for_it(text: str) -> None:
    run = parse_command(text)
    assert run is not None
    assert run.command is Command.JUMP
    assert parse_command(text, free_text=True) is None
    assert parse_command(f"{text}: 5") is None
