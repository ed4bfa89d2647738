"""Formulas that the labels of rows print: `Tổng số (01 = 02 + 03)`, `A = I + II`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from templates.form_draft.model import DraftRow, DraftTable
from templates.form_draft.rules.printed_formulas import (
    PrintedFormula,
    Resolve,
    UncomputableError,
    read_formula,
)
from templates.form_draft.rules.relations import FigureRelation, FormulasRead, quote

LONGEST = 160  # characters at the end of a label that are looked at
_IN_LABEL = re.compile(
    r"[\[(]\s*(?P<inside>[^()=]{0,12}=.{3,120}?)[\])]\s*[:.]?\s*$"
    r"|(?:^|\s)(?P<bare>(?:[ivxlc]+|\d+(?:\.\d+)*|[a-z])\s*=\s*[\w.+\-–−*/: ()]{3,120})$",
    re.IGNORECASE,
)
_NAME = r"(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Za-zđ])"
_OPERATION = re.compile(rf"(?<!\w){_NAME}\s*(?:[+\-–−*/x×:]\s*)+(?:{_NAME}(?!\w)|\.\.|…|\()")


def read_row_formulas(table: DraftTable) -> FormulasRead:
    """The table with the formulas of its rows as expressions over their keys."""
    keys = table.row_keys()
    rows: list[DraftRow] = []
    relations: list[FigureRelation] = []
    unclear: list[str] = []
    for place, row in enumerate(table.rows):
        rows.append(row)
        printed = _printed_in(row)
        if row.kind != "row" or not (printed or row.formula):
            continue
        why = f"in trên giấy: {printed or row.formula}"
        if row.formula:
            found = PrintedFormula("", (row.formula,))
        else:
            try:
                found = _resolved(table, place, printed or "")
            except UncomputableError as error:
                unclear.append(
                    f"Dòng {quote(row.label)} in “{printed}”: không tính được ({error})."
                )
                continue
            rows[-1] = replace(row, formula=found.rights[0])
        for right, terms in zip(found.rights, found.terms(), strict=True):
            relations.append(FigureRelation(keys[place], "==", right, terms, "hard", why))
    return FormulasRead(replace(table, rows=tuple(rows)), tuple(relations), tuple(unclear))


def _printed_in(row: DraftRow) -> str | None:
    """The formula that a label, a number or a measure ends with; at least two names and a sign."""
    for text in (row.label, row.stt, row.code, row.measure):
        match = _IN_LABEL.search((text or "")[-LONGEST:])
        printed = (match["inside"] or match["bare"]).strip() if match else ""
        if printed and _OPERATION.search(printed.partition("=")[2]):
            return printed
    return None


def _resolved(table: DraftTable, place: int, printed: str) -> PrintedFormula:
    """The formula over keys. A number stands for a code, else for a row right below, beside, or
    anywhere, where it is the only one."""
    problem = UncomputableError("không rõ những dòng nào")
    for resolve in _resolvers(table, place):
        try:
            found = read_formula(printed, resolve)
        except UncomputableError as error:
            problem = error
            continue
        if all(table.row_keys()[place] not in terms for terms in found.terms()):
            return found
    raise problem


def _resolvers(table: DraftTable, place: int) -> Iterator[Resolve]:
    rows, keys = table.rows, table.row_keys()
    parent = rows[place].parent
    below = [at for at, row in enumerate(rows) if row.parent == place]
    beside = [at for at, row in enumerate(rows) if row.parent == parent and at != place]
    figures = [at for at, row in enumerate(rows) if row.kind == "row"]
    yield _by([(rows[at].code or "", keys[at]) for at in figures])
    for places in (below, beside, [*below, *beside], figures):
        yield _by([(rows[at].stt or "", keys[at]) for at in places if rows[at].kind == "row"])


def _by(names: Sequence[tuple[str, str]]) -> Resolve:
    """Rows by what is printed at their head, where that is there once."""
    plain = [(_plain(name), key) for name, key in names if name]

    def resolve(token: str) -> str | None:
        found = [key for name, key in plain if name == _plain(token)]
        return found[0] if len(found) == 1 else None

    return resolve


def _plain(name: str) -> str:
    text = name.strip(" .)(:-").casefold()
    return text.lstrip("0") or text if text.isdecimal() else text
