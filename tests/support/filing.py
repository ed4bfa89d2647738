"""Reports of a province that were handed in, written to the store without a conversation."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from conversations.answers.values import Number
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from tests.support.desk import member_in
from tests.support.province import Province
from tests.support.store_rows import change


async def open_round(province: Province, who: str, words: str = "mở đợt quý I/2026") -> None:
    """Have this coordinator open a round."""
    await province.office.say(words, who=who)
    said = await province.office.say("dạ mở đợt đi em", who=who)
    assert "✓ Đã mở đợt" in said, said


async def file_report(province: Province, unit: str, **numbers: int) -> int:
    """Hand in the newest report of a unit with these numbers, by an officer of its own; `I_1` is
    the row `I.1`. The report's number."""
    office, number = province.office, await province.report_of(unit)
    officer = await member_in(province, unit, Role.OFFICER, f"Cán bộ {unit}")
    await write_numbers(province, number, officer, **numbers)
    async with office.store.transaction() as tx:
        context = AuditContext(number, officer, "tests", None, office.clock())
        await tx.submissions.move(context, number, ReportState.SUBMITTED)
    return number


async def write_numbers(province: Province, report: int, member: int, **numbers: int) -> None:
    """Write these numbers over what stands there."""
    office = province.office
    async with office.store.transaction() as tx:
        standing = await tx.reports.load(report)
        rows = {name.replace("_", "."): Decimal(number) for name, number in numbers.items()}
        changes = [
            change(key, Number(amount=amount), standing.answer(key).revision)
            for key, amount in rows.items()
        ]
        event = await tx.inbox.add_handled("tests", str(uuid4()), "tests", {}, office.clock())
        assert event is not None
        now = office.clock()
        await tx.reports.apply(
            report, changes, member_id=member, channel="tests", event_id=event, now=now
        )
