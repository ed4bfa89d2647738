"""Whether the answers that were read account for all that was said. What a message says beside
them, a number that none has taken or words of no row, makes those doubtful that it may change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from conversations.answers.values import Number, Ratio
from conversations.bulk.lead_ins.keys import split_keys
from conversations.bulk.model import BRACKETS, BulkAnswers, BulkEntry, put_in_doubt
from conversations.bulk.number_owners import OwnedNumbers, find_rivalled, own_words
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.sentence_values import FITS, read_value
from conversations.bulk.vocabulary.known_words import are_of_none
from conversations.bulk.vocabulary.row_fits import RowFit, fit_rows
from conversations.bulk.vocabulary.said_deeds import is_denied
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import ReadState, ReadValue, RefusedReading
from conversations.parsing.suffix import read_rest
from conversations.parsing.total import find_total, is_result
from conversations.text.normalize import fold_text

LONGEST = 1_500  # characters of a message that is looked at; a longer one was pasted
MOST = 60  # numbers of a message that are compared; who gives more gives a list
NAMES = 0.4  # score from which words name a row at all
NEARLY = 0.75  # of the score of an answered row, from which a free one is meant rather
NAMED = 3  # words by which a row of another section is named
NAMED_AT_ALL = 0.6  # of how well words fit the likeliest row: others may be meant by them
FEW = 2  # words that may have named a row by chance
MOST_COUNTED = 3  # words behind a number that say what is counted
AS_WELL = 0.7  # of how well the words of an answer speak of its row: others may do as well
_WHOSE = frozenset(("cho", "cua", "o", "tai", "ben"))
_ROWS = "dòng"  # what is counted in words, and no value
_CLAUSES = re.compile(r"[,;\n]")
_KEY = re.compile(r"\s*[IVXivx]+\.\d")
_NUMBER_BEFORE = re.compile(r"\d\s*(?:[:=]\s*|(?:l[àa]|th[ìi])\s+|\s)\Z", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:chua|khong|ko)\b")


def doubt_uncovered(
    form: Form,
    rows: tuple[str, ...],
    said: str,
    burst: BulkAnswers,
    asked: str | None = None,
) -> BulkAnswers:
    """The answers of a message, `rows` being those of the list in hand. In doubt are those that
    were found by words of which none is their row's, those of another section, and those that a
    number without a row may belong to: `phát ra 200 phiếu, thu về 185`; and those of other rows
    than the `asked` one that only what both count has named."""
    rows_told = (one.row for one in burst.entries if one.row is not None)
    known = all(key in form.by_key and key in form.asked_at for key in rows_told)
    if burst.by_place or not (known and _is_sentence(said)):  # items of a list may be new
        return burst
    keyed, said = split_keys(form, said)
    numbers = OwnedNumbers(form, said, burst.entries, rows)
    if len(numbers.amounts) > MOST:
        return burst
    owners = {at: row for at, row in numbers.owners.items() if not numbers.is_addressed(at)}
    strays = {at for at, row in owners.items() if _is_stray(numbers, at, row)}
    doubted = {row for at, row in owners.items() if at in strays or _is_unnamed(numbers, at, row)}
    kept = {at: row for at, row in owners.items() if row not in doubted}
    for at in (*numbers.unowned, *strays):
        if not is_result(numbers.said, numbers.amounts, at):
            doubted |= _touched(numbers, at, kept)
    doubted |= _named_alike(numbers) | _of_asked(numbers, asked) | find_rivalled(numbers, asked)
    unread = sum(map(_is_unread, burst.entries))
    lost = {at for at, row in owners.items() if unread and not numbers.score(at, row)}
    most = 2 * unread > len(burst.entries)
    doubted |= {owners[at] for at in lost if most or numbers.parts[at].before}  # `mới 12`
    doubted |= _only_beside(numbers, doubted) | _of_total(numbers, asked)
    others = _elsewhere(numbers, asked) | _misplaced(numbers) | _of_rest(numbers, burst, doubted)
    doubted, others = doubted - keyed, others - keyed
    if not doubted | others:
        return burst
    entries = tuple(
        put_in_doubt(one) if one.row in others or (one.row in doubted and _is_number(one)) else one
        for one in burst.entries
    )
    return burst.model_copy(update={"entries": entries})


def _of_total(numbers: OwnedNumbers, asked: str | None) -> set[str]:
    """All rows, where the last number is the sum of the others and not that of the row that is
    asked: `một giám đốc ba phó, vị chi bốn người`."""
    total = find_total(numbers.said, whole=True) if asked and numbers.amounts else None
    if total is None or numbers.owners.get(max(numbers.amounts)) == asked:
        return set()
    return {*numbers.owners.values()}


def _elsewhere(numbers: OwnedNumbers, asked: str | None) -> set[str]:
    """Rows of another section than that of the list, or of the asked row, with a state or a choice,
    beside something that was not read for sure; or instead of the asked one."""
    form, entries = numbers.form, numbers.entries
    here = form.section_of(asked or numbers.rows[0]).key if asked or numbers.rows else ""
    loose = not all(one.is_sure for one in entries)
    if not here or not (loose or (asked and all(one.row != asked for one in entries))):
        return set()
    clauses = (fit_rows(form, words_of(one)) for one in _CLAUSES.split(numbers.said))
    named = {
        row
        for fits in clauses
        for row, fit in fits.items()
        if len(fit.words) >= NAMED and fit.score >= _best(fits.values())
    }
    stated = (one.row for one in entries if one.row is not None and not _is_number(one))
    return {row for row in stated if form.section_of(row).key != here and row not in named}


def _misplaced(numbers: OwnedNumbers) -> set[str]:
    """Rows with a state that is said in words of another row: `trễ hạn ko có cái nào, ko phát sinh`
    where the first row of a list is another one."""
    found: set[str] = set()
    said = Counter(one.said for one in numbers.entries)
    for row, one in ((one.row, one) for one in numbers.entries if numbers.entries[1:]):
        if row is None or not isinstance(one.reading, ReadState):
            continue
        told = BRACKETS.sub("", _without_remark(numbers.said, one))
        if not telling_words(told) and said[one.said] > 1:
            continue  # of several rows alike
        fits = fit_rows(numbers.form, words_of(told))
        own = fits[row].score if row in fits else 0.0
        if any(fits[key].score > own for key in numbers.rows if key in fits):
            found.add(row)
    return found


def _without_remark(whole: str, entry: BulkEntry) -> str:
    """What is said of a row, without the remark behind it where the row is told by its number: `18:
    chưa có số, cuối năm mới khảo sát`."""
    at = whole.find(entry.said)
    told = at > 0 and _NUMBER_BEFORE.search(whole[:at]) is not None
    return entry.said.removesuffix(entry.remark or "") if told else entry.said


def _of_rest(numbers: OwnedNumbers, burst: BulkAnswers, doubted: set[str]) -> set[str]:
    """Rows that got what is said of the rest, where a number has no sure row: those that may be
    meant by it, and those of headings that nothing was said of."""
    places = {*numbers.unowned} | {at for at, row in numbers.owners.items() if row in doubted}
    if "burst.rest" not in burst.warnings or not places:
        return set()
    likely = {
        row
        for at in places
        for fits in numbers.fits_at(at)
        for row in fits
        if fits[row].score >= NAMED_AT_ALL * _best_at(numbers, at)
    }
    heading, known = numbers.form.group_of, {*numbers.owners.values()}
    here = {heading(row).key for row in known}
    near = {*known, *numbers.rows}
    loose = not all(any(_fits_nearly(numbers, at, row) for row in near) for at in places)
    given = (one.row for one in numbers.entries if isinstance(one.reading, ReadState))
    return {
        row for row in given if row and (row in likely or (loose and heading(row).key not in here))
    }


def _fits_nearly(numbers: OwnedNumbers, at: int, row: str) -> bool:
    """Whether the words around a number speak of the row nearly as well as of any."""
    best = _best_at(numbers, at)
    return best > 0 and numbers.score(at, row) >= NEARLY * best


def _best_at(numbers: OwnedNumbers, at: int) -> float:
    return max((_best(fits.values()) for fits in numbers.fits_at(at)), default=0.0)


def _only_beside(numbers: OwnedNumbers, doubted: set[str]) -> set[str]:
    """The rows that were found by what stands behind a preposition of their labels, or in their
    headings, where the most of the other numbers have no sure answer: the words may be of another
    section, as those are."""
    sure = {*numbers.owners.values()} - doubted
    groups = {numbers.form.group_of(row).key for row in numbers.owners.values()}
    if len(groups) < 2 or 2 * len(sure) > len(numbers.amounts):
        return set()
    owned = (
        (row, [way[row] for way in numbers.fits_at(at) if row in way])
        for at, row in numbers.owners.items()
        if not numbers.is_addressed(at)
    )
    return {row for row, fits in owned if fits and all(one.beside for one in fits)}


def _is_sentence(said: str) -> bool:
    short = len(said) <= LONGEST and "\t" not in said and "=" not in said
    return short and any(map(str.isalpha, said))


def _is_number(entry: BulkEntry) -> bool:
    reading = entry.reading if entry.row is not None else None
    return isinstance(reading, ReadValue) and isinstance(reading.value, Number | Ratio)


def _named_alike(numbers: OwnedNumbers) -> set[str]:
    """Rows beside each other that were found by the same words, set apart by a sign: `biên chế sở
    60, biên chế chi cục 35` are hardly two of them."""
    named = [
        (row, numbers.form.row(row).parent, words, is_denied(numbers.parts[at].before))
        for at, row in numbers.owners.items()
        if not numbers.parts[at].glued and (words := own_words(numbers, at, row))
    ]
    return {
        row
        for one, other in combinations(named, 2)
        if one[1:] == other[1:]
        for row in (one[0], other[0])
    }


def _of_asked(numbers: OwnedNumbers, asked: str | None) -> set[str]:
    """Rows that were found by nothing but what they count, which the asked one counts too: `…, 2
    nhiệm vụ`; where a number is left over all but those beside the asked one that has its own."""
    form, owned = numbers.form, {*numbers.owners.values()}
    told = [one.said for one in numbers.entries if one.row is not None]
    rest = [one.said for one in numbers.entries if one.row is None]
    left = [
        at
        for at in numbers.unowned
        if any(numbers.parts[at].value in one for one in rest)
        or not any(numbers.parts[at].value in one for one in told)
    ]
    by_key = _KEY.match(numbers.said) is not None
    if asked is not None and left and not (by_key or form.row(asked).cell):
        answered = any(one.row == asked for one in numbers.entries)
        most = max(numbers.amounts, key=lambda at: numbers.amounts[at])
        if most in left and is_result(numbers.said, numbers.amounts, most):
            return owned
        if not answered:
            return {
                row
                for at, row in numbers.owners.items()
                if len(own_words(numbers, at, row)) < NAMED
            }
        few = {row for at, row in numbers.owners.items() if len(own_words(numbers, at, row)) < FEW}
        heading, first = form.group_of(asked).key, numbers.owners.get(next(iter(numbers.amounts)))
        far = {row for row in few if form.group_of(row).key != heading}
        return far if first == asked else far | few & {asked}
    if asked is None or numbers.form.row(asked).cell or asked in numbers.owners.values():
        return set()
    alike = {
        (at, row)
        for at, row in numbers.owners.items()
        if not numbers.is_addressed(at) and form.row(row).measure == form.row(asked).measure
    }
    return {row for at, row in alike if not own_words(numbers, at, row)}


def _is_unread(entry: BulkEntry) -> bool:
    """Whether words and a number stand where an answer of the row was expected, so that the order
    is in doubt: `trường A 30, trường B 40, tổng 70`."""
    words = any(map(str.isalpha, entry.said)) and any(map(str.isdigit, entry.said))
    unclear = isinstance(entry.reading, RefusedReading) and entry.reading.code == "refused.unclear"
    return entry.row is not None and unclear and words


def _is_unnamed(numbers: OwnedNumbers, at: int, row: str) -> bool:
    """Whether the words around an answer are of no row that was answered: `kẹt hết bốn việc`."""
    counted = fold_text(" ".join(numbers.parts[at].behind[:MOST_COUNTED]))
    if _DENIES.search(counted) and not _DENIES.search(fold_text(numbers.form.row(row).title)):
        return True  # `hai cái chưa xử lý`
    if numbers.behind(at)[2:] and numbers.behind(at)[0].casefold() == _ROWS:
        return True  # `hai dòng biên chế chưa có số`
    others = [*{*numbers.owners.values()} - {row}]
    if not numbers.score(at, row) and _breaks_order(numbers, at, row):
        return True
    return are_of_none(numbers.form, row, numbers.words_at(at), others)


def _breaks_order(numbers: OwnedNumbers, at: int, row: str) -> bool:
    """Whether an answer without words of its row stands before one that names a row of another
    heading: `sở mình 23, đơn vị trực thuộc 11`."""
    after = next(((place, key) for place, key in numbers.owners.items() if place > at), None)
    if after is None or numbers.score(*after) < FITS:
        return False
    return numbers.form.group_of(after[1]).key != numbers.form.group_of(row).key


def _is_stray(numbers: OwnedNumbers, at: int, row: str) -> bool:
    """Whether the words are only mentioned by the row's label, and are of one beside it; or the row
    is of another section than the others that are in the list, and named by a word or two."""
    form, ways = numbers.form, [way for way in numbers.fits_at(at) if row in way]
    said, label = fold_text(" ".join(numbers.parts[at].before)), fold_text(form.row(row).title)
    if _DENIES.search(said) and not _DENIES.search(label):
        return True  # `chưa xong 8`
    if ways and all(_is_only_beside(form, row, way) for way in ways):
        return True
    here = {form.section_of(key).key for key in numbers.owners.values() if key in numbers.rows}
    is_away = bool(here) and form.section_of(row).key not in here
    loose = not all(one.is_sure for one in numbers.entries)
    return is_away and (loose or not any(len(way[row].words) >= NAMED for way in ways))


def _is_only_beside(form: Form, row: str, fits: Mapping[str, RowFit]) -> bool:
    """Whether the words are mentioned by the label of this row, and are those of one beside it:
    `kiểm tra 2` where there is a number of problems found by inspection."""
    its, parent = fits[row], form.row(row).parent
    near = [one for key, one in fits.items() if key != row and form.row(key).parent == parent]
    return (its.headed and bool(near)) or (
        its.beside and any(not one.beside and one.score >= its.score for one in near)
    )


def _is_of(its: RowFit, fits: Mapping[str, RowFit]) -> bool:
    """Whether the words are of this row rather than only mentioned by its label."""
    return not its.beside or all(one.beside for one in fits.values() if one.score >= its.score)


def _touched(numbers: OwnedNumbers, at: int, owners: Mapping[int, str]) -> set[str]:
    """The answered rows that the number may belong to: those that its words speak of nearly as
    well as the words of their own answer, and beside it one that was named by none."""
    found: set[str] = set()
    for place, row in ((place, numbers.form.row(key)) for place, key in owners.items()):
        counted = _counts_other(row, numbers.behind(at))
        sides = numbers.sides_of(at, counted=not counted)
        fits = next((way for way in sides if _best(way.values()) >= FITS), {})
        own = numbers.score(place, row.key)
        glued = any(one.glued for one in numbers.parts[min(place, at) + 1 : max(place, at) + 1])
        free = {} if glued else _free(numbers, row, fits)
        speaks = row.key in fits and _speaks_of(row, fits, free, AS_WELL * own)
        beside = abs(place - at) == 1 and not (fits or counted) and own < NAMES
        alike = {*numbers.words_at(at)}
        same = (
            bool(alike) and not glued and alike <= {*numbers.words_at(place)}
        )  # `phòng em 12, phòng bạn 15`
        same = same or _is_parallel(numbers, place, at)
        if (speaks or beside or same) and read_value(row, numbers.parts[at].value) is not None:
            found.add(row.key)
    return found


def _free(numbers: OwnedNumbers, row: Row, fits: Mapping[str, RowFit]) -> dict[str, RowFit]:
    """The rows beside this one that have no answer."""
    answered = {*numbers.owners.values()}
    form = numbers.form
    beside = (key for key in fits if form.row(key).parent == row.parent)
    return {key: fits[key] for key in beside if key not in answered}


def _speaks_of(
    row: Row, fits: Mapping[str, RowFit], free: Mapping[str, RowFit], least: float
) -> bool:
    """Whether words speak of a row, and of none that is free rather."""
    its = fits[row.key]
    return (
        its.score >= max(FITS, least)
        and _is_of(its, fits)
        and _best(free.values()) < NEARLY * its.score
    )


def _is_parallel(numbers: OwnedNumbers, one: int, other: int) -> bool:
    """Whether the same word says whose both numbers are: `giao 100 cho sở, 40 cho đơn vị`."""
    words = {fold_text(" ".join(numbers.behind(at)[:1])) for at in (one, other)}
    return len(words) == 1 and words <= _WHOSE


def _best(fits: Iterable[RowFit]) -> float:
    return max((one.score for one in fits), default=0.0)


def _counts_other(row: Row, behind: tuple[str, ...]) -> bool:
    """Whether behind a number stands what the row does not count: `6 người` of offices."""
    return read_rest(" ".join(behind[:MOST_COUNTED]), row, glued=False).kind == "measure"
