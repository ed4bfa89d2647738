"""Percentages, differences and balances whose figures stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from templates.form_draft.model import ColumnRole, DraftTable
from templates.form_draft.rules.items import Item
from templates.form_draft.rules.label_words import is_difference
from templates.form_draft.rules.periods import is_cumulative
from templates.form_draft.rules.relations import FigureRelation, may_compare, name_of
from templates.form_draft.rules.settled import is_settled_part

_GROWTH = re.compile(r"\b(tăng|giảm|tốc độ)\b")
_PLAN = re.compile(r"\b(kế hoạch|kh|dự toán|chỉ tiêu|được giao|giao)\b")
_SAME_LAST_YEAR = re.compile(r"\bcùng kỳ\b")
_LAST_YEAR = re.compile(r"\bnăm trước\b")
_LAST = re.compile(r"\b(kỳ|tháng|quý|tuần) trước\b")
_RATIO_WORDS = re.compile(
    r"^(đạt tỷ lệ|tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng)\b( đạt\b)?|(\bđạt)? ?%$|\bđạt$|^%"
)
_QUANTITY = re.compile(r"^(tổng số|số lượng|số|tổng) ")
_DEEDS = frozenset(
    [
        "so",
        "sánh",
        "hoàn",
        "thành",
        "thực",
        "hiện",
        "tăng",
        "giảm",
        "tốc",
        "độ",
        "phần",
        "trăm",
        "chênh",
        "lệch",
        "số",
    ]
)
Base = Literal["plan", "same_last_year", "prior"]


def find_column_ratios(root: Item, table: DraftTable) -> Iterator[FigureRelation]:
    """Percentages and differences of columns that have no printed formula."""
    columns = dict(zip(table.column_keys(), table.columns, strict=True))
    roles = {key: column.role for key, column in columns.items()}
    for item in root.walk():
        if item.key is None or item.items or columns[item.key].printed_formula:
            continue
        percent = columns[item.key].answer == "percent"
        words = " ".join(_path(item))
        if percent and (relation := _share(item)):
            yield relation
        elif percent or is_difference(item.label):
            yield from _compared(item, words, roles, percent=percent)


def _path(item: Item) -> list[str]:
    above = [] if item.parent is None or not item.parent.label else _path(item.parent)
    return [*above, item.words]


def _share(item: Item) -> FigureRelation | None:
    """“Tỷ lệ nữ” of “Nữ” and the total; “Tỷ lệ” beside the figure of a part."""
    group = item.parent
    subject = _subject(item)
    if group is None:
        return None
    if subject:
        parts = [one for one in group.items if one.summed and _same(one.words, subject)]
        total = group if group.key else next((x for x in group.items if x.summed), None)
    elif group.label and group.key and not group.has_total and group.parent is not None:
        parts, total = [group], _total_beside(group)
    else:
        return None
    if len(parts) != 1 or total is None or total is parts[0] or not may_compare(parts[0], total):
        return None
    return _percentage(item, parts[0], total)


def _total_beside(group: Item) -> Item | None:
    """The total that a group with a figure and its share is a part of."""
    if group.parent is not None and group.parent.has_total:
        return group.parent
    return None


def _subject(item: Item) -> str:
    return " ".join(_RATIO_WORDS.sub("", item.words).split()).strip(" ,%")


def _same(words: str, subject: str) -> bool:
    return subject in (words, _QUANTITY.sub("", words))


def _percentage(item: Item, part: Item, base: Item) -> FigureRelation:
    why = f"{name_of(item)} là phần trăm của {name_of(part)} trên {name_of(base)}"
    right = f"[{part.key}]*100 / [{base.key}]"
    return FigureRelation(str(item.key), "==", right, (str(part.key), str(base.key)), "soft", why)


def _compared(
    item: Item, words: str, roles: dict[str, ColumnRole], *, percent: bool
) -> Iterator[FigureRelation]:
    """A percentage or difference against the plan, the last period or the year before."""
    scope = _scope(item)
    base, named = _base(words, scope, roles)
    if base is None:
        return
    same = [one for one in scope if one is not base and may_compare(one, base)]
    of_plan = _base_of(base, roles) == "plan"
    now = _current(words, same, roles, since_begin=of_plan)
    if now is None or not (named or _says_no_more(item, now)):
        return
    less = f"[{now.key}] - [{base.key}]"
    growth = bool(_GROWTH.search(words)) or (is_difference(item.label) and not percent)
    beside = item.parent.items if item.parent is not None and item.parent.label else []
    if percent and not growth and any(is_difference(one.label) for one in beside):
        return  # a percentage of, or by which? The paper does not say
    parts = (str(now.key), str(base.key))
    if not growth:
        yield _percentage(item, now, base)
    elif percent:
        why = (
            f"{name_of(item)}: {name_of(now)} tăng, giảm bao nhiêu phần trăm so với {name_of(base)}"
        )
        yield FigureRelation(
            str(item.key), "==", f"({less})*100 / [{base.key}]", parts, "soft", why
        )
    elif item.answer == now.answer:
        why = f"{name_of(item)}: {name_of(now)} trừ {name_of(base)}"
        yield FigureRelation(str(item.key), "==", less, parts, "soft", why)


def _scope(item: Item) -> list[Item]:
    """The figures beside it; those of the whole table where its group has none."""
    above: Item | None = item.parent
    while above is not None:
        found = [one for one in above.walk() if one.key and one.summed]
        found = [one for one in found if one.parent not in found and not is_difference(one.label)]
        if len(found) > 1 or above.parent is None:
            return found
        above = above.parent
    return []


def _base(
    words: str, scope: Sequence[Item], roles: dict[str, ColumnRole]
) -> tuple[Item | None, bool]:
    """What is 100 %: what the label names, or the only one there is; whether it is named."""
    named: list[Base] = []
    if _SAME_LAST_YEAR.search(words):
        named.append("same_last_year")
    elif _LAST_YEAR.search(words):
        named += ["same_last_year", "prior"]
    if _LAST.search(words):
        named.append("prior")
    if _PLAN.search(words):
        named.append("plan")
    wanted = named or ["plan", "same_last_year", "prior"]
    found = [one for one in scope if _base_of(one, roles) in wanted]
    return (found[0] if len(found) == 1 else None), bool(named)


def _says_no_more(item: Item, now: Item) -> bool:
    """Whether a label names the comparison and what is compared alone: “Tỷ lệ hoàn thành”."""
    said = {word for part in _path(now) for word in part.split()} | _DEEDS
    return {*re.findall(r"\w+", _subject(item))} <= said


def _base_of(item: Item, roles: dict[str, ColumnRole]) -> Base | None:
    role = roles[str(item.key)]
    if role in ("plan", "same_last_year", "prior"):
        return role
    return "plan" if _PLAN.search(item.words) and role == "actual" else None


def _current(
    words: str, same: Sequence[Item], roles: dict[str, ColumnRole], *, since_begin: bool
) -> Item | None:
    """What is compared: the figure of this period, or that since the beginning of the year, which
    a plan is meant for."""
    now = [one for one in same if _base_of(one, roles) is None]
    cumulative = [one for one in now if is_cumulative(one.words)]
    if is_cumulative(words) or (since_begin and cumulative):
        now = cumulative
    elif len(now) > 1:
        now = [one for one in now if one not in cumulative]
    return now[0] if len(now) == 1 else None


def find_row_ratios(root: Item) -> Iterator[FigureRelation]:
    """Rows that are a percentage of what was done of what is to be done, right below or before."""
    for item in root.walk():
        if item.key is None or not _is_percentage(item):
            continue
        beside = item.items or ([*item.before()][:2][::-1] if item.parent else [])
        figures = [one for one in beside if one.key and one.summed]
        pairs = [
            (done, due)
            for done in figures
            for due in figures
            if is_settled_part(done, due) and _is_about(item, done)
        ]
        if len(pairs) == 1:
            yield _percentage(item, *pairs[0])


def _is_percentage(item: Item) -> bool:
    return item.answer == "percent" or (item.measure or "").strip() == "%"


def _is_about(item: Item, done: Item) -> bool:
    """Whether the deed of the figure is the one that the percentage names."""
    deed = done.words.rpartition("đã ")[2].split()
    return bool(deed) and deed[0] in item.words.split()
