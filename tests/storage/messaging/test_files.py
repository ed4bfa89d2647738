"""Documents as they were handed out, and the conversation as it reads."""

from __future__ import annotations

from datetime import timedelta

from storage.messaging.queued_message import QueuedMessage
from storage.store import Store
from tests.support.store_rows import NOW, new_event, new_report


async def test_documents_and_the_transcript(store: Store) -> None:
    content = bytes(range(256)) * 40
    async with store.transaction() as tx:
        _, report = await new_report(tx)
        document = await tx.documents.add(report, "final", "phụ lục.docx", content, NOW)
        found = await tx.documents.of_message(QueuedMessage(1, "7", {}, document_id=document))
        assert found is not None
        assert (found.file_name, found.content) == ("phụ lục.docx", content)
        assert await tx.documents.of_message(QueuedMessage(1, "7", {}, document_id=99)) is None
        await new_event(tx, "1", "bắt đầu")
        await tx.inbox.add("web", "2", "7", "", {"kind": "opened"}, NOW)
        await tx.outbox.add("web", "7", {"n": 1}, None, NOW + timedelta(seconds=1))
        await tx.inbox.add("web", "3", "7", "", {"kind": "said"}, NOW + timedelta(seconds=2))
        await tx.outbox.add("web", "7", {"n": 2}, document, NOW + timedelta(seconds=3))
        await tx.outbox.add("web", "8", {"n": 3}, None, NOW)
        lines = await tx.transcripts.read("web", "7", 100)
        assert [line.mine for line in lines] == [True, False, True, False]
        assert [line.file_name for line in lines] == ["", "", "", "phụ lục.docx"]
        assert [line.body for line in await tx.transcripts.read("web", "7", 2)] == [
            {"kind": "said"},
            {"n": 2},
        ]


async def test_the_transcript_is_one_conversation_in_the_order_of_its_times(store: Store) -> None:
    async with store.transaction() as tx:
        for second in range(10):
            at = NOW + timedelta(seconds=second)
            body = {"kind": "said", "n": second}
            await tx.inbox.add("web", f"e{second}", "7", "", body, at)
            await tx.outbox.add("web", "7", {"n": second}, None, at)
            await tx.outbox.add("web", "7", {"n": second + 0.5}, None, at)
            await tx.inbox.add("web", f"x{second}", "8", "", {"kind": "said"}, at)
        lines = await tx.transcripts.read("web", "7", 6)
        assert await tx.transcripts.read("web", "9", 6) == []
    assert [(line.mine, line.body["n"]) for line in lines] == [
        (True, 8),
        (False, 8),
        (False, 8.5),
        (True, 9),
        (False, 9),
        (False, 9.5),
    ]
