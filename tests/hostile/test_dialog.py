"""Every text of the corpus for every kind of answer, and at every place of a conversation."""

from __future__ import annotations

import re
from copy import copy
from functools import cache

import pytest

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Number, Ratio
from conversations.dialog.engine import MAX_SAID
from conversations.forms.search import LONGEST_WORDS, find_rows, named_row, split_trailing_value
from conversations.parsing.number import MAX_PART
from conversations.parsing.result import AmbiguousReading, ReadValue, RefusedReading
from conversations.protocol.events import TextEdited, TextSaid
from conversations.protocol.messages import utf16_length
from conversations.speech.consent import read_consent
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import short_number
from templates.loading.catalog import load_catalog
from tests.hostile.strings import ALL, TEXTS
from tests.support.breadth import share
from tests.support.dialog import PHONE, Talk

pytestmark = pytest.mark.long

FORM = load_catalog().forms["cchc-so"]
KINDS = {row.answer.type: row for row in FORM.rows if row.answer is not None}
HARMFUL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PLACES = {  # what an officer says to come there
    "a count": [],
    "a percentage": ["tới I.7.3"],
    "a choice": ["tới I.5"],
    "a text": ["tới I.9"],
    "a note": ["21", "ghi chú"],
    "the summary": ["tóm tắt"],
    "a group": ["theo nhóm"],
    "a section": ["theo phần"],
    "a preview": ["theo nhóm", "21 7 5"],
    "a split": ["theo nhóm", "1 234 5"],
    "rows to choose from": ["tới biên chế"],
    "no figure yet": ["chưa có số"],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("group", TEXTS)
def test_a_reading_can_be_stored_and_quoted(kind: str, group: str) -> None:
    row = KINDS[kind]
    for text in TEXTS[group]:
        reading = read_answer(row, text)
        assert not HARMFUL.search(reading.model_dump_json())
        if isinstance(reading, RefusedReading):
            assert len(reading.data["read"]) <= 60
            assert reading.data["example"]
        values = reading.readings if isinstance(reading, AmbiguousReading) else (reading,)
        for value in [one.value for one in values if isinstance(one, ReadValue)]:
            assert not isinstance(value, Number) or 0 <= value.amount <= 999_999_999
            assert not isinstance(value, Ratio) or value.denominator <= MAX_PART


@pytest.mark.parametrize("place", PLACES)
def test_every_text_is_answered_and_writes_one_row_at_most(place: str) -> None:
    """A text meets a third of the places, and a place a third of the texts."""
    start = _at(place)
    for text in share(ALL, 3, [*PLACES].index(place)):
        talk = _again(start)
        said = talk.handle(TextSaid(text=text))
        assert said.strip(), text
        assert not HARMFUL.search(said), text
        assert all(utf16_length(one.plain) <= PHONE.text_limit for one in talk.shown)
        agrees = place == "a preview" and read_consent(text) is True  # a thumb
        assert len(_given(talk, start)) <= 1 or agrees, text


def test_an_edit_changes_its_own_row_alone() -> None:
    start = _at("a count")
    for text in ALL:
        talk = _again(start)
        assert talk.handle(TextEdited(text=text, row="I.09")).strip()
        assert _given(talk, start) <= {"I.09"}


@cache
def _at(place: str) -> Talk:
    """A conversation that has come to this place."""
    talk = Talk()
    for text in ("xin chào", *PLACES[place]):
        talk.say(text)
    return talk


def _again(start: Talk) -> Talk:
    """The same conversation at the same place, as if nothing had been said since."""
    talk = copy(start)
    talk.shown, talk.said, talk.about = [], [], []
    return talk


def _given(talk: Talk, before: Talk) -> set[str]:
    """The rows that are not computed and have another value or state, or another note."""
    new, old = talk.report.answers, before.report.answers
    changed = {key for key, answer in new.items() if answer != old.get(key)}
    return {key for key in changed if talk.form.row(key).computed is None}


@pytest.mark.parametrize("figures", [400, 5_000])
@pytest.mark.parametrize("place", ["a preview", "a split", "rows to choose from", "the summary"])
def test_a_number_too_long_for_a_list_chooses_nothing(place: str, figures: int) -> None:
    talk = _again(_at(place))
    before, focus = talk.report, talk.session.focus
    assert talk.say("9" * figures)
    assert talk.report == before
    assert place != "a preview" or talk.session.focus == focus


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("12", 12), ("٣", 3), ("1000", None), ("²", None), ("", None)]
)
def test_a_short_number(text: str, number: int | None) -> None:
    assert short_number(text) == number


@pytest.mark.parametrize(
    "text", [f"{MAX_PART + 1}/{MAX_PART + 2}", f"1/{MAX_PART + 1}", "1/" + "9" * 30]
)
def test_a_ratio_of_numbers_beyond_all_counts_is_refused(text: str) -> None:
    reading = read_answer(KINDS["percent"], text)
    assert isinstance(reading, RefusedReading)
    assert reading.code == "refused.over_limit"


def test_a_percentage_of_many_decimals_is_no_result_of_a_ratio() -> None:
    reading = read_answer(KINDS["percent"], "7/21 = 33," + "3" * 25 + "%")
    assert not isinstance(reading, ReadValue)


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("biên chế có mặt 46", ("biên chế có mặt", "46")),
        ("biên chế: có mặt", ("biên chế", "có mặt")),
        ("biên chế = 46 (đủ)", ("biên chế", "46 (đủ)")),
        ("mức độ 3 : 13", ("mức độ 3", "13")),
        ("46", None),
        (":", None),
        ("=46", None),
    ],
)
def test_a_value_behind_words(text: str, parted: tuple[str, str] | None) -> None:
    assert split_trailing_value(text) == parted


def test_no_row_has_so_long_a_name() -> None:
    longest = max(len(row.title) for row in FORM.rows)
    assert longest < LONGEST_WORDS
    long = ("biên chế " * LONGEST_WORDS)[: LONGEST_WORDS + 1]
    assert (find_rows(FORM, long), named_row(FORM, long)) == ([], None)


def test_polite_words_without_end_are_words() -> None:
    assert without_courtesy("21 ạ") == "21"
    assert without_courtesy("21" + " ạ" * 500).startswith("21 ạ")


@pytest.mark.parametrize("event", [TextSaid, TextEdited])
def test_a_message_without_end_is_not_looked_at(event: type[TextSaid | TextEdited]) -> None:
    talk = _again(_at("a count"))
    row = {"row": "I.01.01"} if event is TextEdited else {}
    said = talk.handle(event(text="8 " * MAX_SAID, **row))
    assert "dài 40000 ký tự, quá 20000" in said
    assert "“8 8 8" in said
    assert talk.report.answers == {}
