"""What a list of units says: units, people, and lines that cannot be taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from conversations.frozen import Frozen
from conversations.workflow.permissions import Role


class ListedUnit(Frozen):
    """A unit of the list; `parent` is the code of another one, of the list or known before."""

    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    parent: str | None
    phone: str | None = None
    identification_code: str | None = None


class KnownLine(Frozen):
    """What the list says of a unit that is there already, without what it leaves empty."""

    line: int
    code: str
    said: dict[str, str]


class Invitee(Frozen):
    """Somebody to be invited into a unit, and where the code can be sent."""

    unit: str
    role: Role
    name: str
    phone: str = ""
    email: str = ""


def place_units(
    units: Iterable[ListedUnit], people: Iterable[Invitee]
) -> tuple[Mapping[str | None, list[ListedUnit]], Mapping[str, list[Invitee]]]:
    """The units below each of these, under None those that stand below none of them; and the people
    of each."""
    units = [*units]
    codes = {one.code for one in units}
    below: dict[str | None, list[ListedUnit]] = defaultdict(list)
    for one in units:
        below[one.parent if one.parent in codes else None].append(one)
    staff: dict[str, list[Invitee]] = defaultdict(list)
    for person in people:
        staff[person.unit].append(person)
    return below, staff


class BadLine(Frozen):
    """A line that cannot be taken: what was read, and what would do, whose fields are in
    `data`."""

    line: int
    column: str
    found: str
    allowed: str
    data: dict[str, Any] = Field(default_factory=dict)

    def __str__(self) -> str:
        allowed = self.allowed.format(**self.data)
        found = repr(self.found or "nothing")
        return f"line {self.line}, {self.column}: found {found}; allowed: {allowed}"


class UnitList(Frozen):
    """A whole list, parents before children; `known` are its lines about units that are there
    already, `passed` those about no unit at all: number and words."""

    units: tuple[ListedUnit, ...]
    people: tuple[Invitee, ...]
    known: tuple[KnownLine, ...] = ()
    passed: tuple[tuple[int, str], ...] = ()
