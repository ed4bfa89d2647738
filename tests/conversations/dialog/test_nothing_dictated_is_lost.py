"""Of a dictated sentence nothing is lost without a word: each value is taken at its row, asked
about, or quoted as not understood, whatever words join the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from tests.conversations.dialog.test_what_is_meant import brought_to, taken
from tests.support.breadth import WIDE

SENTENCES = 400 if WIDE else 40
YES_NO = ("II.03", "III.02", "III.03", "III.05")
ROWS = {
    "list": {
        "I.01.01": "nhiệm vụ đề ra trong kế hoạch",
        "I.01.02": "nhiệm vụ đã hoàn thành",
        "I.01.03": "văn bản chỉ đạo đã ban hành",
        "I.02.01": "phòng ban đã kiểm tra",
        "I.02.02": "đơn vị trực thuộc đã kiểm tra",
        "I.02.03": "vấn đề phát hiện qua kiểm tra",
        "I.02.04": "vấn đề phát hiện đã xử lý xong",
    },
    "list@II.1": {
        "II.01": "văn bản tham mưu ban hành",
        "II.01.01": "ban hành đúng tiến độ",
        "II.01.02": "ban hành đúng quy trình thủ tục",
        "II.02.01": "văn bản phải rà soát",
        "II.02.02": "văn bản đã rà soát",
        "II.02.03": "kiến nghị xử lý sau rà soát",
        "II.02.04": "kiến nghị đã được xử lý xong",
        "II.03": "phổ biến giáo dục pháp luật",
        "II.03.01": "văn bản đã tuyên truyền",
    },
    "list@III.4": {
        "III.02": "kế hoạch rà soát thủ tục",
        "III.03": "đơn giản hóa thủ tục",
        "III.04.01": "thủ tục được công bố mới",
        "III.04.02": "thủ tục được bãi bỏ thay thế",
        "III.04.03": "thủ tục đang có hiệu lực",
        "III.05": "niêm yết địa chỉ tiếp nhận phản ánh kiến nghị",
        "III.05.01": "ý kiến đã tiếp nhận",
        "III.05.02": "ý kiến đã giải quyết",
    },
    "list@VII.05": {
        "VII.05.01.01": "đủ điều kiện mức độ 3",
        "VII.05.01.02": "đang cung cấp mức độ 3",
        "VII.05.02.01": "đủ điều kiện mức độ 4",
        "VII.05.02.02": "đang cung cấp trực tuyến mức độ 4",
        "VII.05.06": "yêu cầu nghĩa vụ tài chính",
        "VII.05.07": "triển khai thanh toán trực tuyến",
    },
}
JOINS = (" ", " rồi ", " còn ", " với ", " xong rồi ", ", ", ", còn ", "; ", " thì ", " và ")
STATES = ("không phát sinh", "chưa có số", "không có", "không thuộc thẩm quyền")
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
Said = dict[str, str]  # what is said of each row: a figure, a state, yes or no


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    last = {0: "", 1: " mốt", 5: " lăm"}.get(ones, f" {DIGITS[ones]}")
    return f"{DIGITS[tens]} mươi{last}"


def dictated(random: Random) -> tuple[str, str, Said]:
    """A place, a sentence, and what it says there."""
    place = random.choice([*ROWS])
    keys = random.sample([*ROWS[place]], random.randint(2, 6))
    free = random.sample(range(21, 99), len(keys))
    said: Said = {}
    clauses: list[str] = []
    for key, number in zip(keys, free, strict=True):
        label = ROWS[place][key]
        if key in YES_NO:
            said[key] = random.choice(["có", "không"])
            turned = random.random() < 0.5
            clauses.append(f"{said[key]} {label}" if turned else f"{label} là {said[key]}")
        elif random.random() < 0.2:
            said[key] = random.choice(STATES)
            clauses.append(f"{label} {said[key]}")
        else:
            said[key] = str(number)
            value = random.choice([str(number), in_words(number)])
            clauses.append(f"{label}{random.choice([' ', ' là ', ' được '])}{value}")
    join = random.choice([*JOINS, ""])
    text = clauses[0]
    for clause in clauses[1:]:
        text += f"{join or random.choice(JOINS)}{clause}"
    return place, random.choice(["", "dạ ", "em ơi "]) + text, said


def lost_in(place: str, text: str, said: Said) -> Iterator[str]:
    """The rows of which something was said that is neither taken, asked about nor quoted; or with
    another answer than was said."""
    talk = brought_to(place)
    before = len(talk.said)
    talk.say(text)
    reply = "\n".join(one.plain for one in talk.said[before:]).casefold()
    found = taken(talk)
    if not found and "chưa hiểu" in reply:
        return
    for key, value in said.items():
        figure = value.isdecimal()
        words = in_words(int(value)) if figure else ROWS[place][key]
        title = talk.form.row(key).title.casefold()[:20]
        told = words in reply or title in reply or _has_figure(reply, value)
        right = found.get(key, value) == value if figure else not found.get(key, "").isdecimal()
        if not (told and right):
            yield f"{key}={value}: {found.get(key)}"
    yield from (f"{key}: {value}" for key, value in found.items() if key not in said)


def _has_figure(reply: str, value: str) -> bool:
    return value.isdecimal() and re.search(rf"(?<!\d){value}(?!\d)", reply) is not None


@pytest.mark.parametrize("seed", range(SENTENCES))
def test_nothing_dictated_is_lost(seed: int) -> None:
    place, text, said = dictated(Random(seed))
    assert [*lost_in(place, text, said)] == [], (place, text)


@pytest.mark.parametrize(
    ("place", "text", "quoted"),
    [
        ("list@VII.05", "xe công vụ bốn mươi mốt rồi nghĩa vụ tài chính ba mươi hai", "mươi mốt"),
        ("list@III.4", "công bố mới ba mươi hai xong rồi tiếp nhận phản ánh ở tỉnh", "phản ánh"),
    ],
)
def test_what_is_of_no_row_is_quoted(place: str, text: str, quoted: str) -> None:
    talk = brought_to(place)
    assert quoted in talk.say(text)
