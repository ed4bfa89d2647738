"""A province for tests: units, people who came by their invitations, and an open round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.access.identity import hash_code, new_token
from conversations.calendar.dates import VIETNAM
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.units import NewUnit
from tests.support.product import Office

ROOT = "TINH"


def local(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in Vietnam."""
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def department(code: str, name: str) -> NewUnit:
    return NewUnit(code, f"Sở {name}", f"Sở {code}", f"S{code}", "department", ROOT)


def commune(number: int) -> NewUnit:
    name = f"Xã số {number:02}"
    return NewUnit(f"X{number:02}", f"UBND {name}", name, f"X{number:02}", "commune", ROOT)


@dataclass
class Province:
    """Units by code, and the people in them: `lan` is the sender of the member `lan`."""

    office: Office
    units: dict[str, int] = field(default_factory=dict)

    def deed(self) -> AuditContext:
        return AuditContext(None, None, "command", None, self.office.clock())

    async def found(self, units: Iterable[NewUnit] = ()) -> None:
        """The province itself and these units below it."""
        root = NewUnit(ROOT, "Ủy ban nhân dân tỉnh", "UBND tỉnh", "UBND", None, None)
        async with self.office.store.transaction() as tx:
            self.units = await tx.units.add_all(self.deed(), [root, *units])

    async def found_more(self, units: Iterable[NewUnit]) -> None:
        """More units below the province."""
        async with self.office.store.transaction() as tx:
            self.units = await tx.units.add_all(self.deed(), [*units])

    async def token(self, unit: str, role: Role, name: str | None = None) -> str:
        """A one-time code for this role, as the command line makes them."""
        code = new_token()
        async with self.office.store.transaction() as tx:
            until = self.office.clock() + timedelta(days=30)
            number = self.units[unit]
            await tx.invitations.add(self.deed(), hash_code(code), number, role, until, person=name)
        return code

    async def comes(self, who: str, unit: str, role: Role, name: str | None = None) -> str:
        """Somebody accepts an invitation over Telegram; what they are told."""
        await self.office.say(f"/start {await self.token(unit, role, name)}", who=who)
        return await self.office.tap("Tham gia", who=who)

    async def report_of(self, unit: str) -> int:
        """The newest report of a unit."""
        async with self.office.store.transaction() as tx:
            owed = await tx.duties.of_units([self.units[unit]])
        return max(one.report for one in owed)

    async def state(self, unit: str) -> str:
        number = await self.report_of(unit)
        return (await self.office.report(number)).state.value


async def member_of(tx: Transaction, who: str) -> int:
    found = await tx.members.find("telegram", who)
    assert found is not None
    return found.id


async def approve(at: Office, who: str) -> str:
    """Approve the report whose review was shown to this person last, and confirm it; what is
    said then."""
    await at.tap("✓ Duyệt", who=who)
    return await at.tap("Duyệt", who=who)


async def nudge(at: Office, who: str, words: str = "đôn đốc") -> str:
    """Have the units reminded, and confirm it; what is said then."""
    said = await at.say(words, who=who)
    return await at.say("nhắc đi em", who=who) if "Sẽ nhắn" in said else said
