"""What is counted, who may read it, and that it names nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.channels.web import health
from bot.channels.web.auth import WebAuth
from bot.channels.web.health import Health
from bot.ports import clock
from bot.ports.channel import ChannelError, Incoming, IncomingKind, Outgoing
from bot.runtime import request_ids as tracing
from bot.runtime.metrics import CountedChannel, CountedInbox, Metrics
from bot.runtime.request_ids import RequestIds
from storage.store import Store
from tests.support.fake_inbox import FakeInbox
from tests.support.patience import PATIENCE
from tests.support.product import NOON, FakeChannel, office
from tests.support.store_rows import NOW


def figures(metrics: Metrics) -> dict[str, float]:
    """Every figure by its name and labels."""
    lines = metrics.text(None, NOW).decode().splitlines()
    return {name: float(value) for name, value in (x.rsplit(" ", 1) for x in lines if x[0] != "#")}


async def test_answers_are_counted_from_memory_and_from_the_store(database: str) -> None:
    metrics = Metrics()
    async with office(database, metrics=metrics) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        await at.say("7")
        assert at.in_memory == 1
        assert figures(metrics)["phuluc_answers_total"] == len((await at.report()).answers)
        at.go_long()
        await at.say("5")
        assert figures(metrics)["phuluc_answers_total"] == len((await at.report()).answers)


async def test_an_inbox_counts_events_and_how_long_they_take() -> None:
    metrics, inbox = Metrics(), FakeInbox()
    counted = CountedInbox(inbox, metrics)
    one = Incoming("telegram", "5", "7", "7", IncomingKind.SAID, "21")
    await counted.receive([one, one])
    assert len(inbox.events) == 1
    told = figures(metrics)
    assert told['phuluc_events_total{channel="telegram",kind="said"}'] == 2
    assert told['phuluc_receive_seconds_count{channel="telegram"}'] == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "sent"),
        (ChannelError("blocked", permanent=True, gone=True), "gone"),
        (ChannelError("too long", permanent=True), "refused"),
        (ChannelError("wait", permanent=False, retry_after=3), "slowed"),
        (ChannelError("no answer", permanent=False, unknown=True), "unknown"),
        (ChannelError("no way there", permanent=False), "failed"),
    ],
)
async def test_sending_is_counted_by_what_came_of_it(
    error: ChannelError | None, outcome: str
) -> None:
    metrics = Metrics()
    channel = CountedChannel(FakeChannel("web", errors=[error] if error else []), metrics)
    with pytest.raises(ChannelError) if error else nullcontext():
        await channel.send(Outgoing(1, "7", ()))
    told = figures(metrics)
    assert told[f'phuluc_sends_total{{channel="web",outcome="{outcome}"}}'] == 1
    assert ("phuluc_send_seconds_count" in str(told)) is (error is None)


async def test_what_waits_is_told_with_its_age(store: Store) -> None:
    metrics = Metrics()
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        await tx.members.mark_heard(member, "telegram", "7")
        await tx.digests.reschedule([member, await tx.members.add("Chưa từng đến", NOW)], NOW)
        await tx.inbox.add("telegram", "1", "7", "", {}, NOW - timedelta(seconds=5))
        await tx.inbox.add("telegram", "2", "7", "", {}, NOW)
        await tx.outbox.add("telegram", "7", {}, None, NOW - timedelta(seconds=9))
        lost = await tx.outbox.add("telegram", "7", {}, None, NOW, once=True)
        await tx.outbox.mark_unknown(lost, "no answer")
    async with store.transaction() as tx:
        found = await tx.queue_stats.measure(NOW + timedelta(seconds=1))
    lines = metrics.text(found, NOW + timedelta(seconds=1)).decode().splitlines()
    for line in (
        "phuluc_database_up 1.0",
        'phuluc_waiting{what="events"} 2.0',
        'phuluc_waiting_seconds{what="events"} 6.0',
        'phuluc_waiting{what="messages"} 1.0',
        'phuluc_waiting_seconds{what="messages"} 10.0',
        'phuluc_waiting{what="reminders"} 1.0',
        'phuluc_waiting_seconds{what="reminders"} 1.0',
        "phuluc_messages_unknown 1.0",
        "phuluc_processes 0.0",
    ):
        assert line in lines


LOCAL = WebAuth("k" * 43, local=True)
KEY = {"Authorization": "Bearer " + "k" * 43}
OPEN_TO_ALL = WebAuth(key="k" * 43, public="https://phuluc.example")


@asynccontextmanager
async def watched(
    store: Store,
    access: WebAuth = LOCAL,
    token: str = "",
    can_write: Callable[[], bool] = lambda: True,
) -> AsyncIterator[httpx.AsyncClient]:
    health = Health(store, Metrics(), clock.now, access, token, can_write)
    app = RequestIds(Starlette(routes=health.routes()))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8642") as client:
        yield client


async def test_who_may_read_the_figures(store: Store) -> None:
    async with watched(store) as client:
        assert (await client.get("/metrics")).status_code == 401
        told = await client.get("/metrics", headers=KEY)
        assert told.status_code == 200
        assert "phuluc_database_up 1.0" in told.text
        foreign = KEY | {"Host": "evil.example"}
        assert (await client.get("/metrics", headers=foreign)).status_code == 404
        for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "CF-Ray"):
            passed_on = await client.get("/metrics", headers=KEY | {name: "9.9.9.9"})
            assert passed_on.status_code == 421
    async with watched(store, OPEN_TO_ALL) as client:
        assert (await client.get("/metrics", headers=KEY)).status_code == 404
        assert (await client.get("/readyz")).status_code == 200
    async with watched(store, OPEN_TO_ALL, "bi-mat") as client:
        for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": "bí mật"}):
            headers = [(name.encode(), value.encode()) for name, value in wrong.items()]
            assert (await client.get("/metrics", headers=headers)).status_code == 401
        right = {"Authorization": "Bearer bi-mat"}
        assert (await client.get("/metrics", headers=right)).status_code == 200


async def test_not_ready_while_the_database_is_away(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", -1.0)  # the loop's clock stands for a moment
    monkeypatch.setattr(health, "PATIENCE_SECONDS", PATIENCE)
    async with watched(store) as client:
        assert (await client.get("/readyz")).status_code == 200
        with monkeypatch.context() as patch:
            patch.setattr(store, "transaction", _away)
            assert (await client.get("/readyz")).status_code == 503
            told = await client.get("/metrics", headers=KEY)
            assert "phuluc_database_up 0.0" in told.text
        hanging = asyncio.Event()
        with monkeypatch.context() as patch:
            patch.setattr(health, "PATIENCE_SECONDS", 0.05)
            patch.setattr(store, "transaction", lambda: _hang(hanging))
            assert (await client.get("/readyz")).status_code == 503
            patch.setattr(store, "transaction", _away)
            assert (await client.get("/readyz")).status_code == 503  # the first look is not over
        hanging.set()
        assert (await client.get("/readyz")).status_code == 503  # this is how it ended
        assert (await client.get("/readyz")).status_code == 200


def _away() -> None:
    raise OSError("the database is away")


@asynccontextmanager
async def _hang(until: asyncio.Event) -> AsyncIterator[None]:
    await until.wait()
    raise OSError("the database was away")
    yield


async def test_each_request_has_a_name(store: Store) -> None:
    async with watched(store) as client:
        own = (await client.get("/readyz")).headers["x-request-id"]
        assert len(own) == 16
        given = await client.get("/readyz", headers={"X-Request-ID": "proxy-7"})
        assert given.headers["x-request-id"] == "proxy-7"
        forged = await client.get("/readyz", headers={"X-Request-ID": 'a" event="forged'})
        assert len(forged.headers["x-request-id"]) == 16


async def test_a_line_of_the_log_names_the_event_it_belongs_to(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the event is handled later, in a task of its own."""
    monkeypatch.setattr("bot.dispatch.attempt_runner.RETRY_SECONDS", 0)
    async with office(database, NOON) as at:
        monkeypatch.setattr("bot.dispatch.event_handler.EventHandler.handle", _broken)
        with capture_logs(processors=[tracing.with_request]) as lines:
            event = at.event(IncomingKind.SAID, "21")
            await at.desk.receive([event])
            await at.desk.idle()
    named = {line.get("request") for line in lines if line["event"] == "event not handled"}
    assert named == {f"telegram-{event.event_id}"}


async def _broken(*_: object) -> None:
    raise ZeroDivisionError
