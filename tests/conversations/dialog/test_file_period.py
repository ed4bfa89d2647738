"""The period of a file that is sent: always shown, asked where it is in doubt, and changed by a
word, by the same grammar as anywhere."""

from __future__ import annotations

import pytest

from conversations.protocol.preview_states import FileImport, Preview
from tests.support.dialog import Talk
from tests.support.filed.form import small_form, small_report
from tests.support.filed.word import run, word_file

ONE = "PHỤ LỤC QUÝ IV NĂM 2022"
TWO = "SỐ LIỆU QUÝ IV/2022 VÀ QUÝ III/2022"
OURS = "PHỤ LỤC QUÝ I NĂM 2023"


def started(title: str) -> tuple[Talk, str]:
    """A conversation about quý I/2023 into which a file with this title was sent."""
    talk = Talk(form=small_form(), report=small_report())
    talk.say("/start")
    return talk, talk.send("PL.docx", word_file({"A.01": run("21")}, title=title))


def test_the_period_is_shown() -> None:
    assert "số kỳ Quý IV/2022?" in started(ONE)[1]
    assert "kỳ Quý I/2023, chưa ghi gì" in started(OURS)[1]
    assert "tệp không ghi rõ kỳ, coi là kỳ ngay trước" in started("PHỤ LỤC")[1]


SAID = {
    "quý III/2022": "Quý III/2022",
    "kỳ quý 3 năm 2022": "Quý III/2022",
    "tệp này của quý III-2022": "Quý III/2022",
    "6 tháng đầu năm 2022": "6 tháng/2022",
    "đổi sang kỳ 9 tháng 2022": "9 tháng/2022",
    "nhầm kỳ, là năm 2021": "Năm 2021",
}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("title", [ONE, TWO, OURS])
def test_the_period_is_changed_by_its_name(title: str, said: str) -> None:
    talk, _ = started(title)
    assert f"số kỳ {SAID[said]}?" in talk.say(said)
    talk.say("đồng ý")
    assert talk.last is not None
    assert [change.past.period.name for change in talk.last.changes] == [SAID[said]]


def test_a_file_of_before_that_is_of_this_period_is_previewed_for_it() -> None:
    talk, _ = started(ONE)
    assert "kỳ Quý I/2023, chưa ghi gì" in talk.say("quý I/2023")
    assert isinstance(talk.session.focus, Preview)
    talk.say("đồng ý")
    assert talk.report.answer("A.01").amount == 21


def test_two_periods_are_asked_and_nothing_is_kept_before() -> None:
    talk, said = started(TWO)
    assert "1. Quý IV/2022" in said
    assert "2. Quý III/2022" in said
    for word in ("đồng ý", "ừ thì", "7"):
        assert "Tệp là của kỳ nào" in talk.say(word)
    assert isinstance(talk.session.focus, FileImport)
    assert "số kỳ Quý III/2022?" in talk.say("2")
    talk, _ = started(TWO)
    assert "số kỳ Quý IV/2022?" in talk.tap("Quý IV/2022")


def test_a_period_that_cannot_be_is_said_and_the_file_stays() -> None:
    talk, _ = started(ONE)
    assert "chưa dùng được" in talk.say("quý II/2023")
    assert isinstance(talk.session.focus, FileImport)


def test_what_is_left_out_is_told() -> None:
    talk = Talk(form=small_form(), report=small_report())
    talk.say("/start")
    struck = "<w:strike/>"
    values = {key: run("21") + run("9", struck) for key in ("A.01", "A.02", "A.06")}
    for title in (ONE, OURS):
        said = talk.send("PL.docx", word_file(values, title=title))
        assert "Không lấy 3 ô: 3 ô chữ bị gạch ngang (bảng 1, dòng 3, cột 3: “9”;" in said
        talk.say("hủy")
