"""What must be true of blocks beyond their shape: names, rows and columns that are named. What the
cells have in common with rows of any form is looked at where those are (`lint.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from conversations.forms.model import MAX_ROWS
from conversations.forms.row import Row
from templates.loading.blocks.block_grid import grid_of
from templates.loading.blocks.block_schema import BlockFormSpec, BlockSpec, ColumnSpec, LineSpec
from templates.loading.form_builder import expression_references
from templates.loading.form_schema import FormSpec
from templates.loading.lint import form_expressions
from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

_ROW_KEY = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_COLUMN_KEY = re.compile(r"[A-Za-z0-9]+")
_NAMED = re.compile(r"\[\s*([^\[\]]+?)\s*\]")
_HEADING_ONLY = ("answer", "applies", "required", "computed", "proposal", "void_when", "of_which")


def lint_blocks(spec: BlockFormSpec, file: YamlFile) -> list[Problem]:
    """Every problem of the form's blocks that their shape does not show."""
    found = [*_names(spec, file)]
    for key, block in spec.blocks.items():
        place: Path = ("blocks", key)
        found += _parts(block, place, file)
        found += _columns(block, place, file)
        found += _lines(block, place, file)
    return [*found, *_size(spec, file), *_checks(spec, file)]


def _size(spec: BlockFormSpec, file: YamlFile) -> Iterator[Problem]:
    grids = map(grid_of, spec.blocks.values())
    cells = sum(len(line) for grid in grids for line in grid.cells.values())
    if cells > MAX_ROWS:
        yield file.problem(("blocks",), f"{cells} cells", f"at most {MAX_ROWS}")


def _names(spec: BlockFormSpec, file: YamlFile) -> Iterator[Problem]:
    """A name means one thing in the whole form: reports are stored by it."""
    owners: dict[str, str] = {}
    for key, block in spec.blocks.items():
        named: list[tuple[Path, str]] = [(("blocks", key), key)]
        named += [(("blocks", key, "rows", row), row) for row in block.rows]
        for place, name in named:
            if not _ROW_KEY.fullmatch(name):
                allowed = "letters and digits, joined with full stops, as 01 or A.01"
                yield file.problem(place, f"the name {name!r}", allowed)
            if name in owners:
                found = f"the name {name}, which block {owners[name]} has too"
                yield file.problem(place, found, "a name of its own")
            owners.setdefault(name, key)
        for column in block.columns:
            if not _COLUMN_KEY.fullmatch(column):
                place = ("blocks", key, "columns", column)
                yield file.problem(place, f"the name {column!r}", "letters and digits, as 1 or c2")


_ALLOWED = {  # which parts a block of each kind has
    "table": ("columns", "rows", "stubs", "note", "above", "footnotes", "items"),
    "list": ("columns", "rows", "stubs", "note", "above", "footnotes", "items"),
    "facts": ("rows", "stubs", "note", "above", "footnotes"),
    "narrative": ("rows",),
    "signatures": ("signers",),
}


def _parts(block: BlockSpec, place: Path, file: YamlFile) -> Iterator[Problem]:
    allowed = _ALLOWED[block.kind]
    for name in ("columns", "rows", "stubs", "note", "above", "footnotes", "signers", "items"):
        if getattr(block, name) and name not in allowed:
            yield file.problem((*place, name), name, f"of {block.kind}: {', '.join(allowed)}")
    tables = dict.fromkeys(("table", "list"), ("columns", "rows"))
    needed = (tables | {"signatures": ("signers",)}).get(block.kind, ("rows",))
    for name in needed:
        if not getattr(block, name):
            yield file.problem((*place, name), f"no {name}", f"one or more, in a {block.kind}")
    if block.kind in tables and len(block.columns) == 1:
        only = next(iter(block.columns.values()))
        if only.part_of or only.sums or only.computed:
            found = "a column of parts that stands alone"
            yield file.problem((*place, "columns"), found, "two columns or more")


def _columns(block: BlockSpec, place: Path, file: YamlFile) -> Iterator[Problem]:
    columns: Mapping[str, ColumnSpec] = block.columns
    lines = [one for one in block.rows.values() if not one.heading]
    for key, column in columns.items():
        here: Path = (*place, "columns", key)
        if lines and all(one.applies is not None and key not in one.applies for one in lines):
            yield file.problem(here, f"the column {key}, which no row has", "a row with it")
        if column.part_of is not None:
            yield from _known(column.part_of, columns, key, (*here, "part_of"), file)
        for number, parts in enumerate(column.sums):
            for part in parts:
                yield from _known(part, columns, key, (*here, "sums", number), file)
        for name in _NAMED.findall(column.computed or ""):
            yield from _known(name, columns, key, (*here, "computed"), file)
        if column.shows is not None:
            for name, shown in column.shows.given.items():
                yield from _known(shown, columns, "", (*here, "shows", name), file)
                yield from _shown_everywhere(block, key, shown, place, file)
            if len(column.shows.given) != 1:
                found = " and ".join(column.shows.given) or "nothing"
                yield file.problem((*here, "shows"), found, "one of last and last_year")
        if column.computed and column.shows:
            found = "computed and shows"
            yield file.problem((*here, "shows"), found, "one of computed and shows")


def _shown_everywhere(
    block: BlockSpec, key: str, shown: str, place: Path, file: YamlFile
) -> Iterator[Problem]:
    """A row with a column that shows another one has that one too."""
    for name, line in block.rows.items():
        if line.applies is not None and key in line.applies and shown not in line.applies:
            found = f"{key} without {shown}, of which it shows earlier figures"
            yield file.problem((*place, "rows", name, "applies"), found, f"{shown} too, or neither")


def _known(
    name: str, names: Iterable[str], own: str, place: Path, file: YamlFile
) -> Iterator[Problem]:
    others = [one for one in names if one != own]
    if name == own:
        yield file.problem(place, f"{name}, which is itself", ", ".join(others))
    elif name not in others:
        yield file.problem(place, f"the unknown {name}", ", ".join(others))


def _lines(block: BlockSpec, place: Path, file: YamlFile) -> Iterator[Problem]:
    above: set[str] = set()
    for key, line in block.rows.items():
        here: Path = (*place, "rows", key)
        if line.within is not None and line.within not in above:
            where = "below it" if line.within in block.rows else "nowhere in its block"
            found = f"the row {line.within}, which stands {where}"
            yield file.problem((*here, "within"), found, "a row printed above it")
        above.add(key)
        for name in line.applies or ():
            yield from _known(name, block.columns, "", (*here, "applies"), file)
        for name in ("splits", "of_which"):
            yield from _row_named(block, getattr(line, name), key, (*here, name), file)
        yield from _heading(line, here, file)
        for name in _NAMED.findall(line.computed or "") + _NAMED.findall(line.proposal or ""):
            if len(block.columns) > 1:
                yield from _known(name, block.rows, key, (*here, "computed"), file)


def _row_named(
    block: BlockSpec, name: str | None, own: str, place: Path, file: YamlFile
) -> Iterator[Problem]:
    if name is None:
        return
    found = block.rows.get(name)
    if found is None:
        yield file.problem(place, f"the unknown row {name}", "a row of this block")
    elif found.heading:
        yield file.problem(place, f"the heading {name}", "a row with figures")
    elif place[-1] == "of_which" and name == own:
        yield file.problem(place, "the row itself", "another row of this block")
    elif place[-1] == "splits" and not _below(block, own):
        yield file.problem(place, "a row with no rows below it", "rows that are `within` it")


def _below(block: BlockSpec, key: str) -> list[str]:
    return [name for name, one in block.rows.items() if one.within == key and not one.heading]


def _heading(line: LineSpec, here: Path, file: YamlFile) -> Iterator[Problem]:
    if not line.heading:
        return
    for name in _HEADING_ONLY:
        if getattr(line, name) is not None:
            yield file.problem((*here, name), name, "only on a row with figures")


def _checks(spec: BlockFormSpec, file: YamlFile) -> Iterator[Problem]:
    for key, check in spec.checks.items():
        place: Path = ("checks", key)
        if (check.each is None) != (check.block is None):
            missing = "block" if check.each else "each"
            yield file.problem((*place, missing), f"no {missing}", "each and block together")
        elif check.block is not None and check.block not in spec.blocks:
            found = f"the unknown block {check.block}"
            yield file.problem((*place, "block"), found, ", ".join(spec.blocks))


def lint_answered(spec: FormSpec, rows: list[Row], file: YamlFile) -> Iterator[Problem]:
    """An expression names cells: a row with several has no number of its own."""
    asked = {row.key for row in rows if row.answer is not None}
    wide = {row.key for row in rows if row.answer is None}
    for place, text in form_expressions(spec, rows):
        for key in expression_references(text):
            if key in wide and key not in asked:
                allowed = f"one of its cells, as [{key}:1]"
                yield file.problem(place, f"the row {key}, which has no number of its own", allowed)
