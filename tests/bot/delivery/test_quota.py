"""What messages cost: the month's budget, and the time in which a person may be written to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.quota import month_of, parts_of, way_of
from bot.delivery.template_messages import LONGEST, brief_of
from bot.ports.channel import ChannelError, Incoming, IncomingKind, Outgoing, OutgoingFile, SendMode
from conversations.protocol.messages import Capabilities, Reply, Span
from conversations.workflow.permissions import Role
from storage.fast_path.delivery_notes import DeliveryReceipt
from tests.support.product import BUTTONS, Office, office
from tests.support.province import Province, department, local, nudge

SCARCE = Capabilities(
    buttons=0, edits=False, files=False, text_limit=2_000, budget=40, people=3, takes_files=False
)
WINDOWED = replace(BUTTONS, buttons=5, edits=False, free_hours=48)
MONDAY = local(2026, 11, 23)


@asynccontextmanager
async def province(
    folder: Path, can: Capabilities, start: datetime = MONDAY
) -> AsyncIterator[tuple[Office, Province]]:
    """Mai coordinates, Lan fills the report of one department; a round is open."""
    async with office(folder, start, can) as made:
        there = Province(made)
        await there.found([department("NV", "Nội vụ")])
        for who, unit, role, name in (
            ("mai", "TINH", Role.COORDINATOR, "Mai"),
            ("lan", "NV", Role.OFFICER, "Lan"),
        ):
            await made.say(await there.token(unit, role, name), who=who)
            await made.say("Tham gia", who=who)
        await made.say("mở đợt quý IV/2026", who="mai")
        await made.say("Mở đợt này", who="mai")
        yield made, there


async def spend(made: Office, count: int) -> None:
    async with made.store.transaction() as tx:
        for _ in range(count):
            await tx.quota.spend("telegram", month_of(made.clock()), SendMode.FREE.value)


async def used(made: Office) -> dict[str, int]:
    async with made.store.transaction() as tx:
        return await tx.quota.spent("telegram", month_of(made.clock()))


async def test_every_message_that_went_out_is_counted(tmp_path: Path) -> None:
    async with province(tmp_path, SCARCE) as (made, _):
        sent = len(made.channels["telegram"].sent)
        assert await used(made) == {"free": sent}


async def test_what_is_not_sent_costs_nothing(tmp_path: Path) -> None:
    async with province(tmp_path, SCARCE) as (made, _):
        before = await used(made)
        made.channels["telegram"].errors = [ChannelError("no", permanent=True, gone=True)]
        await made.say("tin nhắn", who="mai")
        assert await used(made) == before


async def test_the_coordinator_sees_the_month(tmp_path: Path) -> None:
    async with province(tmp_path, SCARCE) as (made, _):
        for words in ("tin nhắn", "bảng", "việc của tôi"):
            count = (await used(made))["free"]
            said = await made.say(words, who="mai")
            percent = 100 * count // 40
            assert f"Telegram tháng 11/2026: {count}/40 tin ({percent} %), còn {40 - count}" in said
            assert "2/3 người" in said
        assert "ngoài phần việc" in await made.say("tin nhắn", who="lan")


@pytest.mark.parametrize(("percent", "mark"), [(79, None), (80, "80 %"), (96, "96 %")])
async def test_a_warning_comes_once(tmp_path: Path, percent: int, mark: str | None) -> None:
    async with province(tmp_path, replace(SCARCE, budget=1_000)) as (made, _):
        await spend(made, percent * 10 - (await used(made))["free"])
        assert await made.watch() == (0 if mark is None else 1)
        assert await made.watch() == 0
        told = [text for text in made.told("mai") if "đã dùng" in text]
        assert len(told) == (0 if mark is None else 1)
        if mark:
            assert mark in told[0]
        assert ("chỉ trả lời cán bộ" in "".join(told)) == (percent >= 95)
        assert not [text for text in made.told("lan") if "đã dùng" in text]


async def test_the_next_month_begins_anew(tmp_path: Path) -> None:
    async with province(tmp_path, SCARCE) as (made, _):
        await spend(made, 40)
        assert await made.watch() == 1
        made.clock.moment = local(2026, 12, 1)
        assert await made.watch() == 0
        await spend(made, 40)
        assert await made.watch() == 1


async def test_a_channel_that_is_full_of_people_is_told(tmp_path: Path) -> None:
    async with province(tmp_path, SCARCE) as (made, there):
        assert await made.watch() == 0
        await made.say(await there.token("NV", Role.OFFICER, "Hoa"), who="hoa")
        assert await made.watch() == 1
        assert "3/3 người dùng" in made.told("mai")[-1]


async def test_near_the_end_only_answers_go_out(tmp_path: Path) -> None:
    """The plan reminds five working days before; with a full budget it does, with an empty one
    it does not, and the officer is still answered."""
    for spent, reminded in ((0, True), (38, False)):
        folder = tmp_path / str(spent)
        folder.mkdir()
        async with province(folder, SCARCE) as (made, _):
            told = len(made.told("lan"))
            made.clock.moment = local(2026, 12, 31, 9)
            await spend(made, spent)
            await made.remind()
            assert (len(made.told("lan")) > told) == reminded
            assert "Tình hình" in await made.say("tình hình", who="lan")


NOW = datetime(2026, 11, 25, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "paid", "templates", "brief", "way"),
    [
        (1, 0, False, False, SendMode.FREE),
        (47, 0, False, False, SendMode.FREE),
        (48, 0, False, False, None),
        (48, 168, False, False, SendMode.PAID),
        (167, 168, False, False, SendMode.PAID),
        (168, 168, False, False, None),
        (168, 168, True, True, SendMode.TEMPLATE),
        (49, 0, True, True, SendMode.TEMPLATE),
        (49, 0, True, False, None),
        (None, 168, True, True, SendMode.TEMPLATE),
        (None, 168, False, True, None),
    ],
)
def test_how_a_silent_person_may_be_written_to(
    hours: int | None, paid: int, templates: bool, brief: bool, way: SendMode | None
) -> None:
    can = replace(WINDOWED, paid_hours=paid, templates=templates)
    heard = NOW - timedelta(hours=hours) if hours is not None else None
    assert way_of(can, heard, NOW, brief=brief) is way
    assert way_of(BUTTONS, None, NOW, brief=False) is SendMode.FREE


async def test_within_the_window_all_is_free(tmp_path: Path) -> None:
    async with province(tmp_path, WINDOWED) as (made, _):
        made.clock.moment += timedelta(hours=47)
        assert "Đã nhắc 1 cán bộ" in await nudge(made, "mai")
        assert "Đầu mối nhắc" in made.told("lan")[-1]
        assert set(await used(made)) == {"free"}


async def test_outside_of_it_nothing_goes_out_unsaid(tmp_path: Path) -> None:
    async with province(tmp_path, WINDOWED) as (made, _):
        made.clock.moment += timedelta(days=3)
        told = len(made.told("lan"))
        said = await nudge(made, "mai")
        assert "cần gọi điện: Sở NV" in said
        assert len(made.told("lan")) == told
        await made.say("bảng", who="mai")
        assert "Sở NV" in await made.say("Chưa liên hệ", who="mai")


async def test_with_a_template_the_reminder_goes_out_as_one(tmp_path: Path) -> None:
    can = replace(WINDOWED, templates=True)
    async with province(tmp_path, can) as (made, _):
        made.clock.moment += timedelta(days=3)
        assert "Đã nhắc 1 cán bộ" in await nudge(made, "mai")
        outgoing = made.channels["telegram"].sent
        (reminder,) = [
            one for one in outgoing if one.conversation == "lan" and one.way != SendMode.FREE
        ]
        assert reminder.way is SendMode.TEMPLATE
        assert reminder.brief is not None
        assert reminder.brief["unit"] == "Sở NV"
        assert (await used(made))["template"] == 1


async def test_who_cannot_be_told_is_named_to_who_did_it(tmp_path: Path) -> None:
    async with province(tmp_path, WINDOWED) as (made, _):
        made.clock.moment += timedelta(days=3)
        said = await made.say("gia hạn Sở NV đến 30/12/2026: mất điện hai ngày", who="mai")
        assert "Chưa báo được cho Lan" in said
        assert "Đã gia hạn" in said


async def test_what_waited_until_the_window_closed_is_not_sent(tmp_path: Path) -> None:
    async with province(tmp_path, WINDOWED) as (made, _):
        channel = made.channels["telegram"]
        await made.desk.receive([event("lan", "tình hình")])
        await made.desk.idle()
        before = len(channel.sent)
        made.clock.moment += timedelta(days=3)
        await made.sender.drain(channel)
        assert len(channel.sent) == before


def event(who: str, text: str) -> Incoming:
    return Incoming("telegram", f"x{text}", who, who, IncomingKind.SAID, text)


def test_a_reminder_in_a_few_words() -> None:
    data = {"unit": "Sở " + "dài " * 20, "period": "Quý I/2026", "due": "20/3/2026", "filled": 3}
    brief = brief_of([Reply(code="notice.nudge", data=data)])
    assert brief == {
        "unit": data["unit"][:LONGEST],
        "period": "Quý I/2026",
        "due": "20/3/2026",
        "left": "–",
    }
    assert brief_of([Reply(code="notice.approved", data=data)]) is None
    items = [{"kind": "review"}, {"kind": "report", **data, "left": 7}]
    assert (brief_of([Reply(code="digest", data={"items": items})]) or {})["left"] == "7"


async def test_a_stranger_gives_their_name(tmp_path: Path) -> None:
    can = replace(WINDOWED, contacts=True)
    async with province(tmp_path, can) as (made, _):
        assert "chưa biết anh/chị là ai" in await made.say("xin chào", who="hoa")
        asked = made.channels["telegram"].sent[-1]
        assert asked.contact is not None
        assert asked.contact[0] == "Chia sẻ tên và số điện thoại"
        contact = Incoming("telegram", "c1", "hoa", "hoa", IncomingKind.CONTACT, "84912345678")
        said = await made.handle(contact)
        assert "Đã chuyển" in said
        assert "84912345678" in made.told("mai")[-1]
        for number in range(3):  # once a day, however often they ask
            again = Incoming(
                "telegram", f"d{number}", "hoa", "hoa", IncomingKind.CONTACT, "84912345678"
            )
            await made.handle(again)
        assert sum("84912345678" in text for text in made.told("mai")) == 1
        assert "chưa biết anh/chị là ai" in await made.say("bảng", who="hoa")  # it gives no right
        known = Incoming("telegram", "k1", "lan", "lan", IncomingKind.CONTACT, "84900000000")
        assert "đã biết" in await made.handle(known)


async def test_near_the_end_nobody_is_reminded_and_the_coordinator_reads_whom_to_call(
    tmp_path: Path,
) -> None:
    async with province(tmp_path, replace(SCARCE, budget=1_000)) as (made, _):
        await spend(made, 950)
        told = len(made.told("lan"))
        assert "cần gọi điện: Sở NV" in await nudge(made, "mai")
        assert len(made.told("lan")) == told


async def test_what_an_announcement_does_not_reach_any_more_the_coordinator_hears(
    tmp_path: Path,
) -> None:
    """It was reckoned for the morning; by then the month is kept for answers."""
    async with province(tmp_path, replace(SCARCE, budget=1_000), local(2026, 11, 23, 23)) as (
        made,
        _,
    ):
        told = len(made.told("lan"))
        await spend(made, 950)
        made.clock.moment = local(2026, 11, 24, 8)
        await made.remind()
        assert len(made.told("lan")) == told
        assert "Chưa báo được cho Lan (Sở NV, Quý IV/2026)" in made.told("mai")[-1]


async def test_what_waits_to_be_sent_counts_before_more_are_told(tmp_path: Path) -> None:
    """Telling a country takes minutes, sending it longer: the month would be gone by then."""
    can = replace(SCARCE, budget=1_000)
    async with province(tmp_path, can, local(2026, 11, 23, 23)) as (made, _):
        await spend(made, 900)
        async with made.store.transaction() as tx:
            for _ in range(50):
                await tx.outbox.add("telegram", "hoa", {"spans": []}, None, made.clock())
        told = len(made.told("lan"))
        made.clock.moment = local(2026, 11, 24, 8)
        await made.announce()
        await made.send()
        assert len(made.told("lan")) == told
        assert "Chưa báo được cho Lan (Sở NV, Quý IV/2026)" in made.told("mai")[-1]


async def test_a_note_that_is_written_twice_is_counted_once(tmp_path: Path) -> None:
    """Its commit was heard of only the second time."""
    async with province(tmp_path, SCARCE) as (made, _):
        before = sum((await used(made)).values())
        worker = made.sender.worker("telegram")
        outgoing = made.channels["telegram"].sent[-1]
        sender, now = worker._sender, made.clock()
        again = DeliveryReceipt(outgoing.id, "again", now, sender._cost(outgoing, now))
        await sender.group_commit.note_sent(again)
        assert sum((await used(made)).values()) == before


def test_a_file_and_a_request_for_a_number_are_messages_of_their_own() -> None:
    words = Outgoing(1, "lan", (Span(text="Phụ lục"),))
    assert parts_of(words) == 1
    assert parts_of(replace(words, file=OutgoingFile("a.docx", b"x"))) == 2
    assert parts_of(replace(words, contact=("Số điện thoại", "Xin cho số"))) == 2
    assert parts_of(replace(words, way=SendMode.TEMPLATE, brief={"unit": "Sở NV"})) == 1
