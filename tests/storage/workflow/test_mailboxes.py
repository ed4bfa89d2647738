"""E-mail addresses of members: confirmed, shared, given up, lost, and forgotten with the person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.store import Store
from storage.tables.core import message
from storage.transaction import Transaction
from storage.workflow.mailboxes import Mailbox
from storage.workflow.members import MemberPlace
from tests.support.store_rows import NOW, UNIT, note_taken

DEED = AuditContext(None, None, "command", None, NOW)
LAN, OTHER = "lan@x.gov.vn", "vanphong@x.gov.vn"
SERVED = {"telegram": "telegram", "local": "web", "email": "email"}


async def people(tx: Transaction, *names: str) -> list[int]:
    unit = await tx.units.add(UNIT, NOW, code="SM")
    found = [await tx.members.add(name, NOW) for name in names]
    for one in found:
        await tx.roles.grant(DEED, one, unit, Role.OFFICER)
    return found


async def place(tx: Transaction, member: int) -> tuple[str, str] | None:
    at = (await tx.members.places_of([member])).get(member)
    return (at.channel, at.conversation) if at else None


async def test_an_address_counts_once_it_is_confirmed(store: Store) -> None:
    async with store.transaction() as tx:
        (lan,) = await people(tx, "Lan")
        assert await tx.mailboxes.of_member(lan) is None
        assert await tx.mailboxes.set_address(lan, LAN, NOW)
        assert not await tx.mailboxes.set_address(lan, LAN, NOW)
        assert await tx.mailboxes.of_member(lan) == Mailbox(LAN, confirmed=False, lost=False)
        assert await place(tx, lan) is None
        assert await tx.members.find_by_email(LAN) is None
        assert not await tx.mailboxes.confirm(lan, OTHER, NOW)
        assert await tx.mailboxes.confirm(lan, LAN, NOW)
        assert await tx.mailboxes.of_member(lan) == Mailbox(LAN, confirmed=True, lost=False)
        assert await tx.members.places_of([lan]) == {lan: MemberPlace("email", LAN, 0)}
        found = await tx.members.find_by_email(LAN)
        assert found is not None
        assert found.id == lan
        (person,) = await tx.roles.people_of([1])
        assert (person.channel, person.conversation, person.email) == ("email", LAN, LAN)
        assert await tx.mailboxes.set_address(lan, OTHER, NOW)
        assert await tx.members.find_by_email(LAN) is None
        assert await tx.mailboxes.of_member(lan) == Mailbox(OTHER, confirmed=False, lost=False)
        assert await place(tx, lan) is None


async def test_letters_come_last(store: Store) -> None:
    async with store.transaction() as tx:
        (lan,) = await people(tx, "Lan")
        await tx.mailboxes.set_address(lan, LAN, NOW)
        await tx.mailboxes.confirm(lan, LAN, NOW)
        later = NOW + timedelta(days=1)
        await tx.members.bind("telegram", "7", lan, "7", later)
        await tx.members.mark_heard(lan, "telegram", "7")
        assert await place(tx, lan) == ("telegram", "7")
        assert await tx.failover.mark_unreachable("telegram", "7", SERVED, later) == {lan: "email"}
        assert await place(tx, lan) == ("email", LAN)
        assert await tx.failover.mark_unreachable("email", LAN, SERVED, later) == {lan: None}
        (person,) = await tx.roles.people_of([1])
        assert person.unreachable_since == later
        assert await place(tx, lan) == ("telegram", "7")
        await tx.failover.mark_unreachable("telegram", "7", SERVED, later)
        await tx.members.mark_heard(lan, "telegram", "7")
        assert await place(tx, lan) == ("telegram", "7")


async def test_one_who_was_never_heard_is_written_to_in_the_browser_first(store: Store) -> None:
    async with store.transaction() as tx:
        (lan,) = await people(tx, "Lan")
        await tx.members.bind("email", f"m{lan}", lan, LAN, NOW)
        await tx.members.bind("web", f"m{lan}", lan, f"m{lan}", NOW + timedelta(days=1))
        assert await place(tx, lan) == ("web", f"m{lan}")


async def test_a_shared_mailbox_is_nobodys_alone(store: Store) -> None:
    async with store.transaction() as tx:
        lan, mai = await people(tx, "Lan", "Mai")
        for one in (lan, mai):
            await tx.mailboxes.set_address(one, OTHER, NOW)
            assert await tx.mailboxes.confirm(one, OTHER, NOW)
        assert await tx.members.find_by_email(OTHER) is None
        assert await tx.mailboxes.members_at(OTHER) == [lan, mai]
        body = {"spans": [], "buttons": [], "turn": 0}
        kinds = {stops: body | {"letter": {"stops": stops}} for stops in (True, False)}
        notice, code = [
            await tx.outbox.add("email", OTHER, kinds[stops], None, NOW) for stops in (True, False)
        ]
        assert await tx.mailboxes.stop(OTHER, NOW) == 2
        assert [(await stored(tx, one)).state for one in (notice, code)] == ["failed", "waiting"]
        assert await tx.mailboxes.stop(OTHER, NOW) == 0
        assert await place(tx, lan) is None
        box = await tx.mailboxes.of_member(lan)
        assert box == Mailbox(OTHER, confirmed=True, lost=True)
        assert await tx.mailboxes.confirm(lan, OTHER, NOW)
        assert await tx.mailboxes.members_at(OTHER) == [lan]


async def test_whoever_has_no_role_signs_in_by_no_address(store: Store) -> None:
    async with store.transaction() as tx:
        (lan,) = await people(tx, "Lan")
        await tx.mailboxes.set_address(lan, LAN, NOW)
        await tx.mailboxes.confirm(lan, LAN, NOW)
        await tx.roles.revoke(DEED, lan, 1, Role.OFFICER)
        assert await tx.members.find_by_email(LAN) is None


async def test_an_address_goes_with_its_person(store: Store) -> None:
    async with store.transaction() as tx:
        lan, mai = await people(tx, "Lan", "Mai")
        await tx.mailboxes.set_address(lan, LAN, NOW)
        numbers = [await letter(tx, LAN), await letter(tx, OTHER)]
        told = {"spans": [{"text": f"Thư của Lan: {LAN}"}], "buttons": []}
        beside = await tx.outbox.add("telegram", "8", told, None, NOW)
        exported = await tx.personal_data.export(lan)
        assert [one["channel"] for one in exported["was_told"]] == ["email"]
        assert exported["tables"]["member"][0]["email"] == LAN
        await tx.erasure.erase(DEED, lan)
        assert await tx.mailboxes.of_member(lan) is None
        rows = {number: await stored(tx, number) for number in (*numbers, beside)}
        assert LAN not in str([rows[numbers[0]], rows[beside]])
        assert "Mã" not in str(rows[numbers[0]])
        assert "Mã" in str(rows[numbers[1]])
        assert await tx.erasure.is_erased(lan)
        assert not await tx.erasure.is_erased(mai)


async def test_a_code_goes_before_all_other_letters(store: Store) -> None:
    async with store.transaction() as tx:
        body = {"spans": [], "buttons": [], "turn": 0}
        heads = [{}, {"letter": {"urgent": False}}, {"letter": {"urgent": True}}]
        numbers = [
            await tx.outbox.add("email", f"n{at}@x.vn", body | head, None, NOW)
            for at, head in enumerate(heads)
        ]
        first = await tx.outbox.claim("email", "one", NOW, 60, 2)
        assert [one.id for one in first] == [numbers[2], numbers[0]]
        rest = await tx.outbox.claim("email", "one", NOW, 60, 9)
        assert [one.id for one in rest] == [numbers[1]]


async def test_an_address_is_refused_by_its_newest_letter(store: Store) -> None:
    async with store.transaction() as tx:
        failed = {"permanent": True, "now": NOW, "retry_at": NOW}
        await tx.outbox.mark_failed(await letter(tx, LAN), "550", **failed)
        await tx.outbox.mark_failed(await letter(tx, OTHER), "550", **failed)
        assert await tx.mailboxes.refused_of([LAN, OTHER, "x@x.vn"]) == {LAN, OTHER}
        await letter(tx, OTHER)
        assert await tx.mailboxes.refused_of([LAN, OTHER]) == {LAN}
        assert await tx.mailboxes.refused_of([]) == set()


async def letter(tx: Transaction, address: str) -> int:
    body = {"spans": [{"text": "Mã 482915"}], "buttons": [], "turn": 0}
    return await tx.outbox.add("email", address, body, None, NOW)


async def stored(tx: Transaction, number: int) -> Any:
    found = await tx.work.connection.execute(select(message).where(message.c.id == number))
    return found.one()


async def test_codes_of_six_figures_are_blotted_out(store: Store) -> None:
    async with store.transaction() as tx:
        number = await letter(tx, LAN)
        await tx.outbox.mark_secret(number)
        await note_taken(tx, number, "x")
        await tx.outbox.forget_codes(NOW + timedelta(days=1))
        row = await stored(tx, number)
        assert row.body["spans"][0]["text"] == "Mã ••••"
