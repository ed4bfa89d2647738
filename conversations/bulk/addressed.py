"""Answers that say which row they are for: `1=21; 3=5`, `8 là 100%`, `dòng 4 là 3`, `2-5 không
phát sinh`, `I.1.2 = 21`, `biên chế có mặt: 46`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.answer_types.reader import read_answer
from conversations.bulk.furniture import is_courtesy
from conversations.bulk.label_match import is_key, is_mostly_said, read_labelled
from conversations.bulk.model import MAX_ENTRIES, BulkEntry, hide_brackets, once_each, read_entry
from conversations.bulk.model import split_outside_brackets as split_at
from conversations.bulk.row_words import (
    LINK,
    ROW,
    SET,
    RowWords,
    are_in_turn,
    are_last,
    expand_set,
    is_bare_set,
    match_ends,
    match_row,
    match_rows,
    match_turned,
    only_names_rows,
    rows_put_off,
)
from conversations.bulk.said_states import means_keep, read_said_state
from conversations.forms.model import Form
from conversations.forms.search import named_rows, sure_row
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import ReadValue, RefusedReading
from conversations.parsing.states import read_state
from conversations.text.normalize import clean_text, fold_text

_NUMBER = re.compile(r"\d{1,3}")
_LINE_END = re.compile(r"[;\n]")
_VERB_NEXT = (
    rf"(?={ROW}?\d{{1,3}}(?:\s*[:)]"
    r"|\s+(?:là|la|thì|thi|được|duoc|bằng|bang)\s))"
)
_STATE = r"(?:có|co|không|khong|ko|kps|ktq|kttq|chưa|chua|ccs|rồi|roi|giữ|giu|như|xã|xa)\b"
_COUNTED = (  # a number in words, behind that of a row
    r"(?:một|mot|hai|ba|bốn|bon|năm|nam|sáu|sau|bảy|bay|bẩy|tám|tam|chín|chin|mười|muoi)\b"
)
# Between two answers of a line: what stands before the next address. Blanks are taken whole or
# not at all, so that a long row of them is looked at once.
_BETWEEN = re.compile(
    r",\s*+(?=[^,;=\n]+=)|,\s++(?=[IVX]+(?:\.\d{1,2})+\s*:)"
    rf"|(?:,|\s(?:và|va|còn|con|rồi|roi|với|voi))\s++{_VERB_NEXT}"
    rf"|,(?=\d{{1,3}}\s*:)|,\s++(?={ROW}\d{{1,3}}\s)|,\s*+(?={SET}\s+[^\W\d_])|,\s*+(?=\d{{1,3}}\s++{_STATE})"
    rf"|,\s++(?=\d{{1,3}}\s++{_COUNTED})"
    rf"|(?<!\s)(?P<weak>\s++)(?:(?=\d{{1,3}}\s*=|\d{{1,3}}\s++{_STATE})|{_VERB_NEXT})",
    re.IGNORECASE,
)
# An answer that is whole, so that a blank behind it may part it from the next address.
_WHOLE = re.compile(
    rf"(?:{ROW}?\d{{1,3}}{LINK}|[^=:]*[^\W\d][^=:]*?\s*[=:]\s*)"
    r"(?:[^\s,]+(?:\s*\([^()]*\))?|[^\s,]+\s[^\d,]{1,30}|\d{1,3}(?: \d{3})+)"
    r"|\d{1,3}\s+[^\W\d_][^\d,]{0,40}",
    re.IGNORECASE,
)
_ROW_BEHIND = re.compile(
    rf",\s+(?:{ROW}\d{{1,3}}\s|(?:(?:còn|con|và|va)\s+)?(?:{SET}|\d{{1,3}})\s+{_STATE})",
    re.IGNORECASE,
)
LEAST_COUNTED = 3  # parts counted on that make a line alone one of numbered answers
LEAST_TEXT = 3  # words of a text behind the number of its row
_GOES_ON = re.compile(r"\s(?:và|va|với|voi|cùng|cung|đến|den|tới|toi)$", re.IGNORECASE)
_LONGEST_WHOLE, LONGEST_LINE = 200, 2_000
_POLITE = re.compile(
    r"\A(?:(?:(?:em\s+)?ghi\s+(?:giúp|giup|hộ|ho|dùm|cho)(?:\s+(?:chị|chi|anh|em|mình|tôi))?"
    r"|dạ|da|vâng|vang|thưa|em ơi|em oi|à|rồi|còn|con|thì|và|va)(?:\s|,)+)+(?=\S)",
    re.IGNORECASE,
)
# Words of what is spoken about, before its rows: `mấy dòng kiểm tra từ dòng 4 tới dòng 7 …`
_LEAD_IN = re.compile(
    rf"\A[^\W\d][^\d=:;,]{{2,60}}?\s(?=(?:từ|tu)\s+{ROW}?\d{{1,3}}\s+(?:đến|den|tới|toi)\s)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"^(?:\w+\s+){0,4}(?:không|khong|chưa|chua)\s+\S+\s", re.IGNORECASE)
_WORDED = re.compile(r"(?P<place>\d{1,3})\s+(?P<value>[^\W\d_].*)")
_HAS = re.compile(r"(?:có|co|được|duoc)\s+(?=\d)", re.IGNORECASE)
_PAIRS = re.compile(r"[,;]\s+")
_BEGINS = re.compile(rf"(?:{ROW})?(?P<place>\d{{1,3}})\b", re.IGNORECASE)
_FIGURE = r"\s+(?P<value>\d[\d.,]*\s?%?(?:\s[^\W\d_]+)?)"
_PAIR = re.compile(rf"(?P<place>\d{{1,3}}){_FIGURE}")
_PAIR_OF_ROWS = re.compile(rf"(?P<places>\d{{1,3}}(?:\s*[-–]\s*\d{{1,3}})?){_FIGURE}")  # `26-27 4`
_REPORTED = re.compile(  # `5 anh Tuấn báo là 1`, `dòng 4 hồi sáng phòng báo có 2`
    rf"(?:{ROW})?(?P<place>\d{{1,3}})\s+[^\d=:;,]{{2,60}}?\s(?:báo|bao|gửi|gui|nói|noi|chốt|chot)"
    r"(?:\s(?:là|la|có|co|về|ve|lên|len|sang|được|duoc|số|so))*\s+(?P<value>\d.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Said:
    """One part of the message: the rows it names, by key, and what it says of them. `rows` is
    None when it names none; a key is None when no row has that name or number."""

    part: str
    rows: tuple[str | None, ...] | None = None
    value: str = ""


def read_addressed(
    form: Form, rows: tuple[str, ...], text: str, *, listed: bool
) -> tuple[BulkEntry, ...]:
    """The entries, when the message is made of addressed answers; else none. What stands beside
    them and is no answer is kept without a row, and changes nothing of the others."""
    if listed and (pairs := _read_pairs(form, rows, text)):
        return pairs
    parts = _parts(text)
    if len(parts) > MAX_ENTRIES:
        return ()
    said = [_addressed(form, rows, part, listed=listed) for part in parts]
    if listed and len(parts) > 1:
        said = [_counted(form, rows, one) for one in said]
        said = _paired(form, rows, said)
    if not _are_addressed(form, rows, said, text, listed=listed):
        return ()
    places = rows if listed else ()
    entries = once_each(entry for one in said for entry in _entries(form, places, one))
    named = any(one.rows == (None,) and one.value == one.part for one in said)
    return entries if named or "=" in text or any(map(_is_read, entries)) else ()


def _read_pairs(form: Form, rows: tuple[str, ...], text: str) -> tuple[BulkEntry, ...]:
    """`13 8, 14 7, 15 1`: numbers of rows, one after the other, each with its answer behind it. A
    figure in groups of three may be one number: `1 234`."""
    found = [_PAIR.fullmatch(part.strip()) for part in _PAIRS.split(text.strip(" .,;"))]
    pairs = [(int(one["place"]), one["value"]) for one in found if one is not None]
    numbers = [number for number, _ in pairs]
    if len(pairs) < max(2, len(found)) or len(pairs) > MAX_ENTRIES:
        return ()
    follow = numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    if not follow or not 1 <= numbers[0] <= numbers[-1] <= len(rows):
        return ()
    return tuple(read_entry(form, rows[number - 1], value) for number, value in pairs)


def _is_read(entry: BulkEntry) -> bool:
    if entry.row is None:
        return False
    worded = means_keep(entry.said) or read_said_state(entry.said) is not None
    return worded or not isinstance(entry.reading, RefusedReading)


def _are_addressed(
    form: Form, rows: tuple[str, ...], said: list[_Said], text: str, *, listed: bool
) -> bool:
    named = [one for one in said if one.rows is not None]
    if not named:
        return False
    if not listed and rows and form.row(rows[0]).is_free_text:
        return len(named) == len(said) and all(None not in (one.rows or ()) for one in named)
    others = [one.part for one in said if one.rows is None]
    answers = [part for part in others if any(sign.isdigit() for sign in part)]
    return "=" in text or not others or (listed and len(answers) < len(named))


def _parts(text: str) -> list[str]:
    """The message in parts with one address each; a list of numbers goes with the part behind it,
    whose rows they are: `2, 3, 4 là không phát sinh`."""
    found: list[str] = []
    for raw in split_at(_LINE_END, text):
        line = _LEAD_IN.sub("", _POLITE.sub("", clean_text(raw), count=1), count=1)
        if line and not is_courtesy(line):
            rows = match_rows(line)
            behind = rows is not None and _ROW_BEHIND.search(hide_brackets(rows[1]))
            whole = rows is not None and not behind and not _is_counted(line)
            found.extend([line] if whole else _split_line(line))
    return found


def _is_counted(line: str) -> bool:
    return len(_split_counted(line)) >= LEAST_COUNTED


def _split_line(line: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    if len(line) > LONGEST_LINE:
        return [line]
    behind = match_turned(line)  # its rows stand behind what is said of them
    turned = behind is not None and _says_state(behind[1])
    for match in _BETWEEN.finditer(hide_brackets(line)):
        piece = line[start : match.start()]
        weak = match["weak"] is not None and (not _is_whole(piece) or _GOES_ON.search(piece))
        if weak or turned or only_names_rows(piece.strip()):
            continue
        pieces.append(piece)
        start = match.end()
    pieces.append(line[start:])
    found = [said for piece in pieces if (said := piece.strip(" ,"))]
    counted = [one for piece in found for one in _split_counted(piece)]
    return counted if len(found) > 1 or len(counted) >= LEAST_COUNTED else found


def _split_counted(piece: str) -> list[str]:
    """`18 là 90 phiếu, 19 phát phiếu, 20 98`: each begins with the next number."""
    found: list[str] = []
    while (first := _BEGINS.match(piece)) is not None:
        following = re.search(rf",\s+(?={int(first['place']) + 1}\s+\S)", piece)
        if following is None or only_names_rows(piece[: following.start()].strip()):
            break  # `2, 3 và 4 không phát sinh` is said of all
        found.append(piece[: following.start()])
        piece = piece[following.end() :]
    return [*found, piece]


def _is_whole(piece: str) -> bool:
    return len(piece) <= _LONGEST_WHOLE and _WHOLE.fullmatch(piece.strip()) is not None


def _entries(form: Form, places: tuple[str, ...], said: _Said) -> list[BulkEntry]:
    if said.rows is None:
        if is_courtesy(said.part):
            return []
        return [read_labelled(form, said.part, places) or read_entry(form, None, said.part)]
    return [
        read_entry(form, key, said.part if key is None else said.value)
        for key in said.rows
        if said.value
    ]


def _addressed(form: Form, rows: tuple[str, ...], part: str, *, listed: bool) -> _Said:
    if listed and (told := _REPORTED.fullmatch(part)) is not None:
        return _Said(part, (_numbered(rows, int(told["place"])),), told["value"])
    if listed and (open_ := rows_put_off(part)) and all(_numbered(rows, one) for one in open_):
        return _Said(part, tuple(_numbered(rows, one) for one in open_))
    several = match_rows(part) if listed and not is_bare_set(part) else None
    if several is not None and are_in_turn(several[1]):
        return _Said(part, (None,), part)
    if several is not None and _said_of_many(several[1]):
        return _of_many(rows, part, *several)
    if several is not None and _DENIES.search(several[1]):  # no answers in order, whatever it says
        return _Said(part, (None,), part)
    if listed and are_last(part) and len({form.group_of(key).key for key in rows}) > 1:
        return _Said(part, (None,), part)  # the last ones of a heading, or of the list?
    ends = match_ends(part, len(rows)) if listed else None
    if ends is not None and _said_of_many(ends[1]):
        return _of_many(rows, part, *ends)
    turned = match_turned(part) if listed and several is None else None
    if turned is not None and _says_state(turned[1]):
        return _of_many(rows, part, *turned)
    words = match_row(part)
    if words is not None and _is_address(form, rows, words, part, listed=listed):
        word = "câu" if words.row.casefold() == "c" else words.row
        key = resolve_row(form, rows, f"{word} {words.place}".strip(), listed=listed)
        return _Said(part, (key,), words.value.strip())
    match = _WORDED.fullmatch(part) if listed else None
    if match and (_says_state(match["value"]) or _chooses(form, rows, match)):
        return _Said(part, (_numbered(rows, int(match["place"])),), match["value"])
    place, equals, value = part.partition("=")
    if equals and place:
        if _is_code(part):
            return _Said(part)
        key = resolve_row(form, rows, place.strip(), listed=listed)
        return _Said(part, (key,), value.strip())
    place, _, value = (one.strip() for one in part.partition(":"))
    if value and any(sign.isalpha() for sign in place):
        key = resolve_row(form, rows, place, listed=listed)
        if key is None and len(named_rows(form, place)) > 1:
            return _Said(part, (None,), part)  # `VII.8` is printed at one, the key of another
        known = key is not None or is_key(place)  # `II.2: 7` of a heading is no answer
        return _Said(part, (key,), value) if known else _Said(part)
    return _Said(part)


def _counted(form: Form, rows: tuple[str, ...], said: _Said) -> _Said:
    """`9 năm bài`, `10 có 14 bài`, beside others: the number of a row, and its answer."""
    match = _WORDED.fullmatch(said.part) if said.rows is None else None
    key = _numbered(rows, int(match["place"])) if match else None
    if match is None or key is None:
        return said
    asks = bool(form.row(key).options)  # `16 có 1 sáng kiến` says that there is one
    value = match["value"] if asks else _HAS.sub("", match["value"], count=1)
    counted = value[0].isdigit() or re.match(_COUNTED, value, re.IGNORECASE)
    if not (counted or (asks and _HAS.match(value))):
        return said
    reading = read_answer(form.row(key), value)
    return said if isinstance(reading, RefusedReading) else _Said(said.part, (key,), value)


def _paired(form: Form, rows: tuple[str, ...], said: list[_Said]) -> list[_Said]:
    """`18 220; 19 kết hợp; 20 97,5`: numbers of rows before figures, where all else is told by
    the numbers of rows."""
    told = [_rows_and_value(one.part) if one.rows is None else None for one in said]
    if not any(told) or not all(one.rows or pair for one, pair in zip(said, told, strict=True)):
        return said
    if not any(one.rows for one in said):
        return said
    found = []
    for one, pair in zip(said, told, strict=True):
        numbers, value = pair or ((), "")
        keys = tuple(_numbered(rows, number) for number in numbers)
        taken = bool(keys) and None not in keys
        found.append(_Said(one.part, keys, value) if taken else one)
    return found


def _rows_and_value(part: str) -> tuple[tuple[int, ...], str] | None:
    """`18 220`, `4 5 kps`: numbers of rows, and what is said of them."""
    several = match_rows(part) if is_bare_set(part) else None
    if several is not None and _says_state(several[1]):
        return several
    pair = _PAIR_OF_ROWS.fullmatch(part)
    return (expand_set(pair["places"]), pair["value"]) if pair is not None else None


def _chooses(form: Form, rows: tuple[str, ...], match: re.Match[str]) -> bool:
    """`19 kết hợp`: a choice of the row with this number; `22 phối hợp với Sở Y tế`: a text."""
    key = _numbered(rows, int(match["place"]))
    row = form.row(key) if key is not None else None
    if row is None or not row.options:
        return row is not None and row.is_free_text and len(match["value"].split()) >= LEAST_TEXT
    reading = read_answer(row, match["value"])
    return isinstance(reading, ReadValue) and reading.remark is None


def _of_many(rows: tuple[str, ...], part: str, numbers: tuple[int, ...], value: str) -> _Said:
    """What is said of several rows; all of it is quoted back when the list has not all of them."""
    keys = tuple(_numbered(rows, number) for number in numbers)
    return _Said(part, (None,), part) if None in keys else _Said(part, keys, value)


def _says_state(value: str) -> bool:
    coded = fold_text(value).rstrip(" .!") in ("co", "khong", "roi", "chua")
    known = read_said_state(value) or read_state(value)
    return coded or known is not None or means_keep(value)


def _said_of_many(value: str) -> bool:
    """Whether it can be said of several rows: a state, the last period's, or a bare number."""
    bare = re.fullmatch(r"(?:số\s+)?\d[\d.,]*%?", value, re.IGNORECASE) is not None
    amount = None if bare else leading_amount(value, whole=False)
    return bare or (amount is not None and not amount.rest.strip(" .!")) or _says_state(value)


def _is_address(
    form: Form, rows: tuple[str, ...], words: RowWords, part: str, *, listed: bool
) -> bool:
    """Whether the number is that of a row, and does not just count lines that have a label."""
    if not listed:
        asked = words.row and fold_text(words.row).startswith("cau")
        return bool(asked) or (words.linked and "=" in part.replace(words.value, ""))
    return words.linked or read_labelled(form, words.value, rows) is None


def _numbered(rows: tuple[str, ...], number: int) -> str | None:
    return rows[number - 1] if 1 <= number <= len(rows) else None


def _is_code(part: str) -> bool:
    """`Có = 1` is one answer, as the form prints its codes."""
    place, _, value = part.partition("=")
    return fold_text(place) in ("co", "khong", "tot", "co vi pham") and value.strip().isdecimal()


_ROW_WORD = re.compile(rf"{ROW}(?=\d)", re.IGNORECASE)


def resolve_row(form: Form, rows: tuple[str, ...], place: str, *, listed: bool) -> str | None:
    """The key of the row that a number of the list, a key, or a label names beyond doubt. A
    question's number (`câu 12`) counts where the list has none such."""
    number = _NUMBER.fullmatch(fold_text(_ROW_WORD.sub("", place, count=1)))
    if number is not None:
        found = _numbered(rows, int(number[0])) if listed else None
        asked = named_rows(form, place) if found is None and _asks(place) else ()
        return asked[0].key if asked else found
    named = named_rows(form, place)
    if len(named) > 1:
        return None  # the printed number of one row is the key of another
    row = next(iter(named), None) or sure_row(form, place, rows if listed else ())
    if row is None and (far := sure_row(form, place)) is not None:
        row = far if not (listed and rows) or is_mostly_said(far, place) else None
    return row.key if row is not None and row.answer is not None else None


def _asks(place: str) -> bool:
    return fold_text(place).startswith("cau")
