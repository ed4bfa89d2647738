"""From a form of blocks to a `Form`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.answer_types.base import AnswerType
from conversations.forms.growth import plant_form
from conversations.forms.model import Form, FormerNames
from conversations.forms.row import Row
from conversations.forms.tables import Block, Column, Issue, Stub
from templates.loading.blocks.block_grid import columns_of
from templates.loading.blocks.block_layout import LaidOut, as_rows, lay_out_blocks
from templates.loading.blocks.block_schema import BLOCK_SPECS, BlockFormSpec, BlockSpec
from templates.loading.blocks.lint_blocks import lint_answered, lint_blocks
from templates.loading.blocks.lint_lists import lint_lists
from templates.loading.blocks.patterns import find_growths, lay_patterns
from templates.loading.form_builder import build_form, build_rows
from templates.loading.former_names import lint_former_names
from templates.loading.lint import lint_rows
from templates.loading.lint_options import lint_codes
from templates.loading.problems import Problem
from templates.loading.validation import fit_model
from templates.loading.yaml_reader import Path, YamlFile


@dataclass(frozen=True)
class _PlacedFile(YamlFile):
    """The file, in which what is wrong with a row or a check is told at the place in the blocks
    that it was laid out from."""

    made: LaidOut | None = None

    def problem(self, path: Path, found: str, allowed: str) -> Problem:
        if self.made is not None and len(path) > 1 and path[0] in ("rows", "checks"):
            name, *rest = (str(part) for part in path[1:])
            known = self.made.fields.get((name, rest[0])) if rest else None
            place = self.made.places.get(name, ("blocks",))
            path = known or (*place, *(rest if place[0] == "blocks" else path[2:]))
        return super().problem(path, found, allowed)


def parse_block_form(file: YamlFile) -> Form | list[Problem]:
    """The form that a file of `model: 2` describes, or everything that is wrong with it."""
    spec = fit_model(BlockFormSpec, file, BLOCK_SPECS)
    if not isinstance(spec, BlockFormSpec):
        return spec
    if found := lint_lists(spec, file):
        return found
    spec = lay_patterns(spec)
    if found := [*lint_blocks(spec, file), *lint_former_names(spec, file)]:
        return found
    made = lay_out_blocks(spec)
    placed = _PlacedFile(file.name, file.data, file.lines, file.problems, made)
    flat = as_rows(spec, made)
    rows, found = build_rows(flat, placed)
    found += lint_rows(flat, rows, placed)
    found += lint_codes(flat, rows, placed)
    found += lint_answered(flat, rows, placed)
    if found:
        return [*dict.fromkeys(found)]
    rows = [_placed(row, made) for row in rows]
    blocks = tuple(_block(key, block, made, rows) for key, block in spec.blocks.items())
    about = {
        "blocks": blocks,
        "issue": Issue(**dict(spec.issued)),
        "is_trial": spec.trial,
        "growths": tuple(find_growths(spec).values()),
        "was": _former_names(spec),
    }
    return plant_form(build_form(flat, rows).model_copy(update=about))


def _former_names(spec: BlockFormSpec) -> FormerNames:
    """What blocks, rows and columns were called in the version before."""
    rows = {key: block.was for key, block in spec.blocks.items() if block.was}
    columns: dict[str, str] = {}
    for name, block in spec.blocks.items():
        rows |= {key: line.was for key, line in block.rows.items() if line.was}
        columns |= {f"{name}:{key}": one.was for key, one in block.columns.items() if one.was}
    return FormerNames(rows=rows, columns=columns)


def _placed(row: Row, made: LaidOut) -> Row:
    """The row with what a form of rows alone does not say of it."""
    update = {
        "cell": made.cells.get(row.key),
        "code": made.codes.get(row.key, ""),
        "answer": made.lists.get(row.key, row.answer),
        "adds_up": row.key not in made.ratios,
    }
    return row.model_copy(update=update)


def _block(key: str, spec: BlockSpec, made: LaidOut, rows: list[Row]) -> Block:
    by_key = {row.key: row for row in rows}
    lines = made.lines.get(key, ())
    columns = tuple(
        _column(one, key, spec, made, by_key) for one in (columns_of(spec) if lines else ())
    )
    return Block(
        key=key,
        kind=spec.kind,
        title=spec.title,
        above=spec.above,
        stubs=_stubs(spec),
        columns=columns,
        lines=lines,
        note=spec.note,
        footnotes=spec.footnotes,
        signers=spec.signers,
    )


def _stubs(spec: BlockSpec) -> tuple[Stub, ...]:
    """The columns that are not asked; labels need one, whether or not the author says so."""
    labelled = any(line.label for line in spec.rows.values())
    if not spec.stubs and labelled:
        return (Stub(holds="label"),)
    return tuple(Stub(**dict(one)) for one in spec.stubs)


def _column(name: str, key: str, spec: BlockSpec, made: LaidOut, rows: Mapping[str, Row]) -> Column:
    given = columns_of(spec)[name]
    cells = [rows[line.cells[name]] for line in made.lines[key] if name in line.cells]
    answers: list[AnswerType] = [cell.answer for cell in cells if cell.answer is not None]
    number = given.number
    if number is None:  # a column that has no head has no number either
        number = name if name.isdigit() and spec.columns else ""
    return Column(
        key=name,
        label=given.label,
        under=given.under,
        number=number,
        title=made.titles[key][name],
        answer=answers[0],
        measure=given.measure or spec.measure,
        role=given.role,
        part_of=given.part_of,
        is_computed=bool(cells) and all(cell.computed is not None for cell in cells),
    )
