"""Answers in a sentence of the officer's own, each with a few words of its row: `nhiệm vụ kế hoạch
24, xong 9`, `giao 24 nhiệm vụ`, `sáng kiến chưa có, khen thưởng có`, typed or dictated. Which row
is meant is the officer's to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from conversations.answer_types.reader import read_answer
from conversations.bulk.furniture import is_courtesy, strip_furniture
from conversations.bulk.label_match import all_labels
from conversations.bulk.model import BulkEntry, once_each, read_entry
from conversations.bulk.row_vocabulary import (
    is_of_labels,
    score_rows,
    stand_together,
    telling_words,
    words_of,
)
from conversations.bulk.said_values import LINKS, Said, cut_values
from conversations.bulk.sentence_values import (
    PERCENT,
    is_bare_state,
    options_said,
    read_said,
    read_value,
)
from conversations.forms.model import Form, Row
from conversations.parsing.aside import bracket_asides, has_parts
from conversations.parsing.result import Reading
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_500  # characters of such a message
MOST = 60  # values of one message
MOST_SPLITS = 6  # ways to share the words between two values
LEAST_TELLING = 5  # letters of a word that is no name of a person
LEAST_SAID = 2  # telling words of a clause without a value that is told of
SEVERAL = 2
MOST_BEHIND = 3  # telling words behind a value that may be its row's
FITS = 0.6  # score from which words name a row
LEAST = 0.4  # score below which no neighbour helps
FITS_FAR = 0.7  # the same for a row that is neither in hand nor beside one that is named
CLEAR = 0.92  # a second row that fits so much of the first leaves it open which is meant
FAR_BETTER = 1.3  # how much better words fit a row elsewhere that the nearer one is left for
TORN = 0.5  # how much is lost by parting two words that a label has side by side
DOUBT = 0.8  # how much less words say that fit two rows alike
CLEAR_ALONE = 0.8  # the same for one value alone, which nothing else tells of
ABOUT = 0.9  # how much the words before say that have no value of their own
LESS_LIKELY = 0.85  # for a number without a sign, of a row in percent or with codes
ASKED = 1.3  # how much likelier the row is that is asked
IN_HAND, HERE, SAME_GROUP, NEXT = 1.35, 1.15, 1.4, 1.1  # how much likelier such rows are
_NO_SENTENCE = re.compile(  # rows by their numbers, a range
    r"\btu \d+ (?:den|toi) \d|\b(?:(?<!hop )dong|cau|stt|y so)\s+(?:so\s+)?\d|\d\s*="
)
_BEGINS_WITH_WORD = re.compile(r"\s*[^\W\d_]{2}")
_COUNT = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]+(?=[^\W\d_]{2})", re.MULTILINE)
_SECTION = re.compile(r"[IVX]+")
Place = tuple[Row, str, Reading]


def hear_answers(
    form: Form, hand: Sequence[str], text: str, *, within: bool = False
) -> tuple[BulkEntry, ...]:
    """The likeliest of the ways to hear the text."""
    return next(iter(hear_ways(form, hand, text, within=within)), ())


def hear_ways(
    form: Form, hand: Sequence[str], text: str, *, within: bool = False
) -> tuple[tuple[BulkEntry, ...], ...]:
    """The answers that a sentence gives, rows in hand before others and the first of them before
    all; none when no row is named. What belongs to no row, or may belong to two, is kept without
    one. `within`: of the rows in hand alone, none of them before another. Parts of a number are a
    remark, or the answers of the rows below its row; where they may be those of rows beside it
    there are two ways."""
    said = clean_text(_without_counts(strip_furniture(text)))
    if len(said) > LONGEST or "\t" in text or _NO_SENTENCE.search(fold_text(said)):
        return ()
    beside = bracket_asides(said)
    heard = _hear(form, hand, beside, within=within)
    parts = _hear(form, hand, said, within=within) if beside != said and has_parts(said) else ()
    found = {one.row for one in heard}
    of_parts = [one for one in parts if one.row not in found]
    if not of_parts or not all(one.is_placed for one in of_parts):
        return (heard,) if heard else ()
    if not heard:  # the number that they are of has words, but none of another row
        return (parts,) if _BEGINS_WITH_WORD.match(said) else ()
    whole = [form.row(one.row) for one in heard if one.row is not None]
    rows = [form.row(str(one.row)) for one in of_parts]
    if all(any(row.key.startswith(f"{one.key}.") for one in whole) for row in rows):
        return (parts,)
    near = all(any(row.parent == one.parent for one in whole) for row in rows)
    return (heard, parts) if near else (heard,)


def _without_counts(text: str) -> str:
    """Lines of words without the numbers that count them."""
    return _COUNT.sub("", text) if len(_COUNT.findall(text)) >= SEVERAL else text


def _hear(form: Form, hand: Sequence[str], said: str, *, within: bool) -> tuple[BulkEntry, ...]:
    parts = _with_inner_states(form, cut_values(said, all_labels(form)))
    if not 0 < len(parts) <= MOST or not any(telling_words(one.line) for one in parts):
        return ()
    if within:
        shared = _shared(form, frozenset(hand), [one for one in parts if not _is_polite(one)])
        return _Placing(form, hand, shared, asked=(), around=(), within=True).entries()
    several = sum(bool(one.value) for one in parts) > 1
    asked, around = hand[:1], hand[:1] if several else ()
    if hand and not several:  # one alone may be of any section
        if _only_counts(form, form.row(hand[0]), parts[0]):
            return ()
        words = len(parts[0].before) + len(parts[0].behind)
        hand = form.asked_by_heading[form.group_of(hand[0]).key] if words > 1 else ()
        named = score_rows(form, words_of(" ".join(parts[0].before)))
        asked = asked if words > 1 and asked[0] in named else ()
    shared = _shared(form, frozenset(hand), [one for one in parts if not _is_polite(one)])
    return _Placing(form, hand, shared, asked=asked, around=around).entries()


def _only_counts(form: Form, asked: Row, one: Said) -> bool:
    """Whether the words only say what the row that is asked counts: `chắc là 35 nhiệm vụ`."""
    counted = {*telling_words(" ".join(one.behind))}
    own = counted <= {*telling_words(asked.measure.casefold())}
    return own and not score_rows(form, words_of(" ".join(one.before)))


def may_be_rows(form: Form, line: str) -> tuple[Row, ...]:
    """The rows that may be meant by a line without one, `người làm việc có mặt: 75`, the likeliest
    first."""
    label, _, value = line.rpartition(": ")
    scores = score_rows(form, words_of(label))
    keys = sorted((key for key in scores if scores[key] >= FITS), key=lambda key: -scores[key])
    return tuple(row for row in map(form.row, keys) if read_value(row, value) is not None)


def _with_inner_states(form: Form, parts: Sequence[Said]) -> tuple[Said, ...]:
    """`kế hoạch rà soát có đơn giản hóa chưa có`, dictated without a comma: `có` behind the words
    of one row that asks for it, and before those of another, answers the first."""
    found: list[Said] = []
    for one in parts:
        cut = _inner_state(form, one)
        if cut is None:
            found.append(one)
        else:
            before, behind = one.before[: cut.start], one.before[cut.stop :]
            state = " ".join(one.before[cut.start : cut.stop])
            found.append(Said(before, state, glued=one.glued))
            found.append(replace(one, before=behind, glued=False))
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
        if not is_bare_state(" ".join(one.before[place.start : place.stop])):
            continue
        first = _best_row(form, one.before[: place.start])
        second = _best_row(form, one.before[place.stop :], one.behind)
        joined = _best_row(form, one.before, one.behind)
        if first is None or second is None or first == second:
            continue
        alone = joined in (first, second, None) or not form.row(second).options
        if form.row(first).options and alone:
            return place
    return None


def _best_row(form: Form, before: Sequence[str], behind: Sequence[str] = ()) -> str | None:
    scores = score_rows(form, *_words(before, behind))
    best = max(scores, key=lambda key: scores[key], default=None)
    return best if best is not None and scores[best] >= FITS else None


def _is_polite(one: Said) -> bool:
    return not one.value and is_courtesy(one.line)


def _shared(form: Form, hand: frozenset[str], parts: Sequence[Said]) -> list[Said]:
    """With the words that stand between two values given to one of them, or to each its part, so
    that the rows are named best: `kiểm tra 4 phòng ban phát hiện 3`."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # by where the last gap was parted
    for at, one in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        gap = following.before if following is not None and following.glued else ()
        ways: dict[int, tuple[float, list[int]]] = {}
        for end in _splits(gap):
            behind = gap[:end] if gap else one.behind
            torn = 0 < end < len(gap) and stand_together(form, *gap[end - 1 : end + 1])
            totals = [
                (
                    total
                    + _worth(form, hand, one.before[start:], behind)
                    - (torn or _bares(one.before[start:], gap, end)) * TORN,
                    [*cuts, end],
                )
                for start, (total, cuts) in best.items()
            ]
            ways[end] = max(totals, key=lambda way: way[0])
        best = ways
    cuts = max(best.values(), key=lambda way: way[0])[1] if parts else []
    found = list(parts)
    for at in range(1, len(parts)):
        if parts[at].glued:
            cut, words = cuts[at - 1], parts[at].before
            found[at - 1] = replace(found[at - 1], behind=words[:cut])
            found[at] = replace(found[at], before=words[cut:])
    return found


def _bares(before: Sequence[str], gap: Sequence[str], end: int) -> bool:
    """Whether a value that has words is given those before the next value too, all of them."""
    return 0 < len(gap) == end and bool(telling_words(" ".join(before)))


def _splits(gap: Sequence[str]) -> Iterator[int]:
    """Where the words may be parted; what stands before `thì` is what the next value is said of."""
    subject = next((at for at, word in enumerate(gap) if at and word.casefold() == "thì"), None)
    if subject is not None:
        yield from range(subject)
        return
    yield from range(min(len(gap), MOST_SPLITS - 1))
    yield len(gap)


def _worth(form: Form, hand: frozenset[str], before: Sequence[str], behind: Sequence[str]) -> float:
    """How well these words name one row."""
    scores = score_rows(form, *_words(before, behind)).items()
    likely = sorted((score * (IN_HAND if key in hand else 1.0) for key, score in scores))[-2:]
    if not likely:
        return 0.0
    is_clear = len(likely) == 1 or likely[0] < CLEAR * likely[1]
    return likely[-1] * (1.0 if is_clear else DOUBT)


def _words(before: Sequence[str], behind: Sequence[str]) -> tuple[list[str], list[str]]:
    return words_of(" ".join(before)), telling_words(" ".join(behind))[:MOST_BEHIND]


class _Placing:
    """Finding the row of each value. `found` has those that are known, by place; answers that are
    no value of their own, `60 phiếu giấy`, come behind all places."""

    def __init__(
        self,
        form: Form,
        hand: Sequence[str],
        parts: Sequence[Said],
        *,
        asked: Sequence[str],
        around: Sequence[str],
        within: bool = False,
    ) -> None:
        self.form, self.hand, self.parts = form, frozenset(hand), parts
        self._here, self._asked = {form.group_of(key).key for key in around}, asked
        self.found: dict[int, Place] = {}
        self._scores = [
            {
                key: score
                for key, score in score_rows(form, *_words(one.before, one.behind)).items()
                if not within or key in self.hand
            }
            for one in parts
        ]
        for start in ((), around, ()):
            self._place_all([form.row(key) for key in start])
        self._place_first(around)
        self._place_choices()
        self._place_percent()

    def entries(self) -> tuple[BulkEntry, ...]:
        if not self.found:
            return self._named()
        told: list[BulkEntry] = []
        for at, one in enumerate(self.parts):
            if at in self.found:
                told.append(_entry(*self.found[at]))
            elif self._says_something(at):
                told.append(read_entry(self.form, None, one.line))
        behind = (self.found[at] for at in self.found if at >= len(self.parts))
        return once_each([*told, *(_entry(*place) for place in behind)])

    def _named(self) -> tuple[BulkEntry, ...]:
        """Several answers, each with words that may mean a few rows: `phòng ban chuyên môn 8, đơn
        vị sự nghiệp 2`; none where one has no such words."""
        told = [one for one in self.parts if one.value]
        lines = [read_entry(self.form, None, one.line) for one in told]
        named = all(may_be_rows(self.form, one.said) for one in lines)
        return tuple(lines) if named and len(lines) >= SEVERAL else ()

    def _place_all(self, around: Sequence[Row]) -> None:
        """What may mean two rows is looked at again when the others have theirs: `phát hiện 5,
        xử lý xong 4`. `around` is where a sentence begins that names nothing clearly."""
        for at in range(len(self.parts)):
            if at not in self.found:
                near = [self.found[one][0] for one in (at - 1, at + 1) if one in self.found]
                place = self._likeliest(at, near or around)
                if place is not None:
                    self.found[at] = place

    def _place_first(self, around: Sequence[str]) -> None:
        """`22 nhiệm vụ, hoàn thành 15`: a first value with no words of another row answers the row
        that is asked."""
        taken = {row.key for row, _, _ in self.found.values()}
        if 0 in self.found or not self.found or not around or around[0] in taken:
            return
        row, first = self.form.row(around[0]), self.parts[0]
        section = any(map(_SECTION.fullmatch, first.before))  # `II: 0` is of no row
        if first.value and not section and _only_counts(self.form, row, first):
            told = read_said(row, first, is_last=False)
            if told is not None:
                self.found[0] = row, *told

    def _likeliest(self, at: int, near: Sequence[Row]) -> Place | None:
        """The row that is meant, with what is said of it; none when two are as likely."""
        said, taken = self.parts[at], {row.key for row, _, _ in self.found.values()}
        about = next((n for n in reversed(range(at)) if not self.parts[n].value), None)
        context = self._scores[about] if about is not None else {}
        vague = not telling_words(" ".join((*said.before, *said.behind)))  # `hiện có 45`
        likely: list[tuple[float, Row, tuple[str, Reading] | None]] = []
        for key, score in self._scores[at].items():
            row = self.form.row(key)
            if (
                key in taken
                or score < LEAST
                or (vague and key not in self.hand and not row.options)
            ):
                continue
            likelier = self._likelier(row, near, first=at == 0)
            weighed = score * likelier * _fit(row, said) + ABOUT * context.get(key, 0.0)
            last = at + 1 == len(self.parts)
            if weighed >= (FITS if likelier > 1 else FITS_FAR):
                likely.append((weighed, row, read_said(row, said, is_last=last)))
        return self._clearest(at, sorted(likely, key=lambda one: -one[0]))

    def _clearest(
        self, at: int, likely: Sequence[tuple[float, Row, tuple[str, Reading] | None]]
    ) -> Place | None:
        """The first that takes what is said; none when another fits as well, or when one of
        another heading fits better and cannot take it: `khen thưởng 5 người`."""
        taking = [(weighed, row, told) for weighed, row, told in likely if told is not None]
        if not taking:
            return None
        weighed, row, told = taking[0]
        raw = self._scores[at]
        taking_far = sorted(taking, key=lambda one: -raw[one[1].key])
        if raw[taking_far[0][1].key] > FAR_BETTER * raw[row.key]:
            weighed, row, told = taking_far[0]
            others = [raw[other.key] for _, other, _ in taking_far[1:]]
            return (row, *told) if others[0] <= CLEAR * raw[row.key] else None
        clear = CLEAR if len(self.parts) > 1 else CLEAR_ALONE
        if len(taking) > 1 and taking[1][0] > clear * weighed:
            return None
        _, best, best_told = likely[0]
        far = self.form.group_of(best.key).key != self.form.group_of(row.key).key
        return None if best_told is None and far and best.key in self.hand else (row, *told)

    def _likelier(self, row: Row, near: Sequence[Row], *, first: bool) -> float:
        form, factor = self.form, IN_HAND if row.key in self.hand else 1.0
        if row.key in self._asked and first:  # what follows goes with what is before it
            factor *= ASKED
        if form.group_of(row.key).key in self._here:
            factor *= HERE
        if any(form.group_of(one.key).key == form.group_of(row.key).key for one in near):
            factor *= SAME_GROUP
        if any(one.parent == row.parent for one in near):
            factor *= NEXT
        order = form.asked_at
        if any(abs(order.get(row.key, 0) - order.get(one.key, 0)) == 1 for one in near):
            factor *= NEXT
        return factor

    def _beside(self) -> list[Row]:
        """The rows without an answer under the headings of those that have one."""
        taken = {row.key for row, _, _ in self.found.values()}
        groups = {self.form.group_of(key).key for key in taken}
        keys = (key for group in sorted(groups) for key in self.form.asked_by_heading[group])
        return [self.form.row(key) for key in keys if key not in taken]

    def _place_choices(self) -> None:
        """`60 phiếu giấy` names a choice of a row beside the one that takes the figure."""
        for at, one in enumerate(self.parts):
            rows = [
                (row, said[0])
                for row in (self._beside() if one.value or at not in self.found else ())
                if (said := [n for n in options_said(row, one.clause) if self._is_telling(n)])
            ]
            if len(rows) == 1:
                row, name = rows[0]
                place = len(self.parts) + at if one.value else at
                self.found[place] = row, name, read_answer(row, name)

    def _is_telling(self, name: str) -> bool:
        """Whether the name of a choice says nothing of a row."""
        return " " in name or not is_of_labels(self.form, name)

    def _place_percent(self) -> None:
        """`phiếu 150, kết hợp 92,5%`: the one row in percent of the same heading."""
        for at, one in enumerate(self.parts):
            if at in self.found or not one.value.endswith(PERCENT):
                continue
            rows = [
                (row, *told)
                for row in self._beside()
                if row.key in self.hand and (told := read_said(row, one, is_last=False)) is not None
            ]
            known = len(self.parts) + at in self.found  # its words name a choice
            if len(rows) == 1 and (known or not telling_words(" ".join(one.before))):
                self.found[at] = rows[0]

    def _says_something(self, at: int) -> bool:
        """Whether a part without a row has to be told of: a value, a question, or words of a row
        that none of the others answers; `mai chị có` answers nothing."""
        one = self.parts[at]
        if one.asks or (one.value and not is_bare_state(one.value)) or _is_linked(one):
            return True
        if (
            one.value
            and not one.glued
            and any(len(word) >= LEAST_TELLING for word in telling_words(one.line)[:1])
        ):
            return True  # `pbgdpl có`
        scores = self._scores[at]
        best = max(scores.values(), default=0)
        if not (one.value or one.leads) and len(telling_words(one.clause)) >= LEAST_SAID:
            near = {self.form.group_of(row.key).key for row, _, _ in self.found.values()}
            named = (key for key, score in scores.items() if score >= FITS)
            return not any(self.form.group_of(key).key in near for key in named)
        taken = (row.key for row, _, _ in self.found.values())
        return best >= FITS and not any(scores.get(key, 0) >= CLEAR * best for key in taken)


def _is_linked(one: Said) -> bool:
    """`họp hành thì có`: words of a row that nobody knows, with what is said of it."""
    linked = one.value and one.before and fold_text(one.before[-1]) in LINKS
    return bool(linked) and bool(telling_words(" ".join(one.before)))


def _entry(row: Row, said: str, reading: Reading) -> BulkEntry:
    return BulkEntry(row=row.key, said=said, reading=reading)


def _fit(row: Row, said: Said) -> float:
    bare = said.value[-1:].isalnum() and not said.value.endswith(PERCENT)
    coded = bool(row.options) and said.value.isdecimal()
    return LESS_LIKELY if bare and (coded or "%" in row.measure) else 1.0
