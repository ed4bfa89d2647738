"""No value that was typed and read is lost: it is written, it still waits, or the officer is told
that it was given up. From any state, whatever they type or tap next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from conversations.bulk.model import BulkEntry
from conversations.parsing.result import RefusedReading
from conversations.protocol.events import ButtonTapped, Event, FileSent, TextEdited, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import (
    Preview,
    PreviewSource,
    ReadingChoice,
    RowChoice,
    UnsavedWork,
)
from conversations.protocol.session import DialogState
from conversations.reports.model import AnswerChange
from conversations.reports.previous import FiledAppendix
from templates.appendix_import.reader import read_filed
from tests.support.appendix import form
from tests.support.breadth import WIDE
from tests.support.dialog import PHONE, SCARCE, Talk
from tests.support.scenario import FILES

NAMED = {"preview.left", "preview.unstored", "left.unsaved", "leaving.dropped", "preview.edited"}
SHOWN = {"preview.added", "preview.edited", "preview"}  # with the new value of a line
SAID = st.sampled_from(
    [
        *(
            "21 7 5",
            "4 4",
            "1=21; 3=5",
            "2=8",
            "3 là 25",
            "à nhầm dòng 3 là 25",
            "sửa 2",
            "1",
            "46",
        ),
        *("biên chế có mặt = 46", "biên chế có mặt 45", "IV.2.1 47", "số người 5", "1 234 5"),
        *("Tổng số biên chế được giao trong năm\t47\nDịch vụ công trực tuyến mức độ 3\t13",),
        *("bỏ 2", "bỏ 1 và 3", "bỏ hết", "hủy", "hủy em ơi", "đúng rồi em", "ghi", "chỉ ghi 1"),
        *("ghi cả 3", "xem lại", "quay lại xem", "nộp", "nộp luôn em", "theo nhóm", "từng câu"),
        *(
            "tới III",
            "tới VII.9",
            "bỏ qua",
            "quay lại",
            "tạm dừng",
            "tiếp",
            "tóm tắt",
            "tóm tắt II",
        ),
        *("ghi chú 1: Kế hoạch 72", "ghi chú", "còn lại không phát sinh", "giữ nguyên tất cả"),
        *("khoảng 4", "4; khoảng 2; abc", "biên chế", "chọn 1", "ghi 2", "có", "không", "để sau"),
        *("nhiều quá em ơi", "sao vậy em", "trợ giúp", "còn thiếu", "mục lục", "1 đúng", "câu 12"),
    ]
)


def waiting(focus: DialogState) -> Iterator[BulkEntry]:
    """What waits before the officer, each with its reading."""
    match focus:
        case UnsavedWork(held=held):
            yield from waiting(held)
        case Preview(lines=lines, source=source):
            yield from (
                line.entry for line in lines if line.entry.said or source is PreviewSource.FILE
            )
        case ReadingChoice(bursts=bursts, held=held):
            yield from bursts[0].entries
            yield from waiting(held) if held is not None else ()
        case RowChoice(held=held) if held is not None:
            yield from waiting(held)


def readable(focus: DialogState) -> dict[str, str]:
    """The rows for which something waits that can be read, and what was typed."""
    return {
        entry.row: repr(entry.reading)
        for entry in waiting(focus)
        if entry.row is not None and not isinstance(entry.reading, RefusedReading)
    }


class Typists(RuleBasedStateMachine):
    can = PHONE

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk(can=self.can)
        self.talk.say("/start")

    def _do(self, event: Event) -> None:
        before = self.talk.session.focus
        self.talk.handle(event)
        self._nothing_is_lost(before)

    def _nothing_is_lost(self, before: DialogState) -> None:
        step = self.talk.last
        assert step is not None
        written = {change.key for change in step.changes if isinstance(change, AnswerChange)}
        codes = {reply.code for reply in step.replies if isinstance(reply, Reply)}
        still = readable(self.talk.session.focus)
        for row, reading in readable(before).items():
            kept = still.get(row) == reading or row in written or self._says(row, reading)
            told = bool(codes & NAMED) or (row in still and bool(codes & SHOWN))
            chosen = isinstance(before, ReadingChoice) and bool(codes & SHOWN)
            assert kept or told or chosen, (row, reading, codes)

    def _says(self, row: str, reading: str) -> bool:
        """Whether the report says what was typed already."""
        stored = self.talk.report.answer(row)
        return stored.value is not None and repr(stored.value) in reading

    @rule(text=SAID)
    def say(self, text: str) -> None:
        self._do(TextSaid(text=text))

    @precondition(lambda self: any(text.buttons for text in self.talk.shown))
    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        messages = [text for text in self.talk.shown if text.buttons]
        message = messages[-1 - data.draw(st.integers(0, min(3, len(messages) - 1)))]
        button = data.draw(st.sampled_from([b for row in message.buttons for b in row]))
        self._do(ButtonTapped(action=button.action, turn=message.turn))

    @rule(text=st.sampled_from(["22", "7/21", "kps"]), data=st.data())
    def edit(self, text: str, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from([None, *[one for one in self.talk.about if one]]))
        self._do(TextEdited(text=text, row=row))

    @rule(filed=st.sampled_from(["PL_Q4-2022.docx", "PL_Q1-2023.docx"]))
    def send_a_file(self, filed: str) -> None:
        self._do(FileSent(filed=_read(filed)))


@cache
def _read(name: str) -> FiledAppendix:
    return read_filed(form(), name, FILES[name]())


class FrugalTypists(Typists):
    """The same where every message counts."""

    can = SCARCE


OFTEN = settings(
    max_examples=15 if WIDE else 8,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestTypists = Typists.TestCase
TestTypists.settings = OFTEN
TestFrugalTypists = FrugalTypists.TestCase
TestFrugalTypists.settings = settings(OFTEN, max_examples=5)
