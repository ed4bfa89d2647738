"""Adding reports up: flows, stocks, percentages, codes, and what each total says of itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.count import CountType
from conversations.answer_types.percent import PercentType
from conversations.answers.values import AnswerState, Names, Number, Ratio, Text
from conversations.calendar.periods import Period
from conversations.forms.growth import item_key
from conversations.forms.model import Form
from conversations.forms.row import Basis, Row, RowKind
from conversations.parsing.choice import Option
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.workflow.rollup import (
    FigureGroup,
    as_answers,
    consolidate_reports,
    differing_rows,
    form_of_total,
)
from templates.documents.excel.rollup import RollupDetails, explain_total, total_sheets
from templates.loading.catalog import load_catalog
from tests.support.list_form import list_form

CHOICE = ChoiceType(options=(Option(code="0", label="Không"), Option(code="1", label="Có")))


def row(key: str, kind: CountType | PercentType | ChoiceType, basis: Basis | None = None) -> Row:
    return Row(key=key, kind=RowKind.INDICATOR, level=1, label=key, answer=kind, basis=basis)


FORM = Form(
    key="f",
    version="1",
    title="f",
    rows=(
        row("flow", CountType(), Basis.IN_PERIOD),
        row("stock", CountType(), Basis.AT_DATE),
        row("share", PercentType(), Basis.IN_PERIOD),
        row("code", CHOICE, Basis.AT_DATE),
    ),
    checks=(),
    order=("flow", "stock", "share", "code"),
)
EMPTY = Report(
    form_key="f",
    form_version="1",
    unit=OrgUnit(name="Tỉnh", short_name="Tỉnh", abbreviation="T"),
    period=Period(name="Quý I/2026", start=date(2025, 12, 15), end=date(2026, 3, 14)),
    issue=LetterReference(month=3, year=2026),
)


def tally(key: str, units: int, amount: str | None = None, **more: object) -> FigureGroup:
    given = {"state": AnswerState.VALUE, "key": key, "units": units} | more
    return FigureGroup.model_validate(given | {"amount": amount})


FIRST = [
    tally("flow", 27, "540"),
    tally("flow", 2, state=AnswerState.NONE),
    tally("stock", 29, "1000"),
    tally("share", 2, "1", base="10"),
    tally("code", 25, code="1"),
    tally("code", 4, code="0"),
]
SECOND = [
    tally("flow", 30, "60.5"),
    tally("stock", 28, "900"),
    tally("share", 1, "90", base="90"),
    tally("share", 1, "50"),
]


def test_one_round() -> None:
    total = consolidate_reports(FORM, [FIRST], [29], [20], [30])
    assert total.rows["flow"].value == Number(amount=Decimal(540))
    assert explain_total(total.rows["flow"]) == "27 đơn vị có số, 2 không phát sinh, 1 chưa báo cáo"
    assert explain_total(total.rows["share"]) == "2 đơn vị có số, 27 để trống, 1 chưa báo cáo"
    assert total.rows["code"].codes == {"0": 4, "1": 25}
    assert not total.complete
    printed = as_answers(FORM, total, {})
    assert printed["code"].value == Text(text="Không: 4 đơn vị; Có: 25 đơn vị")


def test_two_rounds_sum_what_flows_and_take_the_last_of_the_rest() -> None:
    total = consolidate_reports(FORM, [FIRST, SECOND], [29, 30], [29, 30], [30, 30])
    assert total.rows["flow"].value == Number(amount=Decimal("600.5"))
    assert total.rows["stock"].value == Number(amount=Decimal(900))
    share = total.rows["share"]
    assert share.value == Ratio(numerator=Decimal(91), denominator=Decimal(100))
    assert share.apart == 1
    assert "(1 đơn vị chỉ cho tỷ lệ nên không cộng được)" in explain_total(share)
    assert total.rows["code"].value is None
    assert total.rows["stock"].missing == 0


def test_it_is_complete_when_all_are_approved() -> None:
    assert consolidate_reports(FORM, [FIRST], [30], [30], [30]).complete
    assert not consolidate_reports(FORM, [FIRST], [30], [29], [30]).complete


def test_rows_that_differ_are_named() -> None:
    one = consolidate_reports(FORM, [FIRST], [29], [29], [30])
    two = consolidate_reports(FORM, [SECOND], [30], [30], [30])
    assert differing_rows(one, two) == ("flow", "stock", "share")


amounts = st.lists(st.integers(0, 10_000), max_size=30)


@given(parts=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1))
def test_a_percentage_is_that_of_all_together(parts: list[tuple[int, int]]) -> None:
    tallies = [tally("share", 1, str(part), base=str(base)) for part, base in parts]
    total = consolidate_reports(FORM, [tallies], [len(parts)], [0], [len(parts)])
    whole, base = sum(part for part, _ in parts), sum(base for _, base in parts)
    assert total.rows["share"].value == Ratio(numerator=Decimal(whole), denominator=Decimal(base))


@given(first=amounts, second=amounts)
def test_sums_do_not_depend_on_how_they_are_grouped(first: list[int], second: list[int]) -> None:
    one_by_one = [tally("flow", 1, str(amount)) for amount in (*first, *second)]
    grouped = [tally("flow", len(some), str(sum(some))) for some in (first, second) if some]
    count = len(first) + len(second)
    totals = [
        consolidate_reports(FORM, [tallies], [count], [0], [count]).rows["flow"]
        for tallies in (one_by_one, grouped)
    ]
    assert totals[0] == totals[1]


def test_sheets_hold_sums_units_and_who_is_missing() -> None:
    total = consolidate_reports(FORM, [FIRST], [29], [20], [30])
    sums, *_, lacking = total_sheets(FORM, EMPTY, total, RollupDetails([], ["Xã số 30"]))
    cells = {line[1]: line for line in sums.rows}
    assert cells["flow"][3] == Decimal(540)
    assert cells["share"][3:6] == (Decimal("10.00"), Decimal(1), Decimal(10))
    assert cells["code"][6] == "Không: 4 đơn vị; Có: 25 đơn vị"
    assert [*lacking.rows] == [("Xã số 30",)]


def test_the_total_of_a_table_is_one_of_its_cells() -> None:
    form = load_catalog().forms["dang-vien-moi"]
    first = next(one for one in form.rows if one.cell is not None)
    line = form.line_of(first.key)
    now, then, share = line
    tallies = [
        FigureGroup(key=now, units=2, state=AnswerState.VALUE, amount=Decimal(30)),
        FigureGroup(key=then, units=2, state=AnswerState.VALUE, amount=Decimal(20)),
        FigureGroup(
            key=share, units=2, state=AnswerState.VALUE, amount=Decimal(30), base=Decimal(20)
        ),
    ]
    total = consolidate_reports(form, [tallies], [2], [2], [2])
    answers = as_answers(form, total, {now: "2 đơn vị có số"})
    assert (answers[now].amount, answers[then].amount) == (30, 20)
    assert answers[share].value is not None
    assert answers[share].value.printed == "150"
    assert answers[now].note is None  # beside each cell it would be longer than the table


def test_lists_are_added_up_by_the_names_of_their_items() -> None:
    names = ("Đất đai\nY tế", "Đất đai")
    lists = [tally("L:ds", 1, text=text) for text in names]
    land, health = item_key("L", "Đất đai"), item_key("L", "Y tế")
    figures = [tally(f"{land}:3", 2, "25"), tally(f"{health}:3", 1, "5"), tally("TC:3", 2, "30")]
    total = consolidate_reports(list_form(), [[*lists, *figures]], [2], [2], [3])
    form = form_of_total(list_form(), total)
    assert [line.key for line in form.blocks[0].lines] == ["TC", land, health]
    assert total.rows[f"{land}:3"].value == Number(amount=Decimal(25))
    assert explain_total(total.rows[f"{health}:3"]) == "1 đơn vị có số, 1 chưa báo cáo"
    printed = as_answers(form, total, {})
    assert printed["L:ds"].value == Names(names=("Đất đai", "Y tế"), closed=True)
    other = consolidate_reports(list_form(), [[]], [2], [2], [3])
    assert differing_rows(total, other) == ()
