"""Other systems are told of acts: once each, so that they can trust it, for as long as it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from ipaddress import ip_network

import pytest
from sqlalchemy import select

from bot.access.hook_addresses import HookRules
from bot.access.hook_signatures import new_hook_secret
from bot.channels.hook_post import HookPoster
from bot.delivery.reply_writer import ReplyWriter
from bot.jobs.hook_deliveries import LEASE_SECONDS, TRY_AFTER, HookDeliveryJob
from bot.ports.hook_post import HookAnswer
from conversations.reports.model import ReportState
from conversations.workflow.connections import HookEvent, PauseReason
from conversations.workflow.permissions import Role
from storage.exchange.hook_targets import HookTarget
from storage.tables.exchange import webhook_secret
from templates.loading.wording import load_wording
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.databases import Databases
from tests.support.filing import write_numbers
from tests.support.hook_receiver import HookReceiver, hook_receiver
from tests.support.interface import ISSUE, QUARTER, ReadOffice, move_report, read_office
from tests.support.product import BUTTONS
from tests.support.province import ROOT

LOCAL = HookRules(http=True, networks=(ip_network("127.0.0.0/8"),))
OFFICER = 1


@dataclass
class HookedOffice:
    """An office with one receiver, told of everything in `unit`."""

    read: ReadOffice
    receiver: HookReceiver
    hook: int = 0

    def job(self, name: str = "one", rules: HookRules = LOCAL) -> HookDeliveryJob:
        """What posts, as a process of this name has it."""
        at = self.read.office
        speaker = ReplyWriter(load_wording(), {"telegram": BUTTONS}, at.clock)
        post = HookPoster(rules).post
        return HookDeliveryJob(at.store, post, speaker, at.clock, name, at.sender.wake)

    async def add(self, unit: str, *kinds: HookEvent, url: str = "") -> int:
        secret = new_hook_secret()
        self.receiver.secrets = [secret]
        async with self.read.office.store.transaction() as tx:
            made = (url or self.receiver.url, self.read.unit(unit), kinds or tuple(HookEvent))
            self.hook = await tx.hook_targets.add(self.read.province.deed(), *made, secret)
        return self.hook

    async def move(self, unit: str, *states: ReportState) -> None:
        number = await self.read.report(unit)
        for state in states:
            await move_report(self.read.province, number, OFFICER, state)

    async def target(self) -> HookTarget:
        async with self.read.office.store.transaction() as tx:
            return await tx.hook_targets.load(self.hook)

    def later(self, by: timedelta) -> None:
        self.read.office.clock.moment += by


@asynccontextmanager
async def hooked(databases: Databases) -> AsyncIterator[HookedOffice]:
    async with read_office(databases) as read, hook_receiver() as receiver:
        yield HookedOffice(read, receiver)


@pytest.fixture
async def here(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[HookedOffice]:
    """The receiver has the time of the office: old events are refused by it."""
    async with hooked(databases) as made:

        class OfficeTime(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:
                return made.read.office.clock.moment.astimezone(tz)

        monkeypatch.setattr("standardwebhooks.webhooks.datetime", OfficeTime)
        yield made


async def test_each_act_is_told_in_numbers_and_states_alone(here: HookedOffice) -> None:
    await here.add("A")
    await here.move("A03", ReportState.SUBMITTED, ReportState.RETURNED, ReportState.SUBMITTED)
    await here.move("A03", ReportState.APPROVED, ReportState.CORRECTING, ReportState.SUBMITTED)
    await here.move("A03", ReportState.APPROVED)
    await here.move("A02", ReportState.DRAFT)  # taken back before review
    await here.job().drain()
    assert sorted(here.receiver.kinds) == sorted(
        [
            *("report.submitted", "report.returned", "report.submitted", "report.approved"),
            *("report.submitted", "report.corrected", "report.recalled"),
        ]
    )
    told = next(said for _, said in here.receiver.got if said["type"] == "report.corrected")
    number = await here.read.report("A03")
    assert told["data"] == {
        "report": number,
        "round": 1,
        "unit": here.read.unit("A03"),
        "unit_code": "A03",
        "form": "cchc-so",
        "version": told["data"]["version"],
        "state": "approved",
        "submission": 3,
        "approved": 3,
        "late": False,
        "path": f"/api/v1/reports/{number}",
        "period": {
            "name": "Quý I/2026",
            "kind": "quarter",
            "first_day": "2025-12-15",
            "last_day": "2026-03-14",
        },
    }
    assert told["timestamp"].endswith("Z")
    assert len({one for one, _ in here.receiver.got}) == 7


async def test_what_is_done_in_the_chat_is_told(here: HookedOffice) -> None:
    await here.add("B")
    number = await here.read.report("B01")
    await write_numbers(here.read.province, number, OFFICER, I_01_01=77)
    await here.read.province.comes("lan", "B01", Role.OFFICER, "Chị Lan")
    await submit(here.read.office, "lan")
    await here.job().drain()
    assert here.receiver.kinds == ["report.submitted"]


async def test_an_address_is_told_of_its_own_units_and_kinds(here: HookedOffice) -> None:
    await here.add("B")
    await here.move("A03", ReportState.SUBMITTED)
    await here.job().drain()
    assert here.receiver.got == []
    await here.add("A03", HookEvent.APPROVED)
    await here.move("A03", ReportState.APPROVED)
    await here.job().drain()
    assert here.receiver.kinds == ["report.approved"]


async def test_a_round_is_told_to_whose_units_owe_in_it(here: HookedOffice) -> None:
    await here.add("B", HookEvent.ROUND_OPENED)
    at, province = here.read.office, here.read.province
    year = QUARTER.model_copy(update={"name": "Năm 2025"})
    for units in (["A01"], ["A01", "B01"]):
        async with at.store.transaction() as tx:
            owing = [await tx.units.find(province.units[one]) for one in units]
            top, due = province.units[ROOT], {"": QUARTER.end}
            form = ("cchc-so", at.catalogs.catalog.forms["cchc-so"].version)
            opened = await tx.rounds.open(province.deed(), form, year, ISSUE, top, due, owing)
    await here.job().drain()
    ((_, said),) = here.receiver.got
    assert (said["type"], said["data"]["round"]) == ("round.opened", opened)


async def test_a_decision_that_is_taken_back_is_told(here: HookedOffice) -> None:
    await here.move("A03", ReportState.SUBMITTED, ReportState.APPROVED)
    await here.add("A")
    number = await here.read.report("A03")
    async with here.read.office.store.transaction() as tx:
        context = replace(here.read.province.deed(), report=number, member=OFFICER)
        since = context.at - timedelta(hours=1)
        assert await tx.decisions.undo_approval(context, number, since)
    await here.job().drain()
    ((_, said),) = here.receiver.got
    assert (said["type"], said["data"]["state"]) == ("report.submitted", "submitted")


async def test_what_is_not_taken_is_tried_again_with_the_same_number(here: HookedOffice) -> None:
    await here.add("A")
    here.receiver.status = 500
    await here.move("A03", ReportState.SUBMITTED)
    await here.move("A02", ReportState.APPROVED)
    job = here.job()
    await job.drain()
    first = here.receiver.tried
    assert first >= 1
    await job.drain()
    assert here.receiver.tried == first  # not before its time
    for wait in TRY_AFTER[:3]:  # one of them alone finds out whether it is well
        here.later(wait + timedelta(seconds=1))
        before = here.receiver.tried
        await job.drain()
        assert here.receiver.tried - before <= 1
    here.receiver.status = 204
    here.later(timedelta(hours=3))
    await job.drain()
    assert sorted(here.receiver.kinds) == ["report.approved", "report.submitted"]
    assert (await here.target()).failing_since is None


async def test_an_address_that_takes_nothing_for_days_is_paused_and_told(
    here: HookedOffice,
) -> None:
    await here.read.province.comes("quan", ROOT, Role.ADMINISTRATOR, "Anh Quân")
    await here.add("A")
    here.receiver.status = 503
    await here.move("A03", ReportState.SUBMITTED)
    await here.move("A02", ReportState.APPROVED)
    job = here.job()
    for wait in (timedelta(0), *TRY_AFTER):
        here.later(wait + timedelta(seconds=1))
        await job.drain()
    target = await here.target()
    assert (target.paused_why, target.ended_at) == (PauseReason.FAILING, None)
    telegram = here.read.office.channels["telegram"]
    await here.read.office.send()
    (told,) = [text for text in telegram.texts if "Đã tạm dừng gửi" in text]
    assert "hơn 3 ngày" in told
    assert "noi=tinh" not in told  # the rest of the address may be a secret
    tried = here.receiver.tried
    here.later(timedelta(days=1))
    await here.move("A02", ReportState.CORRECTING, ReportState.SUBMITTED)
    await job.drain()
    assert here.receiver.tried == tried
    here.receiver.status = 200
    async with here.read.office.store.transaction() as tx:
        await tx.hook_targets.resume(here.read.province.deed(), here.hook)
    await job.drain()
    assert sorted(here.receiver.kinds) == ["report.approved", "report.submitted"]


async def test_an_address_that_is_gone_is_paused_at_once(here: HookedOffice) -> None:
    await here.add("A")
    here.receiver.status = 410
    await here.move("A03", ReportState.SUBMITTED)
    await here.job().drain()
    assert (await here.target()).paused_why is PauseReason.GONE
    assert here.receiver.tried == 1


async def test_a_restored_backup_tells_nobody(here: HookedOffice) -> None:
    await here.add("A")
    async with here.read.office.store.transaction() as tx:
        await tx.work.connection.execute(webhook_secret.delete())
    await here.move("A03", ReportState.SUBMITTED)
    await here.job().drain()
    assert (await here.target()).paused_why is PauseReason.UNSIGNED
    assert here.receiver.tried == 0


async def test_while_a_secret_is_replaced_both_are_good(here: HookedOffice) -> None:
    await here.add("A")
    old, new = here.receiver.secrets[0], new_hook_secret()
    async with here.read.office.store.transaction() as tx:
        await tx.hook_targets.rotate(here.read.province.deed(), here.hook, new)
    here.receiver.secrets = [old, new]
    await here.move("A03", ReportState.SUBMITTED)
    await here.job().drain()
    assert len(here.receiver.got) == 1
    here.later(timedelta(days=2))
    async with here.read.office.store.transaction() as tx:
        now = here.read.office.clock()
        assert await tx.hook_targets.secrets_of(here.hook, now) == [new]


async def test_an_ended_address_is_told_nothing_any_more(here: HookedOffice) -> None:
    await here.add("A")
    await here.move("A03", ReportState.SUBMITTED)
    async with here.read.office.store.transaction() as tx:
        deed = here.read.province.deed()
        assert await tx.hook_targets.end(deed, here.hook)
        assert not await tx.hook_targets.end(deed, here.hook)
        left = select(webhook_secret.c.id)
        assert (await tx.work.connection.execute(left)).all() == []
    await here.move("A03", ReportState.APPROVED)
    await here.job().drain()
    assert here.receiver.tried == 0


async def test_what_a_dead_process_had_claimed_is_sent_by_another(here: HookedOffice) -> None:
    await here.add("A")
    await here.move("A03", ReportState.SUBMITTED)
    at = here.read.office
    async with at.store.transaction() as tx:  # it dies before it posts
        (claimed,) = await tx.hook_deliveries.claim("dead", at.clock(), LEASE_SECONDS, {1: 5})
    job = here.job("alive")
    await job.drain()
    assert here.receiver.tried == 0
    here.later(timedelta(seconds=LEASE_SECONDS + 1))
    await job.drain()
    assert [one for one, _ in here.receiver.got] == [claimed.message_id]
    async with at.store.transaction() as tx:  # what the dead one noted late changes nothing
        now = at.clock()
        assert not await tx.hook_deliveries.mark_sent(claimed, "dead", 200, now)
        assert not await tx.hook_deliveries.mark_failed(claimed, "dead", 500, "x", now, now)


async def test_an_act_that_is_undone_is_told_to_nobody(here: HookedOffice) -> None:
    """What is queued goes with the transaction of the act."""
    await here.add("A")
    number = await here.read.report("A03")

    async def fails() -> None:
        async with here.read.office.store.transaction() as tx:
            context = replace(here.read.province.deed(), report=number, member=OFFICER)
            await tx.submissions.move(context, number, ReportState.SUBMITTED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    await here.job().drain()
    assert here.receiver.tried == 0


async def test_figures_and_names_are_in_no_event(here: HookedOffice) -> None:
    await here.add(ROOT)
    await here.move("A03", ReportState.SUBMITTED, ReportState.RETURNED)
    await here.job().drain()
    said = str(here.receiver.got)
    assert "Bí Mật" not in said
    assert "xem lại" not in said
    assert all("values" not in one["data"] for _, one in here.receiver.got)


async def test_administrators_are_told_of_an_event_that_is_given_up(here: HookedOffice) -> None:
    """It alone is refused for days; the address is well."""
    await here.read.province.comes("quan", ROOT, Role.ADMINISTRATOR, "Anh Quân")
    await here.add("A")
    job, refused = here.job(), ""

    async def picky(url: str, headers: Mapping[str, str], body: bytes) -> HookAnswer:
        nonlocal refused
        if b"submitted" in body:
            refused = headers["webhook-id"]
            return HookAnswer(422)
        return HookAnswer(200)

    job.post = picky
    await here.move("A03", ReportState.SUBMITTED)
    for wait in (timedelta(0), *TRY_AFTER):
        here.later(wait + timedelta(seconds=1))
        await job.drain()
        async with here.read.office.store.transaction() as tx:
            now = here.read.office.clock()
            await tx.hook_targets.note_outcome(here.hook, now, taken=True)
    assert (await here.target()).paused_at is None
    await here.read.office.send()
    (told,) = [text for text in here.read.office.channels["telegram"].texts if "thôi gửi" in text]
    assert refused in told
