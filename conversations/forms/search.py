"""Finding rows: by their place, by words of their label, and the one that a label names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from conversations.forms.column_names import holds_words
from conversations.forms.model import Form
from conversations.forms.places import rows_at
from conversations.forms.row import Row
from conversations.text.heading_names import read_name
from conversations.text.labels import LONGEST_WORDS
from conversations.text.labels import plain_label as plain_label  # it is looked for here
from conversations.text.normalize import clean_text, fold_text

NEAR = 86  # percent of likeness from which a label is offered
ALMOST, AHEAD = 88, 6  # percent of likeness that a retyped label needs, alone and before the next
LEAST_BEGINNING = 3  # words of a label that its beginning needs
LEAST_WORDS, LEAST_LETTERS = 2, 7  # of a part of a label that names its row
_PLACE = re.compile(r"(?:[IVX]+|\d{1,2})(?:[. ]\d{1,2})*")
_BELOW = re.compile(r"(?P<section>\w{1,9})(?:[. ]\d{1,2})+")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ROMAN = {str(number): roman for number, roman in enumerate(_NUMERALS, 1)}
# Both are searched for in a long text too: each place in it is looked at once.
_VALUE = re.compile(r"(?<![\s:=])[\s:=]+(?P<value>\d[\d.,/]*\s*%?(?:\s*\([^()]*\))?)\Z")
_SET_APART = re.compile(r"[:=]")
_LAST_LETTERS = re.compile(r"[^\d]*\Z")


def named_row(form: Form, words: str) -> Row | None:
    """The row named by a section number ("III"), a key ("III.4.2"), or a place ("câu 12"). Where
    the printed numbers name another one than the keys, the printed one."""
    return next(iter(named_rows(form, words)), None)


def named_rows(form: Form, words: str) -> tuple[Row, ...]:
    """All rows that such words may name, those with these printed numbers first. A key is told
    from printed numbers by its zeros: VII.09; `mục 9 phần VII` is the printed one. Of a form of
    tables `dòng 3` is a printed row, and `dòng 3 cột 2` a cell of it."""
    if len(words) > LONGEST_WORDS:
        return ()
    if at_place := rows_at(form, words):
        return at_place
    name = read_name(words)
    text = fold_text(name.key if name is not None and name.key else words).upper()
    section, text = text.startswith("PHAN "), re.sub(r"^(PHAN|MUC|NHOM|DONG)\s+", "", text)
    parts = re.split(r"[. ]", text) if _is_place(form, text) else [text]
    if parts[0] in _ROMAN and (section or len(parts) > 1):
        parts[0] = _ROMAN[parts[0]]
    keys = [".".join([parts[0], *(part.zfill(2) for part in parts[1:])])]
    if len(parts) > 1 and not any(part.startswith("0") for part in parts[1:]):
        below = "".join(f".{part.zfill(2)}" for part in parts[2:])
        printed = form.derived(_printed).get((parts[0], parts[1]), ())
        told = name is not None and name.is_spoken and bool(printed)
        keys = [*(key + below for key in printed), *([] if told else keys)]
    known = form.derived(_by_capitals)
    if found := tuple(known[key] for key in dict.fromkeys(keys) if key in known):
        return found
    known_sections = form.derived(_sections)
    if row := known_sections.get(text) or known_sections.get(plain_label(words)):
        return (form.row(row),)
    place_of = re.fullmatch(r"CAU\s+(?:SO\s+)?(\d{1,4})", text)
    if place_of and 1 <= int(place_of[1]) <= form.asked_count:
        return (form.row([*form.counted_at][int(place_of[1]) - 1]),)
    return ()


def lines_named(form: Form, words: str) -> tuple[Row, ...]:
    """The printed rows of tables with several columns that are called just so: by their key, by
    their code as printed, or by their whole label."""
    said = re.sub(r"^(phan|muc|dong|hang|ma so|ma) ", "", plain_label(words))
    return form.derived(_lines_by_name).get(said, ()) if said else ()


def _lines_by_name(form: Form) -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    wide = (block for block in form.blocks if block.is_wide)
    for line in (line for block in wide for line in block.lines if line.cells):
        row = form.row(line.key)
        for name in {plain_label(one) for one in (row.key, row.code, row.title) if one}:
            found[name] = (*found.get(name, ()), row)
    return found


def _is_place(form: Form, text: str) -> bool:
    """Whether the text is printed numbers: II.1.3, or B.2 where a section is printed B."""
    if _PLACE.fullmatch(text):
        return True
    below = _BELOW.fullmatch(text)
    return below is not None and below["section"] in form.derived(_numbers)


def _numbers(form: Form) -> frozenset[str]:
    return frozenset(one.stt.upper() for one in form.sections if one.stt)


def _by_capitals(form: Form) -> dict[str, Row]:
    return {row.key.upper(): row for row in form.rows}


def _sections(form: Form) -> dict[str, str]:
    """The sections by their printed number; those without one by their words and their place."""
    bare = [one.key for one in form.sections if not one.stt]
    words = {plain_label(form.row(key).title): key for key in bare}
    numbers = {one.stt.upper(): one.key for one in form.sections if one.stt}
    return words | {form.section_tag(key): key for key in bare} | numbers


def _printed(form: Form) -> dict[tuple[str, str], tuple[str, ...]]:
    """The keys of the headings by the numbers they are printed under."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in form.rows:
        section = form.section_of(row.key)
        if row.stt and row.key != section.key:
            place = (section.stt.upper(), row.stt)
            found[place] = (*found.get(place, ()), row.key)
    return found


def find_rows(form: Form, words: str) -> list[Row]:
    """The rows that take an answer and whose label has these words, accented or not, the best
    first: the very label, then those that hold the words, then those that hold each of them
    with their headings, then near ones."""
    wanted = plain_label(words) if len(words) <= LONGEST_WORDS else ""
    if len(wanted) < 2:
        return []
    rows, labels = _answerable(form), form.derived(_labels)
    exact = [row for row in rows if labels[row.key].text == wanted]
    holding = exact or [row for row in rows if wanted in labels[row.key].text]
    if holding:
        return holding
    each = {*wanted.split()}
    every = [
        row
        for row in rows
        if labels[row.key].context.issuperset(each) and " " in labels[row.key].text
    ]
    if every:
        return _with_figures(wanted, every, labels) or every
    texts = [labels[row.key].text for row in rows]
    near = process.extract(
        wanted, texts, scorer=fuzz.token_set_ratio, score_cutoff=NEAR, limit=None
    )
    found = [rows[at] for _, _, at in near if _says_enough(wanted, texts[at])]
    return _with_figures(wanted, found, labels) or found


def _with_figures(wanted: str, rows: list[Row], labels: dict[str, RowLabel]) -> list[Row]:
    """Those whose own label has every figure that is looked for: mức độ 3 is not mức độ 4."""
    figures = {*re.findall(r"\d+", wanted)}
    return [row for row in rows if figures.issubset(labels[row.key].text.split())]


def _says_enough(wanted: str, label: str) -> bool:
    """Whether a label is not just a few of the words: `Khác` stands in many a sentence."""
    words = len(label.split())
    return words >= len(wanted.split()) if words < LEAST_WORDS else words * 2 >= len(wanted.split())


def sure_row(form: Form, words: str, among: Sequence[str] | None = None) -> Row | None:
    """The row that the words name beyond doubt: by its whole label, by a part of it that no
    other has, or by a label retyped with slips; None when two rows may be meant."""
    if len(words) > LONGEST_WORDS:
        return None
    wanted = plain_label(words)
    rows, labels = _answerable(form, among), form.derived(_labels)
    texts = [labels[row.key].text for row in rows]
    exact = [row for row, text in zip(rows, texts, strict=True) if text == wanted]
    if exact:
        return exact[0] if len(exact) == 1 else None
    if len(wanted.split()) < LEAST_WORDS or len(wanted) < LEAST_LETTERS:
        return None
    holding = [row for row, text in zip(rows, texts, strict=True) if holds_words(text, wanted)]
    if holding:
        return holding[0] if len(holding) == 1 else None
    return _nearest(wanted, rows, texts)


def is_label(form: Form, words: str) -> bool:
    """Whether the words are the label of a row, or of several that are called alike, or the
    beginning of one: `nhiệm vụ khác`, of *Nhiệm vụ khác (nếu có)*."""
    if len(words) > LONGEST_WORDS:
        return False
    wanted, labels = plain_label(words), form.derived(_labels)
    texts = [labels[row.key].text for row in _answerable(form, None)]
    if wanted in texts:
        return True
    begins = sum(f"{text} ".startswith(f"{wanted} ") for text in texts)
    return begins == 1 and len(wanted.split()) >= LEAST_BEGINNING


def _nearest(wanted: str, rows: Sequence[Row], texts: Sequence[str]) -> Row | None:
    """The row whose label is almost this, and clearly nearer than any other."""
    near = process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=ALMOST - AHEAD, limit=2)
    if not near or near[0][1] < ALMOST:
        return None
    clear = len(near) == 1 or near[0][1] - near[1][1] >= AHEAD
    row = rows[near[0][2]]
    return row if clear and _same_figures(wanted, row) else None


def _same_figures(wanted: str, row: Row) -> bool:
    """Labels that differ in a figure alone (mức độ 3, mức độ 4) are different rows."""
    return re.findall(r"\d+", wanted) == re.findall(r"\d+", plain_label(row.title))


@dataclass(frozen=True)
class RowLabel:
    """A row's label for comparing, and its words with those of its headings."""

    text: str
    context: frozenset[str]


def _labels(form: Form) -> dict[str, RowLabel]:
    return {row.key: RowLabel(plain_label(row.title), _context(form, row)) for row in form.rows}


def _context(form: Form, row: Row) -> frozenset[str]:
    titles = (form.section_of(row.key).title, form.group_of(row.key).title, row.title)
    return frozenset(word for title in titles for word in plain_label(title).split())


def _answerable(form: Form, among: Sequence[str] | None = None) -> list[Row]:
    rows = form.rows if among is None else [form.row(key) for key in among]
    return [row for row in rows if row.answer is not None]


def split_trailing_value(text: str) -> tuple[str, str] | None:
    """`biên chế có mặt 46` is the words and the value behind them; None without a value."""
    said = clean_text(text)
    if match := _VALUE.search(said):
        words = said[: match.start()]
        if any(sign.isalpha() for sign in _LAST_LETTERS.findall(words)[0]):
            return words.strip(" :="), match["value"].strip()
    return _set_apart(said)


def _set_apart(said: str) -> tuple[str, str] | None:
    """The words before the first colon or equals sign, and what is behind it."""
    match = _SET_APART.search(said, 1)
    value = said[match.end() :].strip() if match else ""
    return (said[: match.start()].strip(" :="), value) if match and value else None
