"""Answers in order, without addresses: `21 7 5`, `21, 7, _, 5`, one in each line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.furniture import is_courtesy
from conversations.bulk.model import (
    MAX_ENTRIES,
    BulkAnswers,
    BulkEntry,
    read_entry,
    split_outside_brackets,
    surplus_entry,
)
from conversations.bulk.row_words import ANSWERS, is_bare_set
from conversations.bulk.said_states import read_said_state
from conversations.forms.columns import LONGEST_NAME, VALUE, WEAK_VALUE, columns_named
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.parsing.amount import leading_amount
from conversations.parsing.digits import NUMERAL, read_figures
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, RefusedReading
from conversations.parsing.states import read_state
from conversations.reports.model import Report
from conversations.text.courtesy import SIGNS
from conversations.text.normalize import clean_text, fold_text
from conversations.text.numbers import print_number

BLANK = re.compile(r"[_\-–—.…]*|x|bỏ|trống", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s()]+(?:\s*\([^()]*\))?|\([^()]*\)")
_PIECE = re.compile(r"[^ ()]+(?: *\([^()]*\))?")  # a no-break space stays inside
_SIMPLE = re.compile(r"(?:[-−]?\d[\d.,]*%?|\d+/\d+)(?:\s*\([^()]*\))?|[_\-–—]+")
_STATE_IN_WORDS = re.compile(
    r"\b(?:chưa có số|chua co so|không phát sinh|khong phat sinh|không thuộc thẩm quyền"
    r"|khong thuoc tham quyen)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<![\d.,])([1-9]\d{0,2}(?: \d{3})+)(?![\d.,]*\d)")
_DASHES = frozenset("-–—")
_COMMAS = re.compile(r"[\d_]+(?:,[\d_]+)+")
_COMMA, _SEMICOLON = re.compile(r",\s+|,$"), re.compile(";")
_DOTTED = re.compile(r"\d+(?:\.\s+\d+)+\.?")  # a phone makes ". " of two blanks
_POLITE_BEFORE = re.compile(
    r"(?:(?:dạ|da|vâng|vang|thưa|em ơi|em oi|anh ơi|chị ơi|số liệu|so lieu|của chị|của em|đây|là)"
    r"[\s,:]+)+(?=\d)",
    re.IGNORECASE,
)
_POLITE_BEHIND = re.compile(
    r"(?<=[\d%)_])(?:[\s,.!]+(?:(?:theo )?đúng thứ tự (?:đó|này|trên)|theo thứ tự"
    r"|ạ|a|nha|nhé|nhe|nhá|em|anh|chị|chi|ơi|nghe|đó|luôn|hết|thôi|rồi)|\s*" + SIGNS + ")+"
    r"[\s.!]*$",
    re.IGNORECASE,
)
_LONGEST_POLITE = 40  # characters
# Words that an answer begins with, though it cannot be read.
_STANDS = frozenset("khong ko chua dang doi cho hoi khoang gan hon tren duoi tu".split())  # noqa: SIM905
DOUBLED = 5  # lines of a text with an empty line between any two
_ENDS_IN_NUMBER = re.compile(
    r"(?<!câu )(?<!cau )(?<!dòng )(?<!dong )(?<!mục )(?<!muc )(?<!quý )(?<!năm )(?<!kỳ )"
    r"(?<!quy )(?<!nam )(?<!ky )(?<!kì )(?<!đợt )(?<!dot )"
    r"(?<!tháng )(?<!thang )(?<!phần )(?<!phan )"
    r"(?<![\d.,])\d[\d.,]*\s*%?\s*[.)]?$",
    re.IGNORECASE,
)
_OTHER_PERIOD = re.compile(r"(?:con )?(?:quy|ky|nam|thang|dot) (?:truoc|ngoai|roi|kia)\b")
_SPEAKS = re.compile(r"(?:ma |thi )?(?:em|chi|anh|toi|minh) \w+ \w+")
LEAST_CELLS = 3  # of a printed row, of which each figure is one: `1 234` may be a thousand
SENTENCE = 4  # words of what is a sentence rather than an answer that cannot be read
Items = list[str]
Ways = list[Items] | None  # None: too many items for any message


def read_lists(
    form: Form, report: Report, rows: tuple[str, ...], text: str, *, listed: bool
) -> tuple[BulkAnswers, ...] | None:
    """Every way to part the text into answers in order; None when there are too many."""
    if not rows or (not listed and form.row(rows[0]).is_free_text):
        return ()
    if not listed and _is_one_answer(form, rows[0], text):
        return ()
    ways = _ways(text, listed=listed)
    if ways is None:
        return None
    ways = _of_whole_line(form, rows, ways)
    bursts = (_fill(form, report, rows, way, text, listed=listed) for way in ways)
    return tuple(burst for burst in bursts if burst is not None)


def _of_whole_line(form: Form, rows: tuple[str, ...], ways: list[Items]) -> list[Items]:
    """The way that has a figure for each cell of a printed row, `930 322 79`, if there is one."""
    first = form.row(rows[0])
    beside = [key for key in rows if form.row(key).cell and form.row(key).parent == first.parent]
    exact = [way for way in ways if len(way) == len(beside)]
    return exact if len(beside) >= LEAST_CELLS and len(exact) == 1 else ways


def _is_one_answer(form: Form, key: str, text: str) -> bool:
    """Whether the reader takes the text for one row as it stands, and no plain list."""
    said = clean_text(text)
    sure = isinstance(read_answer(form.row(key), said), ReadValue | ReadState)
    return sure and not ("\n" in said and all(map(_is_simple, said.splitlines())))


def _ways(text: str, *, listed: bool) -> Ways:
    said = without_politeness(clean_text(text))
    if "\n" in said:
        return _by_lines(said, listed=listed)
    if _DOTTED.fullmatch(said):
        numbers = re.findall(r"\d+", said)
        return [numbers] if listed or len(numbers) > 2 or numbers[0] != "1" else []
    if ";" in said:
        return _checked(
            [part.strip() for part in split_outside_brackets(_SEMICOLON, said)], listed=listed
        )
    if re.search(r",(\s|$)", said) or _COMMAS.fullmatch(said):
        return _by_commas(said, listed=listed)
    return _by_blanks(said, listed=listed)


def without_politeness(said: str) -> str:
    """Figures without the polite words at both ends of the text."""
    before = _POLITE_BEFORE.match(said)
    bare = said[before.end() :] if before else said
    return bare[:-_LONGEST_POLITE] + _POLITE_BEHIND.sub("", bare[-_LONGEST_POLITE:])


def _by_lines(said: str, *, listed: bool) -> Ways:
    lines = said.split("\n")
    if _names_values(lines[0]):
        lines = lines[1:]  # the column was copied with its name
    if len(lines) >= DOUBLED and len(lines) % 2 and not any(map(str.strip, lines[1::2])):
        spaced = _items_of(lines[::2], listed=listed)  # or every second row is left out
        return spaced and [*spaced, *(_items_of(lines, listed=listed) or [])]
    return _items_of(lines, listed=listed)


def _items_of(lines: Sequence[str], *, listed: bool) -> Ways:
    items: Items = []
    for line in lines:
        tokens = _TOKEN.findall(line)
        several = len(tokens) > 1 and all(map(_is_simple, tokens)) and not _JOINED.search(line)
        items.extend(tokens if several else [line.strip()])
    return _checked(items, listed=listed)


def _names_values(line: str) -> bool:
    bare = len(line) < LONGEST_NAME and not any(map(str.isdigit, line))
    return bare and bool(columns_named([plain_label(line)], (*VALUE, *WEAK_VALUE)))


def _by_commas(said: str, *, listed: bool) -> Ways:
    spaced = [part.strip() for part in split_outside_brackets(_COMMA, said)]
    if len(spaced) > 1:
        return _checked(spaced, listed=listed)
    apart = said.split(",")
    if len(apart) > MAX_ENTRIES:
        return None
    if not listed:
        return [apart] if len(apart) > 2 and not read_figures(said, whole=True) else []
    return [[said], apart] if read_figures(said, whole=False) else [apart]


def _by_blanks(said: str, *, listed: bool) -> Ways:
    tokens = _tokens(said)
    if len(tokens) > MAX_ENTRIES:
        return None if all(map(_SIMPLE.fullmatch, tokens)) else []
    if len(tokens) < 2 or not all(map(_is_simple, tokens)) or not _is_whole(said, tokens):
        return []
    if not listed and not all(re.match(r"\d|_", token) for token in tokens):
        return []  # `15 - 20` is a range
    if not listed and any(token.endswith(".") for token in tokens[:-1]):
        return []  # `1. 21` is a number of nothing that is shown
    if len(tokens) % 2 and _DASHES.issuperset(tokens[1::2]):
        return [tokens, tokens[::2]]  # the dashes are rows left blank, or stand between answers
    if not _JOINED.search(said):
        return [tokens]
    return [_pieces(said, _JOINED, ""), tokens]


def _tokens(said: str) -> Items:
    """What stands between blanks; a state of several words is one of them, but where it is said of
    the rows before it: `1 2 3 không phát sinh`."""
    if is_bare_set(said) or _STATE_IN_WORDS.search(said) is None:
        return _TOKEN.findall(said)
    return _pieces(said, _STATE_IN_WORDS, " ")


def _pieces(said: str, kept: re.Pattern[str], blank: str) -> Items:
    """The tokens where what the pattern finds is one of them, with this for its blanks."""
    joined = kept.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), said)
    return [token.replace("\N{NO-BREAK SPACE}", blank) for token in _PIECE.findall(joined)]


def _is_whole(said: str, tokens: Items) -> bool:
    """Whether nothing stands beside the tokens: no bracket that is never closed."""
    return "".join("".join(tokens).split()) == "".join(said.split())


def _checked(items: Items, *, listed: bool) -> Ways:
    """Beside a single question only plain answers make a list."""
    if len(items) > MAX_ENTRIES:
        return None
    others = [
        item for item in items if not (_is_simple(item) or _is_blank(item) or _is_state(item))
    ]
    numbers = sum(map(_is_simple, items))
    ends = all(item in (items[0], items[-1]) and item[0].isalpha() for item in others)
    plain = listed or (ends and (not others or (numbers > 1 and not _end_in_numbers(others))))
    return [items] if plain and len(items) > 1 else []


def _end_in_numbers(items: Items) -> bool:
    return any(map(_ENDS_IN_NUMBER.search, items))


def _is_simple(token: str) -> bool:
    known = fold_text(token) in ANSWERS or _STATE_IN_WORDS.fullmatch(token)
    return bool(_SIMPLE.fullmatch(token) or known)


def _is_state(part: str) -> bool:
    state = read_state(part)
    return state is not None and state.remark is None


def _is_blank(item: str) -> bool:
    return BLANK.fullmatch(item) is not None


def _fill(
    form: Form,
    report: Report,
    rows: tuple[str, ...],
    items: Items,
    text: str,
    *,
    listed: bool,
) -> BulkAnswers | None:
    """The items on their rows; None when they are a sentence. Of a list: on the rows that wait
    for an answer or a number, or on all of them when there are as many as rows; what is too much
    may have shifted the rest."""
    items, beside = _without_prose(form, rows, items)
    targets = _targets(form, report, rows, len(items)) if listed else rows
    entries = [
        read_entry(form, key, item)
        for key, item in zip(targets, items, strict=False)
        if not _is_blank(item)
    ]
    if _is_sentence(entries, items, beside):
        return None
    surplus = [item for item in items[len(targets) :] if not _is_blank(item)]
    entries += map(surplus_entry, surplus)
    entries += [read_entry(form, None, item) for item in beside]
    warnings = ("burst.shifted",) if surplus else ()
    if listed and not surplus and "\n" in text.strip() and len(items) < len(targets):
        warnings = ("burst.fewer",)
    if _DOTTED.fullmatch(clean_text(text)):
        warnings = (*warnings, "burst.dots")
    words = " · ".join(_shown(item.rstrip(",")) for item in items)
    return BulkAnswers(entries=tuple(entries), words=words, warnings=warnings)


def _without_prose(form: Form, rows: Sequence[str], items: Items) -> tuple[Items, Items]:
    """The items without words at the ends that can be no answer, which use up no row; and those
    words. Between two answers they may stand for a row."""
    asked = next((form.row(key) for key in rows if form.row(key).answer is not None), None)
    if asked is None or any(form.row(key).is_free_text for key in rows[: len(items)]):
        return items, []
    first, last = 0, len(items)
    while last - first > 1 and _is_prose(asked, items[first]):
        first += 1
    while last - first > 1 and _is_prose(asked, items[last - 1]):
        last -= 1
    beside = [item for item in (*items[:first], *items[last:]) if not is_courtesy(item)]
    return items[first:last], beside


def _is_prose(row: Row, item: str) -> bool:
    words = fold_text(item).split()
    if _OTHER_PERIOD.match(" ".join(words)):
        return True
    figure = item[:1].isdigit() or _ENDS_IN_NUMBER.search(item) is not None  # `quý 1` is a name
    if len(words) < 2 or words[0] in _STANDS or figure:
        return len(words) == 1 and is_courtesy(item)
    if read_said_state(item) is not None or leading_amount(item, whole=False) is not None:
        return False
    return isinstance(read_answer(row, item), RefusedReading)


def _is_sentence(entries: Sequence[BulkEntry], items: Items, beside: Items) -> bool:
    """Whether commas or lines part a sentence, not answers: nothing of it can be read and no
    part ends in a number, or more is far too long for an answer than is read."""
    refused = [one.said for one in entries if isinstance(one.reading, RefusedReading)]
    read = len(entries) - len(refused)
    long = [
        said
        for said in (*refused, *beside)
        if len(said.split()) >= SENTENCE and not _ENDS_IN_NUMBER.search(said)
    ]
    if (len(items) == 1 and beside) or any(map(_is_talk, entries)):
        return True
    if read == 0 and entries:
        return not any(map(_ENDS_IN_NUMBER.search, refused))
    return bool(entries) and len(long) > read


def _is_talk(entry: BulkEntry) -> bool:
    """Whether the words beside a number are meant for somebody: `40 chị ghi dư`."""
    known = entry.reading.readings if isinstance(entry.reading, AmbiguousReading) else ()
    remarks = [one.remark for one in known if isinstance(one, ReadValue) and one.remark]
    return any(_SPEAKS.match(fold_text(remark)) is not None for remark in remarks)


def _targets(form: Form, report: Report, rows: Sequence[str], count: int) -> Sequence[str]:
    blanks = [
        key for key in rows if report.answer(key).state in (AnswerState.BLANK, AnswerState.PENDING)
    ]
    numbers = [key for key in blanks if not form.row(key).is_free_text]
    if count <= len(numbers):
        return numbers
    return blanks if count <= len(blanks) or count != len(rows) else rows


def _shown(item: str) -> str:
    if _is_blank(item):
        return "_"
    numeral = NUMERAL.match(item)
    told = read_figures(numeral[0], whole=True) if numeral else ()
    return print_number(told[0].value) + item[numeral.end() :] if numeral and told else item
