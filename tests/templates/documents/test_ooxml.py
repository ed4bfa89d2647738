"""Our Word and Excel files against the schemas of Office Open XML, by a validator of its own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from conversations.answers.values import Answer, AnswerState, Number
from conversations.workflow.rollup import consolidate_reports
from templates.documents.excel.rollup import RollupDetails, UnitCells, total_sheets
from templates.documents.excel.workbook import write_workbook
from templates.documents.formats import FORMATS
from tests.support.appendix import empty_report, form, part, sample_report
from tests.support.breadth import share
from tests.support.damaged.files import zipped

pytestmark = pytest.mark.long

NASTY = "=1+1 <b>&amp; \x00\x0b\x1f\ud800 \u202ertl\u202c {{ 7 }} {%tr x %} ]]> \ufffe" + "ă" * 300


def problems(folder: Path, name: str, content: bytes) -> list[str]:
    """What the validator finds."""
    path = folder / name
    path.write_bytes(content)
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    return [str(one) for one in validator.validate(path).errors]


def nasty():
    report = empty_report()
    answer = Answer(state=AnswerState.VALUE, value=Number(amount=8), remark=NASTY, note=NASTY)
    for key in form().order:
        report = report.with_answer(key, answer)
    return report


REPORTS = {
    "sample": sample_report,
    "submitted": lambda: sample_report().model_copy(update={"state": "submitted", "version": 1}),
    "nasty": nasty,
    "empty": empty_report,
}
MADE = (("word", "tinh"), ("word", "nd30"), ("excel", "tinh"), ("fill", "nd30"))


@pytest.mark.parametrize(
    ("what", "layout", "report"),  # two of the reports in each, other ones in the second
    [
        (*made, report)
        for at, made in enumerate(MADE)
        for report in share([*REPORTS], 2, 1 if at == 1 else 0)
    ],
)
def test_every_file_is_valid(what: str, layout: str, report: str, tmp_path: Path) -> None:
    made = FORMATS[what]
    content = made.render(form(), REPORTS[report](), layout=layout)
    assert problems(tmp_path, f"a.{made.ending}", content) == []


def test_the_totals_workbook_is_valid(tmp_path: Path) -> None:
    """But for one thing that is no fault: written row by row, it holds its texts in the cells."""
    total = consolidate_reports(form(), [[]], [0], [0], [1])
    units = (UnitCells("=Sở <A>", {}),)
    sheets = total_sheets(form(), empty_report(), total, RollupDetails(units, ["B"]))
    found = problems(tmp_path, "a.xlsx", write_workbook(sheets))
    assert [one for one in found if "inline-string" not in one] == []


def test_the_validator_sees_a_wrong_order_and_a_wrong_name(tmp_path: Path) -> None:
    """It can fail."""
    word = FORMATS["word"].render(form(), sample_report(), layout="")
    main = part(word)
    wrong = main.replace("<w:cantSplit/>", "<w:cantsplit/>", 1).replace(
        '<w:keepNext/><w:jc w:val="center"/>', '<w:jc w:val="center"/><w:keepNext/>', 1
    )
    assert wrong != main
    with ZipFile(BytesIO(word)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = problems(tmp_path, "a.docx", zipped(parts | {"word/document.xml": wrong.encode()}))
    assert len(found) == 2
