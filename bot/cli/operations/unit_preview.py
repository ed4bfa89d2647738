"""What an import would do, shown before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.cli.operations.units import change_notes, notes_of, plan_list
from bot.ports.clock import now
from bot.runtime.language import tell
from bot.runtime.settings import Settings
from bot.workflow.units.listed_units import ImportPlan, Lines
from bot.workflow.words import name_role
from conversations.workflow.permissions import Role
from conversations.workflow.unit_list import Invitee, ListedUnit, place_units
from storage.store import NoDatabaseError, Store
from templates.loading.calendars import Calendars, load_calendars

MOST_SHOWN = 200  # units of the tree


@dataclass(frozen=True)
class _Loaded:
    calendars: Calendars


async def preview_import(settings: Settings, lines: Lines) -> list[str]:
    """What importing these lines would do. Where there is no database it is looked at as in an
    empty one, and none is made."""
    at = _Loaded(load_calendars(settings.calendar_file, settings.rules_file))
    try:
        store = await Store.open(settings.database, make=False)
    except NoDatabaseError:
        store = await Store.open("sqlite:///:memory:")
    try:
        async with store.transaction() as tx:
            return show_plan(await plan_list(tx, at, lines, now()), at.calendars)
    finally:
        await store.close()


def show_plan(plan: ImportPlan, calendars: Calendars) -> list[str]:
    """What is not read, what looks wrong, the tree with the people of each unit, and the sums."""
    lines = notes_of(plan)
    lines += [tell("check: {problem}", problem=tell(one.text, **one.data)) for one in plan.doubts]
    lines += change_notes(plan)
    lines += _tree(plan.found.units, plan.found.people, calendars)
    counts = Counter(one.role for one in plan.found.people)
    people = ", ".join(f"{name_role(role)} {count}" for role, count in counts.items())
    lines.append(
        tell(
            "{units} new units, {changes} changes, {people} people: {roles}",
            units=len(plan.found.units),
            changes=len(plan.changes) + len(plan.numbers),
            people=len(plan.found.people),
            roles=people or "-",
        )
    )
    return lines


def _tree(
    units: Sequence[ListedUnit], people: Sequence[Invitee], calendars: Calendars
) -> list[str]:
    """The new units, each below the one it stands below, with its people."""
    below, staff = place_units(units, people)
    lines = [*_branch(below, staff, calendars, None, 0)]
    if len(lines) <= MOST_SHOWN:
        return lines
    return [*lines[:MOST_SHOWN], tell("… and {count} more", count=len(lines) - MOST_SHOWN)]


def _branch(
    below: Mapping[str | None, list[ListedUnit]],
    staff: Mapping[str, list[Invitee]],
    calendars: Calendars,
    parent: str | None,
    depth: int,
) -> Iterator[str]:
    for unit in below.get(parent, ()):
        under = (
            " " + tell("below {parent}", parent=unit.parent) if depth == 0 and unit.parent else ""
        )
        kind = calendars.kind_name(unit.kind) or tell("no kind")
        said = [f"{unit.code} · {unit.name} · {kind}{under}", *_people(staff.get(unit.code, ()))]
        yield "  " * depth + " — ".join(said)
        yield from _branch(below, staff, calendars, unit.code, depth + 1)


def _people(people: Sequence[Invitee]) -> list[str]:
    return [
        f"{name_role(role)}: {', '.join(_person(one) for one in people if one.role is role)}"
        for role in Role
        if any(one.role is role for one in people)
    ] or [tell("nobody")]


def _person(one: Invitee) -> str:
    beside = ", ".join(filter(None, (one.phone, one.email)))
    return f"{one.name} ({beside})" if beside else one.name
