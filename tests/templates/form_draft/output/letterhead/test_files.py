"""The lines around the tables of whole files, drafted, printed and read back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from docx import Document
from docx.oxml import parse_xml

from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.reports.model import LetterReference, OrgUnit, Report
from templates.appendix_import.reader import read_filed
from templates.documents.excel.own_workbook import render_own_workbook
from templates.documents.word.render import render_word
from templates.form_draft.form_finder import find_forms
from templates.form_draft.output.corrections.doubts import decide_doubt
from templates.form_draft.output.drafted_files import DraftedFiles, make_files
from templates.form_draft.output.file_template import make_template
from templates.form_draft.output.form_text import FormAbout
from templates.form_draft.output.letterhead.period_doubt import KEEP, TITLE_PERIOD
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.templates.form_draft.output.word_files import read_part

QUARTER = Period(name="Quý III/2026", start=date(2026, 6, 15), end=date(2026, 9, 14))
UNIT = OrgUnit(name="Trung tâm Y tế A Lưới", short_name="TTYT", abbreviation="TTYT")
BEDS = Number(amount=Decimal(120))
BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>Tên đơn vị: </w:t></w:r><w:r><w:t>……</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
HEADS = ("STT", "Chỉ tiêu", "Tổng số", "Nữ")
ROWS = (("1", "Bác sĩ"), ("2", "Điều dưỡng"), ("3", "Hộ sinh"))


def _word_file(title: str = "BÁO CÁO NHÂN LỰC Y TẾ") -> bytes:
    document = Document()
    letterhead = document.add_table(rows=1, cols=2).rows[0].cells
    letterhead[0].text = "SỞ Y TẾ ……\nTRUNG TÂM Y TẾ ……"
    letterhead[1].text = "Biểu số 07/TTYT"
    document.add_paragraph()._p.append(parse_xml(BOX))
    document.add_paragraph().add_run(title).bold = True
    period = document.add_paragraph()
    for piece in ("Quý …", "… nă", "m 20…"):
        period.add_run(piece)
    document.add_paragraph("Số giường: …… giường")
    table = document.add_table(rows=0, cols=4)
    for texts in (HEADS, *((*row, "", "") for row in ROWS)):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("……, ngày … tháng … năm 20…")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _excel_file() -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, lined = book.add_worksheet(), book.add_format({"border": 1})
        sheet.write("A1", "SỞ Y TẾ ……")
        sheet.write("A2", "TRUNG TÂM Y TẾ ……")
        sheet.write("A4", "BÁO CÁO NHÂN LỰC Y TẾ QUÝ I NĂM 2026", book.add_format({"bold": True}))
        sheet.write("A5", "Số giường: …… giường, trong đó giường hồi sức: …… giường")
        for at, texts in enumerate((HEADS, *((*row, "", "") for row in ROWS)), 6):
            sheet.write_row(at, 0, texts, lined)
        sheet.write("C12", "……, ngày … tháng … năm 20…")
    return buffer.getvalue()


def _drafted(name: str, content: bytes) -> tuple[DraftedFiles, Form]:
    draft = find_forms("nhan-luc", name, "", content).draft
    assert draft is not None
    made = make_files(draft, FormAbout("nhan-luc", "2026.1"), make_template(draft, content))
    form = parse_form(read_yaml(made.files["form.yaml"], "form.yaml"))
    assert isinstance(form, Form)
    return made, form


def _report(form: Form, parent: str) -> Report:
    return Report(
        form_key=form.key,
        form_version=form.version,
        unit=UNIT,
        period=QUARTER,
        issue=LetterReference(month=9, year=2026),
        parent_name=parent,
    )


def _texts(xml: str) -> str:
    return "\n".join(
        "".join(one.itertext()) for one in parse_xml(xml.encode()).iter() if one.tag.endswith("}p")
    )


def test_the_letterhead_of_a_word_file_prints_who_reports_and_when() -> None:
    made, form = _drafted("nhan-luc.docx", _word_file())
    template = made.files["appendix.docx"]
    printed = _texts(
        read_part(render_word(form, _report(form, "Sở Y tế Huế"), template), "word/document.xml")
    )
    for said in (
        *("SỞ Y TẾ HUẾ", "TRUNG TÂM Y TẾ A LƯỚI", "Tên đơn vị: Trung tâm Y tế A Lưới"),
        *("Quý III năm 2026", "tháng 9 năm 2026", "……, ngày"),
    ):
        assert said in printed
    alone = render_word(form, _report(form, ""), template)
    assert "SỞ Y TẾ ……" in _texts(read_part(alone, "word/document.xml"))


def test_the_letterhead_of_a_workbook_prints_who_reports_and_when() -> None:
    made, form = _drafted("nhan-luc.xlsx", _excel_file())
    assert form.title == "BÁO CÁO NHÂN LỰC Y TẾ"
    report = _report(form, "").with_answer("F1", Answer(state=AnswerState.VALUE, value=BEDS))
    printed = render_own_workbook(form, report, made.files["appendix.xlsx"])
    assert read_filed(form, "nhan-luc.xlsx", printed).answers["F1"].value == BEDS
    sheet = read_part(printed, "xl/worksheets/sheet1.xml")
    for said in (
        *("SỞ Y TẾ ……", "TRUNG TÂM Y TẾ A LƯỚI", "BÁO CÁO NHÂN LỰC Y TẾ QUÝ III NĂM 2026"),
        *(
            "……, ngày …… tháng 9 năm 2026",
            "Số giường: 120 giường, trong đó giường hồi sức: …… giường",
        ),
    ):
        assert said in sheet


def test_a_title_of_two_periods_is_asked_about_and_as_it_is_decided() -> None:
    content = _word_file("ƯỚC NHÂN LỰC 9 THÁNG NĂM 2026 VÀ KẾ HOẠCH NĂM 2027")
    draft = find_forms("nhan-luc", "nhan-luc.docx", "", content).draft
    assert draft is not None
    (doubt,) = (one for one in draft.doubts if one.key == TITLE_PERIOD)
    assert [one.value for one in doubt.readings] == [KEEP, "9 THÁNG NĂM 2026", "NĂM 2027"]
    printed = {}
    for value in ("9 THÁNG NĂM 2026", "NĂM 2027", KEEP):
        decided = decide_doubt(draft, TITLE_PERIOD, value)
        assert decided.doubts == ()
        printed[value] = _texts(
            read_part(make_template(decided, content).content, "word/document.xml")
        )
    long_name = "{{ period.long_name | upper }}"
    assert f"ƯỚC NHÂN LỰC {long_name} VÀ KẾ HOẠCH NĂM 2027" in printed["9 THÁNG NĂM 2026"]
    assert "9 THÁNG NĂM 2026 VÀ KẾ HOẠCH NĂM {{ period.year }}" in printed["NĂM 2027"]
    assert "ƯỚC NHÂN LỰC 9 THÁNG NĂM 2026 VÀ KẾ HOẠCH NĂM 2027" in printed[KEEP]
