"""The administrator's pages in a real browser: no barriers, a spreadsheet that is chosen, a form
made of a file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.access.signed_links import SignedLinks
from conversations.workflow.permissions import Role
from templates.documents.excel.units_template import HEAD
from templates.documents.excel.workbook import ListSheet, write_workbook
from tests.bot.workflow.forms.test_drafted import blank_form
from tests.support.desk_server import open_page
from tests.support.product import office, open_catalogs
from tests.support.province import Province, commune, department, local
from tests.support.web.axe import find_barriers_everywhere

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")
ROOT = "/ban/quan-tri"
PATHS = (
    "ngay-lam-viec",
    "ket-noi",
    "don-vi",
    "don-vi/2",
    "don-vi/nhap",
    "nguoi",
    "nguoi/2",
    "bieu-mau",
    "kenh",
    "nhat-ky",
)


async def shoot(page: Page, name: str) -> None:
    """A picture of the whole page, where somebody wants to look at it."""
    if SHOTS:
        for width in (360, 1440):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.screenshot(path=f"{SHOTS}/admin-{name}-{width}.png", full_page=True)


async def test_an_administrator_looks_around_and_brings_things_in(
    browser: Browser, tmp_path: Path
) -> None:
    books = replace(
        open_catalogs(), forms=tmp_path / "forms", links=SignedLinks("https://x.gov.vn")
    )
    (tmp_path / "mau.docx").write_bytes(blank_form())
    line = ("X77", "UBND Xã Bảy Bảy", "Xã 77", "X77", "xã, phường", "TINH", "Hoàng Văn Nam")
    sheet = ListSheet("Đơn vị", HEAD, [[*line, *[""] * (len(HEAD) - len(line))]])
    (tmp_path / "ds.xlsx").write_bytes(write_workbook((sheet,)))
    async with office(tmp_path, local(2026, 3, 2), catalogs=books) as at:
        province = Province(at)
        units = [department("TC", "Tài chính"), department("NV", "Nội vụ")]
        await province.found([*units, *map(commune, range(1, 30))])
        await province.comes("quan", "TINH", Role.ADMINISTRATOR, "Anh Quân")
        await province.comes("lan", "TC", Role.OFFICER, "Nguyễn Thị Lan")
        await province.token("NV", Role.OFFICER, "Lê Thị Hoa")
        async with open_page(browser, at, 1, ROOT) as (page, complaints):
            base = page.url.partition(ROOT)[0]
            for path in (*PATHS, "tinh-trang"):
                await page.goto(f"{base}{ROOT}/{path}")
                for one in await page.locator("details").all():
                    await one.evaluate("one => { one.open = true; }")
                assert await find_barriers_everywhere(page, 360, 768, 1440) == {}, path
                await shoot(page, path.replace("/", "-"))
            await page.goto(f"{base}/ban/thu")
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            await shoot(page, "thu")
            await page.goto(f"{base}{ROOT}/don-vi/nhap")
            await page.get_by_label("Chọn tệp Excel, CSV, Word hoặc PDF").set_input_files(
                tmp_path / "ds.xlsx"
            )
            await expect(page.get_by_text("Sẽ thêm 1 đơn vị")).to_be_visible()
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            await shoot(page, "trial")
            await page.get_by_role("button", name="Ghi danh sách").click()
            await expect(page.get_by_text("tạo 1 mã mời")).to_be_visible()
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            await shoot(page, "codes")
            async with page.expect_download() as loading:
                await page.get_by_role("button", name="Tải Excel").click()
            assert (await loading.value).suggested_filename == "ma-moi.xlsx"
            await page.goto(f"{base}{ROOT}/bieu-mau")
            await page.get_by_label("Mã ngắn của biểu").fill("thu-vien")
            await page.get_by_label("Tệp biểu mẫu").set_input_files(tmp_path / "mau.docx")
            await expect(page.get_by_role("heading", name="Chỗ chưa chắc")).to_be_visible(
                timeout=60_000
            )
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            await shoot(page, "draft")
            assert complaints == []
