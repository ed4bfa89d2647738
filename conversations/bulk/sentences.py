"""Answers in a sentence of the officer's own, each with a few words of its row: `nhiệm vụ kế hoạch
24, xong 9`, `giao 24 nhiệm vụ`, `sáng kiến chưa có, khen thưởng có`, typed or dictated. Which row
is meant is the officer's to confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from conversations.bulk.dictated.inner_states import part_by_states
from conversations.bulk.furniture import is_courtesy, strip_furniture
from conversations.bulk.label_match import all_labels
from conversations.bulk.lead_ins.named_headings import HeadedText, part_by_headings
from conversations.bulk.model import BulkEntry, once_each, read_entry
from conversations.bulk.row_places import SEVERAL, RowPlacing, only_counts
from conversations.bulk.said_clause import Said
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.sentence_values import PERCENT
from conversations.bulk.shared_words import (
    give_before,
    give_behind,
    runs_told_before,
    share_words,
)
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.forms.model import Form
from conversations.parsing.aside import bracket_asides, has_parts
from conversations.text.courtesy import sentence_without_courtesy
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_500  # characters of such a message
MOST = 60  # values of one message
_NO_SENTENCE = re.compile(  # rows by their numbers, a range
    r"\btu \d+ (?:den|toi) \d|\d\s*="
    r"|\b(?:(?<!hop )(?<!lao )(?<!hoat )(?<!cong )(?<!hanh )dong|cau|stt|y so)\s+(?:so\s+)?\d"
)
_BEGINS_WITH_WORD = re.compile(r"\s*[^\W\d_]{2}")
_PARTS_IN_BRACKETS = re.compile(r"\s*\(([^()\d]*[^\W\d][^()]*\d[^()]*|\d+\s[^()]+)\)")
_COUNT = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]+(?=[^\W\d_]{2})", re.MULTILINE)


def hear_answers(
    form: Form, hand: Sequence[str], text: str, *, within: bool = False, listed: bool = False
) -> tuple[BulkEntry, ...]:
    """The likeliest of the ways to hear the text."""
    return next(iter(hear_ways(form, hand, text, within=within, listed=listed)), ())


def hear_ways(
    form: Form, hand: Sequence[str], text: str, *, within: bool = False, listed: bool = False
) -> tuple[tuple[BulkEntry, ...], ...]:
    """The answers that a sentence gives, rows in hand before others and the first of them before
    all; none when no row is named. What belongs to no row, or may belong to two, is kept without
    one. `within`: of the rows in hand alone, none of them before another; `listed`: none of them is
    asked before another. Parts of a number are a
    remark, or the answers of the rows below its row; where they may be those of rows beside it
    there are two ways. Behind the name of a heading are answers of its rows alone."""
    parts_by_heading = () if within else part_by_headings(form, text)
    if any(one.heading for one in parts_by_heading):
        heard = _hear_headed(form, hand, parts_by_heading, listed=listed)
        return (heard,) if any(one.row for one in heard) else ()
    said = sentence_without_courtesy(clean_text(_without_counts(strip_furniture(text))))
    if len(said) > LONGEST or "\t" in text or _NO_SENTENCE.search(fold_text(said)):
        return ()
    beside = bracket_asides(said)

    def hear(words: str) -> tuple[BulkEntry, ...]:
        return _hear(form, hand, words, within=within, listed=listed)

    heard = hear(beside)
    in_line = bool(hand) and form.row(hand[0]).cell is not None  # parts are cells of the line
    apart = _PARTS_IN_BRACKETS.sub(r", \1", beside if in_line else said)
    parts = hear(said) if beside != said and has_parts(said) else ()
    parts = parts or (hear(apart) if apart != said else ())
    found = {one.row for one in heard}
    of_parts = [one for one in parts if one.row not in found]
    if not of_parts or not all(one.is_placed for one in of_parts):
        return (heard,) if heard else ()
    if not heard:  # the number that they are of has words, but none of another row
        return (parts,) if _BEGINS_WITH_WORD.match(said) else ()
    whole = [form.row(one.row) for one in heard if one.row is not None]
    rows = [form.row(str(one.row)) for one in of_parts]
    if all(any(row.key.startswith(f"{one.key}.") for one in whole) for row in rows):
        return (parts,) if apart == said or all(one.is_sure for one in of_parts) else (heard,)
    near = all(any(row.parent == one.parent for one in whole) for row in rows)
    return (heard, parts) if near else (heard,)


def _hear_headed(
    form: Form, hand: Sequence[str], parts: Sequence[HeadedText], *, listed: bool
) -> tuple[BulkEntry, ...]:
    """What each part answers, of the rows below its heading; what answers nothing there has no
    row, whatever rows of elsewhere its words may mean."""
    found: list[BulkEntry] = []
    for one in parts:
        rows = form.asked_by_heading[one.heading] if one.heading else hand
        within = bool(one.heading)
        heard = hear_answers(form, rows, one.text, within=within, listed=listed)
        found += heard or (_unread(form, one),)
    return once_each(found)


def _unread(form: Form, part: HeadedText) -> BulkEntry:
    return read_entry(form, None, part.quoted)


def _without_counts(text: str) -> str:
    """Lines of words without the numbers that count them."""
    return _COUNT.sub("", text) if len(_COUNT.findall(text)) >= SEVERAL else text


def _hear(
    form: Form, hand: Sequence[str], said: str, *, within: bool, listed: bool
) -> tuple[BulkEntry, ...]:
    parts = part_by_states(form, cut_values(said, all_labels(form)))
    if not 0 < len(parts) <= MOST or not any(telling_words(one.line) for one in parts):
        return ()
    said_parts = [one for one in parts if not _is_polite(one)]
    if within:
        place = partial(RowPlacing, form, hand, asked=(), around=(), within=True)
        return _agreed(place, said_parts, share_words(form, frozenset(hand), said_parts))
    several = sum(bool(one.value) for one in parts) > 1
    line = "" if listed else next(iter(hand), "")
    asked, around = () if listed else hand[:1], hand[:1] if several else ()
    if hand and not several:  # one alone may be of any section
        if only_counts(form, form.row(hand[0]), parts[0]):
            return ()
        words = len(parts[0].before) + len(parts[0].behind)
        in_percent = parts[0].value.endswith(PERCENT)
        near = hand if listed and in_percent else form.asked_by_heading[form.group_of(hand[0]).key]
        hand = near if words > 1 else ()
        named = score_rows(form, words_of(" ".join(parts[0].before)))
        asked = asked if words > 1 and {*asked} <= {*named} else ()
    place = partial(RowPlacing, form, hand, asked=asked, around=around, line=line)
    return _agreed(place, said_parts, share_words(form, frozenset(hand), said_parts))


def _agreed(
    place: Callable[[Sequence[Said]], RowPlacing],
    parts: Sequence[Said],
    shared: Sequence[Sequence[Said]],
) -> tuple[BulkEntry, ...]:
    """The answers of the best way to share the words; a value that another one, which finds as many
    rows, gives to another row is left without one. Where words may stand before all their values,
    or behind all, that is the way if each finds its row, and else to be agreed with."""
    given = give_behind(parts, shared[0])
    behind = None if given is None else place(given)
    values = [at for at, one in enumerate(parts) if one.value]
    if behind is not None and all(at in behind.found for at in values):
        return behind.entries()
    best, *others = map(place, _told_before(place, parts, shared))
    others = [one for one in others if len(one.found) >= len(best.found)]
    if behind is not None:
        others.append(behind)
    best.leave_open({at for other in others for at in best.differing(other)})
    return best.entries()


def _told_before(
    place: Callable[[Sequence[Said]], RowPlacing],
    parts: Sequence[Said],
    shared: Sequence[Sequence[Said]],
) -> list[list[Said]]:
    """The ways to share the words. In a run of values that begins with the whole words of a row
    each value has the words before it, where these are wholly those of its row too."""
    runs, ways = runs_told_before(parts), [[*one] for one in shared]
    if not runs:
        return ways
    ahead = place(give_before(ways[0], parts, runs))
    for run in (one for one in runs if ahead.is_alone(one[0])):
        for at in (one for one in run[1:] if ahead.is_alone(one)):
            for way in ways:
                _give_before(way, parts, at, run[0])
    return ways


def _give_before(way: list[Said], parts: Sequence[Said], at: int, first: int) -> None:
    """Give the value the words before it; the one before it, if it has none left, its own too."""
    way[at - 1] = replace(way[at - 1], behind=())
    way[at] = replace(way[at], before=parts[at].before)
    if at - 1 > first and not way[at - 1].before:
        _give_before(way, parts, at - 1, first)


def _is_polite(one: Said) -> bool:
    return not one.value and is_courtesy(one.line)
