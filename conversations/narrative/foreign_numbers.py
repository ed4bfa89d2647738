"""Numbers in the officer's own sentences that the appendix does not have.

They may be right: a number may be kept. Whoever asks shows them before the words are stored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_UP, Decimal

from conversations.answers.values import Answer, Names, Number, Ratio, Text
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.narrative.named_figures import blot_named_figures
from conversations.narrative.text import NarrativeText
from conversations.parsing.digits import NUMERAL, read_figures
from conversations.parsing.number_words import may_begin_number, numbers_in_words
from conversations.reports.model import Report
from conversations.text.normalize import fold_text

MOST_FOREIGN = 50  # numbers of one text that are told
LONGEST_SPOKEN = 12  # words of a number
_HUNDRED = Decimal(100)
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_PERCENT = re.compile(r"\s*(?:%|phần trăm)")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_BEFORE_YEAR = ("trong", "cả", "hằng", "hàng", "mỗi", "đầu", "cuối", "giữa", "từng", "nhiều", "các")
_YEARS = range(1990, 2100)
_MEASURES = (
    "văn bản", "hồ sơ", "nhiệm vụ", "người", "thủ tục", "ý kiến", "phiếu", "cuộc", "lượt", "vụ",
    "vấn đề", "cơ quan", "đơn vị", "tin", "bài", "trường hợp", "phần mềm", "công chức", "viên chức",
    "cán bộ", "biên chế", "quy trình", "lãnh đạo", "phòng", "xã", "phường", "huyện", "sáng kiến",
    "mô hình", "giải pháp", "kiến nghị", "tổ chức", "lớp", "hội nghị", "tỷ", "triệu", "đồng",
)  # fmt: skip


class ForeignNumber(Frozen):
    """A number that stands in no row: as it is written, with the word behind it, its place, and
    what it may mean."""

    text: str
    shown: str
    at: int
    amounts: tuple[Decimal, ...]


def has_numbers(words: str, form: Form) -> bool:
    """Whether there is a number in the words that may be a stranger."""
    return any(True for _ in find_numbers(words, form.derived(_measures)))


def find_foreign_numbers(
    words: str, form: Form, known: Collection[Decimal]
) -> tuple[ForeignNumber, ...]:
    """The numbers of the officer's words that are not among those of the appendix and of what is
    said of it (`known_numbers`). Numbers of papers, days, periods and articles are passed over."""
    measures = form.derived(_measures)
    found = (one for one in find_numbers(words, measures) if not _is_known(words, one, known))
    return tuple(one for _, one in zip(range(MOST_FOREIGN), found, strict=False))


def known_numbers(report: Report, said: NarrativeText | None = None) -> frozenset[Decimal]:
    """Every number of the appendix, also one that counts something in a note, and those of what
    was `said` of it: a sum, a rest or a change that the text itself tells is no stranger."""
    amounts = {amount for answer in report.answers.values() for amount in _amounts(answer)}
    if said is not None:
        numbers = (number for one in said.paragraphs for number in one.numbers)
        amounts |= {one.amount for one in numbers if one.amount is not None}
    return frozenset(amounts)


def _amounts(answer: Answer) -> Iterator[Decimal]:
    match answer.value:
        case Number() | Names():
            yield answer.value.amount
        case Ratio(numerator=part, denominator=base):
            yield from (part, base, answer.value.amount)
        case Text(text=text):
            yield from _figures_in(text)
    yield from _figures_in(answer.note or "")
    yield from _figures_in(answer.remark or "")


def _figures_in(text: str) -> Iterator[Decimal]:
    for found in NUMERAL.finditer(blot_named_figures(text)):
        yield from (one.value for one in read_figures(found[0], whole=True))


def _measures(form: Form) -> frozenset[str]:
    """The words that stand behind a number that counts something."""
    printed = (row.measure for row in form.rows)
    parts = (part for one in printed for part in re.split(r"[,/;]", one))
    folded = (fold_text(one) for one in (*parts, *_MEASURES))
    return frozenset(one for one in folded if one and one.replace(" ", "").isalpha())


def find_numbers(text: str, measures: Collection[str]) -> Iterator[ForeignNumber]:
    """Every number of a text that counts something, in figures or in words, in order."""
    clear = blot_named_figures(text)
    found = {one.at: one for one in _spoken(text, clear, measures)}
    spoken = [range(one.at, one.at + len(one.text)) for one in found.values()]
    for match in NUMERAL.finditer(clear):
        if any(match.start() in place for place in spoken):
            continue
        amounts = tuple(one.value for one in read_figures(match[0], whole=True))
        if not amounts or _is_year(clear, match, measures):
            continue
        found[match.start()] = _number(text, match.start(), match.end(), amounts, measures)
    yield from (found[at] for at in sorted(found))


def _is_year(text: str, match: re.Match[str], measures: Collection[str]) -> bool:
    is_plain = len(match[0]) == 4 and match[0].isdigit() and int(match[0]) in _YEARS
    return is_plain and not _measure_at(text, match.end(), measures)


def _spoken(text: str, clear: str, measures: Collection[str]) -> Iterator[ForeignNumber]:
    """Numbers in words: of two words or more, or of one before what it counts."""
    words = [*_WORD.finditer(clear)]
    at = 0
    while at < len(words):
        size, amounts = _spoken_at(clear, words, at, measures)
        if size:
            start, end = words[at].start(), words[at + size - 1].end()
            yield _number(text, start, end, amounts, measures)
        at += size or 1


def _spoken_at(
    text: str, words: list[re.Match[str]], at: int, measures: Collection[str]
) -> tuple[int, tuple[Decimal, ...]]:
    """How many words a number has that begins here, and what they mean; 0 without one."""
    first = words[at][0]
    if not (_is_scaled(text, words, at) if first[0].isdigit() else may_begin_number(first)):
        return 0, ()
    if first.casefold() == "năm" and at and words[at - 1][0].casefold() in _BEFORE_YEAR:
        return 0, ()
    run = _run(text, words, at)
    for size, meanings in sorted(numbers_in_words(run).items(), reverse=True):
        is_sure = any(not one.loose for one in meanings) or size > 2
        is_counted = size > 1 or _measure_at(text, words[at].end(), measures)
        if meanings[0].value and is_sure and is_counted:
            return size, tuple(one.value for one in meanings)
    return 0, ()


def _is_scaled(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether figures have a scale in words behind them: 2 nghìn."""
    follows = at + 1 < len(words) and text[words[at].end() : words[at + 1].start()] == " "
    return follows and fold_text(words[at + 1][0]) in ("nghin", "ngan", "trieu", "ty", "ti", "tram")


def _run(text: str, words: list[re.Match[str]], at: int) -> list[str]:
    """The words from here on that no sign divides."""
    run = [words[at][0]]
    for before, word in zip(words[at:], words[at + 1 : at + LONGEST_SPOKEN], strict=False):
        if text[before.end() : word.start()].strip(" "):
            break
        run.append(word[0])
    return run


def _number(
    text: str, start: int, end: int, amounts: tuple[Decimal, ...], measures: Collection[str]
) -> ForeignNumber:
    percent = _PERCENT.match(text, end)
    behind = percent.end() if percent else _measure_at(text, end, measures)
    if not behind:
        word = _NEXT_WORD.match(text, end)
        behind = word.end() if word else end
    return ForeignNumber(
        text=text[start:end], shown=" ".join(text[start:behind].split()), at=start, amounts=amounts
    )


def _measure_at(text: str, at: int, measures: Collection[str]) -> int:
    """Where the measure ends that stands behind a number; 0 when none does."""
    best, end = 0, at
    for _ in range(4):
        word = _NEXT_WORD.match(text, end)
        if word is None:
            break
        end = word.end()
        if fold_text(text[at:end]) in measures:
            best = end
    return best


def _is_known(text: str, number: ForeignNumber, known: Collection[Decimal]) -> bool:
    """Whether a row has it; of a percentage also rounded, but never to 100 %."""
    if any(amount in known for amount in number.amounts):
        return True
    if not _PERCENT.match(text, number.at + len(number.text)):
        return False
    return any(
        amount != _HUNDRED and _rounded(one, amount) == amount
        for amount in number.amounts
        for one in known
    )


def _rounded(known: Decimal, like: Decimal) -> Decimal:
    """A known number with as many decimals as the one that was written."""
    decimals = min(max(-int(like.as_tuple().exponent), 0), 9)
    return known.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
