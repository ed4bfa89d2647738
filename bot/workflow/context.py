"""One request: who asks, in which transaction, and what is said in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.delivery.notices import Notice, NoticePart
from bot.files.generated_file import Gathering, GeneratedFile
from bot.files.report_file import ReportFile
from bot.runtime.published_forms import comparable_report
from bot.runtime.slow_step import PreparedSteps
from bot.workflow.catalogs import Catalogs
from conversations.commands.workflow_parser import TypedCommand
from conversations.forms.model import Form
from conversations.protocol.events import Action
from conversations.protocol.messages import Button, Reply
from conversations.reports.model import Report
from conversations.workflow.pending_input import (
    ConfirmInput,
    Errand,
    LookInput,
    PendingInput,
    ReturnInput,
)
from conversations.workflow.permissions import (
    Grant,
    Permission,
    Role,
    is_permitted,
    units_with_role,
)
from conversations.workflow.reminder_schedule import is_decent, next_decent, next_morning
from conversations.workflow.review_requests import Approve, Return
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.boards import BoardRow
from storage.workflow.duties import DueReport
from storage.workflow.roles import Person
from storage.workflow.rounds import Round
from storage.workflow.units import Unit

T = TypeVar("T")
Buttons = tuple[tuple[Button, ...], ...]


class DeniedError(Exception):
    """The member has no right to what they asked for."""


class RequestRejectedError(Exception):
    """The request cannot be carried out as it is; `reply` says why, and how it should be."""

    def __init__(self, code: str, buttons: Buttons = (), /, **data: Any) -> None:
        super().__init__(code)
        self.reply = Reply(code=code, data=data, buttons=buttons)


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """What became, or would become, of one unit of many; `why` nothing is done to it, as a code, or
    empty."""

    unit: int
    name: str
    why: str = ""


@dataclass
class RequestContext:
    """What a handler works with. Nothing is done for whom `check` refuses. `resume`: the
    member's report is to speak next, and to carry out `then`, if that is set."""

    tx: Transaction
    catalogs: Catalogs
    member: int
    grants: tuple[Grant, ...]
    channel: str
    event: int | None
    now: datetime
    current: int | None  # the report the member works on
    replies: list[NoticePart] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    resume: bool = False
    then: Action | None = None
    said: str = ""  # what was typed before that, and is meant for the report
    at: str | None = None  # the heading or row at which the report is to go on
    # who decides on what was just handed in, and whether they hear of it only with the digest
    decides: dict[int, bool] | None = None
    made: Mapping[str, bytes] = field(default_factory=dict)  # papers that are ready, by name
    steps: PreparedSteps = field(default_factory=PreparedSteps)
    replaces: bool = False  # the answer takes the place of the message that was tapped
    also: tuple[DueReport, ...] = ()  # other reports that the words may have meant
    older: bool = False  # a newer report of the unit was passed over: it is not in that state
    sender: str = ""  # what the channel calls the person
    conversation: str = ""
    typed: TypedCommand | None = None  # the command that is carried out
    awaited: tuple[Errand | None] | None = None  # what the next text is for, once looked up
    listed: tuple[str, ...] = ()  # the rows that stand before the member, by their numbers
    outcomes: list[UnitOutcome] = field(default_factory=list)  # of an act on many, unit by unit
    beside: bool = False  # asked on a page: no later text is meant for what is asked here

    def say(self, code: str, buttons: Buttons = (), /, **data: Any) -> None:
        self.replies.append(Reply(code=code, data=data, buttons=buttons))

    def tell(self, person: int, code: str, *rows: tuple[Button, ...], **data: Any) -> None:
        """Have somebody else told, unless it is the member, or they are told already."""
        notice = Notice(person, Reply(code=code, data=data, buttons=rows))
        if person != self.member and notice not in self.notices:
            self.notices.append(notice)

    def tell_at(
        self,
        place: tuple[str, str],
        person: int,
        code: str,
        /,
        *rows: tuple[Button, ...],
        **data: Any,
    ) -> None:
        """Have a member told in this channel and conversation, unless it is this one."""
        if place != (self.channel, self.conversation):
            reply = Reply(code=code, data=data, buttons=rows)
            self.notices.append(Notice(person, reply, place))

    def tell_all(
        self, people: Sequence[Person], code: str, *rows: tuple[Button, ...], **data: Any
    ) -> None:
        for one in people:
            self.tell(one.id, code, *rows, **data)

    def give_file(
        self,
        file_name: str,
        make: Callable[[], bytes],
        code: str,
        of: ReportFile | None = None,
        /,
        **data: Any,
    ) -> None:
        """Hand out a file, with the words of this code."""
        self.replies.append(GeneratedFile(file_name, make, Reply(code=code, data=data), of))

    def gather_file(self, file_name: str, gather: Gathering, code: str, /, **data: Any) -> None:
        """Hand out a file that reads for itself what it is made of, with the words of this code."""
        said = Reply(code=code, data=data)
        self.replies.append(GeneratedFile(file_name, bytes, said, gather=gather))

    def tell_units(self, rows: Iterable[BoardRow], why: str = "") -> None:
        """It is done, or would be, to the units of these rows; or it is not, and why."""
        self.outcomes += [UnitOutcome(row.unit, row.short_name, why) for row in rows]

    async def expect_input(self, what: Errand | None) -> None:
        """The member's next text is for this, or for nothing beside their report."""
        self.awaited = (what,)
        if self.beside:
            return
        body = PendingInput(what=what).model_dump(mode="json") if what is not None else None
        await self.tx.pending_input.set(self.member, body)

    async def expected_input(self) -> Errand | None:
        """What the member's next text is for, beside their report."""
        if self.awaited is None and self.beside:
            self.awaited = (None,)
        if self.awaited is None:
            saved = await self.tx.pending_input.of_member(self.member)
            self.awaited = (PendingInput.model_validate(saved).what if saved else None,)
        return self.awaited[0]

    async def looked_into(self) -> LookInput | None:
        """Which report the member looks into, or decides on."""
        found = await self.expected_input()
        meant = found.request if isinstance(found, ConfirmInput) else found
        if not isinstance(meant, LookInput | ReturnInput | Approve | Return):
            return None
        return LookInput(report=meant.report)

    def audit_context(self, report: int | None = None) -> AuditContext:
        return AuditContext(report, self.member, self.channel, self.event, self.now)

    async def may(self, right: Permission, unit: int) -> bool:
        """Whether one of the member's roles allows this on the unit, or on the one that has
        taken its place; nothing is allowed on one that is not there."""
        line = await self.tx.units.lineage(unit)
        if line and is_permitted(self.grants, right, line):
            return True
        for heir in await self.tx.units.successors(unit) if self.grants else ():
            if is_permitted(self.grants, right, await self.tx.units.lineage(heir)):
                return True
        return False

    async def check(self, right: Permission, unit: int) -> None:
        """DeniedError unless one of the member's roles allows this on the unit."""
        if not await self.may(right, unit):
            raise DeniedError

    async def report(self, right: Permission, report_id: int) -> tuple[Unit, Report, Form]:
        """A report that the member has this right on, its unit and its form; locked."""
        unit_id = await self.unit_with(right, report_id)
        if not self.beside or self.event is not None:  # a page that is read writes nothing
            await self.tx.reports.hold(report_id)
        report = await self.tx.reports.load(report_id)
        form = self.form_of(report)
        report = comparable_report(self.catalogs.catalog, form, report)
        return await self.tx.units.find(unit_id), report, form

    def form_of(self, of: Report | Round) -> Form:
        """The form of a report or of a round."""
        catalog = self.catalogs.catalog
        if isinstance(of, Report):
            return catalog.of_report(of)
        return catalog.get(of.form_key, of.form_version)

    async def unit_with(self, right: Permission, report_id: int) -> int:
        """The unit of a report that the member has this right on. A report that is not there is
        denied like one of another unit."""
        try:
            unit = await self.tx.duties.unit_of(report_id)
        except LookupError:
            raise DeniedError from None
        await self.check(right, unit)
        return unit

    def units_of(self, *roles: Role) -> list[int]:
        """The units in which the member has one of the roles."""
        return units_with_role(self.grants, *roles)

    async def look_again(self, members: list[int]) -> None:
        """Something these members are reminded of has changed."""
        await self.tx.digests.reschedule(members, next_morning(self.now, self.catalogs.plan))


def name_report(unit: Unit, report: Report) -> dict[str, Any]:
    """Which report it is about, for the words that say so."""
    return {"unit": unit.short_name, "period": report.period_name}


def shorten_list(found: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """The first of them, and how many more there are."""
    return found[:most], max(0, len(found) - most)


def deferred_until(now: datetime) -> str:
    """When those are told whom one must not wake now; empty when it is now."""
    return "" if is_decent(now) else f"{next_decent(now):%H:%M %d/%m}"


async def people_of(tx: Transaction, unit: int, *roles: Role) -> list[Person]:
    """Who has one of the roles in this unit itself, or in the one that has taken its place."""
    found = await tx.roles.people_of([unit], *roles)
    return found or await tx.roles.people_of(await tx.units.successors(unit), *roles)


async def people_above(tx: Transaction, unit: int, *roles: Role) -> list[Person]:
    """Who has one of the roles in the unit or in one above it, the nearest first."""
    line = await tx.units.lineage(unit)
    found = await tx.roles.people_of(line, *roles)
    return sorted(found, key=lambda one: line.index(one.unit))


async def reviewers_of(tx: Transaction, unit: int, but: int | None = None) -> list[Person]:
    """Who is to look at what the unit hands in: its reviewers, or else its nearest
    coordinators; `but` this person, when there is somebody else."""
    everybody = await people_above(tx, unit, Role.REVIEWER, Role.COORDINATOR)
    able = [one for one in everybody if one.role == Role.COORDINATOR or one.unit == unit]
    found = [one for one in able if one.id != but] or able
    own = [one for one in found if one.role == Role.REVIEWER]
    if own:
        return own
    coordinators = [one for one in found if one.role == Role.COORDINATOR]
    return [one for one in coordinators if one.unit == coordinators[0].unit]


async def watchers_of(tx: Transaction) -> list[int]:
    """Who is told of what concerns the whole: coordinators and administrators at the top."""
    roots = [unit.id for unit in await tx.units.roots()]
    found = await tx.roles.people_of(roots, Role.COORDINATOR, Role.ADMINISTRATOR)
    return list(dict.fromkeys(one.id for one in found))
