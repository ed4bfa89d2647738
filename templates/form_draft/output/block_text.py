"""One block of a form file, written from a table of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from templates.form_draft.model import (
    DraftColumn,
    DraftDoubt,
    DraftRow,
    DraftTable,
    FormDraft,
    Settings,
)
from templates.form_draft.output.answer_words import (
    PROSE_LIMIT,
    ChoiceSets,
    asked_columns,
    common_value,
    prints_percent,
)
from templates.form_draft.output.expressions import write_expression
from templates.form_draft.output.form_names import TableNames, note_column
from templates.form_draft.output.shown_columns import find_shown
from templates.form_draft.output.structure import TableStructure
from templates.form_draft.output.table_answers import TableAnswers
from templates.form_draft.output.yaml_text import (
    Plain,
    YamlValue,
    comment_lines,
    flow_key,
    flow_value,
    quote_text,
)

LONGEST_LABEL, LONGEST_HEAD = 1_000, 300  # characters that a form file takes
_FACTOR = "Ghi bằng hệ số (0,25), không ghi %: trên giấy nhân với cột này."
Fields = dict[str, YamlValue]


@dataclass(frozen=True)
class BlockText:
    """The table of this number with its names and structure, as a block; `sets` gather the code
    sets of the form."""

    draft: FormDraft
    number: int
    names: TableNames
    structure: TableStructure
    sets: ChoiceSets

    @property
    def table(self) -> DraftTable:
        return self.draft.tables[self.number]

    def lines(self) -> Iterator[str]:
        """The block's lines, indented by two."""
        yield from self._doubts(f"table.{self.number}", exact=True)
        yield f"  {flow_key(self.names.block)}:"
        if self.table.kind == "narrative":
            yield from self._narrative()
            return
        columns = asked_columns(self.table)
        known = self._answers
        answers = {key: known.of_column(key, column) for key, column in columns}
        common = common_value(flow_value(one) for one in answers.values())
        measure = self._measure([column for _, column in columns])
        yield from self._about(common, measure)
        yield "    columns:"
        for key, column in columns:
            yield from self._column(key, column, answers[key], common, measure)
        if self.table.rows or self.table.kind != "list":
            yield "    rows:"
        yield from self._rows(measure)

    def _about(self, answer: str | None, measure: str | None) -> Iterator[str]:
        table = self.table
        if grows := table.kind == "list" or any(row.grows for row in table.rows):
            kind = "list" if table.kind == "list" else ""
            yield from ([f"    kind: {kind}"] if kind else ())
        if table.title:
            yield f"    title: {quote_text(_cut(table.title, LONGEST_HEAD))}"
        if grows:
            yield f"    items: {dict(table.settled).get('items') or flow_value(self._items())}"
        if table.above:
            yield f"    above: {quote_text(_cut(table.above, LONGEST_HEAD))}"
        if answer is not None:
            yield f"    answer: {answer}"
        if measure:
            yield f"    measure: {quote_text(measure)}"
        settled = (one for one in table.settled if one[0] != "items")
        yield from (f"    {name}: {value}" for name, value in settled)
        if stubs := self._stubs():
            yield "    stubs:"
            yield from (f"      - {flow_value(one)}" for one in stubs)
        note = note_column(table)
        if note is not None:
            yield f"    note: {quote_text(_cut(table.columns[note].path[-1], LONGEST_HEAD))}"
        if table.below:
            yield "    footnotes:"
            yield from (f"      - {quote_text(_cut(one, LONGEST_LABEL))}" for one in table.below)

    def _items(self) -> Fields:
        named = next((one for one in self.table.columns if one.item_key), None)
        stub = next((one for one in self.table.stubs if one.holds == "label"), None)
        path = named.path if named is not None else stub.path if stub is not None else ()
        title = _cut(path[-1], LONGEST_HEAD) if path else ""
        fields: Fields = {"title": title} if title else {}
        return fields | {"keep": Plain("last")}

    def _stubs(self) -> list[Fields]:
        """The columns that are not asked, in printed order; in a list that of the items' names."""
        made: list[tuple[int, Fields]] = [
            (one.place, _stub(one.holds, one.path, one.number)) for one in self.table.stubs
        ]
        named = [one for one in self.table.columns if one.item_key]
        if named and not any(one.holds == "label" for one in self.table.stubs):
            made.append((named[0].place, _stub("label", named[0].path, named[0].number)))
        return [fields for _, fields in sorted(made, key=lambda one: one[0])]

    def _measure(self, columns: Sequence[DraftColumn]) -> str | None:
        """The measure of all figures, where there is one."""
        figures = [one for one in columns if one.answer not in ("text", "date", "choice")]
        named = {one.measure for one in figures}
        only = named.pop() if len(named) == 1 else None
        if only is None and len(figures) == 1 and not any(row.measure for row in self.table.rows):
            return None
        return only

    @property
    def _answers(self) -> TableAnswers:
        return TableAnswers(self.draft, self.table, self.structure.computed, self.sets)

    def _column(
        self, key: str, column: DraftColumn, answer: YamlValue, common: str | None, all_: str | None
    ) -> Iterator[str]:
        name = self.names.column_of(self.table)[key]
        fields: Fields = {"label": _cut(column.path[-1], LONGEST_HEAD)}
        if len(column.path) > 1:
            fields["under"] = [_cut(one, LONGEST_HEAD) for one in column.path[-6:-1]]
        fields |= self._number(name, column)
        if flow_value(answer) != common:
            fields["answer"] = answer
        if column.measure and column.measure != all_:
            fields["measure"] = column.measure
        if column.role not in ("actual", "note"):
            fields["role"] = Plain(column.role)
        fields |= _settled(column.settled)
        yield from self._doubts(f"table.{self.number}.column.{key}.", indent=6)
        for why in self.structure.why.get(key, ()):
            yield from comment_lines(why, 6)
        if key in self._answers.factors:
            yield from comment_lines(_FACTOR, 6)
        yield f"      {quote_text(name)}: {flow_value(fields | self._relations(key, column))}"

    def _number(self, name: str, column: DraftColumn) -> Fields:
        printed = column.printed_formula or column.number or ""
        if column.printed_formula and column.number and column.number not in printed:
            printed = f"{column.number}={column.printed_formula}"
        return {} if printed == (name if name.isdigit() else "") else {"number": printed}

    def _relations(self, key: str, column: DraftColumn) -> Fields:
        made, names = self.structure, self.names.column_of(self.table)
        fields: Fields = {}
        if key in made.part_of:
            fields["part_of"] = names[made.part_of[key]]
        if key in made.sums:
            fields["sums"] = [[names[one] for one in parts] for parts in made.sums[key]]
        shown = find_shown(self.table, key, self.structure.computed)
        if shown is not None:
            fields["shows"] = {str(column.taken_from): names[shown]}
        elif key in made.computed:
            fields["computed"] = self._computed(key, column)
        return fields

    def _computed(self, key: str, column: DraftColumn) -> str:
        """The formula of a column; a percentage in a product counts hundredths."""
        names, columns = self.names.column_of(self.table), dict(asked_columns(self.table))
        text = self.structure.computed[key]
        if column.answer != "percent":
            for one, other in columns.items():
                if other.answer == "percent" and prints_percent(other) and other is not column:
                    text = text.replace(f"[{one}]", f"([{one}] / 100)")
        return write_expression(text, names.__getitem__, as_percent=column.answer == "percent")

    def _rows(self, measure: str | None) -> Iterator[str]:
        if self.table.kind == "single_row" and not self.table.rows:
            yield f"      {quote_text(self.names.only_row)}: " + flow_value({"label": ""})
        for at, row in enumerate(self.table.rows):
            yield from self._doubts(f"table.{self.number}.row.{at}.", indent=6)
            for why in self.structure.why.get(at, ()):
                yield from comment_lines(why, 6)
            name = quote_text(self.names.rows[at])
            yield f"      {name}: {flow_value(self._row(at, row, measure))}"

    def _row(self, at: int, row: DraftRow, measure: str | None) -> Fields:
        fields: Fields = {"label": _cut(row.label, LONGEST_LABEL)}
        held = {stub.holds for stub in self.table.stubs}
        if row.stt and "stt" in held:
            fields["stt"] = row.stt
        if "code" in held and row.kind == "row" and row.code != self.names.rows[at]:
            fields["code"] = row.code or ""
        if row.measure and row.measure != measure and row.kind == "row":
            fields["measure"] = row.measure
        if row.was:
            fields["was"] = row.was
        if row.parent is not None:
            fields["within"] = self.names.rows[row.parent]
        if row.kind == "heading":
            fields["heading"] = True
        if row.grows:
            fields["grows"] = True
        fields |= _settled(row.settled)
        return fields | self._row_answer(at, row)

    def _row_answer(self, at: int, row: DraftRow) -> Fields:
        made, fields = self.structure, Fields()
        if at in made.splits:
            fields["splits"] = self.names.rows[made.splits[at]]
        if row.kind == "heading":
            return fields
        if (answer := self._answers.of_row(row)) is not None:
            fields["answer"] = answer
        if applies := self._applies(at):
            fields["applies"] = applies
        if at in made.of_which:
            fields["of_which"] = self.names.rows[made.of_which[at]]
        if at in made.row_sums:
            rows = self.names.row_of(self.table)
            fields["computed"] = write_expression(made.row_sums[at], rows.__getitem__)
        return fields

    def _applies(self, at: int) -> list[str]:
        """The columns with a cell in this row; none where all have one."""
        key = self.table.row_keys()[at]
        names = self.names.column_of(self.table)
        columns = asked_columns(self.table)
        open_ = [names[one] for one, column in columns if key not in column.grey_for]
        return open_ if 0 < len(open_) < len(columns) else []

    def _narrative(self) -> Iterator[str]:
        yield "    kind: narrative"
        if self.table.title:
            yield f"    title: {quote_text(_cut(self.table.title, LONGEST_HEAD))}"
        answer: Mapping[str, YamlValue] = {"type": Plain("text"), "limit": PROSE_LIMIT}
        yield f"    answer: {flow_value(answer)}"
        yield "    rows:"
        for at, row in enumerate(self.table.rows):
            fields: Fields = {"label": _cut(row.label, LONGEST_LABEL)}
            if row.stt and not row.label.startswith(row.stt):
                fields["stt"] = row.stt
            if row.parent is not None:
                fields["within"] = self.names.rows[row.parent]
            if row.kind == "heading":
                fields["heading"] = True
            if row.hint:
                fields["hint"] = _cut(row.hint, LONGEST_LABEL)
            fields |= _settled(row.settled)
            yield from self._doubts(f"table.{self.number}.row.{at}.", indent=6)
            yield f"      {quote_text(self.names.rows[at])}: {flow_value(fields)}"

    def _doubts(self, key: str, *, exact: bool = False, indent: int = 2) -> Iterator[str]:
        for doubt in self.draft.doubts:
            if doubt.key == key if exact else doubt.key.startswith(key):
                yield from comment_lines(describe_doubt(doubt), indent)


def _settled(settings: Settings) -> Fields:
    """What the author of the version before has decided."""
    return {name: value if name == "hint" else Plain(value) for name, value in settings}


def describe_doubt(doubt: DraftDoubt) -> str:
    """The doubt in a line: what is asked, how it is read now, how else it could be."""
    now, *others = (one.words for one in doubt.readings) if doubt.readings else ("",)
    else_ = f"; có thể là: {'; '.join(others)}" if others else ""
    because = f" ({doubt.evidence})" if doubt.evidence else ""
    return f"? {doubt.question}{because} Đang hiểu: {now}{else_}."


def _stub(holds: str, path: tuple[str, ...], number: str | None) -> Fields:
    label = _cut(path[-1] if path else "", LONGEST_HEAD)
    fields: Fields = {"holds": Plain(holds), "label": label}
    return fields | ({"number": number} if number else {})


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
