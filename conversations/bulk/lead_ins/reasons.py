"""The reason before what is said of several rows: `do chưa triển khai nên mấy câu kiểm tra chưa có
số`, `khảo sát chưa làm, cả ba dòng không phát sinh`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.label_match import all_labels
from conversations.bulk.row_words import match_rows
from conversations.bulk.said_clause import Said
from conversations.bulk.said_states import read_said_state
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import words_of
from conversations.bulk.sentences import hear_answers
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.forms.model import Form
from conversations.parsing.states import read_state
from conversations.text.normalize import fold_text

LONGEST = 120  # characters of a reason
_WORDS = rf"(?P<reason>[^\W\d](?:[^\d=:;,?!.\n]|\.(?=\S)){{4,{LONGEST}}}?)"
_SO = re.compile(
    rf"{_WORDS},?\s+(?:(?<!không )(?<!ko )(?<!trở )(?<!tạo )(?<!gây )(?:cho\s+)?n[êe]n"
    r"|th[àa]nh\s+ra|v[ìi]\s+v[ậa]y|v[ìi]\s+th[ếe]|do\s+[đd][óo]|do\s+v[ậa]y|b[ởo]i\s+v[ậa]y)\s+"
    r"(?:l[àa]\s+|th[ìi]\s+)?(?P<rest>\S.*)",
    re.IGNORECASE,
)
_APART = re.compile(rf"{_WORDS},\s+(?P<rest>\S.*)", re.IGNORECASE)
_NOT_DONE = re.compile(r"chua\b")
_BEGINS = re.compile(r"(?:do|vi|tai|boi|nguyen nhan)\s")
_DENIES = re.compile(r"\b(?:chua|khong|ko|nỏ|no|chang|hong)\s\w+")


def split_reason(text: str) -> tuple[str, str] | None:
    """The reason and what is said because of it; None where the text has no such beginning. Behind
    a comma alone a reason says that something was not done, or begins as one."""
    if (so := _SO.fullmatch(text)) is not None and read_state(so["reason"]) is None:
        return so["reason"], so["rest"]
    apart = _APART.fullmatch(text)
    if apart is None or read_state(apart["reason"]) is not None:
        return None
    folded = fold_text(apart["reason"])
    told = _BEGINS.match(folded) or _DENIES.search(folded)
    return (apart["reason"], apart["rest"]) if told else None


def answers_others(form: Form, rows: Sequence[str], reason: str) -> bool:
    """Whether the words of a reason answer rows of their own, beside those that it is the reason
    for: `sáng kiến không có nên mấy câu kiểm tra không phát sinh`. That something is not done is
    an answer of theirs where its words are."""
    heard = [one for one in hear_answers(form, rows, reason) if one.is_placed]
    inside = bool(heard) and all(one.row in rows for one in heard)
    told = [one for one in cut_values(reason, all_labels(form)) if one.value]
    return not inside and (bool(heard) or any(_is_answer(form, rows, one) for one in told))


def _is_answer(form: Form, rows: Sequence[str], one: Said) -> bool:
    if read_state(one.value) is not None or not _NOT_DONE.match(fold_text(one.value)):
        return True
    scores = score_rows(form, words_of(" ".join(one.before)))
    return bool(scores) and max(scores, key=lambda key: scores[key]) not in rows


def without_reason(form: Form, rows: Sequence[str], text: str) -> str:
    """`khảo sát chưa làm nên 1 đến 3 chưa có số`: what is said of rows by their numbers, alone."""
    split = split_reason(text)
    named = match_rows(split[1]) if split is not None else None
    if split is None or named is None or read_said_state(named[1]) is None:
        return text
    keys = [rows[number - 1] for number in named[0] if 1 <= number <= len(rows)]
    return text if answers_others(form, keys, split[0]) else split[1]
