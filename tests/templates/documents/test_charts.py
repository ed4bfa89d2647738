"""A row as a small picture: over periods for its officer, by unit for the coordinator."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.files.charts import make_trend, units_chart
from bot.ports.channel import IncomingKind
from conversations.answers.figure import Figure
from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.periods import Period
from conversations.protocol.messages import Reply
from storage.store import Store
from storage.workflow.rollups import UnitFigure
from templates.documents.charts.trend import TrendChart, TrendPoint, by_unit, over_periods
from templates.documents.word.render import render_word
from tests.support.appendix import empty_report, form, sample_report
from tests.support.product import Office, office
from tests.support.reports import LAST_QUARTER, past
from tests.support.store_rows import NOW, new_report

ROW = "IV.02.02"


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def chart(count: int) -> TrendChart:
    points = [TrendPoint(f"Quý {n}", Decimal(n), str(n)) for n in range(count)]
    return TrendChart("Tổng số <b> #read(1) $x$", "Sở = Người", points)


@pytest.mark.parametrize("count", [1, 2, 12, 40])
def test_pictures_are_drawn_and_stay_readable(count: int) -> None:
    width, height = size(over_periods(chart(count)))
    assert 500 < width < 1_700
    assert 300 < height < 600
    width, height = size(by_unit(chart(count)))
    assert 800 < width < 1_200
    assert height < 1_400


def test_all_zero_and_nothing_at_all_can_be_drawn() -> None:
    zero = [TrendPoint("a", Decimal(0), "0"), TrendPoint("b", None, "chưa có số")]
    assert size(over_periods(TrendChart("t", "u", zero)))
    assert size(by_unit(TrendChart("t", "u", zero)))
    assert size(by_unit(TrendChart("t", "u", [])))


def test_numbers_below_zero_can_be_drawn() -> None:
    for amounts in ((-35, 20, -10), (-35, -20), (-1, 0)):
        points = [TrendPoint(f"Quý {n}", Decimal(one), str(one)) for n, one in enumerate(amounts)]
        assert size(over_periods(TrendChart("t", "u", points)))
        assert size(by_unit(TrendChart("t", "u", points)))


async def test_a_row_over_all_periods_of_its_kind(store: Store) -> None:
    async with store.transaction() as tx:
        member, report_id = await new_report(tx)
        unit = await tx.duties.unit_of(report_id)
        report = await tx.reports.load(report_id)
        known = past(LAST_QUARTER, IV_02_02=45, I_03_02=3)
        year = Period(name="Năm 2022", start=date(2021, 12, 15), end=date(2022, 12, 13))
        await tx.previous_reports.save(unit, report.form_key, known, member, NOW)
        await tx.previous_reports.save(
            unit, report.form_key, past(year, IV_02_02=44, I_03_02=9), member, NOW
        )
        here = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(46)))
        report = report.with_answer(ROW, here).with_answer("I.03.02", here)
        found = await make_trend(tx, report_id, form(), report, ROW)
        flow = await make_trend(tx, report_id, form(), report, "I.03.02")
        nothing = await make_trend(tx, report_id, form(), report, "I.01.01")
    assert isinstance(nothing, Reply)
    assert not isinstance(found, Reply)
    assert not isinstance(flow, Reply)
    points = found.make.args[0].points
    assert [(one.label, one.text) for one in points] == [
        ("Năm 2022", "44"),
        ("Quý IV/2022", "45"),
        (report.period.name, "46"),
    ]
    assert points[-1].mine
    assert [one.text for one in flow.make.args[0].points] == ["3", "46"]
    assert found.file_name.endswith("_IV-02-02.png")


def test_units_beside_each_other() -> None:
    figures = [
        UnitFigure(1, "Sở A", ROW, Figure(state=AnswerState.VALUE, amount=Decimal(5))),
        UnitFigure(2, "Sở B", ROW, Figure(state=AnswerState.NONE)),
        UnitFigure(3, "Sở C", ROW, Figure(state=AnswerState.BLANK)),
        UnitFigure(
            4, "D", ROW, Figure(state=AnswerState.VALUE, amount=Decimal(1), base=Decimal(3))
        ),
    ]
    paper = units_chart(form(), empty_report(), ROW, figures, 2)
    made = paper.make.args[0]
    texts = [one.text for one in made.points]
    assert texts == ["5", "không phát sinh", "để trống", "33"]
    assert made.foot == "2 đơn vị chưa báo cáo"
    assert size(paper.make())


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Office]:
    async with office(database) as made:
        await made.say("/start")
        yield made


async def test_the_officer_asks_for_it_by_words_and_by_button(desk: Office) -> None:
    assert "cần số của ít nhất hai kỳ" in await desk.say("xu hướng IV.02.02")
    last = sample_report().model_copy(update={"period": LAST_QUARTER})
    kept = await desk.keep_file("telegram", "42", render_word(form(), last))
    await desk.handle(
        replace(desk.event(IncomingKind.SENT), file_name="PL.docx", file_ref=kept, file_size=9)
    )
    await desk.say("đồng ý")
    await desk.say("sửa IV.02.02")
    await desk.say("44")
    said = await desk.say("xu hướng biên chế có mặt")
    assert "Biểu đồ “Tổng số biên chế có mặt tại thời điểm báo cáo”" in said
    files = [one.file for one in desk.channels["telegram"].sent if one.file]
    assert files[-1].name == "BD_CCHC_Q1-2023_SLDTBXH_IV-02-02.png"
    assert size(files[-1].content)
    await desk.say("sửa IV.02.02")
    await desk.tap("Biểu đồ")
    assert [one.file for one in desk.channels["telegram"].sent if one.file][-1] == files[-1]
    assert "muốn xem chỉ tiêu nào" in await desk.say("xu hướng số lượng lãnh đạo cấp phòng")
    assert "Chỉ vẽ được chỉ tiêu có số" in await desk.say("xu hướng xyz")
