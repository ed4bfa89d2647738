"""Known phrases that a whole text may stand for."""

import pytest

from conversations.text.phrases import WholePhrases

PHRASES = WholePhrases((("hạn nộp", 1), ("hán nôp", 2), ("hạn", 3), ("đầu mối", 4), ("dầu", 5)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hạn nộp", 1),
        ("HẠN  nộp", 1),
        ("han nop", 1),  # the first of those that it may be
        ("hán nop", 2),
        ("han", 3),
        ("hạn nộp nhé", None),
        ("hạnnộp", None),
        ("dau moi", 4),
        ("dầu", 5),
        ("đau", None),
        ("", None),
    ],
)
def test_a_text_means_the_first_phrase_it_may_stand_for(text: str, meant: int | None) -> None:
    assert PHRASES.meaning_of_text(text) == meant
