"""Appendixes as officers send them back: our own file, damaged by code.

`python -m tests.support.damaged.files [folder]` prints the match rate of each, and writes the files
into the folder.
"""

from __future__ import annotations

import copy
import random
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.percent import PercentType
from conversations.answer_types.text import TextType
from conversations.answers.values import Answer, AnswerState, Coded, Number, Text, Value
from conversations.forms.row import Row
from conversations.reports.model import Report
from templates.appendix_import.reader import read_filed
from templates.documents.word.render import render_word
from tests.support.appendix import form, sample_report
from tests.support.damaged.cells import CELLS
from tests.support.damaged.rows import ROWS
from tests.support.xlsx import workbook

STT, LABEL, MEASURE, VALUE, NOTE = range(5)
HEADER = 2  # lines


@dataclass(frozen=True)
class Damaged:
    """A file, its name, and the rows of the form that are still in it."""

    name: str
    content: bytes
    keys: tuple[str, ...]


@cache
def original(*, whole: bool = False) -> bytes:
    return render_word(form(), truth(whole=whole))


@cache
def truth(*, whole: bool = False) -> Report:
    """The sample; or, `whole`, a report in which every row has a number of its own."""
    if not whole:
        return sample_report()
    answers = {
        row.key: Answer(state=AnswerState.VALUE, value=_value(row, number))
        for number, row in enumerate(form().rows, 200)
        if row.answer is not None
    }
    return sample_report().model_copy(update={"answers": answers})


def _value(row: Row, number: int) -> Value:
    match row.answer:
        case ChoiceType(options=options):
            return Coded(code=options[number % len(options)].code)
        case PercentType():
            return Number(amount=Decimal(number % 100) + Decimal("0.5"))
        case TextType():
            return Text(text=f"Việc thứ {number}")
        case _:
            return Number(amount=Decimal(number))


def _keys() -> list[str]:
    return [row.key for row in form().rows]


def word_with(damage: Callable[[Any, Any], list[str] | None], *, whole: bool = False) -> Damaged:
    """`damage(document, table)` gives the keys that are left, or None when all are."""
    name, document = damage.__name__, Document(BytesIO(original(whole=whole)))
    left = damage(document, document.tables[0]._tbl)
    buffer = BytesIO()
    document.save(buffer)
    return Damaged(f"{name}.docx", buffer.getvalue(), tuple(left or _keys()))


def _rows(table: Any) -> list[Any]:
    """The table's rows below its header, one for each row of the form."""
    rows = table.findall(qn("w:tr"))[HEADER:]
    assert len(rows) == len(form().rows)
    return rows


def _cell(row: Any, column: int) -> Any:
    return row.findall(qn("w:tc"))[column]


def _write(cell: Any, text: str) -> None:
    """Put a text into a cell, in one run."""
    runs = [*cell.iter(qn("w:r"))]
    for run in runs[1:]:
        run.getparent().remove(run)
    if not runs:
        run = OxmlElement("w:r")
        cell.find(qn("w:p")).append(run)
        runs = [run]
    for child in [*runs[0]]:
        if child.tag != qn("w:rPr"):
            runs[0].remove(child)
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    runs[0].append(words)


def _read(cell: Any) -> str:
    return "".join(words.text or "" for words in cell.iter(qn("w:t")))


def untouched(_: Any, __: Any) -> None: ...


def rows_moved(_: Any, table: Any) -> None:
    """Rows change places within their groups."""
    dice = random.Random(1)
    groups: dict[str, list[Any]] = {}
    for row, key in zip(_rows(table), _keys(), strict=True):
        if form().row(key).kind == "indicator":
            groups.setdefault(form().group_of(key).key, []).append(row)
    for rows in groups.values():
        places = [row.getprevious() for row in rows]
        first = places[0]
        mixed = dice.sample(rows, len(rows))
        for row in reversed(mixed):
            first.addnext(row)


def groups_moved(_: Any, table: Any) -> None:
    """Whole groups change places within their section."""
    rows, keys = _rows(table), _keys()
    for section in form().sections:
        groups: dict[str, list[Any]] = {}
        head = rows[keys.index(section.key)]
        for row, key in zip(rows, keys, strict=True):
            if key != section.key and form().section_of(key).key == section.key:
                groups.setdefault(form().group_of(key).key, []).append(row)
        for group in groups.values():  # each put first: the order is turned round
            for row in reversed(group):
                head.addnext(row)


def labels_without_accents(_: Any, table: Any) -> None:
    for row in _rows(table):
        cell = _cell(row, LABEL)
        letters = unicodedata.normalize("NFD", _read(cell).replace("đ", "d").replace("Đ", "D"))
        _write(cell, "".join(c for c in letters if not unicodedata.combining(c)).lower())


def labels_with_slips(_: Any, table: Any) -> None:
    """A letter lost or doubled in every fifteen."""
    dice = random.Random(2)
    for row in _rows(table):
        cell = _cell(row, LABEL)
        text = [*_read(cell)]
        for _ in range(len(text) // 15):
            at = dice.randrange(len(text))
            text[at] = dice.choice(["", text[at] * 2])
        _write(cell, "".join(text))


def labels_in_nfd(_: Any, table: Any) -> None:
    for words in table.iter(qn("w:t")):
        words.text = unicodedata.normalize("NFD", words.text or "")


def labels_shortened(_: Any, table: Any) -> None:
    """Brackets at the end are left out, as "(nếu có)" and "(lũy kế …)"."""
    for row in _rows(table):
        cell = _cell(row, LABEL)
        text = _read(cell)
        if text.endswith(")") and len(text.partition("(")[0]) > 40:
            _write(cell, text.partition("(")[0].strip())


def cells_merged(_: Any, table: Any) -> None:
    """Headings are one cell over the whole width; measures are merged downwards."""
    for row, key in zip(_rows(table), _keys(), strict=True):
        if form().row(key).kind == "section":
            cells = row.findall(qn("w:tc"))
            _write(cells[STT], f"{_read(cells[STT])}")
            about = cells[LABEL].get_or_add_tcPr()
            span = OxmlElement("w:gridSpan")
            span.set(qn("w:val"), "4")
            about.append(span)
            for cell in cells[MEASURE:]:
                row.remove(cell)
    last = ""
    for row in _rows(table):
        cells = row.findall(qn("w:tc"))
        if len(cells) < 5:
            last = ""
            continue
        measure = _read(cells[MEASURE])
        merge = OxmlElement("w:vMerge")
        if measure != last or not measure:
            merge.set(qn("w:val"), "restart")
        cells[MEASURE].get_or_add_tcPr().append(merge)
        last = measure


def pages_split(_: Any, table: Any) -> None:
    """A table for each page, each with the header, a line of text between them."""
    header = table.findall(qn("w:tr"))[:HEADER]
    rest = _rows(table)[15:]
    last = table
    for start in range(0, len(rest), 15):
        made = copy.deepcopy(table)
        for row in made.findall(qn("w:tr")):
            made.remove(row)
        for row in [*map(copy.deepcopy, header), *rest[start : start + 15]]:
            made.append(row)
        words = OxmlElement("w:p")
        last.addnext(words)
        words.addnext(made)
        last = made


def pages_split_without_headers(_: Any, table: Any) -> None:
    rest = _rows(table)[40:]
    made = copy.deepcopy(table)
    for row in made.findall(qn("w:tr")):
        made.remove(row)
    for row in rest:
        made.append(row)
    words = OxmlElement("w:p")
    table.addnext(words)
    words.addnext(made)


def other_font_and_runs(_: Any, table: Any) -> None:
    """Every word is a run of its own, in another font, some of it bold."""
    for run in [*table.iter(qn("w:r"))]:
        text = "".join(words.text or "" for words in run.iter(qn("w:t")))
        pieces = text.split(" ")
        for n, piece in enumerate(pieces):
            made = copy.deepcopy(run)
            for words in [*made.iter(qn("w:t"))]:
                made.remove(words)
            words = OxmlElement("w:t")
            words.text = piece + (" " if n < len(pieces) - 1 else "")
            words.set(qn("xml:space"), "preserve")
            fonts = OxmlElement("w:rFonts")
            fonts.set(qn("w:ascii"), "VNI-Times")
            made.get_or_add_rPr().append(fonts)
            made.append(words)
            run.addprevious(made)
        run.getparent().remove(run)


def changes_tracked(_: Any, table: Any) -> None:
    """Old numbers are struck out and the true ones inserted; a foreign row is deleted."""
    for row in _rows(table):
        value = _cell(row, VALUE)
        if not _read(value):
            continue
        run = next(value.iter(qn("w:r")))
        struck = OxmlElement("w:del")
        old = copy.deepcopy(run)
        for words in old.findall(qn("w:t")):
            words.tag = qn("w:delText")
            words.text = "999"
        struck.append(old)
        inserted = OxmlElement("w:ins")
        run.addprevious(struck)
        run.addprevious(inserted)
        inserted.append(run)
    gone = copy.deepcopy(_rows(table)[2])
    _write(_cell(gone, VALUE), "888")
    flags = gone.get_or_add_trPr()
    flags.append(OxmlElement("w:del"))
    _rows(table)[2].addnext(gone)


def column_added(_: Any, table: Any) -> None:
    """A column with last period's numbers beside this one's."""
    for n, row in enumerate(table.findall(qn("w:tr"))):
        cells = row.findall(qn("w:tc"))
        made = copy.deepcopy(cells[-1])
        _write(made, "Kỳ trước" if n == 0 else "" if n == 1 else "777")
        cells[-1].addprevious(made)


def stt_left_out(_: Any, table: Any) -> None:
    for row in table.findall(qn("w:tr")):
        row.remove(row.findall(qn("w:tc"))[0])


def rows_deleted_and_foreign_ones(_: Any, table: Any) -> list[str]:
    """Every twelfth row is gone, and rows of another form stand between."""
    left = []
    for n, (row, key) in enumerate(zip(_rows(table), _keys(), strict=True)):
        if n % 12 == 7 and form().row(key).kind == "indicator":
            row.getparent().remove(row)
            continue
        left.append(key)
        if n % 20 == 3:
            made = copy.deepcopy(row)
            _write(_cell(made, LABEL), f"Số liệu riêng của đơn vị thứ {n}")
            _write(_cell(made, VALUE), "66")
            row.addnext(made)
    return left


def blank_rows_between(_: Any, table: Any) -> None:
    for n, row in enumerate(_rows(table)):
        if n % 4 == 0:
            made = copy.deepcopy(row)
            for column in range(5):
                _write(_cell(made, column), "")
            row.addnext(made)


def content_controls(_: Any, table: Any) -> None:
    """Values stand in content controls, as in forms made in Word."""
    for row in _rows(table):
        value = _cell(row, VALUE)
        for run in [*value.iter(qn("w:r"))]:
            control, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
            control.append(inside)
            run.addprevious(control)
            inside.append(run)


WORD = (
    untouched,
    rows_moved,
    groups_moved,
    labels_without_accents,
    labels_with_slips,
    labels_in_nfd,
    labels_shortened,
    cells_merged,
    pages_split,
    pages_split_without_headers,
    other_font_and_runs,
    changes_tracked,
    column_added,
    stt_left_out,
    rows_deleted_and_foreign_ones,
    blank_rows_between,
    content_controls,
)


def _table() -> list[list[Any]]:
    """The appendix as lines of a sheet, plain numbers as numbers."""
    document = Document(BytesIO(original()))
    lines: list[list[Any]] = []
    for row in document.tables[0]._tbl.findall(qn("w:tr")):
        cells = [_read(cell) for cell in row.findall(qn("w:tc"))]
        cells += [""] * (5 - len(cells))
        lines.append([float(c) if c.isdecimal() and n == VALUE else c for n, c in enumerate(cells)])
    lines[0] = ["STT", "Chỉ tiêu thống kê", "Kết quả thống kê", "", "Ghi chú"]
    lines[1] = ["", "", "Đơn vị tính", "Số liệu", ""]
    return lines


def excel_as_is() -> list[list[Any]]:
    return _table()


def excel_offset() -> list[list[Any]]:
    """The table begins at C6, with titles above it."""
    titles = [[], ["", "PHỤ LỤC BÁO CÁO"], ["", "QUÝ IV NĂM 2022"], [], []]
    return [*titles, *(["", "", *line] for line in _table())]


def excel_sorted() -> list[list[Any]]:
    """Sorted by label within each group, by somebody who knows Excel."""
    lines = _table()
    done, group = lines[:HEADER], []
    for line, key in zip(lines[HEADER:], _keys(), strict=True):
        if form().row(key).kind == "indicator":
            group.append(line)
            continue
        done += sorted(group, key=lambda one: one[LABEL])
        done.append(line)
        group = []
    return done + sorted(group, key=lambda one: one[LABEL])


def excel_with_texts() -> list[list[Any]]:
    """Numbers kept as texts, a header on one line, no measures."""
    rows = [
        [str(int(cell)) if isinstance(cell, float) else cell for cell in line]
        for line in _table()[HEADER:]
    ]
    lines = [["STT", "Chỉ tiêu", "", "Số liệu", "Ghi chú"], *rows]
    return [[cell for n, cell in enumerate(line) if n != MEASURE] for line in lines]


EXCEL = (excel_as_is, excel_offset, excel_sorted, excel_with_texts)


_DOCUMENTS = {f"{damage.__name__}.docx": damage for damage in (*WORD, *CELLS, *ROWS)}
_SHEETS = {f"{make.__name__}.xlsx": make for make in EXCEL}
DAMAGED = (*_DOCUMENTS, *_SHEETS)  # the names of all


@cache
def damaged(name: str, *, whole: bool = False) -> Damaged:
    """The file of this name; Excel's are always made of the sample."""
    if name in _SHEETS:
        return Damaged(name, workbook(_SHEETS[name]()), tuple(_keys()))
    return word_with(_DOCUMENTS[name], whole=whole)


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts, for files that are no appendixes at all."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def main() -> None:
    """Print how much of each file is matched; keep the files when a folder is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    for file in map(damaged, DAMAGED):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file.name).write_bytes(file.content)
        filed = read_filed(form(), file.name, file.content)
        rate = filed.matched / len(file.keys)
        doubts = f"unplaced {len(filed.unplaced)}, unread {len(filed.unread)}"
        print(f"{file.name:40} {filed.matched:3}/{len(file.keys):3} {rate:6.1%}  {doubts}")


if __name__ == "__main__":
    main()
