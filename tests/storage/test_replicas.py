"""A standby that is read in place of the primary, while it may be."""

from __future__ import annotations

import asyncio
import logging
import socket
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.core import replicas
from storage.core.engines import engine_of, parse_database_url, replica_engine_of
from storage.core.errors import StoreError
from storage.core.replicas import (
    DatabaseIdentity,
    Replica,
    ReplicaState,
    ReplicaUse,
    judge_replica,
)
from storage.store import ReadOnlyError, Store
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.standby import Standby
from tests.support.store_rows import NOW

OURS = DatabaseIdentity("phuluc", 7, "0009")
FOLLOWING = ReplicaState(True, NOW, 1.0, OURS)


@pytest.mark.parametrize(
    ("state", "use"),
    [
        (FOLLOWING, ReplicaUse.READ),
        (replace(FOLLOWING, age=5.0), ReplicaUse.READ),
        (replace(FOLLOWING, age=5.1), ReplicaUse.BEHIND),
        (replace(FOLLOWING, at=None, age=None), ReplicaUse.BEHIND),
        (replace(FOLLOWING, follows=False), ReplicaUse.PRIMARY),
        (replace(FOLLOWING, identity=replace(OURS, system=8)), ReplicaUse.FOREIGN),
        (replace(FOLLOWING, identity=replace(OURS, name="other")), ReplicaUse.FOREIGN),
        (replace(FOLLOWING, identity=replace(OURS, tables="0008")), ReplicaUse.OTHER_TABLES),
    ],
)
def test_when_a_replica_is_read(state: ReplicaState, use: ReplicaUse) -> None:
    assert judge_replica(state, OURS, 5.0) is use


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:a,b@one:5432,two:5433/x", ("read-write", ("one:5432", "two:5433"))),
        ("postgresql://u@one,two/x?target_session_attrs=any", ("any", ("one", "two"))),
        ("postgresql://u@/x?host=/a,/b", ("read-write", "/a,/b")),
        ("postgresql://u@one:5432/x", (None, None)),
        ("postgresql://u@/x?host=/a", (None, "/a")),
    ],
)
def test_of_several_hosts_the_one_that_writes(url: str, told: tuple[object, object]) -> None:
    address = parse_database_url(url)
    assert (address.query.get("target_session_attrs"), address.query.get("host")) == told
    assert ("connect_timeout" in address.query) is (told[0] is not None)
    assert address.database == "x"


@pytest.mark.parametrize("url", ["postgresql://u@[::1]:5432,[::2]:5432/x", "postgresql://u@a:b/x"])
def test_a_url_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="cannot read the database URL"):
        parse_database_url(url)


def test_a_replica_of_a_file_is_refused() -> None:
    for one, other in (
        ("sqlite:///x", "postgresql://u@a/x"),
        ("postgresql://u@a/x", "sqlite:///x"),
    ):
        with pytest.raises(StoreError, match="a replica is a PostgreSQL server"):
            replica_engine_of(one, other)


async def test_a_primary_that_is_away_is_no_replica_that_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "storage.core.replicas")
    away = engine_of("postgresql://u@/x?host=/nowhere/at/all")
    replica = Replica(away, away, PATIENCE)
    assert await replica.connect() is None
    assert replica.use is ReplicaUse.READ
    assert caplog.records == []
    await replica.close()


async def seen(store: Store) -> tuple[datetime | None, bool]:
    """As of when it was read, and whether the pause that was written is there."""
    async with store.reading(may_lag=True) as tx:
        found = await tx.work.connection.scalar(text("SELECT count(*) FROM pause"))
        return tx.as_of, bool(found)


async def until_read_from(store: Store, replica: bool) -> tuple[datetime | None, bool]:
    """Read again and again, with a commit each time, until it comes from there."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with store.transaction() as tx:
                await tx.quota.spend("web", "2026-03", "free")
            found = await seen(store)
            if (found[0] is not None) is replica:
                return found
            await asyncio.sleep(0.05)


@pytest.mark.process
async def test_a_real_standby_is_read_while_it_follows(
    postgres: Postgres, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "REST_SECONDS", 0.0)
    caplog.set_level(logging.INFO, "storage.core.replicas")
    url = postgres.prepared_database()
    with Standby(url) as standby:
        store = await Store.open(url, replica=standby.url, most_lag=PATIENCE)
        assert store.replica is not None
        as_of, _ = await until_read_from(store, True)
        assert as_of is not None

        async with store.transaction() as tx:
            await tx.outbox.pause("web", NOW)
        await asyncio.to_thread(standby.catch_up)
        later, there = await seen(store)
        assert later is not None
        assert there
        assert later >= as_of
        with pytest.raises(ReadOnlyError):
            async with store.reading(may_lag=True) as tx:
                await tx.outbox.pause("telegram", NOW)
        async with store.reading() as tx:
            assert tx.as_of is None

        caplog.clear()
        store.replica.most_lag = 0.0  # nothing is that young
        assert (await seen(store))[0] is None
        assert (await seen(store))[0] is None
        store.replica.most_lag = PATIENCE
        await until_read_from(store, True)
        await asyncio.to_thread(standby.promote)
        assert (await until_read_from(store, False)) == (None, True)
        standby.go_down()
        assert (await until_read_from(store, False)) == (None, True)
        assert [one.getMessage() for one in caplog.records] == [
            "the replica is behind: the primary is read instead",
            "the replica is read again",
            "the replica is primary: the primary is read instead",
            "the replica is away: the primary is read instead",
        ]
        await store.close()


@pytest.mark.process
async def test_who_writes_goes_over_to_the_standby_that_was_promoted(postgres: Postgres) -> None:
    """Also while the old primary still answers, but takes no writing any more."""
    url = postgres.prepared_database()
    with Standby(url) as standby:
        store = await Store.open(standby.both)
        async with store.transaction() as tx:
            await tx.outbox.pause("web", NOW)
        await asyncio.to_thread(standby.catch_up)
        postgres.read_only(True)
        try:
            await asyncio.to_thread(standby.promote)
            with pytest.raises(DBAPIError, match="read-only"):  # the connection that is still open
                await _pause(store)
            await _pause(store)
            store_there = await Store.open(standby.url)
            async with store_there.transaction() as tx:
                assert await tx.outbox.may_send("telegram", NOW - timedelta(seconds=1)) is False
            await store_there.close()
        finally:
            postgres.read_only(False)
        # The old primary comes up first in the addresses, and takes writing: nobody goes there.
        await store._engine.dispose()
        async with store.transaction() as tx:
            await tx.outbox.pause("zalo", NOW)
        await store.close()
        anew = await Store.open(standby.both)
        async with anew.transaction() as tx:
            count = await tx.work.connection.scalar(text("SELECT count(*) FROM pause"))
        assert count == 3
        await asyncio.to_thread(standby.go_down)
        with pytest.raises(DBAPIError, match=r"a primary that was replaced|No such file"):
            await _pause(anew)
        await anew.close()


async def _pause(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.outbox.pause("telegram", NOW)


@pytest.mark.process
async def test_a_connection_that_hangs_is_not_waited_for(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replica that is there and says nothing costs a page a moment, not a minute."""
    monkeypatch.setattr(replicas, "REACH_SECONDS", 0.3)
    url = postgres.prepared_database()
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        where = f"postgresql://u@127.0.0.1:{deaf.getsockname()[1]}/phuluc"
        store = await Store.open(url, replica=where, most_lag=PATIENCE)
        assert (await seen(store))[0] is None
        assert store.replica is not None
        assert store.replica.use is ReplicaUse.AWAY
        await store.close()
