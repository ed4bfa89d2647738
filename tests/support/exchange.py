"""Open data for tests: answers of every kind, and packages of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from conversations.answers.values import (
    Answer,
    AnswerState,
    Coded,
    Codes,
    Day,
    Names,
    Number,
    Ratio,
    Text,
    Value,
)
from conversations.calendar.periods import Period
from conversations.exchange.descriptions import describe_period, digest_form
from conversations.exchange.records import ReportRecord, RoundRecord, UnitRecord
from conversations.forms.growth import grow_form, plant_form
from conversations.forms.model import Form
from conversations.forms.row import Row
from templates.exchange.data_package import PackageFacts
from templates.exchange.round_files import RoundFiles, zip_folder

STATES = (
    *(AnswerState.VALUE, AnswerState.VALUE, AnswerState.NONE),
    *(AnswerState.NOT_APPLICABLE, AnswerState.PENDING, AnswerState.BLANK),
)
ITEMS = ("Đất đai", 'Xây dựng, "nhà", =khác')
PERIOD = Period(name="Quý I/2026", start=date(2025, 12, 15), end=date(2026, 3, 14))
MADE = datetime(2026, 3, 20, 1, 2, 3, tzinfo=UTC)
NO_OTHERS: Mapping[int, tuple[Form, Mapping[str, Answer]]] = {}
PROVINCE = UnitRecord(unit=1, name="Ủy ban nhân dân tỉnh", short_name="UBND tỉnh", code="TINH")


TEXTS = ('=1+1 "x", y', "dòng một\ndòng hai", "0123", " ;,\tă", "x")


def value_of(row: Row, at: int) -> Value:
    """A value that the row can have; another one for each number."""
    return next(one for one in _values(row, at) if row.answer_type.fits(one))


def _values(row: Row, at: int) -> Iterator[Value]:
    """Values that it may have, what is harder to write first."""
    match row.answer_type.type:
        case "choice":
            yield Coded(code=row.options[at % len(row.options)].code)
        case "choices":
            yield Codes(codes=tuple(one.code for one in row.codes[: at % len(row.codes) + 1]))
        case "text":
            yield Text(text=TEXTS[at % 4])
            yield from (Text(text=one) for one in TEXTS)
        case "date":
            yield Day(day=date(2026, 1, 1 + at % 28))
        case "items":
            yield Names(names=ITEMS, closed=True)
        case kind:
            if kind == "percent" and at % 2:
                yield Ratio(numerator=Decimal(at % 7), denominator=Decimal(21))
            for amount in (Decimal(at * 37 % 1000) / 4, Decimal(at * 37 % 100), Decimal(1)):
                yield Number(amount=amount)


def any_answers(form: Form, turn: int = 0) -> dict[str, Answer]:
    """An answer of some state in every row; over six turns each row has every state. Lists have two
    items."""
    grown = grow_form(plant_form(form.pattern or form), {g.names: ITEMS for g in form.growths})
    found = {}
    for at, row in enumerate(one for one in grown.rows if one.answer is not None):
        state = AnswerState.VALUE if row.holds_names else STATES[(at + turn) % len(STATES)]
        value = value_of(row, at + turn) if state is AnswerState.VALUE else None
        remark = "(HĐ theo NĐ 111)" if at % 11 == 0 and value is not None else None
        note = '=HYPERLINK("x")' if at % 13 == 0 else None
        found[row.key] = Answer(state=state, value=value, remark=remark, note=note)
    return found


def commune(number: int) -> UnitRecord:
    return UnitRecord(
        unit=number,
        name=f"UBND xã <số> {number} & bạn",
        short_name=f"Xã {number}",
        code=f"X{number}",
        kind="commune",
        parent=1,
    )


def report_of(unit: int, version: str, *, counted: bool = True) -> ReportRecord:
    """Handed in and approved, or not begun."""
    if not counted:
        return ReportRecord(
            report=unit, unit=unit, version=version, state="draft", counted=False, approved=False
        )
    return ReportRecord(
        report=unit,
        unit=unit,
        version=version,
        state="approved",
        counted=True,
        approved=True,
        submission=1,
        submitted_at="2026-03-15T01:00:00Z",
        approved_at="2026-03-16T01:00:00Z",
    )


def write_package(
    folder: Path,
    form: Form,
    answers: Sequence[Mapping[str, Answer]],
    *,
    period: Period = PERIOD,
    missing: int = 0,
    of: UnitRecord = PROVINCE,
    words: bool = True,
    digest: str = "",
    others: Mapping[int, tuple[Form, Mapping[str, Answer]]] = NO_OTHERS,
) -> int:
    """Write the open data of units that answered so, and of some that did not, and of `others` by
    their numbers, each on a form of its own; how many values there are."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = PackageFacts(
        RoundRecord(
            round=7,
            form=form.key,
            version=form.version,
            title=form.title,
            period=describe_period(period),
            unit=of.unit,
        ),
        of,
        MADE,
        {form.version: digest or digest_form(form)},
        words=words,
    )
    forms = {form.version: form} | {one.version: one for one, _ in others.values()}
    units = [of, *(commune(2 + n) for n in range(len(answers) + missing))]
    reports = [report_of(one.unit, form.version) for one in units[1 : len(answers) + 1]]
    unfiled = units[len(answers) + 1 :]
    reports += [report_of(one.unit, form.version, counted=False) for one in unfiled]
    units += [commune(number) for number in others]
    apart = [report_of(number, one.version) for number, (one, _) in others.items()]
    filed = [*answers, *({} for _ in range(missing)), *(given for _, given in others.values())]
    reports += apart
    with RoundFiles(folder, facts, forms) as out:
        for report, given in zip(reports, filed, strict=True):
            if report.counted:
                out.add_report(report, given)
        out.finish(units, reports)
        return out.lines


def zip_package(folder: Path) -> Path:
    """The same as one file beside it."""
    target = folder.with_suffix(".zip")
    zip_folder(folder, target)
    return target
