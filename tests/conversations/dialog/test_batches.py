"""Which rows are asked together, and that the list of them fits one message."""

from __future__ import annotations

import pytest

from conversations.commands.report import Command, RunCommand
from conversations.composing.compose import compose_message
from conversations.dialog import engine
from conversations.dialog.batches import COMFORTABLE, batch_rows
from conversations.protocol.events import ButtonTapped
from conversations.protocol.messages import Capabilities, MessageLimits, Reply, utf16_length
from conversations.protocol.row_states import ListInput
from conversations.protocol.session import AskingMode, Session
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from templates.loading.wording import load_wording
from tests.support.appendix import sample_report
from tests.support.dialog import NOW
from tests.support.reports import LAST_QUARTER

CATALOG = load_catalog()
FORM = CATALOG.forms["cchc-so"]
EMPTY = blank_report(FORM, CATALOG.sample("cchc-so"))
WITH_LAST = EMPTY.with_past(PreviousReport(period=LAST_QUARTER, answers=sample_report().answers))
PHONE = MessageLimits()
ZALO = MessageLimits(text_limit=2_000, scarce=True)
ASKED = [key for key in FORM.order if FORM.row(key).computed is None]


def batches(mode: AskingMode, room: MessageLimits, report: Report = EMPTY) -> list[tuple[str, ...]]:
    """All batches of an empty report, one after the other."""
    found, rest = [], ASKED
    while rest:
        found.append(batch_rows(FORM, report, rest[0], mode, room))
        last = max(ASKED.index(key) for key in found[-1])
        rest = ASKED[last + 1 :]
    return found


@pytest.mark.parametrize(
    ("mode", "room"),
    [
        (AskingMode.GROUP, PHONE),
        (AskingMode.SECTION, PHONE),
        (AskingMode.ROW, ZALO),
        (AskingMode.SECTION, ZALO),
    ],
)
def test_every_row_is_asked_once(mode: AskingMode, room: MessageLimits) -> None:
    asked = [key for rows in batches(mode, room) for key in rows]
    assert asked == ASKED


def test_a_group_is_never_torn() -> None:
    for rows in batches(AskingMode.GROUP, PHONE):
        groups = {FORM.group_of(key).key for key in rows}
        under = {key for group in groups for key in FORM.asked_by_heading[group]}
        assert set(rows) == {key for key in under if key in ASKED}
        assert len(rows) <= COMFORTABLE or len(groups) == 1


def test_small_groups_come_together_within_their_section() -> None:
    for mode in (AskingMode.GROUP, AskingMode.SECTION):
        for rows in batches(mode, PHONE):
            assert len({FORM.section_of(key).key for key in rows}) == 1
    assert len(batches(AskingMode.GROUP, PHONE)) <= 20
    assert len(batches(AskingMode.SECTION, PHONE)) <= 9


def test_scarce_messages_carry_rows_of_several_sections() -> None:
    lists = batches(AskingMode.ROW, ZALO)
    assert len(lists) <= 15
    assert any(len({FORM.section_of(key).key for key in rows}) > 1 for rows in lists)


def test_what_is_answered_stays_in_its_group_and_not_where_messages_are_scarce() -> None:
    report = EMPTY.with_answer("I.01.02", sample_report().answer("I.01.02"))
    assert batch_rows(FORM, report, "I.01.01", AskingMode.GROUP, PHONE)[1] == "I.01.02"
    assert "I.01.02" not in batch_rows(FORM, report, "I.01.01", AskingMode.ROW, ZALO)


@pytest.mark.parametrize("report", [EMPTY, WITH_LAST], ids=["new", "with last period"])
@pytest.mark.parametrize(("mode", "room"), [(AskingMode.GROUP, PHONE), (AskingMode.SECTION, PHONE)])
def test_a_list_fits_one_message(mode: AskingMode, room: MessageLimits, report: Report) -> None:
    for rows in batches(mode, room, report):
        texts = said(report, rows, room)
        assert len(texts) == 1
        assert utf16_length(texts[0]) <= room.text_limit


def test_a_list_on_a_short_channel_is_paged_not_cut() -> None:
    for rows in batches(AskingMode.ROW, ZALO):
        texts = said(EMPTY, rows, ZALO)
        assert len(texts) <= 2
        assert all(utf16_length(text) <= ZALO.text_limit for text in texts)
        for key in rows:
            assert FORM.row(key).title in " ".join("\n".join(texts).split("\n"))


def said(report: Report, rows: tuple[str, ...], room: MessageLimits) -> list[str]:
    """The messages that show this list."""
    session = Session(focus=ListInput(rows=rows))
    tap = ButtonTapped(action=RunCommand(command=Command.RESUME), turn=0)
    step = engine.step(FORM, report, session, tap, now=NOW, room=room)
    can = Capabilities(buttons=100, edits=True, files=True, text_limit=room.text_limit)
    replies = [reply for reply in step.replies if isinstance(reply, Reply)]
    return [text.plain for text in compose_message(replies, load_wording(), can, 1)]


def test_a_channel_with_a_budget_always_asks_by_list() -> None:
    start = ButtonTapped(action=RunCommand(command=Command.START), turn=0)
    step = engine.step(FORM, EMPTY, Session(), start, now=NOW, room=ZALO)
    assert isinstance(step.session.focus, ListInput)
    assert step.session.mode is AskingMode.ROW  # on other channels the officer chooses the mode


def test_a_row_of_a_table_with_rows_below_it_is_asked_once() -> None:
    for form in CATALOG.forms.values():
        report = blank_report(form, CATALOG.sample(form.key))
        room = MessageLimits(text_limit=100_000, scarce=True)
        rows = batch_rows(form, report, form.order[0], AskingMode.SECTION, room)
        assert len({*rows}) == len(rows), form.key
