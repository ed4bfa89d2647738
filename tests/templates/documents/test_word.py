"""The sample prints as the province printed it: cell for cell, and laid out by Decree 30/2020."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.shared import Pt

from conversations.answers.values import Answer, AnswerState, Coded, Number, Ratio, Text
from conversations.calendar.periods import Period
from conversations.forms.row import RowKind
from conversations.reports.model import LetterReference, Report
from conversations.reports.printed_answers import note_cell, value_cell
from templates.documents.word.reader import NotAppendixError, read_word
from templates.documents.word.render import file_name, render_word
from tests.support.appendix import W, empty_report, form, golden, sample_report, tree

HEADER = (
    ("STT", "Chỉ tiêu thống kê", "Kết quả thống kê", "", "Ghi chú"),
    ("", "", "Đơn vị tính", "Số liệu", ""),
)
TITLES = (
    "PHỤ LỤC BÁO CÁO CẢI CÁCH HÀNH CHÍNH ĐỊNH KỲ",
    "QUÝ I/2023 CỦA SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
    "(Kèm theo Báo cáo số /BC-SLĐTBXH ngày tháng 3 năm 2023 của Sở LĐ-TB&XH)",
)


@pytest.fixture(scope="module")
def document() -> bytes:
    return render_word(form(), sample_report())


def test_the_sample_prints_the_seed_cell_for_cell(document: bytes) -> None:
    printed = read_word(document)
    assert len(printed.rows) == 185
    for number, (found, wanted) in enumerate(zip(printed.rows, golden(), strict=True), 1):
        assert (number, found) == (number, wanted)
    assert sum(bool(row[3]) for row in printed.rows) == 52
    assert sum(bool(row[4]) for row in printed.rows) == 5


def test_the_title_block_and_the_header_are_the_seeds(document: bytes) -> None:
    printed = read_word(document)
    assert printed.titles == TITLES
    assert printed.header == HEADER


def test_python_docx_reads_the_same_cells(document: bytes) -> None:
    """A second reader, which knows nothing of ours."""
    table = Document(BytesIO(document)).tables[0]
    rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
    plain = [
        [cell.replace("<i>", "").replace("</i>", "") for cell in wanted] for wanted in golden()
    ]
    assert rows[2:] == plain
    assert rows[0] == ["STT", "Chỉ tiêu thống kê", *["Kết quả thống kê"] * 2, "Ghi chú"]
    assert rows[1] == ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"]


def test_the_header_repeats_and_no_row_is_torn(document: bytes) -> None:
    rows = tree(document).findall(f".//{W}tr")
    assert len(rows) == 187
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [
        *[True] * 2,
        *[False] * 185,
    ]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_headings_are_bold_and_stay_with_the_next_row(document: bytes) -> None:
    rows = tree(document).findall(f".//{W}tr")[2:]
    for row, printed in zip(form().rows, rows, strict=True):
        label = printed.findall(f"{W}tc")[1]
        heading = row.kind is not RowKind.INDICATOR
        bold = [run.find(f"{W}rPr/{W}b") is not None for run in label.iter(f"{W}r")]
        kept = label.find(f"{W}p/{W}pPr/{W}keepNext") is not None
        assert (row.key, set(bold), kept) == (row.key, {heading}, heading)


def test_page_and_font_are_those_of_decree_30(document: bytes) -> None:
    word = Document(BytesIO(document))
    page = word.sections[0]
    size = [page.page_width.mm, page.page_height.mm]
    assert size == pytest.approx([210, 297], abs=0.1)
    margins = [page.top_margin.mm, page.bottom_margin.mm, page.left_margin.mm, page.right_margin.mm]
    assert margins == pytest.approx([20, 20, 30, 15], abs=0.1)
    normal = word.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(13))
    sizes = [[run.font.size.pt for run in line.runs] for line in word.paragraphs[:3]]
    assert [set(line) for line in sizes] == [{14.0}, {14.0}, {13.0}]


def test_pages_have_their_own_numbers_at_the_top_from_the_second(document: bytes) -> None:
    page = Document(BytesIO(document)).sections[0]
    assert page.different_first_page_header_footer
    assert [line.text for line in page.first_page_header.paragraphs] == [""]
    header = page.header._element
    assert [code.text.strip() for code in header.iter(f"{W}instrText")] == ["PAGE"]
    assert header.find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val") == "center"
    assert page._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"


def test_an_empty_report_prints_with_dotted_gaps() -> None:
    document = render_word(form(), empty_report())
    printed = read_word(document)
    assert {row[3:] for row in printed.rows} == {("", "")}
    assert printed.titles[2] == "(Kèm theo Báo cáo số /BC-SMAU ngày tháng 3 năm 2023 của Sở M)"
    assert _dotted(document) == ["\u00a0" * 7] * 2


def _dotted(document: bytes) -> list[str]:
    """The texts on a dotted line."""
    runs = tree(document).iter(f"{W}r")
    return ["".join(run.itertext()) for run in runs if _underline(run) == "dotted"]


def _underline(run: ElementTree.Element) -> str | None:
    line = run.find(f"{W}rPr/{W}u")
    return None if line is None else line.get(f"{W}val")


@pytest.mark.parametrize(
    ("issue", "line"),
    [
        (
            LetterReference(number="7", day=5, month=2, year=2024),
            "số 07/BC-SMAU ngày 05 tháng 02 năm 2024",
        ),
        (
            LetterReference(number="123", day=14, month=3, year=2023),
            "số 123/BC-SMAU ngày 14 tháng 3 năm 202",
        ),
        (
            LetterReference(number="12a", day=9, month=10, year=2023),
            "số 12a/BC-SMAU ngày 09 tháng 10 năm",
        ),
        (LetterReference(day=20, month=12, year=2023), "số /BC-SMAU ngày 20 tháng 12 năm 2023"),
    ],
)
def test_number_and_date_follow_decree_30(issue: LetterReference, line: str) -> None:
    report = empty_report().model_copy(update={"issue": issue})
    document = render_word(form(), report)
    assert line in read_word(document).titles[2]
    assert len(_dotted(document)) == (issue.number is None) + (issue.day is None)


@pytest.mark.parametrize(
    ("answer", "value", "note"),
    [
        (Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(1234567))), "1.234.567", ""),
        (Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(0))), "0", ""),
        (Answer(state=AnswerState.VALUE, value=Number(amount=Decimal("12.50"))), "12,5", ""),
        (Answer(state=AnswerState.VALUE, value=Ratio(numerator=7, denominator=21)), "33,33", ""),
        (Answer(state=AnswerState.VALUE, value=Coded(code="0")), "0", ""),
        (Answer(state=AnswerState.VALUE, value=Text(text=" Họp giao ban ")), "Họp giao ban", ""),
        (Answer(state=AnswerState.VALUE, value=Number(amount=8), remark="HĐ"), "8 (HĐ)", ""),
        (
            Answer(state=AnswerState.VALUE, value=Number(amount=8), remark="(HĐ)", note="x"),
            "8 (HĐ)",
            "x",
        ),
        (Answer(state=AnswerState.NONE), "", ""),
        (Answer(state=AnswerState.NOT_APPLICABLE, remark="thuộc huyện"), "", "thuộc huyện"),
        (Answer(state=AnswerState.PENDING, note="KH số 1", remark="chờ sở"), "", "KH số 1; chờ sở"),
        (Answer(note="Kế hoạch"), "", "Kế hoạch"),
    ],
)
def test_what_an_answer_prints(answer: Answer, value: str, note: str) -> None:
    assert (value_cell(answer), note_cell(answer)) == (value, note)


def test_the_same_report_gives_the_same_bytes(document: bytes) -> None:
    assert render_word(form(), sample_report()) == document
    assert render_word(form(), empty_report()) != document


def _named(period: str, abbreviation: str) -> Report:
    report = sample_report()
    return report.model_copy(
        update={
            "period": Period(name=period, start=report.period.start, end=report.period.end),
            "unit": report.unit.model_copy(update={"abbreviation": abbreviation}),
        }
    )


@pytest.mark.parametrize(
    ("period", "abbreviation", "name"),
    [
        ("Quý I/2023", "SLĐTBXH", "PL_CCHC_Q1-2023_SLDTBXH.docx"),
        ("Quý IV/2026", "UBND xã Ô Môn", "PL_CCHC_Q4-2026_UBND-xa-O-Mon.docx"),
        ("6 tháng đầu năm 2024", "SNV", "PL_CCHC_6-thang-dau-nam-2024_SNV.docx"),
        ("../..\\x\x00y", "", "PL_CCHC_x-y.docx"),
        ("Quý II/2023", "đ" * 300, f"PL_CCHC_Q2-2023_{'d' * 40}.docx"),
    ],
)
def test_the_file_name_suits_every_system(period: str, abbreviation: str, name: str) -> None:
    assert file_name(form(), _named(period, abbreviation)) == name


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 torn"])
def test_another_file_is_not_read_as_an_appendix(content: bytes) -> None:
    with pytest.raises(NotAppendixError):
        read_word(content)


def test_a_word_file_without_the_table_is_not_read_as_an_appendix() -> None:
    buffer = BytesIO()
    Document().save(buffer)
    with pytest.raises(NotAppendixError, match="five columns"):
        read_word(buffer.getvalue())


def test_the_layout_of_decree_30() -> None:
    """Appendix I of Decree 30/2020: the word "Phụ lục" and the name, each on its own line, 14 pt
    bold; the line below in italics, with blanks in an electronic document; the same rows."""
    report = sample_report().model_copy(update={"state": "submitted", "version": 1})
    document = render_word(form(), report, layout="nd30")
    printed = read_word(document)
    assert list(printed.rows) == golden()
    assert printed.titles[:3] == (
        "Phụ lục",
        "BÁO CÁO CẢI CÁCH HÀNH CHÍNH ĐỊNH KỲ",
        "QUÝ I/2023 CỦA SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
    )
    assert _dotted(document) == []
    word = Document(BytesIO(document))
    for line, bold, italic in zip(word.paragraphs, "BBB ", "   I", strict=False):
        runs = [run for run in line.runs if run.text]
        assert {run.font.size for run in runs} == {Pt(14)}
        assert {run.bold for run in runs} == {True if bold == "B" else None}
        assert {run.italic for run in runs} == {True if italic == "I" else None}
    assert word.paragraphs[-1].text == "Mã bản: PL-3TRK-UN3N-KHGA (lần nộp 1)"
    rows = tree(document).findall(f".//{W}tr")
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) == 2
