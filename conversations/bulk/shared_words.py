"""Sharing the words between two values of a sentence: each gets those by which rows are named
best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import pairwise
from operator import itemgetter

from conversations.bulk.said_clause import Said
from conversations.bulk.said_words import is_idle, telling_words, words_of
from conversations.bulk.vocabulary.known_words import are_one_word, stand_together
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.text.normalize import fold_text

MOST_WAYS = 4  # that are compared
NEARLY = 0.5  # how much less well another way may name the rows
MOST_SPLITS = 6  # ways to share the words between two values
MOST_BEHIND = 3  # telling words behind a value that may be its row's
MOST_ALONE = 8  # the same of a value with no words before it
CLEAR = 0.92  # a second row that fits so much of the first leaves it open which is meant
TORN = 0.5  # how much is lost by parting two words that a label has side by side
DOUBT = 0.8  # how much less words say that fit two rows alike
IN_HAND = 1.35  # how much likelier rows in hand are
_COUNTED = (("viec", ("nhiệm", "vụ")), ("bộ", ("hồ", "sơ")))  # `giao 14 việc`, `nhận 900 bộ`
_LEADING = frozenset(("là", "la", "thì", "có", "co", "được", "duoc"))
_Way = tuple[float, tuple[int, ...]]  # how well it names the rows, and where each gap is parted


def share_words(form: Form, hand: frozenset[str], parts: Sequence[Said]) -> list[list[Said]]:
    """With the words that stand between two values given to one of them, or to each its part, so
    that the rows are named best: `kiểm tra 4 phòng ban phát hiện 3`. Where other ways to share them
    name the rows nearly as well, those too, the best first."""
    ways: dict[int, list[_Way]] = {0: [(0.0, ())]}  # by where the last gap was parted
    for at, one in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        gap = following.before if following is not None and following.glued else ()
        found: dict[int, list[_Way]] = {}
        for end in (0,) if gap and _is_state(one) else _splits(gap):
            if 0 < end < len(gap) and are_one_word(form, *gap[end - 1 : end + 1]):
                continue
            behind = gap[:end] if gap else one.behind
            words = parts[at + 2].before if at + 2 < len(parts) and parts[at + 2].glued else ()
            bare = following is not None and not _tell((*words, *following.behind))
            torn = 0 < end < len(gap) and stand_together(form, *gap[end - 1 : end + 1])
            totals = [
                (
                    total
                    + _worth(form, hand, one.before[start:], behind)
                    - (torn or (bare and _bares(one.before[start:], gap, end))) * TORN,
                    (*cuts, end),
                )
                for start, before in ways.items()
                for total, cuts in before
            ]
            found[end] = nlargest(MOST_WAYS, totals, key=itemgetter(0))
        ways = found
    last = [way for these in ways.values() for way in these] if parts else [(0.0, ())]
    best = nlargest(MOST_WAYS, last, key=itemgetter(0))
    return [_parted(parts, cuts) for total, cuts in best if total >= best[0][0] - NEARLY]


def _parted(parts: Sequence[Said], cuts: Sequence[int]) -> list[Said]:
    found = list(parts)
    for at in range(1, len(parts)):
        if parts[at].glued:
            cut, words = cuts[at - 1], parts[at].before
            found[at - 1] = replace(found[at - 1], behind=words[:cut])
            found[at] = replace(found[at], before=words[cut:])
    return found


def give_behind(parts: Sequence[Said], shared: Sequence[Said]) -> list[Said] | None:
    """With all words between two values given to the first, in a run of values that begins without
    words and ends with some: `18 văn bản 24 nhiệm vụ`; the others as they were shared. None where
    there is no such run."""
    found = list(shared)
    runs = [at for at, one in enumerate(parts) if not one.glued]
    any_given = False
    for start, end in pairwise([*runs, len(parts)]):
        run = parts[start:end]
        if len(run) < 2 or _tell(run[0].before) or not _tell(run[-1].behind):
            continue
        any_given = True
        for at, one in enumerate(run, start):
            behind = parts[at + 1].before if at + 1 < end else one.behind
            before = one.before if at == start else ()
            found[at] = replace(shared[at], before=before, behind=behind)
    return found if any_given else None


def runs_told_before(parts: Sequence[Said]) -> list[range]:
    """The runs of values without a sign between them of which the first has words before it and
    the last none behind it: `giao 24 hoàn thành 20`."""
    starts = [at for at, one in enumerate(parts) if not one.glued]
    runs = [range(start, end) for start, end in pairwise([*starts, len(parts)])]
    return [
        run
        for run in runs
        if len(run) > 1 and _tell(parts[run[0]].before) and not _tell(parts[run[-1]].behind)
    ]


def give_before(shared: Sequence[Said], parts: Sequence[Said], runs: Sequence[range]) -> list[Said]:
    """The words as they are shared, but in the runs all words between two values given to the
    second."""
    found = list(shared)
    for run in runs:
        found[run[0]] = replace(shared[run[0]], behind=())
        found[run[1] : run[-1]] = [replace(parts[at], behind=()) for at in run[1:-1]]
        found[run[-1]] = parts[run[-1]]
    return found


def _tell(words: Sequence[str]) -> bool:
    return bool(telling_words(" ".join(words), counted=True))


def _is_state(one: Said) -> bool:
    """Whether it is no number: what is said of it stands before it."""
    return bool(one.value) and leading_amount(one.value, whole=False) is None


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
    scores = score_rows(form, *words_around(before, behind)).items()
    likely = sorted((score * (IN_HAND if key in hand else 1.0) for key, score in scores))[-2:]
    if not likely:
        return 0.0
    is_clear = len(likely) == 1 or likely[0] < CLEAR * likely[1]
    return likely[-1] * (1.0 if is_clear else DOUBT)


def _is_said(behind: Sequence[str], word: str) -> bool:
    """Whether the word stands right behind a value, with the accents that it has."""
    first = behind[0].casefold() if behind else ""
    return word in (first, fold_text(first)) if word.isascii() else first == word


def _without_links(words: Sequence[str]) -> Sequence[str]:
    """The words without those at their end that only lead to a value: `mức độ 4 có`."""
    end = len(words)
    while end > 1 and words[end - 1] in _LEADING:
        end -= 1
    return words[:end]


def words_around(
    before: Sequence[str], behind: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    counted = next((said for one, said in _COUNTED if _is_said(behind, one)), behind[:1])
    words = [*counted, *behind[1:]]
    telling = [at for at, word in enumerate(words) if not is_idle(word, counted=True)]
    most = MOST_BEHIND if _tell(before) else MOST_ALONE
    end = telling[most] if len(telling) > most else len(words)
    return _without_links(words_of(" ".join(before))), telling_words(
        " ".join(words[:end]), counted=True
    )
