"""Reminders that say what is true, at a decent hour, once, whatever the clock does."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs.broadcasts import AT_ONCE
from bot.ports.channel import ChannelError, IncomingKind
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import ReminderPlan, next_decent, read_snooze
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.counting import counted_statements
from tests.support.product import Office, office
from tests.support.province import Province, approve, commune, department, local, nudge

NOW = local(2026, 3, 12, 10)  # a Thursday


async def province_of(at: Office, communes: int = 1) -> Province:
    """Communes with an officer each, a department with a reviewer too, and a coordinator."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), *map(commune, range(1, communes + 1))])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("NV", "NV", Role.OFFICER, "Lan")
    await made.comes("giam-doc", "NV", Role.REVIEWER, "Ông Bình")
    for number in range(1, communes + 1):
        await made.comes(f"X{number:02}", f"X{number:02}", Role.OFFICER, f"Cán bộ {number}")
    return made


async def told_at(at: Office, who: str, moment: datetime) -> list[str]:
    """What this person gets when reminders are served at the moment."""
    before = len(at.told(who))
    at.clock.moment = moment
    await at.remind()
    return at.told(who)[before:]


async def test_a_snooze_raises_no_false_alarm(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        for who in ("dau-moi", "giam-doc"):
            await at.say("hoãn nhắc 3", who=who)
        for who in ("dau-moi", "giam-doc"):
            assert await told_at(at, who, local(2026, 3, 2, 12, 30)) == []


async def test_after_a_snooze_what_was_told_comes_again_once(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        assert len(await told_at(at, "X01", local(2026, 3, 17, 8))) == 1
        await at.say("hoãn nhắc 2 ngày", who="X01")
        await at.say("gia hạn X01 đến 18/3: mất điện hai ngày", who="dau-moi")
        assert await told_at(at, "X01", local(2026, 3, 18, 9)) == []
        (said,) = await told_at(at, "X01", local(2026, 3, 19, 8, 1))
        assert "đã quá hạn 1 ngày làm việc" in said
        assert await told_at(at, "X01", local(2026, 3, 19, 9)) == []


async def test_what_was_sent_back_is_not_late(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        await at.tap("Làm:", who="X01")
        await submit(at, "X01", "21", "7")
        await at.say("trả lại X01", who="dau-moi")
        await at.say("câu 1: không khớp với kế hoạch", who="dau-moi")
        await at.tap("Trả lại 1 dòng", who="dau-moi")
        (said,) = await told_at(at, "X01", local(2026, 3, 18, 8))
        assert "quá hạn" not in said
        assert "bị trả lại, chưa nộp lại" in said
        assert "còn 1 dòng phải sửa" in said
        board = await at.say("bảng", who="dau-moi")
        assert "trễ hạn 0" in board


async def test_a_clock_that_was_ahead_once_silences_nobody(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        assert len(await told_at(at, "X01", local(2026, 4, 20, 8))) == 1
        got = {}
        for day in range(9, 21):
            got[day] = len(await told_at(at, "X01", local(2026, 3, day, 8, 1)))
            got[day] += len(await told_at(at, "X01", local(2026, 3, day, 14)))
        assert [day for day, count in got.items() if count == 1] == [10, 13, 16, 17, 18, 19, 20]
        assert max(got.values()) == 1


async def test_a_clock_set_right_on_the_same_day_repeats_nothing(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        assert len(await told_at(at, "X01", local(2026, 3, 17, 8))) == 1
        assert len(await told_at(at, "X01", local(2026, 4, 20, 8))) == 1
        assert await told_at(at, "X01", local(2026, 3, 17, 9)) == []
        assert len(await told_at(at, "X01", local(2026, 3, 18, 8))) == 1


async def test_nobody_is_reminded_at_night(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        at.clock.moment = local(2026, 3, 3, 23, 30)
        before = len(at.told("X01"))
        assert "sẽ được nhắc lúc 07:00 04/03" in await nudge(at, "dau-moi")
        at.clock.moment = local(2026, 3, 4, 0, 45)
        await nudge(at, "dau-moi")
        await at.tap("Làm:", who="NV")
        await submit(at, "NV", "21")
        assert len(at.told("X01")) == before
        filed = len(at.told("NV"))
        (said,) = await told_at(at, "X01", local(2026, 3, 4, 7))
        assert "Đầu mối nhắc" in said
        assert len(at.told("NV")) == filed  # it has handed in meanwhile


async def test_a_round_opened_at_night_is_told_in_the_morning(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2, 22)) as at:
        province = await province_of(at)
        before = len(at.told("X01"))
        said = await open_round(province)
        assert "sẽ được báo lúc 07:00 03/03" in said
        assert len(at.told("X01")) == before
        (said,) = await told_at(at, "X01", local(2026, 3, 3, 7))
        assert "Đã mở báo cáo" in said


async def test_many_are_told_some_at_a_time(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = await province_of(at, communes=AT_ONCE + 5)
        await at.say("mở đợt quý I/2026", who="dau-moi")
        payload = at.payload("Mở đợt này", who="dau-moi")
        await at.desk.receive([at.event(IncomingKind.TAPPED, who="dau-moi", button=payload)])
        await at.desk.idle()
        async with at.store.transaction() as tx:
            assert await tx.outbox.count_unsent("telegram") == 1  # the coordinator's answer
        assert await at.announcing.tell_some() == AT_ONCE
        async with at.store.transaction() as tx:
            assert await tx.outbox.count_unsent("telegram") == 1 + AT_ONCE
        assert await at.announcing.tell_some() == 6
        assert await at.announcing.tell_some() == 0
        await at.remind()
        told = [text for code in province.units for text in at.told(code) if "Đã mở" in text]
        assert len(told) == AT_ONCE + 6


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("", NOW + timedelta(hours=3)),
        ("5 giờ", NOW + timedelta(hours=5)),
        ("12", NOW + timedelta(hours=12)),
        ("2 ngày", local(2026, 3, 14, 8)),
        ("1 tuần", local(2026, 3, 19, 8)),
        ("đến thứ hai", local(2026, 3, 16, 8)),
        ("đến mai", local(2026, 3, 13, 8)),
        ("tới ngày 17/3", local(2026, 3, 17, 8)),
        ("40 ngày", local(2026, 4, 21, 8)),
        ("0", None),
        ("hôm nay", None),
        ("một lát", None),
    ],
)
def test_how_long_peace_is_asked_for(said: str, until: datetime | None) -> None:
    assert read_snooze(said, NOW, ReminderPlan()) == until


async def test_a_snooze_says_until_when_and_has_a_limit(tmp_path: Path) -> None:
    async with office(tmp_path, NOW) as at:
        await province_of(at)
        assert "đến 14/03/2026 08:00" in await at.say("hoãn nhắc 2 ngày", who="X01")
        assert "nhiều nhất 7 ngày" in await at.say("hoãn nhắc 40 ngày", who="X01")
        assert "Chưa rõ hoãn nhắc đến khi nào" in await at.say("hoãn nhắc một lát", who="X01")


async def test_a_day_gone_by_is_no_appointment(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 19)) as at:
        await open_round(await province_of(at))
        await at.tap("Làm:", who="X01")
        said = await at.say("chưa có số, nhắc tôi ngày 1/3", who="X01")
        assert "2027" not in said
        assert "Chưa rõ nhắc ngày nào" in said
        assert "Câu 1/152" in said  # nothing is written, nothing lost
        assert "ngày 01/04/2026" in await at.say("chưa có số, nhắc tôi ngày 1/4", who="X01")


def test_the_next_decent_moment() -> None:
    assert next_decent(local(2026, 3, 3, 23)) == local(2026, 3, 4, 7)
    assert next_decent(local(2026, 3, 3, 3)) == local(2026, 3, 3, 7)
    assert next_decent(local(2026, 3, 3, 12)) == local(2026, 3, 3, 12)


BLOCKED = ChannelError("Forbidden: bot was blocked by the user", permanent=True, gone=True)


async def test_who_blocks_one_channel_is_told_over_the_other(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        await at.join("local", channel="web", owner="X01")
        await at.say("việc của tôi", who="X01")  # Telegram is where they wrote last
        at.clock.moment = local(2026, 3, 17, 7, 55)
        await at.say("hoãn nhắc 7 ngày", who="dau-moi")
        at.clock.moment = local(2026, 3, 17, 8)
        at.channels["telegram"].errors += [BLOCKED] * 2  # whoever of the two comes first
        await at.remind()
        (said,) = [text for text in at.told("local", channel="web") if "hôm nay là hạn" in text]
        assert "Xã số 01" in said
        await at.tap("Làm:", who="local", channel="web")  # its button works there
        assert "Xã số 01" not in (await at.say("bảng", who="dau-moi")).partition("liên hệ")[2]
        at.clock.moment = local(2026, 3, 18, 8)
        before = len(at.told("local", channel="web"))
        await at.remind()
        assert len(at.told("local", channel="web")) == before + 1


async def test_who_blocked_the_bot_is_named_so(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        at.clock.moment = local(2026, 3, 3, 23)
        await nudge(at, "dau-moi", "đôn đốc X01")
        at.channels["telegram"].errors.append(BLOCKED)
        at.clock.moment = local(2026, 3, 4, 7)
        await at.announce()
        await at.sender.drain(at.channels["telegram"])
        said = await at.say("gọi ai trước", who="dau-moi")
        assert "Cán bộ 1 – không nhận được tin" in said
        assert "chưa vào chat" not in said


async def test_a_correction_is_not_a_return(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        await at.tap("Làm:", who="NV")
        await submit(at, "NV", "21")
        await at.tap("Xem tất cả", who="giam-doc")
        await approve(at, "giam-doc")
        await at.say("đính chính ghi nhầm số nhiệm vụ", who="NV")
        said = await at.say("bảng", who="dau-moi")
        assert "trả lại 0" in said
        assert "đính chính 1" in said
        assert "Sở NV" in await at.tap("Đính chính", who="dau-moi")
        assert "Sở NV" not in await at.tap("Trả lại", who="dau-moi")


async def test_an_approved_report_says_how_it_is_mended(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        await at.tap("Làm:", who="NV")
        await submit(at, "NV", "21")
        await at.tap("Xem tất cả", who="giam-doc")
        await approve(at, "giam-doc")
        said = await at.say("tóm tắt", who="NV")
        assert "Báo cáo đã được duyệt" in said
        assert "đính chính kèm lý do" in said
        assert "mở lại" not in said


async def test_a_day_and_a_reason_need_no_colon(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at))
        await at.say("gia hạn X01", who="dau-moi")
        said = await at.say("22/3/2030: mất điện", who="dau-moi")
        assert "từ hôm nay đến một năm tới" in said
        assert "dấu hai chấm" in said
        said = await at.say("25/3 mất điện hai ngày", who="dau-moi")
        assert "đến 25/03/2026 (thứ tư): mất điện hai ngày" in said


async def test_a_reminder_reads_no_more_than_it_says(tmp_path: Path) -> None:
    """A country has fifty thousand of them in one morning: nothing is asked for roles that the
    person has not, and none of the unit's earlier reports is read."""
    async with office(tmp_path, local(2026, 3, 2)) as at:
        await open_round(await province_of(at, communes=3))
        at.clock.moment = local(2026, 3, 10, 8)
        with counted_statements(at.store) as seen:
            told = await at.reminders.tell_due()
    assert told >= 3
    assert len(seen) <= 14 * told + 10, Counter(seen)
    assert not [one for one in seen if "FROM past" in one]
