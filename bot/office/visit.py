"""One request to the office: who asks, in which transaction, and what is said in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conversations.form import Form
from conversations.messages import Button, Reply
from conversations.report import Report
from conversations.rights import Deed as Right
from conversations.rights import Grant, may
from storage.histories import Deed
from storage.records import Person, Unit
from storage.store import Transaction
from templates.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to be handed out, with the words that go with it."""

    file_name: str
    content: bytes
    reply: Reply


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that another member is to be told, where he was heard last."""

    to: int
    reply: Reply


class DeniedError(Exception):
    """The member has no right to what he asked for."""


class UnclearError(Exception):
    """The request cannot be carried out as it is; `reply` says why, and how it should be."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.code)
        self.reply = reply


@dataclass
class Visit:
    """What a handler works with. Nothing is done for whom `check` refuses."""

    tx: Transaction
    catalog: Catalog
    member: int
    grants: tuple[Grant, ...]
    channel: str
    event: int | None
    now: datetime
    current: int | None  # the report the member works on
    replies: list[Reply | Paper] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def say(self, code: str, buttons: tuple[tuple[Button, ...], ...] = (), **data: Any) -> None:
        self.replies.append(Reply(code=code, data=data, buttons=buttons))

    def tell(self, person: int, code: str, *rows: tuple[Button, ...], **data: Any) -> None:
        """Have somebody else told, unless it is the member himself."""
        if person != self.member:
            self.notices.append(Notice(person, Reply(code=code, data=data, buttons=rows)))

    def deed(self, report: int | None = None) -> Deed:
        return Deed(report, self.member, self.channel, self.event, self.now)

    async def may(self, right: Right, unit: int) -> bool:
        return may(self.grants, right, await self.tx.lineage(unit))

    async def check(self, right: Right, unit: int) -> None:
        """DeniedError unless one of the member's roles allows this on the unit."""
        if not await self.may(right, unit):
            raise DeniedError

    async def report(self, right: Right, report_id: int) -> tuple[Unit, Report, Form]:
        """A report that the member has this right on, its unit and its form; locked."""
        try:
            unit_id = await self.tx.unit_of(report_id)
        except LookupError:
            raise DeniedError from None
        await self.check(right, unit_id)
        await self.tx.lock_report(report_id)
        report = await self.tx.load_report(report_id)
        form = self.catalog.get(report.form_key, report.form_version)
        return await self.tx.unit(unit_id), report, form

    async def people(self, unit: int, *roles: str) -> list[Person]:
        """Who has one of the roles in this unit itself."""
        found = await self.tx.people_of([unit])
        return [one for one in found if one.role in roles]

    async def above(self, unit: int, *roles: str) -> list[Person]:
        """Who has one of the roles in the unit or in one above it, the nearest first."""
        line = await self.tx.lineage(unit)
        found = [one for one in await self.tx.people_of(line) if one.role in roles]
        return sorted(found, key=lambda one: line.index(one.unit))
