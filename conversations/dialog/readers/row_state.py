"""The state that a text says of the row that is asked, in a sentence of which the most is no state:
`nỏ cắt giảm phòng mô cả nên không phát sinh`."""

from __future__ import annotations

from conversations.bulk.row_vocabulary import words_left
from conversations.bulk.said_states import read_said_state, read_state_of_row
from conversations.bulk.said_words import telling_words, words_of
from conversations.dialog.readers.own_label import is_own
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.text.normalize import clean_text


def state_of_row(form: Form, row: Row, text: str) -> ReadState | AmbiguousReading | None:
    """The state, with what else is said as its reason where that is more than words of the label;
    None where the words are of another row."""
    plain = read_said_state(text)
    said = plain or read_state_of_row(text)
    if not isinstance(said, ReadState) or said.remark is None:
        return said
    words, sent = telling_words(said.remark), said.remark != clean_text(text)
    if plain is None and sent and words and not is_own(form, row, words_of(said.remark)):
        return None
    return said if words_left(form, row.key, words) else ReadState(state=said.state)
