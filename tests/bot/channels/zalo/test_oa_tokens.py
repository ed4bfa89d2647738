"""The Official Account's tokens: a refresh token works once, and losing it is costly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ports.channel import ChannelError, Outgoing
from conversations.protocol.messages import Span
from storage.store import Store
from tests.fakes.world import Fault
from tests.fakes.zalo import FakeZaloOa
from tests.support.prepared import prepared
from tests.support.zalo.oa import LAN, Process, bring, process

HELLO = Outgoing(1, LAN, (Span(text="Xin chào"),))


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as running:
        running.person(LAN).last = running.now()
        yield running


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(prepared(tmp_path / "tokens.db"))
    yield opened
    await opened.close()


@pytest.fixture
async def one(store: Store, server: FakeZaloOa) -> AsyncIterator[Process]:
    await bring(store)
    async with process(store, server) as made:
        yield made


async def refused(at: Process) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        await at.channel.send(HELLO)
    return error.value


async def test_a_good_token_is_used(one: Process, server: FakeZaloOa) -> None:
    await one.channel.send(HELLO)
    assert server.refreshes == 0


@pytest.mark.parametrize("as_401", [False, True], ids=["-216", "-401"])
async def test_one_that_is_refused_is_renewed_once_and_the_message_goes(
    one: Process, server: FakeZaloOa, as_401: bool
) -> None:
    server.quirks.errors_as_401, server.expired = as_401, True
    await one.channel.send(HELLO)
    assert (server.refreshes, server.person(LAN).texts) == (1, ["Xin chào"])
    known = await one.token()
    assert (known.access, known.refresh, known.generation) == ("access-1", "refresh-1", 2)


async def test_it_is_renewed_before_it_ends(one: Process, server: FakeZaloOa) -> None:
    one.now += timedelta(hours=24, minutes=40)
    await one.channel.send(HELLO)
    assert server.refreshes == 1
    one.now += timedelta(hours=24)
    await one.channel.send(HELLO)
    assert server.refreshes == 1


async def test_it_is_renewed_also_when_nothing_is_sent(one: Process, server: FakeZaloOa) -> None:
    one.now += timedelta(days=2)
    keeping = asyncio.create_task(one.channel.keep_fresh())
    assert await server.changes.until(lambda: server.refreshes == 1)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def test_many_messages_at_once_renew_once(one: Process, server: FakeZaloOa) -> None:
    server.expired = True
    await asyncio.gather(*(one.channel.send(HELLO) for _ in range(20)))
    assert (server.refreshes, len(server.person(LAN).messages)) == (1, 20)


async def test_two_processes_renew_once_and_both_go_on(
    one: Process, store: Store, server: FakeZaloOa
) -> None:
    async with process(store, server, "two") as two:
        for at in (one, two):
            at.wait_in_earnest()
            await at.channel.send(HELLO)
        server.expired = True
        await asyncio.gather(one.channel.send(HELLO), two.channel.send(HELLO))
        await asyncio.gather(one.channel.send(HELLO), two.channel.send(HELLO))
    assert (server.refreshes, len(server.person(LAN).messages)) == (1, 6)


async def test_processes_with_connections_of_their_own_renew_once_each_time(
    database: str, server: FakeZaloOa
) -> None:
    """On either database, however their statements meet."""
    rounds, stores = 5, [await Store.open(database) for _ in range(3)]
    await bring(stores[0])
    async with AsyncExitStack() as stack:
        many = [
            await stack.enter_async_context(process(store, server, f"p{number}"))
            for number, store in enumerate(stores)
        ]
        for one in many:
            one.wait_in_earnest()
        for renewed in range(1, rounds + 1):
            server.expired = True
            await asyncio.gather(*(one.channel.send(HELLO) for one in many))
            assert server.refreshes == renewed
        pairs = [await one.token() for one in many]
    assert len(server.person(LAN).messages) == rounds * len(many)
    assert {(pair.generation, pair.access, pair.lost) for pair in pairs} == {
        (rounds + 1, server.access, None)
    }
    for store in stores:
        await store.close()


async def test_a_process_that_died_while_renewing_is_waited_out(
    one: Process, store: Store, server: FakeZaloOa
) -> None:
    async with store.transaction() as tx:
        assert await tx.oauth_tokens.lease("zalo-oa", 1, "dead", one.now, 5)
    server.expired = True
    await one.channel.send(HELLO)
    assert one.waits >= 50
    assert server.refreshes == 1


async def test_nothing_is_sent_with_a_pair_that_is_not_kept(
    one: Process, server: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new pair is committed, however often it takes, before it is used."""
    tokens: Any = one.channel._tokens
    commit, failures = tokens._commit, [OSError("disk full"), OSError("disk full")]

    async def failing(*args: Any) -> Any:
        assert server.person(LAN).messages == []
        if failures:
            raise failures.pop()
        return await commit(*args)

    monkeypatch.setattr(tokens, "_commit", failing)
    server.expired = True
    await one.channel.send(HELLO)
    assert (await one.token()).refresh == server.refresh
    assert len(server.person(LAN).messages) == 1


async def test_a_pair_that_could_not_be_kept_for_long_is_kept_before_anything_else(
    one: Process, server: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: Any = one.channel._tokens
    commit, failures = tokens._commit, [OSError("no database")] * 9

    async def failing(*args: Any) -> Any:
        if failures:
            raise failures.pop()
        return await commit(*args)

    monkeypatch.setattr(tokens, "_commit", failing)
    server.expired = True
    with pytest.raises(OSError, match="no database"):
        await one.channel.send(HELLO)
    assert server.person(LAN).messages == []
    await one.channel.send(HELLO)
    assert (server.refreshes, len(server.person(LAN).messages)) == (1, 1)
    assert (await one.token()).refresh == server.refresh


async def test_a_refresh_token_that_was_used_elsewhere_is_lost_and_says_so(
    one: Process, server: FakeZaloOa, caplog: pytest.LogCaptureFixture
) -> None:
    server.refresh, server.expired = "taken-elsewhere", True
    error = await refused(one)
    assert not error.permanent  # the message waits for a token
    assert error.retry_after >= 60
    assert "phuluc zalo token" in str(error)
    assert "refresh-0" not in str(error) + caplog.text
    calls = len(server.calls)
    await refused(one)
    assert len(server.calls) == calls  # nobody is asked again in vain
    await bring(one.store, "", "taken-elsewhere")
    await one.channel.send(HELLO)
    assert len(server.person(LAN).messages) == 1


async def test_no_answer_of_the_token_server_is_tried_again(
    one: Process, server: FakeZaloOa
) -> None:
    server.expired = True
    server.faults.active = [
        Fault("reset", ("access_token",)),
        Fault("error", ("access_token",), code=502, foreign=True),
    ]
    for _ in range(2):
        assert not (await refused(one)).permanent
    await one.channel.send(HELLO)
    assert server.refreshes == 1


async def test_an_answer_that_never_came_costs_the_token(one: Process, server: FakeZaloOa) -> None:
    """The one loss nobody can prevent: the pair was renewed, and its answer did not arrive."""
    server.expired = True
    server.faults.active = [Fault("lost", ("access_token",))]
    await refused(one)
    assert "phuluc zalo token" in str(await refused(one))
    assert (await one.token()).lost


async def test_without_a_token_messages_wait(store: Store, server: FakeZaloOa) -> None:
    async with process(store, server) as at:
        error = await refused(at)
    assert not error.permanent
    assert "phuluc zalo token" in str(error)
    assert server.calls == []


async def test_a_longer_answer_of_the_token_server_is_taken(
    one: Process, server: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = server.shapes.make

    def longer(name: str, /, **values: Any) -> dict[str, Any]:
        return make("oa.token.longer" if name == "oa.token" else name, **values)

    monkeypatch.setattr(server.shapes, "make", longer)
    server.expired = True
    await one.channel.send(HELLO)
    assert server.refreshes == 1
