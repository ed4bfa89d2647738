"""A draft of a form that is published already: its rows and columns get the names that they have
there, so that answers, history and last period's figures stay with them. A name that was ever
given is given to no other row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from conversations.forms.model import Form
from conversations.forms.tables import Block, Line
from conversations.text.labels import plain_label
from templates.form_draft.model import (
    DraftColumn,
    DraftDoubt,
    DraftFact,
    DraftReading,
    DraftTable,
    FormDraft,
)
from templates.form_draft.output.form_names import name_blocks, name_tables
from templates.form_draft.output.kept_settings import keep_form_settings, keep_settings
from templates.form_draft.output.row_matches import (
    MOST_COMPARED,
    Matched,
    NamedPart,
    likeness,
    match_parts,
)

NEW_ROW = "new"  # the value of the reading that a row is new
LIKELY = 0.4  # of the words of a row that is gone, to be asked about
MOST_READINGS = 3


@dataclass(frozen=True)
class KeptNames:
    """The draft with names. `renamed` are rows and columns that are the same under other words, as
    pairs of the old words and the new; `new` are rows by their words, `gone` by name and words."""

    draft: FormDraft
    renamed: tuple[tuple[str, str], ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


def keep_names(draft: FormDraft, form: Form, used: Iterable[str] = ()) -> KeptNames:
    """The draft with the names of the published form; `used` are names of older versions, which are
    given to no row any more."""
    whole = form.pattern or form
    taken = {*used, *whole.by_key, *(line.key for block in whole.blocks for line in block.lines)}
    blocks = _tables_of(whole)
    pairs = _pair(draft.tables, blocks)
    tables: list[DraftTable] = []
    matches: list[Matched] = []
    doubts: list[DraftDoubt] = []
    for number, table in enumerate(draft.tables):
        block = pairs.get(number)
        if block is None:
            tables.append(table)
            continue
        named, found = _keep_table(table, block, whole)
        tables.append(named)
        matches += found
        doubts += ask_about_new_rows(number, table, found[0])
    facts, found_facts = _keep_facts(draft.facts, whole)
    asked = (*draft.doubts, *doubts)
    settled = keep_form_settings(draft, form)
    made = replace(draft, tables=tuple(tables), facts=facts, doubts=asked, settled=settled)
    left = [(one.name, one.label) for match in (*matches, found_facts) for one in match.gone]
    return KeptNames(
        _name_new_rows(made, {key.partition(":")[0] for key in taken}),
        tuple(pair for match in (*matches, found_facts) for pair in match.renamed),
        tuple(one.label for match in (*matches, found_facts) for one in match.new),
        tuple(left),
    )


def ask_about_new_rows(number: int, table: DraftTable, found: Matched) -> Iterator[DraftDoubt]:
    """Whether a new row is one that is gone, under other words: those that are most alike."""
    if len(found.new) * len(found.gone) > MOST_COMPARED:
        return
    for at, row in enumerate(table.rows):
        if at in found.names or row.kind != "row":
            continue
        likely = sorted(found.gone, key=lambda one: -likeness(one.label, row.label))
        likely = [one for one in likely if likeness(one.label, row.label) >= LIKELY][:MOST_READINGS]
        if likely:
            readings = [DraftReading(NEW_ROW, "dòng mới")]
            readings += [DraftReading(one.name, f"{one.name} {one.label}") for one in likely]
            question = f"“{row.label}” là dòng mới, hay dòng cũ đã đổi tên?"
            evidence = "bản đang dùng không có dòng này; nếu là dòng cũ, số liệu cũ đi theo"
            key = f"table.{number}.row.{at}.was"
            yield DraftDoubt(key, question, tuple(readings), evidence)


def _tables_of(form: Form) -> list[Block]:
    """The blocks that a table of the file may be; a form of rows alone is one table."""
    if form.blocks:
        return [one for one in form.blocks if one.lines and one.key != "F"]
    lines = tuple(Line(key=row.key, cells={"": row.key}) for row in form.rows)
    return [Block(key="", lines=lines)]


def _pair(tables: Sequence[DraftTable], blocks: Sequence[Block]) -> dict[int, Block]:
    """Which table is which block: those with most heads and labels in common, each once."""
    sizes = sorted(
        (
            (-_in_common(table, block), abs(number - at), number, at)
            for number, table in enumerate(tables)
            for at, block in enumerate(blocks)
        )
    )
    found: dict[int, Block] = {}
    for common, _, number, at in sizes:
        if number not in found and blocks[at] not in found.values() and common < 0:
            found[number] = blocks[at]
    return found


def _in_common(table: DraftTable, block: Block) -> int:
    words = {plain_label(row.label) for row in table.rows}
    heads = {plain_label(column.path[-1]) for column in table.columns if column.path}
    mine = {plain_label(column.label) for column in block.columns}
    known = {line.key for line in block.lines} & {*table.row_keys()}
    return len(heads & mine) + len(known) + (1 if not words else 0)


def _keep_table(table: DraftTable, block: Block, form: Form) -> tuple[DraftTable, list[Matched]]:
    rows = [
        NamedPart("", row.label, row.code or row.stt or "", _above(table, at))
        for at, row in enumerate(table.rows)
    ]
    patterns = {one.pattern for one in form.growths}
    known = [_line_part(line, form) for line in block.lines if line.key not in patterns]
    found = match_parts(known, rows)
    columns = [_column_part(column) for column in table.columns]
    heads = [NamedPart(one.key, " / ".join(one.path), one.printed_number) for one in block.columns]
    matched = match_parts(heads, columns)
    made_rows = tuple(replace(row, key=found.names.get(at)) for at, row in enumerate(table.rows))
    made_columns = tuple(_name_columns(table, matched, block))
    lone = [line.key for line in block.lines if line.cells]
    only_row = lone[0] if not table.rows and len(lone) == 1 else None
    if only_row is not None:
        found = replace(found, gone=())
    made_rows, made_columns, settled = keep_settings(block, form, made_rows, made_columns)
    named = replace(
        table,
        settled=settled,
        rows=made_rows,
        columns=made_columns,
        key=block.key or None,
        only_row=only_row,
    )
    shown = replace(matched, gone=(), new=())
    return named, [found, shown]


def _name_columns(table: DraftTable, matched: Matched, block: Block) -> Iterator[DraftColumn]:
    """The columns; what is new gets a name that none had."""
    used = {one.key for one in block.columns}
    for at, (key, column) in enumerate(zip(table.column_keys(), table.columns, strict=True)):
        name = matched.names.get(at)
        if name is None and used:
            name = _free(key if key.isalnum() else f"c{at + 1}", used)
            used.add(name)
        yield replace(column, key=name)


def _above(table: DraftTable, at: int) -> str:
    parent = table.rows[at].parent
    return table.rows[parent].label if parent is not None and parent < len(table.rows) else ""


def _line_part(line: Line, form: Form) -> NamedPart:
    row = form.by_key[line.key]
    parent = form.by_key.get(row.parent or "")
    above = "" if parent is None or parent.key in form.blocks_by_key else parent.label
    return NamedPart(line.key, row.label, row.code or row.stt, above)


def _column_part(column: DraftColumn) -> NamedPart:
    return NamedPart("", " / ".join(column.path), column.number or "")


def _keep_facts(facts: Sequence[DraftFact], form: Form) -> tuple[tuple[DraftFact, ...], Matched]:
    block = form.blocks_by_key.get("F")
    known = [_line_part(line, form) for line in block.lines] if block is not None else []
    found = match_parts(known, [NamedPart("", fact.label) for fact in facts])
    made = tuple(replace(fact, key=found.names.get(at)) for at, fact in enumerate(facts))
    return made, found


def _name_new_rows(draft: FormDraft, taken: set[str]) -> FormDraft:
    """Rows and facts that are new get names that were never given."""
    used = set(taken)
    tables = []
    for table, block, names in zip(
        draft.tables, name_blocks(draft), name_tables(draft), strict=True
    ):
        rows = []
        for row, name in zip(table.rows, names.rows, strict=True):
            key = row.key or _free(name, used)
            used.add(key)
            rows.append(replace(row, key=key))
        tables.append(replace(table, rows=tuple(rows), key=table.key or _free(block, used)))
    facts = []
    for at, fact in enumerate(draft.facts, 1):
        key = fact.key or _free(f"F{at}", used)
        used.add(key)
        facts.append(replace(fact, key=key))
    return replace(draft, tables=tuple(tables), facts=tuple(facts))


def _free(name: str, used: set[str]) -> str:
    """The name, or the same with letters behind it: 14, 14a, …, 14z, 14za, …"""
    while name in used:
        others = (f"{name}{one}" for one in ascii_lowercase)
        name = next((one for one in others if one not in used), f"{name}z")
    return name
