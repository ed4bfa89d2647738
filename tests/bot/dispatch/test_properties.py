"""Any sequence of texts, buttons, files, clock jumps and restarts, at a dispatcher on a real store.

What must hold at every moment: only what was offered or typed is stored, and on its own row; the
history tells the answers; the chains are whole; every event is answered, in Vietnamese; nothing
fails. PHULUC_TIMES multiplies the number of runs.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from structlog.testing import capture_logs

from bot.access import identity
from bot.cli.operations import audit
from bot.ports.channel import Incoming, IncomingKind
from conversations.answers.values import Answer, AnswerState
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from tests.hostile.strings import ALL, TIMES
from tests.support.appendix import form
from tests.support.product import NOON, Office, office
from tests.support.scenario import FILES

pytestmark = pytest.mark.long

T = TypeVar("T")
FORM = form()
CHANNELS = ("telegram", "web", "terminal")
OFFICERS = ("42", "43")
VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I
)
CONSENT = ("đồng ý", "nộp", "cả nhóm bằng 0", "có")
SHORT = [text for text in ALL if len(text) <= 5_000]
WORDS = [
    *("21", "0", "7/21", "có", "không", "không phát sinh", "chưa có số", "bỏ qua", "quay lại"),
    *("tới III", "tới biên chế", "tới I.9", "ghi chú kiểm tra", "hủy", "đồng ý", "nộp", "mở lại"),
    *("theo nhóm", "theo phần", "từng câu", "21 7 5", "1=21; 3=5", "tóm tắt", "tải về", "nối"),
    *("khoảng 5", "1,234", "cả nhóm bằng 0", "nhắc tôi ngày 20/3", "vì số liệu kỳ trước", "2"),
]


class Desks(RuleBasedStateMachine):
    """Two officers without an office, each with their own report, on three channels."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.now: datetime = NOON
        self.opened: AbstractAsyncContextManager[Office] | None = None
        self.events: list[Incoming] = []
        self.taps: list[tuple[str, str, str]] = []
        self.labels: dict[tuple[str, str, str], str] = {}
        self._open()
        for who in OFFICERS:
            self._take(self.at.event(IncomingKind.OPENED, who=who))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def _open(self) -> None:
        self.opened = office(Path(self.folder.name), self.now, name=f"{self.now.timestamp()}")
        self.at = self.run(self.opened.__aenter__())

    def _close(self) -> None:
        if self.opened is not None:
            self.run(self.opened.__aexit__(None, None, None))
        self.opened = None

    def teardown(self) -> None:
        self._close()
        self.runner.close()
        self.folder.cleanup()

    async def _reports(self) -> dict[int, Report]:
        async with self.at.store.transaction() as tx:
            numbers = [
                chain for chain in await tx.audit_log.chains() if chain is not None and chain > 0
            ]
            return {number: await tx.reports.load(number) for number in numbers}

    async def _own(self, event: Incoming) -> int | None:
        """The report that the sender works on."""
        async with self.at.store.transaction() as tx:
            member = await tx.members.find(identity.sender_namespace(event), event.sender)
            return await tx.members.report_of(member.id) if member else None

    def _take(self, event: Incoming, *, repeated: bool = False) -> set[str]:
        """Handle an event, and see that it is answered; the rows that were written, which are
        the sender's own."""
        before = self.run(self._reports())
        with capture_logs() as logs:
            said = self.run(self.at.handle(event))
        assert [one for one in logs if one["log_level"] in ("error", "critical")] == []
        assert repeated or VIETNAMESE.search(said), (event, said)
        if event not in self.events:
            self.events.append(event)
        for outgoing in self.at.channels[event.channel].sent[-3:]:
            buttons = [button for row in outgoing.buttons for button in row]
            to = (event.channel, outgoing.conversation)
            self.taps += [(*to, one.payload) for one in buttons]
            self.labels |= {(*to, one.payload): one.label for one in buttons}
        changed: set[str] = set()
        own = self.run(self._own(event))
        for number, report in self.run(self._reports()).items():
            old = before[number].answers if number in before else {}
            written = {
                key for key, one in report.answers.items() if _said(one) != _said(old.get(key))
            }
            written = {key for key in written if FORM.row(key).computed is None}
            assert not written or number == own
            changed |= written
            if len(written) == 1:
                self._is_confirmed(said, report, *written)
        return changed

    def _is_confirmed(self, said: str, report: Report, key: str) -> None:
        answer = report.answer(key)
        if answer.state is AnswerState.VALUE:
            assert print_answer(FORM.row(key), answer)[:20] in said

    @rule(
        text=st.sampled_from(WORDS) | st.sampled_from(SHORT) | st.text(max_size=30), data=st.data()
    )
    def say(self, text: str, data: st.DataObject) -> None:
        who, channel = data.draw(st.sampled_from(OFFICERS)), data.draw(st.sampled_from(CHANNELS))
        changed = self._take(self.at.event(IncomingKind.SAID, text, who=who, channel=channel))
        assert len(changed) <= 1 or text in CONSENT

    @precondition(lambda self: self.taps)
    @rule(data=st.data())
    def tap_what_was_offered(self, data: st.DataObject) -> None:
        """Of the last messages, or of any earlier one. The second of two equal taps of a nervous
        finger may be met with silence."""
        newest = st.integers(1, min(12, len(self.taps)))
        at = data.draw(newest | st.integers(1, len(self.taps)))
        channel, who, payload = self.taps[-at]
        event = self.at.event(IncomingKind.TAPPED, button=payload, who=who, channel=channel)
        sent = [one for one in self.events if (one.channel, one.sender) == (channel, who)]
        label = self.labels[channel, who, payload]
        known = [self.labels.get((channel, who, one.button), "") for one in sent]
        taps = [said for one, said in zip(sent, known, strict=True) if said or not one.button]
        self._take(event, repeated=taps[-1:] == [label])

    @precondition(lambda self: self.taps)
    @rule(data=st.data())
    def tap_what_was_offered_to_another(self, data: st.DataObject) -> None:
        channel, who, payload = data.draw(st.sampled_from(self.taps))
        thief = next(one for one in OFFICERS if one != who)
        event = self.at.event(IncomingKind.TAPPED, button=payload, who=thief, channel=channel)
        assert self._take(event) == set()

    @rule(payload=st.text(max_size=40) | st.from_regex(r"\d{1,25}\.\d{1,25}", fullmatch=True))
    def tap_what_was_never_offered(self, payload: str) -> None:
        known = {own for channel, who, own in self.taps if (channel, who) == ("telegram", "42")}
        changed = self._take(self.at.event(IncomingKind.TAPPED, button=payload))
        assert payload in known or changed == set()

    @rule(text=st.sampled_from(WORDS) | st.sampled_from(SHORT), data=st.data())
    def edit(self, text: str, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.events))
        event = self.at.event(
            IncomingKind.EDITED,
            text,
            who=said.conversation,
            channel=said.channel,
            ref=said.message_ref,
        )
        assert len(self._take(event)) <= 1

    @precondition(lambda self: self.events)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The channel delivers an event once more, at once or much later."""
        event = data.draw(st.sampled_from(self.events))
        assert self._take(event, repeated=True) == set()

    @rule(name=st.sampled_from(["a/../b.docx", "\u202excod.exe", "x" * 300, "\0"]), data=st.data())
    def send_a_file(self, name: str, data: st.DataObject) -> None:
        content = data.draw(st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7", _filed()]))
        kept = self.run(self.at.keep_file("web", "42", content))
        event = self.at.event(IncomingKind.SENT, channel="web")
        fields: dict[str, Any] = {"file_name": name, "file_ref": kept}
        assert self._take(replace(event, **fields)) == set()

    @rule()
    def send_a_photo(self) -> None:
        assert self._take(self.at.event(IncomingKind.UNSUPPORTED)) == set()

    @rule(minutes=st.sampled_from([-1_440, -5, 1, 20, 1_440, 100_000]))
    def move_the_clock(self, minutes: int) -> None:
        self.now = self.now + timedelta(minutes=minutes)
        self.at.clock.moment = self.now
        self.run(self.at.remind())

    @rule()
    def start_again(self) -> None:
        self._close()
        self.now += timedelta(seconds=1)
        self._open()

    @rule()
    def forget_what_is_in_memory(self) -> None:
        self.at.forget()

    @invariant()
    def the_history_tells_the_answers(self) -> None:
        self.run(self._check())

    async def _check(self) -> None:
        for number, report in (await self._reports()).items():
            async with self.at.store.transaction() as tx:
                entries = await tx.audit_log.of_report(number)
            newest: dict[str, int] = {}
            for entry in entries:
                kind, _, key = entry.subject.partition(":")
                if kind == "answer":
                    assert entry.revision == newest.get(key, 0) + 1
                    newest[key] = entry.revision
            assert newest == {key: one.revision for key, one in report.answers.items()}
        found = await audit.verify_history(self.at.store)
        assert found.good, found.wrong


def _said(answer: Answer | None) -> Any:
    """What the officer said of a row."""
    return (
        (answer.state, answer.value, answer.remark) if answer else (AnswerState.BLANK, None, None)
    )


@cache
def _filed() -> bytes:
    """An appendix of the last quarter."""
    return FILES["PL_Q4-2022.docx"]()


TestDesks = Desks.TestCase
TestDesks.settings = settings(
    max_examples=4 * TIMES,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
