"""Whether what the product prints of a form reads back to every cell: its sample is typed, printed
in each format, and read as if an officer had sent the file."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.answer_types.reader import read_answer
from conversations.forms.model import Form
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.file_request import FileFormat
from conversations.reports.model import Report
from conversations.reports.printed_answers import value_cell
from conversations.rules.computed import computed_answers
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.reader import read_filed
from templates.documents.formats import FORMATS
from templates.loading.problems import Problem
from templates.loading.sample import SampleAnswers

READ_BACK = (FileFormat.WORD, FileFormat.EXCEL, FileFormat.FILL)
MOST_TOLD = 5  # cells of one format


def print_problems(form: Form, sample: SampleAnswers) -> list[Problem]:
    """Texts of the sample that are no answers, and cells that do not read back."""
    form = sample.form_of(form)
    report, found = type_sample(form, sample)
    if found:
        return found
    for what in READ_BACK:
        found += _not_read_back(form, report, what)
    return found


def type_sample(form: Form, sample: SampleAnswers) -> tuple[Report, list[Problem]]:
    """The report that the sample's texts make, and what is wrong with them."""
    report = Report(
        form_key=form.key,
        form_version=form.version,
        unit=sample.unit,
        period=sample.period,
        issue=sample.issue,
    )
    found: list[Problem] = []
    for key, text in sample.texts.items():
        row = form.row(key)
        if row.computed is not None:
            continue
        reading = read_answer(row, text)
        if isinstance(reading, ReadValue | ReadState):
            note = sample.notes.get(key)
            report = report.with_answer(key, as_answer(reading, note))
        else:
            allowed = f"an answer to “{row.title}”, as {row.answer_type.example}"
            found.append(_problem(form, "sample.yaml", f"texts/{key}", repr(text), allowed))
    while changes := computed_answers(form, report):
        for change in changes:
            report = report.with_answer(change.key, change.answer)
    return report, found


def _not_read_back(form: Form, report: Report, what: FileFormat) -> list[Problem]:
    document = FORMATS[what]
    name = f"print.{document.ending}"
    try:
        filed = read_filed(form, name, document.render(form, report, layout=""))
    except FileRefusedError as error:
        found = f"a {what.value} file that cannot be read back ({_why(error.code)})"
        return [_problem(form, "form.yaml", "(print)", found, "a file with the form's own heads")]
    problems = []
    ways = {one.key: one.ways for one in filed.unread}
    for key in form.order:
        kind, read = form.row(key).answer, filed.answers.get(key)
        printed = value_cell(report.answer(key), kind)
        again = value_cell(read, kind) if read is not None else ""
        if printed in _as_printed(ways.get(key, ())):
            continue  # a cell of a ministry's own workbook that shows fewer decimals: asked about
        if printed != again and printed:
            found = f"{again!r} where {printed!r} was printed ({what.value})"
            problems.append(
                _problem(form, "form.yaml", f"(print)/{key}", found, "what was printed")
            )
    return problems[:MOST_TOLD]


def _why(code: str) -> str:
    return "no table or heading of the form is found in it" if code == "file.no_table" else code


def _as_printed(ways: Iterable[str]) -> set[str]:
    """The ways to read a cell, as the product prints them."""
    return {way.replace(".", ",").strip(" %") for way in ways}


def _problem(form: Form, file: str, key: str, found: str, allowed: str) -> Problem:
    return Problem(f"forms/{form.key}/{file}", 1, key, found, allowed)
