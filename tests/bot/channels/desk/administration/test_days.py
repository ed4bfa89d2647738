"""Working days on the administrator's page: shown first, entered, taken back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from conversations.workflow.permissions import Role
from tests.bot.channels.desk.administration.test_units import confirm
from tests.support.desk import desk_at, member_in, words_of
from tests.support.product import office
from tests.support.province import Province, department, local

PAGE = "/ban/quan-tri/ngay-lam-viec"


async def test_days_are_entered_and_taken_back(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        boss = await member_in(province, "TINH", Role.ADMINISTRATOR, "Quân")
        part = await member_in(province, "TC", Role.ADMINISTRATOR, "Hoa")
        async with desk_at(at, boss) as desk:
            assert "Năm 2027 chưa có ngày làm bù" in words_of(await desk.get(PAGE))
            refused = await desk.post(f"{PAGE}/ghi", {"said": "22/8"}, 422)
            assert "thiếu năm" in words_of(refused)
            asked = await desk.post(f"{PAGE}/ghi", {"said": "21/3/2026 thay 20/3/2026"})
            assert "Sẽ ghi cho mọi đơn vị" in words_of(asked)
            assert "✓ Đã ghi" in words_of(await confirm(desk, asked))
            page = await desk.get(PAGE)
            assert "20/03/2026 (thứ sáu)" in words_of(page)
            assert at.catalogs.calendars.days.is_working(date(2026, 3, 21))
            (number,) = re.findall(r'name="so" value="(\d+)"', page)
            await confirm(desk, await desk.post(f"{PAGE}/bo", {"so": number}))
            assert "Chưa ai nhập ngày nào" in words_of(await desk.get(PAGE))
        async with desk_at(at, part) as desk:
            page = words_of(await desk.get(PAGE))
            assert "chỉ đầu mối, quản trị cấp trên cùng" in page
            assert "Xem trước" not in page
            await desk.post(f"{PAGE}/ghi", {"said": "21/3/2026 thay 20/3/2026"}, 404)
