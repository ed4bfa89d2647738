"""The coordinator's tables, totals and files from a replica: told, never behind an act."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from bot.channels.desk.visitors import ACTED
from bot.cli.operations.examination.replica import examine_replica
from bot.runtime.settings import Settings
from conversations.workflow.review_requests import Lock
from storage.core.engines import replica_engine_of
from storage.core.replicas import Replica
from tests.support.desk import desk_at
from tests.support.desk_office import desk_office
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.standby import Standby

TOLD = "đọc từ bản sao chỉ đọc"


async def doctor_says(url: str, replica: str) -> str:
    """What `phuluc doctor` finds of a replica."""
    given = {"database_url": SecretStr(url), "replica_url": SecretStr(replica)}
    settings = Settings(**given, replica_lag=3_600)
    (found,) = await asyncio.to_thread(examine_replica, settings)
    return str(found)


@pytest.mark.process
async def test_pages_from_a_replica(postgres: Postgres) -> None:
    url = postgres.prepared_database()
    async with desk_office(url) as here:
        with Standby(url) as standby:
            store = here.at.store
            engine = replica_engine_of(standby.url, url)
            store.replica = Replica(engine, store._engine, PATIENCE)
            async with store.transaction() as tx:  # something to follow, since it began
                await tx.quota.spend("web", "2026-03", "free")
            await asyncio.to_thread(standby.catch_up)
            paths = [f"/ban/dot/{here.round}", "/ban/dot"]
            paths += [f"/ban/tong-hop/{here.round}", f"/ban/nhiet/{here.round}"]
            async with desk_at(here.at, here.mai) as desk:
                assert [TOLD in await desk.get(path) for path in paths] == [True] * 4
                await desk.get(f"/ban/dot/{here.round}/csv")
                said = await desk.ask(Lock(round=here.round, locked=True, sure=True))
                assert "Quý I/2026" in said
                assert ACTED in desk.client.cookies
                assert [TOLD in await desk.get(path) for path in paths] == [False] * 4
                desk.client.cookies.delete(ACTED)
                await asyncio.to_thread(standby.catch_up)
                page = await desk.get(paths[0])
                assert TOLD in page
                assert "đã khóa sổ" in page
                assert "is read:" in await doctor_says(url, standby.url)
                assert "takes writing itself" in await doctor_says(url, url)
                other = postgres.prepared_database()
                assert "follows another database" in await doctor_says(other, standby.url)
                standby.go_down()
                assert "cannot be reached" in await doctor_says(url, standby.url)
                assert [TOLD in await desk.get(path) for path in paths] == [False] * 4
