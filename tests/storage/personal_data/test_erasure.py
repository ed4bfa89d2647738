"""What is kept of a person: found whole, handed over whole, and gone when it is erased."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from sqlalchemy import select

from bot.ports.channel import Incoming, IncomingKind
from conversations.workflow.permissions import Role
from storage.personal_data.tables import OF_NOBODY, PERSONAL_TABLES, Erasing
from storage.store import Store
from storage.tables.columns import metadata
from storage.transaction import Transaction
from templates.documents.person_page import COLUMNS, TABLES, build_person_page
from tests.storage.workflow.test_workflow import DEED, NOON
from tests.support.databases import Databases
from tests.support.founding import founded_once
from tests.support.product import Office, office
from tests.support.province import Province, commune, department, local, member_of

pytestmark = pytest.mark.long

NAME, PHONE, CHAT = "Trần Văn Bình", "0987654321", "777123456"


async def found_in(store: Store, needles: Iterable[str]) -> set[str]:
    """The columns of all tables in which one of these stands."""
    found: set[str] = set()
    async with store.transaction() as tx:
        for table in metadata.sorted_tables:
            for row in (await tx.work.connection.execute(select(table))).mappings():
                for column, value in row.items():
                    text = _text(value)
                    found |= {f"{table.name}.{column}" for one in needles if one in text}
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)


async def _found(at: Office) -> Province:
    """Mai coordinates; Bình shared name and number, was invited, and fills a report."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
    await shares(at, CHAT, NAME, PHONE)
    await at.say(f"tôi là {NAME}, số {PHONE}", who=CHAT)
    await at.say("/start abcdefghijklmnopqrstuv", who=CHAT)
    said = await at.say(f"mời cán bộ NV, {NAME}", who="dau-moi")
    await at.say(f"/start {said.split()[-1]}", who=CHAT)
    await at.tap("Tham gia", who=CHAT)
    await at.say("mở đợt quý I/2026", who="dau-moi")
    await at.tap("Mở đợt này", who="dau-moi")
    await at.tap("Làm: Sở NV", who=CHAT)
    await at.say("21", who=CHAT)
    return made


@pytest.fixture
async def province(databases: Databases) -> AsyncIterator[Province]:
    async with founded_once(databases, local(2026, 3, 2), _found) as made:
        yield made


async def shares(at: Office, who: str, name: str, phone: str) -> None:
    event = at.event(IncomingKind.CONTACT, phone, who=who)
    await at.handle(Incoming(**{**event.as_dict(), "sender_name": name}))


async def mention_member(at: Office) -> None:
    """Have the coordinator, and the person, told much in which the name stands."""
    for words in ("thành viên NV", "nhật ký phân công", "gọi ai trước", "thôi vai trò Bình"):
        await at.say(words, who="dau-moi")
    await at.say("thành viên NV", who="dau-moi")
    await at.tap("Nhật ký phân công", who="dau-moi")
    await at.tap("Nhật ký Excel", who="dau-moi")
    await at.say("xem báo cáo NV", who="dau-moi")
    await at.tap("I", who="dau-moi")
    await at.say("dữ liệu của tôi", who=CHAT)
    await at.say("nối", who=CHAT)


async def test_nothing_of_an_erased_person_stays_anywhere(province: Province) -> None:
    at = province.office
    await mention_member(at)
    assert {"message.body", "paper.content"} & await found_in(at.store, [NAME, PHONE, CHAT])
    async with at.store.transaction() as tx:
        number = await member_of(tx, CHAT)
        await tx.erasure.erase(province.deed(), number)
    assert await found_in(at.store, [NAME, PHONE, CHAT]) == set()
    async with at.store.transaction() as tx:
        assert [await tx.audit_log.find_break(chain) for chain in await tx.audit_log.chains()] == [
            None
        ] * 4
        assert [
            found
            for chain in await tx.audit_log.chains()
            for found in await tx.audit_check.mismatches(chain)
        ] == []
        report = await tx.reports.load(await _report(tx, province))
    assert report.answer("I.01.01").amount == 21
    assert report.answer("I.01.01").author == "(đã xóa)"
    said = await at.say("xem báo cáo NV", who="dau-moi")
    assert NAME not in said


async def _report(tx: Transaction, province: Province) -> int:
    (owed,) = await tx.duties.of_units([province.units["NV"]])
    return owed.report


async def test_messages_keep_references_and_show_names(province: Province) -> None:
    at = province.office
    assert NAME in await at.say("thành viên NV", who="dau-moi")
    assert [NAME in text for text in at.told("dau-moi")].count(True) >= 2
    columns = await found_in(at.store, [NAME])
    assert columns == {"contact.name", "event.body", "invitation.person", "member.name"}
    async with at.store.transaction() as tx:
        await tx.members.rename(await member_of(tx, CHAT), "Trần Bình")
    lines = await at.desk.transcript("telegram", "dau-moi", limit=50)
    shown = "\n".join("".join(span.text for span in line.spans) for line in lines if not line.mine)
    assert "Trần Bình" in shown
    labels = [one.label for line in lines for row in line.buttons for one in row]
    assert any("Trần Bình" in one for one in labels)


async def test_a_number_in_a_message_is_not_kept_but_shown(province: Province) -> None:
    at = province.office
    assert any(PHONE in text and NAME in text for text in at.told("dau-moi"))
    assert "message.body" not in await found_in(at.store, [PHONE])


async def test_two_people_of_one_name_on_two_channels_are_two(store: Store) -> None:
    async with store.transaction() as tx:
        people = {}
        for channel, word in (("telegram", "lời Lan"), ("zalo-oa", "lời Hoa")):
            people[channel] = one = await tx.members.add(word.split()[1], NOON)
            await tx.members.bind(channel, "5", one, "5", NOON)
            await tx.members.mark_heard(one, channel, "5")
            body = {"kind": "said", "text": word, "message_ref": "e"}
            await tx.inbox.add(channel, "e", "5", "e", body, NOON)
            await tx.outbox.add(channel, "5", {"spans": [{"text": f"đáp {word}"}]}, None, NOON)
            await tx.uploads.add(channel, "5", word.encode(), NOON)
            await tx.invitations.add_wrong_code(channel, "5", NOON)
        other = json.dumps(
            await tx.personal_data.export(people["zalo-oa"]), ensure_ascii=False, default=str
        )
        assert "lời Hoa" in other
        assert "lời Lan" not in other
        await tx.erasure.erase(DEED, people["telegram"])
        assert (
            json.dumps(
                await tx.personal_data.export(people["zalo-oa"]), default=str, ensure_ascii=False
            )
            == other
        )
        left = await tx.personal_data.export(people["telegram"])
        assert (left["wrote"], left["was_told"], left["tables"]["attempt"]) == ([], [], [])


async def test_what_was_said_before_a_channel_went_over_stays_its_own(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ")])
        await province.comes("mai", "TINH", Role.COORDINATOR, "Mai")
        await province.comes("hoa", "NV", Role.OFFICER, "Hoa")
        await at.say("điều riêng của Mai", who="mai")
        async with at.store.transaction() as tx:
            mai, hoa = await member_of(tx, "mai"), await member_of(tx, "hoa")
        at.clock.moment = local(2026, 3, 3)
        await at.join("mai", channel="telegram", owner="hoa")
        await at.say("điều mới của Hoa", who="mai")
        async with at.store.transaction() as tx:
            texts = [one.get("text") for one in (await tx.personal_data.export(hoa))["wrote"]]
            assert "điều mới của Hoa" in texts
            assert "điều riêng của Mai" not in texts
            before = [one.get("text") for one in (await tx.personal_data.export(mai))["wrote"]]
            assert "điều riêng của Mai" in before
            assert "điều mới của Hoa" not in before
            await tx.erasure.erase(province.deed(), hoa)
            left = [one.get("text") for one in (await tx.personal_data.export(mai))["wrote"]]
        assert left == before


def test_every_table_with_a_person_is_known() -> None:
    known = {one.table.name: one for one in PERSONAL_TABLES}
    assert known.keys() | OF_NOBODY.keys() == {table.name for table in metadata.sorted_tables}
    assert known.keys() & OF_NOBODY.keys() == set()
    for table in metadata.sorted_tables:
        members = {
            column.name
            for column in table.c
            if any(key.column.table.name == "member" for key in column.foreign_keys)
        }
        names = {column.name for column in table.c}
        one = known.get(table.name)
        if members:
            assert one is not None, table.name
            assert members <= {*one.members}, table.name
        elif {"conversation", "sender"} & names:
            assert one is not None, table.name
            assert one.placed or one.sent, table.name


async def test_the_export_has_every_table_and_no_secret(province: Province) -> None:
    at = province.office
    await mention_member(at)
    async with at.store.transaction() as tx:
        data = await tx.personal_data.export(await member_of(tx, CHAT))
    tables = data["tables"]
    assert tables.keys() == {one.table.name for one in PERSONAL_TABLES} - {"event", "message"}
    for name in ("invitation", "link", "paper", "attempt", "session", "history", "contact", "role"):
        assert tables[name], name
    assert {"hash", "browser"} & {
        key for rows in tables.values() for row in rows for key in row
    } == set()
    assert any(one["kind"] == "contact" for one in data["wrote"])
    assert any("Câu 1/" in one["text"] for one in data["was_told"])


def test_what_is_kept_of_an_erased_person_is_the_units_record() -> None:
    kept = {one.table.name for one in PERSONAL_TABLES if one.erasing is Erasing.KEPT}
    record = {"answer", "reason", "past", "returned", "submission", "history", "assignment", "role"}
    record |= {"api_token", "webhook"}
    assert kept == record


async def test_the_page_has_words_for_all_that_is_exported(province: Province) -> None:
    at = province.office
    await shares(at, "888", "<script>alert(1)</script>", "1")
    async with at.store.transaction() as tx:
        data = await tx.personal_data.export(await member_of(tx, "888"))
        page = build_person_page(await tx.personal_data.export(await member_of(tx, CHAT))).decode()
    assert data["tables"].keys() == TABLES.keys()
    shown = {key for name in ("wrote", "was_told") for row in data[name] for key in row}
    for one in PERSONAL_TABLES:
        if one.table.name in TABLES:
            shown |= {column.name for column in one.table.c} - {
                "content",
                "public_key",
                "hash",
                "browser",
                "mark",
                "place",
            }
    assert shown <= COLUMNS.keys() | {"leased_by", "leased_until"}
    for words in (NAME, PHONE, "Nhật ký những việc đã làm", "Đã nhắn", "Số liệu đứng tên"):
        assert words in page
    assert "<script>" not in build_person_page(data).decode()


async def test_a_person_gets_a_page_and_a_file(province: Province) -> None:
    at = province.office
    await at.say("dữ liệu của tôi", who=CHAT)
    files = [one.file for one in at.channels["telegram"].sent if one.file is not None]
    assert [one.name for one in files] == ["du-lieu-cua-toi.html", "du-lieu-cua-toi.json"]
    assert NAME in files[0].content.decode()
    assert json.loads(files[1].content)["name"] == NAME
