"""The rules of a table, as far as a form file has them in its structure: parts and sums of columns,
rows that split another or are among it. What is only suspected stays a check that may be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from templates.form_draft.model import DraftRule, DraftTable, FormDraft
from templates.form_draft.output.expressions import DraftRelation, names_in, read_relation
from templates.form_draft.output.form_names import is_asked

NUMBERS = frozenset({"count", "money", "decimal"})


@dataclass
class TableStructure:
    """What holds in a table, by the keys of the draft's columns (`part_of`, `sums`, `computed`) and
    the numbers of its rows (`splits`, `of_which`, `row_sums`); `rules` are those left for checks,
    `why` the evidence by column key or row number."""

    part_of: dict[str, str] = field(default_factory=dict)
    sums: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    computed: dict[str, str] = field(default_factory=dict)
    splits: dict[int, int] = field(default_factory=dict)
    of_which: dict[int, int] = field(default_factory=dict)
    row_sums: dict[int, str] = field(default_factory=dict)
    rules: list[DraftRule] = field(default_factory=list)
    why: dict[str | int, list[str]] = field(default_factory=dict)


def find_structure(draft: FormDraft, number: int) -> TableStructure:
    """The structure of the table of this number, counted from 0."""
    return _Finder(draft.tables[number], number, draft.rules).find()


def summed_columns(table: DraftTable) -> list[str]:
    """The keys of the columns whose figures add up."""
    keys = zip(table.column_keys(), table.columns, strict=True)
    return [
        key
        for key, one in keys
        if is_asked(one) and one.role not in ("ratio", "text") and one.answer in NUMBERS
    ]


class _Finder:
    def __init__(self, table: DraftTable, number: int, rules: tuple[DraftRule, ...]) -> None:
        self.table = table
        self.columns = dict(zip(table.column_keys(), table.columns, strict=True))
        self.rows = {key: at for at, key in enumerate(table.row_keys())}
        self.asked = [key for key, one in self.columns.items() if is_asked(one)]
        self.rules = [rule for rule in rules if rule.table == number]
        self.made = TableStructure()

    def find(self) -> TableStructure:
        self._printed()
        for rule in self.rules:
            relation = read_relation(rule.expression)
            if relation is None or not self._is_known(rule, relation):
                continue
            if not self._is_structure(rule, relation):
                self.made.rules.append(rule)
        return self.made

    def _printed(self) -> None:
        """What the columns and rows themselves say; a part that is only suspected is a rule."""
        doubted = {
            rule.expression.replace(" ", "") for rule in self.rules if rule.strength == "soft"
        }
        alone = len(self.asked) == 1
        for key, column in self.columns.items():
            if not is_asked(column) or alone:
                continue
            if column.formula and set(names_in(column.formula)) <= {*self.asked} - {key}:
                self.made.computed[key] = column.formula
            whole = column.part_of
            if whole in self.asked and whole != key and f"[{key}]<=[{whole}]" not in doubted:
                self.made.part_of[key] = str(whole)
        for at, row in enumerate(self.table.rows):
            named = names_in(row.formula or "")
            if row.formula and all(self._figures(one) for one in named) and self._adds_up:
                self.made.row_sums[at] = row.formula

    @property
    def _adds_up(self) -> bool:
        """Whether a row can be computed in all of its columns."""
        return set(summed_columns(self.table)) | {*self.made.computed} >= set(self.asked) and not (
            {*self.made.computed} - set(summed_columns(self.table))
        )

    def _figures(self, key: str) -> bool:
        return key in self.rows and self.table.rows[self.rows[key]].kind == "row"

    def _is_known(self, rule: DraftRule, relation: DraftRelation) -> bool:
        """Whether all that the rule names is there and has figures."""
        named = names_in(relation.left) + names_in(relation.right)
        if rule.over == "columns":
            return bool(named) and all(one in self.asked for one in named)
        return bool(named) and all(self._figures(one) for one in named)

    def _is_structure(self, rule: DraftRule, relation: DraftRelation) -> bool:
        """Whether the rule is told by the structure, which says it without a way out: a rule that
        is only suspected is not put there."""
        whole = relation.whole
        if whole is None:
            return False
        over_columns = rule.over == "columns"
        found = (self._of_columns if over_columns else self._of_rows)(rule, relation, whole)
        if found:
            at = whole if over_columns else self.rows[whole]
            self.made.why.setdefault(at, []).append(rule.why)
        return found

    def _of_columns(self, rule: DraftRule, relation: DraftRelation, whole: str) -> bool:
        made = self.made
        if relation.sign == "==" and whole in made.computed:
            return _same(made.computed[whole], relation.right)
        if relation.sign == "==" and self._takes_earlier(whole, relation):
            return True
        if relation.sign == "<=" and made.part_of.get(whole) == _only(relation.right):
            return True
        if rule.strength == "soft" or rule.within != ("all",):
            return False
        if relation.sign == "==" and relation.parts:
            made.sums.setdefault(whole, []).append(relation.parts)
            return True
        part_of = _only(relation.right)
        if relation.sign == "<=" and part_of and whole not in made.part_of:
            made.part_of[whole] = part_of
            return True
        return False

    def _takes_earlier(self, whole: str, relation: DraftRelation) -> bool:
        """`[5] == last([6])`, of a column that shows earlier figures."""
        return self.columns[whole].taken_from is not None and "last" in relation.right

    def _of_rows(self, rule: DraftRule, relation: DraftRelation, whole: str) -> bool:
        made, at = self.made, self.rows[whole]
        if relation.sign == "==" and at in made.row_sums:
            return _same(made.row_sums[at], relation.right)
        if rule.strength == "soft" or not self._is_everywhere(rule):
            return False
        if relation.sign == "==" and relation.parts:
            parts = {self.rows[one] for one in relation.parts}
            for head in self._heads(at):
                if head not in made.splits and set(self._below(head)) == parts:
                    made.splits[head] = at
                    return True
        of_which = _only(relation.right)
        part = self.table.rows[at]
        if relation.sign == "<=" and of_which and at not in made.of_which and part.kind == "row":
            made.of_which[at] = self.rows[of_which]
            return True
        return False

    def _is_everywhere(self, rule: DraftRule) -> bool:
        return rule.within == ("all",) or set(rule.within) >= set(summed_columns(self.table))

    def _heads(self, whole: int) -> Iterator[int]:
        """The rows whose children may add up to this one: itself, and headings."""
        yield whole
        yield from (at for at, row in enumerate(self.table.rows) if row.kind == "heading")

    def _below(self, head: int) -> Iterator[int]:
        for at, row in enumerate(self.table.rows):
            if row.parent == head and row.kind == "row":
                yield at


def _only(text: str) -> str | None:
    names = names_in(text)
    return names[0] if len(names) == 1 and text.strip() == f"[{names[0]}]" else None


def _same(one: str, other: str) -> bool:
    """Whether two expressions are the same but for blanks and brackets around all of it."""
    return one.replace(" ", "").strip("()") == other.replace(" ", "").strip("()")
