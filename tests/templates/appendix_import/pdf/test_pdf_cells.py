"""What is taken from the cells of a PDF: its lines rule them, its letters have only places."""

from __future__ import annotations

from collections import Counter

import pytest

from conversations.reports.previous import FiledAppendix
from templates.appendix_import.pdf.tables import PdfReading
from tests.support.filed.pdf import HEAD, TITLE, raw_pdf, small_pdf, table, typeset
from tests.support.filed.reading import read_counted, values


def read(content: bytes) -> FiledAppendix:
    return read_counted("a.pdf", content)


def left(filed: FiledAppendix) -> list[str]:
    return [f"{one.why}: {one.text}" for one in filed.left_out]


VALUES = {"A.01": "21", "A.02": "1.250", "A.03": "33,33", "A.06": "7"}


def test_values_notes_and_the_period_are_read() -> None:
    filed = read(small_pdf(VALUES, notes={"A.01": "Kế hoạch 72/KH-SM", "A.06": "lũy kế"}))
    assert values(filed) == VALUES
    assert filed.answers["A.01"].note == "Kế hoạch 72/KH-SM"
    assert filed.period is not None
    assert (filed.period.name, filed.kind, left(filed)) == ("Quý IV/2022", "pdf", [])


LOOKS = {
    "dotted": 'stroke: (dash: "dotted", thickness: 1pt)',
    "thick": "stroke: 2.5pt",
    "sides open": "stroke: (x, y) => (left: if x > 0 { 0.5pt }, top: 0.5pt, bottom: 0.5pt)",
    "double": "stroke: 0.5pt, gutter: 1pt",
    "shaded": 'stroke: 0.5pt, fill: (x, y) => if calc.odd(y) { rgb("#eeeeee") }',
}


@pytest.mark.parametrize("look", LOOKS)
def test_however_the_lines_are_drawn(look: str) -> None:
    assert values(read(small_pdf(VALUES, look=LOOKS[look]))) == VALUES


TURNED = {
    "a table on its side": "#rotate(90deg, reflow: true)[{}]",
    "the other way": "#rotate(-90deg, reflow: true)[{}]",
    "upside down": "#rotate(180deg, reflow: true)[{}]",
}


@pytest.mark.parametrize("name", TURNED)
def test_a_page_is_read_as_whoever_turns_it_reads_it(name: str) -> None:
    body = TURNED[name].format(f"#block(width: 17cm)[{TITLE}\n\n{table(VALUES)}]")
    filed = read(typeset(f"#set page(width: 21cm, height: 21cm)\n{body}"))
    assert values(filed) == VALUES


def test_a_heading_may_be_turned_alone() -> None:
    head = (*HEAD[:3], "#rotate(-90deg, reflow: true)[Số liệu]", HEAD[4])
    assert values(read(small_pdf({"A.01": "21"}, head=head))) == {"A.01": "21"}


ASIDES = {
    "struck": ("21 #strike[9]", "21", ["aside.struck: 9"]),
    "raised": ("21#super(typographic: false)[1]", "21", ["aside.raised: 1"]),
    "white": ("21 #text(fill: white)[9]", "21", ["aside.white: 9"]),
    "tiny": ("21 #text(size: 1pt)[9]", "21", ["aside.tiny: 9"]),
    "underlined": ("#underline[21]", "21", []),
    "in two colours": ("2#text(fill: red)[1]", "21", []),
}


@pytest.mark.parametrize("name", ASIDES)
def test_what_nobody_reads_as_the_value_is_told(name: str) -> None:
    markup, value, told = ASIDES[name]
    filed = read(small_pdf({"A.01": markup}))
    assert (values(filed), left(filed)) == ({"A.01": value}, told)


def test_white_letters_on_a_dark_ground_are_read() -> None:
    cell = "table.cell(fill: black)[#text(fill: white)[21]]"
    assert values(read(small_pdf({"A.01": cell}))) == {"A.01": "21"}


def test_a_value_in_a_cell_of_several_rows_is_told_and_given_to_none() -> None:
    source = table({"A.01": "table.cell(rowspan: 2)[21]", "A.02": "GONE"})
    filed = read(typeset(f"{TITLE}\n\n{source.replace('[GONE], ', '')}"))
    assert values(filed) == {}
    assert [(one.key, one.code) for one in filed.unread] == [("A.01", "burst.merged")]


def test_figures_below_each_other_are_not_joined() -> None:
    filed = read(small_pdf({"A.01": "1 \\ 234"}))
    assert "A.01" not in values(filed)
    assert len(filed.unread) + len(filed.unplaced) == 1


def test_words_go_on_over_the_end_of_a_line() -> None:
    note = "Kế hoạch số 72/KH-SLĐTBXH ngày 28/12/2022 của Sở Lao động - Thương binh và Xã hội"
    filed = read(small_pdf({"A.01": "21"}, notes={"A.01": note}))
    assert filed.answers["A.01"].note == note


def test_pages_part_a_table() -> None:
    keys = ("A.01", "A.02", "A.03", "A.04", "A.05", "A.06")
    pages = [table(VALUES, keys=keys[at : at + 2]) for at in (0, 2, 4)]
    without = pages[1].replace(f"table.header({', '.join(f'[{one}]' for one in HEAD)}),", "")
    assert without != pages[1]
    source = "\n#pagebreak()\n".join((pages[0], without, pages[2]))
    assert values(read(typeset(f"{TITLE}\n\n{source}"))) == VALUES


def test_a_report_stands_before_its_appendix() -> None:
    inner = "#table(columns: 2, stroke: 0.5pt, [Phòng], [Số người], [Văn phòng], [12])"
    words = "BÁO CÁO\n\n#lorem(80)\n\n" + inner + "\n\n#lorem(300)\n#pagebreak()\n"
    filed = read(typeset(f"{words}{TITLE}\n\n{table(VALUES)}"))
    assert values(filed) == VALUES
    assert Counter(one.why for one in filed.left_out)["aside.outside"] == 1  # the figure there


def test_a_page_that_is_a_picture_is_told() -> None:
    text = b"BT /F 12 Tf 50 700 Td (x) Tj ET 50 50 m 90 50 l S 50 90 m 90 90 l S"
    grid = b" 50 50 m 50 90 l S 70 50 m 70 90 l S 90 50 m 90 90 l S"
    found = [*PdfReading(raw_pdf(text + grid, b"/P Do", picture=True)).tables()]
    assert [aside.text for one in found for aside in one.left_out.get((0, 0), ())] == ["trang 2"]


GRID = b"50 50 m 250 50 l S 50 90 m 250 90 l S 50 50 m 50 90 l S 150 50 m 150 90 l S "
GRID += b"250 50 m 250 90 l S BT /F 12 Tf 160 60 Td (21) Tj ET "
ON_PAGE = {
    "a stroke of a reader": (
        "<< /Type /Annot /Subtype /StrikeOut /Rect [155 58 180 72] >>",
        "aside.struck: 21",
    ),
    "a comment": (
        "<< /Type /Annot /Subtype /FreeText /Rect [155 58 180 72] /Contents (sai) >>",
        "aside.comment: sai",
    ),
    "a filled field": (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (35) /Rect [155 58 180 72] >>",
        "aside.filled_field: 35",
    ),
}


@pytest.mark.parametrize("name", ON_PAGE)
def test_what_lies_on_a_page_is_told(name: str) -> None:
    annotation, told = ON_PAGE[name]
    found = [*PdfReading(raw_pdf(GRID, annotations=annotation)).tables()]
    asides = [one for table in found for some in table.left_out.values() for one in some]
    assert [f"{one.why}: {one.text}" for one in asides] == [told]
    assert [table.lines[0][-1] for table in found][-1] == ("" if "stroke" in name else "21")
