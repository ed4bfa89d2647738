"""Which cells a block has, and what its rows are called."""

from __future__ import annotations

from templates.loading.blocks.block_schema import BlockSpec, ColumnSpec, LineSpec
from templates.loading.blocks.cell_expressions import CellGrid
from templates.loading.blocks.column_titles import clean_head

_ADDED_UP = frozenset({"count", "money", "decimal"})
ALONE = "1"  # the key of a column that has no head of its own
FACTS_HEAD = "Số liệu"


def columns_of(block: BlockSpec) -> dict[str, ColumnSpec]:
    """The columns of answers; facts and narratives have one, that of facts with a head where their
    other columns have heads."""
    headed = block.kind == "facts" and any(stub.label for stub in block.stubs)
    return dict(block.columns) or {ALONE: ColumnSpec(label=FACTS_HEAD if headed else "")}


def grid_of(block: BlockSpec) -> CellGrid:
    """The cells by row and column: a row's own key where the column stands alone."""
    columns = columns_of(block)
    cells = {
        row: {
            column: row if len(columns) == 1 else f"{row}:{column}"
            for column in columns
            if line.applies is None or column in line.applies
        }
        for row, line in block.rows.items()
        if not line.heading
    }
    summed = (one for one, column in columns.items() if _adds_up(block, column))
    return CellGrid(cells, frozenset(summed))


def title_of(line: LineSpec) -> str:
    """What a row is called in a line of text."""
    return clean_head(line.label.removeprefix("- ")).removesuffix(".")


def _adds_up(block: BlockSpec, column: ColumnSpec) -> bool:
    answer = column.answer or block.answer
    kind = answer.get("type") if isinstance(answer, dict) else answer
    word = str(kind or "").partition(" ")[0]
    return column.role not in ("ratio", "text") and word in _ADDED_UP
