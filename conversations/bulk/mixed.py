"""Rows by their numbers and rows by their words in one message: `câu 8 100%, hình thức kết hợp, còn
10 với 11 không phát sinh nha`. It is cut into clauses; each has its own answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from conversations.answer_types.reader import read_answer
from conversations.bulk.furniture import is_courtesy, strip_furniture
from conversations.bulk.label_match import all_labels
from conversations.bulk.lead_ins.dictated_rows import write_row_numbers
from conversations.bulk.lead_ins.reasons import answers_others
from conversations.bulk.model import (
    BulkAnswers,
    BulkEntry,
    hide_brackets,
    once_each,
    read_entry,
)
from conversations.bulk.row_words import (
    LINK,
    MANY,
    ROW,
    are_in_turn,
    expand_set,
    is_put_off,
    name_counted,
    rows_put_off,
)
from conversations.bulk.said_states import read_said_state
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import telling_words
from conversations.bulk.sentences import hear_answers
from conversations.bulk.spoken_answers import settle_kept
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.parsing.aside import bracket_asides
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import RefusedReading
from conversations.reports.model import Report
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_500  # characters of such a message
MOST_CLAUSES = 60
SEVERAL = 2  # answers of such a message
LEAST_WORDS = 3  # of a reason without a word for it
_BESIDE = r"(?:v[àa]|c[òo]n|v[ớo]i|r[ồo]i|c[ùu]ng)"
_NAMED = r"(?:c[âa]u|(?<!hop )d[òo]ng)(?:\s+s[ốo])?\s+\d{1,3}"
_SAYS = r"(?:l[àa]|th[ìi]|[đd][ưu][ợo]c|b[ằa]ng|c[óo]|kh[ôo]ng|ko|kps|ch[ưu]a)"
_SIGNS = re.compile(r"(?<!\d),|,(?!\d)|[;\n]|[.!?](?=\s|$)")
_TURNS = re.compile(  # where the next row is named without a sign before it
    rf"\s+(?:{_BESIDE}\s+(?:th[ìi]\s+)?(?=(?:{ROW})?\d{{1,3}}\s)|(?={_NAMED})"
    rf"|(?={ROW}?\d{{1,3}}\s+{_SAYS}\s))",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:(?:cũng|cung|y|đều|deu|như|nhu)\s+)*(?:vậy|vay|thế|the|trên|tren|rứa|rua|y chang)"
    r"|y chang|tương tự|tuong tu",
    re.IGNORECASE,
)
_ALIKE = re.compile(r"\b(?:đều|deu|cùng|cung|mỗi|moi)\b", re.IGNORECASE)
_MARK = rf"\s*[,&+-]\s*|\s+(?:{_BESIDE}|[đd][ếe]n|t[ớo]i)\s+"
_MARKED = rf"{ROW}?\d{{1,3}}(?:(?:{_MARK}){ROW}?\d{{1,3}})*"
_SET = rf"{ROW}?\d{{1,3}}(?:(?:{_MARK}|\s+){ROW}?\d{{1,3}})*"
_BEFORE_ROWS = rf"(?:{_BESIDE}\s+)*{MANY}"
_LINK = rf"(?P<link>{LINK}|[\s:]+(?:m[ỗo]i\s+\S+\s+(?:l[àa]\s+)?|c[óo]\s+(?=\d))?)"
_OF_ONE = re.compile(rf"{_BEFORE_ROWS}(?P<set>{_MARKED}){_LINK}(?P<value>\S.*)", re.IGNORECASE)
_OF_MANY = re.compile(rf"{_BEFORE_ROWS}(?P<set>{_SET}){_LINK}(?P<value>\S.*)", re.IGNORECASE)
_ONLY_ROWS = re.compile(rf"{_BEFORE_ROWS}(?:{_MARKED}|\d{{1,3}}(?:\s+\d{{1,3}})*)", re.IGNORECASE)
_PARTS = re.compile(r"[;\n]|,(?!\d)|(?<!\d),")
_COUNTED = re.compile(
    rf"(?:{ROW})?(?P<number>\d{{1,3}})\s+(?:th[ìi]\s+)?(?P<value>[^\W\d].*|\d+\s+[^\W\d].*)",
    re.IGNORECASE,
)
_ROW_WORDS = frozenset(re.findall(r"\w+", "cau dong so muc cai stt hang y o hoi thu tieu"))
_OF_NAME = ("do", "thi")  # behind which a number is one of a name: `mức độ 4`, `chỉ thị 10`
_THROUGH = ("den", "toi", "tu")  # behind which the number of a row follows
_REMARK = re.compile(r"\s*\([^()]*\)\Z")  # `chưa có số (chờ Sở báo)`
_OPENING = re.compile(
    rf"\A(?:(?:{_BESIDE}|d[ạa]|[àa]|[ờo]|em|[ơo]i|th[ìi]|ghi|v[âa]ng)\s+)+(?=\S)", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:\s+(?:nha|nhe|nhé|nhá|ạ|a|em|em ơi|luôn|luon|đi|di|thôi|thoi|hết|het|nghen|hen|còn|con))+"
    r"[\s.!]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Clause:
    """A clause: the rows it names by number, and what it says of them; or its words alone."""

    text: str
    numbers: tuple[int, ...] = ()
    value: str = ""


def read_mixed(form: Form, rows: Sequence[str], text: str) -> tuple[BulkEntry, ...]:
    """The answers of such a message; none where no row is named by its number, or by a number that
    the list does not have. What answers nothing is kept without a row."""
    return _entries(form, rows, _clauses_of(name_counted(form, rows, text)))


def _clauses_of(text: str) -> list[_Clause]:
    plain = clean_text(strip_furniture(text)) if len(text) <= LONGEST else ""
    said = bracket_asides(write_row_numbers(plain))
    other = not any(map(str.isalpha, said)) or "\t" in text or "=" in text
    return [] if other else _clauses(said)


def _entries(form: Form, rows: Sequence[str], clauses: Sequence[_Clause]) -> tuple[BulkEntry, ...]:
    numbers = [number for one in clauses for number in one.numbers]
    inside = all(1 <= number <= len(rows) for number in numbers)
    if not numbers or not inside or not 1 < len(clauses) <= MOST_CLAUSES:
        return ()
    named = {rows[number - 1] for number in numbers}
    clauses = _with_reasons(form, rows, clauses)
    entries: list[BulkEntry] = []
    last = rows[max(0, min(numbers) - 2)] if min(numbers) > 1 else rows[0]
    for numbered, group in groupby(clauses, lambda one: bool(one.numbers)):
        together = list(group)
        if numbered:
            entries += [one for clause in together for one in _answers(form, rows, clause)]
            last = rows[together[-1].numbers[-1] - 1]
        else:
            entries += _worded(form, _around(rows, last, named), together)
    return once_each(entries)


def _with_reasons(form: Form, rows: Sequence[str], clauses: Sequence[_Clause]) -> list[_Clause]:
    """The clauses; what only explains the state of the rows before it is the remark of these:
    `18-20: chưa có số, cuối năm mới khảo sát`."""
    found: list[_Clause] = []
    for one in clauses:
        before = found[-1] if found else _Clause("")
        stated = bool(before.numbers) and read_said_state(before.value) is not None
        keys = [rows[number - 1] for number in before.numbers]
        if stated and not one.numbers and _explains(form, keys, one.text):
            found[-1] = replace(before, value=f"{before.value} ({one.text})")
        else:
            found.append(one)
    return found


def _explains(form: Form, keys: Sequence[str], text: str) -> bool:
    """Whether the words say why these rows have their state, and nothing of others."""
    plain = not any(map(str.isdigit, text)) and "(" not in text and len(text.split()) >= LEAST_WORDS
    if not plain or read_said_state(text) is not None or not is_explanation(text):
        return False
    return not answers_others(form, keys, text)


def _around(rows: Sequence[str], last: str, named: set[str]) -> tuple[str, ...]:
    """The rows that words may mean, those behind the last one first."""
    start = list(rows).index(last)
    ordered = (*rows[start:], *rows[:start])
    return tuple(key for key in ordered if key not in named)


def _clauses(said: str) -> list[_Clause]:
    found: list[_Clause] = []
    waiting = ""  # rows of which the next clause speaks: `câu 5, 6 với 7 không phát sinh`
    for raw in _pieces(said):
        piece = _OPENING.sub("", raw, count=1)
        if _ONLY_ROWS.fullmatch(piece):
            waiting = f"{waiting} {piece}".strip()
            continue
        if waiting and _is_of_own(piece):
            found.append(_Clause(waiting))
            waiting = ""
        one = _clause(f"{waiting} {piece}".strip(), found[-1].value if found else "")
        waiting = ""
        if one is not None:
            found.append(one)
    return [*found, _Clause(waiting)] if waiting else found


def _is_of_own(piece: str) -> bool:
    """Whether a piece names a row and gives it a number, which is not said of the rows before:
    `để trống câu 3, câu 1 44`."""
    match = re.match(ROW, piece, re.IGNORECASE) and _match_rows(piece)
    if not match or _ALIKE.search(piece):
        return False
    return match["value"][0].isdigit() or _begins_number(match["value"])


def _pieces(said: str) -> Iterator[str]:
    """The text parted at signs and before rows, but not inside brackets, between the word for a
    row and its number, or between rows of which one thing is said."""
    shielded, start = hide_brackets(said), 0
    marks = [*_SIGNS.finditer(shielded), *_TURNS.finditer(shielded)]
    for mark in sorted(marks, key=lambda one: one.start()):
        before = said[start : mark.start()].strip()
        sign = bool(mark[0].strip(" ")) and not mark[0].strip(" ")[0].isalpha()
        named = fold_text(before).rpartition(" ")[2] in (*_ROW_WORDS, *_THROUGH, *_OF_NAME)
        rows_alone = _ONLY_ROWS.fullmatch(_OPENING.sub("", before, count=1)) is not None
        if mark.start() >= start and before and (sign or not (named or rows_alone)):
            yield before
        elif not sign or mark.start() < start:
            continue
        start = mark.end()
    if said[start:].strip():
        yield said[start:].strip()


def _clause(piece: str, before: str) -> _Clause | None:
    """The clause; without a value when its rows are for later; None for one that is polite."""
    idle = not telling_words(piece) and not any(map(str.isdigit, piece))  # `em ơi`
    if is_courtesy(piece) or is_put_off(piece) or (idle and not _says_state(piece)):
        return None
    if later := rows_put_off(piece):
        return _Clause(piece, later)
    match = _match_rows(piece)
    numbers = expand_set(match["set"]) if match else ()
    if match is None or not numbers or are_in_turn(match["value"]):
        return _Clause(piece)
    value = _CLOSING.sub("", match["value"])
    if _AGAIN.fullmatch(value):
        value = before
    if not value:
        return _Clause(piece)
    colon = match["link"].startswith(":") and match["link"].endswith(" ")  # not `8:30`
    bare = not (match["link"].strip(" :") or colon) and not re.match(
        ROW, match["set"], re.IGNORECASE
    )
    if bare and value[0].isdigit():
        return _Clause(piece)  # `10 48`
    if bare and not (_says_state(value) or _begins_number(value)):
        return _Clause(piece)  # `24 nhiệm vụ`
    return _Clause(piece, numbers, value)


def _match_rows(piece: str) -> re.Match[str] | None:
    """Blanks alone stand between rows only where a state is said of them: `6 7 không phát sinh`,
    not `câu 9 13 văn bản`."""
    many = _OF_MANY.fullmatch(piece)
    if many is not None:
        value = _CLOSING.sub("", many["value"])
        if _says_state(value) or _AGAIN.fullmatch(value) or _ALIKE.search(many["link"]):
            return many
    return _OF_ONE.fullmatch(piece)


def _begins_number(value: str) -> bool:
    """`11 mười hai tin bài`: a number in words, behind that of the row."""
    return value[0].isalpha() and leading_amount(value, whole=False) is not None


def _says_state(value: str) -> bool:
    said = _REMARK.sub("", value)
    coded = fold_text(said) in ("co", "khong", "ko", "k", "roi", "chua", "tot", "co roi")
    return coded or read_said_state(said) is not None


def _answers(form: Form, rows: Sequence[str], clause: _Clause) -> Iterator[BulkEntry]:
    for number in clause.numbers if clause.value else ():
        yield _bare(form, rows[number - 1], clause.value)


def _bare(form: Form, key: str, value: str) -> BulkEntry:
    """The answer; the one value of words that only say what is counted: `làm xong 9`."""
    plain = read_entry(form, key, value)
    if is_plain(plain) or form.row(key).is_free_text:
        return plain
    said = [one for one in cut_values(value, all_labels(form)) if one.value]
    if len(said) != 1 or telling_words(" ".join(said[0].behind)):
        return plain
    reading = read_answer(form.row(key), said[0].value)
    return plain if isinstance(reading, RefusedReading) else read_entry(form, key, said[0].value)


def _worded(form: Form, hand: Sequence[str], clauses: Sequence[_Clause]) -> list[BulkEntry]:
    text = ", ".join(one.text for one in clauses)
    heard = hear_answers(form, hand, text)
    return list(heard) if heard else [read_entry(form, None, one.text) for one in clauses]


def find_clearer_mix(
    form: Form,
    report: Report,
    rows: Sequence[str],
    text: str,
    read_ways: Callable[[], Sequence[BulkAnswers]],
) -> BulkAnswers | None:
    """Such a message, where it gives more answers than the other ways to read it, which are read
    for such a message alone."""
    text = name_counted(form, rows, text)
    clauses = _clauses_of(text)
    entries = _entries(form, rows, clauses)
    if counts_rows(rows, text) and any(one.is_placed for one in entries):
        return settle_kept(form, report, BulkAnswers(entries=entries))
    # `câu 6 để sau nha, câu 9 thì tốt` puts rows off, and answers the others
    later = any(one.numbers and not one.value for one in clauses)
    if sum(one.row is not None for one in entries) < (1 if later else SEVERAL):
        return None
    known = max((count_plain(way.entries) for way in read_ways()), default=0)
    if count_plain(entries) <= (known - 1 if later else known):
        return None
    return settle_kept(form, report, BulkAnswers(entries=entries))


def counts_rows(rows: Sequence[str], text: str) -> bool:
    """`4 không, 5 có`, `số 4 một phòng, số 5 hai`: each part begins with the number of the next
    row, and says something of it."""
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    if not SEVERAL <= len(parts) <= MOST_CLAUSES or "=" in text or "\t" in text:
        return False
    found = [_COUNTED.fullmatch(part) for part in parts]
    if not all(one is not None and _says(one["value"]) for one in found):
        return False
    numbers = [int(one["number"]) for one in found if one is not None]
    last = numbers[0] + len(numbers)
    return numbers == [*range(numbers[0], last)] and numbers[0] >= 1 and last <= len(rows) + 1


def _says(value: str) -> bool:
    words = value.split()
    figure = any(map(str.isdigit, value)) or _begins_number(value)
    return figure or _says_state(value) or any(map(_says_state, words[:1]))


def is_plain(entry: BulkEntry) -> bool:
    """Whether an entry is an answer of its row, with no more words beside it than brackets have."""
    return entry.is_sure and (entry.remark is None or entry.said.rstrip().endswith(")"))


def count_plain(entries: Sequence[BulkEntry]) -> int:
    """How many answers there are, less the figures that have no row and what a row cannot take:
    `dòng 2 sai, phải là 8` is something else."""
    lost = sum(
        any(map(str.isdigit, one.said))
        if one.row is None
        else isinstance(one.reading, RefusedReading)
        for one in entries
    )
    return sum(map(is_plain, entries)) - lost
