"""Appendixes as other programs save them: LibreOffice turns ours into every other kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from bot.runtime.print_check import type_sample
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.documents.excel.appendix import render_sheet
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from tests.support.appendix import form
from tests.support.breadth import share
from tests.support.damaged.files import DAMAGED, damaged, truth
from tests.support.filed.form import LABELS
from tests.support.filed.word import cell, run, word_file
from tests.support.libreoffice import converted_together

WORD_KINDS = {"doc": "doc:MS Word 97", "odt": "odt", "html": "html", "pdf": "pdf"}
EXCEL_KINDS = {"xls": "xls:MS Excel 97", "ods": "ods"}
AT_ONCE = 12  # files that LibreOffice is given together
_TURNS = {kind: turn for turn, kind in enumerate([*WORD_KINDS, *EXCEL_KINDS])}
_OURS = ("sample-tinh", "whole-nd30", "whole-tinh", "sample-nd30")
# What LibreOffice itself loses when it reads these: boxes, columns that are marked as deleted.
_LOST = {"values_in_boxes.docx", "column_deleted_with_tracking.docx"}
_NOT_ON_PAPER = {"fields.docx", "letters_of_sign_fonts.docx"}  # it prints other values
_NESTED = {"table_inside_a_table.docx", "values_in_tables_of_their_own.docx"}
EDITED = tuple(
    share([one for one in DAMAGED if one.endswith(".docx") and one not in _LOST | _NESTED], 12)
)
EDITED_AS = tuple(  # the kind that each of these is made into, and its name
    (kind, name)
    for kind in ("doc", "odt", "pdf")
    for name in share(EDITED, 2, _TURNS[kind])
    if kind != "pdf" or name not in _NOT_ON_PAPER
)
_FORMS = tuple(sorted(load_catalog().samples.keys() - {"cchc-so"}))
MARKS = {  # of the small form, what a cell says and what else stands in it
    "A.01": run("21") + run("9", "<w:strike/>"),
    "A.02": run("46") + run("9", "<w:vanish/>"),
    "A.03": run("33,33") + run("1", '<w:vertAlign w:val="superscript"/>'),
    "A.06": run("7"),
}
PRINTED = "printed"  # of the PDFs the sample as a workbook that was printed
_NESTING = "doc"  # the kind in which tables within cells are looked at
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in _SIDES)
RULED = f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr>"
NESTED = cell(f"<w:tbl>{f'<w:tr>{cell(run(chr(53)))}</w:tr>' * 2}</w:tbl><w:p/>")


@cache
def filled(key: str) -> tuple[Form, Report]:
    """A form of the product, and its sample typed."""
    catalog = load_catalog()
    found = catalog.samples[key].form_of(catalog.forms[key])
    report, problems = type_sample(found, catalog.samples[key])
    assert not problems
    return found, report


@cache
def other_kinds(to: str) -> Mapping[str, bytes]:
    """All files as LibreOffice saves them in this kind, by their names."""
    sources = [*(_sheets(to) if to in EXCEL_KINDS else _documents(to))]
    made: dict[str, bytes] = {}
    with TemporaryDirectory() as folder:
        for at in range(0, len(sources), AT_ONCE):
            some, kind = dict(sources[at : at + AT_ONCE]), (WORD_KINDS | EXCEL_KINDS)[to]
            made |= converted_together(Path(folder), some, kind)
    return {Path(name).stem: content for name, content in made.items()}


@cache
def with_borrowed_letters() -> bytes:
    """The sample printed where our font is missing: letters with marks come from another one."""
    with TemporaryDirectory() as folder:
        source = {"sample-tinh.docx": _ours("sample-tinh")}
        return converted_together(Path(folder), source, "pdf", own_fonts=False)["sample-tinh.docx"]


def ours_of(kind: str) -> Sequence[str]:
    """Which of our appendixes are made into this kind; all of them in several kinds together."""
    if kind in EXCEL_KINDS:
        return share(("sample", "whole"), 2, _TURNS[kind])
    return share(_OURS, len(_OURS), _TURNS[kind])


def forms_of(kind: str) -> Sequence[str]:
    """Which of the other forms are made into this kind."""
    return share(_FORMS, len(_TURNS), _TURNS[kind])


def _ours(name: str) -> bytes:
    whole, layout = name.split("-")
    return render_word(form(), truth(whole=whole == "whole"), layout=layout)


def _documents(to: str) -> Iterator[tuple[str, bytes]]:
    yield from ((f"{name}.docx", _ours(name)) for name in ours_of(to))
    yield from ((f"{key}.docx", render_word(*filled(key))) for key in forms_of(to))
    yield "marks.docx", word_file(MARKS, table=RULED)
    if to == "pdf":
        yield f"{PRINTED}.xlsx", render_sheet(form(), truth())
    if to == _NESTING:
        yield "nested.docx", word_file({"A.01": run("21"), "A.02": NESTED}, table=RULED)
    for kind, name in EDITED_AS:  # LibreOffice fails on some of them in HTML
        if kind == to:
            yield name, damaged(name, whole=True).content


def _sheets(to: str) -> Iterator[tuple[str, bytes]]:
    for name in ours_of(to):
        yield f"{name}.xlsx", render_sheet(form(), truth(whole=name == "whole"))
    yield from ((f"{key}.xlsx", render_sheet(*filled(key))) for key in forms_of(to))
    yield "looks.xlsx", looks_workbook()


def looks_workbook() -> bytes:
    """The small form in a workbook whose cells look in many ways."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        secret = book.add_worksheet("Ẩn")
        page = book.add_worksheet("Phụ lục")
        page.activate()
        page.set_first_sheet()
        secret.hide()
        secret.write_row(0, 0, ["Chỉ tiêu", "Số liệu"])
        page.write_row(0, 0, ["PHỤ LỤC QUÝ IV NĂM 2022"])
        page.write_row(1, 0, ["STT", "Chỉ tiêu", "Số liệu", "Ghi chú"])
        looks = {
            "A.01": (1250, {"num_format": "#,##0"}),
            "A.02": (46, {"font_strikeout": True}),
            "A.03": (0.3333, {"num_format": "0.00%"}),
            "A.04": (1, {}),
            "A.06": (7, {"num_format": '0" văn bản"'}),
        }
        for line, (key, label) in enumerate(LABELS.items(), 2):
            page.write_string(line, 1, label)
            if key in looks:
                value, look = looks[key]
                page.write_number(line, 2, value, book.add_format(look))
            page.write_string(line, 3, f"ghi chú {line}" if key == "A.06" else "")
            if key == "A.04":
                page.set_row(line, None, None, {"hidden": True})
    return made.getvalue()
