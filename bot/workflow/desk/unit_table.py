"""The units of a round as a table, with what it can be narrowed to, and how many that would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.workflow.context import RequestContext
from bot.workflow.desk.unit_people import (
    UnitPerson,
    people_of_units,
    reached_units,
    read_round_people,
)
from bot.workflow.desk.unit_tree import UnitBranch, read_tree
from bot.workflow.round_lookup import find_round
from conversations.calendar.dates import VIETNAM, local_day
from conversations.desk.unit_query import UnitQuery, UnitShow
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission
from conversations.workflow.unit_state import OF_PEOPLE, UnitState
from storage.workflow.rounds import Round
from storage.workflow.unit_table import UnitFilter, UnitPart, UnitTableRow
from storage.workflow.units import Unit


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the table. `late`: working days past the due day of what is not handed in;
    `warnings`: None where they were not counted yet."""

    report: int
    unit: int
    code: str
    name: str
    full_name: str
    above: str
    kind: str
    state: UnitState
    due: datetime | None
    late: int
    was_late: bool
    answered: int
    asked: int
    warnings: int | None
    locked: bool
    version: int
    phone: str
    people: tuple[UnitPerson, ...]
    sections: Mapping[str, int]

    @property
    def person(self) -> UnitPerson | None:
        """Who is asked first: an officer, or whoever there is."""
        return self.people[0] if self.people else None

    @property
    def call(self) -> str:
        """The number to call."""
        return self.phone or next((one.phone for one in self.people if one.phone), "")

    @property
    def seen(self) -> datetime | None:
        """When somebody of the unit was seen last."""
        return max((one.seen for one in self.people if one.seen), default=None)

    @property
    def is_away(self) -> bool:
        """Whether nobody of the unit can be written to."""
        return not any(one.reached for one in self.people if one.role == "officer")


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A page of a round's units. `counts` are those of each state, whatever state is shown;
    `total` is how many there are in all pages, `everyone` how many without any filter."""

    round: Round
    root: Unit
    query: UnitQuery
    lines: tuple[UnitLine, ...]
    counts: Mapping[UnitState, int]
    away: int
    total: int
    everyone: int
    kinds: tuple[tuple[str, str, int], ...]  # key, name, how many
    branches: tuple[UnitBranch, ...]
    path: tuple[Unit, ...]  # from the root to the part that is shown

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.query.size))

    def count_of(self, show: UnitShow) -> int:
        """How many units would be shown."""
        if show is UnitShow.AWAY:
            return self.away
        return sum(self.counts.get(state, 0) for state in show.states or UnitState)


async def read_unit_table(ctx: RequestContext, number: int, query: UnitQuery) -> UnitTable:
    """The page that is asked for; DeniedError for a round or a part of the tree that the member
    does not watch over. A page behind the last is the last."""
    found, root = await find_round(ctx, Permission.BOARD, number, query.root or None)
    tree = await read_tree(ctx, root, query.under)
    which = await _filter(ctx, found, tree.at, query)
    any_state = replace(which, states=())
    facets = await ctx.tx.unit_table.count_parts(replace(any_state, kind=None))
    shown = facets
    away = frozenset(await ctx.tx.unit_table.list_ids(any_state)) - (
        await reached_units(ctx, found.id, root)
    )
    if query.show is UnitShow.AWAY:
        which = replace(which, among=away)
        shown = await ctx.tx.unit_table.count_parts(replace(which, kind=None))
    states = {state.value for state in query.show.states}
    shown = [one for one in shown if not states or one.status in states]
    total = sum(one.units for one in shown if query.kind in ("", one.kind))
    query = replace(query, page=min(query.page, max(1, -(-total // query.size))))
    wide = shown
    if tree.at != root:
        wide = await ctx.tx.unit_table.count_parts(replace(which, root=root))
    everyone = UnitFilter(found.id, root, ctx.now)
    counts = await ctx.tx.unit_table.count(everyone) if query.is_narrowed else total
    return UnitTable(
        found,
        tree.path[0],
        query,
        await _lines(ctx, found, await _page(ctx, which, query)),
        _count_states(facets, query.kind),
        len(away),
        total,
        counts,
        _kinds(ctx, shown),
        tree.branches(wide),
        tree.path,
    )


def _count_states(parts: Sequence[UnitPart], kind: str) -> Counter[UnitState]:
    found: Counter[UnitState] = Counter()
    for one in parts:
        if kind in ("", one.kind):
            found[UnitState(one.status)] += one.units
    return found


async def find_units(ctx: RequestContext, number: int, query: UnitQuery) -> tuple[Round, list[int]]:
    """All units that the query means, by name."""
    found, root = await find_round(ctx, Permission.BOARD, number, query.root or None)
    return found, await ctx.tx.unit_table.list_ids(await _whole_filter(ctx, found, root, query))


async def read_all_lines(
    ctx: RequestContext, number: int, query: UnitQuery
) -> tuple[Round, tuple[UnitLine, ...]]:
    """The lines of all units that the query means, in its order."""
    found, root = await find_round(ctx, Permission.BOARD, number, query.root or None)
    which = await _whole_filter(ctx, found, root, query)
    everyone = replace(query, page=1, size=await _count(ctx, which))
    return found, await _lines(ctx, found, await _page(ctx, which, everyone))


async def read_line(ctx: RequestContext, of: Round, unit: int) -> UnitLine:
    """The line of one unit; LookupError when it owes nothing in the round."""
    which = UnitFilter(of.id, unit, ctx.now)
    rows = await ctx.tx.unit_table.list_units(which, [unit])
    if not rows:
        message = f"unit {unit} owes nothing in round {of.id}"
        raise LookupError(message)
    return (await _lines(ctx, of, rows))[0]


async def _count(ctx: RequestContext, which: UnitFilter) -> int:
    return max(1, await ctx.tx.unit_table.count(which))


async def _whole_filter(
    ctx: RequestContext, found: Round, root: int, query: UnitQuery
) -> UnitFilter:
    tree = await read_tree(ctx, root, query.under)
    which = await _filter(ctx, found, tree.at, query)
    if query.show is UnitShow.AWAY:
        there = await reached_units(ctx, found.id, root)
        which = replace(which, among=frozenset(await ctx.tx.unit_table.list_ids(which)) - there)
    return which


async def _filter(ctx: RequestContext, found: Round, root: int, query: UnitQuery) -> UnitFilter:
    text = fold_text(query.text)
    also: frozenset[int] = frozenset()
    if text:
        also = (await read_round_people(ctx, found.id, root)).find(text)
    return UnitFilter(
        found.id,
        root,
        ctx.now,
        states=query.show.states,
        kind=query.kind or None,
        text=text,
        also=also,
        warned=query.warned,
        locked=query.locked,
        due_before=_due_before(ctx, query.late) if query.late else None,
    )


def _due_before(ctx: RequestContext, late: int) -> datetime:
    """Before this moment it was due what is at least so many working days late now."""
    days, today = ctx.catalogs.calendars.days, local_day(ctx.now)
    day = days.shift(today, -late)
    while days.between(day, today) < late:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


async def _page(ctx: RequestContext, which: UnitFilter, query: UnitQuery) -> list[UnitTableRow]:
    offset = (query.page - 1) * query.size
    table = ctx.tx.unit_table
    if query.sort not in OF_PEOPLE:
        descending = query.descending
        return await table.list_page(
            which, query.sort, descending=descending, offset=offset, limit=query.size
        )
    people = await read_round_people(ctx, which.round, which.root, seen=True)
    phones = await table.phones(which)
    order = people.order(
        await table.list_ids(which), phones, query.sort, descending=query.descending
    )
    return await table.list_units(which, order[offset : offset + query.size])


async def _lines(
    ctx: RequestContext, of: Round, rows: Sequence[UnitTableRow]
) -> tuple[UnitLine, ...]:
    people = await people_of_units(ctx, [row.unit for row in rows])
    asked = ctx.form_of(of).asked_count
    return tuple(_line(ctx, row, asked, people.get(row.unit, ())) for row in rows)


def _line(
    ctx: RequestContext, row: UnitTableRow, asked: int, people: tuple[UnitPerson, ...]
) -> UnitLine:
    state, today = UnitState(row.status), local_day(ctx.now)
    due: date | None = local_day(row.due_at) if row.due_at else None
    is_late = state is UnitState.LATE and due is not None
    return UnitLine(
        report=row.report,
        unit=row.unit,
        code=row.code or "",
        name=row.short_name,
        full_name=row.name,
        above=row.above or "",
        kind=ctx.catalogs.calendars.kind_name(row.kind) if row.kind else "",
        state=state,
        due=row.due_at,
        late=ctx.catalogs.calendars.days.between(due, today) if is_late and due else 0,
        was_late=row.was_late,
        answered=min(row.answered, asked),
        asked=asked,
        warnings=row.warnings,
        locked=row.locked_at is not None,
        version=row.version,
        phone=row.phone or "",
        people=people,
        sections=row.filled or {},
    )


def _kinds(ctx: RequestContext, parts: Sequence[UnitPart]) -> tuple[tuple[str, str, int], ...]:
    counts: Counter[str] = Counter()
    for one in parts:
        if one.kind:
            counts[one.kind] += one.units
    name = ctx.catalogs.calendars.kind_name
    return tuple((kind, name(kind), count) for kind, count in counts.most_common())
