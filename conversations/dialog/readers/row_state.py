"""The state that a text says of the row that is asked, in a sentence of which the most is no state:
`nỏ cắt giảm phòng mô cả nên không phát sinh`."""

from __future__ import annotations

import re

from conversations.answers.values import AnswerState
from conversations.bulk.said_states import read_said_state, read_state_of_row
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.vocabulary.known_words import words_left
from conversations.bulk.vocabulary.row_fits import fit_rows
from conversations.dialog.readers.own_label import is_own
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import clean_text, fold_text
from conversations.text.regional_words import in_common_words

LONGEST_THIS = 60  # characters
_THIS = re.compile(r"(?:(?:da|vang|thi|thoi)[ ,]+)*(?:cai|cau|dong|muc|y|o|so|chi tieu|phan) nay\b")
_NONE_OF = re.compile(
    r"(?:(?:da|vang|thi|ben|phia|don vi|so|xa|phuong|phong|quy nay|ky nay|ca) )*"
    r"(?:(?:em|chi|anh|minh|toi|tui|co|chu|bac|chung toi|chung em) )*(?:thi |cung )?"
    r"(?:(?:khong|ko|k|hong|chang) (?:co |phat sinh )?|chua co )(?P<thing>[^\d,;:]+?)"
    r"(?: (?:gi|nao|chi))?(?: (?:khac|het|ca|dau))*"
)


def is_of_other(form: Form, row: Row | None, text: str) -> bool:
    """`vấn đề thì không phát sinh` where another row is asked; or, without a row, whether it is
    said of rows that it names."""
    subject, then, about = text.rpartition(" thì ")
    words = telling_words(subject)
    if not then or not words:
        return False
    said = words_of(subject)
    if is_own(form, row, said) if row is not None else not fit_rows(form, said):
        return False
    return read_said_state(f"{subject} {about}") is None  # `bên em thì không có`


def state_of_this(text: str) -> ReadState | None:
    """The state where the text says it of what is asked, by no other words: `cái này chưa có số`.
    Where any words may be the answer nothing else is one."""
    if len(text) > LONGEST_THIS or not _THIS.match(fold_text(in_common_words(text))):
        return None
    said = read_said_state(text)
    return said if isinstance(said, ReadState) and said.remark is None else None


def state_without_any(form: Form, row: Row, text: str) -> ReadState | None:
    """That there is nothing, said in the words of the label where any words may be the answer:
    `bên chị không có nhiệm vụ khác`."""
    said = strip_courtesy(in_common_words(clean_text(text)))
    found = _NONE_OF.fullmatch(fold_text(said)) if len(said) <= LONGEST_THIS else None
    if found is None or len(fold_text(said)) != len(said):
        return None
    thing = said[slice(*found.span("thing"))]
    own = bool(telling_words(thing)) and not words_left(form, row.key, words_of(thing))
    return ReadState(state=AnswerState.NONE) if own else None


def state_of_row(form: Form, row: Row, text: str) -> ReadState | AmbiguousReading | None:
    """The state, with what else is said as its reason where that is more than words of the label;
    None where the words are of another row."""
    plain = None if is_of_other(form, row, text) else read_said_state(text)
    said = plain or read_state_of_row(text)
    if not isinstance(said, ReadState) or said.remark is None:
        return said
    words, sent = telling_words(said.remark), said.remark != clean_text(text)
    if plain is None and sent and words and not is_own(form, row, words_of(said.remark)):
        return None
    return said if words_left(form, row.key, words) else ReadState(state=said.state)
