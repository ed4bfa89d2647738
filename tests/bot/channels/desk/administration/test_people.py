"""The administrator's people: found, changed, moved, relieved, signed out; codes made anew."""

from __future__ import annotations

import re

import pytest

from bot.access.identity import hash_code
from conversations.workflow.people_requests import ChangePerson
from conversations.workflow.permissions import Grant, Role
from tests.bot.channels.desk.administration.conftest import START
from tests.bot.channels.desk.administration.test_units import confirm
from tests.support.desk import DeskBrowser, desk_at, member_in, words_of
from tests.support.province import Province, member_of

PEOPLE, CODES = "/ban/quan-tri/nguoi", "/ban/quan-tri/ma-moi"


@pytest.fixture
async def lan(province: Province) -> int:
    async with province.office.store.transaction() as tx:
        return await member_of(tx, "lan")


async def test_people_are_found_and_mended(province: Province, desk: DeskBrowser, lan: int) -> None:
    one = f"{PEOPLE}/{lan}"
    said = words_of(await desk.get(PEOPLE))
    assert "Anh Quân" in said
    assert "2 người" in said
    assert "1 người khớp “thi lan”" in words_of(await desk.get(f"{PEOPLE}?tim=thi lan"))
    assert "Không thấy ai" in words_of(await desk.get(f"{PEOPLE}?tim=zzz"))
    asked = await desk.post(f"{one}/doi-ten", {"name": "Nguyễn Thị Lan Anh"})
    await confirm(desk, asked)
    await desk.post(f"{one}/dien-thoai", {"phone": "0912345678"})
    await desk.post(f"{one}/dien-thoai", {"phone": "xyz"}, 422)
    await desk.post(f"{one}/thu", {"email": "lan@x.gov.vn"})
    await desk.post(f"{one}/thu", {"email": "lan"}, 422)
    said = words_of(await desk.get(one))
    for word in ("Nguyễn Thị Lan Anh", "0912 345 678", "lan@x.gov.vn", "chờ xác nhận", "Telegram"):
        assert word in said
    assert "1 người" in words_of(await desk.get(f"{PEOPLE}?tim=0912345678"))
    await desk.get(f"{PEOPLE}/99", 404)
    await desk.post(f"{one}/khong-co", status=404)
    for word in ("đổi tên", "đổi số điện thoại", "đổi địa chỉ thư"):
        assert word in words_of(await desk.get(f"/ban/quan-tri/nhat-ky?tim={word}"))


async def test_people_move_and_leave(province: Province, desk: DeskBrowser, lan: int) -> None:
    units, one = province.units, f"{PEOPLE}/{lan}"
    held = {"held": f"officer:{units['NV']}", "to": "TC"}
    await confirm(desk, await desk.post(f"{one}/chuyen", held))
    async with province.office.store.transaction() as tx:
        assert await tx.roles.of_member(lan) == (Grant(role=Role.OFFICER, unit=units["TC"]),)
    await desk.post(f"{one}/thoi", {"held": "officer:x"}, 422)
    asked = await desk.post(f"{one}/thoi", {"held": f"officer:{units['TC']}"})
    await confirm(desk, asked)
    async with province.office.store.transaction() as tx:
        assert await tx.roles.of_member(lan) == ()
    await desk.get(one, 404)


async def test_a_lost_device_is_signed_out(province: Province, desk: DeskBrowser, lan: int) -> None:
    at = province.office
    async with desk_at(at, lan) as other:
        await other.get("/ban")
        said = words_of(await desk.get(f"{PEOPLE}/{lan}"))
        assert "tests" in said
        assert "1 trình duyệt" in words_of(await desk.post(f"{PEOPLE}/{lan}/thoat"))
        assert (await other.client.get("/ban")).status_code == 303
    await desk.post(f"{PEOPLE}/{lan}/thoat", status=422)


async def test_codes_are_made_renewed_and_taken_back(province: Province, desk: DeskBrowser) -> None:
    at, unit = province.office, province.units["TC"]
    invite = f"/ban/quan-tri/don-vi/{unit}/moi"
    told = words_of(await desk.post(invite, {"role": "officer", "name": "Hoa"}))
    first = code_in(told)
    await desk.post(invite, {"role": "officer", "email": "lân@x.vn"}, 422)
    await desk.post(invite, {"role": "king"}, 422)
    said = await desk.get(PEOPLE)
    assert "Đã mời, chưa vào" in said
    number = re.search(rf"{CODES}/(\d+)/moi-lai", said)
    assert number is not None
    told = words_of(await desk.post(f"{CODES}/{number[1]}/moi-lai", {"unit": str(unit)}))
    second = code_in(told)
    async with at.store.transaction() as tx:
        assert await tx.invitations.find(hash_code(first), START) is None
        found = await tx.invitations.find(hash_code(second), START)
        assert found is not None
        assert found.person == "Hoa"
    await desk.post(f"{CODES}/{number[1]}/moi-lai", {"unit": str(unit)}, 422)
    await desk.post(f"{CODES}/{found.id}/huy", {"unit": str(unit)})
    async with at.store.transaction() as tx:
        assert await tx.invitations.find(hash_code(second), START) is None


def code_in(said: str) -> str:
    found = re.search(r"(?<![\w-])[\w-]{22}(?![\w-])", said)
    assert found is not None
    return found[0]


async def test_who_administers_a_part_cannot_become_somebody_above(
    province: Province, lan: int
) -> None:
    """Whoever says where the codes to sign in go could sign in as the person."""
    at, units = province.office, province.units
    part = await member_in(province, "NV", Role.ADMINISTRATOR, "Chị Ba")
    coordinator = await member_in(province, "TINH", Role.COORDINATOR, "Chị Mai")
    async with at.store.transaction() as tx:
        await tx.roles.grant(province.deed(), 1, units["NV"], Role.OFFICER)  # the one at the top
    mine = {"email": "ba@x.vn"}
    async with desk_at(at, part) as desk:
        assert "Đổi thư điện tử" not in await desk.get(f"{PEOPLE}/1")
        await desk.post(f"{PEOPLE}/1/thu", mine, 404)
        await desk.post(f"{PEOPLE}/1/thoat", status=404)
        await desk.ask(ChangePerson(member=1, email="ba@x.vn"), 404)
        assert "Đổi thư điện tử" in await desk.get(f"{PEOPLE}/{lan}")
        await desk.post(f"{PEOPLE}/{lan}/thu", mine)
    await at.send()
    assert "ba@x.vn" in at.told("lan")[-1]
    async with desk_at(at, coordinator) as desk:
        await desk.ask(ChangePerson(member=lan, email="mai@x.vn"), 404)
    async with at.store.transaction() as tx:
        assert await tx.mailboxes.of_member(1) is None
        assert (await tx.mailboxes.of_member(lan)).address == "ba@x.vn"
