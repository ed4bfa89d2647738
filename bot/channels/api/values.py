"""What reports say, as they were handed in: nothing that an officer is still at work on."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.parameters import number_parameter
from bot.channels.api.problems import ApiProblemError
from bot.channels.api.reports import describe_report
from bot.channels.api.resources import Page, ReportValues, ValueResource
from conversations.exchange.descriptions import describe_answers, describe_rows
from conversations.exchange.records import RowRecord
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.workflow.connections import ApiScope
from storage.exchange.exchanged_rounds import read_answers
from storage.exchange.served_reports import ServedReport

REPORTS_OF_PAGE, MOST_REPORTS = 20, 50  # whose values are in one page


async def list_values(asked: ApiAsk) -> Page[ReportValues]:
    """The values of a round's reports that count, report by report."""
    found, limit = await asked.round(), asked.query["limit"]
    of = f"values {found.id}"
    where = (await asked.part(), found.id, asked.after(of), limit + 1)
    page = await asked.tx.served_reports.list_page(*where, counted=True)
    versions = [(one.report, one.submission) for one in page[:limit]]
    stored = await asked.tx.served_reports.answers_of(versions)

    def describe() -> list[tuple[int, ReportValues]]:
        return [
            (one.report, _values(asked, one, one.submission, stored.get(one.report, {})))
            for one in page
        ]

    return asked.page(of, await asyncio.to_thread(describe), limit)


async def read_values(asked: ApiAsk) -> ReportValues:
    """The values of one report: of the submission that counts, or of another one."""
    one, wanted = await asked.report(), asked.query["submission"]
    number = one.submission if wanted is None else wanted
    if not number:
        raise ApiProblemError("not_submitted", report=one.report)
    stored = await asked.tx.served_reports.answers_of([(one.report, number)])
    if one.report not in stored:
        raise ApiProblemError("not_found", what="lần nộp")
    return await asyncio.to_thread(_values, asked, one, number, stored[one.report])


def _values(asked: ApiAsk, one: ServedReport, submission: int, stored: Any) -> ReportValues:
    answers = read_answers(stored)
    planted = asked.form(one.form, one.version)
    form = fit_form(planted, answers)
    return ReportValues(
        report=describe_report(one),
        submission=submission,
        values=tuple(
            ValueResource.model_construct(**dict(said)) for said in describe_answers(form, answers)
        ),
        items=_items(planted, form),
    )


def _items(planted: Form, form: Form) -> tuple[RowRecord, ...]:
    """The rows that the report has beside those of its form."""
    if form is planted:
        return ()
    return tuple(row for row in describe_rows(form) if row.row not in planted.by_key)


VALUES = (
    Endpoint(
        "listValues",
        "/rounds/{round}/values",
        ApiScope.VALUES,
        list_values,
        Page[ReportValues],
        "The values of a round's reports that count, report by report",
        paged(
            number_parameter("unit", "Only those of this unit and of all below it"),
            default=REPORTS_OF_PAGE,
            most=MOST_REPORTS,
        ),
    ),
    Endpoint(
        "readValues",
        "/reports/{report}/values",
        ApiScope.VALUES,
        read_values,
        ReportValues,
        "The values of a report, by the submission that counts or another one",
        (number_parameter("submission", "By this submission"),),
    ),
)
