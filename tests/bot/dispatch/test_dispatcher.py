"""The dispatcher: every event is stored, handled once, in order, and answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.ports.channel import IncomingKind
from conversations.answers.values import AnswerState
from conversations.reports.model import Report
from storage.reports.reports import ReportQueries
from templates.documents.word.reader import read_word
from tests.support.product import NOON, office


async def test_a_newcomer_is_greeted_and_answers(database: str) -> None:
    async with office(database) as at:
        assert "Câu 1/152" in await at.handle(at.event(IncomingKind.OPENED))
        said = await at.say("21")
        assert "✓ Đã ghi: 21" in said
        assert "Câu 2/152" in said
        answer = (await at.report()).answer("I.01.01")
        assert (answer.amount, answer.author) == (21, "Cán bộ")
        assert answer.at is not None
        assert answer.at > NOON


async def test_a_repeated_event_changes_nothing_and_says_nothing(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        event = at.event(IncomingKind.SAID, "21")
        assert "Đã ghi" in await at.handle(event)
        assert await at.handle(event) == ""
        assert (await at.report()).answer("I.01.02").state is AnswerState.BLANK


async def test_what_was_stored_is_handled_after_a_restart(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        async with at.store.transaction() as tx:  # stored, and then the process dies
            body = {"kind": "said", "text": "21", "sender": "42", "event_id": "x"}
            places = {"channel": "telegram", "conversation": "42"}
            await tx.inbox.add("telegram", "x", "42", "", body | places, NOON)
    async with office(database) as at:
        await at.desk.resume()
        await at.desk.idle()
        await at.sender.drain(at.channels["telegram"])
        assert ["Đã ghi: 21" in text for text in at.channels["telegram"].texts] == [True]


async def test_events_of_one_conversation_keep_their_order(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        numbers = [at.event(IncomingKind.SAID, str(number)) for number in (21, 7, 5, 3, 2)]
        await at.desk.receive(numbers)
        await at.desk.idle()
        report = await at.report()
        keys = ("I.01.01", "I.01.02", "I.01.03", "I.02.01", "I.02.02")
        assert [report.answer(key).amount for key in keys] == [21, 7, 5, 3, 2]


async def test_two_people_have_reports_of_their_own(database: str) -> None:
    async with office(database) as at:
        for who, number in (("42", "21"), ("43", "22")):
            await at.handle(at.event(IncomingKind.OPENED, who=who))
            await at.say(number, who=who)
        assert (await at.report(1)).answer("I.01.01").amount == 21
        assert (await at.report(2)).answer("I.01.01").amount == 22


async def test_a_button_does_what_it_says(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        payload = at.channels["telegram"].payload("Chưa có số")
        assert "chưa có số" in await at.handle(at.event(IncomingKind.TAPPED, button=payload))
        assert (await at.report()).answer("I.01.01").state is AnswerState.PENDING


@pytest.mark.parametrize(
    "payload",
    ["", "1", "1.99", "99.0", "x.y", "-1.0", "1.0.0", "9" * 60, f"{10**18}.0", f"{10**28}.0"],
)
async def test_a_forged_button_does_nothing(database: str, payload: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.handle(at.event(IncomingKind.TAPPED, button=payload))
        assert (await at.report()).answers == {}


async def test_a_button_of_another_conversation_does_nothing(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        payload = at.channels["telegram"].payload("Chưa có số")
        await at.handle(at.event(IncomingKind.OPENED, who="43"))
        await at.handle(at.event(IncomingKind.TAPPED, button=payload, who="43"))
        assert (await at.report(1)).answers == {}
        assert (await at.report(2)).answers == {}


async def test_an_edited_message_changes_its_own_row(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.handle(at.event(IncomingKind.SAID, "21", ref="m1"))
        await at.handle(at.event(IncomingKind.SAID, "7", ref="m2"))
        said = await at.handle(at.event(IncomingKind.EDITED, "28", ref="m1"))
        assert "21 → 28" in said
        assert "7/28 = 25" in said
        assert "không gắn với" in await at.handle(at.event(IncomingKind.EDITED, "5", ref="m9"))


async def test_a_label_is_a_button_where_there_are_none(database: str) -> None:
    async with office(database) as at:
        said = await at.handle(at.event(IncomingKind.OPENED, channel="terminal"))
        assert "Có thể gõ: Không phát sinh · Chưa có số" in said
        assert "không phát sinh" in await at.say("khong phat sinh", channel="terminal")


async def test_one_code_joins_another_channel_to_the_same_report(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        code = await at.link_code()
        assert "Mã này nối" in await at.say(f"/start {code}", channel="web", who="local")
        await at.tap("Nối khung chat này", channel="web", who="local")
        assert "Đã nối" in await at.tap("Đồng ý nối")
        assert "Câu 2/152" in await at.tap("Tiếp tục", channel="web", who="local")
        await at.say("7", channel="web", who="local")
        report = await at.report()
        assert (report.answer("I.01.01").amount, report.answer("I.01.02").amount) == (21, 7)
        for bad in (code, code[:-1], "sai123"):
            again = await at.say(f"/start {bad}", channel="web", who="99")
            assert "Mã không đúng" in again
        opened = await at.handle(at.event(IncomingKind.OPENED, "sai-123", who="98"))
        assert "Mã không đúng" in opened


async def test_a_screen_that_is_current_is_not_told_again(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED, channel="web", who="local"))
        assert await at.handle(at.event(IncomingKind.RETURNED, channel="web", who="local")) == ""
        await at.handle(at.event(IncomingKind.OPENED, channel="terminal", who="local"))
        await at.say("21", channel="terminal", who="local")
        said = await at.handle(at.event(IncomingKind.RETURNED, channel="web", who="local"))
        assert "Câu 2/152" in said
        assert await at.handle(at.event(IncomingKind.RETURNED, channel="web", who="local")) == ""


async def test_the_document_comes_with_its_message(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        await at.say("tải về")
        sent = at.channels["telegram"].sent
        (file,) = [outgoing.file for outgoing in sent if outgoing.file]
        assert read_word(file.content).rows[2][3] == "21"
        number = next(outgoing.id for outgoing in sent if outgoing.file)
        assert await at.desk.file("telegram", "42", number) == file
        assert await at.desk.file("telegram", "43", number) is None
        assert await at.desk.file("telegram", "42", 1) is None


async def test_the_transcript_tells_both_sides(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.handle(at.event(IncomingKind.SAID, "21", ref="m1"))
        first, mine, last = await at.desk.transcript("telegram", "42", limit=10)
        assert (first.mine, mine.mine, last.mine) == (False, True, False)
        assert (mine.spans[0].text, mine.ref) == ("21", "m1")
        assert (first.progress, last.progress) == ((0, 152), (1, 152))
        assert last.buttons[0][0].label == "Không phát sinh"


async def test_progress_counts_answers(database: str) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        await at.say("21")
        assert at.channels["telegram"].sent[-1].progress == (1, 152)


async def test_an_event_that_fails_for_a_moment_is_tried_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        monkeypatch.setattr("bot.dispatch.attempt_runner.RETRY_SECONDS", 0)
        load, failures = ReportQueries.load, iter([OSError("the database is away")] * 2)

        async def failing(self: ReportQueries, report_id: int) -> Report:
            for error in failures:
                raise error
            return await load(self, report_id)

        at.forget()
        monkeypatch.setattr(ReportQueries, "load", failing)
        assert "Đã ghi: 21" in await at.say("21")
        assert (await at.report()).answer("I.01.01").revision == 1


async def test_an_event_that_cannot_be_handled_is_set_aside(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(database) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        with monkeypatch.context() as broken:
            broken.setattr("bot.dispatch.attempt_runner.RETRY_SECONDS", 0)
            broken.setattr("conversations.dialog.engine.step", None)
            assert "Hệ thống đang trục trặc" in await at.say("21")
        assert "Đã ghi: 22" in await at.say("22")
        report = await at.report()
        assert report.answer("I.01.01").amount == 22
        assert report.answer("I.01.01").revision == 1


async def test_how_an_officer_is_asked_is_remembered_for_the_next_report(database: str) -> None:
    async with office(database) as at:
        await at.say("/start")
        await at.say("theo nhóm")
        report = await at.report()
        async with at.store.transaction() as tx:
            member = await tx.members.find("telegram", "42")
            assert member is not None
            form = (report.form_key, report.form_version)
            opened = await tx.rounds.add(*form, report.period, report.issue, NOON)
            unit = await tx.units.add(report.unit, NOON, trial=True)
            await tx.members.assign(member.id, await tx.rounds.add_report(opened, unit, NOON))
        assert "I.1 Tỷ lệ hoàn thành" in await at.say("/start")


async def test_a_sender_is_called_by_a_name_that_cannot_mislead(tmp_path: Path) -> None:
    names = {
        "Lan\nNgười duyệt: Giám đốc": "Lan Người duyệt: Giám đốc",
        "\u202eNAL\u2066": "NAL",
        "L\u200ba\x07n": "Lan",
        " \u3000": "Cán bộ",
    }
    async with office(tmp_path) as at:
        for who, (name, _) in enumerate(names.items()):
            event = replace(at.event(IncomingKind.OPENED, who=str(who)), sender_name=name)
            await at.handle(event)
        await at.handle(replace(at.event(IncomingKind.OPENED, who="long"), sender_name="x" * 9_000))
        async with at.store.transaction() as tx:
            found = await tx.roles.names_of(range(1, 6))
    assert [found[number] for number in range(1, 5)] == [*names.values()]
    assert len(found[5]) == 100
