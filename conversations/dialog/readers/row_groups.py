"""Several rows of a list that a clause names by words, with the one state that it says of them:
`tuyển dụng với bổ nhiệm không phát sinh hết`, `2 tỷ lệ quy trình nội bộ chưa có số`, `2 cái này
chưa có gì`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from conversations.bulk.model import BRACKETS
from conversations.bulk.row_words import COUNTS
from conversations.bulk.said_states import read_said_state
from conversations.bulk.said_words import is_idle, telling_words
from conversations.dialog.readers.rows_by_words import (
    LINKS,
    WordsOfRows,
    find_rows_of,
    has_words,
    without_links,
)
from conversations.dialog.turn import Turn
from conversations.forms.search import named_row
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.text.courtesy import strip_courtesy
from conversations.text.heading_names import read_name
from conversations.text.normalize import clean_text, fold_text
from conversations.text.regional_words import in_common_words

LONGEST = 160  # characters of such a clause
_THINGS = r"(?:dong|cau|cai|o|y|muc|chi tieu|so)"
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
_CODES = frozenset(("co", "co roi", "khong", "ko", "chua"))  # of rows that take them


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

    @cached_property
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


def read_group(turn: Turn, rows: Sequence[str], clause: str) -> RowGroup | None:
    """The group of the clause among these rows; None where it is something else, or where the
    words may mean others."""
    reason = "; ".join(one.strip("() ") for one in BRACKETS.findall(clause))
    said = _plain(BRACKETS.sub("", clause))
    folded = fold_text(said)
    if len(said) > LONGEST or len(folded) != len(said) or re.search(r"[=?:\t]", said):
        return None
    extent = _EXTENT.fullmatch(folded)
    count = _amount(extent["count"]) if extent is not None and extent["count"] else 0
    told = said[slice(*extent.span("said"))] if extent is not None else said
    for words, state in _parted(told):
        named = _counted(words, count, whole=extent is not None)
        found = _below_name(turn, rows, words) or find_rows_of(turn, rows, named)
        if found:
            return RowGroup(found, state, reason)
    return None


def _below_name(turn: Turn, rows: Sequence[str], words: str) -> tuple[str, ...]:
    """The rows of the list below a heading that is named by its numbers: `IV.6`."""
    name = read_name(words)
    heading = named_row(turn.form, name.place) if name is not None and not name.row else None
    below = turn.form.asked_by_heading.get(heading.key, ()) if heading is not None else ()
    return tuple(key for key in rows if key in below)


def rows_left_empty(turn: Turn, rows: Sequence[str], clause: str) -> tuple[str, ...]:
    """The open rows of the list that are to stay empty: `nhiệm vụ khác bỏ trống`."""
    said = _plain(clause)
    folded = fold_text(said)
    found = _EMPTY.fullmatch(folded) if len(said) <= LONGEST and len(folded) == len(said) else None
    if found is None:
        return ()
    named = _counted(
        said[slice(*found.span("words" if found["words"] else "behind"))], 0, whole=False
    )
    open_ = turn.open_among(tuple(rows))
    having = tuple(key for key in open_ if has_words(turn.form, key, named.named))
    return find_rows_of(turn, rows, named) or (having if len(having) == 1 else ())


def read_in_two(turn: Turn, rows: Sequence[str], first: str, second: str) -> RowGroup | None:
    """The group whose state stands in a clause of its own, with what the first says of it as the
    reason: `kỷ luật thì không ai bị hết, để không phát sinh`."""
    state = _plain(second)
    words = strip_courtesy(clean_text(first)).split()
    figures = _COUNTED.sub("", fold_text(first), count=1)
    if not _is_state(state) or any(map(str.isdigit, figures)):
        return None
    for at in range(len(words) - 1, 0, -1):
        if is_idle(words[at - 1]) or fold_text(words[at - 1]) in LINKS:
            continue
        found = read_group(turn, rows, f"{' '.join(words[:at])} {state}")
        if found is not None:
            return replace(found, state=state, reason=_reason(" ".join(words[at:])))
    return None


def give_state(group: RowGroup, second: str) -> RowGroup | None:
    """The group with the state that the next clause says of it again, or more clearly: `chưa có
    gì hết, ghi không phát sinh`. None where the clause is something else."""
    state = _plain(second)
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


def _plain(text: str) -> str:
    return strip_courtesy(in_common_words(clean_text(text)))


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


def _counted(words: str, count: int, *, whole: bool) -> WordsOfRows:
    folded = fold_text(words)
    if (these := _THESE.fullmatch(folded)) is not None:
        return WordsOfRows("", _amount(these["count"]), whole, these=True)
    found = _COUNTED.match(folded)
    if found is None or _amount(found["count"]) < 2:
        return WordsOfRows(without_links(words), count, whole)
    return WordsOfRows(without_links(words[found.end() :]), _amount(found["count"]), whole)


def _amount(word: str) -> int:
    return int(word) if word.isdecimal() else COUNTS.get(word, 0)
