"""Earlier reports of a unit, files that came in, appointments: on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Codes, Number, Ratio
from conversations.calendar.periods import Period
from conversations.reports.model import (
    AnswerChange,
    LetterReference,
    PreviousReportChange,
    ReminderChange,
    ReportState,
    StateChange,
)
from conversations.reports.previous import PreviousReport
from storage.store import Store
from tests.support.store_rows import NOW, UNIT, apply

Q1 = Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14))
Q2 = Period(name="Quý II/2023", start=date(2023, 3, 15), end=date(2023, 6, 14))
Q2_BEFORE = Period(name="Quý II/2022", start=date(2022, 3, 15), end=date(2022, 6, 14))
ISSUE = LetterReference(month=3, year=2023)
SEVEN = Answer(state=AnswerState.VALUE, value=Ratio(numerator=Decimal(7), denominator=Decimal(21)))
EIGHT = Answer(
    state=AnswerState.VALUE, value=Number(amount=Decimal("8.50")), remark="HĐ", note="ghi"
)
TENTH = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal("1.0")))
CHOSEN = Answer(state=AnswerState.VALUE, value=Codes(codes=("1", "2")))


class Unit:
    """One unit with a report in each of two quarters."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reports: dict[str, int] = {}
        self.member = 0

    async def begin(self) -> Unit:
        async with self.store.transaction() as tx:
            self.member = await tx.members.add("Lan", NOW)
            unit = await tx.units.add(UNIT, NOW)
            for period in (Q1, Q2):
                opened = await tx.rounds.add("cchc-so", "1", period, ISSUE, NOW)
                self.reports[period.name] = await tx.rounds.add_report(opened, unit, NOW)
        return self

    async def change(self, period: Period, *changes) -> None:
        await apply(self.store, self.reports[period.name], self.member, *changes)

    async def second(self):
        async with self.store.transaction() as tx:
            return await tx.reports.load(self.reports[Q2.name])


@pytest.fixture
async def unit(store: Store) -> Unit:
    return await Unit(store).begin()


def answered(answer: Answer) -> AnswerChange:
    return AnswerChange(key="A", expected=0, answer=answer.model_copy(update={"revision": 1}))


@pytest.mark.parametrize("said", [EIGHT, SEVEN, TENTH, Answer(state=AnswerState.NONE), CHOSEN])
async def test_what_an_earlier_report_says_is_told_as_it_was_said(unit: Unit, said: Answer) -> None:
    """To the last figure, and not by whom: such answers are kept once for all reports."""
    await unit.change(Q1, answered(said), StateChange(state=ReportState.SUBMITTED))
    pasts = [(await unit.second()).last for _ in range(2)]
    assert [one.answers for one in pasts if one is not None] == [{"A": said}] * 2
    assert all(str(one.answer("A").amount) == str(said.amount) for one in pasts if one is not None)


async def test_our_own_report_is_the_last_period_once_it_is_filed(unit: Unit) -> None:
    await unit.change(Q1, answered(EIGHT))
    assert (await unit.second()).last is None
    await unit.change(Q1, StateChange(state=ReportState.SUBMITTED))
    last = (await unit.second()).last
    assert last is not None
    assert (last.period, last.file_name) == (Q1, "")
    assert last.answer("A").amount == Decimal("8.50")
    assert last.answer("A").remark == "HĐ"


async def test_a_file_goes_before_our_own_report_of_the_same_period(unit: Unit) -> None:
    await unit.change(Q1, answered(EIGHT), StateChange(state=ReportState.SUBMITTED))
    sent = PreviousReport(period=Q1, answers={"A": SEVEN, "B": EIGHT}, file_name="PL.docx")
    await unit.change(Q2, PreviousReportChange(past=sent))
    assert (await unit.second()).last == sent


async def test_a_file_sent_again_takes_the_place_of_the_first(unit: Unit) -> None:
    for answer in (SEVEN, EIGHT):
        sent = PreviousReport(period=Q1, answers={"A": answer}, file_name="PL.docx")
        await unit.change(Q2, PreviousReportChange(past=sent))
    last = (await unit.second()).last
    assert last is not None
    assert last.answers == {"A": EIGHT}


async def test_the_year_before_is_known_beside_the_last_period(unit: Unit) -> None:
    for period, answer in ((Q1, EIGHT), (Q2_BEFORE, SEVEN)):
        await unit.change(
            Q2, PreviousReportChange(past=PreviousReport(period=period, answers={"A": answer}))
        )
    report = await unit.second()
    assert report.last is not None
    assert report.year_before is not None
    assert (report.last.answers["A"], report.year_before.answers["A"]) == (EIGHT, SEVEN)


async def test_the_history_tells_who_sent_a_file(unit: Unit) -> None:
    sent = PreviousReport(period=Q1, answers={"A": SEVEN}, file_name="PL.docx")
    await unit.change(Q2, PreviousReportChange(past=sent))
    async with unit.store.transaction() as tx:
        (entry,) = await tx.audit_log.of_report(unit.reports[Q2.name])
    assert (entry.subject, entry.member) == ("past:2023-03-14", unit.member)
    assert entry.new == {"file_name": "PL.docx", "answers": 1}


async def test_an_upload_belongs_to_its_conversation(store: Store) -> None:
    async with store.transaction() as tx:
        kept = await tx.uploads.add("web", "local", b"\x00\xff", NOW)
        assert await tx.uploads.find("web", "local", kept) == b"\x00\xff"
        assert await tx.uploads.find("web", "other", kept) is None
        assert await tx.uploads.find("web", "local", kept + 1) is None


async def test_an_appointment_is_for_the_morning_of_its_day_and_told_once(unit: Unit) -> None:
    await unit.change(Q2, ReminderChange(rows=("A", "B"), day=date(2023, 3, 20)))
    morning = NOW.replace(year=2023, month=3, day=20, hour=1)  # 8 o'clock in Vietnam
    async with unit.store.transaction() as tx:
        (one,) = await tx.reminders.of_member(unit.member)
        assert (one.rows, one.due_at) == (("A", "B"), morning.replace(minute=0, second=0))
        await tx.reminders.mark_told(one.id, morning)
        assert await tx.reminders.of_member(unit.member) == []


async def test_a_moved_appointment_leaves_its_first_day(unit: Unit) -> None:
    saturday, friday, monday = (date(2023, 3, day) for day in (18, 17, 20))
    for change in (
        ReminderChange(rows=("A",), day=saturday),
        ReminderChange(rows=("B",), day=saturday),
        ReminderChange(rows=("A",), day=friday, moved=saturday),
        ReminderChange(rows=("A",), day=monday, moved=saturday),  # it is there no more
    ):
        await unit.change(Q2, change)
    async with unit.store.transaction() as tx:
        left = await tx.reminders.of_member(unit.member)
    assert [(one.rows, one.due_at.day) for one in left] == [
        (("A",), 17),
        (("B",), 18),
        (("A",), 20),
    ]


async def test_how_a_member_is_asked_is_remembered(unit: Unit) -> None:
    async with unit.store.transaction() as tx:
        assert await tx.members.asking(unit.member) is None
        await tx.members.set_asking(unit.member, "group")
        assert await tx.members.asking(unit.member) == "group"


async def test_a_report_knows_the_unit_above(unit: Unit) -> None:
    assert (await unit.second()).parent_name == ""
    async with unit.store.transaction() as tx:
        above = await tx.units.add(UNIT.model_copy(update={"name": "UBND tỉnh A"}), NOW)
        below = await tx.units.add(UNIT, NOW, parent=above)
        opened = await tx.rounds.add("cchc-so", "1", Q2_BEFORE, ISSUE, NOW)
        report = await tx.rounds.add_report(opened, below, NOW)
        assert (await tx.reports.load(report)).parent_name == "UBND tỉnh A"
