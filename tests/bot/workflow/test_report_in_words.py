"""The report in words in the office: handed in, read and sent back by its reviewer, corrected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update

from bot.ports.channel import IncomingKind
from conversations.reports.model import Report, ReportState
from conversations.reports.seal import make_seal
from conversations.workflow.permissions import Role
from storage.reports.submissions import Submitted
from storage.tables.workflow import submission
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.databases import Databases
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, department, local
from tests.support.reports import past
from tests.support.words import PLACES, QUESTIONS

SHORTCOMING = "Còn chậm trong việc số hóa hồ sơ."
MENDED = "Còn chậm trong việc số hóa hồ sơ do thiếu máy quét."
AT = PLACES["W.III.2"]


@dataclass
class Written:
    """A report whose officer Lan has handed in 7 of 21 tasks, and words to one question."""

    province: Province
    number: int

    @property
    def at(self) -> Office:
        return self.province.office

    async def report(self) -> Report:
        return await self.at.report(self.number)

    async def submissions(self) -> list[Submitted]:
        async with self.at.store.transaction() as tx:
            return await tx.submissions.list_of(self.number)

    async def audit(self) -> list[str]:
        async with self.at.store.transaction() as tx:
            return await tx.audit_check.mismatches(self.number)

    async def rewrite(self, words: str) -> str:
        """Write the words of the question anew."""
        await self.at.say("viết báo cáo", who="lan")
        await self.at.say(str(AT), who="lan")
        return await self.at.say(words, who="lan")


async def _found(at: Office) -> Province:
    made = Province(at)
    await made.found([department("NV", "Nội vụ")])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("giam-doc", "NV", Role.REVIEWER, "Ông Bình")
    await open_round(made)
    await at.say("việc của tôi", who="lan")
    await at.tap("Làm: Sở NV", who="lan")
    await at.say("viết báo cáo", who="lan")
    await at.say(str(AT), who="lan")
    await at.say(SHORTCOMING, who="lan")
    await submit(at, "lan", "tới I.01.01", "21", "7")
    return made


@pytest.fixture
async def written(databases: Databases) -> AsyncIterator[Written]:
    async with founded_once(databases, local(2026, 3, 16), _found) as made:
        yield Written(made, await made.report_of("NV"))


async def test_what_was_handed_in_is_kept_and_audited(written: Written) -> None:
    report, (kept,) = await written.report(), await written.submissions()
    assert report.state is ReportState.SUBMITTED
    assert report.text is not None
    assert report.text == kept.text
    assert SHORTCOMING in report.text.lines
    assert any("7/21 nhiệm vụ" in line for line in report.text.lines)
    assert await written.audit() == []
    async with written.at.store.transaction() as tx:
        figures = await tx.rollups.unit_figures(1, written.province.units["TINH"])
    assert not {*figures} & {*QUESTIONS}


async def test_words_that_are_changed_beside_the_product_are_found(written: Written) -> None:
    (kept,) = await written.submissions()
    assert kept.text is not None
    other = kept.text.model_copy(update={"closing": "Không có gì."}).model_dump(mode="json")
    async with written.at.store.transaction() as tx:
        await tx.submissions._db.execute(update(submission).values(words=other))
    assert await written.audit() == ["submission:1"]


async def test_the_seal_covers_the_words(written: Written) -> None:
    report = await written.report()
    assert report.text is not None
    other = report.text.model_copy(update={"closing": "Không có gì."})
    ours, theirs = make_seal(report), make_seal(report.model_copy(update={"text": other}))
    assert ours is not None
    assert theirs is not None
    assert ours.code != theirs.code


async def test_a_reviewer_reads_the_words_and_sends_a_question_back(written: Written) -> None:
    at = written.at
    await at.say("xem báo cáo", who="giam-doc")
    said = await at.tap("Đọc báo cáo lời", who="giam-doc")
    while "Trang" in said and SHORTCOMING not in said:
        said = await at.tap("Trang", who="giam-doc")
    assert SHORTCOMING in said
    await at.say("trả lại", who="giam-doc")
    said = await at.say(f"lời {AT}: nêu rõ nguyên nhân", who="giam-doc")
    assert "tồn tại, hạn chế" in said
    said = await at.say("đồng ý", who="giam-doc")
    report = await written.report()
    assert report.state is ReportState.RETURNED
    assert {*report.returned} == {"W.III.2"}
    await at.say("việc của tôi", who="lan")
    said = await at.tap("Làm: Sở NV", who="lan")
    assert "nêu rõ nguyên nhân" in said
    assert SHORTCOMING in said
    await at.say(MENDED, who="lan")
    await submit(at, "lan")
    first, second = await written.submissions()
    assert first.text is not None
    assert second.text is not None
    assert SHORTCOMING in first.text.lines
    assert MENDED in second.text.lines
    said = await at.say("có gì thay đổi", who="giam-doc")
    assert "Báo cáo lời khác 1 đoạn" in said
    assert MENDED in said
    assert await written.audit() == []


async def test_a_correction_makes_the_words_anew_and_giving_it_up_leaves_them(
    written: Written,
) -> None:
    at = written.at
    assert "Đã duyệt" in await approve(at, "giam-doc")
    before = (await written.report()).text
    assert "đang khóa" in await written.rewrite(MENDED)
    await at.say("đính chính nhầm số nhiệm vụ", who="lan")
    await at.say("tới I.01.02", who="lan")
    await at.say("9", who="lan")
    assert "9/21 nhiệm vụ" in await at.say("bản thảo", who="lan")
    await at.say("bỏ đính chính", who="lan")
    await at.tap("Đồng ý hủy đính chính", who="lan")
    report = await written.report()
    assert report.state is ReportState.APPROVED
    assert report.text == before
    assert "7/21 nhiệm vụ" in await at.say("bản thảo", who="lan")


async def test_what_becomes_of_an_earlier_period_leaves_the_words_as_they_were(
    written: Written,
) -> None:
    before = await written.report()
    async with written.at.store.transaction() as tx:
        await tx.previous_reports.save(
            written.province.units["NV"],
            before.form_key,
            past(I_01_01=30, I_01_02=1),
            1,
            written.at.clock(),
        )
    after = await written.report()
    assert after.text == before.text
    assert make_seal(after) == make_seal(before)


async def test_files_of_the_words_are_known_again(written: Written) -> None:
    at = written.at

    async def send_back(content: bytes) -> str:
        kept = await at.keep_file("telegram", "lan", content)
        event = at.event(IncomingKind.SENT, who="lan")
        return await at.handle(replace(event, file_name="a.docx", file_ref=kept, file_size=9))

    names = {"tải báo cáo": "BC", "tải cả báo cáo và phụ lục": "BC-PL", "tải báo cáo pdf": "BC"}
    told = {"BC": "nguyên vẹn như khi xuất", "BC-PL": "khớp hoàn toàn với lần nộp 1"}
    for words, stands_for in names.items():
        await at.say(words, who="lan")
        file = [one.file for one in at.channels["telegram"].sent if one.file][-1]
        assert file.name.startswith(f"{stands_for}_CCHC_Q1-2026_SNV.")
        assert told[stands_for] in await send_back(file.content)
