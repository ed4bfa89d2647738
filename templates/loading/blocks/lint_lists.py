"""What must be true of lists before their rows are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.forms.model import MAX_ROWS
from conversations.forms.tables import NAMES, Growth
from templates.loading.blocks.block_grid import columns_of
from templates.loading.blocks.block_schema import BlockFormSpec, BlockSpec
from templates.loading.blocks.patterns import find_growths, items_of
from templates.loading.problems import Problem
from templates.loading.yaml_reader import YamlFile

LONGEST_PLACE = 24  # characters of a name below which rows are added: keys begin with it


def lint_lists(spec: BlockFormSpec, file: YamlFile) -> list[Problem]:
    """Every problem of the places where rows are added."""
    found: list[Problem] = []
    for growth in find_growths(spec).values():
        found += _place(spec, growth, file)
    for key, block in spec.blocks.items():
        found += _items(spec, key, block, file)
    return [*found, *_catalogues(spec, file), *_size(spec, file)]


def _place(spec: BlockFormSpec, growth: Growth, file: YamlFile) -> Iterator[Problem]:
    block = spec.blocks[growth.table]
    rows = ("blocks", growth.table, "rows")
    if len(growth.place) > LONGEST_PLACE:
        found = f"{len(growth.place)} characters"
        yield file.problem((*rows, growth.place), found, f"at most {LONGEST_PLACE}")
    for name in (name for one in spec.blocks.values() for name in one.rows):
        if name.startswith(f"{growth.place}."):
            found = f"the name {name}, as of a row that is added to {growth.place}"
            yield file.problem((*rows, name), found, f"a name without {growth.place}. before it")
    if NAMES in block.columns:
        found = f"the column {NAMES}, which stands for the names of what is added"
        yield file.problem(("blocks", growth.table, "columns", NAMES), found, "another name")
    if not any(stub.holds == "label" for stub in block.stubs):
        allowed = "a stub that holds label, for the names of what is added"
        yield file.problem(("blocks", growth.table, "stubs"), "no column of labels", allowed)


def _items(spec: BlockFormSpec, key: str, block: BlockSpec, file: YamlFile) -> Iterator[Problem]:
    place = ("blocks", key, "items")
    grows = block.kind == "list" or any(line.grows for line in block.rows.values())
    if block.items is None:
        return
    if not grows:
        yield file.problem(place, "items", "in a list, or where a row grows")
    name = block.items.catalogue
    if name is not None and name not in spec.catalogues:
        allowed = ", ".join(spec.catalogues) or "a name under catalogues"
        yield file.problem((*place, "catalogue"), f"the unknown {name}", allowed)
    if name is None and not block.items.free:
        yield file.problem((*place, "free"), "no catalogue", "a catalogue, or free: true")


def _catalogues(spec: BlockFormSpec, file: YamlFile) -> Iterator[Problem]:
    for name, items in spec.catalogues.items():
        for number, item in enumerate(items):
            if ";" in item or "\n" in item or item in items[:number]:
                place = ("catalogues", name, number)
                yield file.problem(place, repr(item), "a name of its own, without ; in it")


def _size(spec: BlockFormSpec, file: YamlFile) -> Iterator[Problem]:
    """As many cells as there may be are those of a form."""
    cells = 0
    for growth in find_growths(spec).values():
        block = spec.blocks[growth.table]
        cells += items_of(block).most * len(columns_of(block))
        if cells > MAX_ROWS:
            place = ("blocks", growth.table, "items", "most")
            yield file.problem(place, f"{cells} cells that may be added", f"at most {MAX_ROWS}")
            return
