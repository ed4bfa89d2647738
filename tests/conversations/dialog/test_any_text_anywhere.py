"""Every text of the tables of cases, said at places it was not written for: nothing fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.dialog.test_what_is_meant import brought_to
from tests.support.breadth import share
from tests.support.paths import TESTS

CASES = TESTS / "conversations/dialog/cases/meant.tsv"
ACTS = TESTS / "conversations/speech/cases/acts.txt"
PLACES = (
    "@I.01.01",
    "@I.09",
    "@I.01.01|tóm tắt",
    "list@I.7",
    "list|1=20; 2=15; 4=3; 5=2; 6=4; 7=1; 8=1",
    "form=btp-13a|@1:1",
    "form=tcd-01|bắt đầu",
    "form=nd73-2d|bắt đầu|trường hoa mai 12 10",
)
EVERY = 4
FOUND = (  # by trying
    ("@I.01.01|tóm tắt", "sửa 1 thành 21 với 3 thành 5"),
    ("@I.01.01|tóm tắt", "nhầm rồi em ơi 1 là 21 còn 3 là 5"),
    ("@I.01.01", "đổi giúp em số 3 thành 8, số 4 thành 8"),
    ("form=nd73-2d|bắt đầu|trường hoa mai 12 10", "xóa câu vừa rồi"),
    ("list@I.7", "bỏ trống"),
    ("list@I.7", "còn lại để trống"),
)


def texts() -> list[str]:
    meant = [line.split("\t") for line in _lines(CASES)]
    said = [parts[1].replace("\\n", "\n").replace("\\t", "\t") for parts in meant if parts[1:]]
    acts = [line.split("\t")[0].strip() for line in _lines(ACTS)]
    return [*dict.fromkeys((*said, *acts))]


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize(("place", "text"), FOUND)
def test_what_failed_once(place: str, text: str) -> None:
    talk = brought_to(place)
    talk.say(text)
    assert talk.messages


@pytest.mark.parametrize("at", range(len(PLACES)))
def test_no_text_fails(at: int) -> None:
    for text in share(texts()[at :: len(PLACES)], EVERY, at):
        talk = brought_to(PLACES[at])
        before = len(talk.messages)
        talk.say(text)
        assert len(talk.messages) > before, text
