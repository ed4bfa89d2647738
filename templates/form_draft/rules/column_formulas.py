"""Formulas that heads and the line of numbers print: `1=(2+3+4)`, `12=6x23,5%`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from templates.form_draft.model import DraftColumn, DraftTable
from templates.form_draft.rules.printed_formulas import (
    PrintedFormula,
    UncomputableError,
    read_formula,
)
from templates.form_draft.rules.relations import FigureRelation, FormulasRead, quote


def read_column_formulas(table: DraftTable) -> FormulasRead:
    """The table with the formulas of its columns as expressions over their keys."""
    keys, known = table.column_keys(), frozenset(table.column_keys())
    sums = _terms_of_sums(table)
    columns: list[DraftColumn] = []
    relations: list[FigureRelation] = []
    unclear: list[str] = []
    for key, column in zip(keys, table.columns, strict=True):
        where = f"Cột {quote(column.path[-1])} in “{column.printed_formula or column.formula}”"
        found, problem = _formula_of(column, key, known)
        if problem:
            unclear.append(f"{where}: {problem}")
        is_own = found is not None and column.formula is None and found.left in ("", key)
        columns.append(replace(column, formula=found.rights[0]) if found and is_own else column)
        for one, doubt in _relations(table, column, key, found, sums):
            relations.append(one)
            if doubt:
                unclear.append(f"{where}: {doubt} Giữ như in và chỉ nhắc, không chặn.")
    return FormulasRead(replace(table, columns=tuple(columns)), tuple(relations), tuple(unclear))


def _relations(
    table: DraftTable,
    column: DraftColumn,
    key: str,
    found: PrintedFormula | None,
    sums: Mapping[str, set[str]],
) -> Iterator[tuple[FigureRelation, str]]:
    """What a formula says, and why that may be a misprint."""
    if found is None:
        return
    left = found.left if found.left in table.column_keys() else key
    for right, terms in zip(found.rights, found.terms(), strict=True):
        doubt = _misprint(table, right, terms, left, sums)
        why = f"in trên giấy: {column.printed_formula or right}"
        why = f"{why} (đáng ngờ: {doubt})" if doubt else why
        yield FigureRelation(left, "==", right, terms, "soft" if doubt else "hard", why), doubt


def _formula_of(
    column: DraftColumn, key: str, keys: Collection[str]
) -> tuple[PrintedFormula | None, str]:
    """The formula of a column, or why it has none that can be computed."""
    if not column.printed_formula:
        rights = (column.formula,) if column.formula else ()
        return (PrintedFormula("", rights), "") if rights else (None, "")
    try:
        found = read_formula(column.printed_formula, lambda token: token if token in keys else None)
    except UncomputableError as error:
        return None, f"không tính được từ các cột của biểu ({error}); cột này vẫn được hỏi."
    if any((found.left or key) in terms for terms in found.terms()):
        return None, "cột không thể là phần của chính nó; cột này vẫn được hỏi."
    return found, ""


def _terms_of_sums(table: DraftTable) -> dict[str, set[str]]:
    """The columns that each column's printed sum names."""
    keys = table.column_keys()
    sums: dict[str, set[str]] = {}
    for key, column in zip(keys, table.columns, strict=True):
        right = (column.printed_formula or "").partition("=")[2]
        if re.fullmatch(r"[\w\s+()]+", right):
            sums[key] = {*re.findall(r"\w+", right)} & {*keys}
    return sums


def _is_share(column: DraftColumn) -> bool:
    return column.answer == "percent" or column.role == "ratio"


def _misprint(
    table: DraftTable,
    right: str,
    terms: Sequence[str],
    left: str,
    sums: Mapping[str, set[str]],
) -> str:
    """Why a printed sum looks wrong: it adds a ratio to figures, or what another of its parts has
    in it already."""
    if right != " + ".join(f"[{term}]" for term in terms) or len(terms) < 2:
        return ""
    columns = dict(zip(table.column_keys(), table.columns, strict=True))
    shares = [term for term in terms if _is_share(columns[term])]
    if shares and not _is_share(columns[left]):
        return f"cột {shares[0]} là tỷ lệ, không cộng được với các cột kia."
    for term in terms:
        holder = next((one for one in terms if one != term and term in sums.get(one, ())), None)
        if holder is not None:
            return f"cột {term} đã nằm trong cột {holder}, cộng vào cột {left} là hai lần."
    return ""
