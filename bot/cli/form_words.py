"""A form, and what is different between two versions of it, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.runtime.language import tell
from conversations.forms.form_changes import FormChanges, FormPart, NamedChange
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import MARK, Block, Column

WORDS = {
    FormPart.LABEL: "label",
    FormPart.NUMBER: "number",
    FormPart.PLACE: "place",
    FormPart.MEASURE: "measure",
    FormPart.ANSWER: "answer",
    FormPart.BASIS: "stretch of time",
    FormPart.RULES: "rules",
    FormPart.SEVERITY: "severity",
    FormPart.MESSAGE: "message",
}
LONGEST = 80  # characters of a part that changed


def form_lines(form: Form) -> Iterator[str]:
    """What the form asks, block by block and row by row."""
    yield f"{form.name} ({form.key}) {form.version}"
    yield form.title
    if form.issue.code:
        yield " · ".join(filter(None, (form.issue.code, form.issue.by)))
    counts = {"rows": len(form.rows), "asked": len(form.order), "checks": len(form.checks)}
    yield tell("{rows} rows, {asked} asked, {checks} checks", **counts)
    yield tell("layouts: {names}", names=", ".join(one.label for one in form.layouts))
    kinds = [*form.periods.kinds, *(one.name for one in form.periods.windows)]
    if kinds:
        yield tell("periods: {names}", names=", ".join(kinds))
    yield ""
    if not form.blocks:
        yield from (_row_line(form, row) for row in form.rows)
    for block in form.blocks:
        yield from _block_lines(form, block)


def _block_lines(form: Form, block: Block) -> Iterator[str]:
    title = f" {block.title}" if block.title else ""
    yield f"[{block.key}]{title}"
    if block.is_wide:
        yield from (f"  {_column_line(column)}" for column in block.columns)
    for line in block.lines:
        row = form.by_key.get(line.key)
        if row is None:
            continue
        cells = [one for one in line.cells if line.cells[one] != line.key]
        at = f"  ← {tell('columns {names}', names=', '.join(cells))}" if cells else ""
        yield f"{_row_line(form, row)}{at}"
    yield from (f"  {signer}" for signer in block.signers)
    yield ""


def _column_line(column: Column) -> str:
    number = f" ({column.number})" if column.printed_number != column.number else ""
    measure = f" ({column.measure})" if column.measure else ""
    heads = " / ".join(filter(None, column.path))
    return f"{column.key}{number}  {heads}{measure}: {column.answer.description}"


def _row_line(form: Form, row: Row) -> str:
    measure = f" ({row.measure})" if row.measure else ""
    asked = f": {row.answer.description}" if row.answer is not None else ""
    if row.codes:
        asked += f" ({'; '.join(f'{one.code} = {one.label}' for one in row.codes)})"
    if row.computed is not None:
        asked += f" = {row.computed}"
    return f"{'  ' * len(form.headings_of(row.key))}{row.key}  {row.numbered_title}{measure}{asked}"


def form_data(form: Form) -> dict[str, Any]:
    """The form as data."""
    about = {"form", "key", "version", "name", "title", "called", "blocks", "issue", "checks"}
    data = form.model_dump(mode="json", include=about, exclude_none=True)
    data["rows"] = [
        row.model_dump(mode="json", exclude_none=True)
        | ({"takes": row.answer.description} if row.answer is not None else {})
        for row in form.rows
    ]
    data["order"] = [*form.order]
    return data


def change_lines(changes: FormChanges) -> Iterator[str]:
    """What is different, a line each: `+` is new, `-` gone, `~` changed, `=` renamed."""
    yield tell("{count} rows are asked as before", count=changes.kept)
    if changes.title is not None:
        yield f"~ {_said(changes.title.old)} → {_said(changes.title.new)}"
    yield from (f"+ {tell('column {name}', name=one)}" for one in changes.new_columns)
    yield from (f"- {tell('column {name}', name=one)}" for one in changes.gone_columns)
    yield from _changed(changes.changed_columns, tell("column {name}", name=""))
    for was, now in changes.renamed.items():
        yield f"= {tell('{was} is {now} now', was=was, now=now)}"
    yield from (f"+ {_row_said(row)}" for row in changes.new_rows)
    yield from (f"- {_row_said(row)}" for row in changes.gone_rows)
    yield from _changed(changes.changed)
    yield from (f"+ {tell('check {name}', name=one)}" for one in changes.new_checks)
    yield from (f"- {tell('check {name}', name=one)}" for one in changes.gone_checks)
    yield from _changed(changes.changed_checks, tell("check {name}", name=""))
    if changes.order:
        yield tell("~ rows that stay are asked in another order")
    if changes.periods:
        yield tell("~ it is reported on other periods, or due on other days")
    if changes.narrative:
        yield tell("~ its report in words is told otherwise")


def _row_said(row: Row) -> str:
    measure = f" ({row.measure})" if row.measure else ""
    return f"{row.key}  {_short(row.numbered_title)}{measure}"


def _changed(found: Sequence[NamedChange], what: str = "") -> Iterator[str]:
    for one in found:
        parts = "; ".join(
            f"{tell(WORDS[part.part])} {_said(part.old)} → {_said(part.new)}" for part in one.parts
        )
        again = (
            f" ({tell('asked anew where an answer does not fit')})" if one.asks_otherwise else ""
        )
        yield f"~ {what}{one.key}  {_short(one.title)}: {parts}{again}"


def _said(text: str) -> str:
    return f"“{_short(text)}”"


def _short(text: str) -> str:
    text = text.replace(MARK, "…")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
