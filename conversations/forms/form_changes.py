"""What is different between two versions of a form: rows, columns, checks, and what becomes of the
answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pydantic import Field

from conversations.answer_types.base import AnswerType
from conversations.forms.check import Check, CheckRule
from conversations.forms.key_map import KeyMap, map_keys
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import Column
from conversations.forms.version_fit import GONE
from conversations.frozen import Frozen

T = TypeVar("T", Row, Column, Check)


class FormPart(StrEnum):
    """What may have changed of a row, a column or a check."""

    LABEL = "label"
    NUMBER = "number"
    PLACE = "place"
    MEASURE = "measure"
    ANSWER = "answer"
    BASIS = "basis"
    RULES = "rules"  # what is computed, offered, left out or carried over
    SEVERITY = "severity"
    MESSAGE = "message"


_NAMED = re.compile(r"\[([^\[\]]+)\]")
MEANING = frozenset({FormPart.MEASURE, FormPart.ANSWER, FormPart.BASIS})


class PartChange(NamedTuple):
    """One part, as it was and as it is."""

    part: FormPart
    old: str
    new: str


class NamedChange(Frozen):
    """What changed of something that stays under its name; `title` is what it is called now."""

    key: str
    title: str
    parts: tuple[PartChange, ...]

    @property
    def asks_otherwise(self) -> bool:
        """Whether its measure, its type or its stretch of time is another."""
        return any(one.part in MEANING for one in self.parts)


class FormChanges(Frozen):
    """`kept` counts the asked rows that are as they were; `new` and `gone` are rows; of columns and
    checks these are names. A cell of a column that is new or gone as a whole is not named.
    `renamed` are rows that go by another name now, by their old one; what else changed of them is
    told under the new one."""

    kept: int
    renamed: Mapping[str, str] = Field(default_factory=dict)
    new: tuple[Row, ...]
    gone: tuple[Row, ...]
    changed: tuple[NamedChange, ...]
    new_columns: tuple[str, ...] = ()
    gone_columns: tuple[str, ...] = ()
    changed_columns: tuple[NamedChange, ...] = ()
    new_checks: tuple[str, ...] = ()
    gone_checks: tuple[str, ...] = ()
    changed_checks: tuple[NamedChange, ...] = ()
    order: bool = False  # whether rows that stay are asked in another order
    periods: bool = False  # whether it is reported on other periods, or due on other days
    narrative: bool = False  # whether its report in words is told otherwise
    title: PartChange | None = None

    @property
    def new_rows(self) -> tuple[Row, ...]:
        """The new rows without the cells of those that are new as a whole."""
        return _whole_rows(self.new)

    @property
    def gone_rows(self) -> tuple[Row, ...]:
        """The same of those that are gone."""
        return _whole_rows(self.gone)

    @property
    def is_empty(self) -> bool:
        """Whether nothing that people see or are asked is different."""
        lists = (self.new, self.gone, self.changed, self.new_columns, self.gone_columns)
        more = (self.changed_columns, self.new_checks, self.gone_checks, self.changed_checks)
        told = (self.order, self.periods, self.narrative, self.title)
        return not any((*lists, *more, self.renamed, *told))


def _whole_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    keys = {row.key for row in rows}
    return tuple(row for row in rows if row.cell is None or row.cell.row not in keys)


def compare_forms(old: Form, new: Form, names: KeyMap | None = None) -> FormChanges:
    """What is different in the newer version, as both were written: with one row for the items of
    a list. `names` are the old keys in the new version, where that is not the one that follows."""
    old, new = old.pattern or old, new.pattern or new
    names = names or map_keys(old, new)
    before, after = _renamed_rows(old, names), {row.key: row for row in new.rows}
    columns = _compare(_columns(old, new), _columns(new), _column_parts)
    checks = _compare(
        {one.id: _renamed_check(one, names) for one in old.checks},
        {one.id: one for one in new.checks},
        _check_parts,
    )
    gone = tuple(name.removeprefix(GONE) for name in columns.gone)
    whole = {*columns.new, *gone}
    rows = _compare(before, after, _row_parts)
    told = {one.key: {part.part for part in one.parts} for one in columns.changed}
    order = [names.find(key) or GONE + key for key in old.order]
    staying = [key for key in order if key in new.asked_at]
    return FormChanges(
        kept=sum(key not in rows.changed_keys for key in staying),
        renamed=names.renamed([key for key, row in old.by_key.items() if row.cell is None]),
        new=tuple(after[key] for key in rows.new if _column_of(after[key]) not in whole),
        gone=tuple(before[key] for key in rows.gone if _column_of(before[key]) not in whole),
        changed=tuple(_beside_column(rows.changed, after, told)),
        new_columns=columns.new,
        gone_columns=gone,
        changed_columns=columns.changed,
        new_checks=checks.new,
        gone_checks=checks.gone,
        changed_checks=checks.changed,
        order=staying != [key for key in new.order if key in {*order}],
        periods=old.periods != new.periods,
        narrative=old.narrative != new.narrative,
        title=_part(FormPart.LABEL, old.title, new.title),
    )


def _renamed_rows(old: Form, names: KeyMap) -> dict[str, Row]:
    """The rows of the old version by their names in the new one; those that are gone by a name that
    no row has."""
    found: dict[str, Row] = {}
    for row in old.rows:
        new = names.find(row.key)
        parent = names.find(row.parent) if row.parent is not None else None
        update: dict[str, object] = {"parent": parent or row.parent}
        for name in ("computed", "proposal", "void_when"):
            update[name] = _renamed_text(getattr(row, name), names)
        found[GONE + row.key if new is None else new] = row.model_copy(update=update)
    return found


def _renamed_check(check: Check, names: KeyMap) -> Check:
    rules = tuple(
        CheckRule(must=_renamed_text(one.must, names) or "", when=_renamed_text(one.when, names))
        for one in check.rules
    )
    return check.model_copy(update={"rules": rules})


def _renamed_text(text: str | None, names: KeyMap) -> str | None:
    """An expression with the names that its rows have now."""
    return text and _NAMED.sub(lambda found: f"[{names.find(found[1]) or found[1]}]", text)


class _Compared(NamedTuple):
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[NamedChange, ...]

    @property
    def changed_keys(self) -> set[str]:
        return {one.key for one in self.changed}


def _compare(
    old: Mapping[str, T],
    new: Mapping[str, T],
    parts: Callable[[T, T], Iterable[PartChange | None]],
) -> _Compared:
    changed = []
    for key, one in new.items():
        found = tuple(filter(None, parts(old[key], one))) if key in old else ()
        if found:
            changed.append(NamedChange(key=key, title=_title(one), parts=found))
    gone = tuple(key for key in old if key not in new)
    return _Compared(tuple(key for key in new if key not in old), gone, tuple(changed))


def _title(one: Row | Column | Check) -> str:
    match one:
        case Row():
            return one.title
        case Column():
            return one.title or one.label
        case Check():
            return one.message


def _part(part: FormPart, old: object, new: object) -> PartChange | None:
    return None if old == new else PartChange(part, _words(old), _words(new))


def _words(value: object) -> str:
    return "" if value is None else str(value)


def _row_parts(old: Row, new: Row) -> Iterable[PartChange | None]:
    yield _part(FormPart.LABEL, old.label, new.label)
    yield _part(FormPart.NUMBER, _number(old), _number(new))
    yield _part(FormPart.PLACE, old.parent, new.parent)
    yield _part(FormPart.MEASURE, old.measure, new.measure)
    yield _answer_part(old.answer, new.answer)
    yield _part(FormPart.BASIS, old.basis, new.basis)
    was, now = (
        (one.computed, one.proposal, one.void_when, one.helper, one.carry) for one in (old, new)
    )
    if was != now or (old.hint, old.optional) != (new.hint, new.optional):
        yield PartChange(FormPart.RULES, _rules(old), _rules(new))


def _number(row: Row) -> str:
    """Its printed number and code, said once where they are the same."""
    return " ".join(dict.fromkeys(filter(None, (row.stt, row.code))))


def _rules(row: Row) -> str:
    return "; ".join(filter(None, (row.computed, row.proposal, row.void_when, row.hint)))


def _column_of(row: Row) -> str | None:
    return f"{row.cell.table}:{row.cell.column}" if row.cell is not None else None


def _columns(form: Form, new: Form | None = None) -> dict[str, Column]:
    """The columns by block and name; those of an old version by their names in the new one."""
    blocks = {} if new is None else {was: key for key, was in new.was.rows.items()}
    former = {} if new is None else new.was.columns
    now = {(name.partition(":")[0], was): name for name, was in former.items()}
    return {
        now.get((blocks.get(block.key, block.key), column.key))
        or _free(f"{blocks.get(block.key, block.key)}:{column.key}", former): column
        for block in form.blocks
        if block.is_wide
        for column in block.columns
    }


def _free(name: str, former: Mapping[str, str]) -> str:
    return GONE + name if name in former else name


def _column_parts(old: Column, new: Column) -> Iterable[PartChange | None]:
    yield _part(FormPart.LABEL, " / ".join(old.path), " / ".join(new.path))
    yield _part(FormPart.NUMBER, old.number, new.number)
    yield _part(FormPart.MEASURE, old.measure, new.measure)
    yield _answer_part(old.answer, new.answer)


def _answer_part(old: AnswerType | None, new: AnswerType | None) -> PartChange | None:
    if old == new:
        return None
    told = [one.description if one is not None else "" for one in (old, new)]
    return PartChange(FormPart.ANSWER, *told)


def _beside_column(
    changed: Iterable[NamedChange], rows: Mapping[str, Row], told: Mapping[str, set[FormPart]]
) -> Iterator[NamedChange]:
    """The changes of rows without what is told of the whole column already: its head, which is a
    part of a cell's label, its measure and its type."""
    for one in changed:
        column = told.get(_column_of(rows[one.key]) or "", set())
        left = tuple(part for part in one.parts if part.part not in column)
        if left:
            yield one.model_copy(update={"parts": left})


def _check_parts(old: Check, new: Check) -> Iterable[PartChange | None]:
    yield _part(FormPart.SEVERITY, old.severity, new.severity)
    yield _part(FormPart.RULES, _conditions(old), _conditions(new))
    yield _part(FormPart.MESSAGE, old.message, new.message)


def _conditions(check: Check) -> str:
    return "; ".join(
        f"{one.when} → {one.must}" if one.when is not None else one.must for one in check.rules
    )
