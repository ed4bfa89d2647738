"""What others read of a round: which reports count, with what, and only of the subtree."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from conversations.answers.figure import as_figure, sum_amounts, sum_bases
from conversations.answers.values import AnswerState
from storage.exchange.exchanged_rounds import read_answers
from storage.workflow.rounds import Round
from tests.support.databases import Databases
from tests.support.exchange import any_answers
from tests.support.exchange_office import START, found_exchange_office
from tests.support.founding import founded_once
from tests.support.province import ROOT, Province


@pytest.fixture
async def province(databases: Databases) -> AsyncIterator[Province]:
    async with founded_once(databases, START, found_exchange_office) as made:
        yield made


async def _round(province: Province) -> Round:
    async with province.office.store.reading() as tx:
        (found,) = await tx.rounds.list_under(province.units[ROOT])
    return found


async def test_each_report_is_told_with_the_submission_that_counts(province: Province) -> None:
    found = await _round(province)
    async with province.office.store.reading() as tx:
        reports = await tx.exchanged_rounds.list_reports(found.id, province.units[ROOT])
    codes = {number: code for code, number in province.units.items()}
    told = {
        codes[one.unit]: (one.state, one.counted, one.approved, one.submission) for one in reports
    }
    assert told == {
        "NV": ("submitted", True, False, 1),
        "X01": ("approved", True, True, 1),
        "X02": ("correcting", True, True, 1),
        "X03": ("submitted", True, False, 1),
        "X04": ("returned", False, False, 0),
        "X05": ("draft", False, False, 0),
    }
    for one in reports:
        assert bool(one.submitted_at) == one.counted
        assert bool(one.approved_at) == one.approved
        assert one.submitted_at in ("",) or one.submitted_at.endswith("Z")


async def test_a_correction_that_is_open_does_not_count(province: Province) -> None:
    found = await _round(province)
    number = await province.report_of("X02")
    async with province.office.store.reading() as tx:
        stored = await tx.exchanged_rounds.counted_answers([number])
        report = await tx.reports.load(number)
    form = province.office.catalogs.catalog.get(found.form_key, found.form_version)
    told = read_answers(stored[number])
    given = any_answers(form, 1)
    for key, answer in told.items():
        assert (answer.state, answer.value) == (given[key].state, given[key].value)
    assert any(report.answer(key).value != answer.value for key, answer in told.items())


async def test_answers_of_reports_that_do_not_count_are_not_told(province: Province) -> None:
    numbers = [await province.report_of(code) for code in ("X03", "X04", "X05")]
    async with province.office.store.reading() as tx:
        assert [*await tx.exchanged_rounds.counted_answers(numbers)] == numbers[:1]


async def test_only_the_subtree_is_told(province: Province) -> None:
    found = await _round(province)
    unit = province.units["X01"]
    async with province.office.store.reading() as tx:
        (report,) = await tx.exchanged_rounds.list_reports(found.id, unit)
        (only,) = await tx.exchanged_rounds.list_units(found.id, unit)
        units = await tx.exchanged_rounds.list_units(found.id, province.units[ROOT])
    assert (report.unit, only.unit, only.code, only.parent) == (unit, unit, "X01", None)
    assert {one.unit for one in units} == {*province.units.values()}
    assert {one.parent for one in units} == {None, province.units[ROOT]}


async def test_the_values_add_up_to_the_total(province: Province) -> None:
    """What counts here is what counts in the totals: state by state, sum by sum."""
    found, root = await _round(province), province.units[ROOT]
    async with province.office.store.reading() as tx:
        reports = await tx.exchanged_rounds.list_reports(found.id, root)
        filed = [one.report for one in reports if one.counted]
        stored = await tx.exchanged_rounds.counted_answers(filed)
        tallies = await tx.rollups.tallies(found.id, root)
    answers = [read_answers(one) for one in stored.values()]
    assert {one.key for one in tallies} == {key for some in answers for key in some}
    for key in {one.key for one in tallies}:
        figures = [as_figure(some[key]) for some in answers if key in some]
        groups = [one for one in tallies if one.key == key]
        for state in AnswerState:
            units = sum(one.units for one in groups if one.state is state)
            assert units == sum(one.state is state for one in figures), key
        mine, its = (
            (sum_amounts(some) or Decimal(0), sum_bases(some) or Decimal(0))
            for some in (figures, groups)
        )
        assert mine == its, key
