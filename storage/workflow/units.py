"""Org units: a tree whose names change, and whose reports stay."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam, literal, select, update

from conversations.reports.model import OrgUnit
from conversations.text.collation import collation_key
from storage.core.unit_lines import select_lineage
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.core import org_unit
from storage.tables.unit_keys import NAMES, keys_of
from storage.tables.workflow import unit_name


@dataclass(frozen=True, slots=True)
class Unit:
    """An org unit as it is now."""

    id: int
    name: str
    short_name: str
    abbreviation: str
    code: str | None
    kind: str | None
    parent: int | None
    ended_at: datetime | None
    successor: int | None
    phone: str | None = None
    identification_code: str | None = None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """An org unit to be made; `parent` is the code of another one."""

    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    parent: str | None
    phone: str | None = None
    identification_code: str | None = None


_COLUMNS = tuple(org_unit.c[name] for name in Unit.__dataclass_fields__)


def select_subtree(root: int | BindParameter[int]) -> Select[tuple[int]]:
    """The ids of a unit and of all below it."""
    top = literal(root) if isinstance(root, int) else root
    under = select(top.label("id")).cte("under", recursive=True)
    below = select(org_unit.c.id).join(under, org_unit.c.parent == under.c.id)
    return select(under.union_all(below).c.id)


def _select_merged() -> Select[tuple[int]]:
    named = org_unit.c.id.in_(bindparam("units", expanding=True))
    into = select(org_unit.c.id).where(named).cte("merged", recursive=True)
    merged = select(org_unit.c.id).join(into, org_unit.c.successor == into.c.id)
    return select(into.union(merged).c.id)


_IT = org_unit.c.id == bindparam("unit")
_FIND = select(*_COLUMNS).where(_IT)
_IDENTIFIED_BY = select(*_COLUMNS).where(
    org_unit.c.identification_code == bindparam("code"), org_unit.c.ended_at.is_(None)
)
_IS_TRIAL = select(org_unit.c.trial).where(_IT)
_SUCCESSOR = select(org_unit.c.successor).where(_IT)
_WITH_MERGED = _select_merged()
_LINEAGE = select_lineage(bindparam("unit", type_=Integer))
_LIST_UNDER = (
    select(*_COLUMNS)
    .where(
        org_unit.c.id.in_(select_subtree(bindparam("root", type_=Integer))),
        org_unit.c.ended_at.is_(None),
    )
    .order_by(org_unit.c.id)
)


def _named(units: Sequence[NewUnit]) -> list[dict[str, Any]]:
    """Their values with what follows from their names: a third of a second for three thousand."""
    values = [asdict(one) for one in units]
    return [one | keys_of(one) for one in values]


def _in_order(rows: Iterable[Sequence[Any]]) -> list[Unit]:
    return sorted((Unit(*row) for row in rows), key=lambda one: collation_key(one.name))


class UnitQueries(AuditedQueries):
    async def hold_top(self) -> None:
        """Let nobody else make the unit at the top until this transaction ends."""
        await self._hold("top unit")

    async def add(
        self,
        unit: OrgUnit,
        now: datetime,
        *,
        code: str | None = None,
        kind: str | None = None,
        parent: int | None = None,
        trial: bool = False,
    ) -> int:
        """A new unit below `parent`; its id. `code` is what the administrator's lists call it."""
        names = unit.model_dump()
        values = {"code": code, "kind": kind, "parent": parent, "trial": trial}
        number = await self._new(org_unit, **names, **values, created_at=now)
        self._touch(org_unit, (number,))
        return number

    async def add_all(self, context: AuditContext, units: Sequence[NewUnit]) -> dict[str, int]:
        """Many units at once; the ids of all units by code. LookupError when a parent is not
        there."""
        known = await self.ids_by_code()
        waiting = [*units]
        while waiting:  # one statement for each level of the tree
            ready = [one for one in waiting if one.parent is None or one.parent in known]
            waiting = [one for one in waiting if not (one.parent is None or one.parent in known)]
            if not ready:
                message = f"no unit {waiting[0].parent}"
                raise LookupError(message)
            rows = [
                named
                | {"parent": known[one.parent] if one.parent else None}
                | {"trial": False, "created_at": context.at}
                for one, named in zip(ready, await asyncio.to_thread(_named, ready), strict=True)
            ]
            await self._for_each(org_unit.insert(), rows)
            known = await self.ids_by_code()
        self._touch(org_unit, *((known[one.code],) for one in units))
        new = {"count": len(units), "codes": [one.code for one in units]}
        await self._record(context, "units", None, new)
        return known

    async def ids_by_code(self) -> dict[str, int]:
        """The ids of all units that have a code."""
        found = await self._db.execute(
            select(org_unit.c.code, org_unit.c.id).where(org_unit.c.code.is_not(None))
        )
        return {row.code: row.id for row in found}

    async def names_by_code(self) -> dict[str, str]:
        """The names of all units that have a code."""
        found = await self._db.execute(
            select(org_unit.c.code, org_unit.c.name).where(org_unit.c.code.is_not(None))
        )
        return {row.code: row.name for row in found}

    async def move_under(
        self, context: AuditContext, unit_ids: Sequence[int], parent: int, before: int
    ) -> None:
        """These units, which stood below another one, stand below this one from now on."""
        for number in unit_ids:
            if (await self.find(number)).parent == before:
                await self._change(number, {"parent": parent})
                await self._record(
                    context, f"unit:{number}", {"parent": before}, {"parent": parent}
                )

    async def find(self, unit_id: int) -> Unit:
        """LookupError when there is none."""
        row = (await self._db.execute(_FIND, {"unit": unit_id})).first()
        if row is None:
            message = f"no unit {unit_id}"
            raise LookupError(message)
        return Unit(*row)

    async def is_trial(self, unit_id: int) -> bool:
        """Whether the unit belongs to one member's trial."""
        return bool(await self._db.scalar(_IS_TRIAL, {"unit": unit_id}))

    async def list_under(self, root: int) -> list[Unit]:
        """The unit and all below it that have not ended, by name."""
        return _in_order(await self._db.execute(_LIST_UNDER, {"root": root}))

    async def ended_under(self, root: int) -> list[Unit]:
        """The units below this one that have ended, by name."""
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(org_unit.c.id.in_(select_subtree(root)), org_unit.c.ended_at.is_not(None))
            .order_by(org_unit.c.id)
        )
        return _in_order(found)

    async def with_merged(self, unit_ids: Collection[int]) -> list[int]:
        """These units and all that have merged into them."""
        if not unit_ids:
            return []
        return [*await self._db.scalars(_WITH_MERGED, {"units": [*unit_ids]})]

    async def successors(self, unit_id: int) -> list[int]:
        """The units that took the place of this one, one after the other."""
        found: list[int] = []
        successor = await self._successor(unit_id)
        while successor is not None and successor not in found:
            found.append(successor)
            successor = await self._successor(successor)
        return found

    async def _successor(self, unit_id: int) -> int | None:
        return await self._db.scalar(_SUCCESSOR, {"unit": unit_id})

    async def names_under(self, root: int, *, below: bool) -> dict[int, str]:
        """The short name of a unit, and of all `below` it, those that have ended too."""
        which = org_unit.c.id.in_(select_subtree(root)) if below else org_unit.c.id == root
        found = await self._db.execute(select(org_unit.c.id, org_unit.c.short_name).where(which))
        return {row.id: row.short_name for row in found}

    async def roots(self) -> list[Unit]:
        """The units at the top, without those of trials."""
        where = org_unit.c.parent.is_(None) & org_unit.c.trial.is_not(True)
        found = await self._db.execute(select(*_COLUMNS).where(where).order_by(org_unit.c.id))
        return [Unit(*row) for row in found]

    async def lineage(self, unit_id: int) -> tuple[int, ...]:
        """The unit and its parents up to the root."""
        return tuple(await self._db.scalars(_LINEAGE, {"unit": unit_id}))

    async def rename(
        self, context: AuditContext, unit_id: int, names: OrgUnit, since: date
    ) -> None:
        """The unit is called so from a day on; what was handed in before keeps the old name."""
        old = await self.find(unit_id)
        kept = {"name": old.name, "short_name": old.short_name, "abbreviation": old.abbreviation}
        keys = {"org_unit": unit_id, "since": since.isoformat()}
        await self._put(unit_name, list(keys), **keys, **names.model_dump())
        self._touch(unit_name, (unit_id, since.isoformat()))
        await self._change(unit_id, names.model_dump())
        await self._record(context, f"unit:{unit_id}", kept, names.model_dump() | keys)

    async def set_kind(self, context: AuditContext, unit_id: int, kind: str | None) -> None:
        """The unit is of this kind from now on; due days that it has stay."""
        await self._set(context, unit_id, "kind", kind)

    async def set_phone(self, context: AuditContext, unit_id: int, phone: str | None) -> None:
        """Where the unit is called from now on."""
        await self._set(context, unit_id, "phone", phone)

    async def set_identification_code(
        self, context: AuditContext, unit_id: int, code: str | None
    ) -> None:
        """Other offices know the unit by this code from now on."""
        await self._set(context, unit_id, "identification_code", code)

    async def identified_by(self, code: str) -> Unit | None:
        """The unit with this identification code that has not ended."""
        row = (await self._db.execute(_IDENTIFIED_BY, {"code": code})).first()
        return Unit(*row) if row is not None else None

    async def _set(self, context: AuditContext, unit_id: int, name: str, value: str | None) -> None:
        old = getattr(await self.find(unit_id), name)
        await self._change(unit_id, {name: value})
        await self._record(context, f"unit:{unit_id}", {name: old}, {name: value})

    async def move(self, context: AuditContext, unit_id: int, parent: int) -> None:
        """The unit stands below another one from now on; LookupError when that one is below
        it."""
        if unit_id in await self.lineage(parent):
            message = f"unit {parent} is below unit {unit_id}"
            raise LookupError(message)
        await self.move_under(context, [unit_id], parent, (await self.find(unit_id)).parent or 0)

    async def end(self, context: AuditContext, unit_id: int, successor: int | None) -> None:
        """The unit reports no more, from now on; another one may have taken its place."""
        await self._change(unit_id, {"ended_at": context.at, "successor": successor})
        await self._record(
            context, f"unit:{unit_id}", None, {"ended": True, "successor": successor}
        )

    async def _change(self, unit_id: int, values: Mapping[str, Any]) -> None:
        await self._db.execute(
            update(org_unit).where(org_unit.c.id == unit_id).values(dict(values))
        )
        if {*NAMES} & {*values}:
            keys = keys_of(asdict(await self.find(unit_id)))
            await self._db.execute(update(org_unit).where(org_unit.c.id == unit_id).values(keys))
        self._touch(org_unit, (unit_id,))
