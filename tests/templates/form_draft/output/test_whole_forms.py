"""Forms of other shapes from file to file: recognised, written, made a template of, printed with
the figures of their sample, and read back to every cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.runtime.print_check import print_problems, type_sample
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.documents.pdf.page_model import find_unprintable
from templates.documents.word.render import render_word
from templates.documents.word.template import unpack_word
from templates.form_draft.form_finder import find_forms
from templates.form_draft.output.drafted_files import DraftedFiles, make_files
from templates.form_draft.output.file_template import make_template
from templates.form_draft.output.form_text import FormAbout
from templates.loading.form_files import FormFiles
from templates.loading.form_folder import read_folder

Lines = Sequence[Sequence[str]]


def write_form(title: str, *parts: str | Lines, text_box: bool = False) -> bytes:
    """A letterhead, the title, and paragraphs and tables; a cell `^` goes on with that above it."""
    document = Document()
    document.add_paragraph("Biểu số: 05/XD")
    document.add_paragraph(title).alignment = 1
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part[0]))
        table.style = "Table Grid"
        for line in part:
            row = table.add_row()
            for at, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
                if text == "^":
                    table.rows[-2].cells[at].merge(cell)
                    continue
                cell.text = text.removeprefix("#")
                if text.startswith("#"):
                    cell.paragraphs[0].style = document.styles["List Number"]
    if text_box:
        box = (
            f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
        document.paragraphs[0]._p.append(parse_xml(box))
    signers = document.add_table(rows=1, cols=2).rows[0].cells
    signers[0].text, signers[1].text = "Người lập biểu\n(Ký, họ tên)", "Thủ trưởng\n(Ký, đóng dấu)"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


PROJECTS = (
    ("STT", "Tên dự án", "Kế hoạch vốn năm (Triệu đồng)", "Đã giải ngân (Triệu đồng)"),
    ("1", "2", "3", "4"),
    ("", "Tổng số", "", ""),
    ("1", "…", "", ""),
    ("2", "…", "", ""),
    ("…", "…", "", ""),
)
SCHOOLS = (
    ("Loại trường", "Số trường", "Số học sinh", "Trong đó: nữ"),
    ("#Mầm non", "", "", ""),
    ("#Tiểu học", "", "", ""),
    ("Tổng cộng", "", "", ""),
)
STAFF = (
    ("Trình độ", "Mã số", "Tổng số"),
    ("A", "B", "1"),
    ("Đại học", "01", ""),
    ("Khác", "02", ""),
)
PAY = (
    ("Chỉ tiêu", "Mã số", "Đơn vị tính", "Kế hoạch", "Thực hiện"),
    ("A", "B", "C", "1", "2"),
    ("Tổng quỹ lương", "01", "Triệu đồng", "", ""),
    ("Thu nhập bình quân", "02", "Nghìn đồng", "", ""),
)
OUTLINE = (
    *("I. KẾT QUẢ THỰC HIỆN", "1. Cải cách thể chế", "………………………", "2. Cải cách thủ tục"),
    *("………………………", "………………………", "II. ĐÁNH GIÁ CHUNG", "………………………"),
)
TRAINED = (
    ("TT", "Đối tượng", "Giới tính", "Số lượng", "Đã tập huấn"),
    ("1", "Cán bộ", "Nam", "", ""),
    ("^", "^", "Nữ", "", ""),
    ("2", "Công chức", "Nam", "", ""),
    ("^", "^", "Nữ", "", ""),
)
INDICATORS = (
    ("Mã CT", "Tên chỉ số", "Cách tính", "Đơn vị", "Giá trị", "Nguồn số liệu"),
    ("A01", "Tỷ lệ đúng hạn", "Số đúng hạn chia tổng số", "%", "", "Cổng dịch vụ"),
    ("A02", "Số thủ tục bãi bỏ", "Đếm theo quyết định", "Thủ tục", "", "Văn phòng"),
    ("A03", "Số cuộc kiểm tra", "Đếm theo kế hoạch", "Cuộc", "", "Thanh tra"),
)
WEEKLY = (
    ("Chỉ số", "Tuần này", "Tuần trước", "Cộng dồn"),
    ("1. Số ca mắc (ca)", "", "", ""),
    ("2. Số ca tử vong (ca)", "", "", "x"),
    ("3. Số ca khỏi (ca)", "", "", ""),
)
GUIDED = (
    *("PHẦN I", "KẾT QUẢ THỰC HIỆN", "1. Công tác lãnh đạo", "(nêu số văn bản)", "…………………"),
    *("2. Công tác kiểm tra", "- Số cuộc: ……… cuộc", "- Kết quả nổi bật:", "PHẦN II"),
    *("KIẾN NGHỊ", "1. Với tỉnh", "2. Với bộ", "Nơi nhận:", "- Như trên;"),
)
FORMS: dict[str, Callable[[], bytes]] = {
    "trained": partial(write_form, "TỔNG HỢP TẬP HUẤN", TRAINED),
    "indicators": partial(write_form, "BÁO CÁO CHỈ SỐ", INDICATORS),
    "weekly": partial(write_form, "BÁO CÁO DỊCH BỆNH TUẦN", WEEKLY),
    "guided": partial(write_form, "ĐỀ CƯƠNG BÁO CÁO NĂM", *GUIDED),
    "projects": partial(write_form, "DANH MỤC DỰ ÁN", PROJECTS),
    "schools": partial(write_form, "THỐNG KÊ TRƯỜNG HỌC", SCHOOLS),
    "staff": partial(
        write_form,
        "BÁO CÁO LAO ĐỘNG",
        "1. Tổng số lao động đến cuối kỳ: ……………… người, trong đó nữ: ……… người",
        "2. Tổng quỹ lương: ……………… triệu đồng",
        STAFF,
        "Bảng 2. Tiền lương",
        PAY,
    ),
    "outline": partial(write_form, "BÁO CÁO CẢI CÁCH HÀNH CHÍNH", *OUTLINE),
    "box": partial(write_form, "THỐNG KÊ TRƯỜNG HỌC", SCHOOLS, text_box=True),
}


@cache
def written_form(name: str) -> bytes:
    """The file of this form, written when a test first asks for it."""
    return FORMS[name]()


def make(name: str) -> tuple[DraftedFiles, Form, Report]:
    found = find_forms(name, f"{name}.docx", "1", written_form(name))
    assert found.draft is not None
    made = make_files(
        found.draft, FormAbout(name, "2026.1"), make_template(found.draft, written_form(name))
    )
    assert made.problems == ()
    read = read_folder(FormFiles(name, made.files), "forms")
    assert read.problems == []
    form, sample = read.forms[0], read.sample
    assert sample is not None
    assert print_problems(form, sample) == []
    grown = sample.form_of(form)
    return made, grown, type_sample(grown, sample)[0]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_prints_on_its_own_page_and_reads_back(name: str) -> None:
    made, form, report = make(name)
    assert "appendix.docx" in made.files
    printed = render_word(form, report)
    assert "{" not in "".join(one.text for one in Document(BytesIO(printed)).paragraphs)


def test_values_stand_in_place_of_the_dots_behind_their_words() -> None:
    _, form, report = make("staff")
    texts = [one.text for one in Document(BytesIO(render_word(form, report))).paragraphs]
    first, second = (report.answer(key).amount for key in ("F1", "F2"))
    assert f"1. Tổng số lao động đến cuối kỳ: {first} người, trong đó nữ: {second} người" in texts


def test_automatic_numbers_are_typed_so_that_a_pdf_has_them() -> None:
    made, form, report = make("schools")
    cells = Document(BytesIO(render_word(form, report))).tables[0].columns[0].cells
    assert [one.text for one in cells][1:3] == ["1.\tMầm non", "2.\tTiểu học"]
    assert find_unprintable(dict(unpack_word(made.files["appendix.docx"]))) == []


def test_prose_is_written_below_its_heading_and_leaves_no_dots() -> None:
    _, form, report = make("outline")
    texts = [one.text for one in Document(BytesIO(render_word(form, report))).paragraphs]
    at = texts.index("2. Cải cách thủ tục")
    assert texts[at + 1].startswith("Nội dung ví dụ")
    assert texts[at + 2] == "II. ĐÁNH GIÁ CHUNG"


def test_what_the_writer_is_told_below_a_heading_is_a_hint_and_not_printed() -> None:
    made, form, report = make("guided")
    hints = [row.hint for row in form.by_key.values() if row.hint]
    assert hints == ["nêu số văn bản", "Số cuộc: … cuộc; Kết quả nổi bật"]
    texts = [one.text for one in Document(BytesIO(render_word(form, report))).paragraphs]
    assert not [one for one in texts if "nêu số" in one or "nổi bật" in one or "……" in one]
    assert texts[-2:] == ["Nơi nhận:", "- Như trên;"]
    assert any("gợi ý cho người viết" in one for one in made.told)


def test_figures_of_last_week_are_those_of_the_week_and_not_of_the_year() -> None:
    _, form, _ = make("weekly")
    assert "last([02:c1])" in str(form.row("02:c2").computed)


def test_what_a_pdf_cannot_show_stays_in_the_word_page_and_is_told() -> None:
    made, form, report = make("box")
    assert "bản PDF trình bày theo biểu" in " ".join(made.told)
    with_box = dict(unpack_word(render_word(form, report)))["word/document.xml"]
    assert "MẬT" in with_box.decode()


def test_of_several_forms_only_the_pages_of_one_are_kept_on_their_paper() -> None:
    document = Document()
    for number in ("01", "02", "03"):
        if number != "01":
            section = document.add_section()
            section.page_width, section.page_height = section.page_height, section.page_width
        document.add_paragraph(f"Biểu số: {number}/A")
        document.add_paragraph(f"BÁO CÁO SỐ {number}")
        table = document.add_table(rows=2, cols=2)
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, ("Nội dung", "Số người"), strict=True):
            cell.text = text
        table.rows[1].cells[0].text = "Cán bộ"
        document.add_paragraph("Người lập biểu")
    buffer = BytesIO()
    document.save(buffer)
    width, height = document.sections[0].page_width, document.sections[0].page_height
    for number, wide in (("1", width), ("2", height), ("3", width)):
        draft = find_forms("so", "so.docx", number, buffer.getvalue()).draft
        assert draft is not None
        page = Document(BytesIO(make_template(draft, buffer.getvalue()).content))
        texts = [one.text for one in page.paragraphs if one.text.startswith("BÁO CÁO")]
        assert texts == [f"BÁO CÁO SỐ 0{number}"]
        assert [one.page_width for one in page.sections] == [wide]
