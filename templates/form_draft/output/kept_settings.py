"""What the author of a published version has decided and no paper says: the stretch of time of
figures, how the last period helps, hints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from conversations.answer_types.items import ItemsType
from conversations.forms.model import Form
from conversations.forms.row import Basis, Carry
from conversations.forms.tables import Block, Growth
from templates.form_draft.model import DraftColumn, DraftRow, FormDraft, Settings
from templates.form_draft.output.form_text import KINDS
from templates.form_draft.output.yaml_text import Plain, YamlValue, flow_value, quote_text

USUAL = {"basis": Basis.IN_PERIOD.value, "carry": Carry.NEVER.value}
Cells = Mapping[tuple[str, str], str]


def keep_settings(
    block: Block, form: Form, rows: Sequence[DraftRow], columns: Sequence[DraftColumn]
) -> tuple[tuple[DraftRow, ...], tuple[DraftColumn, ...], Settings]:
    """The rows and columns, by their names, with what was decided of them in the block, and what
    was decided of the whole table."""
    of_table: dict[str, str] = {}
    of_columns: dict[str, dict[str, str]] = {}
    of_rows = _hints(block, form)
    for name, usual in USUAL.items():
        cells = _cells(block, form, name)
        if (common := _only(cells.values())) is not None:
            of_table |= {name: common} if common != usual else {}
            continue
        by_column = _by(cells, lambda cell: cell[1])
        by_row = _by(cells, lambda cell: cell[0])
        uniform = all(_only(values) is not None for values in by_column.values())
        for found, kept in ((by_column, of_columns),) if uniform else ((by_row, of_rows),):
            for key, values in found.items():
                value = _only(values)
                if value is not None and value != usual:
                    kept.setdefault(key, {})[name] = value
    if (growth := next((one for one in form.growths if one.table == block.key), None)) is not None:
        of_table["items"] = flow_value(_keep_items(form, block, growth))
    return (
        tuple(replace(row, settled=_as_settings(of_rows.get(row.key or ""))) for row in rows),
        tuple(replace(one, settled=_as_settings(of_columns.get(one.key or ""))) for one in columns),
        _as_settings(of_table),
    )


def keep_form_settings(draft: FormDraft, form: Form) -> Settings:
    """What people call the form, on which periods it is reported, and when it is due. Periods that
    the paper names are those of the paper."""
    kinds = [KINDS[one] for one in draft.period_kinds if one in KINDS]
    periods = form.periods.model_dump(mode="json", exclude_defaults=True)
    if kinds and not {*kinds} <= {one.value for one in form.periods.kinds}:
        periods["kinds"] = [*dict.fromkeys(kinds)]
    lists = {one.table: one for one in form.growths}
    known = {table: _items_of(form, one).known for table, one in lists.items()}
    catalogues = {_catalogue(table): [*names] for table, names in known.items() if names}
    said = {
        "name": quote_text(form.name),
        "called": flow_value([*form.called]) if form.called else "",
        "file_code": quote_text(form.file_code) if form.file_code else "",
        "trial": "true" if form.is_trial else "",
        "periods": flow_value(periods) if periods else "",
        "catalogues": flow_value(catalogues) if catalogues else "",
    }
    return tuple((name, text) for name, text in said.items() if text)


def _items_of(form: Form, growth: Growth) -> ItemsType:
    answer = form.by_key[growth.names].answer
    return answer if isinstance(answer, ItemsType) else ItemsType(most=1)


def _catalogue(table: str) -> str:
    return f"danh-muc-{table}"


def _keep_items(form: Form, block: Block, growth: Growth) -> dict[str, YamlValue]:
    """What the author said of the items of a list."""
    row, items = form.by_key[growth.names], _items_of(form, growth)
    title = row.label if growth.place == block.key else row.label.partition(": ")[0]
    said: dict[str, YamlValue] = {"title": title, "most": items.most}
    said |= {"catalogue": _catalogue(block.key), "free": items.free} if items.known else {}
    said |= {"keep": Plain("last")} if items.keeps else {}
    said |= {"hint": row.hint} if row.hint else {}
    return said | ({"example": items.shown} if items.shown else {})


def _cells(block: Block, form: Form, name: str) -> dict[tuple[str, str], str]:
    """The setting of each asked cell, by row and column."""
    return {
        (line.key, column): str(getattr(form.by_key[key], name) or USUAL[name])
        for line in block.lines
        for column, key in line.cells.items()
        if form.by_key[key].answer is not None and form.by_key[key].computed is None
    }


def _hints(block: Block, form: Form) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in block.lines:
        hint = next((form.by_key[key].hint for key in line.cells.values()), None)
        if hint:
            found[line.key] = {"hint": hint}
    return found


def _by(cells: Cells, part: Callable[[tuple[str, str]], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cell, value in cells.items():
        found.setdefault(part(cell), []).append(value)
    return found


def _only(values: Iterable[str]) -> str | None:
    known = {*values}
    return known.pop() if len(known) == 1 else None


def _as_settings(found: Mapping[str, str] | None) -> Settings:
    return tuple((found or {}).items())
