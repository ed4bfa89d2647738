"""Any sequence of events keeps the engine's invariants, with persistence between all of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from conversations.answers.values import AnswerState, Coded
from conversations.commands.report import Command, RunCommand
from conversations.dialog.states.lookup import state_of
from conversations.protocol.events import ButtonTapped, TextEdited, TextSaid, UnsupportedContent
from conversations.protocol.messages import Capabilities, utf16_length
from conversations.protocol.preview_states import Preview, UnsavedWork
from conversations.protocol.row_states import FillRest
from conversations.reports.model import AnswerChange, Report, ReportState
from conversations.rules import checks
from conversations.rules import computed as applying
from tests.support.breadth import WIDE
from tests.support.dialog import PHONE, SCARCE, Talk
from tests.support.scenario import FILES

pytestmark = pytest.mark.long

NAMED = {  # rows that are named are meant, whatever is quoted
    "biên chế có mặt": "IV.02.02",
    "Tổng số biên chế được giao": "IV.02.01",
    "Dịch vụ công trực tuyến mức độ 3": "VII.05.01",
}
WORDS = st.sampled_from(
    [
        "21",
        "0",
        "7/21",
        "33,33%",
        "1,234",
        "khoảng 5",
        "có",
        "không",
        "kps",
        "chưa có số",
        "bỏ qua",
        "bỏ qua mục",
        "bỏ qua phần",
        "quay lại",
        "tới III",
        "tới biên chế",
        "tới IV.1.4",
        "tới I.3.1",
        "sửa II.1",
        "ghi chú Kế hoạch 72/KH-SLDTBXH ngày 28/12/2022",
        "ghi chú",
        "hủy",
        "cả nhóm không phát sinh",
        "đồng ý",
        "vì số liệu của kỳ trước chuyển sang",
        "nộp",
        "mở lại",
        "tóm tắt IV",
        "còn thiếu",
        "tạm dừng",
        "tiếp",
        "mục lục",
        "trợ giúp",
        "tải về",
        "nối",
        "để sau",
        "theo nhóm",
        "theo phần",
        "từng câu",
        "21 7 5",
        "1 234 5",
        "4; _; khoảng 2; abc",
        "1=21; 3=5",
        "2",
        "3=25",
        "bỏ 1",
        "47\n46\n8",
        "Tổng số biên chế được giao trong năm\t47\nDịch vụ công trực tuyến mức độ 3\t13",
        "biên chế",
        "biên chế có mặt 46",
        "giữ nguyên",
        "giữ nguyên tất cả",
        "giữ nguyên phần IV",
        "trừ 1 2",
        "cả nhóm bằng 0",
        "cả nhóm chưa có số, nhắc tôi ngày mai",
        "chưa có số, nhắc tôi ngày 20/3",
        "nhắc tôi ngày 20/3",
        "1=21; 2=7\nghi chú 2: Kế hoạch 72",
        "1: vì số liệu của kỳ trước chuyển sang\n2: như trên, kỳ trước chuyển sang",
        "1, 2: vì số liệu của kỳ trước chuyển sang",
    ]
)


class Officers(RuleBasedStateMachine):
    can = PHONE

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk(can=self.can)
        self.history: dict[str, int] = {}

    def _handled(self) -> None:
        step = self.talk.last
        assert step is not None
        for change in step.changes:
            if isinstance(change, AnswerChange):
                assert change.expected == self.history.get(change.key, 0)
                assert change.answer.revision == change.expected + 1
                self.history[change.key] = change.answer.revision

    @rule(text=WORDS)
    def say(self, text: str) -> None:
        before, focus = self.talk.report, self.talk.session.focus
        self.talk.handle(TextSaid(text=text))
        self._handled()
        if not isinstance(focus, Preview | FillRest | UnsavedWork) and not self.can.scarce:
            assert len(self._given(before)) <= 1  # many only after a preview

    def _given(self, before: Report) -> set[str]:
        """The rows that are not computed and were written."""
        answers = self.talk.report.answers
        changed = {key for key in answers if answers[key] != before.answers.get(key)}
        return {key for key in changed if self.talk.form.row(key).computed is None}

    @rule(text=st.text(max_size=40))
    def babble(self, text: str) -> None:
        self.talk.handle(TextSaid(text=text))
        self._handled()

    @precondition(lambda self: any(text.buttons for text in self.talk.shown))
    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        messages = [text for text in self.talk.shown if text.buttons]
        message = messages[-1 - data.draw(st.integers(0, min(4, len(messages) - 1)))]
        button = data.draw(st.sampled_from([b for row in message.buttons for b in row]))
        before = self.talk.report
        old = message.turn != self.talk.session.turn
        self.talk.handle(ButtonTapped(action=button.action, turn=message.turn))
        self._handled()
        if old and not isinstance(button.action, RunCommand):
            assert self.talk.report.answers == before.answers

    @rule(text=WORDS, data=st.data())
    def edit(self, text: str, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from([None, *[about for about in self.talk.about if about]]))
        before = self.talk.report.answers
        self.talk.handle(TextEdited(text=text, row=row))
        self._handled()
        changed = {
            key
            for key in self.talk.report.answers
            if self.talk.report.answers[key] != before.get(key)
        }
        computed = {r.key for r in self.talk.form.rows if r.computed is not None}
        assert changed - computed <= {row}

    @rule(text=WORDS, data=st.data())
    def reply(self, text: str, data: st.DataObject) -> None:
        asked = {message.rows for message in self.talk.said}
        quotes = data.draw(st.sampled_from(sorted({(), ("I.01.01",), *asked})))
        before, stood = self.talk.report, state_of(self.talk.session.focus)
        self.talk.handle(TextSaid(text=text, quotes=quotes))
        self._handled()
        if quotes == () or quotes != stood.rows_asked(self.talk.form, before):
            named = {key for words, key in NAMED.items() if words in text}
            assert self._given(before) <= {*quotes} | named

    @rule(name=st.sampled_from([*FILES]))
    def send_a_file(self, name: str) -> None:
        before = self.talk.report
        self.talk.send(name, FILES[name]())
        self._handled()
        assert self.talk.report.answers == before.answers
        assert self.talk.report.last == before.last

    @rule()
    def send_a_photo(self) -> None:
        self.talk.handle(UnsupportedContent())
        self._handled()

    @rule(command=st.sampled_from([*Command]))
    def forge(self, command: Command) -> None:
        before = self.talk.report.answers
        self.talk.handle(ButtonTapped(action=RunCommand(command=command), turn=-7))
        self._handled()
        assert self.talk.report.answers == before

    @invariant()
    def every_stored_answer_fits_its_row(self) -> None:
        for key, answer in self.talk.report.answers.items():
            row = self.talk.form.row(key)
            assert (answer.value is not None) == (answer.state is AnswerState.VALUE)
            if row.answer is None:
                assert answer.state is AnswerState.BLANK
            if isinstance(answer.value, Coded):
                assert answer.value.code in [o.code for o in row.answer.options]
            elif answer.amount is not None:
                assert 0 <= answer.amount <= row.answer.limit

    @invariant()
    def every_message_fits_the_channel(self) -> None:
        for text in self.talk.shown[-2:]:
            assert 0 < utf16_length(text.plain) <= self.can.text_limit
            shown = [b for row in text.buttons for b in row if b.shown]
            assert len(shown) <= self.can.buttons

    @invariant()
    def computed_rows_are_up_to_date(self) -> None:
        if self.talk.session.turn:
            assert applying.computed_answers(self.talk.form, self.talk.report) == ()

    @invariant()
    def a_filed_report_passes_every_check(self) -> None:
        if self.talk.report.state is ReportState.SUBMITTED:
            assert checks.failed_checks(self.talk.form, self.talk.report, settled=True) == ()


class FrugalOfficers(Officers):
    """The same where every message counts."""

    can = SCARCE


class FewButtonOfficers(Officers):
    """The same with five buttons and short messages."""

    can = Capabilities(buttons=5, edits=False, files=True, text_limit=2_000)


OFTEN = settings(
    max_examples=15 if WIDE else 7,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestOfficers = Officers.TestCase
TestOfficers.settings = OFTEN
TestFrugalOfficers = FrugalOfficers.TestCase
TestFrugalOfficers.settings = settings(OFTEN, max_examples=15 if WIDE else 5)
TestFewButtonOfficers = FewButtonOfficers.TestCase
TestFewButtonOfficers.settings = settings(OFTEN, max_examples=6 if WIDE else 3)
