"""A state that is said of several rows by words of their labels or of their heading: `mấy câu kiểm
tra cũng không phát sinh`, `nhóm tuyên truyền chưa có số`, `mấy câu khảo sát để trống`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversations.bulk.lead_ins.reasons import answers_others, split_reason
from conversations.bulk.row_words import COUNTS, name_counted
from conversations.bulk.said_states import Rest, read_said_state
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.vocabulary.known_words import words_left
from conversations.bulk.vocabulary.row_fits import fit_rows
from conversations.dialog import fill_rest, navigation
from conversations.dialog.readers.proposal import Proposal, act_on
from conversations.dialog.readers.row_groups import rows_left_empty
from conversations.dialog.turn import Turn
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import clean_text, fold_text, shorten_text
from conversations.text.regional_words import in_common_words

LONGEST = 160  # characters of such a text
LEAST_WORDS = 2  # by which rows are passed over without a word for them
_MANY = frozenset(("may", "cac", "nhung", "ca", "tat", "toan", "bo", "het"))
_THINGS = frozenset(("cau", "dong", "o", "cai", "y"))
_HEADINGS = frozenset(("nhom", "muc", "phan"))
_BEFORE = frozenset(("da", "vang", "thoi", "con", "em", "chi", "anh", "roi", "thi", "ui", "oi"))
_PLACES = frozenset(("sau", "duoi", "ke", "tiep", "theo", "truoc", "tren"))  # words of no label
_LINKS = frozenset(("thi", "deu", "cung", "la", "cua", "ve", "con", "lai", "nay", "do", "het"))
_SKIPS = re.compile(r"(?:(?:cu|cho|thi|deu|cung|het) )*(?:de|bo|chua) (?:trong|qua)(?: het| luon)*")
_SKIP_FIRST = re.compile(  # `bỏ qua cả nhóm kiểm tra`
    r"(?:(?:khong|ko|y|la|chi|anh|em|toi|muon|thoi)[\s,]+)*(?:bo qua|de trong|bo trong|chua trong)"
    r"(?: (?:het|ca|luon|cac|may|toan bo))*(?: (?P<thing>nhom|muc|phan|cau|dong))? (?=\S)"
)
_DENIED = re.compile(
    r"(?:[\w ,]{0,40}[ ,])?(?:khong|chua|chang|ko)(?: (?:co|lam|to chuc|thuc hien|tien hanh))*"
    r" (?!phat sinh|thuoc|so\b)(?P<thing>[^\W\d]+(?: [^\W\d]+){0,5}?) (?:gi|nao|chi)"
    r"(?: (?:het|ca|dau|luon|tron|ao|a|em))*[\s.!]*"
)
_APART = re.compile(r"\s*,\s*|\s+(?:và|va|với|voi|cùng|cung)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class _Told:
    """What a text says of rows: the words that name them, how many it counts (0: not told), and
    the state; None where they are to be left empty."""

    words: str
    count: int
    rest: Rest | None


def propose_of_named(turn: Turn, text: str) -> Proposal | None:
    """Ask whether the open rows that the words name may all get the state, or go on behind them."""
    told = _read(text)
    if told is None:
        return _behind_reason(turn, text) or _joined(turn, text)
    listed = turn.session.listed
    if not told.words and (not told.count or name_counted(turn.form, listed, text) != text):
        return None  # those of the list
    rows = _rows_of(turn, told) if told.words else _counted_here(turn, told.count)
    if not rows:
        loose = not told.words and told.count > 1  # of which rows is not known
        return act_on(_say_unclear, turn, text) if loose else None
    if told.rest is None:
        return act_on(navigation.skip_rows, turn, rows)
    return act_on(fill_rest.take_rest, turn, rows, told.rest)


def propose_passed_over(turn: Turn, row: str, text: str) -> Proposal | None:
    """Go on behind rows that the words name, where any words may be an answer: `bỏ qua nhiệm vụ
    khác`, `nhiệm vụ khác bỏ trống`."""
    told = _read(text)
    rows = _rows_of(turn, told) if told is not None and told.rest is None and told.words else ()
    rows = rows or rows_left_empty(turn, (row,), text)
    return act_on(navigation.skip_rows, turn, rows) if rows else None


def _behind_reason(turn: Turn, text: str) -> Proposal | None:
    rows, rest = _because(turn, text)
    return act_on(fill_rest.take_rest, turn, rows, rest) if rows and rest else None


def _joined(turn: Turn, text: str) -> Proposal | None:
    """`kiến nghị với xử lý xong không phát sinh`: a state of each of the rows that are joined,
    where words for one of them are of no other that is open and near."""
    said = strip_courtesy(in_common_words(clean_text(text)))
    if len(said) > LONGEST or re.search(r"[\d=?,;:\n]", said):
        return None
    words = said.split()
    for at in range(3, len(words)):
        rest = _state(" ".join(words[at:]))
        named = _without_links(words[:at])
        if rest is None or len(rest.states) != 1:
            continue
        parts = [part for part in _APART.split(named) if part.strip()]
        if len(parts) < 2:
            continue
        if _named(turn, named):
            return None
        rows = _each_its_own(turn, parts)
        near = len({turn.form.section_of(key).key for key in rows}) == 1
        return act_on(fill_rest.take_rest, turn, rows, rest) if near else None
    return None


def _because(turn: Turn, text: str) -> tuple[tuple[str, ...], Rest | None]:
    """The rows of which a state is said behind its reason, and the state: `do chưa triển khai nên
    mấy câu kiểm tra chưa có số`. A reason that answers a row of its own is more than that."""
    split = split_reason(clean_text(text)) if len(text) <= 2 * LONGEST else None
    told = _read(split[1]) if split is not None else None
    if split is None or told is None or told.rest is None:
        return (), None
    listed = turn.session.listed
    counted = told.count and listed and name_counted(turn.form, listed, text) != text
    if counted and len(told.rest.states) == 1:
        return (), None  # those of the list, by their numbers
    rows = _rows_of(turn, told) if told.words else _counted_here(turn, told.count)
    return ((), None) if answers_others(turn.form, rows, split[0]) else (rows, told.rest)


def _say_unclear(turn: Turn, text: str) -> None:
    turn.decided, turn.quiet = True, True
    turn.say("rows.unclear", read=shorten_text(text))


def speaks_of_named(turn: Turn, text: str) -> bool:
    """Whether the text is said of rows that it names: `mấy câu khảo sát chưa có số`."""
    told = _read(text)
    if told is None:
        return bool(_because(turn, text)[0])
    return bool(told.words) and bool(_rows_of(turn, told))


def _counted_here(turn: Turn, count: int) -> tuple[str, ...]:
    """The open rows of the list, or of the heading, where they are as many: `cả 4 mục`."""
    listed = turn.open_among(turn.session.listed)
    return next((rows for rows in (listed, *_scopes(turn)) if len(rows) == count), ())


def _read(text: str) -> _Told | None:
    said = in_common_words(clean_text(text))
    if len(said) > LONGEST or "=" in said or "?" in said:
        return None
    bare = strip_courtesy(said)
    skipped = _SKIP_FIRST.match(fold_text(bare))
    if skipped is not None and len(fold_text(bare)) == len(bare):
        named = bare[skipped.end() :].strip(" .!")
        alone = named.isdecimal() or not any(map(str.isdigit, named))
        told = skipped["thing"] or len(telling_words(named)) >= LEAST_WORDS
        return _Told(named, 0, None) if alone and told else None
    words = bare.split()
    folded = [fold_text(word).strip(",.!;") for word in words]
    start, count, thing = _counted(folded)
    rest = words[start:]
    if not thing or any(map(str.isdigit, " ".join(rest))):
        return None
    for at in range(len(rest)):
        value = " ".join(rest[at:])
        found = _state(value)
        if found is not None or _SKIPS.fullmatch(fold_text(value).strip(" .!")):
            other = not _THINGS.isdisjoint(folded[start : start + at])  # `ba dòng đầu có, …`
            return None if other else _Told(_without_links(rest[:at]), count, found)
    return None


def _counted(folded: Sequence[str]) -> tuple[int, int, str]:
    """Where the words behind `hai câu`, `mấy dòng`, `nhóm` begin, how many are counted, and the
    word for them; nothing where the text begins otherwise."""
    at, count, many = 0, 0, False
    while at < len(folded) and folded[at] in _BEFORE:
        at += 1
    while at < len(folded) and (folded[at] in _MANY or _amount(folded[at])):
        count = _amount(folded[at]) or count
        at, many = at + 1, True
    thing = folded[at] if at < len(folded) else ""
    if thing == "chi" and folded[at + 1 : at + 2] == ["tieu"]:
        return at + 2, count, thing if many else ""
    known = thing in _HEADINGS or (many and thing in _THINGS)
    return at + 1, count, thing if known else ""


def _amount(word: str) -> int:
    """How many a word counts, from 2 on; 0 for other words."""
    figure = int(word) if word.isdecimal() and len(word) <= 2 else 0
    count = COUNTS.get(word, figure)
    return count if count > 1 else 0


def _state(value: str) -> Rest | None:
    if "," in value or telling_words(value.rpartition(" thì ")[0]):
        return None  # words of rows stand in it still
    match read_said_state(value):
        case ReadState(state=state, remark=None):
            return Rest(states=(state,))
        case AmbiguousReading(readings=readings) if len(value.split()) > 1:
            states = [one for one in readings if isinstance(one, ReadState) and not one.remark]
            return Rest(states=tuple(one.state for one in states)) if states else None
        case _:
            return None


def _without_links(words: Sequence[str]) -> str:
    kept = [*words]
    while kept and fold_text(kept[-1]).strip(",.") in _LINKS:
        kept.pop()
    while kept and fold_text(kept[0]) in _LINKS:
        kept.pop(0)
    return " ".join(kept).strip(" ,")


def rows_denied(turn: Turn, rows: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The open ones of the rows of which a text says that there was nothing: `quý này không có
    kiểm tra gì hết`. None where it names no thing, or one of no row."""
    said = in_common_words(clean_text(text))
    found = _DENIED.fullmatch(fold_text(said)) if len(said) <= LONGEST else None
    if found is None or len(fold_text(said)) != len(said):
        return ()
    return tuple(key for key in _named(turn, said[slice(*found.span("thing"))]) if key in rows)


def _rows_of(turn: Turn, told: _Told) -> tuple[str, ...]:
    """The open rows that the words name, those near the open question first; as many as are
    counted, or none. `nhóm 2` is the second heading of the section."""
    if {*fold_text(told.words).split()} <= _PLACES:
        return ()  # `mấy câu sau`
    if told.words.isdecimal():
        section = turn.form.section_of(turn.open_row).key if turn.open_row else ""
        key = f"{section}.{told.words.zfill(2)}"
        return turn.open_among(turn.form.asked_by_heading.get(key, ()))
    whole = _named(turn, told.words)
    if whole and told.count in (0, len(whole)):
        return whole
    here = turn.open_row
    onward = whole[whole.index(here) :] if here in whole else ()
    if told.count and len(onward) == told.count:  # `ba câu kiểm tra còn lại`
        return onward
    parts = [part for part in _APART.split(told.words) if part.strip()]
    if len(parts) < 2 or told.count not in (0, len(parts)):
        return ()
    return _each_its_own(turn, parts)


def _each_its_own(turn: Turn, parts: Sequence[str]) -> tuple[str, ...]:
    """A row for each part, that with fewest to choose from first: `kiến nghị với xử lý xong`. None
    where one has no row of its own."""
    found: dict[str, str] = {}
    for part in sorted(parts, key=lambda one: len(_named(turn, one))):
        key = _likeliest(turn, part, besides=tuple(found.values()))
        if key is None:
            return ()
        found[part] = key
    return tuple(found[part] for part in parts)


def _named(turn: Turn, words: str) -> tuple[str, ...]:
    said = words_of(words)
    if not telling_words(words):
        return ()
    for scope in _scopes(turn):
        found = tuple(key for key in scope if not words_left(turn.form, key, said))
        if found:
            return found
    return ()


def _likeliest(turn: Turn, words: str, besides: Sequence[str]) -> str | None:
    """The row that the words fit best, of those that they name and that are not taken."""
    fits = fit_rows(turn.form, words_of(words))
    rows = [key for key in _named(turn, words) if key not in besides]
    return max(rows, key=lambda key: fits[key].score if key in fits else 0.0, default=None)


def _scopes(turn: Turn) -> Iterator[tuple[str, ...]]:
    """The open rows of the heading of the open question, of its section, of the report."""
    here = turn.open_row
    if here is not None:
        for heading in (turn.form.group_of(here), turn.form.section_of(here)):
            yield turn.open_among(turn.form.asked_by_heading.get(heading.key, ()))
    yield turn.open_among(turn.form.order)
