"""What is told of a list of units on a page: what is passed over or looks wrong, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.runtime.language import tell_vietnamese
from bot.workflow.units.listed_units import ImportPlan, ListRefusedError
from bot.workflow.words import name_role
from conversations.workflow.unit_doubts import NOBODY
from conversations.workflow.unit_list import BadLine

MOST = 50  # lines of one kind that are shown
NOTHING = "(trống)"
NO_COORDINATOR = "Chưa có ai làm đầu mối: ghi ở cột Đầu mối, hoặc mời ở trang của đơn vị trên cùng."


def describe_refusal(refused: ListRefusedError) -> list[str]:
    """Each bad line: what was read, and what would do."""
    bad = [_bad_line(one) for one in refused.bad[:MOST]]
    left = len(refused.bad) - MOST
    more = [f"… và {left} dòng nữa"] if left > 0 else []
    return [*_unread(refused.unread), *bad, *more]


def describe_notes(plan: ImportPlan) -> list[str]:
    """What of the list is not read, and what looks wrong though it can be taken."""
    passed = [
        tell_vietnamese("line {line} is passed over: {words!r}", line=line, words=words)
        for line, words in plan.found.passed[:MOST]
    ]
    return [*_unread(plan.unread), *passed, *(_doubt(one.text, one.data) for one in plan.doubts)]


def describe_changes(plan: ImportPlan) -> list[str]:
    """What the list has otherwise of units that are there and of their people."""
    units = [
        f"{one.code}, {one.column}: {one.old or NOTHING} → {one.new}" for one in plan.changes[:MOST]
    ]
    people = [
        f"{one.said.unit}, {name_role(one.said.role)} {one.said.name}: "
        f"{one.old or NOTHING} → {one.new}"
        for one in plan.numbers[:MOST]
    ]
    left = max(0, len(plan.changes) - MOST) + max(0, len(plan.numbers) - MOST)
    return [*units, *people, *([f"… và {left} chỗ nữa"] if left else [])]


def _unread(columns: Sequence[str]) -> list[str]:
    return [tell_vietnamese("the column {words!r} is not read", words=one[:60]) for one in columns]


def _doubt(text: str, data: dict[str, Any]) -> str:
    return NO_COORDINATOR if text == NOBODY else tell_vietnamese(text, **data)


def _bad_line(bad: BadLine) -> str:
    allowed = tell_vietnamese(bad.allowed, **bad.data)
    found = repr(bad.found) if bad.found else NOTHING
    return f"Dòng {bad.line}, cột {bad.column}: đọc được {found}; cần: {allowed}"
