"""More damage: what people do inside the cells of an appendix, and Word with them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

STT, LABEL, MEASURE, VALUE, NOTE = range(5)
HEADER = 2  # lines
_BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    '{w}><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict>'
    "</mc:Fallback></mc:AlternateContent>"
)


def rows_of(table: Any) -> list[Any]:
    """The rows below the header."""
    return [*table.findall(qn("w:tr"))][HEADER:]


def cells_of(row: Any) -> list[Any]:
    return [*row.findall(qn("w:tc"))]


def text_of(cell: Any) -> str:
    return "".join(words.text or "" for words in cell.iter(qn("w:t")))


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def runs(table: Any, column: int, *, every: int = 1) -> Iterator[Any]:
    """The first run of every so-many-eth cell of the column that has words."""
    filled = [row for row in rows_of(table) if text_of(cells_of(row)[column])]
    for row in filled[::every]:
        yield next(cells_of(row)[column].iter(qn("w:r")))


def run_like(run: Any, text: str, *flags: Any) -> Any:
    """A run of the same looks with another text and these flags."""
    made = copy.deepcopy(run)
    for words in made.findall(qn("w:t")):
        words.text = text
    for flag in flags:
        made.get_or_add_rPr().append(flag)
    return made


def notes_raised(_: Any, table: Any) -> None:
    """A raised 1 behind values and labels, for a note below the table."""
    for column in (VALUE, LABEL):
        for run in [*runs(table, column, every=2)]:
            run.addnext(run_like(run, "1", element("w:vertAlign", val="superscript")))


def footnotes(_: Any, table: Any) -> None:
    for run in [*runs(table, VALUE)]:
        mark = element("w:r")
        mark.append(element("w:footnoteReference", id="2"))
        run.addnext(mark)


def words_hidden(_: Any, table: Any) -> None:
    for run in [*runs(table, VALUE)]:
        run.addnext(run_like(run, "7", element("w:vanish")))


def numbers_struck_through(_: Any, table: Any) -> None:
    """The old number is crossed out by hand and the new one stands behind it."""
    for run in [*runs(table, VALUE)]:
        run.addprevious(run_like(run, "7 ", element("w:strike")))


def boxes_on_cells(_: Any, table: Any) -> None:
    """A text box lies on a value, as a comment."""
    for run in [*runs(table, VALUE, every=6)]:
        run.append(_box("934"))


def values_in_boxes(_: Any, table: Any) -> None:
    for run in [*runs(table, VALUE)]:
        text = text_of(run)
        for words in run.findall(qn("w:t")):
            run.remove(words)
        run.append(_box(text))


def _box(text: str) -> Any:
    words = text.replace("&", "&amp;")
    box = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    return parse_xml(_BOX.format(w=nsdecls("w"), box=box))


def letters_of_sign_fonts(_: Any, table: Any) -> None:
    """Every fourth value is typed in a font of signs."""
    for run in [*runs(table, VALUE, every=4)]:
        for words in run.findall(qn("w:t")):
            run.remove(words)
        run.append(element("w:sym", font="Wingdings", char="F031"))


def numbers_in_two_lines(_: Any, table: Any) -> None:
    """A number above another, by a line break or in a paragraph of its own: 1 above 234."""
    for n, run in enumerate([*runs(table, VALUE, every=3)]):
        if n % 2:
            run.append(element("w:br"))
            words = element("w:t")
            words.text = "234"
            run.append(words)
        else:
            paragraph = copy.deepcopy(run.getparent())
            next(paragraph.iter(qn("w:t"))).text = "234"
            run.getparent().addnext(paragraph)


def fields(_: Any, table: Any) -> None:
    """Values are the results of formulas."""
    for run in [*runs(table, VALUE)]:
        field = element("w:fldSimple", instr="=SUM(ABOVE)")
        run.addprevious(field)
        field.append(run)


CELLS = (
    notes_raised,
    footnotes,
    words_hidden,
    numbers_struck_through,
    boxes_on_cells,
    values_in_boxes,
    letters_of_sign_fonts,
    numbers_in_two_lines,
    fields,
)
