"""What looks wrong in a list of units that can be taken: told, and not refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conversations.frozen import Frozen
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role
from conversations.workflow.unit_list import Invitee, ListedUnit, UnitList
from conversations.workflow.unit_people import is_odd_name

SHOWN = 8  # units or people that a line names
NOBODY = "nobody coordinates (Đầu mối): phuluc invite {unit} coordinator"
_PREFIXES = ("uy ban nhan dan ", "ubnd ")


class Doubt(Frozen):
    """Something that looks wrong: a text in English with fields, and their values."""

    text: str
    data: dict[str, Any]

    def __str__(self) -> str:
        return self.text.format(**self.data)


def find_doubts(found: UnitList, *, coordinated: bool) -> list[Doubt]:
    """What looks wrong in a list; `coordinated`: there is somebody already who coordinates."""
    above = {unit.parent for unit in found.units}
    leaves = [unit for unit in found.units if unit.code not in above]
    no_kind = [unit for unit in found.units if unit.kind is None and unit.parent is not None]
    doubts = [
        _doubt("{count} units without a kind (Loại): {names}", (unit.code for unit in no_kind)),
        _doubt(
            "{count} units without a reporting officer (Cán bộ): {names}",
            _without(leaves, found.people, Role.OFFICER),
        ),
        _doubt(
            "{count} units without a reviewer (Lãnh đạo): {names}",
            _without(leaves, found.people, Role.REVIEWER),
        ),
        *_alike(found.units),
        _doubt("odd names: {names}", (one.name for one in found.people if is_odd_name(one.name))),
        *_in_two_units(found.people),
    ]
    if found.units and not coordinated and not _has(found.people, Role.COORDINATOR):
        doubts.append(
            Doubt(
                text=NOBODY,
                data={"unit": found.units[0].code},
            )
        )
    return [one for one in doubts if one is not None]


def _doubt(text: str, names: Iterable[str]) -> Doubt | None:
    every = [*names]
    if not every:
        return None
    shown = ", ".join(every[:SHOWN]) + (", …" if len(every) > SHOWN else "")
    return Doubt(text=text, data={"count": len(every), "names": shown})


def _without(units: Iterable[ListedUnit], people: Iterable[Invitee], role: Role) -> list[str]:
    having = {one.unit for one in people if one.role is role}
    return [unit.code for unit in units if unit.code not in having]


def _has(people: Iterable[Invitee], role: Role) -> bool:
    return any(one.role is role for one in people)


def _alike(units: Sequence[ListedUnit]) -> list[Doubt | None]:
    """Units below one unit that are called the same."""
    called: Mapping[tuple[str | None, str], list[str]] = defaultdict(list)
    for unit in units:
        called[unit.parent, _bare(unit.name)].append(unit.code)
    text = "the same unit twice? {names}"
    return [_doubt(text, codes) for codes in called.values() if len(codes) > 1]


def _bare(name: str) -> str:
    said = fold_text(name)
    for prefix in _PREFIXES:
        said = said.removeprefix(prefix)
    return " ".join(said.replace(".", " ").split())


def _in_two_units(people: Sequence[Invitee]) -> list[Doubt | None]:
    """People of one name and role in several units: one person gets a code in each."""
    where: Mapping[tuple[str, Role], list[Invitee]] = defaultdict(list)
    for one in people:
        if " " in one.name:  # a given name alone belongs to many
            where[fold_text(one.name), one.role].append(one)
    found = [
        f"{some[0].name} ({', '.join(one.unit for one in some)})"
        for some in where.values()
        if len(some) > 1
    ]
    return [_doubt("{count} names stand in several units; each gets a code there: {names}", found)]
