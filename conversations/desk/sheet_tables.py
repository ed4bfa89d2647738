"""The sheet of a report: its tables in printed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from conversations.desk.row_checks import FailedRows, find_failed_rows
from conversations.desk.sheet import (
    DeskColumn,
    ReportSheet,
    SheetCounts,
    SheetRow,
    SheetRowKind,
    SheetSection,
    SheetTable,
)
from conversations.desk.sheet_rows import RowMaker, has_names
from conversations.forms.growth import fit_form, lay_lines
from conversations.forms.header_grid import lay_out_header
from conversations.forms.model import Form
from conversations.forms.row import RowKind
from conversations.forms.tables import Block, Growth, Line
from conversations.reports.model import Report


def lay_out_sheet(
    form: Form,
    report: Report,
    *,
    mine: frozenset[str] = frozenset(),
    me: str = "",
    failed: FailedRows | None = None,
    only: Set[str] | None = None,
) -> ReportSheet:
    """The sheet as this person sees it, who was handed the rows `mine` and whom answers refer to
    as `me`. `form` may have only the rows that they may see; `only` these printed rows are
    laid out, where some are named. `failed` are the checks that do not hold, where they are
    known."""
    form = fit_form(form, report.answers)
    maker = RowMaker(form, report, mine, me, failed or find_failed_rows(form, report))
    tables = tuple(_tables(maker, only))
    past = report.last or report.latest
    return ReportSheet(tables, _counts(maker), past.period.name if past is not None else "")


def _counts(maker: RowMaker) -> SheetCounts:
    form, report = maker.form, maker.report
    filled = report.answered.count(form.counted_at)
    asked = map(form.row, form.order)
    waiting = sum(maker.waits(row) for row in asked if row.computed is None)
    failed = maker.failed
    return SheetCounts(form.asked_count, filled, waiting, failed.hard, failed.soft)


def _tables(maker: RowMaker, only: Set[str] | None) -> Iterator[SheetTable]:
    if not any(block.columns for block in maker.form.blocks):
        yield _plain_table(maker, only)
        return
    for block in maker.form.blocks:
        if block.columns:
            yield _block_table(maker, block, only)


def _plain_table(maker: RowMaker, only: Set[str] | None) -> SheetTable:
    """A form that is one table with one answer in a row."""
    rows = []
    for row in maker.form.rows:
        if only is not None and row.key not in only:
            continue
        kind = SheetRowKind.ASKED if row.answer is not None else SheetRowKind.HEADING
        cells = (row.key,) if row.answer is not None else (None,)
        rows.append((row.kind is RowKind.SECTION, maker.row(row, cells, kind, beside=True)))
    column = DeskColumn("", "Kỳ này", "Kỳ này", "")
    return SheetTable("", "", "", False, (column,), None, _folded(rows))


def _block_table(maker: RowMaker, block: Block, only: Set[str] | None) -> SheetTable:
    rows = [*_block_rows(maker, block, only)]
    top = min((row.level for row in rows if row.kind is SheetRowKind.HEADING), default=0)
    wide = block.is_wide
    pairs = [(row.kind is SheetRowKind.HEADING and row.level == top, row) for row in rows]
    return SheetTable(
        key=block.key,
        title=block.title,
        above=block.above,
        wide=wide,
        columns=tuple(
            DeskColumn(one.key, one.label, " › ".join(one.path), one.measure)
            for one in block.columns
        ),
        heads=lay_out_header(block) if wide else None,
        sections=_folded(pairs),
        footnotes=block.footnotes,
        stubs=len(block.stubs),
        has_measures=not wide or any(stub.holds == "measure" for stub in block.stubs),
        has_codes=any(stub.holds == "code" for stub in block.stubs),
    )


def _block_rows(maker: RowMaker, block: Block, only: Set[str] | None) -> Iterator[SheetRow]:
    for growth, lines in lay_lines(maker.form, block):
        for line in lines:
            if only is None or line.key in only:
                yield _line(maker, block, line)
        if growth is not None and growth.names in maker.form.by_key:
            yield from _growth(maker, block, growth)


def _line(maker: RowMaker, block: Block, line: Line) -> SheetRow:
    row = maker.form.row(line.key)
    keys = [line.cells.get(column.key) for column in block.columns]
    kind = SheetRowKind.ITEM if line.is_item else SheetRowKind.ASKED
    if not line.is_item and not any(keys):
        kind = SheetRowKind.HEADING
    known = maker.form.by_key
    cells = [key if key in known else None for key in keys]
    return maker.row(row, cells, kind, beside=not block.is_wide)


def _growth(maker: RowMaker, block: Block, growth: Growth) -> Iterator[SheetRow]:
    """Where the next item is added, always laid out; while there is none, the state of the whole
    list stands there, as `không phát sinh`."""
    names = maker.form.row(growth.names)
    empty = not has_names(maker.report.answer(growth.names))
    cells: tuple[str | None, ...] = (None,) * len(block.columns)
    if empty:
        cells = (growth.names, *cells[1:])
    made = maker.row(names, cells, SheetRowKind.GROWTH, beside=False)
    yield replace(made, stt="", measure="", note=None, name=maker.name(names, growth.names))


def _folded(rows: Sequence[tuple[bool, SheetRow]]) -> tuple[SheetSection, ...]:
    """The rows parted at these headings."""
    found: list[tuple[SheetRow | None, list[SheetRow]]] = []
    for begins, row in rows:
        if begins:
            found.append((row, []))
        elif not found:
            found.append((None, [row]))
        else:
            found[-1][1].append(row)
    return tuple(
        SheetSection(heading.key if heading is not None else "", heading, tuple(below))
        for heading, below in found
    )
