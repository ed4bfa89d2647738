"""What the programming interface answers with: the records that the open data has too, in pages.
The description of the interface is made of these classes, so that both say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import PlainSerializer, WithJsonSchema

from conversations.exchange.records import (
    PeriodRecord,
    ReportRecord,
    RoundRecord,
    RowRecord,
    UnitRecord,
    ValueRecord,
    print_exact,
    print_utc,
)
from conversations.frozen import Frozen
from conversations.reports.lifecycle import ReportState

T = TypeVar("T")
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"

Exact = Annotated[  # a number as text: no digit of it is lost on the way
    Decimal,
    PlainSerializer(print_exact, return_type=str),
    WithJsonSchema({"type": "string", "pattern": NUMBER}, mode="serialization"),
]
Utc = Annotated[
    datetime,
    PlainSerializer(print_utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]


class ProblemResource(Frozen):
    """Why a request was not answered (RFC 9457). `problem` is a word for programs, `detail` is for
    people, in Vietnamese."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    problem: str


class Page(Frozen, Generic[T]):
    """Some of a list, in a fixed order. `next` is the address of those that follow; null at the
    end."""

    items: tuple[T, ...]
    next: str | None = None


class FormResource(Frozen):
    """A form that reports are made on. `version` is the one in force. `digests` tell each version
    from another form of the same name: the open data have them too."""

    form: str
    version: str
    name: str
    title: str
    versions: tuple[str, ...]
    digests: Mapping[str, str]


class OptionResource(Frozen):
    """A code that a row can be answered with."""

    code: str
    label: str


class RowResource(RowRecord):
    """A row or a cell of a form, with the codes to choose from."""

    options: tuple[OptionResource, ...] = ()


class UnitResource(UnitRecord):
    """A unit that reports. `ended`: it reports no more, and `successor` has taken its place, if any
    has."""

    ended: bool = False
    successor: int | None = None


class StateCounts(Frozen):
    """How many reports of a round stand where. `counted` are those whose values count."""

    expected: int
    counted: int
    approved_once: int
    draft: int
    submitted: int
    returned: int
    approved: int
    correcting: int


class RoundResource(RoundRecord):
    """A form in a period, as far as the token reaches. `due` is the last day by kind of unit, ""
    for all others; `locked`: nothing is changed in it any more. `reports` counts them by state."""

    due: Mapping[str, date]
    locked: bool
    reports: StateCounts


class ReportResource(ReportRecord):
    """One unit's report in a round. `submissions` is how often it was handed in."""

    round: int
    unit_code: str = ""
    form: str
    state: ReportState
    due_at: Utc | None = None
    submissions: int = 0


class SubmissionResource(Frozen):
    """One handing in of a report. `decision` is approved, returned, recalled, or null while it
    waits; `reason` that of a correction."""

    submission: int
    submitted_at: Utc
    late: bool
    reason: str | None
    decision: str | None
    decided_at: Utc | None


class ValueResource(ValueRecord):
    """What a report says in one row."""

    value: Exact | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None


class ReportValues(Frozen):
    """A report and what it says, row by row as printed, by one of its submissions. `items` are the
    rows that its unit has added to lists: they are in no list of the form's rows."""

    report: ReportResource
    submission: int
    values: tuple[ValueResource, ...]
    items: tuple[RowRecord, ...] = ()


class TotalResource(Frozen):
    """What a row comes to. `units` counts the reports by the state of their answer, `missing` those
    that are in no total; `apart` gave a percentage without its two numbers. `codes` and `texts`
    tell how many units gave each. A percentage is the sum of the numerators over that of the
    denominators."""

    row: str
    value: Exact | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    codes: Mapping[str, int]
    texts: Mapping[str, int]
    units: Mapping[str, int]
    apart: int
    missing: int


class RoundTotals(Frozen):
    """A round added up over a unit and all below it. `complete`: every report is approved."""

    round: int
    unit: int
    form: str
    version: str
    period: PeriodRecord
    expected: int
    counted: int
    approved: int
    complete: bool
    totals: tuple[TotalResource, ...]


class DocumentResource(Frozen):
    """A file of a report that was handed in, and where it is."""

    submission: int
    format: str
    path: str


class HistoryResource(Frozen):
    """An entry of a report's history. `subject` is what was changed (`answer:` and the row,
    `state`, …), `member` the number of who did it (null: a command), `name` that person's name
    where the token has the scope `people`."""

    entry: int
    at: Utc
    subject: str
    revision: int
    old: Mapping[str, Any] | None
    new: Mapping[str, Any]
    channel: str
    member: int | None
    name: str | None = None
