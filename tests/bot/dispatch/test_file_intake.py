"""Files that come in: kept with their event or not at all, and never for longer than they wait."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.delivery import issue_limits
from bot.dispatch import file_intake
from bot.dispatch.flood_guard import BURST
from bot.ports.channel import FileOutcome, Incoming, IncomingKind
from storage.operations import free_space
from storage.tables.core import document, event, upload
from tests.support.product import NOON, Office, office

MEBIBYTE = 1_048_576


async def count(at: Office, table: object) -> int:
    async with at.store.transaction() as tx:
        found = await tx.work.connection.scalar(select(func.count()).select_from(table))  # type: ignore[arg-type]
    return found or 0


def sent(at: Office, who: str = "42", *, name: str = "a.docx", size: int = 3) -> Incoming:
    made = at.event(IncomingKind.SENT, channel="web", who=who)
    return replace(made, file_name=name, file_size=size)


async def outcome(at: Office, one: Incoming, content: bytes = b"PK1") -> FileOutcome:
    receipt = await at.desk.receive_file(one, content)
    refused = receipt.outcome not in (FileOutcome.STORED, FileOutcome.REPEATED)
    assert bool(receipt.words) == refused
    return receipt.outcome


async def settle(at: Office) -> None:
    await at.desk.idle()
    await at.desk._intake.sweep()


async def test_a_repeated_event_keeps_one_file_and_then_none(database: str) -> None:
    async with office(database) as at:
        one = sent(at)
        first = [await outcome(at, one) for _ in range(5)]
        assert first == [FileOutcome.STORED, *[FileOutcome.REPEATED] * 4]
        await at.desk.idle()
        assert (await count(at, upload), await count(at, event)) == (0, 1)
        assert await outcome(at, one) is FileOutcome.REPEATED
        assert await count(at, upload) == 0


async def test_a_flood_leaves_nothing(database: str) -> None:
    async with office(database, per_minute=60) as at:
        got = [await outcome(at, sent(at)) for _ in range(BURST + 30)]
        await settle(at)
        assert FileOutcome.FLOODED in got
        assert await count(at, upload) == 0
        assert await count(at, event) == got.count(FileOutcome.STORED)


async def test_one_person_may_have_so_many_files_wait(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(database) as at:
        monkeypatch.setattr(at.desk._lanes, "call", lambda _: None)  # nothing is handled yet
        got = [await outcome(at, sent(at)) for _ in range(file_intake.FILES_EACH + 3)]
        assert got == [FileOutcome.STORED] * file_intake.FILES_EACH + [FileOutcome.TOO_MANY] * 3
        assert await outcome(at, sent(at, "43")) is FileOutcome.STORED
    async with office(database, name="next") as at:
        await at.desk.resume()
        await settle(at)
        assert await count(at, upload) == 0
        assert await outcome(at, sent(at)) is FileOutcome.STORED


async def test_one_person_may_have_so_many_bytes_wait(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_intake, "BYTES_EACH", 10_000)
    async with office(database) as at:
        monkeypatch.setattr(at.desk._lanes, "call", lambda _: None)
        got = [await outcome(at, sent(at), bytes(4_000)) for _ in range(3)]
        assert got == [FileOutcome.STORED, FileOutcome.STORED, FileOutcome.TOO_MANY]


@pytest.mark.parametrize(("limit", "value"), [("FILES_ALL", 3), ("BYTES_ALL", 12)])
async def test_all_together_may_have_so_much_wait(
    database: str, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(file_intake, limit, value)
    async with office(database) as at:
        monkeypatch.setattr(at.desk._lanes, "call", lambda _: None)
        got = [await outcome(at, sent(at, str(who)), b"1234") for who in range(5)]
        assert got == [FileOutcome.STORED] * 3 + [FileOutcome.FULL] * 2


async def test_an_event_that_is_refused_is_not_known(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same request may come again when there is room."""
    monkeypatch.setattr(file_intake, "FILES_ALL", 0)
    async with office(database) as at:
        one = sent(at)
        assert await outcome(at, one) is FileOutcome.FULL
        assert (await count(at, upload), await count(at, event)) == (0, 0)
        monkeypatch.setattr(file_intake, "FILES_ALL", 5)
        assert await outcome(at, one) is FileOutcome.STORED


async def test_a_file_whose_event_was_set_aside_goes(database: str) -> None:
    async with office(database) as at:
        await at.keep_file("web", "42", b"left behind")
        await at.keep_file("web", "43", b"of a waiting event")
        async with at.store.transaction() as tx:
            await tx.inbox.add("web", "e", "43", "", {"kind": "sent"}, NOON)
        assert await at.desk._intake.sweep() == 1
        assert await count(at, upload) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_nearly_full_disk_takes_texts_and_no_files(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        _have_free(monkeypatch, free_space.FREE_TIMES * MEBIBYTE - 1)
        receipt = await at.desk.receive_file(sent(at), b"PK1")
        assert receipt.outcome is FileOutcome.FULL
        assert "Máy chủ sắp hết chỗ" in receipt.words
        assert "Đã ghi" in await at.say("21")
        assert "Máy chủ sắp hết chỗ" in await at.say("tải về")
        assert (await count(at, upload), await count(at, document)) == (0, 0)
        _have_free(monkeypatch, free_space.FREE_TIMES * MEBIBYTE)
        assert await outcome(at, sent(at)) is FileOutcome.STORED
        assert await outcome(at, sent(at), bytes(MEBIBYTE + 1)) is FileOutcome.FULL


async def test_the_same_document_is_kept_once(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        for _ in range(3):
            await at.say("tải về")
        assert [one.file is not None for one in at.channels["telegram"].sent].count(True) == 3
        assert await count(at, document) == 1


async def test_so_many_files_are_handed_out_in_an_hour(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issue_limits, "FILES_AN_HOUR", 2)
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        said = [await at.say("tải về") for _ in range(3)]
        assert ["chỉ lấy được 2 tệp" in text for text in said] == [False, False, True]
        at.clock.moment += issue_limits.HOUR
        assert "chỉ lấy được" not in await at.say("tải về")


def _have_free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    class Usage:
        free = size

    monkeypatch.setattr(free_space.shutil, "disk_usage", lambda _: Usage)
