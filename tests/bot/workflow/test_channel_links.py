"""A code that somebody sends to another, or sees over a shoulder, makes nobody another person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.access.identity import CODE_LIFE
from bot.ports.channel import IncomingKind
from bot.workflow.people.channel_links import UNDO_LIFE
from conversations.workflow.permissions import Role
from tests.bot.channels.telegram.test_workflow import after, codes, tap, telegram
from tests.support.founding import founded_once
from tests.support.product import BUTTONS, PLAIN, Office, office
from tests.support.province import Province, commune, department, local, member_of

ASK, AGREE, REFUSE, UNDO = "Nối khung chat này", "Đồng ý nối", "Không nối", "Hoàn tác nối"


async def _found(at: Office) -> Province:
    """Mai coordinates, also in a browser; Xấu is an officer of another unit."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    for who, unit, role, name in (
        ("mai", "TINH", Role.COORDINATOR, "Mai"),
        ("xau", "X01", Role.OFFICER, "Xấu"),
    ):
        await at.say(f"/start {await made.token(unit, role, name)}", who=who)
        await does(at, "Tham gia", who)
    return made


@pytest.fixture(params=[BUTTONS, PLAIN], ids=["buttons", "words"])
async def province(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found, request.param) as made:
        yield made


async def does(at: Office, label: str, who: str, channel: str = "telegram") -> str:
    """Tap the button, or type its words where there are none."""
    if at.channels[channel].capabilities.buttons:
        return await at.tap(label, who=who, channel=channel)
    return await at.say(label, who=who, channel=channel)


async def number_of(at: Office, who: str) -> int:
    async with at.store.transaction() as tx:
        return await member_of(tx, who)


async def test_a_code_sent_to_a_coordinator_does_nothing_by_itself(province: Province) -> None:
    at = province.office
    mai = await number_of(at, "mai")
    code = await at.link_code(who="xau")
    said = await at.handle(at.event(IncomingKind.OPENED, code, who="mai"))
    assert "Xấu (cán bộ báo cáo của Xã số 01)" in said
    assert "Mai (đầu mối tổng hợp của UBND tỉnh)" in said
    assert await number_of(at, "mai") == mai
    assert "chưa có gì thay đổi" in await does(at, ASK, "mai")
    assert await number_of(at, "mai") == mai
    assert "ngoài phần việc" not in await at.say("thành viên NV", who="mai")


async def test_a_code_that_was_seen_gives_no_right(province: Province) -> None:
    """Whoever uses the coordinator's code is asked about by the coordinator's own channel."""
    at = province.office
    code, xau = await at.link_code(who="mai"), await number_of(at, "xau")
    await at.say(code, who="xau")
    await does(at, ASK, "xau")
    assert "Xấu (cán bộ báo cáo của Xã số 01)" in at.told("mai")[-1]
    assert "ngoài phần việc" in await at.say("mở đợt quý I/2026", who="xau")
    await does(at, REFUSE, "mai")
    assert "không đồng ý" in at.told("xau")[-1]
    assert await number_of(at, "xau") == xau
    assert "Mã không đúng" in await at.say(code, who="xau")  # it is used up
    await at.say("đồng ý nối", who="mai")
    assert await number_of(at, "xau") == xau


async def test_both_are_told_everywhere_and_either_undoes_it(province: Province) -> None:
    at = province.office
    await _join(at, "local", "mai")
    mai, xau = await number_of(at, "mai"), await number_of(at, "xau")
    await _join(at, "mai", "xau", channel="telegram")
    assert await number_of(at, "mai") == xau
    assert "nay là của Xấu" in at.told("mai")[-1]
    assert "nay đã nối vào Xấu" in at.told("local", channel="web")[-1]
    async with at.store.transaction() as tx:
        entries = [
            one for one in await tx.audit_log.of_office() if one.subject.startswith("rebinding")
        ]
        assert [(one.old, one.new["member"]) for one in entries][-1] == ({"member": mai}, xau)
        places = await tx.members.places_of([mai])
        assert (places[mai].channel, places[mai].conversation) == ("web", "local")
    assert "Đã hoàn tác" in await at.tap(UNDO, who="local", channel="web")
    assert await number_of(at, "mai") == mai
    assert "lại là của Mai" in at.told("mai")[-1]
    assert "lại là của Mai" in at.told("xau")[-1]


async def _join(at: Office, who: str, owner: str, channel: str = "web") -> None:
    code = await at.link_code(who=owner)
    await at.say(f"/start {code}", who=who, channel=channel)
    await does(at, ASK, who, channel)
    await does(at, AGREE, owner)


async def test_it_is_undone_by_words_within_a_day_and_not_later(province: Province) -> None:
    at = province.office
    mai, xau = await number_of(at, "mai"), await number_of(at, "xau")
    await _join(at, "mai", "xau", "telegram")
    await at.say("việc của tôi", who="mai")  # meanwhile there are other buttons
    at.clock.moment += UNDO_LIFE - timedelta(minutes=1)
    assert "Đã hoàn tác" in await at.say("hoàn tác nối.", who="mai")
    assert await number_of(at, "mai") == mai
    assert "không có lần nối" in (await at.say("hoan tac noi", who="mai")).lower()
    await _join(at, "mai", "xau", "telegram")
    at.clock.moment += UNDO_LIFE + timedelta(minutes=1)
    assert "quá hạn" in await at.say("hoàn tác nối", who="mai")
    assert await number_of(at, "mai") == xau


async def test_a_code_is_good_once_for_a_short_time_and_the_newest_alone(
    province: Province,
) -> None:
    at = province.office
    first = await at.link_code(who="mai")
    second = await at.link_code(who="mai")
    assert "Mã không đúng" in await at.say(first, who="xau")
    assert "Mã này nối" in await at.say(second, who="xau")
    at.clock.moment += CODE_LIFE
    assert "Mã không đúng" in await does(at, ASK, "xau")
    third = await at.link_code(who="mai")
    await at.say(third, who="xau")
    await does(at, ASK, "xau")
    at.clock.moment += CODE_LIFE
    assert "quá hạn" in await at.say("đồng ý nối", who="mai")
    assert await number_of(at, "xau") != await number_of(at, "mai")


async def test_ones_own_code_and_wrong_codes(province: Province) -> None:
    at = province.office
    code = await at.link_code(who="mai")
    assert "đã là của anh/chị" in await at.say(code, who="mai")
    for _ in range(5):
        assert "Mã không đúng" in await at.say("/start abcdefghijklmnopqrstuv", who="xau")
    assert "thử sai nhiều mã" in await at.say(code, who="xau")


async def test_a_button_of_anothers_question_does_nothing(province: Province) -> None:
    at = province.office
    await at.say(await at.link_code(who="mai"), who="xau")
    await does(at, ASK, "xau")
    asked = [one for one in at.channels["telegram"].sent if one.conversation == "mai"][-1]
    payload = f"{asked.id}.0"
    assert "xin nối vào anh/chị" in at.told("mai")[-1]
    xau = await number_of(at, "xau")
    await at.handle(at.event(IncomingKind.TAPPED, who="xau", button=payload))
    assert await number_of(at, "xau") == xau


async def test_somebody_with_a_trial_report_reads_what_becomes_of_it(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        await at.handle(at.event(IncomingKind.OPENED, who="43"))
        await at.say("7", who="43")
        said = await at.say(await at.link_code(), who="43")
        assert "đã ghi 1 số" in said
        assert "không làm ở đây được nữa" in said
        report = await at.report(2)
        await at.tap(ASK, who="43")
        await at.tap(AGREE)
        assert "Câu 2/152" in await at.tap("Tiếp tục", who="43")
        assert (await at.report(2)).answers == report.answers


async def test_an_invitation_names_who_is_here_already(province: Province) -> None:
    at = province.office
    code = await province.token("NV", Role.REVIEWER, "Trần Văn Bình")
    said = await at.say(code, who="mai")
    assert "đang là của Mai (đầu mối tổng hợp của UBND tỉnh)" in said
    assert "Mã ghi cho Trần Văn Bình" in said
    assert (await number_of(at, "mai")) == 1
    newcomer = await at.say(await province.token("NV", Role.OFFICER, "Lan"), who="moi")
    assert "đang là của" not in newcomer


async def test_a_coordinator_without_a_report_may_join_a_channel(province: Province) -> None:
    assert "Mã nối kênh" in await province.office.say("nối", who="mai")


async def test_a_deep_link_on_telegram_asks_first(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (made, server):
        mai, lan = server.chat(4_200_000_001), server.chat(4_200_000_002)
        invited = await codes(made)
        await after(made, mai.start(invited[Role.COORDINATOR]))
        await tap(made, mai, "Tham gia")
        await after(made, lan.start(invited[Role.OFFICER]))
        await tap(made, lan, "Tham gia")
        await after(made, lan.say("nối"))
        code = lan.last.text.partition("phút: ")[2].split()[0]
        await after(made, mai.start(code))
        assert "Mã này nối khung chat này vào" in mai.last.text
        async with made.store.transaction() as tx:
            found = await tx.members.find("telegram", "4200000001")
            assert found is not None
            assert found.name == "coordinator"
        await tap(made, mai, ASK)
        assert "xin nối vào anh/chị" in lan.last.text
        await tap(made, lan, REFUSE)
        assert "không đồng ý" in mai.last.text
