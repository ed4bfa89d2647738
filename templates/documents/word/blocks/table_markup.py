"""A table of a form in WordprocessingML: its header from the heads of the columns, the line of
numbers, and a row for each printed line with a tag in each cell that is asked."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.forms.header_grid import Head, lay_out_header
from conversations.forms.model import Form
from conversations.forms.tables import Block, Column, Growth, Line, Stub
from templates.documents.word.blocks.markup import (
    GREY,
    HEAD,
    write_cell,
    write_paragraph,
    write_row,
    write_run,
    write_table,
    write_tag,
)
from templates.documents.word.blocks.table_widths import INSET, TableWidths

_ALIGN = {"label": "left", "stt": "center", "code": "center", "measure": "center"}


def write_block_table(form: Form, block: Block, setting: TableWidths) -> str:
    """The table of this block."""
    rows = [*_header(block, setting)]
    for line in block.lines:
        growth = next((one for one in form.growths if one.pattern == line.key), None)
        if growth is None:
            rows.append(write_row(_line(form, block, line, setting)))
        else:
            rows += _added(block, growth, line, setting)
    return write_table(rows, setting.columns, inset=INSET, lines=True)


def _header(block: Block, setting: TableWidths) -> Iterator[str]:
    grid, size = lay_out_header(block), setting.size
    for line in range(grid.depth):
        cells: dict[int, str] = {}
        for head in grid.heads:
            if head.line <= line < head.line + head.down:
                cells[head.column] = _head(head, line, setting)
        yield write_row((cells[at] for at in sorted(cells)), header=True)
    if grid.numbers:
        numbered = (
            write_cell(write_paragraph(write_run(text, size - 4, italic=True), "center"), width)
            for text, width in zip(grid.numbers, setting.columns, strict=True)
        )
        yield write_row(numbered, header=True)


def _head(head: Head, line: int, setting: TableWidths) -> str:
    width = sum(setting.columns[head.column : head.column + head.across])
    first = line == head.line
    words = write_run(head.text, setting.size, bold=True) if first else ""
    merge = "" if head.down == 1 else "restart" if first else "continue"
    inside = write_paragraph(words, "center")
    return write_cell(inside, width, across=head.across, merge=merge, fill=HEAD)


def _line(form: Form, block: Block, line: Line, setting: TableWidths) -> Iterator[str]:
    widths = iter(setting.columns)
    for stub in block.stubs:
        words = write_run(_printed(form, line, stub), setting.size, bold=line.is_heading)
        yield write_cell(write_paragraph(words, _ALIGN[stub.holds]), next(widths))
    for column in block.columns:
        key = line.cells.get(column.key)
        grey = "" if line.is_heading else GREY
        named = f'cells["{key}"].value'
        yield _filled(column, named, key is not None, widths, setting.size, grey)
    if block.note:
        tag = write_tag(f'{{{{ cells["{line.key}"].note }}}}', setting.size)
        yield write_cell(write_paragraph(tag), next(widths))


def _added(block: Block, growth: Growth, line: Line, setting: TableWidths) -> Iterator[str]:
    """A row for each that was added: the words of its label are a report's, not the form's."""
    width, size = sum(setting.columns), setting.size
    loop = f'{{%tr for row in tables["{block.key}"]["added"]["{growth.place}"] %}}'
    yield write_row([write_cell(write_paragraph(write_tag(loop, size)), width)])
    yield write_row(_item(block, line, setting))
    yield write_row([write_cell(write_paragraph(write_tag("{%tr endfor %}", size)), width)])


def _item(block: Block, line: Line, setting: TableWidths) -> Iterator[str]:
    widths, size = iter(setting.columns), setting.size
    for stub in block.stubs:
        tag = write_tag(f"{{{{ row.{stub.holds} }}}}", size)
        yield write_cell(write_paragraph(tag, _ALIGN[stub.holds]), next(widths))
    for column in block.columns:
        yield _filled(column, f'row.cells["{column.key}"]', column.key in line.cells, widths, size)
    if block.note:
        yield write_cell(write_paragraph(write_tag("{{ row.note }}", size)), next(widths))


def _printed(form: Form, line: Line, stub: Stub) -> str:
    row = form.row(line.key)
    if stub.holds == "stt":
        return row.stt if row.stt != row.code or not row.code else ""
    if stub.holds == "measure":
        return row.measure
    return row.code if stub.holds == "code" else row.label


def _filled(
    column: Column, named: str, is_open: bool, widths: Iterator[int], size: int, grey: str = GREY
) -> str:
    """A cell that prints what is named so, or a grey one."""
    if not is_open:
        return write_cell("", next(widths), fill=grey)
    align = "right" if column.answer.is_number or column.answer.has_parts else "left"
    tag = write_tag(f"{{{{ {named} }}}}", size)
    return write_cell(write_paragraph(tag, align), next(widths))
