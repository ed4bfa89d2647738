"""What a page of the sheet writes, without a browser: stored once, as in the chat, and never over
somebody else."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from conversations.answers.values import AnswerState
from conversations.workflow.permissions import Role
from tests.support.databases import Databases
from tests.support.desk import desk_at, member_in, stranger_at
from tests.support.sheets import entry, fates, open_sheet, patch, write

TASKS, DONE = "I.01.01", "I.01.02"


async def test_a_cell_is_stored_with_its_history_and_told_as_it_stands(
    databases: Databases,
) -> None:
    async with (
        open_sheet(databases.new()) as sheet,
        desk_at(sheet.office, sheet.officer) as browser,
    ):
        told = await write(browser, sheet, entry(TASKS, "hai mươi mốt"))
        assert fates(told) == ["stored"]
        cell = patch(told, f"value {TASKS}")
        assert (cell["text"], cell["v"], cell["state"]) == ("21", 1, "value")
        assert told["counts"]["filled"] == 1
        assert (await sheet.answer(TASKS)).amount == 21
        async with sheet.office.store.transaction() as tx:
            (line,) = await tx.audit_log.of_report(sheet.report, TASKS)
        assert (line.channel, line.member, line.revision) == ("desk", sheet.officer, 1)
        assert "21" in await browser.get(sheet.path)


async def test_a_block_is_one_act_and_what_cannot_be_read_is_left(databases: Databases) -> None:
    async with (
        open_sheet(databases.new()) as sheet,
        desk_at(sheet.office, sheet.officer) as browser,
    ):
        cells = [
            entry(TASKS, "10"),
            entry(DONE, "8 (HĐ theo NĐ 111)"),
            entry("I.01.03", "nhiều lắm"),
            entry("I.02.01", "12 hoặc 13"),
            entry("I.02.02", "kps"),
            entry(TASKS, "Theo KH 12", part="note"),
        ]
        told = await write(browser, sheet, *cells)
        assert fates(told) == ["stored", "stored", "refused", "doubtful", "stored", "stored"]
        assert told["outcomes"][3]["ways"] == ["12", "13"]
        assert "nhiều lắm" in told["outcomes"][2]["message"]
        answer = await sheet.answer(TASKS)
        assert (answer.amount, answer.note, answer.revision) == (10, "Theo KH 12", 1)
        assert (await sheet.answer("I.02.02")).state is AnswerState.NONE
        picked = await write(browser, sheet, entry("I.02.01", "12 hoặc 13", choice=1))
        assert fates(picked) == ["stored"]
        assert (await sheet.answer("I.02.01")).amount == 13


async def test_the_same_act_again_changes_nothing(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        event = str(uuid4())
        await write(browser, sheet, entry(TASKS, "5"), event=event)
        again = await write(browser, sheet, entry(TASKS, "5"), event=event)
        assert (again["repeated"], fates(again)) == (True, ["same"])
        assert (await sheet.answer(TASKS)).revision == 1


async def test_a_colleagues_number_is_asked_about_and_an_own_one_taken_back(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet:
        minh = await member_in(sheet.province, "NV", Role.OFFICER, "Minh")
        async with (
            desk_at(sheet.office, sheet.officer) as lan,
            desk_at(sheet.office, minh) as other,
        ):
            first = str(uuid4())
            await write(lan, sheet, entry(TASKS, "5"), event=first)
            stale = await write(other, sheet, entry(TASKS, "6"))
            (outcome,) = stale["outcomes"]
            assert (outcome["fate"], outcome["theirs"], outcome["author"]) == (
                "conflict",
                "5",
                "Lan",
            )
            assert (await sheet.answer(TASKS)).amount == 5
            second = str(uuid4())
            await write(lan, sheet, entry(TASKS, "7", 1, "5"), event=second)
            stolen = await write(other, sheet, back=second)
            assert stolen["outcomes"] == []
            told = await write(lan, sheet, back=second)
            assert patch(told, f"value {TASKS}")["text"] == "5"
            await write(other, sheet, entry(TASKS, "9", 3, "5"))
            late = await write(lan, sheet, back=first)
            assert fates(late) == ["conflict"]
            assert (await sheet.answer(TASKS)).amount == 9


async def test_nobody_else_sees_or_writes_it(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet:
        nam = await member_in(sheet.province, "TC", Role.OFFICER, "Nam")
        async with desk_at(sheet.office, nam) as browser:
            await browser.get(sheet.path, status=404)
            await browser.get("/ban/bao-cao/999999999999999999999", status=404)
            await write(browser, sheet, entry(TASKS, "5"), status=404)
        async with stranger_at(sheet.office) as browser:
            answer = await browser.client.get(sheet.path)
            assert answer.status_code == 303
            await write(browser, sheet, entry(TASKS, "5"), status=401)
        async with desk_at(sheet.office, sheet.officer) as browser:
            foreign = await browser.client.post(
                f"{sheet.path}/o", json={}, headers={"Origin": "http://elsewhere.vn"}
            )
            assert foreign.status_code == 403
            await write(browser, sheet, event="x", status=422)
            await write(browser, sheet, entry("x" * 300, "5"), status=422)
        assert (await sheet.answer(TASKS)).revision == 0


async def test_items_of_a_list_are_added_and_have_the_page_fetched_anew(tmp_path: Path) -> None:
    async with (
        open_sheet(tmp_path, "tcd-01") as sheet,
        desk_at(sheet.office, sheet.officer) as browser,
    ):
        told = await write(browser, sheet, entry("T:ds", "Xã Tân Lập", part="item"))
        assert (fates(told), told["reload"]) == (["stored"], True)
        page = await browser.get(sheet.path)
        assert "Xã Tân Lập" in page
        assert page.count('data-cell="value T.') > 20


async def test_nobody_writes_under_another_name_nor_far_too_much(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet:
        minh = await member_in(sheet.province, "NV", Role.OFFICER, "Minh")
        async with desk_at(sheet.office, sheet.officer) as browser:
            await write(browser, sheet, entry(TASKS, "5"), person=minh, status=401)
            long = await write(browser, sheet, entry(TASKS, "chưa có số " * 60))
            assert fates(long) == ["refused"]
            assert "quá 500" in long["outcomes"][0]["message"]
            many = [entry(TASKS, "5")] * 2_501
            await write(browser, sheet, *many, status=422)
            assert (await sheet.answer(TASKS)).revision == 0


async def test_what_people_write_is_never_markup(tmp_path: Path) -> None:
    evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)> 'x' {{7*7}}"
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        told = await write(browser, sheet, entry(TASKS, evil, part="note"), entry(DONE, evil))
        assert fates(told) == ["stored", "refused"]
        page = await browser.get(sheet.path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{7*7}}" in page
        gone = await write(
            browser,
            sheet,
            entry("khong-co", "5"),
            entry("khong-co", "vì sao", part="reason"),
            entry(TASKS, "x", part="item"),
            entry("I", "5"),
        )
        assert fates(gone) == ["refused", "refused", "refused", "locked"]
        await write(browser, sheet, entry(TASKS, "5", part="khac"), status=422)
