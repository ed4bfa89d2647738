"""The officers' guide is true: what it tells them to type is understood."""

from __future__ import annotations

import re

import pytest

from bot.workflow.people.channel_links import is_link_text
from conversations.commands.report import parse_command
from conversations.commands.workflow_parser import parse_workflow_command
from conversations.dialog.engine import Step
from conversations.reports.previous import PreviousReport
from conversations.speech.consent import read_consent
from conversations.speech.corrections import read_correction, read_retraction
from conversations.speech.question_topics import QuestionTopic
from conversations.speech.questions import recognise_question
from conversations.speech.review import read_review_wish
from templates.loading.catalog import load_catalog
from tests.support.appendix import form
from tests.support.dialog import Talk
from tests.support.list_form import list_report, list_talk, named
from tests.support.paths import ROOT
from tests.support.reports import LAST_QUARTER

GUIDE = ROOT / "docs" / "huong-dan.md"
# What is typed there are answers, or words of a preview; other tests read those.
ANSWERS = {"Trả lời", "Trả lời nhanh", "Số kỳ trước", "Điền bằng Excel", "Biểu có nhiều cột"}
ANSWERS |= {"Danh sách tự thêm dòng"}
LOCKING = ("khóa",)  # the act of the guide's example
NO_COMMANDS = {"PL-…", "1=21; 2=7", "2=76", "II.1.3: không khớp với kế hoạch"}


def typed() -> list[str]:
    """Everything that is to be typed as a command."""
    sections = re.split(r"^## (.*)\n", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert texts.keys() >= ANSWERS
    found = [
        code
        for title, text in texts.items()
        if title not in ANSWERS
        for code in re.findall(r"`([^`]+)`", text)
    ]
    return [code for code in dict.fromkeys(found) if code not in NO_COMMANDS]


def typed_at(section: str) -> list[str]:
    """Everything that this section tells to type."""
    text = GUIDE.read_text(encoding="utf-8").partition(f"## {section}\n")[2]
    return re.findall(r"`([^`]+)`", text.partition("\n## ")[0])


def asked() -> list[str]:
    """The questions that the guide tells of."""
    text = GUIDE.read_text(encoding="utf-8").partition("## Hỏi bot\n")[2].partition("\n## ")[0]
    return [" ".join(one.split()) for one in re.findall("“([^”]+)”", text)]


@pytest.mark.parametrize("text", asked())
def test_a_question_of_the_guide_is_answered(text: str) -> None:
    found = recognise_question(text, form())
    assert found is not None
    assert found.topic is not QuestionTopic.UNKNOWN


@pytest.mark.parametrize("text", typed())
def test_a_command_of_the_guide_is_understood(text: str) -> None:
    command = parse_command(text) or parse_workflow_command(text) or is_link_text(text)
    agreed = read_consent(text, LOCKING)
    mended = read_correction(text) or read_retraction(text)
    assert command or mended or read_review_wish(text) is not None or agreed is not None


def test_what_the_guide_says_of_tables_is_understood() -> None:
    told = typed_at("Biểu có nhiều cột")
    assert len(told) > 8
    for text in told:
        talk = Talk(load_catalog().forms["bnv-0605n"])
        for said in ("/start", "18 10", text):
            reply = talk.say(said)
        row = (talk.report.answer(key).revision for key in ("02:1", "02:2"))
        assert talk.session.focus.at == "previewing" or any(row), (text, reply)


def test_what_the_guide_says_of_lists_is_understood() -> None:
    told = [text for text in typed_at("Danh sách tự thêm dòng") if text != "đồng ý"]
    assert len(told) > 5
    past = PreviousReport(period=LAST_QUARTER, answers={"L:ds": named("Nội vụ")})
    for text in told:
        talk = list_talk(list_report().with_past(past), "Đất đai 21 15 6\nY tế 5 3 2")
        before = talk.session.focus
        reply = talk.say(text)
        assert "chưa hiểu" not in reply, text
        changed = isinstance(talk.last, Step) and bool(talk.last.changes)
        assert changed or talk.session.focus != before, (text, reply)
