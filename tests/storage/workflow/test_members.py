"""Members, their channels, their sessions, and one-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.store import RevisionConflict, Store
from tests.support.store_rows import NOW, new_report


async def test_members_bindings_and_sessions(store: Store) -> None:
    async with store.transaction() as tx:
        lan, report = await new_report(tx)
        minh = await tx.members.add("Minh", NOW)
        assert await tx.members.report_of(minh) is None
        assert await tx.members.find("telegram", "42") is None
        await tx.members.bind("telegram", "42", minh, "42", NOW)
        with pytest.raises(RevisionConflict):
            await tx.members.bind("telegram", "42", lan, "42", NOW)
        found = await tx.members.find("telegram", "42")
        assert found is not None
        assert (found.id, found.name) == (minh, "Minh")
        assert await tx.members.find("web", "42") is None
        assert await tx.members.report_of(lan) == report
        assert await tx.sessions.of_member(lan) is None
        for body in ('{"turn": 1}', '{"turn": 2}'):
            await tx.sessions.save(lan, report, body, NOW)
            assert await tx.sessions.of_member(lan) == body


async def test_a_link_is_taken_once_and_in_time(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        await tx.link_codes.add("h1", member, NOW + timedelta(minutes=15))
        await tx.link_codes.add("h2", member, NOW + timedelta(minutes=15))
        assert await tx.link_codes.take("none", NOW) is None
        assert await tx.link_codes.take("h1", NOW) == member
        assert await tx.link_codes.take("h1", NOW) is None
        assert await tx.link_codes.take("h2", NOW + timedelta(minutes=15)) is None


async def test_a_member_has_one_session_for_each_report(store: Store) -> None:
    async with store.transaction() as tx:
        lan, first = await new_report(tx)
        _, second = await new_report(tx)
        said = '{"turn": 1, "text": "phần \\"II\\" – đã rà soát"}'
        await tx.sessions.save(lan, first, said, NOW)
    async with store.transaction() as tx:
        await tx.members.assign(lan, second)
        assert await tx.sessions.of_member(lan) is None
        await tx.members.assign(lan, first)
        assert await tx.sessions.of_member(lan) == said
