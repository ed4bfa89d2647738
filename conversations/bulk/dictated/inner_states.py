"""Yes and no that are dictated without a sign: behind the words of their row, `kế hoạch rà soát có
đơn giản hóa chưa có`, or before them, `ban hành mười rồi có thực hiện phổ biến pháp luật`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conversations.bulk.said_clause import Said
from conversations.bulk.said_words import is_idle, telling_words, words_of
from conversations.bulk.sentence_values import FITS, is_bare_state
from conversations.bulk.shared_words import words_around
from conversations.bulk.vocabulary.known_words import words_left
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.forms.model import Form
from conversations.parsing.states import read_unclear_state
from conversations.text.normalize import fold_text

LEAST_WORDS = 2  # of a label behind such a word
MOST_SAID = 2  # words of yes or no
_SAID = frozenset(("co", "khong", "chua", "ko"))
JOINS = frozenset(("roi", "con", "thi", "voi", "va", "xong"))
_DOES = (("thuc", "hien"), ("trien", "khai"), ("to", "chuc"), ("tien", "hanh"), ("lam",))


def part_by_states(form: Form, parts: Sequence[Said]) -> tuple[Said, ...]:
    """The values of a sentence, with those that such words say of rows of their own."""
    told = _with_states_ahead(form, parts)
    return _with_leading_states(form, _with_inner_states(form, told))


def _with_states_ahead(form: Form, parts: Sequence[Said]) -> list[Said]:
    """With a word for yes or no that no words stand before put before those of its row: `… thì có
    niêm yết địa chỉ rồi tiếp nhận 4`."""
    found: list[Said] = []
    for one in parts:
        last = found[-1] if found else None
        bare = last is not None and fold_text(last.value) in _SAID and one.glued and one.value
        if last is not None and bare and all(map(is_idle, last.before)):
            words = (last.value, *one.before)
            if _leading_state(form, words, to_the_end=False) is not None:
                found[-1] = replace(one, before=words, glued=last.glued)
                continue
        found.append(one)
    return found


def _with_inner_states(form: Form, parts: Sequence[Said]) -> tuple[Said, ...]:
    """`có` behind the words of one row that asks for it, and before those of another, answers the
    first; so does `không có` of any row."""
    found: list[Said] = []
    for part in parts:
        one = part
        while (cut := _inner_state(form, one)) is not None:
            state = " ".join(one.before[cut.start : cut.stop])
            found.append(Said(one.before[: cut.start], state, glued=one.glued))
            one = replace(one, before=one.before[cut.stop :], glued=False)
        found.append(one)
    return tuple(found)


def _inner_state(form: Form, one: Said) -> range | None:
    """Where such words stand, the longest first."""
    places = (
        range(at, at + size)
        for at in range(1, len(one.before) - 1)
        for size in (2, 1)
        if at + size < len(one.before)
    )
    for place in places if one.value else ():
        state = " ".join(one.before[place.start : place.stop])
        if not is_bare_state(state) or fold_text(state) in JOINS:
            continue
        first = _best_row(form, one.before[: place.start])
        second = _best_row(form, one.before[place.stop :], one.behind)
        joined = _best_row(form, one.before, one.behind)
        none = len(place) > 1 and read_unclear_state(state)
        if first is None or second is None or (first == second and not none):
            continue
        alone = joined in (first, second, None) or not form.row(second).options
        if none or (form.row(first).options and alone):
            return place
    return None


def _best_row(form: Form, before: Sequence[str], behind: Sequence[str] = ()) -> str | None:
    scores = score_rows(form, *words_around(before, behind))
    best = max(scores, key=lambda key: scores[key], default=None)
    return best if best is not None and scores[best] >= FITS else None


def _with_leading_states(form: Form, parts: Sequence[Said]) -> tuple[Said, ...]:
    """With a clause of its own for `có` or `không` that stands before the words of a row which asks
    for it, behind a value or before the words of the next one."""
    found: list[Said] = []
    for part in parts:
        one = part
        while one.value and (cut := _leading_state(form, one.before, to_the_end=False)):
            before = one.before[: cut.start]
            found += [Said(before, glued=one.glued)] if before else []
            found.append(Said(one.before[cut.start : cut.stop]))
            one = replace(one, before=one.before[cut.stop :], glued=False)
        behind = _leading_state(form, one.behind, to_the_end=True) if one.value else None
        if behind is None:
            found.append(one)
        else:
            found.append(replace(one, behind=one.behind[: behind.start]))
            found.append(Said(one.behind[behind.start :]))
    return tuple(found)


def _leading_state(form: Form, words: Sequence[str], *, to_the_end: bool) -> range | None:
    """Where such a clause stands among the words, `to_the_end`, or with words of another row behind
    it."""
    for at, word in enumerate(words):
        begins = fold_text(words[at - 1]) in JOINS if at else True
        begins = begins or all(map(is_idle, words[:at]))
        if fold_text(word) not in _SAID or not begins:
            continue
        ends = (len(words),) if to_the_end else range(len(words) - 1, at + LEAST_WORDS, -1)
        for end in ends:
            first = _asking_row(form, words[at + 1 : end])
            if first is None:
                continue
            if to_the_end or _best_row(form, words[end:]) not in (None, first):
                return range(at, end)
    return None


def _asking_row(form: Form, words: Sequence[str]) -> str | None:
    """The row with a choice that has all of the words, perhaps behind one for what is done."""
    size = next((len(one) for one in _DOES if tuple(map(fold_text, words[: len(one)])) == one), 0)
    for said in (words, words[size:]):
        row = _best_row(form, said) if len(telling_words(" ".join(said))) >= LEAST_WORDS else None
        if row and form.row(row).options and not words_left(form, row, words_of(" ".join(said))):
            return row
    return None
