"""Rules of a draft as checks of a form file: in each row or column, soft where only a person can
say that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from templates.form_draft.model import DraftRule, DraftTable
from templates.form_draft.output.expressions import (
    DraftRelation,
    names_in,
    read_relation,
    write_expression,
)
from templates.form_draft.output.form_names import TableNames, is_asked
from templates.form_draft.output.structure import summed_columns
from templates.form_draft.output.yaml_text import Plain, YamlValue

FEW = 4  # things that a message names one by one
LONGEST_TITLE = 80  # characters of a row or column in a message
_WAYS = {"hard": "hãy sửa một bên.", "soft": "hãy sửa một bên, hoặc nêu lý do."}


@dataclass(frozen=True)
class WrittenRule:
    """A check of a form file and the evidence for it."""

    fields: dict[str, YamlValue]
    why: str


def write_rules(
    table: DraftTable, names: TableNames, rules: Sequence[DraftRule]
) -> Iterator[WrittenRule]:
    """The checks of one table, in the order of its rules."""
    writer = _Writer(table, names)
    for rule in rules:
        relation = read_relation(rule.expression)
        fields = writer.check(rule, relation) if relation is not None else None
        if fields:
            yield WrittenRule(fields, rule.why)


class _Writer:
    def __init__(self, table: DraftTable, names: TableNames) -> None:
        self.table, self.names = table, names
        self.rows, self.columns = names.row_of(table), names.column_of(table)
        self.titles = dict(zip(table.row_keys(), (row.label for row in table.rows), strict=True))
        heads = dict(zip(table.column_keys(), table.columns, strict=True))
        self.titles_of_columns = {
            key: " · ".join(one.path[-2:]) for key, one in heads.items() if is_asked(one)
        }
        self.alone = len(self.columns) == 1

    def check(self, rule: DraftRule, relation: DraftRelation) -> dict[str, YamlValue] | None:
        made: dict[str, YamlValue] = {"severity": Plain(rule.strength)}
        if rule.over == "columns":
            if self.alone:
                return None
            made |= self._each("row")
            made["must"] = self._relation(relation, lambda key: f"*:{self.columns[key]}")
        elif self.alone:
            made["must"] = self._relation(relation, lambda key: self.rows[key])
        elif rule.within == ("all",) or set(rule.within) == set(summed_columns(self.table)):
            made |= self._each("column")
            made["must"] = self._relation(relation, lambda key: f"{self.rows[key]}:*")
        else:
            rules = [self._in_column(relation, self.columns[one]) for one in rule.within]
            made |= {"must": rules[0]} if len(rules) == 1 else {"rules": rules}
        made["message"] = self._message(rule, relation)
        return made

    def _each(self, what: str) -> dict[str, YamlValue]:
        return {"each": Plain(what), "block": self.names.block}

    def _in_column(self, relation: DraftRelation, column: str) -> str:
        return self._relation(relation, lambda key: f"{self.rows[key]}:{column}", column)

    def _relation(self, relation: DraftRelation, name: object, column: str = "*") -> str:
        added = [self._added(place, column) for place in self._places()]
        sides = (
            write_expression(side, name, added=added)  # type: ignore[arg-type]
            for side in (relation.left, relation.right)
        )
        return f" {relation.sign.replace('==', '=')} ".join(sides)

    def _added(self, place: str, column: str) -> str:
        return f"[{place}.*]" if self.alone else f"[{place}.*:{column}]"

    def _places(self) -> list[str]:
        """Where rows are added: under rows that grow, or in the block."""
        rows = zip(self.names.rows, self.table.rows, strict=True)
        return [name for name, row in rows if row.grows] or [self.names.block]

    def _message(self, rule: DraftRule, relation: DraftRelation) -> str:
        titles = self.titles_of_columns if rule.over == "columns" else self.titles
        shown = {key: _short(title) for key, title in titles.items()}
        left = " và ".join(f"“{shown[key]}”" for key in names_in(relation.left)[:FEW])
        parts = names_in(relation.right)
        what = "cột" if rule.over == "columns" else "dòng"
        named = ", ".join(f"“{shown[key]}”" for key in parts)
        if relation.adds_list:
            said = f"{left} khác tổng các dòng đã thêm"
        elif relation.sign == "==" and len(parts) > 1 and relation.parts:
            many = len(parts) > FEW or any(not shown[key] for key in parts)
            said = f"{left} khác tổng " + (f"{len(parts)} {what} thành phần" if many else named)
        elif relation.sign == "==":
            said = f"{left} khác kết quả tính từ {named}"
        else:
            said = f"{left} {'nhiều hơn' if relation.sign == '<=' else 'không hợp với'} {named}"
        return f"{said}; {_WAYS[rule.strength]}"


def _short(title: str) -> str:
    words = " ".join(title.split()).removeprefix("- ")
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
