"""A reviewer at the desk: what waits, what stands out, and what is decided."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.desk import DeskBrowser, desk_at, member_in, stranger_at, words_of
from tests.support.filing import file_report, open_round, write_numbers
from tests.support.product import office
from tests.support.province import Province, department, local
from tests.support.words import FIRST

START = local(2026, 3, 2)


@dataclass
class Reviewing:
    """A coordinator at the desk, whose departments have filed: NV first, with a warning."""

    province: Province
    desk: DeskBrowser
    nv: int
    tc: int


@pytest.fixture
async def at_desk(tmp_path: Path) -> AsyncIterator[Reviewing]:
    async with office(tmp_path, START) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính"), department("NV", "Nội vụ")])
        await province.comes("hoa", "TINH", Role.COORDINATOR, "Hoa")
        await open_round(province, "hoa")
        nv = await file_report(province, "NV", I_01_01=20, I_01_02=30)
        tc = await file_report(province, "TC", I_01_01=20, I_01_02=10)
        lan = await member_in(province, "TINH", Role.COORDINATOR, "Lan")
        async with desk_at(at, lan) as desk:
            yield Reviewing(province, desk, nv, tc)


async def test_the_queue_tells_what_waits_the_oldest_first(at_desk: Reviewing) -> None:
    page = await at_desk.desk.get("/ban/duyet")
    said = words_of(page)
    assert "2 báo cáo chờ anh/chị quyết định" in said
    assert said.index("Sở NV") < said.index("Sở TC")
    assert f"/ban/duyet/{at_desk.nv}" in page
    assert "Chờ duyệt" in words_of(await at_desk.desk.get("/ban"))


async def test_a_report_shows_what_stands_out_beside_its_rows(at_desk: Reviewing) -> None:
    page = await at_desk.desk.get(f"/ban/duyet/{at_desk.nv}")
    said = words_of(page)
    assert "Sở Nội vụ" in said
    assert "Quý I/2026" in said
    assert "Cảnh báo (2)" in said
    assert "nhiều hơn số đề ra trong kế hoạch" in said
    assert "Đơn vị chưa giải trình" in said
    everything = words_of(await at_desk.desk.get(f"/ban/duyet/{at_desk.nv}?xem=tat-ca"))
    assert len(everything) > len(words_of(await at_desk.desk.get(page_of(at_desk, "canh-bao"))))
    for what, start in (("word", b"PK"), ("pdf", b"%PDF"), ("excel", b"PK")):
        file = await at_desk.desk.client.get(f"/ban/bao-cao/{at_desk.nv}/tep/{what}")
        assert file.content.startswith(start), what
    await at_desk.desk.get(f"/ban/bao-cao/{at_desk.nv}/tep/exe", status=404)


def page_of(at_desk: Reviewing, view: str) -> str:
    return f"/ban/duyet/{at_desk.nv}?xem={view}"


async def decide(at_desk: Reviewing, path: str, status: int, **fields: str | list[str]) -> str:
    given = {"version": "1", **fields}
    return await at_desk.desk.post(f"/ban/duyet/{at_desk.nv}/{path}", given, status)


async def test_an_odd_report_is_asked_about_and_then_the_next_one_opens(
    at_desk: Reviewing,
) -> None:
    asked = await decide(at_desk, "duyet", 200)
    assert "Duyệt báo cáo Quý I/2026 của Sở NV" in words_of(asked)
    assert await at_desk.province.state("NV") == "submitted"
    assert 'name="sure" value="1"' in asked
    await decide(at_desk, "duyet", 303, sure="1")
    assert await at_desk.province.state("NV") == "approved"
    assert "1 báo cáo chờ" in words_of(await at_desk.desk.get("/ban/duyet"))


async def test_a_report_without_a_warning_is_approved_at_once(at_desk: Reviewing) -> None:
    path = f"/ban/duyet/{at_desk.tc}/duyet"
    await at_desk.desk.post(path, {"version": "1"}, 303)
    assert await at_desk.province.state("TC") == "approved"


async def test_a_decision_leads_to_the_next_report_and_can_be_undone(at_desk: Reviewing) -> None:
    given = {"version": "1", "event": "", "sure": "1"}
    await at_desk.desk.post(f"/ban/duyet/{at_desk.nv}/duyet", given, 422)  # an act has a name
    await decide(at_desk, "duyet", 303, sure="1")
    following = f"/ban/duyet/{at_desk.tc}?vua=duyet&bao-cao={at_desk.nv}"
    said = words_of(await at_desk.desk.get(following))
    assert "Đã duyệt báo cáo của Sở NV" in said
    undone = await decide(at_desk, "hoan-tac", 200, what="duyet")
    assert "chờ duyệt" in words_of(undone).lower()
    assert await at_desk.province.state("NV") == "submitted"
    assert "Đã duyệt báo cáo" not in words_of(await at_desk.desk.get(following))


async def test_rows_go_back_each_with_its_reason(at_desk: Reviewing) -> None:
    page = await decide(at_desk, "tra-lai", 422)
    assert "Chưa đánh dấu dòng nào" in words_of(page)
    page = await decide(
        at_desk, "tra-lai", 422, row=["I.01.01", "I.01.02"], **{"why:I.01.01": "sai"}
    )
    assert "Có dòng chưa ghi lý do" in words_of(page)
    assert 'name="why:I.01.01" maxlength="500" value="sai"' in page
    rows = {"row": ["I.01.01", "I.01.02"], "why:I.01.01": "không khớp kế hoạch", "why": "xem lại"}
    await decide(at_desk, "tra-lai", 303, **rows)
    report = await at_desk.province.office.report(at_desk.nv)
    assert {key: one.reason for key, one in report.returned.items()} == {
        "I.01.01": "không khớp kế hoạch",
        "I.01.02": "xem lại",
    }


async def test_what_was_changed_meanwhile_is_not_decided_on(at_desk: Reviewing) -> None:
    await decide(at_desk, "tra-lai", 303, row="I.01.01", why="xem lại")
    said = words_of(await decide(at_desk, "duyet", 422, sure="1"))
    assert "Sở NV" in said
    assert await at_desk.province.state("NV") == "returned"


async def test_the_next_version_is_shown_beside_the_one_before(at_desk: Reviewing) -> None:
    await decide(at_desk, "tra-lai", 303, row=["I.01.02"], why="xem lại")
    officer = await member_in(at_desk.province, "NV", Role.OFFICER)
    await write_numbers(at_desk.province, at_desk.nv, officer, I_01_02=12)
    await file_report(at_desk.province, "NV")
    said = words_of(await at_desk.desk.get(page_of(at_desk, "khac-ban-truoc")))
    assert "Bản trước" in said
    assert re.search(r"12 .*30", said)
    assert "2 bản đã nộp" in said


async def test_nobody_else_sees_or_decides(at_desk: Reviewing) -> None:
    at = at_desk.province.office
    officer = await member_in(at_desk.province, "TC", Role.OFFICER)
    async with desk_at(at, officer) as desk:
        await desk.get(f"/ban/duyet/{at_desk.nv}", status=404)
        await desk.get("/ban/duyet", status=404)
        await desk.get(f"/ban/bao-cao/{at_desk.nv}/tep/word", status=404)
        await desk.post(f"/ban/duyet/{at_desk.nv}/duyet", {"version": "1", "sure": "1"}, 404)
        await desk.get("/ban/duyet/999999999999999999999", status=404)
        page = await desk.get(f"/ban/duyet/{at_desk.tc}")  # their own, to read
        assert "Duyệt và sang" not in page
    async with stranger_at(at) as browser:
        assert (await browser.client.get(f"/ban/duyet/{at_desk.nv}")).status_code == 303
    assert await at_desk.province.state("NV") == "submitted"


async def test_a_question_of_the_report_in_words_is_sent_back(at_desk: Reviewing) -> None:
    page = await at_desk.desk.get(f"/ban/duyet/{at_desk.nv}")
    assert "Báo cáo lời" in words_of(page)
    assert f'name="row" value="{FIRST}"' in page
    fields = {"row": FIRST, f"why:{FIRST}": "Nêu rõ việc đã làm"}
    await decide(at_desk, "tra-lai", 303, **fields)
    report = await at_desk.province.office.report(at_desk.nv)
    assert {key: one.reason for key, one in report.returned.items()} == {
        FIRST: "Nêu rõ việc đã làm"
    }
