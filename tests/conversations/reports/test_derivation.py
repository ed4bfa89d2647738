"""Longer periods from quarters: sums of flows, last values, and nothing where a quarter is open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conversations.answer_types.count import CountType
from conversations.answer_types.percent import PercentType
from conversations.answers.values import Answer, AnswerState, Names, Number, Ratio
from conversations.calendar.periods import Period
from conversations.forms.growth import item_key
from conversations.forms.model import Form
from conversations.forms.row import Basis, Row, RowKind
from conversations.reports.derivation import derive_report
from conversations.reports.previous import PreviousReport
from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.list_form import list_form, list_talk
from tests.support.product import office
from tests.support.province import Province, commune, local

Q1 = Period(name="Quý I/2026", start=date(2025, 12, 15), end=date(2026, 3, 14))
Q2 = Period(name="Quý II/2026", start=date(2026, 3, 15), end=date(2026, 6, 14))
HALF = Period(name="6 tháng/2026", start=date(2025, 12, 15), end=date(2026, 6, 14))


def row(key: str, basis: Basis | None, *, percent: bool = False) -> Row:
    kind = PercentType() if percent else CountType()
    return Row(key=key, kind=RowKind.INDICATOR, level=1, label=key, answer=kind, basis=basis)


FORM = Form(
    key="f",
    version="1",
    title="f",
    rows=(
        row("flow", Basis.IN_PERIOD),
        row("stock", Basis.AT_DATE),
        row("share", Basis.IN_PERIOD, percent=True),
    ),
    checks=(),
    order=("flow", "stock", "share"),
)


def number(amount: int) -> Answer:
    return Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(amount)))


def ratio(part: int, base: int) -> Answer:
    return Answer(
        state=AnswerState.VALUE, value=Ratio(numerator=Decimal(part), denominator=Decimal(base))
    )


NONE, PENDING = Answer(state=AnswerState.NONE), Answer(state=AnswerState.PENDING)


@pytest.mark.parametrize(
    ("key", "first", "second", "derived"),
    [
        ("flow", number(3), number(4), number(7)),
        ("flow", number(3), NONE, number(3)),
        ("flow", NONE, NONE, NONE),
        ("flow", number(3), PENDING, None),
        ("flow", number(3), Answer(), None),
        ("stock", number(3), number(4), number(4)),
        ("stock", number(3), PENDING, None),
        ("share", ratio(1, 10), ratio(9, 10), ratio(10, 20)),
        ("share", ratio(1, 10), ratio(90, 90), ratio(91, 100)),  # not the mean of 10 and 100
        ("share", ratio(1, 10), number(50), None),
    ],
)
def test_two_quarters(key: str, first: Answer, second: Answer, derived: Answer | None) -> None:
    quarters = [
        PreviousReport(period=Q2, answers={key: second}),
        PreviousReport(period=Q1, answers={key: first}),
    ]
    found = derive_report(FORM, HALF, quarters)
    assert found is not None
    assert found.answers.get(key) == derived


def test_a_missing_quarter_gives_nothing() -> None:
    assert (
        derive_report(FORM, HALF, [PreviousReport(period=Q1, answers={"flow": number(3)})]) is None
    )
    assert derive_report(FORM, Q2, [PreviousReport(period=Q2, answers={"flow": number(3)})]) is None


async def test_a_half_year_is_offered_from_its_quarters_and_held_against_them(
    database: str,
) -> None:
    async with office(database, local(2026, 3, 16)) as at:
        province = Province(at)
        await province.found([commune(1)])
        await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
        await province.comes("lan", "X01", Role.OFFICER, "Lan")
        for words, moment in (
            ("quý I/2026", local(2026, 3, 16)),
            ("quý II/2026", local(2026, 6, 15)),
        ):
            at.clock.moment = moment
            await open_round(province, f"mở đợt {words}")
            await at.tap("Làm: Xã số 01", who="lan")
            await submit(at, "lan", "21", "7", "5")
        await open_round(province, "mở đợt 6 tháng 2026")
        said = await at.tap("Làm: Xã số 01 · 6 tháng", who="lan")
        assert "3 chỉ tiêu cộng được từ các quý (Quý I/2026 + Quý II/2026)" in said
        assert "Số văn bản chỉ đạo CCHC đã ban hành: 10" in said
        await at.say("hủy", who="lan")
        said = await at.say("sửa câu 4", who="lan")
        assert "Cộng các quý (Quý I/2026 + Quý II/2026): 10" in said
        assert at.payload("Giữ 10 (cộng các quý)", who="lan")
        await at.say("9", who="lan")
        assert "9, các quý 10" in await at.say("nộp", who="lan")


def test_items_of_quarters_are_put_together_by_their_names() -> None:
    form = list_form()
    first, second = (
        list_talk(None, said, "hết").report.answers
        for said in ("Đất đai 21 15 6\nY tế 5 3 2", "Đất đai 4 4 0")
    )
    quarters = [
        PreviousReport(period=period, answers=answers)
        for period, answers in ((Q1, first), (Q2, second))
    ]
    found = derive_report(form, HALF, quarters)
    assert found is not None
    assert found.answer("L:ds").value == Names(names=("Đất đai", "Y tế"), closed=True)
    totals = [found.answer(f"{item_key('L', name)}:3").amount for name in ("Đất đai", "Y tế")]
    assert totals == [25, 5]
