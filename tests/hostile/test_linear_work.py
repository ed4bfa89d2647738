"""What a text costs grows with its length and no faster, whatever command it begins with and
wherever the conversation stands (law 14).

`PHULUC_WIDE=1` runs every word of every command with every filler (some minutes); without
it each command meets some of the fillers, and each filler some of the commands.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from types import FrameType

import pytest

from conversations.commands.report import Command
from conversations.commands.workflow import WorkflowCommand
from conversations.protocol.events import Event, TextSaid
from conversations.workflow.permissions import Role
from tests.hostile.test_dialog import PLACES, _again
from tests.support.breadth import WIDE, share
from tests.support.dialog import Talk
from tests.support.product import Office, office
from tests.support.province import Province, commune, department, local

pytestmark = pytest.mark.long

MOST = 2.0  # seconds of processor time where `_yardstick` takes YARDSTICK: ten times what they take
YARDSTICK = 0.035
FEW = 20_000  # calls that are few, however they grow
GROWTH = 2.6  # how many more calls twice the text may make
FILLERS = {
    "letters": "a",
    "blanks": " ",
    "and": " và",
    "digits": "7",
    "numbers": "7 ",
    "pairs": "1=2;",
    "pairs and numbers": "1=2;1 ",
    "lines": "\n",
    "numbered lines": "1. 5\n",
    "labels in lines": "biên chế xyz\n",
    "labels in cells": "biên chế xyz\t7\t",
    "labels and commas": "biên chế xyz, ",
    "labels and values": "Số văn bản = 7\n",
    "accents": "ệ",
    "marks": "\u0301\u0323",
    "pairs of marks": "\u0f73",
    "emoji": "😀",
    "families": "👨\u200d👩\u200d👧",
    "flags": "\U0001f1fb",
    "tags": "<",
    "quotes": '"“',
    "brackets": "(",
    "notes": "7 (x) ",
    "signs": ".,;:-/",
    "tabs": "\t",
    "periods": "quý I/2026 ",
    "from and to": "từ 1/1/2026 đến ",
    "days": "ngày 1/1 ",
    "rows": " câu 1 ",
    "keys": " II.01.03: x",
    "joints": " cho vào thành sang, thuộc x hạn ",
    "states": "chưa có số, ",
    "polite": " ạ, dạ",
    "number words": "một tỷ mươi ",
    "halves": "\ud83d",
    "invisible": "\u200b",
    "templates": "{{",
    "mixed": '7 ệ😀<"\u0301\n=1; và',
}
HEADS = (  # an office command with what usually follows
    "trả lại NV",
    "trả lại NV câu 1:",
    "gia hạn NV đến 25/3:",
    "gia hạn NV đến",
    "mở đợt quý I/2026 hạn",
    "mở đợt quý I/2026 cho",
    "mời cán bộ NV,",
    "mời cán bộ",
    "chuyển cán bộ Lan từ NV sang",
    "đổi tên NV thành",
    "sáp nhập NV vào",
    "thêm đơn vị X9, Y, Z, W, xã, thuộc",
    "giao phần II cho",
    "hỏi đồng nghiệp câu 12 cho",
    "ban hành số",
    "hợp nhất quý I/2026",
    "so sánh II.01.03",
    "bảng quý I/2026",
    "đính chính quý I/2026",
    "hoãn nhắc đến",
    "nhật ký câu 12",
)
MORE_PLACES = {
    "a pause": ["tạm dừng"],
    "the last word": ["nộp"],
    "filling the rest": ["theo nhóm", "còn lại không phát sinh"],
    "one part of two": ["tới I.7.3", "7/"],
    "several checks": ["I.01.01=4; I.01.02=7; VII.03.01=9; VII.03.01.01=9; VII.03.01.02=6", "ghi"],
}
EVERYWHERE = [*PLACES, *MORE_PLACES]
PEOPLE = ("mai", "an", "lan", "binh")
TYPED = [words for each in Command for words in each.spec.phrases]
OFFICE = [*(words for each in WorkflowCommand for words in each.spec.phrases), *HEADS]
LENGTHS = (4_096, 20_000)


def _filled(head: str, filler: str, length: int) -> str:
    room = max(0, length - len(head) - 1)
    return f"{head} {(filler * (room // len(filler) + 1))[:room]}"


@contextmanager
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@cache
def _bound() -> float:
    """How long a text may take here, where a loop of known length shows how fast this is: far
    from what any text takes, and far below what work that grows with its square takes."""
    return MOST * max(1.0, min(_timed(_yardstick) for _ in range(3)) / YARDSTICK)


def _yardstick() -> None:
    found: dict[str, int] = {}
    for number in range(200_000):
        found[str(number % 977)] = number


def _calls(work: Callable[[], object]) -> int:
    """How many functions the work calls: the same number on every machine."""
    made = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


@cache
def _at(place: str) -> Talk:
    talk = Talk()
    for text in ("xin chào", *{**PLACES, **MORE_PLACES}[place]):
        talk.say(text)
    return talk


def _handle(place: str, text: str) -> None:
    event: Event = TextSaid(text=text)
    assert _again(_at(place)).handle(event)


def _meet(number: int, share: int) -> list[str]:
    """The fillers that the case of this number meets: one in so many, or all."""
    names = [*FILLERS]
    return names if WIDE else names[number % share :: share]


def _lengths(number: int, lengths: tuple[int, ...]) -> tuple[int, ...]:
    return lengths if WIDE else (lengths[number % len(lengths)],)


@pytest.mark.parametrize("number", range(len(EVERYWHERE)))
def test_any_text_at_any_place(number: int) -> None:
    """As long as a text may be, and as long as several answers may be together."""
    place = EVERYWHERE[number]
    with _without_collector():
        for name in _meet(number, 15):
            for length in _lengths(len(name) + number, (15_900, *LENGTHS)):
                _hold(place, (FILLERS[name] * length)[:length], name)


@pytest.mark.parametrize("number", range(len(EVERYWHERE)))
def test_any_command_with_any_text(number: int) -> None:
    """The first word of every command at one of the places, and every eighth word at the first."""
    place = EVERYWHERE[number]
    every = number == 0 or WIDE
    heads = (
        [*share(TYPED, 8)] if every else [one.spec.phrases[0] for one in Command][number - 1 :: 16]
    )
    heads = [
        *heads,
        *(f"/{head.replace(' ', '')}" for head in heads[number::8]),
        "tải về",
        "câu 12",
    ]
    with _without_collector():
        for at, head in enumerate(heads):
            for name in _meet(at + number, len(FILLERS)):
                for length in _lengths(at + number, LENGTHS):
                    _hold(place, _filled(head, FILLERS[name], length), name)


def _hold(place: str, text: str, name: str) -> None:
    took = _timed(partial(_handle, place, text))
    assert took <= _bound(), (place, text[:40], name, len(text), took)


@pytest.mark.parametrize("name", share([*FILLERS], 8))
def test_twice_the_text_makes_twice_the_calls(name: str) -> None:
    """Not four times, of its own parts: what a short text calls is the same in both."""
    filler = FILLERS[name]
    short, long = (filler * 8_000)[:7_900], (filler * 16_000)[:15_800]
    for place in ("a count", "a group") if WIDE else ("a group",):
        _handle(place, long)  # what is made once is made by now
        once, twice = (_calls(partial(_handle, place, text)) for text in (short, long))
        assert twice <= max(GROWTH * once, FEW), (place, once, twice)


@pytest.fixture
async def staffed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    async with office(tmp_path_factory.mktemp("office"), local(2026, 3, 2)) as at:
        province = Province(at)
        units = [department("NV", "Nội vụ"), *(commune(number) for number in range(1, 30))]
        await province.found(units)
        await province.comes("mai", "TINH", Role.COORDINATOR, "Mai")
        await province.comes("an", "TINH", Role.ADMINISTRATOR, "An")
        await province.comes("lan", "NV", Role.OFFICER, "Lan")
        await province.comes("binh", "NV", Role.REVIEWER, "Bình")
        await at.say("mở đợt quý I/2026", who="mai")
        await at.tap("Mở đợt này", who="mai")
        await at.tap("Làm: Sở NV", who="lan")
        yield at


async def test_any_office_command_with_any_text(staffed: Office) -> None:
    """Short of the limit of an argument, where all of it is read, and far beyond it; by one of
    the four people."""
    cases = [(who, head) for head in OFFICE for who in PEOPLE]
    for number, (who, head) in enumerate(cases):
        turn = number // len(PEOPLE) + number % len(PEOPLE)
        if turn % 20 and not WIDE:
            continue
        for name in _meet(7 * turn, len(FILLERS)):
            for length in _lengths(turn // 2 + number, (280, 1_400, *LENGTHS)):
                text = _filled(head, FILLERS[name], length)
                took = await _answered(staffed, who, text)
                assert took <= _bound(), (who, head, name, length, took)


async def _answered(at: Office, who: str, text: str) -> float:
    start = time.process_time()
    assert await at.say(text, who=who), text[:100]
    return time.process_time() - start
