"""The table of a round's units."""

from __future__ import annotations

import re
from pathlib import Path

from conversations.workflow.permissions import Role
from tests.support.desk import DeskBrowser, desk_at, member_in, stranger_at, words_of
from tests.support.desk_office import DeskOffice, desk_office, set_report

STATES: dict[str, dict[str, object]] = {
    "A01": {"state": "submitted", "version": 1, "answered": 152},
    "A02": {"state": "approved", "version": 1, "approved": 1, "answered": 152, "warnings": 3},
    "A04": {"state": "returned", "version": 1, "answered": 150},
    "A10": {"answered": 40},
}


async def units_of(desk: DeskBrowser, here: DeskOffice, query: str = "") -> list[str]:
    """The units that a page of the table shows, in order."""
    page = await desk.get(f"/ban/dot/{here.round}?{query}")
    return re.findall(r'hx-target="#unit"[^>]*>([^<]+)</a>', page)


async def test_filters_sorts_and_pages(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        for code, values in STATES.items():
            await set_report(here, code, **values)
        async with desk_at(here.at, here.mai) as desk:
            everyone = await units_of(desk, here)
            assert everyone == [
                *("Phường Đoài", "Phường Đông"),
                *(f"Xã {n}" for n in range(1, 13)),
            ]
            asked = {
                "giam=1": everyone[::-1],
                "sap=ma&co=3": ["Xã 1", "Xã 2", "Xã 3"],
                "sap=ma&co=3&trang=2": ["Xã 4", "Xã 5", "Xã 6"],
                "co=10&trang=99": everyone[10:],
                "trang-thai=cho-duyet": ["Xã 1"],
                "trang-thai=da-duyet": ["Xã 2"],
                "trang-thai=tra-lai": ["Xã 4"],
                "trang-thai=qua-han&thuoc=" + str(here.unit("B")): ["Phường Đoài", "Phường Đông"],
                "sap=da-dien&giam=1&co=4": ["Xã 1", "Xã 2", "Xã 4", "Xã 10"],
                "sap=trang-thai&giam=1&co=2": ["Xã 2", "Xã 1"],
                "canh-bao=1": ["Xã 2"],
                "tre=3": [],
                "tim=phuong do": ["Phường Đoài", "Phường Đông"],
                "tim=nguyen anh": ["Xã 2"],
                "tim=0912345678": ["Xã 2"],
                "tim=%25": [],
                "tim=xã 1_": [],
                "sap=nguoi&co=4": ["Xã 2", "Xã 10", "Phường Đông", "Xã 3"],
                "sap=dien-thoai&co=1": ["Xã 2"],
                "sap=hoat-dong&co=1": ["Xã 3"],
                "trang-thai=khong-lien-lac&co=2": ["Phường Đoài", "Phường Đông"],
            }
            for query, units in asked.items():
                assert await units_of(desk, here, query) == units, query
            assert len(await units_of(desk, here, "trang-thai=khong-lien-lac")) == 13
            assert len(await units_of(desk, here, "tre=2")) == 11
            said = words_of(await desk.get(f"/ban/dot/{here.round}"))
            assert "Quá hạn 11" in said
            assert "Huyện Ân Thi" in said
            assert "2/12" in said


async def test_each_sees_their_own_part_and_a_stranger_nothing(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        path = f"/ban/dot/{here.round}"
        officer = await member_in(here.province, "A01", Role.OFFICER)
        async with desk_at(here.at, here.hoa) as desk:
            assert len(await units_of(desk, here)) == 12
            assert len(await units_of(desk, here, f"thuoc={here.unit('B')}")) == 12
            await desk.get(f"{path}?goc={here.unit('B')}", status=404)
            await desk.get("/ban/dot/999", status=404)
        async with desk_at(here.at, officer) as desk:
            await desk.get(path, status=404)
            await desk.get(f"{path}/moi", status=404)
            await desk.post(f"{path}/viec", {"viec": "nhac", "u": str(here.unit("A01"))}, 404)
        async with stranger_at(here.at) as desk:
            assert (await desk.client.get(path)).status_code == 303
            await desk.post(f"{path}/viec", {"viec": "nhac"}, status=401)


async def test_a_part_of_the_page_is_asked_for_and_knows_its_address(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here, desk_at(here.at, here.mai) as desk:
        asked = f"/ban/dot/{here.round}?tim=&trang-thai=qua-han&loai=&co=5&trang=9"
        part = await desk.client.get(asked, headers={"HX-Request-Type": "partial"})
        assert part.text.lstrip().startswith('<div id="units"')
        pushed = f"/ban/dot/{here.round}?trang-thai=qua-han&trang=3&co=5"
        assert part.headers["hx-push-url"] == pushed
        mark = re.findall(r"moi\?moc=(\d+)", part.text)[0]
        same = await desk.client.get(f"/ban/dot/{here.round}/moi?moc={mark}")
        assert (same.status_code, "hx-trigger" in same.headers) == (204, False)
        other = await desk.client.get(f"/ban/dot/{here.round}/moi?moc=1")
        assert other.headers["hx-trigger"] == "units-changed"
