"""The rows that a value of a sentence may be for, and which of them it is beyond doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conversations.bulk.said_words import words_of
from conversations.bulk.shared_words import CLEAR
from conversations.bulk.vocabulary.row_fits import RowFit
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import Reading
from conversations.text.normalize import fold_text

FAR_BETTER = 1.3  # how much better words fit a row elsewhere that the nearer one is left for
CLEAR_ALONE = 0.8  # as `CLEAR`, for one value alone, which nothing else tells of
Place = tuple[Row, str, Reading]


@dataclass(frozen=True)
class LikelyRow:
    """A row that may be meant. `weighed`: how likely, by its words and by where it stands. `told`:
    what is said of it; None when it cannot take that. `far`: it is neither in hand nor beside a row
    that is named."""

    row: Row
    weighed: float
    fit: RowFit
    told: tuple[str, Reading] | None
    far: bool

    @property
    def words(self) -> frozenset[str]:
        return self.fit.words


def find_clear_row(
    form: Form,
    likely: Sequence[LikelyRow],
    *,
    asked: Collection[str],
    hand: Collection[str],
    several: bool,
    in_context: bool,
) -> Place | None:
    """The first that takes what is said; none when another fits as well, or when one of another
    heading fits better and cannot take it: `khen thưởng 5 người`. `several`: there are other
    values; `in_context`: words before tell what is spoken about."""
    taking = [one for one in likely if one.told is not None]
    if not taking:
        return None
    taking = [one for one in taking if not any(_is_meant_rather(it, one) for it in taking)]
    best = taking[0]
    if (near := _near_instead(best, likely, in_context=in_context)) is not best:
        return _placed(near)
    by_words = sorted(taking, key=lambda one: -one.fit.score)
    if by_words[0].fit.score > FAR_BETTER * best.fit.score:
        first, second = by_words[:2]
        if (near := _near_instead(first, likely, in_context=in_context)) is not first:
            return _placed(near)
        return _placed(first) if second.fit.score <= CLEAR * first.fit.score else None
    clear = CLEAR if several else CLEAR_ALONE
    if len(taking) > 1 and taking[1].weighed > clear * best.weighed:
        return None
    if any(_is_better(best, one, asked=best.row.key in asked) for one in taking[1:]):
        return None
    first = likely[0]
    if (
        first.told is None
        and first.words >= best.words
        and first.fit.score > FAR_BETTER * best.fit.score
    ):
        return None  # `đơn giản hóa 4`, where that is asked with yes or no
    other = heading_of(form, first.row.key) != heading_of(form, best.row.key)
    return None if first.told is None and other and first.row.key in hand else _placed(best)


def _placed(one: LikelyRow | None) -> Place | None:
    return None if one is None or one.told is None else (one.row, *one.told)


def _near_instead(
    best: LikelyRow, likely: Sequence[LikelyRow], *, in_context: bool
) -> LikelyRow | None:
    """Instead of a row of elsewhere the only near one that has all of its words; none where one has
    half of them, or another of elsewhere all."""
    if not best.far:
        return best
    near = [one for one in likely if not one.far]
    whole = [one for one in near if best.words <= one.words and one.told is not None]
    if len(whole) == 1:
        return whole[0]
    others = [one for one in likely if one.far and one is not best and one.told is not None]
    several = not in_context and any(best.words <= one.words for one in others)
    half = any(2 * len(best.words & one.words) >= len(best.words) for one in near)
    return None if several or half else best


def goes_further(row: Row, other: Row) -> bool:
    """Whether the label of the other row beside it is that of this one and more: `đang cung cấp`,
    where another counts those of them that had papers sent in."""
    longer = _plain(other.title).startswith(f"{_plain(row.title)} ")
    return longer and other.parent == row.parent


def _is_meant_rather(one: LikelyRow, other: LikelyRow) -> bool:
    """Whether the other row goes further, and nothing of that was said."""
    return other.words <= one.words and goes_further(one.row, other.row)


def _is_better(best: LikelyRow, other: LikelyRow, *, asked: bool) -> bool:
    """Whether the other row has all of its words and more, `kỷ luật 1 phó phòng` where that of the
    directors is asked; or as many, where one word is all that was said of rows beside each other:
    `tám tin`."""
    if best.words < other.words and other.fit.score > best.fit.score:
        return True
    as_well = other.fit.score >= CLEAR * best.fit.score
    alike = as_well and len(best.words) == 1 and best.words == other.words
    return alike and not asked and best.row.parent == other.row.parent


def heading_of(form: Form, key: str) -> str:
    """The heading under which a row is asked; of a cell in a long line that of its columns."""
    row = form.row(key)
    inner = row.cell is not None and row.parent != row.cell.row
    return row.parent if inner and row.parent else form.group_of(key).key


def other_lines(form: Form, key: str, said: str) -> frozenset[str]:
    """The cells of the other printed lines of the table in which this one is asked, but for those
    whose line is called by words of its own: `công ty em có 85 lao động, nữ 40` is of the line
    that is asked."""
    cell = form.row(key).cell if key in form.by_key else None
    block = form.blocks_by_key.get(cell.table) if cell is not None else None
    if cell is None or block is None or not block.is_wide:
        return frozenset()
    own = {*_names_of_line(form, cell.row)}
    heads = f" {' '.join(_plain(column.title) for column in block.columns)} "
    words = f" {_plain(said)} "
    others = (line for line in block.lines if line.key != cell.row and line.cells)
    unsaid = (
        line
        for line in others
        if not any(
            f" {name} " in words and f" {name} " not in heads
            for name in _names_of_line(form, line.key)
            if name not in own
        )
    )
    return frozenset(one for line in unsaid for one in line.cells.values())


def _names_of_line(form: Form, key: str) -> Iterator[str]:
    """What a line may be called by: two of its syllables side by side, its only one, or the first
    letters of them; *hợp* alone is of *hợp đồng* too."""
    words = _plain(form.row(key).title).split()
    if len(words) < 2:
        yield from words
        return
    yield from map(" ".join, pairwise(words))
    yield "".join(word[0] for word in words)


def _plain(text: str) -> str:
    return " ".join(map(fold_text, words_of(text)))
