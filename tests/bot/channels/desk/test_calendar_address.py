"""The address of one's own calendar, made and ended on the desk's page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.access.calendar_feeds import find_calendar_owner
from bot.access.signed_links import SignedLinks
from conversations.workflow.permissions import Role
from tests.support.desk import desk_at, member_in, stranger_at, words_of
from tests.support.product import office, open_catalogs
from tests.support.province import Province, department, local

PAGE = "/ban/phien"
_TOKEN = re.compile(r"https://x\.gov\.vn/lich/([\w-]+)\.ics")


async def test_an_address_is_shown_once_and_ended(tmp_path: Path) -> None:
    books = replace(open_catalogs(), links=SignedLinks("https://x.gov.vn"))
    async with office(tmp_path, local(2026, 3, 2), catalogs=books) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        lan = await member_in(province, "TC", Role.OFFICER, "Lan")
        async with desk_at(at, lan) as desk:
            assert "Lập địa chỉ lịch" in words_of(await desk.get(PAGE))
            (first,) = _TOKEN.findall(await desk.post(f"{PAGE}/lich"))
            assert _TOKEN.findall(await desk.get(PAGE)) == []
            (second,) = _TOKEN.findall(await desk.post(f"{PAGE}/lich"))
            async with at.store.transaction() as tx:
                owners = [await find_calendar_owner(tx, one) for one in (first, second)]
            assert owners == [None, lan]
            await desk.post(f"{PAGE}/lich/bo", status=303)
            assert "Đã bỏ địa chỉ lịch" in words_of(await desk.get(f"{PAGE}?xong=bo-lich"))
            async with at.store.transaction() as tx:
                assert await find_calendar_owner(tx, second) is None
        async with stranger_at(at) as browser:
            await browser.post(f"{PAGE}/lich", status=401)


async def test_without_an_address_of_the_product_none_is_offered(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        lan = await member_in(province, "TC", Role.OFFICER, "Lan")
        async with desk_at(at, lan) as desk:
            page = words_of(await desk.get(PAGE))
            assert "PHULUC_PUBLIC_URL" in page
            assert "Lập địa chỉ lịch" not in page
            await desk.post(f"{PAGE}/lich", status=303)
            assert "/lich/" not in words_of(await desk.get(f"{PAGE}?xong=khong-lich"))
