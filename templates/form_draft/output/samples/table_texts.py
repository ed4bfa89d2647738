"""The texts of an invented table, by the keys of a sample."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from templates.form_draft.model import AnswerKind, DraftColumn, DraftRow, FormDraft
from templates.form_draft.output.answer_words import (
    asked_columns,
    code_choices,
    money_unit,
    unit_of,
)
from templates.form_draft.output.expressions import names_in, read_relation
from templates.form_draft.output.form_names import TableNames
from templates.form_draft.output.growing_lines import growing_places
from templates.form_draft.output.samples.invented_table import Chances, Division, invent_counts
from templates.form_draft.output.structure import TableStructure, find_structure, summed_columns

ITEMS = 2  # rows that are added in each place
_FACTORS = {"đồng": 1_000_000, "nghìn đồng": 1_000, "triệu đồng": 10, "tỷ đồng": 1}


class InventedTable:
    """The table of this number; days are before `day`, the last of the period."""

    def __init__(self, draft: FormDraft, number: int, names: TableNames, day: date) -> None:
        self.draft, self.table, self.names = draft, draft.tables[number], names
        self.structure: TableStructure = find_structure(draft, number)
        self.rules = [rule for rule in draft.rules if rule.table == number]
        self.chances = Chances(f"{draft.name}/{number}")
        self.day = day
        self.rows = names.row_of(self.table)
        self.items = [
            f"{place.name}/Mục ví dụ {at}"
            for place in growing_places(self.table, names)
            for at in range(1, ITEMS + 1)
        ]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each cell that is typed, with what is typed there."""
        columns = dict(asked_columns(self.table))
        names = self.names.column_of(self.table)
        counts = invent_counts(
            self._row_division(), self._column_division(), self._open(), self.chances
        )
        alone = len(columns) == 1
        for row in self._names():
            for key, column in columns.items():
                if key not in self._open_in(row):
                    continue
                said = self._text(row, key, column, counts.get((row, key)))
                if said:
                    yield (row if alone else f"{row}:{names[key]}"), said

    def _names(self) -> list[str]:
        """The rows with figures, and those that are added."""
        table = self.table
        printed = [
            name for row, name in zip(table.rows, self.names.rows, strict=True) if row.kind == "row"
        ]
        if table.kind == "single_row" and not table.rows:
            printed = [self.names.only_row]
        return [*printed, *self.items]

    def _open_in(self, row: str) -> frozenset[str]:
        by_name = {name: key for key, name in self.rows.items()}
        key = by_name.get(row, "")
        return frozenset(
            one for one, column in asked_columns(self.table) if key not in column.grey_for
        )

    def _open(self) -> dict[str, frozenset[str]]:
        summed = frozenset(summed_columns(self.table))
        return {row: self._open_in(row) & summed for row in self._names()}

    def _column_division(self) -> Division:
        made = self.structure
        groups = {key: [*parts] for key, parts in made.sums.items()}
        among: dict[str, list[str]] = {}
        for key, text in made.computed.items():
            parts = tuple(names_in(text))
            if text.replace(" ", "").strip("()") == "+".join(f"[{one}]" for one in parts):
                groups.setdefault(key, []).append(parts)
        for part, whole in made.part_of.items():
            among.setdefault(whole, []).append(part)
        self._add_rules("columns", {key: key for key in summed_columns(self.table)}, groups, among)
        return _division(summed_columns(self.table), groups, among)

    def _row_division(self) -> Division:
        groups: dict[str, list[tuple[str, ...]]] = {}
        among: dict[str, list[str]] = {}
        names = self.names.rows
        for head, whole in self.structure.splits.items():
            below = [
                names[at]
                for at, row in enumerate(self.table.rows)
                if row.parent == head and row.kind == "row"
            ]
            groups.setdefault(names[whole], []).append(tuple(below))
        for at, whole in self.structure.of_which.items():
            among.setdefault(names[whole], []).append(names[at])
        for at, text in self.structure.row_sums.items():
            parts = tuple(self.rows[one] for one in names_in(text))
            groups.setdefault(names[at], []).append(parts)
        self._add_rules("rows", self.rows, groups, among)
        return _division(self._names(), groups, among)

    def _add_rules(
        self,
        over: str,
        names: dict[str, str],
        groups: dict[str, list[tuple[str, ...]]],
        among: dict[str, list[str]],
    ) -> None:
        """What is only suspected holds in the sample as well."""
        for rule in self.rules:
            relation = read_relation(rule.expression) if rule.over == over else None
            whole = names.get(relation.whole or "") if relation is not None else None
            if relation is None or whole is None:
                continue
            parts = tuple(names.get(one, "") for one in relation.parts)
            if relation.adds_list:
                parts = tuple(self.items)
            if not parts or not all(parts):
                continue
            if relation.sign == "==":
                groups.setdefault(whole, []).append(parts)
            elif relation.sign == "<=" and len(parts) == 1:
                among.setdefault(parts[0], []).append(whole)

    def _text(self, row: str, key: str, column: DraftColumn, count: int | None) -> str:
        kind = self._kind(row, column)
        if column.taken_from is not None or key in self.structure.computed:
            return ""
        if count is None or kind in ("text", "date", "choice"):
            choices = column.choices or self._choices(row)
            return plain_text(kind, choices, 5 + self.chances.number(90), self.day)
        printed = self._row(row)
        own = money_unit(printed.measure) if printed is not None else None
        unit = own or unit_of(self.draft, self.table, column) or "đồng"
        if kind == "money":
            return _written(Decimal(count * _FACTORS[unit]))
        return _written(Decimal(count) / 10 if kind == "decimal" else Decimal(count))

    def _kind(self, row: str, column: DraftColumn) -> AnswerKind:
        printed = self._row(row)
        return (printed.answer if printed is not None else None) or column.answer

    def _choices(self, row: str) -> tuple[str, ...]:
        printed = self._row(row)
        return printed.choices if printed is not None else ()

    def _row(self, name: str) -> DraftRow | None:
        rows = zip(self.names.rows, self.table.rows, strict=True)
        return next((row for known, row in rows if known == name), None)


def _division(
    names: list[str], groups: dict[str, list[tuple[str, ...]]], among: dict[str, list[str]]
) -> Division:
    """Each division once, a part of a sum not among it too; none within itself."""
    known = set(names)
    made: dict[str, list[tuple[str, ...]]] = {}
    for whole, some in groups.items():
        kept = [one for one in dict.fromkeys(some) if set(one) <= known and whole not in one]
        if whole in known and kept:
            made[whole] = kept
    added = {(whole, part) for whole, some in made.items() for one in some for part in one}
    beside = {
        whole: [
            part for part in dict.fromkeys(some) if (whole, part) not in added and part in known
        ]
        for whole, some in among.items()
        if whole in known
    }
    return Division(tuple(names), made, beside)


def plain_text(kind: AnswerKind, choices: tuple[str, ...], number: int, day: date) -> str:
    """An answer that stands in no sum."""
    if kind == "date":
        return f"{day - timedelta(days=number % 20):%d/%m/%Y}"
    if kind == "choice" and len(choices) > 1:
        return code_choices(choices)[0][0]
    if kind in ("text", "choice"):
        return "Nội dung ví dụ"
    return _written(Decimal(number) if kind != "percent" else Decimal(number % 96 + 2))


def _written(number: Decimal) -> str:
    """As people write it: 1.250,5."""
    return f"{number:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
