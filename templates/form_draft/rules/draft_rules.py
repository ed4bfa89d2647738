"""The rules of a draft, from all that its tables suggest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from templates.form_draft.model import DraftColumn, DraftRule, DraftTable, FormDraft
from templates.form_draft.rules.balances import find_balances
from templates.form_draft.rules.column_formulas import read_column_formulas
from templates.form_draft.rules.column_parts import place_facts, place_parts
from templates.form_draft.rules.items import WORDED, is_summed, read_columns, read_rows
from templates.form_draft.rules.label_words import is_difference, plain_words
from templates.form_draft.rules.list_totals import find_list_totals
from templates.form_draft.rules.parts import find_parts
from templates.form_draft.rules.periods import find_cumulative, take_earlier_figures
from templates.form_draft.rules.ratios import find_column_ratios, find_row_ratios
from templates.form_draft.rules.relations import FigureRelation, quote
from templates.form_draft.rules.row_formulas import read_row_formulas
from templates.form_draft.rules.settled import find_settled
from templates.form_draft.rules.splits import find_splits

Side = Literal["columns", "rows"]


def mine_rules(draft: FormDraft) -> FormDraft:
    """The draft with the relations that its paper prints or suggests as rules, each with its
    evidence, and what follows from them: formulas of columns and rows, `part_of`, the columns
    whose figures an earlier report has. What the draft already has stays as it is; what is printed
    and cannot be computed is added to `unclear`."""
    tables: list[DraftTable] = []
    rules: list[DraftRule] = list(draft.rules)
    unclear: list[str] = list(draft.unclear)
    for number, table in enumerate(draft.tables):
        columns = read_column_formulas(take_earlier_figures(table))
        read = read_row_formulas(columns.table)
        over_columns = _without_doubles(_of_columns(read.table, columns.relations))
        over_rows = _without_doubles(_of_rows(read.table, read.relations))
        tables.append(place_parts(read.table, over_columns))
        rules += [_rule(number, "columns", one, ("all",)) for one in over_columns]
        for one in over_rows:
            if within := _columns_for(read.table, one):
                rules.append(_rule(number, "rows", one, within))
        unclear += [*columns.unclear, *read.unclear, *_unsaid_differences(read.table, over_rows)]
    return replace(
        draft,
        facts=place_facts(draft.facts),
        tables=tuple(tables),
        rules=tuple(dict.fromkeys(rules)),
        unclear=tuple(dict.fromkeys(unclear)),
    )


def _of_columns(table: DraftTable, printed: Sequence[FigureRelation]) -> Iterator[FigureRelation]:
    root = read_columns(table)
    yield from printed
    for relation in (
        *find_parts(root),
        *find_splits(root),
        *find_settled(root),
        *find_cumulative(root),
        *find_column_ratios(root, table),
        *find_balances(root),
    ):
        if _stand_together(table, relation):
            yield relation


def _of_rows(table: DraftTable, printed: Sequence[FigureRelation]) -> Iterator[FigureRelation]:
    yield from printed
    root = read_rows(table)
    yield from find_parts(root)
    if table.kind == "list":
        yield from find_list_totals(table)
    yield from find_splits(root)
    yield from find_settled(root)
    yield from find_cumulative(root)
    yield from find_row_ratios(root)
    yield from find_balances(root)


def _without_doubles(relations: Iterable[FigureRelation]) -> list[FigureRelation]:
    """Each relation once, the first evidence kept; nothing that guesses at what is printed, and no
    “at most” that follows from a sum."""
    kept: dict[tuple[str, str, frozenset[str] | str], FigureRelation] = {}
    for one in relations:
        right = frozenset(one.parts) if one.is_sum or one.sign == "<=" else one.right
        kept.setdefault((one.left, one.sign, right), one)
    found = list(kept.values())
    printed = {one.left: {*one.parts} for one in found if one.why.startswith("in trên giấy")}
    found = [one for one in found if not _rivals(one, printed)]
    sums = {(part, one.left) for one in found if one.is_sum for part in one.parts}
    return [
        one
        for one in found
        if not (one.sign == "<=" and one.strength == "soft" and (one.left, one.parts[0]) in sums)
    ]


def _rivals(one: FigureRelation, printed: dict[str, set[str]]) -> bool:
    """Whether a guess says of the same figure, with some of the same parts, what is printed."""
    if one.sign != "==" or one.strength == "hard" or one.why.startswith("in trên giấy"):
        return False
    return bool({*one.parts} & printed.get(one.left, set()))


def _stand_together(table: DraftTable, relation: FigureRelation) -> bool:
    """Whether some row has both sides of a relation: cells of the others are grey."""
    if not table.rows:
        return True
    keys = table.column_keys()
    grey = {key: {*one.grey_for} for key, one in zip(keys, table.columns, strict=True)}
    rows = {key for key, row in zip(table.row_keys(), table.rows, strict=True) if row.kind == "row"}
    with_left = rows - grey[relation.left]
    return any(with_left - grey[part] for part in relation.parts)


def _columns_for(table: DraftTable, relation: FigureRelation) -> tuple[str, ...]:
    """The columns in which a relation of rows holds; `all` where that is each with figures."""
    keys = table.column_keys()
    figures, fitting = [], []
    for key, column in zip(keys, table.columns, strict=True):
        if column.role in WORDED or column.role == "ratio" or column.answer == "text":
            continue
        figures.append(key)
        if _fits(column, relation):
            fitting.append(key)
    return ("all",) if figures == fitting else tuple(fitting)


def _fits(column: DraftColumn, relation: FigureRelation) -> bool:
    grey = {*column.grey_for}
    if relation.left in grey or (relation.parts and {*relation.parts} <= grey):
        return False
    if relation.sign == "<=" and any(is_difference(head) for head in column.path):
        return False
    return column.answer in ("count", "money", "decimal") and is_summed(column)


def _unsaid_differences(table: DraftTable, relations: Sequence[FigureRelation]) -> Iterator[str]:
    """Rows that are called a difference, of which the paper does not say what it is computed of."""
    computed = {one.left for one in relations if one.sign == "=="}
    for key, row in zip(table.row_keys(), table.rows, strict=True):
        starts = plain_words(row.label).startswith(("chênh lệch", "cân đối"))
        if row.kind == "row" and starts and key not in computed:
            yield f"Dòng {quote(row.label)} không in cách tính, dòng này vẫn được hỏi."


def _rule(number: int, over: Side, one: FigureRelation, within: tuple[str, ...]) -> DraftRule:
    return DraftRule(number, over, one.expression, one.strength, one.why, within)
