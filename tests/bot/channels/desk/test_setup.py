"""A new installation is set up from the desk: tried, founded, and no more than once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.desk import ADDRESS, KEY, DeskBrowser, desk_at, stranger_at, words_of
from tests.support.product import Office, office
from tests.support.province import local

LIST = (
    "Mã\tTên\tLoại\tTrực thuộc\tCán bộ\n"
    "UBND\tUBND tỉnh\t\t\t\n"
    "STC\tSở Tài chính\t\tUBND\tNguyễn Thị Hoa; Trần Nam\n"
    "SNV\tSở Nội vụ\t\tUBND\t\n"
)


@asynccontextmanager
async def by_key(at: Office) -> AsyncIterator[DeskBrowser]:
    """A browser that has come by the link that the product prints."""
    async with stranger_at(at) as browser:
        await browser.client.post("/sign-in", content=KEY, headers={"Origin": ADDRESS})
        yield browser


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path, local(2026, 3, 2)) as made:
        yield made


async def founded(browser: DeskBrowser, lines: str = LIST, name: str = "Lê Mai") -> str:
    trial = await browser.post("/ban/cai-dat", {"lines": lines})
    assert "Xem trước: chưa ghi gì" in trial
    return words_of(await browser.post("/ban/cai-dat/ghi", {"lines": lines, "ten": name}))


async def test_an_office_is_founded_from_a_list_and_taken_up_again(at: Office) -> None:
    async with by_key(at) as browser:
        first = await browser.client.get("/ban/cai-dat")
        assert first.headers["location"] == "/ban/vao?den=/ban/cai-dat"
        second = await browser.client.get("/ban/vao?den=/ban/cai-dat")
        assert second.headers["location"] == "/ban/toi"  # nobody is a member yet
        await browser.client.get("/ban/toi")
        page = words_of(await browser.get("/ban/cai-dat"))
        assert "Chỉ thử" in page
        said = await founded(browser)
        assert "Đã thêm 3 đơn vị" in said
        assert "tạo 2 mã mời" in said
        page = await browser.get("/ban/cai-dat")
        assert "UBND tỉnh" in page
        assert "Tiếp theo: mở đợt báo cáo đầu tiên" in page
        assert "2 lời mời chưa dùng" in page
        assert "Mở đợt" in words_of(await browser.get("/ban/dot"))
        assert "Sở Nội vụ" in await browser.get("/ban/quan-tri/don-vi")
        assert (await browser.client.get("/ban/toi")).headers["location"] == "/ban"
    async with at.store.transaction() as tx:
        roots = await tx.units.roots()
        assert [one.name for one in roots] == ["UBND tỉnh"]
        people = await tx.roles.people_of([roots[0].id])
        assert {(one.name, one.role) for one in people} == {
            ("Lê Mai", Role.ADMINISTRATOR),
            ("Lê Mai", Role.COORDINATOR),
        }
        assert await tx.audit_log.find_break(None) is None


async def test_one_unit_will_do_and_the_same_tap_twice_makes_one_office(at: Office) -> None:
    async with by_key(at) as browser:
        await browser.client.get("/ban/toi")
        fields = {"co-quan": "UBND xã An Bình", "ten-ngan": "", "ma": "AB"}
        page = await browser.post("/ban/cai-dat", fields)
        found = re.search(r"<textarea name=\"lines\" hidden[^>]*>\n(.*?)</textarea>", page, re.S)
        assert found, page
        done = {"lines": found[1], "ten": "Mai", "event": "0" * 8 + "-0000-4000-8000-" + "0" * 12}
        assert "Đã thêm 1 đơn vị" in words_of(await browser.post("/ban/cai-dat/ghi", done))
        assert "đã được ghi rồi" in words_of(await browser.post("/ban/cai-dat/ghi", done))
        again = await browser.post("/ban/cai-dat/ghi", {"lines": LIST, "ten": "Mai"}, 404)
        assert "Không có trang này" in again
        await browser.post("/ban/cai-dat", {"lines": LIST}, 404)
    async with at.store.transaction() as tx:
        assert [one.name for one in await tx.units.roots()] == ["UBND xã An Bình"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Chưa có dòng nào"),
        ({"lines": "Tên\nUBND tỉnh\n"}, "Danh sách chưa dùng được"),
        ({"lines": LIST.replace("SNV\tSở Nội vụ\t\tUBND", "SNV\tSở Nội vụ\t\t")}, "Dòng 4"),
        ({"co-quan": "UBND", "ma": "có dấu cách và dài quá " * 9}, "Danh sách chưa dùng được"),
    ],
)
async def test_a_list_that_cannot_be_taken_does_nothing_and_is_kept(
    at: Office, fields: dict[str, str], said: str
) -> None:
    async with by_key(at) as browser:
        await browser.client.get("/ban/toi")
        page = await browser.post("/ban/cai-dat", fields, 422)
        assert said in words_of(page)
        if "lines" in fields:
            assert fields["lines"].splitlines()[1] in page
            await browser.post("/ban/cai-dat/ghi", {**fields, "ten": "Mai"}, 422)
    async with at.store.transaction() as tx:
        assert await tx.units.roots() == []


async def test_nobody_else_sets_up(at: Office) -> None:
    async with at.store.transaction() as tx:
        stranger = await tx.members.add("Lan", at.clock())
    async with desk_at(at, stranger) as browser:  # came by a link of their own, not by the key
        await browser.get("/ban/cai-dat", 404)
        await browser.post("/ban/cai-dat", {"lines": LIST}, 404)
        await browser.post("/ban/cai-dat/ghi", {"lines": LIST, "ten": "Lan"}, 404)
        await browser.post("/ban/cai-dat/doc-tep", {}, 404)
    async with stranger_at(at) as browser:
        await browser.post("/ban/cai-dat/ghi", {"lines": LIST, "ten": "Lan"}, 401)
    async with at.store.transaction() as tx:
        assert await tx.units.roots() == []


async def test_the_trial_goes_on_until_an_office_is_founded(at: Office) -> None:
    async with by_key(at) as browser:
        landing = (await browser.client.get("/ban/toi")).headers["location"]
        await browser.get("/ban/cai-dat")
        assert (await browser.client.get("/ban/toi")).headers["location"] == landing
        await founded(browser)
        assert (await browser.client.get("/ban/toi")).headers["location"] == "/ban"
        assert "Xem các đợt báo cáo" in words_of(await browser.get("/ban"))
