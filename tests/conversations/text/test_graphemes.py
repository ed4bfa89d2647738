"""Cutting texts: never inside what a reader sees as one sign."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.composing.compose import compose_message
from conversations.composing.markup import split_pages
from conversations.protocol.messages import Capabilities, Reply, Span, utf16_length
from conversations.text.graphemes import may_cut

WHOLE = [
    "ế",
    unicodedata.normalize("NFD", "ế"),
    "👍🏽",
    "👩‍👩‍👧‍👦",
    "🇻🇳",
    "3️⃣",
    "❤️",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
]


@pytest.mark.parametrize("sign", WHOLE)
def test_one_sign_is_never_torn(sign: str) -> None:
    text = f"a{sign}{sign}b"
    inside = [at for at in range(len(text) + 1) if not may_cut(text, at)]
    edges = {0, 1, 1 + len(sign), 1 + 2 * len(sign), len(text)}
    assert set(inside) == set(range(len(text) + 1)) - edges


@pytest.mark.parametrize("sign", WHOLE)
@pytest.mark.parametrize("shift", range(12))
def test_a_page_ends_between_signs(sign: str, shift: int) -> None:
    limit = 16
    cut = split_pages([Span(text="x" * shift + sign * 9)], limit)
    told = ["".join(span.text for span in page) for page in cut]
    assert "".join(told) == "x" * shift + sign * 9
    for page in told:
        assert utf16_length(page) <= limit
        assert page.lstrip("x").replace(sign, "") == ""


def test_a_long_line_is_cut_at_a_blank() -> None:
    (first, second) = split_pages([Span(text="Số văn bản chỉ đạo đã ban hành")], 20)
    assert first[0].text == "Số văn bản chỉ đạo "
    assert second[0].text == "đã ban hành"


@given(st.text(st.sampled_from("a \n😀👍🏽\u200d\u0301🇻🇳ế"), max_size=200), st.integers(8, 40))
def test_pages_fit_whatever_the_signs(text: str, limit: int) -> None:
    told = ["".join(span.text for span in page) for page in split_pages([Span(text=text)], limit)]
    assert all(utf16_length(page) <= limit for page in told)
    assert "".join("".join(told).split()) == "".join(text.split())


def test_marks_longer_than_a_page_do_no_harm() -> None:
    cut = split_pages([Span(text="a" + "\u0301" * 50)], 10)
    assert len(cut) == 6


class Words:
    def say(self, code: str, data: dict[str, object]) -> str:
        return str(data["text"])


def test_marks_are_joined_to_their_letters_before_measuring() -> None:
    words = "Số thủ tục hành chính được giải quyết đúng hạn"
    apart = unicodedata.normalize("NFD", words)
    can = Capabilities(buttons=0, edits=False, files=False, text_limit=utf16_length(words))
    assert utf16_length(apart) > can.text_limit
    (message,) = compose_message([Reply(code="x", data={"text": apart})], Words(), can, 1)
    assert message.plain == words
