"""Totals, what they are made of, and how full the sections are."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from sqlalchemy import insert

from conversations.workflow.permissions import Role
from storage.tables.workflow import figure
from tests.support.desk import DeskBrowser, desk_at, member_in, stranger_at, words_of
from tests.support.desk_office import DeskOffice, desk_office, hand_in, set_report

KEY, PERCENT = "I.02.01", "I.01"
GIVEN = {"A01": 10, "A02": 5, "B01": 7}


async def report_numbers(here: DeskOffice) -> None:
    """Three communes hand in, each with one number, and one a share without its parts."""
    rows = []
    for code, amount in GIVEN.items():
        await hand_in(here, code)
        number = await here.province.report_of(code)
        plain = {"report": number, "state": "value", "base": None, "code": None, "text": None}
        rows.append(plain | {"key": KEY, "amount": amount * 100})
        if code == "A02":
            rows.append(plain | {"key": PERCENT, "amount": 5_000})
    async with here.at.store.transaction() as tx:
        await tx.work.connection.execute(insert(figure), rows)


async def line_of(desk: DeskBrowser, path: str, key: str = KEY) -> list[str]:
    """The figures of a row, as the page prints them: the sum, then each column."""
    page = await desk.get(path)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page, re.S)
    (row,) = [one for one in rows if one.startswith(f"{key} ")]
    return [words_of(f"<{cell}") for cell in re.findall(r"<td(.*?)</td>", row, re.S)]


async def test_rows_are_added_up_part_by_part(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await report_numbers(here)
        path = f"/ban/tong-hop/{here.round}"
        first = here.unit("A")
        async with desk_at(here.at, here.mai) as desk:
            assert await line_of(desk, path) == ["22", "15", "7"]
            assert (await line_of(desk, path, PERCENT))[0] == "△ 1 đơn vị không cộng được"
            below = await line_of(desk, f"{path}?don-vi={first}")
            assert below == ["15", "10", "5", *[""] * 8]
            assert await line_of(desk, f"{path}?don-vi={first}&cot=2") == ["15", "", ""]
            page = words_of(await desk.get(path))
            assert "đã tính 3/14 báo cáo, chưa đủ" in page
            assert "2/12" in page
            parts = words_of(await desk.get(f"{path}?dong={KEY}"))
            assert "3 đơn vị có số, 11 chưa báo cáo" in parts
            assert "Gồm 2 phần" in parts
            parts = words_of(await desk.get(f"{path}?dong={KEY}&o={first}"))
            assert "Gồm 2 phần" in parts
            assert re.search(r"Xã 1 10 Xã 2 5", parts)
            assert "10 đơn vị chưa báo cáo" in parts
            alone = words_of(await desk.get(f"{path}?dong={PERCENT}&don-vi={first}"))
            assert "△ không cộng" in alone
            for odd in ("phan=KHONG", "dong=KHONG", "trang=99&cot=99", "theo-ky=1", "dong=I"):
                await desk.get(f"{path}?{odd}")


async def test_totals_are_for_who_adds_up(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await report_numbers(here)
        officer = await member_in(here.province, "A01", Role.OFFICER)
        path = f"/ban/tong-hop/{here.round}"
        async with desk_at(here.at, here.hoa) as desk:
            assert (await line_of(desk, path))[:3] == ["15", "10", "5"]
            other = here.unit("B")
            for asked in (f"don-vi={other}", f"goc={other}", f"dong={KEY}&o={other}", "goc=999"):
                await desk.get(f"{path}?{asked}", status=404)
        async with desk_at(here.at, officer) as desk:
            await desk.get(path, status=404)
            await desk.get(f"/ban/nhiet/{here.round}", status=404)
        async with stranger_at(here.at) as desk:
            assert (await desk.client.get(path)).status_code == 303


async def test_how_full_each_section_is(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await set_report(here, "A01", filled={"I": 23, "II": 1, "III": 20}, answered=44)
        async with desk_at(here.at, here.hoa) as desk:
            page = await desk.get(f"/ban/nhiet/{here.round}?co=1&sap=da-dien&giam=1")
            assert re.findall(r'<td class="heat-(\w+)"><a[^>]*>([^<]+)', page) == [
                *(("all", "23/23"), ("some", "1/9"), ("most", "20/22"), ("none", "0/33")),
                *(("none", "0/22"), ("none", "0/8"), ("none", "0/35")),
            ]


async def test_open_data_are_fetched_from_the_totals(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        path = f"/ban/tong-hop/{here.round}"
        async with desk_at(here.at, here.hoa) as desk:
            assert "Tải dữ liệu mở" not in await desk.get(path)
            told = await desk.get(f"{path}/du-lieu-mo", 404)
            assert "chưa có báo cáo nào được nộp" in told
            for code in ("A01", "B01"):
                await hand_in(here, code)
            page = await desk.get(path)
            address = re.search(r'href="([^"]+du-lieu-mo[^"]+)" download>đầy đủ', page)
            assert address is not None
            answer = await desk.client.get(address[1])
            assert answer.headers["content-type"] == "application/zip"
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                units = archive.read("values.csv").decode().splitlines()[1:]
            assert {one.split(",")[5] for one in units} == {str(here.unit("A01"))}
            await desk.get(f"{path}/du-lieu-mo?don-vi={here.unit('B')}", 404)
        async with desk_at(here.at, await member_in(here.province, "A05", Role.OFFICER)) as desk:
            await desk.get(f"{path}/du-lieu-mo", 404)
