"""A new version of a form of a hundred cells under open drafts: rows that came, went, were renamed
and measured otherwise, and nothing that was said lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.files.charts import elsewhere
from bot.runtime.published_forms import comparable_report, renew_catalog
from conversations.answers.values import AnswerState
from conversations.reports.previous import PreviousReport
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from templates.loading.catalog import load_catalog
from templates.loading.problems import CatalogError
from tests.support.databases import Databases
from tests.support.product import Office, office
from tests.support.province import Province, approve, department, local
from tests.support.publishing import edit, publish

pytestmark = pytest.mark.long

START = local(2026, 3, 2)
ALL = tuple(f"{at:02}" for at in range(1, 35))
FEW = ("05", "06", "13", "14", "20", "30")
HEAD = """form: trang-thiet-bi
model: 2
version: "2026.1"
title: THỐNG KÊ TRANG THIẾT BỊ
name: Trang thiết bị
blocks:
  T:
    stubs: [{holds: label, label: Thiết bị}, {holds: code, label: Mã số}]
    measure: Cái
    columns:
      "1": {label: Tổng số}
      "2": {label: Đang dùng}
      "3": {label: Hỏng}
    rows:
"""
RENAMED = (
    ('version: "2026.1"', 'version: "2026.2"'),
    ('"14": {label: Thiết bị 14}', '"14a": {label: Thiết bị 14, code: "14", was: "14"}'),
    ('      "05": {label: Thiết bị 05}\n', ""),
    ('      "06": {label: Thiết bị 06}\n', ""),
    ('"20": {label: Thiết bị 20}', '"20": {label: Thiết bị 20, measure: Bộ}'),
    (
        '      "30": {',
        '      "29a": {label: Máy in}\n      "29b": {label: Máy quét}\n'
        '      "29c": {label: Máy chiếu}\n      "30": {',
    ),
)
KEPT = (len(ALL) - 2 - 1) * 3


def equipment(root: Path, rows: Sequence[str], *changes: tuple[str, str]) -> Path:
    """The folder of the form."""
    folder = root / "trang-thiet-bi"
    folder.mkdir(exist_ok=True)
    lines = (f'      "{one}": {{label: Thiết bị {one}}}\n' for one in rows)
    (folder / "form.yaml").write_text(HEAD + "".join(lines), encoding="utf-8")
    edit(folder, *changes)
    return folder


@pytest.fixture
async def province(databases: Databases) -> AsyncIterator[Province]:
    """Two departments."""
    async with office(databases.new(), START) as opened:
        made = Province(opened)
        await made.found([department("NV", "Nội vụ"), department("YT", "Y tế")])
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        await made.comes("an", "NV", Role.OFFICER, "An")
        await made.comes("ha", "YT", Role.OFFICER, "Hà")
        await made.comes("lan", "NV", Role.REVIEWER, "Bà Lan")
        yield made


async def begin(province: Province, root: Path, rows: Sequence[str] = FEW) -> Office:
    """A round on the form of these rows, and the first department's report with all of them."""
    at = province.office
    await publish(at.store, equipment(root, rows), START)
    await open_round(at, "quý I/2026 hạn 20/3")
    await fill(at, "an", rows)
    return at


async def open_round(at: Office, words: str) -> None:
    await at.say(f"mở đợt trang thiết bị {words} cho sở", who="mai")
    assert "✓ Đã mở đợt" in await at.say("đồng ý", who="mai")


async def fill(at: Office, who: str, rows: Sequence[str]) -> None:
    """Answer every row with its number, and two figures below it."""
    await at.say("việc của tôi", who=who)
    await at.say("bắt đầu", who=who)
    for row in map(int, rows):
        await at.say(f"{row + 100} {row} 1", who=who)


async def renew(at: Office, root: Path, rows: Sequence[str] = FEW) -> None:
    await publish(at.store, equipment(root, rows, *RENAMED), at.clock())
    await at.announce()
    await at.send()


async def sound(at: Office) -> bool:
    """Whether the history and what stands beside it agree."""
    async with at.store.transaction() as tx:
        found: list[object] = []
        for chain in await tx.audit_log.chains():
            found += [await tx.audit_log.find_break(chain)]
            found += await tx.audit_check.mismatches(chain)
    return not any(found)


async def test_a_full_draft_loses_nothing(province: Province, tmp_path: Path) -> None:
    at = await begin(province, tmp_path, ALL)
    number = await province.report_of("NV")
    before = (await at.report(number)).answers
    assert sum(one.state is AnswerState.VALUE for one in before.values()) == len(ALL) * 3
    told = len(at.told("an"))
    await renew(at, tmp_path, ALL)
    (said,) = at.told("an")[told:]
    assert f"bản 2026.1 → 2026.2: {KEPT} số liệu đã ghi được giữ nguyên" in said
    assert "Khác bản trước: 3 chỉ tiêu mới, 2 bỏ, 1 đổi tên, 1 đổi đơn vị tính." in said
    assert "Hỏi thêm 12 câu: 20. Thiết bị 20 (3 ô); 29a. Máy in (3 ô); " in said
    assert "9 số liệu không dùng được trong bản mới, vẫn lưu trong nhật ký" in said
    assert "• 05. Thiết bị 05: 105 · 5 · 1\n• 06." in said
    after = (await at.report(number)).answers
    moved = {f"14a:{column}": before[f"14:{column}"] for column in "123"}
    gone = tuple(f"{row}:" for row in ("05", "06", "14", "20"))
    kept = {key: one for key, one in before.items() if not key.startswith(gone)}
    assert after == {**kept, **moved}
    assert await sound(at)
    assert "Thiết bị 20" in await at.say("tiếp", who="an")
    for _ in range(4):
        await at.say("7 5 1", who="an")
    await at.say("nộp", who="an")
    assert "Đã nộp" in await at.say("nộp", who="an")
    assert await sound(at)
    assert "đổi mã: 14:1 → 14a:1" in await at.say("nhật ký", who="an")
    assert "14 · Tổng số: 114" in await at.say("nhật ký dòng 14a", who="an")


async def test_who_was_asked_for_a_renamed_row_is_asked_still(
    province: Province, tmp_path: Path
) -> None:
    """And reminded of it, as it is called now."""
    at = await begin(province, tmp_path)
    number = await province.report_of("NV")
    await at.say("tới 14:1", who="an")
    async with at.store.transaction() as tx:
        context = AuditContext(1, number, "telegram", None, START)
        await tx.assignments.hand_over(context, number, "14", member_id=1)
        await tx.assignments.hand_over(context, number, "05", member_id=1)
    await renew(at, tmp_path)
    async with at.store.transaction() as tx:
        assert [one.key for one in await tx.assignments.of_report(number)] == ["14a"]
    assert await sound(at)


async def test_last_periods_figures_find_a_renamed_row(province: Province, tmp_path: Path) -> None:
    """Of a report that stays on the version that it was handed in on; not where the measure is
    another."""
    at = await begin(province, tmp_path)
    await at.say("nộp", who="an")
    assert "Đã nộp" in await at.say("nộp", who="an")
    await renew(at, tmp_path)
    at.clock.moment = local(2026, 6, 2)
    await open_round(at, "quý II/2026 hạn 19/6")
    await at.say("làm báo cáo quý II/2026", who="an")
    said = await at.say("tới 14a", who="an")
    assert "114 · 14 · 1" in said
    assert "120" not in await at.say("tới 20", who="an")
    async with at.store.transaction() as tx:
        catalog = load_catalog()
        await renew_catalog(tx, catalog)
        form = catalog.forms["trang-thiet-bi"]
        where = {one: elsewhere(catalog, form, one) for one in ("14a:1", "20:1", "13:1")}
        assert where == {
            "14a:1": {"2026.1": "14:1"},
            "20:1": {"2026.1": None},
            "13:1": {"2026.1": "13:1"},
        }
        unit = province.units["NV"]
        found = [
            [
                answer.amount
                for _, answer in await tx.previous_reports.series(unit, form.key, key, where[key])
            ]
            for key in where
        ]
    assert found == [[114], [], [113]]


async def test_a_total_adds_a_renamed_row_of_both_versions(
    province: Province, tmp_path: Path
) -> None:
    at = await begin(province, tmp_path)
    await at.say("nộp", who="an")
    await at.say("nộp", who="an")
    await at.say("chờ duyệt", who="lan")
    await approve(at, "lan")
    await renew(at, tmp_path)
    await at.say("việc của tôi", who="ha")
    await at.say("bắt đầu", who="ha")
    for _ in range(len(FEW) + 1):
        await at.say("10 5 1", who="ha")
    await at.say("nộp", who="ha")
    assert "Đã nộp" in await at.say("nộp", who="ha")
    assert "Tổng: 124" in await at.say("hợp nhất 14a:1", who="mai")
    assert "Tổng: 10" in await at.say("hợp nhất 20:1", who="mai")


@pytest.mark.parametrize(
    ("change", "found", "allowed"),
    [
        ('was: "99"', "99, which version 2026.1 does not have", "one of its names"),
        ('was: "13"', "13, which another one is called now", "none has now"),
    ],
)
async def test_a_former_name_is_one_that_is_free(
    province: Province, tmp_path: Path, change: str, found: str, allowed: str
) -> None:
    await publish(province.office.store, equipment(tmp_path, FEW), START)
    folder = equipment(tmp_path, FEW, *RENAMED, ('was: "14"', change))
    with pytest.raises(CatalogError) as refused:
        await publish(province.office.store, folder, START)
    (problem,) = refused.value.problems
    assert problem.key == "blocks/T/rows/14a/was"
    assert found in problem.found
    assert allowed in problem.allowed
    assert problem.line > 1


async def test_a_draft_goes_over_two_versions_at_once(province: Province, tmp_path: Path) -> None:
    """It was left on the first; the third names what it was in the second."""
    at = await begin(province, tmp_path)
    await publish(at.store, equipment(tmp_path, FEW, *RENAMED), START, keep_drafts=True)
    third = (
        ('version: "2026.2"', 'version: "2026.3"'),
        ('"14a": {label: Thiết bị 14, code: "14", was: "14"}', '"C": {label: C, was: "14a"}'),
    )
    await publish(at.store, equipment(tmp_path, FEW, *RENAMED, *third), START)
    report = await at.report(await province.report_of("NV"))
    assert report.form_version == "2026.3"
    assert report.answer("C:1").amount == 114
    assert await sound(at)


async def test_a_file_that_was_read_before_finds_renamed_rows(
    province: Province, tmp_path: Path
) -> None:
    """Of a filed file nobody knows which version its rows were named by."""
    catalog, at = load_catalog(), await begin(province, tmp_path)
    await renew(at, tmp_path)
    report = await at.report(await province.report_of("NV"))
    async with at.store.transaction() as tx:
        await renew_catalog(tx, catalog)
    old = {"14:1": report.answer("14a:1"), "13:1": report.answer("13:1")}
    past = PreviousReport(period=report.period, answers=old, file_name="cũ.docx")
    form = catalog.of_report(report)
    seen = comparable_report(catalog, form, report.model_copy(update={"last": past})).last
    assert seen is not None
    assert seen.answers == {"14a:1": old["14:1"], "13:1": old["13:1"]}
