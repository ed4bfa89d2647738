"""The units of a round as a table, with what it can be narrowed to, and how many that would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.workflow.context import RequestContext
from bot.workflow.desk.unit_people import (
    UnitPerson,
    find_people,
    people_of_units,
    reach_rule,
    sort_by_people,
)
from bot.workflow.desk.unit_tree import UnitBranch, read_tree
from bot.workflow.round_lookup import find_seen_round
from conversations.calendar.dates import local_day, start_of
from conversations.desk.unit_query import UnitQuery, UnitShow
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission
from conversations.workflow.report_status import asked_in_all
from conversations.workflow.unit_state import OF_PEOPLE, UnitState
from storage.workflow.rounds import Round
from storage.workflow.unit_table import ReachRule, UnitFilter, UnitPart, UnitTableRow
from storage.workflow.units import Unit

AT_ONCE = 100  # units whose people are read with one question


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
    found, root = await find_seen_round(ctx, Permission.BOARD, number, query.root or None)
    tree = await read_tree(ctx, root, query.under)
    rule = await reach_rule(ctx)
    which = await _filter(ctx, found, tree.at, query, rule)
    table = ctx.tx.unit_table
    parts = await table.count_parts(replace(which, states=(), kind=None, away=None), rule)
    shown = _shown(parts, query)
    total = _sum(shown, query)
    query = replace(query, page=min(query.page, max(1, -(-total // query.size))))
    wide = shown
    if tree.at != root:
        above = replace(which, root=root, states=(), kind=None, away=None)
        wide = _shown(await table.count_parts(above, rule), query)
    everyone = UnitFilter(found.id, root, ctx.now)
    return UnitTable(
        found,
        tree.path[0],
        query,
        await _lines(ctx, found, await _page(ctx, which, query)),
        _count_states(parts, query.kind),
        sum(one.away for one in parts if query.kind in ("", one.kind)),
        total,
        await table.count(everyone) if query.is_narrowed else total,
        _kinds(ctx, shown),
        tree.branches(wide),
        tree.path,
    )


def _shown(parts: Sequence[UnitPart], query: UnitQuery) -> list[UnitPart]:
    """What there is in the state that is shown, of every kind."""
    if query.show is UnitShow.AWAY:
        return [replace(one, units=one.away) for one in parts if one.away]
    states = {state.value for state in query.show.states}
    return [one for one in parts if not states or one.status in states]


def _sum(parts: Sequence[UnitPart], query: UnitQuery) -> int:
    return sum(one.units for one in parts if query.kind in ("", one.kind))


def _count_states(parts: Sequence[UnitPart], kind: str) -> Counter[UnitState]:
    found: Counter[UnitState] = Counter()
    for one in parts:
        if kind in ("", one.kind):
            found[UnitState(one.status)] += one.units
    return found


async def find_units(ctx: RequestContext, number: int, query: UnitQuery) -> tuple[Round, list[int]]:
    """All units that the query means, by name."""
    found, which = await _find(ctx, number, query)
    return found, await ctx.tx.unit_table.list_ids(which)


async def read_all_lines(
    ctx: RequestContext, number: int, query: UnitQuery
) -> tuple[Round, tuple[UnitLine, ...]]:
    """The lines of all units that the query means, in its order."""
    found, which = await _find(ctx, number, query)
    size = max(1, await ctx.tx.unit_table.count(which))
    return found, await _lines(
        ctx, found, await _page(ctx, which, replace(query, page=1, size=size))
    )


async def _find(ctx: RequestContext, number: int, query: UnitQuery) -> tuple[Round, UnitFilter]:
    found, root = await find_seen_round(ctx, Permission.BOARD, number, query.root or None)
    tree = await read_tree(ctx, root, query.under)
    return found, await _filter(ctx, found, tree.at, query, await reach_rule(ctx))


async def read_line(ctx: RequestContext, of: Round, unit: int) -> UnitLine:
    """The line of one unit; LookupError when it owes nothing in the round."""
    rows = await ctx.tx.unit_table.list_units(UnitFilter(of.id, unit, ctx.now), [unit])
    if not rows:
        message = f"unit {unit} owes nothing in round {of.id}"
        raise LookupError(message)
    return (await _lines(ctx, of, rows))[0]


async def _filter(
    ctx: RequestContext, found: Round, root: int, query: UnitQuery, rule: ReachRule
) -> UnitFilter:
    text = fold_text(query.text)
    return UnitFilter(
        found.id,
        root,
        ctx.now,
        states=query.show.states,
        kind=query.kind or None,
        text=text,
        also=await find_people(ctx, found.id, root, text) if text else frozenset(),
        warned=query.warned,
        locked=query.locked,
        due_before=_due_before(ctx, query.late) if query.late else None,
        away=rule if query.show is UnitShow.AWAY else None,
    )


def _due_before(ctx: RequestContext, late: int) -> datetime:
    """Before this moment it was due what is at least so many working days late now."""
    days, today = ctx.catalogs.calendars.days, local_day(ctx.now)
    day = days.shift(today, -late)
    while days.between(day, today) < late:
        day -= timedelta(days=1)
    return start_of(day + timedelta(days=1))


async def _page(ctx: RequestContext, which: UnitFilter, query: UnitQuery) -> list[UnitTableRow]:
    offset, descending = (query.page - 1) * query.size, query.descending
    table = ctx.tx.unit_table
    if query.sort not in OF_PEOPLE:
        return await table.list_page(
            which, query.sort, descending=descending, offset=offset, limit=query.size
        )
    order = await sort_by_people(ctx, which, query.sort, descending=descending)
    return await table.list_units(which, order[offset : offset + query.size])


async def _lines(
    ctx: RequestContext, of: Round, rows: Sequence[UnitTableRow]
) -> tuple[UnitLine, ...]:
    """Some units at a time: the people of a whole country keep the loop for seconds."""
    asked, lines = asked_in_all(ctx.form_of(of)), list[UnitLine]()
    for at in range(0, len(rows), AT_ONCE):
        some = rows[at : at + AT_ONCE]
        people = await people_of_units(ctx, [row.unit for row in some])
        lines += [_line(ctx, row, asked, people.get(row.unit, ())) for row in some]
    return tuple(lines)


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
