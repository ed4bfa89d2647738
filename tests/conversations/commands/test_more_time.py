"""Officers who ask for a later due day, and what sounds like it."""

from __future__ import annotations

import pytest

from conversations.commands.more_time import MoreTime, read_more_time
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import parse_workflow_command


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("xin thêm 3 ngày", MoreTime(days=3)),
        ("xin chị Mai cho em thêm 2 ngày vì mất mạng", MoreTime(days=2, why="mất mạng")),
        ("dạ cho em xin thêm 3 ngày nữa được không ạ", MoreTime(days=3)),
        ("cho xã em nộp trễ 2 ngày vì mất điện", MoreTime(days=2, why="mất điện")),
        ("xin nop tre 2 hom", MoreTime(days=2)),
        ("xin thêm một tuần, chờ sở báo số", MoreTime(days=7, why="chờ sở báo số")),
        (
            "đề nghị gia hạn thêm 5 ngày: đường truyền hỏng",
            MoreTime(days=5, why="đường truyền hỏng"),
        ),
        (
            "xin gia hạn đến 25/12 vì chờ số của phòng",
            MoreTime(day="25/12", why="chờ số của phòng"),
        ),
        ("xin lùi hạn sang thứ hai", MoreTime(day="thứ hai")),
        ("cho chị khất đến thứ tư tuần sau nha", MoreTime(day="thứ tư tuần sau")),
        ("gia hạn cho em đến mai", MoreTime(day="mai")),
        ("xin gia hạn", MoreTime()),
        ("xin thêm thời gian nộp báo cáo", MoreTime()),
    ],
)
def test_a_request_for_more_time_is_read(text: str, asked: MoreTime) -> None:
    assert read_more_time(text) == asked
    typed = parse_workflow_command(text)
    assert typed is not None
    assert typed.command is WorkflowCommand.MORE_TIME


@pytest.mark.parametrize(
    "text",
    [
        *(
            "xin thêm 10 phút",
            "cho chị thêm 2 tiếng",
            "xin thêm 2 dòng",
            "3 ngày",
            "xin số của phòng",
        ),
        *("gia hạn SYT đến 10/12: chờ số", "cho xã 5 gia hạn đến 20/12", "em xin phép nghỉ 3 ngày"),
        *("xin thêm 300 ngày", "", "x" * 400, "xin " + "em " * 100),
    ],
)
def test_what_is_none(text: str) -> None:
    assert read_more_time(text) is None
