"""Asking for a file in words: which one, of which version, in which layout."""

from __future__ import annotations

import pytest

from conversations.commands.report import Command, parse_command
from conversations.protocol.messages import SendFile
from conversations.reports.file_request import FileFormat, FileRequest, read_wanted
from tests.support.appendix import form
from tests.support.dialog import Talk

PDF, EXCEL, FILL = FileFormat.PDF, FileFormat.EXCEL, FileFormat.FILL


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tải về", FileRequest()),
        ("Tải về.", FileRequest()),
        ("tai word", FileRequest()),
        ("tải pdf", FileRequest(what=PDF)),
        ("tải về pdf", FileRequest(what=PDF)),
        ("/taive pdf", FileRequest(what=PDF)),
        ("/tải pdf", FileRequest(what=PDF)),
        ("tải excel", FileRequest(what=EXCEL)),
        ("tải xlsx bản 2", FileRequest(what=EXCEL, version=2)),
        ("tải biểu mẫu", FileRequest(what=FILL)),
        ("tải biểu mẫu excel", FileRequest(what=FILL)),
        ("tải bản 1", FileRequest(version=1)),
        ("tải lần nộp 3", FileRequest(version=3)),
        ("tải pdf bản nộp lần 2", FileRequest(what=PDF, version=2)),
        ("tải về theo nghị định 30", FileRequest(layout="nd30")),
        ("tải word nđ 30", FileRequest(layout="nd30")),
        ("tải pdf bản 1 nđ30", FileRequest(what=PDF, version=1, layout="nd30")),
        ("tải về mẫu của tỉnh", FileRequest(layout="tinh")),
        ("tải về Theo Nghị định 30/2020/NĐ-CP", FileRequest(layout="nd30")),
        ("tải về theo mẫu lạ", None),
        ("tải bản 1 2", None),
    ],
)
def test_what_is_asked_for(text: str, wanted: FileRequest | None) -> None:
    command = parse_command(text)
    assert command is not None
    assert command.command is Command.DOWNLOAD
    assert read_wanted(command.argument, form().layouts) == wanted


@pytest.mark.parametrize(
    "text", ["tải", "tài chính 5", "tài khoản", "tải lên", "tai nạn", "tải trọng bản 1", "bản 1"]
)
def test_other_words_ask_for_no_file(text: str) -> None:
    command = parse_command(text)
    assert command is None or command.command is not Command.DOWNLOAD


@pytest.mark.parametrize("text", ["tải về mẫu của tỉnh", "tải theo ý kiến của sở"])
def test_in_a_text_of_the_officers_own_only_a_whole_command_counts(text: str) -> None:
    assert parse_command(text, free_text=True) is None
    assert parse_command("tải pdf bản 2", free_text=True) is not None


def test_words_that_name_no_file_are_answered_with_what_there_is() -> None:
    talk = Talk()
    talk.say("/start")
    said = talk.say("tải về theo mẫu lạ")
    assert "Theo Nghị định 30/2020/NĐ-CP" in said
    assert "tải biểu mẫu" in said
    assert "chưa nộp lần nào" in talk.say("tải bản 1")
    assert talk.say("tải pdf")
    assert talk.last is not None
    asked = [one for one in talk.last.replies if isinstance(one, SendFile)]
    assert [(one.final, one.wanted) for one in asked] == [(False, FileRequest(what=PDF))]
