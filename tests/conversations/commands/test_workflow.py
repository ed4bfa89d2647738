"""The commands of the workflow as they are typed."""

from __future__ import annotations

import pytest

from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import ends_in_number, parse_workflow_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("bảng lương = 7", None),
        ("bang luong=7", None),
        ("theo dõi 12", None),
        ("theo dõi: 12", None),
        ("lịch sử hình thành = 12 tài liệu", None),
        ("duyệt = 5%", None),
        ("đã giao 5 việc", None),
        ("bảng", WorkflowCommand.BOARD),
        ("bảng quý I/2026", WorkflowCommand.BOARD),
        ("duyệt 00001", WorkflowCommand.APPROVE),
        ("hoãn nhắc 3", WorkflowCommand.SNOOZE),
        ("ban hành số 45 ngày 1/3/2026", WorkflowCommand.ISSUE),
        ("trả lại STC câu 2 = sai 5", WorkflowCommand.RETURN),
        ("đã giao", WorkflowCommand.OWES),
        ("ai đang làm SNV", WorkflowCommand.OWES),
    ],
)
def test_a_line_that_gives_a_row_its_value_is_no_command(
    text: str, command: WorkflowCommand | None
) -> None:
    typed = parse_workflow_command(text)
    assert (typed and typed.command) == command


def test_lines_below_a_return_stay_lines() -> None:
    typed = parse_workflow_command("Trả lại  STC\nII.1.3:  không khớp\ncâu 4: thiếu số")
    assert typed is not None
    assert typed.argument.splitlines()[0] == "STC"
    assert len(typed.argument.splitlines()) == 3
    assert ends_in_number("theo dõi thi hành án 12")
    assert not ends_in_number("mở đợt quý II/2026")
