"""A form of blocks as a sheet: its tables with their own headers, as it is printed or to be filled.
Numbers are numbers, texts are texts and never formulas; the key of each row stands behind it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

from conversations.answer_types.items import ItemsType
from conversations.forms.growth import fit_form, lay_lines
from conversations.forms.header_grid import lay_out_header
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import Block, Growth, Line, Stub
from conversations.reports.model import Report
from conversations.reports.printed_answers import STATE_WORDS, note_cell
from conversations.reports.seal import make_seal
from conversations.text.normalize import capitalise
from templates.documents.appendix_table import printed_seal
from templates.documents.excel.block_cells import (
    LOOKS,
    BlockSheet,
    find_looks,
    limit_cell,
    state_words,
)
from templates.documents.excel.block_prose import write_prose
from templates.documents.excel.block_signers import write_issue, write_signers
from templates.documents.excel.cells import (
    A4,
    BOXED,
    FONT,
    MARGIN,
    OPTIONS,
    Content,
    cell_of,
    document_properties,
    height_of,
    look_of,
    title_lines,
    write_cell,
)
from templates.documents.excel.workbook import number_width
from templates.documents.safe_text import clean_xml_text

WIDTHS = {"stt": 6.0, "code": 8.0, "label": 44.0, "measure": 14.0}
LEAST, MOST, NOTE, KEY = 11.0, 22.0, 26.0, 9.0  # characters of a column of answers, notes, keys
HEADING, PROSE = 34.0, 90.0  # of headings, and of texts beside them
FEW_COLUMNS = 6  # of answers that stand on a page upright
LEAST_TITLE = 5  # printed columns over which a title stands
SPARE = 10  # empty rows in each place where rows may be added
KEY_HEAD = "Mã"


def render_block_sheet(form: Form, report: Report) -> bytes:
    """The report as an .xlsx with one sheet; the same report gives the same bytes."""
    return _render(form, report, fill=False)


def render_block_fill(form: Form, report: Report) -> bytes:
    """The same as a workbook to be filled: only what is asked can be written in."""
    return _render(form, report, fill=True)


def _render(form: Form, report: Report, *, fill: bool) -> bytes:
    form = fit_form(form, report.answers)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sealed = None if fill else make_seal(report)
        document_properties(book, form, report, sealed)
        page = book.add_worksheet("Biểu mẫu" if fill else "Phụ lục")
        sheet = BlockSheet(book, page, form, report, fill)
        looks = LOOKS | find_looks(form)
        sheet.looks = {name: book.add_format(BOXED | look) for name, look in looks.items()}
        blocks = [block for block in form.blocks if block.columns]
        tables = [block for block in blocks if block.is_table]
        _set_widths(sheet, tables)
        widest = max(max(map(_width, blocks), default=0), LEAST_TITLE)
        sheet.at = write_issue(sheet)
        sheet.at = title_lines(book, page, form, report, widest - 1, sheet.at)
        if fill:
            page.write_string(sheet.at, 0, _HELP, book.add_format(FONT | {"italic": True}))
            sheet.at += 2
        for block in blocks:
            (_table if block.is_table else write_prose)(sheet, block)
        if not fill:
            write_signers(sheet, report, widest - 1)
            page.write_string(sheet.at, 0, printed_seal(sealed)["line"], book.add_format(FONT))
        _set_up(sheet, max((len(block.columns) for block in blocks), default=1))
    return buffer.getvalue()


_HELP = (
    "Chỉ điền ô màu vàng. Ô để trống không đổi gì. Không có số thì gõ: không phát sinh, "
    "chưa có số, không thuộc thẩm quyền. Xong thì lưu và gửi tệp vào chat."
)


def _width(block: Block) -> int:
    """How many columns of the sheet a table takes, that of the keys among them."""
    return len(block.stubs) + len(block.columns) + bool(block.note) + 1


def _table(sheet: BlockSheet, block: Block) -> None:
    last = _width(block) - 1
    for words in filter(None, (block.title, block.above)):
        sheet.page.write_string(sheet.at, 0, clean_xml_text(words), sheet.book.add_format(FONT))
        sheet.at += 1
    _header(sheet, block, last)
    for growth, lines in lay_lines(sheet.form, block):
        for line in lines:
            _line(sheet, block, line, last)
        if growth is not None:
            _beneath(sheet, block, growth, len(lines), last)
    for words in block.footnotes:
        sheet.page.write_string(sheet.at, 0, clean_xml_text(words), sheet.book.add_format(FONT))
        sheet.at += 1
    sheet.at += 1


def _header(sheet: BlockSheet, block: Block, last: int) -> None:
    grid, page, look = lay_out_header(block), sheet.page, sheet.looks["head"]
    top = sheet.at
    for head in grid.heads:
        first = (top + head.line, head.column)
        end = (first[0] + head.down - 1, first[1] + head.across - 1)
        words = clean_xml_text(head.text)
        if first == end:
            page.write_string(*first, words, look)
        else:
            page.merge_range(*first, *end, words, look)
    bottom = top + grid.depth - 1
    if grid.depth > 1:
        page.merge_range(top, last, bottom, last, KEY_HEAD, look)
    else:
        page.write_string(top, last, KEY_HEAD, look)
    sheet.at = bottom + 1
    for line in range(top, bottom + 1):
        beside = [head for head in grid.heads if head.line + top == line and head.down == 1]
        room = [sum(_least_widths(block)[one.column : one.column + one.across]) for one in beside]
        page.set_row(line, max(height_of([one.text for one in beside], room), 32))
    if grid.numbers:
        for at, number in enumerate(grid.numbers):
            page.write_string(sheet.at, at, number, sheet.looks["number"])
        sheet.at += 1


def _set_widths(sheet: BlockSheet, tables: Sequence[Block]) -> None:
    """The columns as wide as each of the tables needs them; where there is only prose, as wide as
    that does."""
    for block in tables:
        for at, wide in enumerate(_least_widths(block)):
            sheet.widths[at] = max(sheet.widths.get(at, 0), wide)
    sheet.widths = sheet.widths or dict(enumerate((HEADING, PROSE, KEY)))
    room = sheet.widths[0]
    while room < HEADING and sheet.labels < len(sheet.widths) - 2:
        room += sheet.widths[sheet.labels]
        sheet.labels += 1


def _least_widths(block: Block) -> list[float]:
    longest = [
        max((len(word) for word in column.label.split()), default=0) for column in block.columns
    ]
    few = len(block.columns) <= FEW_COLUMNS
    answers = [min(max(LEAST if few else 8.0, one * 1.3), MOST) for one in longest]
    notes = [NOTE] if block.note else []
    return [*(WIDTHS[stub.holds] for stub in block.stubs), *answers, *notes, KEY]


def _line(sheet: BlockSheet, block: Block, line: Line, last: int) -> None:
    form, report, page = sheet.form, sheet.report, sheet.page
    row = form.row(line.key)
    contents: list[Content] = []
    for at, stub in enumerate(block.stubs):
        words = clean_xml_text(stub_words(row, stub))
        name = "bold" if line.is_heading else "text" if stub.holds == "label" else "centre"
        write_cell(page, sheet.at, at, words, sheet.looks[name])
        contents.append(words)
    for at, column in enumerate(block.columns, len(block.stubs)):
        key = line.cells.get(column.key)
        if key is None:
            look = sheet.looks["text" if line.is_heading else "grey"]
            write_cell(page, sheet.at, at, None, look)
            contents.append(None)
        else:
            contents.append(_answer(sheet, form.row(key), at))
    if block.note:
        note = clean_xml_text(note_cell(report.answer(line.key)))
        look = sheet.looks["open.text" if sheet.fill else "text"]
        write_cell(page, sheet.at, last - 1, note, look)
        contents.append(note)
    write_cell(page, sheet.at, last, row.tag or None, sheet.looks["key"])
    widths = [sheet.widths[at] for at in range(len(contents))]
    page.set_row(sheet.at, height_of(contents, widths))
    sheet.at += 1


def _beneath(sheet: BlockSheet, block: Block, growth: Growth, count: int, last: int) -> None:
    """What stands below the rows that were added: to be filled, empty ones for more; in print one
    row where there are none."""
    form, page = sheet.form, sheet.page
    kind = form.row(growth.names).answer
    most = kind.most if isinstance(kind, ItemsType) else count
    spare = min(SPARE, most - count) if sheet.fill else int(not count)
    words = STATE_WORDS.get(sheet.report.answer(growth.names).state, "") if not count else ""
    pattern = (form.pattern or form).blocks_by_key[block.key]
    cells = next(line.cells for line in pattern.lines if line.key == growth.pattern)
    side = "open" if sheet.fill else ""
    for number in range(spare):
        for at, stub in enumerate(block.stubs):
            name = "open.text" if stub.holds == "label" and side else "text"
            said = capitalise(words) if stub.holds == "label" and not number else None
            write_cell(page, sheet.at, at, said or None, sheet.looks[name])
        for at, column in enumerate(block.columns, len(block.stubs)):
            key = cells.get(column.key)
            row = (form.pattern or form).row(key) if key is not None else None
            if row is None or row.computed is not None or not sheet.fill:
                write_cell(page, sheet.at, at, None, sheet.looks["text" if row else "grey"])
            else:
                write_cell(page, sheet.at, at, None, sheet.looks[_open_look(row)])
                limit_cell(sheet, row, at)
        if block.note:
            write_cell(page, sheet.at, last - 1, None, sheet.looks["open.text" if side else "text"])
        sheet.at += 1


def _open_look(row: Row) -> str:
    kind = row.answer_type
    return f"open.{kind.number_format or ('count' if kind.is_number else 'text')}"


def stub_words(row: Row, stub: Stub) -> str:
    """What stands in a column that is not asked."""
    if stub.holds == "stt":
        return row.stt if row.stt != row.code or not row.code else ""
    if stub.holds == "measure":
        return row.measure
    if stub.holds == "code":
        return row.code
    return row.label.replace("<i>", "").replace("</i>", "")


def _answer(sheet: BlockSheet, row: Row, at: int) -> Content:
    answer = sheet.report.answer(row.key)
    content = cell_of(answer).value
    whole = isinstance(content, Decimal) and content == content.to_integral_value()
    counts = whole or (content is None and row.answer_type.is_number)
    if sheet.fill:
        content = content if content is not None else state_words(answer)
        side = "shut" if row.computed else "open"
        kind = "count" if counts else "value" if side == "shut" or row.holds_number else "text"
        kind = row.answer_type.number_format or kind
        write_cell(sheet.page, sheet.at, at, content, sheet.looks[f"{side}.{kind}"])
        if row.computed is None:
            limit_cell(sheet, row, at)
    else:
        kind = "count" if counts else "value" if isinstance(content, Decimal) else "text"
        if row.answer_type.number_format and not isinstance(content, str):
            kind = look_of(row, content) if content is not None else kind
        write_cell(sheet.page, sheet.at, at, content, sheet.looks[kind])
    if isinstance(content, Decimal):
        sheet.widths[at] = max(sheet.widths[at], number_width(content))
    return content


def _set_up(sheet: BlockSheet, columns: int) -> None:
    page = sheet.page
    for at, wide in sheet.widths.items():
        page.set_column(at, at, wide)
    page.set_paper(A4)
    page.set_margins(**MARGIN)
    page.fit_to_pages(1, 0)
    if columns > FEW_COLUMNS:
        page.set_landscape()
    if sheet.fill:
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    else:
        page.set_header("&C&P", {"margin": 0.4})
