"""The calendar of due days: made in the chat, fetched by its secret address, read back with the
library and line by line, and what calendar programs are told when days change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar, Event
from starlette.applications import Starlette

from bot.access.signed_links import SignedLinks
from bot.channels.web import calendar_pages
from bot.channels.web.calendar_pages import AT_ONCE, CalendarPages
from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.founding import founded_once
from tests.support.product import Office, office, open_catalogs
from tests.support.province import Province, commune, department, local, member_of

URL = "https://bc.example.vn"
NOW = local(2026, 3, 2)


@dataclass
class Calendars:
    """A province with an address of its own, and a browserless program that fetches calendars."""

    province: Province
    client: httpx.AsyncClient

    @property
    def at(self) -> Office:
        return self.province.office

    async def address(self, who: str, words: str = "lịch của tôi") -> str:
        said = await self.at.say(words, who=who)
        url = next(word for word in said.split() if word.startswith(f"{URL}/lich/"))
        return url.removeprefix(URL)

    async def events(self, address: str) -> dict[str, Event]:
        """The events, by summary."""
        answer = await self.client.get(address)
        assert answer.status_code == 200, answer.text
        calendar = Calendar.from_ical(answer.content)
        return {str(one["SUMMARY"]): one for one in calendar.walk("VEVENT")}


async def _found(opened: Office) -> Province:
    """A department with an officer and a reviewer, two communes, a coordinator, and a round."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Trần Thị Lan")
    await made.comes("binh", "NV", Role.REVIEWER, "Lê Bình")
    await open_round(made)
    return made


@pytest.fixture
async def calendars(tmp_path: Path) -> AsyncIterator[Calendars]:
    books = replace(open_catalogs(), links=SignedLinks(URL))
    async with founded_once(tmp_path, NOW, _found, catalogs=books) as made:
        at = made.office
        app = Starlette(routes=CalendarPages(at.store, at.catalogs, at.clock).routes())
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
            yield Calendars(made, client)


MINE = "Hạn nộp Cải cách hành chính, Quý I/2026: Sở NV"


async def test_a_calendar_has_the_days_and_nothing_else(calendars: Calendars) -> None:
    address = await calendars.address("lan")
    (event,) = (await calendars.events(address)).values()
    assert event["SUMMARY"] == MINE
    assert event["DTSTART"].dt == date(2026, 3, 20)
    assert event["DTEND"].dt == date(2026, 3, 21)
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    assert "việc của tôi" in event["DESCRIPTION"]
    raw = (await calendars.client.get(address)).content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in raw
    text = raw.decode()
    for name in ("Lan", "Bình", "Mai", "152", "151"):
        assert name not in text


async def test_an_extension_raises_the_sequence_and_keeps_the_name(calendars: Calendars) -> None:
    at = calendars.at
    address = await calendars.address("lan")
    before = (await calendars.events(address))[MINE]
    at.clock.moment = local(2026, 3, 3)
    await at.say("gia hạn SNV đến 25/3: mất điện", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    after = (await calendars.events(address))[MINE]
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == date(2026, 3, 25)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


async def test_what_is_handed_in_is_cancelled_and_what_is_returned_comes_back(
    calendars: Calendars,
) -> None:
    at = calendars.at
    address, reviewer = await calendars.address("lan"), await calendars.address("binh")
    await at.tap("Làm", who="lan")
    await submit(at, "lan", "21")
    gone = (await calendars.events(address))[MINE]
    assert gone["STATUS"] == "CANCELLED"
    assert (await calendars.events(reviewer))[MINE]["STATUS"] == "CANCELLED"
    await at.say("trả lại SNV câu 1: không khớp kế hoạch", who="binh")
    await at.say("đồng ý", who="binh")
    back = (await calendars.events(address))[MINE]
    assert (back["STATUS"], back["UID"]) == ("CONFIRMED", gone["UID"])
    assert back["SEQUENCE"] > gone["SEQUENCE"]


async def test_a_coordinator_has_a_day_for_each_kind_of_unit(calendars: Calendars) -> None:
    at = calendars.at
    address = await calendars.address("dau-moi")
    first = await calendars.events(address)
    assert {one["DTSTART"].dt for one in first.values()} == {date(2026, 3, 17), date(2026, 3, 20)}
    assert any("xã, phường thuộc UBND tỉnh" in name for name in first)
    await at.say("gia hạn đợt đến 27/3: bão", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    moved = await calendars.events(address)
    assert {one["DTSTART"].dt for one in moved.values()} == {date(2026, 3, 27)}
    assert {one["UID"] for one in moved.values()} == {one["UID"] for one in first.values()}
    assert all(one["SEQUENCE"] > first[name]["SEQUENCE"] for name, one in moved.items())
    await at.say("khóa sổ đợt quý I/2026", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    locked = await calendars.events(address)
    assert {str(one["STATUS"]) for one in locked.values()} == {"CANCELLED"}


async def test_a_withdrawn_round_is_cancelled(calendars: Calendars) -> None:
    at = calendars.at
    address, mine = await calendars.address("dau-moi"), await calendars.address("lan")
    await at.say("rút đợt quý I/2026", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    found = [*(await calendars.events(address)).values(), (await calendars.events(mine))[MINE]]
    assert {str(one["STATUS"]) for one in found} == {"CANCELLED"}
    assert min(one["SEQUENCE"] for one in found) > 0


async def test_an_unchanged_calendar_is_told_to_be_so(calendars: Calendars) -> None:
    address, client = await calendars.address("lan"), calendars.client
    first = await client.get(address)
    tag = first.headers["etag"]
    again = await client.get(address, headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    head = await client.head(address)
    assert (head.status_code, head.headers["etag"]) == (200, tag)
    assert head.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "private" in head.headers["cache-control"]


async def test_an_address_ends_when_it_is_made_anew_or_given_up(calendars: Calendars) -> None:
    at, client = calendars.at, calendars.client
    first = await calendars.address("lan")
    assert "đã lập" in await at.say("địa chỉ lịch", who="lan")
    second = await calendars.address("lan", "lịch của tôi mới")
    assert (await client.get(first)).status_code == 404
    assert (await client.get(second)).status_code == 200
    assert "hết dùng" in await at.say("bỏ lịch của tôi", who="lan")
    assert (await client.get(second)).status_code == 404
    assert "chưa có địa chỉ lịch" in await at.say("bỏ lịch của tôi", who="lan")


async def test_only_a_hash_is_kept(calendars: Calendars) -> None:
    address = await calendars.address("lan")
    token = address.removeprefix("/lich/").removesuffix(".ics")
    calendars.at.clock.moment = local(2026, 3, 2, 12)
    await calendars.at.desk.forget_codes()
    async with calendars.at.store.transaction() as tx:
        lines = await tx.transcripts.read("telegram", "lan", 50)
    assert lines
    assert token not in str(lines)


async def test_who_has_no_role_any_more_or_never_had_sees_nothing(calendars: Calendars) -> None:
    at, client, province = calendars.at, calendars.client, calendars.province
    assert "/lich/" not in await at.say("lịch của tôi", who="nguoi-la")
    address = await calendars.address("lan")
    async with at.store.transaction() as tx:
        member = await member_of(tx, "lan")
        await tx.roles.revoke(province.deed(), member, province.units["NV"], Role.OFFICER)
    assert (await client.get(address)).status_code == 404
    assert (await client.get("/lich/AAAAAAAAAAAAAAAAAAAAAA.ics")).status_code == 404


async def test_one_calendar_is_not_fetched_without_end(
    calendars: Calendars, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, client = await calendars.address("lan"), calendars.client
    for _ in range(AT_ONCE):
        assert (await client.get(address)).status_code == 200
    monkeypatch.delattr(calendar_pages, "list_due_events")  # nothing is looked up in vain
    refused = await client.get(address)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= calendar_pages.EVERY


async def test_without_an_address_of_the_product_it_is_said(tmp_path: Path) -> None:
    async with office(tmp_path, NOW) as at:
        made = Province(at)
        await made.found([department("NV", "Nội vụ")])
        await made.comes("lan", "NV", Role.OFFICER, "Lan")
        assert "PHULUC_PUBLIC_URL" in await at.say("lịch của tôi", who="lan")
