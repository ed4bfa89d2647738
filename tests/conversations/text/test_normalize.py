"""Letters and their marks."""

import unicodedata

from conversations.text.normalize import MAX_MARKS, Spelling, spell_text, take_letters_apart

STROKE = "\N{COMBINING SHORT STROKE OVERLAY}"


def test_marks_are_what_unicode_says_combines() -> None:
    for code in (*range(0x300), *range(0x370, 0x2200), *range(0x300, 0x370)):
        sign = chr(code)
        apart = unicodedata.normalize("NFD", sign.casefold()).replace("đ", "d" + STROKE)
        marks = "".join(one for one in apart if unicodedata.combining(one))
        letters = "".join(one for one in apart if not unicodedata.combining(one))
        assert spell_text(f"a{sign}") == Spelling(f"a{letters}", marks), hex(code)


def test_marks_are_bounded_beside_any_letter() -> None:
    for letter in ("a", "ạ", "đ", "ж", "ក", "…"):
        for mark in ("\u0301", "\u0f73"):
            apart = take_letters_apart(letter + mark * 4 * MAX_MARKS + "ộ" * MAX_MARKS)
            piled = [one for one in apart if unicodedata.combining(one)]
            assert len(piled) <= 2 * MAX_MARKS + 2 + 2 * MAX_MARKS
