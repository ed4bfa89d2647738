"""A small province for open data: a round with a report in each state, alike on each database."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from conversations.answers.values import Answer, AnswerState
from conversations.reports.model import AnswerChange, ReportState
from conversations.workflow.permissions import Role
from tests.support.desk import member_in
from tests.support.exchange import any_answers
from tests.support.filing import file_report, open_round
from tests.support.product import Office
from tests.support.province import ROOT, Province, commune, department, local

START = local(2026, 3, 16)
COMMUNES = ("X01", "X02", "X03", "X04", "X05")


async def found_exchange_office(opened: Office) -> Province:
    """The round of quarter I. X01 is approved, X02 is approved and being corrected with other
    numbers, X03 is handed in, X04 was handed in and sent back, X05 has a number in a draft; the
    department has handed in a number."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), *(commune(n) for n in range(1, 6))])
    await made.comes("mai", ROOT, Role.COORDINATOR, "Chị Mai")
    await open_round(made, "mai")
    await file_report(made, "NV", I_01_01=1)
    for turn, code in enumerate(COMMUNES[:4]):
        await _file(made, code, turn)
    await _move(made, "X01", ReportState.APPROVED)
    await _move(made, "X02", ReportState.APPROVED)
    await _move(made, "X02", ReportState.CORRECTING, "sai số")
    await _write(made, "X02", 5)
    await _move(made, "X04", ReportState.RETURNED, "xem lại")
    await _write(made, "X05", 0)
    return made


async def _file(made: Province, code: str, turn: int) -> None:
    await _write(made, code, turn)
    await _move(made, code, ReportState.SUBMITTED)


async def _move(made: Province, code: str, state: ReportState, reason: str | None = None) -> None:
    number = await made.report_of(code)
    officer = await member_in(made, code, Role.OFFICER, f"Cán bộ {code}")
    context = replace(made.deed(), report=number, member=officer)
    async with made.office.store.transaction() as tx:
        await tx.submissions.move(context, number, state, reason)


async def _write(made: Province, code: str, turn: int) -> None:
    """Answers of every state in all rows of the report."""
    number = await made.report_of(code)
    officer = await member_in(made, code, Role.OFFICER, f"Cán bộ {code}")
    office = made.office
    async with office.store.transaction() as tx:
        standing = await tx.reports.load(number)
        form = office.catalogs.catalog.of_report(standing)
        changes = [
            AnswerChange(
                key=key,
                expected=standing.answer(key).revision,
                answer=answer.model_copy(update={"revision": standing.answer(key).revision + 1}),
            )
            for key, answer in any_answers(form, turn).items()
            if _is_told(answer)
        ]
        event = await tx.inbox.add_handled("tests", str(uuid4()), "tests", {}, office.clock())
        assert event is not None
        now = office.clock()
        await tx.reports.apply(
            number, changes, member_id=officer, channel="tests", event_id=event, now=now
        )


def _is_told(answer: Answer) -> bool:
    return answer.state is not AnswerState.BLANK
