"""Several rows of a list that a clause names by words, with the one state that it says of them:
`tuyển dụng với bổ nhiệm không phát sinh hết`, `2 tỷ lệ quy trình nội bộ chưa có số`, `2 cái này
chưa có gì`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conversations.bulk.model import BRACKETS
from conversations.bulk.row_words import COUNTS
from conversations.bulk.said_states import read_said_state
from conversations.bulk.said_words import is_idle, telling_words, words_of
from conversations.bulk.vocabulary.known_words import stand_together, words_left
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import clean_text, fold_text
from conversations.text.regional_words import in_common_words

LONGEST = 160  # characters of such a clause
LEAST_WORDS = 2  # of a title or a label by which rows are named
_THINGS = r"(?:dong|cau|cai|o|y|muc|chi tieu|so)"
_AND = r"(?:[vV](?:à|a|ới|oi|s)|[cC](?:ùng|ung)(?: với| voi)?|[lL](?:ẫn|an)|&)"
_JOINED = re.compile(rf"\s+{_AND}\s+|\s*[+/]\s*")
_COUNT = "|".join(sorted(COUNTS, key=len, reverse=True))
_COUNTED = re.compile(rf"(?:ca )?(?P<count>\d{{1,2}}|{_COUNT}) (?:{_THINGS} )?(?=\S)")
_THESE = re.compile(rf"(?:ca )?(?P<count>\d{{1,2}}|{_COUNT}) {_THINGS} (?:nay|do|kia|tren|con lai)")
_EXTENT = re.compile(
    rf"(?P<said>\S.*?) (?:het ca|het|tat ca|toan bo|luon|(?:ca|het) (?P<count>\d|{_COUNT})"
    rf"(?: {_THINGS})?(?: (?:nay|do|luon))?|ca (?:nhom|muc|phan))"
)
_EMPTY = re.compile(
    r"(?P<words>\S.*?) (?:(?:thi|cu|cung|deu|cho|em|chi|anh|xin) )*"
    r"(?:(?:de|bo|chua) (?:trong|qua)|khong (?:dien|ghi|nhap)(?: gi)?|bo(?: di)?|de sau)"
    r"(?: (?:het|luon|di|cung duoc))*"
    rf"|(?:bo qua|de trong|bo trong|chua ghi) (?:{_THINGS} )?(?P<behind>\S.*)"
)
_ABOUT = re.compile(
    r"(?:(?:so lieu|xu ly|cong tac|tinh hinh|ket qua|viec|thuc hien|trien khai)(?: ve)? )+"
)
_LINKS = frozenset(("thi", "deu", "cung", "la", "cua", "ve", "ghi", "de", "nay", "do"))
_WORD = re.compile(r"\w+")
_CODES = frozenset(("co", "co roi", "khong", "ko", "chua"))  # of rows that take them
_PERIOD = re.compile(
    r"\b(?:trong )?(?:qu[ýy]|k[ỳy]|[đd][ợo]t|th[áa]ng|n[ăa]m) (?:n[àa]y|ni)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class RowGroup:
    """The rows, in the order of the form, the state of each, and why."""

    rows: tuple[str, ...]
    state: str
    reason: str = ""

    @property
    def said(self) -> str:
        """What is said of each row, with the reason in brackets."""
        return f"{self.state} ({self.reason})" if self.reason else self.state

    @property
    def reading(self) -> ReadState | AmbiguousReading | None:
        """The state of each row, or those that it may be."""
        told = read_said_state(self.state)
        if isinstance(told, ReadState) and self.reason:
            return told.model_copy(update={"remark": self.reason})
        return told

    @property
    def is_code(self) -> bool:
        """Whether it is rather a choice of each row: `có`."""
        return _bare_state(self.state) in _CODES

    @property
    def is_unclear(self) -> bool:
        """Whether the state may be one of several."""
        return isinstance(self.reading, AmbiguousReading)


@dataclass(frozen=True)
class _Words:
    """The words that name rows; how many rows are counted (0: not told), whether all are meant that
    the words may name, and whether they are those that are open (`2 dòng này`)."""

    named: str
    count: int
    whole: bool
    these: bool = False


def read_group(turn: Turn, rows: Sequence[str], clause: str) -> RowGroup | None:
    """The group of the clause among these rows; None where it is something else, or where the
    words may mean others."""
    reason = "; ".join(one.strip("() ") for one in BRACKETS.findall(clause))
    said = strip_courtesy(in_common_words(clean_text(BRACKETS.sub("", clause))))
    folded = fold_text(said)
    if len(said) > LONGEST or len(folded) != len(said) or re.search(r"[=?:\t]", said):
        return None
    extent = _EXTENT.fullmatch(folded)
    count = _amount(extent["count"]) if extent is not None and extent["count"] else 0
    told = said[slice(*extent.span("said"))] if extent is not None else said
    for words, state in _parted(told):
        named = _counted(words, count, whole=extent is not None)
        found = _rows_of(turn, rows, named)
        if found:
            return RowGroup(found, state, reason)
    return None


def rows_left_empty(turn: Turn, rows: Sequence[str], clause: str) -> tuple[str, ...]:
    """The open rows of the list that are to stay empty: `nhiệm vụ khác bỏ trống`."""
    said = strip_courtesy(in_common_words(clean_text(clause)))
    folded = fold_text(said)
    found = _EMPTY.fullmatch(folded) if len(said) <= LONGEST and len(folded) == len(said) else None
    if found is None:
        return ()
    named = _counted(
        said[slice(*found.span("words" if found["words"] else "behind"))], 0, whole=False
    )
    open_ = turn.open_among(tuple(rows))
    having = tuple(key for key in open_ if _has(turn.form, key, named.named))
    return _rows_of(turn, rows, named) or (having if len(having) == 1 else ())


def read_in_two(turn: Turn, rows: Sequence[str], first: str, second: str) -> RowGroup | None:
    """The group whose state stands in a clause of its own, with what the first says of it as the
    reason: `kỷ luật thì không ai bị hết, để không phát sinh`."""
    state = strip_courtesy(in_common_words(clean_text(second)))
    words = strip_courtesy(clean_text(first)).split()
    figures = _COUNTED.sub("", fold_text(first), count=1)
    if not _is_state(state) or any(map(str.isdigit, figures)):
        return None
    for at in range(len(words) - 1, 0, -1):
        if is_idle(words[at - 1]) or fold_text(words[at - 1]) in _LINKS:
            continue
        found = read_group(turn, rows, f"{' '.join(words[:at])} {state}")
        if found is not None:
            return replace(found, state=state, reason=_reason(" ".join(words[at:])))
    return None


def give_state(group: RowGroup, second: str) -> RowGroup | None:
    """The group with the state that the next clause says of it again, or more clearly: `chưa có
    gì hết, ghi không phát sinh`. None where the clause is something else."""
    state = strip_courtesy(in_common_words(clean_text(second)))
    told = read_said_state(state)
    if not isinstance(told, ReadState) or told.remark is not None:
        return None
    same = isinstance(group.reading, ReadState) and group.reading.state is told.state
    return replace(group, state=state) if group.is_unclear or same else None


def _reason(words: str) -> str:
    """What is more than the state itself."""
    said = words.removeprefix("thì ").strip()
    idle = not telling_words(said) or read_said_state(said) is not None
    return "" if idle else said


def _parted(said: str) -> Iterator[tuple[str, str]]:
    """The ways to part the text into words of rows and a state, the longest state first."""
    words = said.split()
    for at in range(1, len(words)):
        state = " ".join(words[at:])
        if _is_state(state):
            yield " ".join(words[:at]), state


def _bare_state(said: str) -> str:
    return fold_text(said).removeprefix("thi ").removeprefix("deu ")


def _is_state(said: str) -> bool:
    if _bare_state(said) in _CODES:
        return True
    if telling_words(said.rpartition(" thì ")[0]):
        return False  # words of rows stand in it still
    match read_said_state(said):
        case ReadState(remark=None):
            return True
        case AmbiguousReading(readings=readings):
            return all(isinstance(one, ReadState) and not one.remark for one in readings)
        case _:
            return False


def _counted(words: str, count: int, *, whole: bool) -> _Words:
    folded = fold_text(words)
    if (these := _THESE.fullmatch(folded)) is not None:
        return _Words("", _amount(these["count"]), whole, these=True)
    found = _COUNTED.match(folded)
    if found is None or _amount(found["count"]) < 2:
        return _Words(_without_links(words), count, whole)
    return _Words(_without_links(words[found.end() :]), _amount(found["count"]), whole)


def _amount(word: str) -> int:
    return int(word) if word.isdecimal() else COUNTS.get(word, 0)


def _without_links(words: str) -> str:
    kept = _PERIOD.sub(" ", words).split()
    while kept and fold_text(kept[-1]) in _LINKS:
        kept.pop()
    while kept and fold_text(kept[0]) in _LINKS:
        kept.pop(0)
    return " ".join(kept)


def _rows_of(turn: Turn, rows: Sequence[str], told: _Words) -> tuple[str, ...]:
    """As many as are counted, or none."""
    open_ = turn.open_among(tuple(rows))
    if told.these:
        return open_ if 1 < told.count == len(open_) else ()
    if not told.named:
        return ()
    if any(map(str.isdigit, told.named)):
        return ()
    whole = _of_words(turn.form, rows, told)
    if whole:
        return whole if told.count in (0, len(whole)) else ()
    parts = [_without_links(part) for part in _JOINED.split(told.named) if part.strip()]
    each = [_of_part(turn.form, rows, part) for part in parts]
    if any(each):
        each = [
            one or _beside(turn.form, rows, part, each)
            for part, one in zip(parts, each, strict=True)
        ]
    found = tuple(key for key in rows if any(key in one for one in each))
    apart = sum(map(len, each)) == len(found)
    known = len(parts) > 1 and apart and all(each)
    return found if known and told.count in (0, len(parts), len(found)) else ()


def _of_words(form: Form, rows: Sequence[str], told: _Words) -> tuple[str, ...]:
    """The rows below the one heading that the words name, or all rows, or as many as are counted,
    that have all of the words."""
    having = tuple(key for key in rows if _has(form, key, told.named))
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
    having = tuple(key for key in rows if _has(form, key, words))
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
        if form.group_of(key).key in groups and key not in taken and _has(form, key, words, least=1)
    )
    return found if len(found) == 1 else ()


def _has(form: Form, key: str, words: str, *, least: int = LEAST_WORDS) -> bool:
    said, told = words_of(words), _telling(form, words)
    above = (form.row(key), *form.headings_of(key))
    printed = {word for row in above for word in _words_in(form, row.key)}
    apart = {word for word in told if is_idle(word)}
    return len(told) >= least and apart <= printed and not words_left(form, key, said)


def _telling(form: Form, words: str) -> set[str]:
    """The words that tell of rows, folded; with one that says nothing else, but stands beside the
    next one in a label: *thanh tra*."""
    said = words_of(words)
    pairs = zip(said, (*said[1:], ""), strict=True)
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
    common = set[str].intersection(*(_words_in(form, key) for key in below))
    if not told.isdisjoint(common) or not _begins(form, titled[0], words):
        return own if len(own) > 1 else ()
    return below if whole or len(own) > 1 else ()


def _words_in(form: Form, key: str) -> set[str]:
    """The words of a title, folded; capital letters stand for words."""
    return {
        fold_text(one)
        for word in _WORD.findall(form.row(key).title)
        for one in (words_of(word) if word.isupper() else (word,))
    }


def _begins(form: Form, key: str, words: str) -> bool:
    """Whether the title begins with the words, or what it is about: `số liệu về biên chế`."""
    title = fold_text(form.row(key).title).lstrip("- ")
    said = fold_text(words)
    return any(f"{one} ".startswith(f"{said} ") for one in (title, _ABOUT.sub("", title, count=1)))
