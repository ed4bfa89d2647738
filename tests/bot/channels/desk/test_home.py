"""The first page of the desk, and what stands around every page."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from uuid import uuid4

from bot.channels.desk.app import STATIC
from conversations.workflow.own_requests import ShowHome
from conversations.workflow.permissions import Role
from conversations.workflow.review_requests import Lock
from tests.support.desk import ADDRESS, desk_at, member_in, stranger_at, words_of
from tests.support.filing import open_round
from tests.support.patience import PATIENCE
from tests.support.product import office
from tests.support.province import Province, department, local


async def test_shows_each_role_its_duties_and_a_stranger_nothing(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính"), department("NV", "Nội vụ")])
        lan = await member_in(province, "TINH", Role.COORDINATOR, "Lan")
        nam = await member_in(province, "TC", Role.OFFICER, "Nam")
        async with desk_at(at, lan) as desk:
            empty = words_of(await desk.get("/ban"))
            assert "Xem các đợt báo cáo" in empty
            assert "Lan" in empty
        async with desk_at(at, nam) as desk:
            said = words_of(await desk.get("/ban"))
            assert "Hiện không có báo cáo nào" in said
            assert "Đợt báo cáo" not in said
            await desk.get("/ban/khong-co", status=404)
        async with stranger_at(at) as browser:
            answer = await browser.client.get("/ban?x=1")
            assert answer.status_code == 303
            assert answer.headers["location"] == "/ban/vao?den=/ban%3Fx%3D1"
            await browser.post("/ban/lam", status=401)


async def test_an_act_needs_our_own_page_a_name_and_happens_once(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        nam = await member_in(province, "TC", Role.OFFICER, "Nam")
        async with desk_at(at, nam) as desk:
            event = str(uuid4())
            assert "Kết quả" in await desk.ask(ShowHome(), event=event)
            assert "đã làm rồi" in await desk.ask(ShowHome(), event=event)
            await desk.post("/ban/lam", {"action": "{}"}, status=422)
            await desk.post("/ban/lam", {"action": '{"do":"open","row":"I"}'}, status=422)
            foreign = await desk.client.post("/ban/lam", headers={"Origin": "http://elsewhere.vn"})
            assert foreign.status_code == 403
            page = await desk.client.get("/ban", headers={"Origin": ADDRESS})
            policy = page.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert page.headers["x-frame-options"] == "DENY"


async def test_what_is_only_shown_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A preview is read while somebody else writes, and leaves nothing behind."""
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        await province.comes("hoa", "TINH", Role.COORDINATOR, "Hoa")
        await open_round(province, "hoa")
        lan = await member_in(province, "TINH", Role.COORDINATOR, "Lan")
        report = await province.report_of("TC")
        wanted = Lock(locked=True, report=report)
        async with desk_at(at, lan) as desk:
            await desk.get("/ban")
            acts = at.service.acts
            async with at.store.transaction():
                shown = acts.ask(lan, str(uuid4()), wanted)
                outcome = await asyncio.wait_for(shown, PATIENCE)
            assert outcome.messages
            assert not (await at.report(report)).closed
            done = await acts.ask(lan, str(uuid4()), wanted.model_copy(update={"sure": True}))
            assert not done.rejected
            assert (await at.report(report)).closed


def test_vendored_files_are_what_is_on_record() -> None:
    folder = STATIC / "vendor"
    record = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))
    kept = {one["file"] for one in record} | {one["licence_file"] for one in record}
    assert {path.name for path in folder.iterdir()} == kept | {"vendor.json"}
    for one in record:
        digest = hashlib.sha256((folder / one["file"]).read_bytes()).hexdigest()
        assert digest == one["sha256"], one["file"]
        assert one["version"] in one["file"]
        assert one["renew"].startswith("npm pack")
