"""The units of a round as a table: some at a time, in any order, narrowed and counted.

Sorting is left to the database, by keys that are stored with the unit (`storage.tables.unit_keys`):
neither database knows the Vietnamese order, and no page is to load all units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func, select, update

from conversations.workflow.permissions import Role
from conversations.workflow.unit_state import UnitSort, UnitState
from storage.core.queries import Queries
from storage.tables.core import history, member, org_unit, report
from storage.tables.workflow import role
from storage.workflow.boards import status_of
from storage.workflow.duties import still_owed
from storage.workflow.units import Unit, select_subtree

_ABOVE = org_unit.alias("above")
_LAST_CHANGE = select(func.max(history.c.id))
_UNCOUNTED = (
    select(report.c.id, report.c.head)
    .where(report.c.id > bindparam("after"), report.c.head.is_not(None))
    .where(report.c.counted.is_(None) | (report.c.counted != report.c.head))
    .order_by(report.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_NOTE_WARNINGS = (
    update(report)
    .where(report.c.id == bindparam("of"))
    .values(warnings=bindparam("to"), counted=bindparam("at"))
)
_ESCAPE = "\\"


@dataclass(frozen=True)
class ReachRule:
    """Who can be written to: over these `channels`, or any where none are named; over those that
    are `limited` only in these conversations."""

    channels: tuple[str, ...]
    limited: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which units of a round are meant: those below `root`, of a `kind`, in one of these `states`,
    with `warned` reports, due before `due_before` and not handed in, those of which no officer can
    be written to by the rule `away`. `text` stands in what the unit is called, without accents, or
    the unit is one of `also`. `now` tells who is late."""

    round: int
    root: int
    now: datetime
    states: tuple[UnitState, ...] = ()
    kind: str | None = None
    text: str = ""
    also: frozenset[int] = frozenset()
    warned: bool = False
    locked: bool = False
    due_before: datetime | None = None
    away: ReachRule | None = None


@dataclass(frozen=True, slots=True)
class UnitTableRow:
    """One unit's report in the table. `warnings`: None where they were not counted yet."""

    report: int
    unit: int
    code: str | None
    name: str
    short_name: str
    above: str | None
    kind: str | None
    phone: str | None
    status: str
    due_at: datetime | None
    was_late: bool
    answered: int
    warnings: int | None
    version: int
    locked_at: datetime | None
    filled: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class UnitPart:
    """So many units below one unit, of one kind, in one state; `away` of them with nobody who can
    be written to."""

    parent: int | None
    kind: str | None
    status: str
    units: int
    away: int


class UnitTableQueries(Queries):
    async def list_page(
        self, which: UnitFilter, by: UnitSort, *, descending: bool, offset: int, limit: int
    ) -> list[UnitTableRow]:
        """The rows of one page, in the order of a column that is no person's."""
        order = _order(by, which.now, descending)
        query = _narrowed(select(*_columns(which.now)), which).order_by(*order)
        found = await self._db.execute(query.offset(offset).limit(limit))
        return [UnitTableRow(*row) for row in found.all()]

    async def list_units(self, which: UnitFilter, units: Sequence[int]) -> list[UnitTableRow]:
        """The rows of these units, in this order."""
        query = select(*_columns(which.now)).where(report.c.org_unit.in_([*units]))
        found = await self._db.execute(_narrowed(query, which))
        rows = {row.org_unit: UnitTableRow(*row) for row in found}
        return [rows[unit] for unit in units if unit in rows]

    async def list_ids(self, which: UnitFilter) -> list[int]:
        """All units that are meant, by name."""
        query = _narrowed(select(report.c.org_unit), which)
        order = _order(UnitSort.NAME, which.now, descending=False)
        return [*(await self._db.scalars(query.order_by(*order))).all()]

    async def phones(self, which: UnitFilter) -> dict[int, str]:
        """The telephone numbers of the units themselves, of those that have one."""
        query = _narrowed(select(report.c.org_unit, org_unit.c.phone), which)
        found = await self._db.execute(query.where(org_unit.c.phone.is_not(None)))
        return {row[0]: row[1] for row in found.all()}

    async def list_heads(self, root: int) -> list[Unit]:
        """The units of the subtree that have others below them, by name."""
        below = select(org_unit.c.parent).where(org_unit.c.parent.is_not(None))
        found = await self._db.execute(
            select(*(org_unit.c[name] for name in Unit.__dataclass_fields__))
            .where(org_unit.c.id.in_(select_subtree(root)), org_unit.c.id.in_(below))
            .order_by(org_unit.c.name_key.nulls_last(), org_unit.c.id)
        )
        return [Unit(*row) for row in found]

    async def last_change(self) -> int:
        """A number that is another one after anything was changed."""
        return await self._db.scalar(_LAST_CHANGE) or 0

    async def count(self, which: UnitFilter) -> int:
        """How many are meant."""
        return await self._db.scalar(_narrowed(_select([func.count()]), which)) or 0

    async def count_parts(self, which: UnitFilter, rule: ReachRule) -> list[UnitPart]:
        """How many of them stand directly below each unit, of each kind, in each state."""
        parts = (org_unit.c.parent, org_unit.c.kind, status_of(which.now).label("status"))
        counts = (func.count(), func.count().filter(_is_away(rule)))
        query = _narrowed(_select((*parts, *counts)), which).group_by(*parts)
        return [UnitPart(*row) for row in (await self._db.execute(query)).all()]

    async def list_uncounted(self, after: int, limit: int) -> list[tuple[int, str]]:
        """The next reports behind this one that have changed since their warnings were counted, or
        never were counted, and the heads of their history."""
        found = await self._db.execute(_UNCOUNTED, {"after": after, "limit": limit})
        return [(row.id, row.head) for row in found]

    async def note_warnings(self, counts: Sequence[tuple[int, int | None, str]]) -> None:
        """How many warnings these reports have, as they stood at that head."""
        rows = [{"of": number, "to": count, "at": head} for number, count, head in counts]
        await self._db.execute(_NOTE_WARNINGS, rows)


def _select(columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    return select(*columns)


def _columns(now: datetime) -> tuple[ColumnElement[Any], ...]:
    unit = (org_unit.c[name] for name in ("code", "name", "short_name"))
    names = ("due_at", "late", "answered", "warnings", "version", "locked_at", "filled")
    return (
        *(report.c.id, report.c.org_unit, *unit, _ABOVE.c.short_name.label("above")),
        *(org_unit.c.kind, org_unit.c.phone, status_of(now).label("status")),
        *(report.c[name] for name in names),
    )


def _narrowed(query: Select[Any], which: UnitFilter) -> Select[Any]:
    """The query over the reports that are meant, and their units."""
    query = (
        query.select_from(report)
        .join(org_unit, org_unit.c.id == report.c.org_unit)
        .join(_ABOVE, _ABOVE.c.id == org_unit.c.parent, isouter=True)
        .where(report.c.round == which.round, still_owed())
        .where(report.c.org_unit.in_(select_subtree(which.root)))
    )
    return query.where(*_conditions(which))


def _conditions(which: UnitFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.kind is not None:
        found.append(org_unit.c.kind == which.kind)
    if which.states:
        found.append(status_of(which.now).in_([state.value for state in which.states]))
    if which.text:
        said = org_unit.c.search_text.contains(_literal(which.text), escape=_ESCAPE)
        found.append(said | report.c.org_unit.in_([*which.also]) if which.also else said)
    if which.warned:
        found.append(report.c.warnings > 0)
    if which.locked:
        found.append(report.c.locked_at.is_not(None))
    if which.due_before is not None:
        late = status_of(which.now) == UnitState.LATE
        found.append(late & (report.c.due_at < which.due_before))
    if which.away is not None:
        found.append(_is_away(which.away))
    return found


def _is_away(rule: ReachRule) -> ColumnElement[bool]:
    """Whether no officer of the unit can be written to."""
    there: list[ColumnElement[bool]] = [
        member.c.heard_channel.is_not(None),
        member.c.unreachable_since.is_(None),
    ]
    if rule.channels:
        there.append(member.c.heard_channel.in_(rule.channels))
    for channel, conversations in rule.limited.items():
        there.append(
            (member.c.heard_channel != channel) | member.c.heard_conversation.in_([*conversations])
        )
    officers = (
        select(role.c.id)
        .join(member, member.c.id == role.c.member)
        .where(role.c.org_unit == report.c.org_unit, role.c.role == Role.OFFICER)
        .where(role.c.until.is_(None), *there)
        .correlate(report)
    )
    return ~officers.exists()


def _literal(text: str) -> str:
    """The text as what LIKE looks for."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text


def _order(by: UnitSort, now: datetime, descending: bool) -> tuple[ColumnElement[Any], ...]:
    """What is missing stands last either way; units that are alike stand by name."""
    name = (org_unit.c.name_key, _ABOVE.c.name_key, report.c.id)
    places = {state.value: place for place, state in enumerate(UnitState)}
    status = status_of(now)
    late = case((status == UnitState.LATE.value, report.c.due_at))
    first: Mapping[UnitSort, ColumnElement[Any]] = {
        UnitSort.CODE: org_unit.c.code_key,
        UnitSort.NAME: org_unit.c.name_key,
        UnitSort.ABOVE: _ABOVE.c.name_key,
        UnitSort.STATE: case(places, value=status),
        UnitSort.DUE: report.c.due_at,
        UnitSort.LATE: late,
        UnitSort.FILLED: report.c.answered,
        UnitSort.WARNINGS: report.c.warnings,
    }
    one = first[by]
    if by is UnitSort.LATE:  # the longer ago it was due, the more days it is late
        descending = not descending
    return ((one.desc() if descending else one.asc()).nulls_last(), *name)
