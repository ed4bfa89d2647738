"""Who answers for the units of a round: for finding, sorting and telling who cannot be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.workflow.context import RequestContext
from bot.workflow.reachability import filter_reachable
from conversations.text.collation import person_key
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role
from conversations.workflow.unit_state import UnitSort
from storage.workflow.roles import Person


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """Somebody of a unit: who, in which role, how to call them, and when they were seen last.
    `reached`: whether they can be written to now. `came`: whether they ever did."""

    name: str
    role: str
    phone: str
    seen: datetime | None
    reached: bool
    came: bool


@dataclass(frozen=True)
class RoundPeople:
    """The officers and reviewers of a round's units, by unit: officers first."""

    of: Mapping[int, Sequence[Person]]
    seen: Mapping[int, datetime]

    def find(self, text: str) -> frozenset[int]:
        """The units of people whose name or number has this folded text in it."""
        digits = "".join(filter(str.isdigit, text))
        number = digits if len(digits) >= 4 and not any(map(str.isalpha, text)) else ""
        return frozenset(
            unit
            for unit, people in self.of.items()
            if any(_is_called(one, text, number) for one in people)
        )

    def order(
        self, units: Iterable[int], phones: Mapping[int, str], by: UnitSort, *, descending: bool
    ) -> list[int]:
        """The units, which come by name, by the first of their people; those without stand last."""
        known: list[tuple[object, int]] = []
        rest: list[int] = []
        for unit in units:
            key = self._key(unit, phones.get(unit, ""), by)
            if key is None:
                rest.append(unit)
            else:
                known.append((key, unit))
        known.sort(key=lambda pair: pair[0], reverse=descending)  # type: ignore[arg-type,return-value]
        return [unit for _, unit in known] + rest

    def _key(self, unit: int, phone: str, by: UnitSort) -> object:
        people = self.of.get(unit, ())
        if by is UnitSort.SEEN:
            return max((self.seen[one.id] for one in people if one.id in self.seen), default=None)
        if by is UnitSort.PHONE:
            return phone or next((one.phone for one in people if one.phone), None)
        return person_key(people[0].name) if people else None


async def read_round_people(
    ctx: RequestContext, round_id: int, root: int, *, seen: bool = False
) -> RoundPeople:
    """All of them, and when they were `seen` last where that is asked for."""
    roles = (Role.OFFICER, Role.REVIEWER)
    found = await ctx.tx.unit_people.list_in_round(round_id, root, *roles)
    of: dict[int, list[Person]] = {}
    for one in found:
        of.setdefault(one.unit, []).append(one)
    when = await ctx.tx.unit_people.seen_last({one.id for one in found}) if seen else {}
    return RoundPeople(of, when)


async def reached_units(ctx: RequestContext, round_id: int, root: int) -> frozenset[int]:
    """The units of which an officer can be written to now."""
    officers = await ctx.tx.unit_people.list_heard(round_id, root, Role.OFFICER)
    reached = await filter_reachable(ctx.tx, ctx.catalogs, officers, ctx.now)
    return frozenset(one.unit for one in reached)


async def people_of_units(
    ctx: RequestContext, units: Sequence[int]
) -> dict[int, tuple[UnitPerson, ...]]:
    """Who answers in each of these units, officers first, and who is invited and has not come."""
    persons = await ctx.tx.roles.people_of(units, Role.OFFICER, Role.REVIEWER)
    reached = {one.id for one in await filter_reachable(ctx.tx, ctx.catalogs, persons, ctx.now)}
    seen = await ctx.tx.unit_people.seen_last({one.id for one in persons})
    found: dict[int, list[UnitPerson]] = {}
    for one in persons:
        when, came = seen.get(one.id), one.channel is not None
        told = UnitPerson(
            str(one.name), one.role, str(one.phone or ""), when, one.id in reached, came
        )
        found.setdefault(one.unit, []).append(told)
    for invited in await ctx.tx.invitations.list_open(units, ctx.now):
        if invited.role in (Role.OFFICER, Role.REVIEWER):
            name, phone = str(invited.person or ""), str(invited.phone or "")
            told = UnitPerson(name, invited.role, phone, None, reached=False, came=False)
            found.setdefault(invited.org_unit, []).append(told)
    return {
        unit: tuple(sorted(people, key=lambda one: one.role != Role.OFFICER))
        for unit, people in found.items()
    }


def _is_called(person: Person, text: str, number: str) -> bool:
    if text in fold_text(person.name):
        return True
    phone = "".join(filter(str.isdigit, person.phone or ""))
    return bool(number) and number in phone
