"""What others read of a round: units, reports, rows and values, each with its state.

These records are a public contract. The names of their fields are those of the glossary; they are
the columns of the open data and the fields of the programming interface. Numbers are exact decimal
texts, days and moments ISO 8601. A row is named by its key, which stays the same for as long as its
meaning does: `ROW_KEYS` is the version of that contract, and is raised when keys are ever made in
another way. What a key means in one version of a form is told by the rows of that version.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from conversations.answers.values import AnswerState
from conversations.frozen import Frozen

ROW_KEYS = "1"


class PeriodRecord(Frozen):
    """A period as it was reported on. `time_period` is its window: the first day and how long it
    lasts (`2022-12-15/P3M`), as ISO 8601 and SDMX write it."""

    name: str
    kind: str
    first_day: date
    last_day: date
    time_period: str


class RoundRecord(Frozen):
    """A form in a period. `unit` is the unit below which the reports are owed, `version` that of
    the form on which the round was opened."""

    round: int
    form: str
    version: str
    title: str
    period: PeriodRecord
    unit: int | None = None
    row_keys: str = ROW_KEYS


class UnitRecord(Frozen):
    """A unit that reports. `unit` is its number in this installation, `code` what the lists of the
    administrator call it, `identification_code` that of Decision 20/2020/QĐ-TTg; both may be
    empty."""

    unit: int
    name: str
    short_name: str
    code: str = ""
    identification_code: str = ""
    kind: str = ""
    parent: int | None = None


class ReportRecord(Frozen):
    """One unit's report in the round. `state` is where it stands now, `version` that of the form it
    is on. `submission` counts how often it was handed in, and names the one whose values count:
    the approved one where there is one, else the last; 0 of a report whose values do not count.
    `submitted_at` and `approved_at` are of that submission, in UTC."""

    report: int
    unit: int
    version: str
    state: str
    counted: bool
    approved: bool
    late: bool = False
    submission: int = 0
    submitted_at: str = ""
    approved_at: str = ""


class RowRecord(Frozen):
    """A row or a cell of a form in one version: what a value is about. `number` is printed before
    it and may repeat; `row_kind` is its place in print, `answer_type` what is asked (empty of a
    heading); `column` and `line` are set where a row has several cells. `item` tells a row that a
    unit has added to a list: its key is made of its name, the same in every unit and period."""

    version: str
    row: str
    number: str
    label: str
    measure: str
    row_kind: str
    answer_type: str = ""
    parent: str = ""
    table: str = ""
    line: str = ""
    column: str = ""
    column_title: str = ""
    basis: str = ""
    adds_up: bool = False
    item: bool = False


class OptionRecord(Frozen):
    """A code that a row can be answered with, and what it means."""

    version: str
    row: str
    code: str
    label: str


class ValueRecord(Frozen):
    """What a report says in one row. Only a `state` of `value` comes with a value: a number in
    `value`; a code, or several with semicolons between them, in `code`; a text, a day (ISO 8601) or
    the names of the items of a list, one a line, in `text`. A percentage that was given as two
    numbers has both: they are exact, and `value` is their quotient, rounded to two decimals; it is
    never to be added up. A heading is only there where it has a note."""

    row: str
    state: AnswerState
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    code: str = ""
    text: str = ""
    remark: str = ""
    note: str = ""


def print_exact(amount: Decimal | None) -> str:
    """A number for machines: all its digits, a full stop, no exponent; empty when there is none."""
    return "" if amount is None else format(amount, "f")


def print_utc(moment: datetime | None) -> str:
    """A moment for machines: ISO 8601 in UTC, to the second; empty when there is none."""
    if moment is None:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
