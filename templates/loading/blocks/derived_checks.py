"""Checks that follow from how a table is made, so that nobody writes them: parts of a column, rows
that split another, rows that are among another, answers that are required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from templates.loading.blocks.block_schema import BlockSpec
from templates.loading.blocks.cell_expressions import CellGrid
from templates.loading.form_schema import CheckSpec

OF_WHICH, SUM, SPLIT, AMONG, REQUIRED = "of", "sum", "split", "among", "needed"
MEND = "hãy sửa một bên"


@dataclass(frozen=True)
class NamedGrid:
    """A table's cells, what its rows and columns are called, and which cells are computed, with
    the expression."""

    block: BlockSpec
    grid: CellGrid
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    computed: Mapping[str, str]

    @property
    def stands_alone(self) -> bool:
        return len(self.columns) == 1

    def at(self, row: str, column: str = "") -> str:
        """The row, and the column where there are several, in words."""
        named = f"“{self.rows[row]}”" if self.rows[row] else ""
        beside = f"cột “{self.columns[column]}”" if column and not self.stands_alone else ""
        return ", ".join(filter(None, (named, beside)))


def derive_checks(table: NamedGrid) -> dict[str, CheckSpec]:
    """The checks by id: what is checked, then the cell that it is about."""
    return dict(
        pair
        for found in (_parts(table), _sums(table), _splits(table), _among(table), _required(table))
        for pair in found
    )


def _check(must: str, message: str, severity: str = "hard") -> CheckSpec:
    return CheckSpec(severity=severity, must=must, message=message)


def _parts(table: NamedGrid) -> Iterator[tuple[str, CheckSpec]]:
    for key, column in table.block.columns.items():
        for row in table.grid.rows:
            part, whole = table.grid.cell(row, key), table.grid.cell(row, column.part_of or "")
            if part is None or whole is None or f"[{part}]" in table.computed.get(whole, ""):
                continue
            names = table.columns
            said = f"“{names[key]}” nhiều hơn “{names[column.part_of or '']}”"
            where = f"{table.at(row)}: " if table.rows[row] else ""
            yield f"{OF_WHICH}.{part}", _check(f"[{part}] <= [{whole}]", f"{where}{said}; {MEND}.")


def _sums(table: NamedGrid) -> Iterator[tuple[str, CheckSpec]]:
    for key, column in table.block.columns.items():
        for number, parts in enumerate(column.sums, 1):
            for row in table.grid.rows:
                whole = table.grid.cell(row, key)
                found = [table.grid.cell(row, part) for part in parts]
                named = [f"[{cell}]" for cell in found if cell is not None]
                if whole is None or not named:
                    continue
                where = f"{table.at(row)}: " if table.rows[row] else ""
                said = f"“{table.columns[key]}” khác tổng các cột {', '.join(parts)}"
                message = f"{where}{said}; {MEND}."
                check = _check(f"[{whole}] = {' + '.join(named)}", message)
                yield f"{SUM}{number}.{whole}", check


def _splits(table: NamedGrid) -> Iterator[tuple[str, CheckSpec]]:
    for key, line in table.block.rows.items():
        if line.splits is None:
            continue
        below = [one for one, other in table.block.rows.items() if other.within == key]
        for column in table.grid.columns_of(line.splits):
            whole = table.grid.cell(line.splits, column)
            found = [table.grid.cell(row, column) for row in below]
            named = [f"[{cell}]" for cell in found if cell is not None]
            if whole is None or not named or column not in table.grid.summed:
                continue
            if whole in table.computed and all(one in table.computed[whole] for one in named):
                continue
            own = line.splits == key
            parts = "các dòng dưới nó" if own else f"các dòng của “{table.rows[key]}”"
            message = f"{table.at(line.splits, column)}: khác tổng {parts}; {MEND}."
            yield f"{SPLIT}.{key}.{whole}", _check(f"[{whole}] = {' + '.join(named)}", message)


def _among(table: NamedGrid) -> Iterator[tuple[str, CheckSpec]]:
    for key, line in table.block.rows.items():
        for column in table.grid.columns_of(key) if line.of_which else ():
            part = table.grid.cell(key, column)
            whole = table.grid.cell(line.of_which or "", column)
            if part is None or whole is None or column not in table.grid.summed:
                continue
            said = f"{table.at(key, column)}: nhiều hơn “{table.rows[line.of_which or '']}”"
            yield f"{AMONG}.{part}", _check(f"[{part}] <= [{whole}]", f"{said}; {MEND}.")


def _required(table: NamedGrid) -> Iterator[tuple[str, CheckSpec]]:
    for key, line in table.block.rows.items():
        if line.required is None:
            continue
        for column in table.grid.columns_of(key):
            cell = table.grid.cell(key, column)
            if cell is None or cell in table.computed:
                continue
            must = f"filled([{cell}])"
            yield f"{REQUIRED}.{cell}", _check(must, _lacking(table, key, column), line.required)


def _lacking(table: NamedGrid, row: str, column: str) -> str:
    return f"{table.at(row, column)}: chưa có số liệu; hãy ghi số, hoặc nêu lý do."
