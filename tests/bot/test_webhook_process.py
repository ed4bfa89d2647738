"""The product dies between an act and the telling of it: it is told by the next one that starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from conversations.reports.model import ReportState
from conversations.workflow.connections import HookEvent
from storage.core.work import AuditContext
from storage.store import Store
from storage.tables.exchange import webhook_delivery
from tests.support.hook_receiver import hook_receiver
from tests.support.process import Process
from tests.support.store_rows import NOW, new_report

pytestmark = pytest.mark.process
SECRET = "whsec_" + "bWFpLWRpZXUtaGFuaC10aW5o"


async def test_nothing_is_lost_by_a_kill(tmp_path: Path) -> None:
    async with hook_receiver() as receiver:
        receiver.secrets, receiver.status = [SECRET], 500
        settings = {"WEBHOOK_HTTP": "true", "WEBHOOK_NETWORKS": "127.0.0.0/8"}
        product = Process(tmp_path, settings)
        await product.start()
        store = await Store.open(product.database)
        async with store.transaction() as tx:
            member, report = await new_report(tx)
            unit = await tx.duties.unit_of(report)
            deed = AuditContext(None, None, "command", None, NOW)
            await tx.hook_targets.add(deed, receiver.url, unit, tuple(HookEvent), SECRET)
        async with store.transaction() as tx:
            context = AuditContext(report, member, "tests", None, NOW)
            await tx.submissions.move(context, report, ReportState.SUBMITTED)
        await receiver.wait_for_try()
        await product.kill()
        receiver.status = 204
        async with store.transaction() as tx:  # as if the minute of its claim were over
            await tx.work.connection.execute(update(webhook_delivery).values(leased_until=None))
            await tx.hook_targets.resume(deed, 1)
            ((message, state),) = [
                (one.message_id, one.state) for one in await tx.hook_deliveries.list_last(1, 9)
            ]
        assert state == "waiting"
        await store.close()
        await product.start()
        await receiver.wait_for(1)
        assert [one for one, _ in receiver.got] == [message]
        assert await product.stop() == 0
