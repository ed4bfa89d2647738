"""Which row each value of a sentence is for: by its words, by what is in hand, and by the rows of
the values beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkEntry, once_each, read_entry
from conversations.bulk.row_candidates import (
    LikelyRow,
    Place,
    find_clear_row,
    goes_further,
    heading_of,
    other_lines,
)
from conversations.bulk.row_choices import find_choice, is_only_choice
from conversations.bulk.said_clause import LINKS, Said
from conversations.bulk.said_states import read_said_state
from conversations.bulk.said_words import folded_words, telling_words, words_of
from conversations.bulk.sentence_values import (
    FITS,
    PERCENT,
    SHORT,
    is_bare_state,
    may_be_rows,
    read_said,
)
from conversations.bulk.shared_words import CLEAR, IN_HAND, words_around
from conversations.bulk.vocabulary.form_vocabulary import read_vocabulary
from conversations.bulk.vocabulary.known_words import words_left
from conversations.bulk.vocabulary.row_fits import fit_rows, score_rows
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import Reading, ReadState
from conversations.text.normalize import fold_text

LEAST_TELLING = 5  # letters of a word that is no name of a person
LEAST_SAID = 2  # telling words of a clause without a value that is told of
SEVERAL = 2
LEAST_OWN = 4  # words of its label by which a row is named, whatever others have
LEAST = 0.4  # score below which no neighbour helps
FITS_FAR = 0.7  # the same for a row that is neither in hand nor beside one that is named
ABOUT = 0.9  # how much the words before say that have no value of their own
LESS_LIKELY = 0.85  # for a number without a sign, of a row in percent or with codes
ASKED = 1.3  # how much likelier the row is that is asked
HERE, SAME_GROUP, NEXT = 1.15, 1.4, 1.1  # how much likelier such rows are
SAME = 0.88  # of how well words fit a row, from which they fit another as well
ALIKE = 0.7  # how well words fit rows that they may mean as well
_PASSIVE = re.compile(r"(?:[^\W\d]+ ){0,2}(?:được|duoc|đc|dc) [^\W\d].*", re.IGNORECASE)
_GOES_ON = re.compile(r"^(?:xong )?(?:rồi|roi) ", re.IGNORECASE)
_SECTION = re.compile(r"[IVX]+")


def only_counts(form: Form, asked: Row, one: Said) -> bool:
    """Whether the words only say what the row that is asked counts: `chắc là 35 nhiệm vụ`."""
    counted = {*telling_words(" ".join(one.behind))}
    own = counted <= {*telling_words(asked.measure.casefold())}
    return own and not score_rows(form, words_of(" ".join(one.before)))


class RowPlacing:
    """Finding the row of each value. `found` has those that are known, by place; answers that are
    no value of their own, `60 phiếu giấy`, come behind all places. `line`: the row that is asked,
    beside cells of its printed line."""

    def __init__(
        self,
        form: Form,
        hand: Sequence[str],
        parts: Sequence[Said],
        *,
        asked: Sequence[str],
        around: Sequence[str],
        within: bool = False,
        line: str = "",
    ) -> None:
        self.form, self.hand, self.parts = form, frozenset(hand), parts
        self._here, self._asked = {heading_of(form, key) for key in around}, asked
        self.found: dict[int, Place] = {}
        self._open = line
        apart = other_lines(form, line, " ".join(one.clause for one in parts))
        self._fits = [
            {
                key: fit
                for key, fit in fit_rows(form, *words_around(one.before, one.behind)).items()
                if (not within or key in self.hand) and key not in apart
            }
            for one in parts
        ]
        self._scores = [{key: fit.score for key, fit in fits.items()} for fits in self._fits]
        for start in ((), around, ()):
            self._place_all([form.row(key) for key in start])
        self._place_first(around)
        self._place_choices()
        self._place_all(())  # beside a choice
        self._place_percent()
        self._give_back()
        self.leave_open(self._crossed())

    def differing(self, other: RowPlacing) -> set[int]:
        """The places of values that the other way gives to other rows, or whose rows it gives to
        other values."""
        mine, its = self._rows(), other._rows()
        taken = {row: at for at, row in its.items()}
        return {
            at for at, row in mine.items() if its.get(at, row) != row or taken.get(row, at) != at
        }

    def is_alone(self, at: int) -> bool:
        """Whether the value has a row whose label, headings or measure have all words before it,
        as those of no other beside it."""
        if at not in self.found:
            return False
        row = self.found[at][0]
        fits, its = self._fits[at], self._fits[at].get(row.key)
        before = " ".join(self.parts[at].before)
        words = words_of(_GOES_ON.sub("", before))
        if its is None or words_left(self.form, row.key, words):
            return False
        if len(folded_words(row.title) & {*map(fold_text, words)}) >= LEAST_OWN:
            return True
        others = (key for key, one in fits.items() if key != row.key and one.words >= its.words)
        return not any(
            self._parent(key) == row.parent and not goes_further(row, self.form.row(key))
            for key in others
        )

    def _give_back(self) -> None:
        """Rows that were given to a value whose words fit them less than those of one that has no
        row: `có kiến nghị 2, xử lý xong 2`."""
        for at, one in enumerate(self.parts):
            scores = self._scores[at]
            best = max(scores, key=lambda key: scores[key], default=None)
            owner = {row: other for other, row in self._rows().items()}.get(best or "")
            if at in self.found or not one.value or owner is None or owner >= len(self.parts):
                continue
            if best is None or self._may_be_beside(at, best):
                continue
            if self._scores[owner].get(best, 0) < CLEAR * scores[best]:
                told = read_said(self.form.row(best), one, is_last=at + 1 == len(self.parts))
                if told is not None:
                    del self.found[owner]
                    self.found[at] = self.form.row(best), *told
        self._place_all(())

    def _may_be_beside(self, at: int, row: str) -> bool:
        """Whether the same words are those of another cell of the line as well: `120 lao động`."""
        fits, cell = self._fits[at], self.form.row(row).cell
        if cell is None:
            return False
        its, parent = fits[row], self.form.row(row).parent
        beside = (fit for key, fit in fits.items() if key != row and self._parent(key) == parent)
        return any(fit.words >= its.words and fit.score >= CLEAR * its.score for fit in beside)

    def _parent(self, row: str) -> str | None:
        return self.form.row(row).parent

    def _crossed(self) -> set[int]:
        """Two values whose words fit each the other's row better, all in all, than its own."""
        found: set[int] = set()
        rows = {at: key for at, key in self._rows().items() if at < len(self.parts)}
        for one, two in combinations(rows, 2):
            kept = self._scores[one].get(rows[one], 0) + self._scores[two].get(rows[two], 0)
            turned = self._scores[one].get(rows[two], 0) + self._scores[two].get(rows[one], 0)
            same = self.parts[one].value == self.parts[two].value
            if turned > kept and not same and self._scores[one].get(rows[two]):
                found |= {one, two}
        return found

    def _rows(self) -> dict[int, str]:
        return {at: place[0].key for at, place in self.found.items()}

    def leave_open(self, places: Iterable[int]) -> None:
        """Leave these without a row."""
        for at in places:
            del self.found[at]

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
        words = (*first.before, *first.behind, *(self.parts[1].before if self.parts[1:] else ()))
        bare = not (words or self._asked)  # `4 5 phòng` in a list
        if first.value and not (section or bare) and only_counts(self.form, row, first):
            told = read_said(row, first, is_last=False)
            if told is not None:
                self.found[0] = row, *told

    def _likeliest(self, at: int, near: Sequence[Row]) -> Place | None:
        """The row that is meant, with what is said of it; none when two are as likely."""
        said, taken = self.parts[at], {row.key for row, _, _ in self.found.values()}
        context = self._context(at)
        vague = not telling_words(" ".join((*said.before, *said.behind)))  # `hiện có 45`
        vague_before = not telling_words(" ".join(said.before))
        likely: list[LikelyRow] = []
        for key, score in self._scores[at].items():
            row = self.form.row(key)
            if (
                key in taken
                or score < LEAST
                or (vague and key not in self.hand and not row.options)
                or self._is_of_parent(at, row, taken)
            ):
                continue
            likelier = self._likelier(row, near, first=at == 0)
            weighed = score * likelier * _fit(row, said) + ABOUT * context.get(key, 0.0)
            last = at + 1 == len(self.parts)
            fit = self._fits[at][key]
            far = likelier <= 1 and context.get(key, 0.0) < FITS
            if far and row.options and said.value.isdecimal():
                continue  # `1 cấp tỉnh` is no code there
            if row.options and said.value.isdecimal() and said.behind and not fit.named:
                continue  # nor is `1 kỹ sư`
            if far and not fit.named:
                continue  # `ngân sách lo 2` names no row there
            if fit.beside and vague_before:
                continue  # `3 kế hoạch` are no tasks of a plan
            if fit.counted and key not in self._asked:
                continue  # `3 phong trào` names none of the cells that count them
            if weighed >= (FITS if likelier > 1 else FITS_FAR):
                told = read_said(row, said, is_last=last)
                likely.append(LikelyRow(row, weighed, fit, told, far))
        place = find_clear_row(
            self.form,
            sorted(likely, key=lambda one: -one.weighed),
            asked=self._asked,
            hand=self.hand,
            several=len(self.parts) > 1,
            in_context=bool(context),
        )
        if place is not None and (
            self._goes_on(at)
            or self._is_of_near(at, place[0], taken)
            or self._is_of_many(at, place[0], taken)
            or self._is_of_heading(at, place[0])
        ):
            return None
        return self._asked_instead(at, place, taken)

    def _is_of_parent(self, at: int, row: Row, taken: AbstractSet[str]) -> bool:
        """Whether all words are those of the row that this one is a part of: `văn bản tham mưu`
        where those in time are asked for below all; and no other value is told by more of them."""
        fits, parent = self._fits[at], row.parent or ""
        its = fits.get(parent)
        if its is None or row.cell is not None or not fits[row.key].words <= its.words:
            return False
        others = (one[parent] for n, one in enumerate(self._fits) if n != at and parent in one)
        if parent in taken or any(len(one.words) > len(its.words) for one in others):
            return False
        return read_said(self.form.row(parent), self.parts[at], is_last=False) is not None

    def _is_of_heading(self, at: int, row: Row) -> bool:
        """Whether one value alone was found, beside the row that is asked, by one word,
        that the heading of both has: `chuyển được sáu người`."""
        asked = self.form.by_key.get(self._open)
        if asked is None or row.key == asked.key or row.parent != asked.parent or not row.parent:
            return False
        title, measure = self.form.row(row.parent).title, row.measure
        counted = {*map(fold_text, words_of(measure.casefold()))}
        known = {*map(fold_text, words_of(title))} | counted
        words = {word.partition("+")[0] for word in self._fits[at][row.key].words}
        if not words.isdisjoint(map(fold_text, words_of(asked.title))):
            return False
        alone = sum(bool(one.value) for one in self.parts) == 1 == len(words - counted)
        return alone and words <= known

    def _is_of_many(self, at: int, row: Row, taken: AbstractSet[str]) -> bool:
        """Whether the words are those of several free rows alike, so that they may mean all, or
        any: yes or no of rows beside each other (`ISO ở đơn vị trực thuộc: không`), a state of some
        that no word tells apart (`kỷ luật cấp phòng không phát sinh`), and any value of a row that
        is told by what the labels below it have too (`mức độ 4: 75`)."""
        its, value = self._fits[at].get(row.key), self.parts[at].value
        if its is None or not its.words or row.key in self._asked or row.cell is not None:
            return False
        context = self._context(at)
        told = {
            key: fit.score + ABOUT * context.get(key, 0.0)
            for key, fit in self._fits[at].items()
            if fit.words == its.words and not fit.headed and key not in taken
        }
        beside = {key: told[key] for key in told if self._parent(key) == row.parent}
        words = {word.partition("+")[0] for word in its.words}
        below = {
            key
            for key in told
            if self._parent(key) == row.key and words <= folded_words(self.form.row(key).title)
        }
        best = told.get(row.key, 0.0)
        if row.options and sum(score >= ALIKE * best for score in beside.values()) > SEVERAL:
            return True
        said = {*map(fold_text, words_of(self.parts[at].clause))}
        if len(folded_words(row.title) - said) < LEAST_SAID:
            return False  # its label is said to the end
        stated = isinstance(read_said_state(value), ReadState) and not row.options
        same = {
            key
            for key, score in beside.items()
            if score >= SAME * best and not goes_further(row, self.form.row(key))
        }
        again = sum(
            one.value == value and not same.isdisjoint(self._fits[n])
            for n, one in enumerate(self.parts)
        )  # `kiến nghị với xử lý đều không phát sinh`
        return len(below) >= SEVERAL or (stated and len(same) >= max(SEVERAL, again + 1))

    def _asked_instead(self, at: int, place: Place | None, taken: AbstractSet[str]) -> Place | None:
        """The cell that is asked, where a first value has no words but those of its heading, which
        those beside it have too: `công ty có 85 lao động, nữ 40`."""
        key = next(iter(self._asked), "")
        its = self._fits[at].get(key)
        if at or its is None or key in taken or (place is not None and place[0].key == key):
            return place
        row, fits = self.form.row(key), self._fits[at]
        if place is not None:
            words, beside = fits[place[0].key].words, row.parent == place[0].parent
        else:  # others of the line are known, and the words are of any of its cells
            words = frozenset().union(*(fit.words for fit in fits.values()))
            beside = any(self._parent(other) == row.parent for other in taken)
        denied = place is not None and self._is_denied_of(row, place[0])
        if row.cell is None or not words <= its.words or not beside or denied:
            return place
        told = read_said(row, self.parts[at], is_last=len(self.parts) == 1)
        return place if told is None else (row, *told)

    def _is_denied_of(self, row: Row, other: Row) -> bool:
        """Whether the row is of what is not, and the other of what is: *không xác định thời hạn*,
        where `xác định thời hạn` was said."""
        known = self.form.derived(read_vocabulary).rows
        return known[row.key].denies and not known[other.key].denies

    def _is_of_near(self, at: int, row: Row, taken: AbstractSet[str]) -> bool:
        """Whether a row in hand that another value has is named by all words by which one of
        elsewhere was found: `có tuyên truyền, chín văn bản`."""
        its = self._fits[at].get(row.key)
        if its is None or row.key in self.hand or not its.words:
            return False
        near = (self._fits[at][key] for key in taken & self.hand if key in self._fits[at])
        return any(its.words <= one.words for one in near)

    def _goes_on(self, at: int) -> bool:
        """Whether a value may be more of the one right before it: `bài gửi tỉnh 9 được đăng 7`
        says something else of the same, in words of its row."""
        one, before = self.parts[at], self.found.get(at - 1)
        passive = _PASSIVE.match(" ".join(one.before))
        if before is None or passive is None or not one.glued:
            return False
        label = {*map(fold_text, words_of(before[0].title))}
        return label.issuperset(map(fold_text, telling_words(passive[0])))

    def _context(self, at: int) -> dict[str, float]:
        """How well the rows fit the clause before that has no value of its own."""
        about = next((n for n in reversed(range(at)) if not self.parts[n].value), None)
        if about is None or _is_short(telling_words(self.parts[about].clause)):
            return {}
        return self._scores[about]

    def _likelier(self, row: Row, near: Sequence[Row], *, first: bool) -> float:
        form, factor = self.form, IN_HAND if row.key in self.hand else 1.0
        if row.key in self._asked and first:  # what follows goes with what is before it
            factor *= ASKED
        if heading_of(form, row.key) in self._here:
            factor *= HERE
        beside = {heading_of(form, one.key) for one in near} | {one.parent for one in near}
        if not beside.isdisjoint((heading_of(form, row.key), row.key)):
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
                (row, name)
                for row in (self._beside() if one.value or at not in self.found else ())
                if (name := find_choice(self.form, row, one))
            ]
            if len(rows) == 1 and is_only_choice(self.form, *rows[0], self.parts):
                row, name = rows[0]
                place = len(self.parts) + at if one.value else at
                self.found[place] = row, name, read_answer(row, name)

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
        if one.value and fold_text(one.value) != "roi" and best > 0:
            return True  # `xử lý không có`
        said = telling_words(one.clause)
        if not one.value and said and best > 0 and _states(one):
            return True  # `có tuyên truyền`
        if one.leads and self._leads(at):
            return False  # `phần tự chủ: …`
        if not (one.value or one.leads) and (len(said) >= LEAST_SAID or _is_short(said)):
            return not self._leads(at)
        taken = (row.key for row, _, _ in self.found.values())
        return best >= FITS and not any(scores.get(key, 0) >= CLEAR * best for key in taken)

    def _leads(self, at: int) -> bool:
        """Whether the clause only says what the next value is about."""
        later = (self.found[n] for n in range(at + 1, len(self.parts)) if n in self.found)
        next_ = next(later, None)
        if next_ is None:
            return False
        group = self.form.group_of(next_[0].key).key
        best = max(self._scores[at], key=lambda key: self._scores[at][key], default=None)
        taken = self._rows().values()
        if (
            not self.parts[at].leads
            and best not in taken
            and self._scores[at].get(best or "", 0) >= 1
        ):
            return False  # `cả ba đúng tiến độ, hai đúng quy trình`
        named = (key for key, score in self._scores[at].items() if score >= FITS)
        return any(self.form.group_of(key).key == group for key in named)


def _is_short(words: Sequence[str]) -> bool:
    """`pp` alone: the first letters of words."""
    return len(words) == 1 and SHORT.fullmatch(words[0]) is not None


def _states(one: Said) -> bool:
    """Whether the clause begins with yes or no."""
    return fold_text(one.before[0]) in ("co", "khong", "chua")


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
