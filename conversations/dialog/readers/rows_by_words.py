"""The rows of a list that a few words name together: those below a heading, as
many as are counted, or one for each of the words that are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conversations.bulk.said_words import is_idle, words_of
from conversations.bulk.vocabulary.known_words import stand_together, words_left
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.text.normalize import fold_text

LEAST_WORDS = 2  # of a title or a label by which rows are named
_AND = r"(?:[vV](?:à|a|ới|oi|s)|[cC](?:ùng|ung)(?: với| voi)?|[lL](?:ẫn|an)|&)"
_JOINED = re.compile(rf"\s+{_AND}\s+|\s*[+/]\s*")
_ABOUT = re.compile(
    r"(?:(?:so lieu|xu ly|cong tac|tinh hinh|ket qua|viec|thuc hien|trien khai)(?: ve)? )+"
)
_WORD = re.compile(r"\w+")
LINKS = frozenset(("thi", "deu", "cung", "la", "cua", "ve", "ghi", "de", "nay", "do"))
_THIS_GROUP = frozenset(  # `này` is left out as a link
    f"{before}{thing}" for before in ("", "ca ", "het ", "toan bo ") for thing in ("nhom", "muc")
)
_PERIOD = re.compile(
    r"\b(?:trong )?(?:qu[ýy]|k[ỳy]|[đd][ợo]t|th[áa]ng|n[ăa]m) (?:n[àa]y|ni)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class WordsOfRows:
    """The words that name rows; how many rows are counted (0: not told), whether all are meant that
    the words may name, and whether they are those that are open (`2 dòng này`)."""

    named: str
    count: int
    whole: bool
    these: bool = False


def without_links(words: str) -> str:
    """The words without the small ones at their ends, and without the period."""
    kept = _PERIOD.sub(" ", words).split()
    while kept and fold_text(kept[-1]) in LINKS:
        kept.pop()
    while kept and fold_text(kept[0]) in LINKS:
        kept.pop(0)
    return " ".join(kept)


def find_rows_of(turn: Turn, rows: Sequence[str], told: WordsOfRows) -> tuple[str, ...]:
    """The rows of the list that are named; as many as are counted, or none."""
    if told.these:
        open_ = turn.open_among(tuple(rows))
        return open_ if 1 < told.count == len(open_) else ()
    if not told.named or any(map(str.isdigit, told.named)):
        return ()
    whole = _of_words(turn.form, rows, told)
    if whole:
        return whole if told.count in (0, len(whole)) else ()
    parts = [without_links(part) for part in _JOINED.split(told.named) if part.strip()]
    each = [_this_group(turn, rows, part) or _of_part(turn.form, rows, part) for part in parts]
    if any(each):
        each = [
            one or _beside(turn.form, rows, part, each)
            for part, one in zip(parts, each, strict=True)
        ]
    found = tuple(key for key in rows if any(key in one for one in each))
    apart = sum(map(len, each)) == len(found)
    known = len(parts) > 1 and apart and all(each)
    return found if known and told.count in (0, len(parts), len(found)) else ()


def _this_group(turn: Turn, rows: Sequence[str], words: str) -> tuple[str, ...]:
    """What is open below the heading of the open question: `nhóm này với …`."""
    here = turn.open_row
    if here is None or fold_text(words) not in _THIS_GROUP:
        return ()
    heading = turn.form.group_of(here).key
    return tuple(key for key in turn.open_among(rows) if turn.form.group_of(key).key == heading)


def _of_words(form: Form, rows: Sequence[str], told: WordsOfRows) -> tuple[str, ...]:
    """The rows below the one heading that the words name, or all rows, or as many as are counted,
    that have all of the words."""
    having = tuple(key for key in rows if has_words(form, key, told.named))
    below = _below_heading(form, rows, told.named, having, whole=told.whole or told.count > 0)
    if below and told.count in (0, len(below)):
        return below
    first = tuple(key for key in having if _begins(form, key, told.named))
    if len(first) > 1 and told.count in (0, len(first)):
        return first  # `đơn vị trực thuộc`, not those of the office itself
    every = len(having) > 1 and (told.whole or told.count == len(having))
    return having if every and told.count in (0, len(having)) else ()


def _of_part(form: Form, rows: Sequence[str], words: str) -> tuple[str, ...]:
    """The rows below the heading that a part names, or the one row that has its words."""
    having = tuple(key for key in rows if has_words(form, key, words))
    below = _below_heading(form, rows, words, having, whole=False)
    return below or (having if len(having) == 1 else ())


def _beside(
    form: Form, rows: Sequence[str], words: str, others: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """The one row below the heading of another part that has its few words: `liên thông cùng cấp
    với các cấp`."""
    groups = {form.group_of(key).key for one in others for key in one}
    taken = {key for one in others for key in one}
    found = tuple(
        key
        for key in rows
        if form.group_of(key).key in groups
        and key not in taken
        and has_words(form, key, words, least=1)
    )
    return found if len(found) == 1 else ()


def has_words(form: Form, key: str, words: str, *, least: int = LEAST_WORDS) -> bool:
    """Whether the row's label, headings or measure have all of the words that tell of rows."""
    said, told = words_of(words), _telling(form, words)
    above = (form.row(key), *form.headings_of(key))
    printed = {word for row in above for word in _words_in(form, row.key)}
    apart = {word for word in told if is_idle(word)}
    return len(told) >= least and apart <= printed and not words_left(form, key, said)


def _telling(form: Form, words: str) -> set[str]:
    """The words that tell of rows, folded; with one that says nothing else, but stands beside the
    next one in a label: *thanh tra*."""
    said = words_of(words)
    pairs = pairwise((*said, ""))
    return {
        fold_text(one)
        for one, behind in pairs
        if not is_idle(one)
        or (behind and not is_idle(behind) and stand_together(form, one, behind))
    }


def _below_heading(
    form: Form, rows: Sequence[str], words: str, having: Sequence[str], *, whole: bool
) -> tuple[str, ...]:
    """The rows of the list below the one heading whose title has the words, where no row of
    another one has them. Where several of them have these words in their labels, and others have
    not, all are meant only if the title begins with them; where one alone has, `whole` says so."""
    told = _telling(form, words)
    groups = dict.fromkeys(form.group_of(key).key for key in rows)
    titled = [key for key in groups if told <= _words_in(form, key)]
    if len(told) < LEAST_WORDS or len(titled) != 1:
        return ()
    below = tuple(key for key in rows if form.group_of(key).key == titled[0])
    if not {*having} <= {*below} or len(below) < 2:
        return ()
    own = tuple(key for key in below if told <= _words_in(form, key))
    if len(own) in (0, len(below)):
        return below
    common = frozenset[str].intersection(*(_words_in(form, key) for key in below))
    if not told.isdisjoint(common) or not _begins(form, titled[0], words):
        return own if len(own) > 1 else ()
    return below if whole or len(own) > 1 else ()


def _words_in(form: Form, key: str) -> frozenset[str]:
    return form.derived(_words_of_titles)[key]


def _words_of_titles(form: Form) -> dict[str, frozenset[str]]:
    """The words of each title, folded; capital letters stand for words."""
    return {row.key: frozenset(_spell_title(row.title)) for row in form.all_rows}


def _spell_title(title: str) -> Iterator[str]:
    for word in _WORD.findall(title):
        yield from map(fold_text, words_of(word) if word.isupper() else (word,))


def _begins(form: Form, key: str, words: str) -> bool:
    """Whether the title begins with the words, or what it is about: `số liệu về biên chế`."""
    title = fold_text(form.row(key).title).lstrip("- ")
    said = fold_text(words)
    return any(f"{one} ".startswith(f"{said} ") for one in (title, _ABOUT.sub("", title, count=1)))
