"""The checks that the author of a form of blocks wrote: one that holds in each row or column is
written out as one check for each. Of columns those count whose figures add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from templates.loading.blocks.block_grid import columns_of, grid_of, title_of
from templates.loading.blocks.block_schema import BlockCheckSpec, BlockFormSpec, BlockSpec
from templates.loading.blocks.cell_expressions import CellGrid, of_stars, write_sums
from templates.loading.blocks.column_titles import name_columns
from templates.loading.form_schema import CheckSpec, RuleSpec

Rewrite = Callable[[str], str | None]


def write_checks(spec: BlockFormSpec) -> dict[str, CheckSpec]:
    """The checks by id; behind the name of one that holds in many the row or column."""
    grids = [grid_of(block) for block in spec.blocks.values()]
    whole = CellGrid(
        {row: cells for grid in grids for row, cells in grid.cells.items()},
        frozenset().union(*(grid.summed for grid in grids)),
    )
    found: dict[str, CheckSpec] = {}
    for name, check in spec.checks.items():
        given = {key: value for key, value in check if key not in ("each", "block")}
        if check.each is None or check.block is None:
            plain = _rewritten(CheckSpec(**given), lambda text: write_sums(text, whole))
            found[name] = plain or CheckSpec(**given)
        else:
            found |= dict(_each(name, check, CheckSpec(**given), spec.blocks[check.block]))
    return found


def _each(
    name: str, asked: BlockCheckSpec, check: CheckSpec, block: BlockSpec
) -> Iterator[tuple[str, CheckSpec]]:
    grid, titles = grid_of(block), name_columns(columns_of(block))
    names = {key: title_of(block.rows[key]) for key in grid.rows}
    places = grid.rows if asked.each == "row" else [one for one in titles if one in grid.summed]
    for at in places:
        rewrite = _in_row(grid, at) if asked.each == "row" else _in_column(grid, at)
        one = _rewritten(check, rewrite)
        if one is None:
            continue
        where = names[at] if asked.each == "row" else f"Cột {titles[at]}"
        message = f"“{where}”: {one.message}" if where else one.message
        yield f"{name}/{at}", one.model_copy(update={"message": message})


def _in_row(grid: CellGrid, row: str) -> Rewrite:
    return lambda text: of_stars(write_sums(text, grid, row=row), grid, row=row)


def _in_column(grid: CellGrid, column: str) -> Rewrite:
    return lambda text: of_stars(write_sums(text, grid, column=column), grid, column=column)


def _rewritten(check: CheckSpec, rewrite: Rewrite) -> CheckSpec | None:
    """The check with its expressions rewritten; None where none of them says anything here."""
    when = rewrite(check.when) if check.when is not None else None
    if check.when is not None and when is None:
        return None
    must = rewrite(check.must) if check.must is not None else None
    rules = tuple(filter(None, (_rule(rule, rewrite) for rule in check.rules)))
    if must is None and not rules:
        return None
    return check.model_copy(update={"must": must, "when": when, "rules": rules})


def _rule(rule: RuleSpec, rewrite: Rewrite) -> RuleSpec | None:
    must = rewrite(rule.must)
    when = rewrite(rule.when) if rule.when is not None else None
    if must is None or (rule.when is not None and when is None):
        return None
    return RuleSpec(must=must, when=when)
