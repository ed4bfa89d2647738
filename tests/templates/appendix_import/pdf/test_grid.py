"""Cells from lines alone: whatever the cells are, and however their lines are drawn in pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from templates.appendix_import.pdf.geometry import Rule
from templates.appendix_import.pdf.grid import RuledCell, find_grids

LEFT, TOP, WIDE, HIGH = 40.0, 800.0, 50.0, 20.0


@st.composite
def tilings(draw: st.DrawFn) -> list[RuledCell]:
    """A table of cells, some over several rows and columns."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells = []
    while free:
        top, left = min(free)
        right = left
        most = draw(st.integers(0, 2))
        while right - left < most and (top, right + 1) in free:
            right += 1
        bottom = top
        most = draw(st.integers(0, 2))
        while bottom - top < most and all(
            (bottom + 1, column) in free for column in range(left, right + 1)
        ):
            bottom += 1
        cell = RuledCell(top, left, bottom, right)
        free -= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        cells.append(cell)
    return cells


def lines_of(cells: list[RuledCell], shift: list[float]) -> tuple[list[Rule], list[Rule]]:
    """The sides of each cell, each a little off its place."""
    across, upright = [], []
    off = iter(shift * len(cells) * 4)
    for one in cells:
        x0, x1 = LEFT + one.left * WIDE, LEFT + (one.right + 1) * WIDE
        y0, y1 = TOP - (one.bottom + 1) * HIGH, TOP - one.top * HIGH
        across += [Rule(y0 + next(off), x0, x1), Rule(y1 + next(off), x0, x1)]
        upright += [Rule(x0 + next(off), y0, y1), Rule(x1 + next(off), y0, y1)]
    return across, upright


@given(tilings(), st.lists(st.floats(-0.4, 0.4), min_size=1, max_size=5), st.randoms())
def test_the_cells_are_those_that_were_drawn(cells, shift, dice) -> None:
    across, upright = lines_of(cells, shift)
    dice.shuffle(across)
    dice.shuffle(upright)
    grids = find_grids(across, upright, 1)
    edges = {one.left for one in cells} | {one.right + 1 for one in cells}
    if len(edges) < 3:  # one column alone is no table
        assert grids == []
        return
    (grid,) = grids
    for cell in cells:
        x, y = LEFT + (cell.left + 0.5) * WIDE, TOP - (cell.top + 0.5) * HIGH
        slot = grid.slot(x, y)
        assert slot is not None
        found = grid.cells[slot]
        last = grid.slot(LEFT + (cell.right + 0.5) * WIDE, TOP - (cell.bottom + 0.5) * HIGH)
        assert last is not None
        assert (found.top, found.left, found.bottom, found.right) == (*slot, *last)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_line_in_pieces_is_one(cuts: list[float]) -> None:
    places = sorted({0.0, 1.0, *cuts})
    pieces = [Rule(700, 50 + 100 * a, 50 + 100 * b) for a, b in pairwise(places)]
    posts = [Rule(x, 600, 700) for x in (50.0, 100.0, 150.0)]
    (grid,) = find_grids([*pieces, Rule(600, 50, 150)], posts, 1)
    assert (grid.rows, grid.columns) == (1, 2)


def test_tables_that_do_not_touch_are_several() -> None:
    one, other = lines_of([RuledCell(0, 0, 0, 0), RuledCell(0, 1, 0, 1)], [0.0])
    low = [Rule(rule.at - 100, rule.start, rule.end) for rule in one]
    posts = [Rule(rule.at + 10, rule.start - 100, rule.end - 100) for rule in other]
    grids = find_grids([*one, *low], [*other, *posts], 1)
    assert [round(grid.ys[0]) for grid in grids] == [800, 700]
