"""A form of blocks laid out as rows: each open cell becomes a row that is asked, under the row or
head that it stands in, so that all that is done with a row is done with a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.answer_types.base import AnswerType
from conversations.forms.row import RowKind
from conversations.forms.tables import (
    MOST_AT_ONCE,
    MOST_OF_HEAD,
    CellPlace,
    ColumnRole,
    Growth,
    Line,
)
from templates.loading.blocks.block_grid import columns_of, grid_of, title_of
from templates.loading.blocks.block_schema import AnswerSpec, BlockFormSpec, BlockSpec, LineSpec
from templates.loading.blocks.cell_expressions import of_columns, of_rows
from templates.loading.blocks.column_titles import (
    JOINT,
    clean_head,
    name_columns,
    name_head,
    split_numeral,
)
from templates.loading.blocks.derived_checks import NamedGrid, derive_checks
from templates.loading.blocks.patterns import describe_items, find_growths, items_of, name_list
from templates.loading.blocks.written_checks import write_checks
from templates.loading.form_schema import CheckSpec, FormSpec, RowSpec
from templates.loading.yaml_reader import Path

MOST_LEVELS = 9


@dataclass
class LaidOut:
    """The rows of the form, and where in the file each came from (`places`, and `fields` where one
    field came from elsewhere); the cells among them; the blocks' printed lines."""

    rows: dict[str, RowSpec] = field(default_factory=dict)
    checks: dict[str, CheckSpec] = field(default_factory=dict)
    places: dict[str, Path] = field(default_factory=dict)
    fields: dict[tuple[str, str], Path] = field(default_factory=dict)
    cells: dict[str, CellPlace] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    ratios: set[str] = field(default_factory=set)
    lists: dict[str, AnswerType] = field(default_factory=dict)


def lay_out_blocks(spec: BlockFormSpec) -> LaidOut:
    """The rows and checks of the form; its blocks were found good."""
    made = LaidOut()
    growths = find_growths(spec)
    for key, block in spec.blocks.items():
        if block.rows:
            mine = {one.pattern: one for one in growths.values() if one.table == key}
            _BlockLayout(spec, key, block, made, mine).lay_out()
    for name, check in write_checks(spec).items():
        made.checks[name] = check
        made.places[name] = ("checks", name.partition("/")[0])
    return made


def as_rows(spec: BlockFormSpec, made: LaidOut) -> FormSpec:
    """The form as one of rows alone; what it is made of was found good, however many it is."""
    return FormSpec.model_construct(
        form=spec.form,
        version=spec.version,
        title=spec.title,
        name=spec.name,
        called=spec.called,
        file_code=spec.file_code,
        layouts=dict(spec.layouts),
        periods=spec.periods,
        choices=spec.choices,
        rows=made.rows,
        checks=made.checks,
    )


@dataclass
class _BlockLayout:
    form: BlockFormSpec
    key: str
    block: BlockSpec
    made: LaidOut
    growths: Mapping[str, Growth]

    def __post_init__(self) -> None:
        self.columns = columns_of(self.block)
        self.grid = grid_of(self.block)
        self.titles = name_columns(self.columns)
        self.levels = {self.key: 0}

    def lay_out(self) -> None:
        made, block = self.made, self.block
        stt, name = split_numeral(self._name())
        self._add(self.key, RowSpec(label=name, stt=stt, kind=RowKind.SECTION, level=0), ())
        lines = []
        for key, line in block.rows.items():
            self._line(key, line)
            if key in self.growths:
                self._names(self.growths[key])
            lines.append(Line(key=key, cells=self.grid.cells.get(key, {}), is_heading=line.heading))
        made.lines[self.key] = tuple(lines)
        made.titles[self.key] = self.titles
        computed = {key: row.computed for key, row in made.rows.items() if row.computed}
        names = {key: title_of(line) for key, line in block.rows.items()}
        named = NamedGrid(block, self.grid, names, self.titles, computed)
        for name, check in derive_checks(named).items():
            made.checks[name] = check
            made.places[name] = ("blocks", self.key)

    def _add(self, key: str, row: RowSpec, at: Path) -> None:
        self.made.rows[key] = row
        self.made.places[key] = ("blocks", self.key, *at)

    def _line(self, key: str, line: LineSpec) -> None:
        above = line.within or self.key
        level = min(self.levels[above] + 1, MOST_LEVELS)
        self.levels[key] = level
        at: Path = ("rows", key)
        self.made.codes[key] = self._code(key, line)
        row = RowSpec(
            label=line.label or self._name(),
            stt=line.stt or self.made.codes[key],
            kind=RowKind.GROUP if line.heading else RowKind.INDICATOR,
            level=level,
            parent=above,
            measure=line.measure,
            optional=line.optional,
            hint=line.hint,
        )
        if line.heading:
            self._add(key, row, at)
        elif len(self.columns) == 1:
            (column,) = self.columns
            self._add(key, row.model_copy(update=self._answer(key, line, column)), at)
        else:
            self._add(key, row, at)
            asked = [*self.grid.cells[key]]
            self._cells(key, key, line, asked, 0)

    def _names(self, growth: Growth) -> None:
        """The row whose answer is the names of what is added."""
        row = RowSpec(
            label=name_list(self.form, growth),
            kind=RowKind.INDICATOR,
            level=min(self.levels[growth.place] + 1, MOST_LEVELS),
            parent=growth.place,
            answer="text",
            basis=self.block.basis,
            carry=self.block.carry,
            hint=items_of(self.block).hint,
        )
        self._add(growth.names, row, ("items",))
        self.made.lists[growth.names] = describe_items(self.form, growth)

    def _name(self) -> str:
        return clean_head(self.block.title) or self.form.name or self.form.title

    def _code(self, key: str, line: LineSpec) -> str:
        coded = any(stub.holds == "code" for stub in self.block.stubs)
        if line.code is None:
            return key if coded and not line.heading else ""
        return line.code

    def _cells(
        self, key: str, parent: str, line: LineSpec, asked: Sequence[str], depth: int
    ) -> None:
        """The cells of a row; of a long one under the heads that they stand below."""
        open_cells = [one for one in asked if not self._is_computed(line, one)]
        if len(open_cells) <= (MOST_OF_HEAD if depth else MOST_AT_ONCE):
            for column in asked:
                self._cell(key, parent, line, column)
            return
        for head, below in self._parted(asked, depth):
            if head is None:
                for column in below:
                    self._cell(key, parent, line, column)
            else:
                name = f"{key}:{below[0]}-{below[-1]}"
                level = min(self.levels[parent] + 1, MOST_LEVELS)
                self.levels[name] = level
                row = RowSpec(label=head, kind=RowKind.INDICATOR, level=level, parent=parent)
                self._add(name, row, ("columns", below[0]))
                self._cells(key, name, line, below, depth + 1)

    def _parted(self, asked: Sequence[str], depth: int) -> Iterator[tuple[str | None, list[str]]]:
        """The columns beside each other that share a head at this depth, with the head; what has
        none of its own there without one."""
        parts: list[tuple[str | None, list[str]]] = []
        for key in asked:
            under = self.columns[key].under
            head = name_head(under[depth]) if depth < len(under) else None
            if parts and parts[-1][0] == head:
                parts[-1][1].append(key)
            else:
                parts.append((head, [key]))
        if len(parts) == 1 and depth < max(len(self.columns[key].under) for key in asked):
            yield from self._parted(asked, depth + 1)
        else:
            yield from (((head if len(keys) > 1 else None), keys) for head, keys in parts)

    def _cell(self, key: str, parent: str, line: LineSpec, column: str) -> None:
        title = title_of(line)
        spec, name = self.columns[column], self.grid.cells[key][column]
        words = JOINT.join(filter(None, (title, self.titles[column])))
        row = RowSpec(
            label=words,
            kind=RowKind.INDICATOR,
            level=min(self.levels[parent] + 1, MOST_LEVELS),
            parent=parent,
            measure=line.measure or spec.measure or self.block.measure,
            optional=line.optional,
            hint=line.hint,
        )
        self._add(name, row.model_copy(update=self._answer(key, line, column)), ("rows", key))
        self.made.cells[name] = CellPlace(
            table=self.key, row=key, column=column, title=self.titles[column]
        )

    def _answer(self, key: str, line: LineSpec, column: str) -> dict[str, object]:
        """What the cell takes, or of what it is computed."""
        spec, block = self.columns[column], self.block
        name = self.grid.cells[key][column]
        answer: AnswerSpec = line.answer or spec.answer or block.answer
        if spec.role is ColumnRole.RATIO:
            self.made.ratios.add(name)
        for field_, given in (("answer", spec.answer), ("computed", spec.computed)):
            if given is not None and getattr(line, field_) is None:
                self.made.fields[name, field_] = ("blocks", self.key, "columns", column, field_)
        return {
            "answer": answer,
            "measure": line.measure or spec.measure or block.measure,
            "basis": line.basis or spec.basis or block.basis,
            "carry": line.carry or spec.carry or block.carry,
            "computed": self._computed(key, line, column),
            "proposal": self._of_rows(line.proposal, column),
            "void_when": line.void_when,
            "void_because": line.void_because,
        }

    def _is_computed(self, line: LineSpec, column: str) -> bool:
        spec = self.columns[column]
        return bool(line.computed or spec.computed or spec.shows)

    def _computed(self, key: str, line: LineSpec, column: str) -> str | None:
        spec = self.columns[column]
        if line.computed is not None:
            return self._of_rows(line.computed, column)
        if spec.shows is not None:
            ((past, shown),) = spec.shows.given.items()
            return f"{past}([{self.grid.cell(key, shown)}])"
        return None if spec.computed is None else of_columns(spec.computed, self.grid, key)

    def _of_rows(self, text: str | None, column: str) -> str | None:
        if text is None or len(self.columns) == 1:
            return text
        return of_rows(text, self.grid, column)
