"""Reports to start from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.reports.previous import PreviousReport


def blank_report(form: Form) -> Report:
    """A report of a made-up department with nothing answered."""
    return Report(
        form_key=form.key,
        form_version=form.version,
        unit=OrgUnit(name="Sở Mẫu", short_name="Sở M", abbreviation="SMAU"),
        period=Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14)),
        issue=LetterReference(month=3, year=2023),
    )


LAST_QUARTER = Period(name="Quý IV/2022", start=date(2022, 9, 15), end=date(2022, 12, 14))


def past(period: Period = LAST_QUARTER, /, **numbers: int) -> PreviousReport:
    """An earlier report with these numbers; I_02_01 stands for I.02.01."""
    answers = {
        name.replace("_", "."): Answer(
            state=AnswerState.VALUE, value=Number(amount=Decimal(number))
        )
        for name, number in numbers.items()
    }
    return PreviousReport(period=period, answers=answers)
