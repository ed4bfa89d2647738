"""A province's first quarter, day by day under a clock: who is told what, and each thing once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.jobs.digests import DigestJob
from bot.ports.channel import ChannelError
from conversations.workflow.permissions import Role
from storage.store import Store
from templates.loading.wording import load_wording
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.databases import Databases
from tests.support.founding import founded_once
from tests.support.product import Office, office, open_catalogs
from tests.support.province import Province, approve, commune, department, local

DEPARTMENTS = (("NV", "Nội vụ"), ("TC", "Tài chính"), ("YT", "Y tế"))
COMMUNES = range(1, 13)  # `test_month` has thirty
LAST = f"X{COMMUNES[-1]:02}"  # hands in nothing


async def people_come(province: Province) -> None:
    """Two officers in every unit, a reviewer in the departments, one coordinator."""
    await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    for code, _ in DEPARTMENTS:
        await province.comes(f"{code}-a", code, Role.OFFICER, f"{code} An")
        await province.comes(f"{code}-b", code, Role.OFFICER, f"{code} Bình")
        await province.comes(f"{code}-gd", code, Role.REVIEWER, f"Giám đốc {code}")
    for number in COMMUNES:
        code = f"X{number:02}"
        await province.comes(f"{code}-a", code, Role.OFFICER, f"{code} An")
        await province.comes(f"{code}-b", code, Role.OFFICER, f"{code} Bình")


async def days(at: Office, first: date, last: date, *, hours: int = 2) -> dict[date, Counter[str]]:
    """Let the days go by, looking at the clock every so many hours; how many messages each person
    got on each day."""
    got: dict[date, Counter[str]] = {}
    telegram = at.channels["telegram"]
    day = first
    while day <= last:
        before = len(telegram.sent)
        for hour in range(0, 24, hours):
            at.clock.moment = local(day.year, day.month, day.day, hour, 1)
            await at.remind()
        got[day] = Counter(one.conversation for one in telegram.sent[before:])
        day += timedelta(days=1)
    return got


async def test_a_quarter_of_a_province(database: str) -> None:
    async with office(database, local(2026, 2, 2)) as at:
        province = Province(at)
        await province.found([department(*one) for one in DEPARTMENTS] + [*map(commune, COMMUNES)])
        await people_come(province)
        await open_round(province)
        for number in COMMUNES:
            assert "hạn nộp 17/03/2026" in at.told(f"X{number:02}-a")[-1]
        # Tết, from 16 to 20 February, and everything up to the first reminder: nobody is told.
        quiet = await days(at, date(2026, 2, 3), date(2026, 3, 9), hours=4)
        assert sum(quiet.values(), Counter()) == Counter()
        await everybody_works(province)
        await the_late_are_reminded(province)
        await review_and_correction(province)
        await at.say("hợp nhất I.1.1", who="dau-moi")
        assert f"{len(COMMUNES) + 2} đơn vị có số, 1 chưa báo cáo" in at.told("dau-moi")[-1]
        assert f"Tổng: {22 + 21 * (len(COMMUNES) + 1)}" in at.told("dau-moi")[-1]


async def everybody_works(province: Province) -> None:
    """Five working days before: both officers are reminded; all but one commune hand in."""
    at = province.office
    got = (await days(at, date(2026, 3, 10), date(2026, 3, 10)))[date(2026, 3, 10)]
    assert got == Counter({f"X{n:02}-{who}": 1 for n in COMMUNES for who in "ab"})
    assert "còn 5 ngày làm việc, hạn 17/03/2026" in at.told("X05-b")[-1]
    assert "Còn thiếu" in at.told("X05-b")[-1]
    at.clock.moment = local(2026, 3, 11, 9)
    for number in COMMUNES:
        if number != COMMUNES[-1]:
            await at.tap(f"Làm: Xã số {number:02}", who=f"X{number:02}-a")
            await submit(at, f"X{number:02}-a", "21", "7")
    for code, _ in DEPARTMENTS:
        await at.tap("Làm: Sở", who=f"{code}-a")
        await at.say(f"giao phần II cho {code} Bình", who=f"{code}-a")
        await submit(at, f"{code}-a", "21", "7")


async def the_late_are_reminded(province: Province) -> None:
    """Only the one that has not handed in, and its coordinator after two days; and what waits
    for review: of the departments their heads, of the communes the coordinator."""
    at = province.office
    before = len(at.told(f"{LAST}-a"))
    got = await days(at, date(2026, 3, 12), date(2026, 3, 20))
    officers = {who for day in got.values() for who in day if who.endswith(("-a", "-b"))}
    assert officers == {f"{LAST}-a", f"{LAST}-b"}
    said = at.told(f"{LAST}-a")[before:]
    assert ["còn 2 ngày làm việc" in said[0], "còn 1 ngày làm việc" in said[1]] == [True, True]
    assert "hôm nay là hạn nộp" in said[2]
    assert ["quá hạn" in text for text in said[3:]] == [True, True, True]
    assert [day["dau-moi"] for day in got.values()] == [1, 1, 0, 0, 1, 0, 1, 1, 1]
    waiting = f"{len(COMMUNES) - 1} báo cáo chờ anh/chị duyệt, lâu nhất đã 5 ngày làm việc"
    assert [waiting in text for text in at.told("dau-moi")[-3:]] == [True, False, False]
    named = f"Xã số {COMMUNES[-1]}"
    late = [text for text in at.told("dau-moi") if "trễ hạn" in text and named in text]
    assert len(late) == 2  # on the 19th and the 20th
    heads = Counter(who for day in got.values() for who in day if who.endswith("-gd"))
    assert heads == Counter({f"{code}-gd": 3 for code, _ in DEPARTMENTS})


async def review_and_correction(province: Province) -> None:
    """One department's row is returned, mended and approved, and corrected afterwards."""
    at = province.office
    at.clock.moment = local(2026, 3, 23, 9)
    await at.tap("Xem tất cả", who="NV-gd")
    await at.tap("↩ Trả lại", who="NV-gd")
    await at.say("câu 2: không khớp với kế hoạch", who="NV-gd")
    await at.tap("Trả lại 1 dòng", who="NV-gd")
    await at.tap("Làm: Sở NV", who="NV-b")
    await at.say("8", who="NV-b")
    await submit(at, "NV-b")
    await at.tap("Xem tất cả", who="NV-gd")
    await approve(at, "NV-gd")
    await at.say("hợp nhất", who="dau-moi")
    await at.tap("Tải Word hợp nhất", who="dau-moi")
    await at.say("đính chính ghi nhầm số nhiệm vụ", who="NV-a")
    await at.say("sửa câu 1", who="NV-a")
    await at.say("22", who="NV-a")
    await submit(at, "NV-a")
    await at.tap("Xem tất cả", who="NV-gd")
    await approve(at, "NV-gd")
    assert "đã đính chính báo cáo" in at.told("dau-moi")[-1]
    async with at.store.transaction() as tx:
        chains = await tx.audit_log.chains()
        assert [await tx.audit_log.find_break(chain) for chain in chains] == [None] * len(chains)


async def one_late_unit(at: Office) -> Province:
    province = Province(at)
    await province.found([commune(1)])
    await province.comes("dau-moi", "TINH", Role.COORDINATOR)
    await province.comes("lan", "X01", Role.OFFICER, "Lan")
    await open_round(province)
    return province


async def test_a_day_the_machine_was_off_is_made_up_for_once(databases: Databases) -> None:
    async with founded_once(databases, local(2026, 3, 2), one_late_unit) as province:
        at = province.office
        before = len(at.told("lan"))
        at.clock.moment = local(2026, 3, 11, 8, 5)  # the machine was off on the 10th
        await at.remind()
        assert len(at.told("lan")) == before + 1
        at.clock.moment = local(2026, 3, 10, 8, 5)  # the clock goes back
        await at.remind()
        at.clock.moment = local(2026, 3, 11, 18)
        await at.remind()
        assert len(at.told("lan")) == before + 1


async def test_nothing_is_told_at_night_and_submission_ends_it_at_once(
    databases: Databases,
) -> None:
    async with founded_once(databases, local(2026, 3, 2), one_late_unit) as province:
        at = province.office
        at.clock.moment = local(2026, 3, 16, 22)
        before = len(at.told("lan"))
        await at.remind()
        assert len(at.told("lan")) == before
        at.clock.moment = local(2026, 3, 17, 7, 30)
        await at.tap("Làm: Xã số 01", who="lan")
        await submit(at, "lan", "21")
        before = len(at.told("lan"))
        at.clock.moment = local(2026, 3, 18, 9)
        await at.remind()
        assert len(at.told("lan")) == before


async def test_a_snooze_is_kept_to_the_hour(databases: Databases) -> None:
    async with founded_once(databases, local(2026, 3, 2), one_late_unit) as province:
        at = province.office
        at.clock.moment = local(2026, 3, 17, 8)
        await at.remind()
        assert "11:00" in await at.tap("Nhắc lại sau 3 giờ", who="lan")
        before = len(at.told("lan"))
        at.clock.moment = local(2026, 3, 17, 10, 59)
        await at.remind()
        assert len(at.told("lan")) == before
        at.clock.moment = local(2026, 3, 17, 11, 1)
        await at.remind()
        await at.remind()
        assert len(at.told("lan")) == before + 1


async def test_who_cannot_be_reached_shows_up_at_the_coordinator(databases: Databases) -> None:
    async with founded_once(databases, local(2026, 3, 2), one_late_unit) as province:
        at = province.office
        at.clock.moment = local(2026, 3, 17, 8)
        blocked = ChannelError("Forbidden: bot was blocked by the user", permanent=True, gone=True)
        at.channels["telegram"].errors.append(blocked)
        await at.remind()
        said = await at.say("bảng", who="dau-moi")
        assert "Xã số 01" in await at.tap("Chưa liên hệ", who="dau-moi")
        at.clock.moment = local(2026, 3, 19, 8)
        await at.remind()
        assert "Chưa liên hệ được 1 đơn vị: Xã số 01" in at.told("dau-moi")[-1]
        await at.say("tiếp", who="lan")
        said = await at.tap("Chưa liên hệ", who="dau-moi")
        assert "Không có đơn vị nào" in said


def _beside(at: Office, store: Store) -> DigestJob:
    """Another process on the same database."""
    channels = [*at.channels.values()]
    return DigestJob(store, open_catalogs(), load_wording(), channels, at.clock, lambda: None)


@pytest.mark.parametrize("processes", [2, 3])
async def test_several_processes_tell_each_once(database: str, processes: int) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        await one_late_unit(at)
        before = len(at.told("lan"))
        at.clock.moment = local(2026, 3, 17, 8)
        stores = [await Store.open(database) for _ in range(processes)]
        others = [_beside(at, store) for store in stores]
        await asyncio.gather(*(one.tell_due() for one in (*others, at.reminders)))
        await at.remind()
        for store in stores:
            await store.close()
        assert len(at.told("lan")) == before + 1


async def test_several_reports_are_one_message(databases: Databases) -> None:
    async with founded_once(databases, local(2026, 3, 2), one_late_unit) as province:
        at = province.office
        await province.found_more([commune(2)])
        await province.comes("mai", "X02", Role.OFFICER, "Mai")
        await at.say(f"/start {await province.token('X02', Role.OFFICER)}", who="lan")
        await at.tap("Tham gia", who="lan")
        await open_round(province, "mở đợt 6 tháng 2026 hạn 17/6/2026")
        before = len(at.told("lan"))
        at.clock.moment = local(2026, 6, 17, 8)
        await at.remind()
        (said,) = at.told("lan")[before:]
        assert said.count("hôm nay là hạn nộp") == 2
        assert "Quý I/2026" in said
