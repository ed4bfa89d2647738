"""The server that may be read in place of the database: whether it is, and how far it is behind."""

from __future__ import annotations

import asyncio

from bot.cli.operations.examination.findings import Finding, bad, good, note
from bot.runtime.language import tell
from bot.runtime.settings import Settings
from storage.core.addresses import show_address
from storage.core.engines import engine_of, parse_database_url, replica_engine_of
from storage.core.errors import StoreError
from storage.core.replicas import Replica, ReplicaUse

WHY = {
    ReplicaUse.AWAY: "it cannot be reached",
    ReplicaUse.BEHIND: "it is too far behind",
    ReplicaUse.PRIMARY: "it takes writing itself, and follows nobody",
    ReplicaUse.OTHER_TABLES: "its tables are of another version",
}


def examine_replica(settings: Settings) -> list[Finding]:
    """What is found of the replica; nothing where none is set."""
    if settings.replica is None:
        return []
    try:
        replica = asyncio.run(_ask(settings.replica, settings))
    except StoreError as error:
        return [bad(tell(error.text, **error.data))]
    where = show_address(parse_database_url(settings.replica))
    if replica.use is ReplicaUse.FOREIGN:
        text = "the replica {where} follows another database; correct PHULUC_REPLICA_URL"
        return [bad(tell(text, where=where))]
    seconds = round(replica.age or 0.0, 1)
    if replica.use is ReplicaUse.READ:
        text = "the replica {where} is read: {seconds} seconds behind at most"
        return [good(tell(text, where=where, seconds=seconds))]
    text = "the replica {where} is not read, the database itself is: {why}"
    return [note(tell(text, where=where, why=tell(WHY[replica.use])))]


async def _ask(url: str, settings: Settings) -> Replica:
    """The replica, once it was asked; StoreError when the address is none of a replica."""
    following = replica_engine_of(url, settings.database)
    primary = engine_of(settings.database)
    replica = Replica(following, primary, settings.replica_lag)
    try:
        found = await replica.connect()
        if found is not None:
            await found[0].close()
    finally:
        await replica.close()
        await primary.dispose()
    return replica
