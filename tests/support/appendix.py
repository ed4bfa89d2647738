"""What the document's tests share: reports to print, templates to break, files to look into."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer, AnswerState
from conversations.forms.model import Form
from conversations.parsing.result import ReadValue
from conversations.reports.model import Report
from templates.documents.word.render import word_template
from templates.loading.catalog import SampleAnswers, load_catalog
from tests.support.paths import GOLDEN
from tests.support.reports import blank_report

PRINTED = GOLDEN / "cchc-so-q1-2023.tsv"
MAIN = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def form() -> Form:
    return load_catalog().forms["cchc-so"]


def sample() -> SampleAnswers:
    return load_catalog().sample("cchc-so")


@cache
def sample_report() -> Report:
    return report_of(form(), sample())


def report_of(form: Form, given: SampleAnswers) -> Report:
    """The sample's texts, each read for its own row: no conversation and no store between."""
    report = blank_report(form).model_copy(
        update={"unit": given.unit, "period": given.period, "issue": given.issue}
    )
    for key, text in given.texts.items():
        reading = read_answer(form.row(key), text)
        assert isinstance(reading, ReadValue), (key, reading)
        answer = Answer(state=AnswerState.VALUE, value=reading.value, remark=reading.remark)
        report = report.with_answer(key, answer)
    for key, note in given.notes.items():
        noted = report.answer(key).model_copy(update={"note": note})
        report = report.with_answer(key, noted)
    return report


def empty_report() -> Report:
    return blank_report(form())


def golden() -> list[tuple[str, ...]]:
    """The seed's rows, cell by cell, as they were extracted from the seed."""
    lines = PRINTED.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


def part(document: bytes, name: str = MAIN) -> str:
    with ZipFile(BytesIO(document)) as archive:
        return archive.read(name).decode()


def tree(document: bytes, name: str = MAIN) -> ElementTree.Element:
    return ElementTree.fromstring(part(document, name))


def edited(edit: Callable[[str], str], name: str = MAIN) -> bytes:
    """The form's template with one part edited, as a clerk might have left it."""
    original = word_template(form())
    buffer = BytesIO()
    with ZipFile(BytesIO(original)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                changed = edit(content.decode())
                assert changed != content.decode(), "the edit changed nothing"
                content = changed.encode()
            new.writestr(entry, content)
    return buffer.getvalue()
