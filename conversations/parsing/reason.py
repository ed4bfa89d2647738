"""Whether a text can be a reason."""

from __future__ import annotations

from conversations.parsing.amount import leading_amount
from conversations.parsing.states import read_state, read_unclear_state
from conversations.text.normalize import fold_text

LEAST_LETTERS, LEAST_WORDS = 8, 2


def is_reason(text: str) -> bool:
    """Whether a text can be an explanation: some words, and neither an answer nor a question."""
    said = fold_text(text)
    amount = leading_amount(text, whole=True)
    is_answer = amount is not None and (not amount.rest or amount.rest[0] in "(,;%")
    return (
        sum(letter.isalpha() for letter in said) >= LEAST_LETTERS
        and len(said.split()) >= LEAST_WORDS
        and not said.endswith("?")
        and not said.startswith("sua ")
        and not is_answer
        and read_state(text) is None
        and read_unclear_state(text) is None
    )


SHORTEST_REASON = 5  # characters


LONGEST_REASON = 1_000
