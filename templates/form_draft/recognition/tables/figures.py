"""What is asked in a column or row: a count, money, a text …; and what the column is to the
others."""

from __future__ import annotations

import re

from templates.form_draft.model import AnswerKind, ColumnRole
from templates.form_draft.recognition.language import lexicon as words_of
from templates.form_draft.recognition.language.measures import answer_of_measure, measure_in
from templates.form_draft.recognition.language.words import (
    begins_with,
    has_words,
    is_one_of,
    tell_words,
)

_TOTAL = re.compile(r"^(?:tổng số|tổng cộng|tổng|cộng|tổng chung|toàn bộ)\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_PERCENT_SIGN = re.compile(r"%")


def answer_of_head(
    path: tuple[str, ...], above: str | None, *, in_list: bool, of_persons: bool = False
) -> tuple[AnswerKind, str | None, bool]:
    """What is asked in a column, the measure, and whether it is certain. `above` is the measure
    that stands above the table: it holds for figures that do not say another one. `in_list`: the
    officer adds the lines, and names them; `of_persons`: they are persons."""
    measure = next(filter(None, (measure_in(part) for part in reversed(path))), None)
    said = answer_of_measure(measure)
    leaf = _BRACKETS.sub(" ", path[-1])
    whole = " ".join(path)
    if said == "percent" or begins_with(leaf, words_of.RATIOS) or _is_share(path):
        return "percent", measure if said == "percent" else None, True
    text = _kind_of_text(path, in_list=in_list, of_persons=of_persons)
    if text is not None and said is None:
        return text, None, True
    if (said == "count" or said is None) and (
        has_words(leaf, words_of.MEANS)
        or begins_with(leaf, ("hệ số",))
        or has_words(whole, words_of.MEANS)
    ):
        return "decimal", measure, True
    if said is not None:
        return said, measure, True
    if has_words(leaf, ("hệ số",)):
        return "decimal", None, True
    return _by_noun(path, leaf, above)


def _by_noun(
    path: tuple[str, ...], leaf: str, above: str | None
) -> tuple[AnswerKind, str | None, bool]:
    """By the noun of the head, and the measure above the table."""
    over = answer_of_measure(above)
    nouns: tuple[tuple[AnswerKind, tuple[str, ...]], ...] = (
        ("count", words_of.COUNT_HEADS),
        ("money", words_of.MONEY_HEADS),
        ("decimal", words_of.DECIMAL_HEADS),
    )
    for part in (leaf, *reversed(path[:-1])):
        for kind, phrases in nouns:
            if begins_with(part, phrases) or (kind != "count" and _has_noun(part, phrases)):
                if over is not None and (over == kind or kind == "decimal"):
                    return kind, above if over == kind else None, True
                if kind == "money" and over == "decimal":
                    continue
                return kind, None, kind != "money" or over is not None
            if kind == "count" and has_words(part, phrases):
                return kind, above if over == "count" else None, True
    if over is not None:
        return over, above, True
    return "count", None, True


def _has_noun(part: str, phrases: tuple[str, ...]) -> bool:
    """Whether a noun of more than one word stands anywhere in the head; short ones only lead."""
    return has_words(part, tuple(one for one in phrases if " " in one))


def _is_share(path: tuple[str, ...]) -> bool:
    leaf = path[-1].strip()
    if leaf in ("%", "(%)", "TL", "TL (%)"):
        return True
    return _PERCENT_SIGN.search(leaf) is not None and not re.search(r"\d\s*%", leaf)


def _kind_of_text(path: tuple[str, ...], *, in_list: bool, of_persons: bool) -> AnswerKind | None:
    """The kind of a column of words or days; None for one of figures."""
    leaf = path[-1]
    if begins_with(leaf, words_of.NOTE_HEADS):
        return "text"
    if begins_with(leaf, ("số ngày", "ngày công", "ngày giường")):
        return None
    if begins_with(leaf, words_of.DATE_HEADS):
        return "date"
    if begins_with(leaf, words_of.TEXT_HEADS):
        return "text"
    if of_persons and any(begins_with(part, words_of.DATE_HEADS) for part in path):
        return "date"
    named = (
        in_list
        and (len(path) == 1 or of_persons)
        and begins_with(leaf, words_of.TEXT_HEADS_OF_LISTS)
    )
    counted = begins_with(leaf, (*words_of.COUNT_HEADS[1:], *words_of.MONEY_HEADS, "số lần"))
    return "text" if named and not counted and measure_in(leaf) is None else None


def role_of_column(path: tuple[str, ...], answer: AnswerKind) -> ColumnRole:
    """What a column is to the others, by its own words."""
    leaf, whole = path[-1], " ".join(path)
    if begins_with(leaf, words_of.NOTE_HEADS):
        return "note"
    if answer in ("text", "date", "choice"):
        return "text"
    if answer == "percent" or begins_with(leaf, words_of.RATIOS):
        return "ratio"
    for role, phrases in (
        ("same_last_year", words_of.SAME_LAST_YEAR),
        ("cumulative", words_of.CUMULATIVE),
    ):
        if has_words(whole, phrases) and not has_words(leaf, ("so với", "so", "chênh lệch")):
            return role  # type: ignore[return-value]
    if is_prior(path):
        return "prior"
    if is_total(leaf):
        return "total"
    if has_words(leaf, words_of.PLANS) or (
        has_words(whole, words_of.PLANS) and not has_words(leaf, ("thực hiện", "thực tế"))
    ):
        return "plan"
    if begins_with(leaf, ("tổng số", "tổng", "cộng")) and not has_words(leaf, ("có mặt",)):
        return "total"
    return "actual"


def is_prior(path: tuple[str, ...]) -> bool:
    """Whether a column takes what was reported of the period before."""
    whole = " ".join(path)
    if has_words(whole, (*words_of.COMPARED, *words_of.CARRIED)):
        return False
    return has_words(whole, (*words_of.PRIOR, *words_of.LAST_YEAR))


def period_taken(path: tuple[str, ...], role: ColumnRole) -> str | None:
    """`last` for the figure of the period before, `last_year` for that of the same one a year
    ago."""
    if role == "same_last_year":
        return "last_year"
    if role != "prior":
        return None
    return "last_year" if has_words(" ".join(path), words_of.LAST_YEAR) else "last"


def is_total(head: str) -> bool:
    """Whether a head says no more than that it is the total of others."""
    return is_one_of(_BRACKETS.sub(" ", head), words_of.TOTALS)


def begins_as_total(text: str) -> bool:
    """Whether a head or label begins as that of a total."""
    return _TOTAL.match(tell_words(text).strip()) is not None


def answer_of_row(label: str, measure: str | None, column: AnswerKind) -> AnswerKind | None:
    """What is asked in a row, where it is not what the column asks."""
    if column in ("text", "date", "choice"):
        return None
    said = answer_of_measure(measure)
    if said in (None, "count"):
        if has_words(label, words_of.MEANS):
            return "decimal" if column != "decimal" else None
        if said is None and begins_with(label, ("tỷ lệ", "tỷ trọng")):
            return "percent" if column != "percent" else None
    if said is None or said == column or column in ("percent", "decimal"):
        return None
    return said
