"""Forms that an installation publishes: known at once, pinned by reports, and renewed under open
drafts."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.operations.published_forms import plan_drafts
from bot.runtime.form_check import check_folder
from bot.workflow.form_renewal import renew_drafts
from conversations.answers.values import AnswerState
from conversations.workflow.permissions import Role
from storage.transaction import Transaction
from templates.documents.word.reader import read_word
from templates.loading.catalog import form_root, load_catalog
from tests.support.databases import Databases
from tests.support.product import Office, catalogs_on, office
from tests.support.province import Province, approve, commune, department, local
from tests.support.publishing import edit, own_form, publish, second_version

pytestmark = pytest.mark.long

START = local(2026, 3, 2)
NEW_ROW = (
    "  TG.01.T.02:\n",
    "  TG.01.T.04:\n    label: Trẻ em nhiễm HIV\n    measure: Người\n    answer: count\n"
    "  TG.01.T.02:\n",
)
GONE_ROW = (
    "  TG.01.G.03:\n    label: Số người được chúc thọ\n    measure: Người\n    answer: count\n",
    "",
)
OTHER_MEASURE = (
    "    label: Hộ được hỗ trợ lương thực\n    measure: Hộ\n",
    "    label: Hộ được hỗ trợ lương thực\n    measure: Nhân khẩu\n",
)
OTHER_LABEL = ("Trẻ em khuyết tật", "Trẻ em khuyết tật nặng")
RENEWED = (second_version(), NEW_ROW, GONE_ROW, OTHER_MEASURE, OTHER_LABEL)
ALL = (
    *("25", "10", "5", "30", "12", "7", "1", "1", "1", "1", "44", "3", "có", "95"),
    "không phát sinh",
)


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.new()


@pytest.fixture
async def province(url: str) -> AsyncIterator[Province]:
    """Two departments with an officer each, a coordinator and a reviewer."""
    async with office(url, START) as opened:
        made = Province(opened)
        await made.found([department("NV", "Nội vụ"), department("YT", "Y tế"), commune(1)])
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        await made.comes("an", "NV", Role.OFFICER, "An")
        await made.comes("ha", "YT", Role.OFFICER, "Hà")
        await made.comes("lan", "NV", Role.REVIEWER, "Bà Lan")
        yield made


@pytest.fixture
async def at(province: Province, tmp_path: Path) -> Office:
    """The same with a round on a form of its own."""
    await publish(province.office.store, own_form(tmp_path), START)
    await open_round(province.office)
    return province.office


async def open_round(at: Office, words: str = "bảo trợ quý I/2026 hạn 20/3 cho sở") -> str:
    said = await at.say(f"mở đợt {words}", who="mai")
    return said + await at.say("đồng ý", who="mai")


async def fill(at: Office, who: str, *answers: str) -> str:
    """Begin the report and answer some rows in their order; what is said last."""
    await at.say("việc của tôi", who=who)
    said = await at.say("bắt đầu", who=who)
    for one in answers:
        said = await at.say(one, who=who)
    return said


async def hand_in(at: Office, who: str) -> None:
    await at.say("nộp", who=who)
    assert "Đã nộp" in await at.say("nộp", who=who)


async def renew(at: Office, root: Path, *changes: tuple[str, str], keep: bool = False) -> None:
    """Publish the next version of the form."""
    folder = own_form(root, *(changes or RENEWED))
    if not changes or GONE_ROW in changes:
        edit(folder, ("  TG.01.G.03: không phát sinh\n", ""), name="sample.yaml")
    await publish(at.store, folder, at.clock(), keep_drafts=keep)
    await at.announce()
    await at.send()


async def mismatches(tx: Transaction) -> list[object]:
    """What verifying the history finds."""
    found: list[object] = []
    for chain in await tx.audit_log.chains():
        found += [await tx.audit_log.find_break(chain)]
        found += await tx.audit_check.mismatches(chain)
    return [one for one in found if one is not None]


async def test_a_form_is_known_as_soon_as_it_is_published(
    province: Province, tmp_path: Path
) -> None:
    at = province.office
    assert "Chưa rõ kỳ nào" in await open_round(at)
    await publish(at.store, own_form(tmp_path), START)
    assert "✓ Đã mở đợt Quý I/2026 (Bảo trợ xã hội)" in await open_round(at)
    assert "Câu 2/15" in await fill(at, "an", "25")
    assert "Sở NV ◔" in await at.say("bảng bảo trợ", who="mai")
    said = await at.say("các biểu mẫu", who="mai")
    assert "• Bảo trợ xã hội, bản 2026.1: 15 câu · 1 đợt\n• Cải cách hành chính" in said
    assert "ngoài phần việc" in await at.say("các biểu mẫu", who="an")


async def test_every_process_knows_it_at_once(province: Province, url: str, tmp_path: Path) -> None:
    """Another process that was there before, and one that comes later."""
    at, form = province.office, own_form(tmp_path)
    async with office(url, START, name="other") as other:
        await other.say("bảng", who="mai")
        await publish(at.store, form, START)
        assert "✓ Đã mở đợt Quý I/2026 (Bảo trợ xã hội)" in await open_round(other)
        assert "Câu 2/15" in await fill(at, "an", "25")
    async with office(url, START, name="third") as third:
        assert "Câu 3/15" in await third.say("10", who="an")


async def test_what_is_gone_from_the_folder_stays_published(
    at: Office, url: str, tmp_path: Path
) -> None:
    folder = own_form(tmp_path)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    async with office(url, START, name="again") as again:
        await fill(again, "an", *ALL)
        await hand_in(again, "an")
        sent = [one.file for one in again.channels["telegram"].sent if one.file is not None]
        assert sent[-1].name.startswith("PL_BTXH_Q1-2026")
        assert "Số người được chúc thọ" in str(read_word(sent[-1].content))


async def test_drafts_go_over_to_a_new_version(
    province: Province, at: Office, tmp_path: Path
) -> None:
    """What is answered stays, what is new is asked, what has no place is told and kept in the
    history; who has begun hears of it in one message."""
    await fill(at, "an", *ALL[:6])
    await at.say("tới DX.01", who="an")
    await at.say("44", who="an")
    told = len(at.told("an")), len(at.told("ha"))
    await renew(at, tmp_path)
    (said,) = at.told("an")[told[0] :]
    assert at.told("ha")[told[1] :] == []  # nothing was begun there
    assert "bản 2026.1 → 2026.2: 5 số liệu đã ghi được giữ nguyên" in said
    assert "Hỏi thêm 2 câu: Trẻ em nhiễm HIV; Hộ được hỗ trợ lương thực" in said
    assert "2 số liệu không dùng được trong bản mới" in said
    assert "• Số người được chúc thọ: 7\n• Hộ được hỗ trợ lương thực: 44" in said
    assert "Chưa ghi “5”" in await at.say("5", who="an")  # the question it would answer is gone
    assert "Trẻ em nhiễm HIV" in at.told("an")[-1]
    assert "Câu 7/15" in await at.say("3", who="an")
    number = await province.report_of("NV")
    report = await at.report(number)
    assert report.form_version == "2026.2"
    answered = {key for key, one in report.answers.items() if one.state is AnswerState.VALUE}
    kept = {"TG.01.T.01", "TG.01.T.02", "TG.01.T.03", "TG.01.G.01", "TG.01.G.02"}
    assert answered == {*kept, "TG.01.T.04"}
    assert "6/15" in await at.say("bảng", who="mai")
    trail = await at.say("nhật ký", who="an")
    assert "Bản biểu mẫu: 2026.1 → 2026.2; không còn chỗ: TG.01.G.03, DX.01" in trail
    assert "TG.01.G.03 Số người được chúc thọ: 7" in trail
    async with at.store.transaction() as tx:
        assert await mismatches(tx) == []


async def test_a_draft_that_was_answered_anew_is_handed_in_whole(
    at: Office, tmp_path: Path
) -> None:
    """A row that was set aside begins anew in the chain, which stays whole."""
    await fill(at, "an", *ALL)
    await renew(at, tmp_path)
    await fill(at, "an", "3", "88")
    await hand_in(at, "an")
    sent = [one.file for one in at.channels["telegram"].sent if one.file is not None]
    words = str(read_word(sent[-1].content))
    assert "Trẻ em nhiễm HIV" in words
    assert "chúc thọ" not in words
    async with at.store.transaction() as tx:
        assert await mismatches(tx) == []


async def test_what_was_handed_in_stays_on_its_version(
    province: Province, at: Office, tmp_path: Path
) -> None:
    """It prints, is corrected and counts by the version it was handed in on, its Word template too;
    a total adds up only what asks for the same."""
    await fill(at, "an", *ALL)
    await hand_in(at, "an")
    printed = [one.file for one in at.channels["telegram"].sent if one.file is not None][-1]
    other = str(form_root() / "cchc-so" / "appendix-nd30.docx")
    shutil.copyfile(other, own_form(tmp_path) / "appendix.docx")
    await at.say("chờ duyệt", who="lan")
    await approve(at, "lan")
    await fill(at, "ha", "20")
    await renew(at, tmp_path)
    number = await province.report_of("NV")
    assert (await at.report(number)).form_version == "2026.1"
    assert (await at.report(await province.report_of("YT"))).form_version == "2026.2"
    await at.say("tải word", who="an")
    sent = [one.file for one in at.channels["telegram"].sent if one.file is not None]
    assert sent[-1].content == printed.content
    assert "chúc thọ" in str(read_word(printed.content))
    assert "Đã có 15" in await at.say("đính chính: nhầm số", who="an")
    assert "1 báo cáo nộp theo bản khác" in await at.say("hợp nhất", who="mai")
    assert "Tổng: 25" in await at.say("hợp nhất TG.01.T.01", who="mai")
    assert "Tổng: chưa có số" in await at.say("hợp nhất DX.01", who="mai")
    async with at.store.transaction() as tx:
        assert await mismatches(tx) == []


async def test_drafts_may_be_kept_on_their_version(
    province: Province, at: Office, tmp_path: Path
) -> None:
    await fill(at, "an", "25")
    told = len(at.told("an"))
    await renew(at, tmp_path, keep=True)
    assert len(at.told("an")) == told
    assert "Câu 3/15" in await at.say("10", who="an")
    assert (await at.report(await province.report_of("NV"))).form_version == "2026.1"
    await open_round(at, "bảo trợ quý II/2026 hạn 19/6 cho sở")
    assert (await at.report(await province.report_of("NV"))).form_version == "2026.2"
    async with at.store.transaction() as tx:
        form = check_folder(own_form(tmp_path), load_catalog()).form
        catalog, drafts = await plan_drafts(tx, form)
        assert [one.draft.period.name for one in drafts] == ["Quý I/2026"] * 2
        assert await renew_drafts(tx, catalog, province.deed(), form, drafts) == 1
    await at.announce()
    await at.send()
    assert "bản 2026.1 → 2026.2: 2 số liệu đã ghi được giữ nguyên" in at.told("an")[-1]


async def test_drafts_stay_whose_period_is_none_of_the_new_version(
    province: Province, at: Office, tmp_path: Path
) -> None:
    await fill(at, "an", "25")
    told = len(at.told("an"))
    yearly = ("name: Bảo trợ xã hội\n", "name: Bảo trợ xã hội\nperiods: {kinds: [year]}\n")
    await renew(at, tmp_path, second_version(), yearly)
    assert len(at.told("an")) == told
    assert "Câu 3/15" in await at.say("10", who="an")
    assert (await at.report(await province.report_of("NV"))).form_version == "2026.1"


async def test_what_a_new_version_computes_is_there_at_once(
    province: Province, at: Office, tmp_path: Path
) -> None:
    """Nobody could answer it."""
    await fill(at, "an", *ALL)
    computed = (
        "  TG.01.G:\n",
        "  TG.01.T.05:\n    label: Trẻ em hai loại\n    measure: Người\n    answer: count\n"
        '    computed: "[TG.01.T.02] + [TG.01.T.03]"\n  TG.01.G:\n',
    )
    await renew(at, tmp_path, second_version(), computed)
    assert "Không có câu nào phải trả lời thêm" in at.told("an")[-1]
    report = await at.report(await province.report_of("NV"))
    assert report.answer("TG.01.T.05").amount == 15
    assert "16/16" in await at.say("bảng", who="mai")
    await hand_in(at, "an")
    async with at.store.transaction() as tx:
        assert await mismatches(tx) == []


async def test_a_preview_of_rows_that_stay_is_kept(at: Office, tmp_path: Path) -> None:
    """Nothing typed is dropped where what it was typed for is there still."""
    assert "chưa ghi gì" in await fill(at, "ha", "20", "1, 2, 3")
    await renew(at, tmp_path)
    assert "Đã ghi 3" in await at.say("đồng ý", who="ha")


async def test_earlier_figures_of_what_was_asked_otherwise_are_not_shown(
    at: Office, tmp_path: Path
) -> None:
    """The last period's households are no hint for this period's heads."""
    await fill(at, "an", *ALL)
    await hand_in(at, "an")
    await renew(at, tmp_path)
    at.clock.moment = local(2026, 6, 2)
    await open_round(at, "bảo trợ quý II/2026 hạn 19/6 cho sở")
    await at.say("làm báo cáo quý II/2026", who="an")
    assert "Kỳ trước (Quý I/2026): 25" in await at.say("tới TG.01.T.01", who="an")
    assert "44" not in await at.say("tới DX.01", who="an")


async def test_rows_that_are_gone_are_asked_of_nobody(at: Office, tmp_path: Path) -> None:
    """Neither handed over nor reminded of."""
    await fill(at, "an", "25")
    await at.say("tới TG.01.G.03", who="an")
    assert "nhắc" in (await at.say("chưa có, nhắc em ngày 10/3", who="an")).lower()
    await renew(at, tmp_path)
    at.clock.moment = local(2026, 3, 10, 8, 5)
    await at.remind()
    assert "chúc thọ" not in at.told("an")[-1].replace("Số người được chúc thọ: ", "")
    async with at.store.transaction() as tx:
        assert await mismatches(tx) == []


async def test_who_tries_the_product_goes_over_too(url: str, tmp_path: Path) -> None:
    async with office(url, START) as at:
        await publish(at.store, own_form(tmp_path), START)
        await at.say("xin chào")
        await at.say("đổi biểu bảo trợ")
        await at.say("25")
        await renew(at, tmp_path)
        assert "bản 2026.1 → 2026.2: 1 số liệu đã ghi được giữ nguyên" in at.told("42")[-1]
        assert "Trẻ em nhiễm HIV" in await at.say("tới câu 2")


async def test_what_was_added_to_a_list_goes_over_too(url: str, tmp_path: Path) -> None:
    """A form of the product, replaced by a newer version of the installation's own."""
    async with office(url, START, catalogs=catalogs_on("nd73-2d")) as at:
        await at.say("xin chào")
        await at.say("Trường A 4 3 2,1 0,2 0,35 0 0 16.935.300")
        folder = tmp_path / "nd73-2d"
        shutil.copytree(str(form_root() / "nd73-2d"), folder)
        heads = ('measure: "Biên chế", role: plan', 'measure: "Người", role: plan')
        edit(folder, second_version(), heads)
        await publish(at.store, folder, at.clock())
        await at.announce()
        await at.send()
        told = at.told("42")[-1]
        assert "Hỏi thêm 1 câu: Trường A · Tổng số biên chế giao bổ sung năm 2024." in told
        assert "• Trường A · Tổng số biên chế giao bổ sung năm 2024: 4" in told
        said = await at.say("tiếp")
        assert "1 Tổng số biên chế giao bổ sung năm 2024 (Người)\n" in said
        assert "2 Tổng số biên chế có mặt đến 01/7/2024 (Biên chế) = 3" in said
        async with at.store.transaction() as tx:
            assert await mismatches(tx) == []
