"""Reports to start from."""

from __future__ import annotations

from datetime import date

from conversations.form import Form
from conversations.report import Issue, OrgUnit, Period, Report


def blank_report(form: Form) -> Report:
    """A report of a made-up department with nothing answered."""
    return Report(
        form_key=form.key,
        form_version=form.version,
        unit=OrgUnit(name="Sở Mẫu", short_name="Sở M", abbreviation="SMAU"),
        period=Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14)),
        issue=Issue(month=3, year=2023),
    )
