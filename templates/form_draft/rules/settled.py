"""What was done of what is to be done: “đã giải quyết” is at most “phải giải quyết”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from templates.form_draft.rules.items import Item
from templates.form_draft.rules.label_words import is_part
from templates.form_draft.rules.relations import FigureRelation, at_most, may_compare, name_of

_DONE = re.compile(r"\bđã\b(?! (nghỉ|qua|có|được giao|tiếp nhận))")
_DUE = re.compile(r"\b(phải|cần|được giao|đề ra|tiếp nhận|phát hiện|thụ lý|nhận được)\b")
_MUST = re.compile(r"\b(phải|cần|được giao|đề ra)\b")
_QUANTITY = re.compile(r"^(?:tổng số|số lượng|số lượt|số|tổng) ?")
_BACKLOG = re.compile(r"\b(kỳ trước|năm trước|tháng trước|quý trước|tồn)\b")
_ALL_TIME = re.compile(r"\b(lũy kế|luỹ kế|cộng dồn|từ đầu năm)\b")


def find_settled(root: Item) -> Iterator[FigureRelation]:
    """For each figure of what was done, the figure beside or above it that bounds it."""
    for item in (root, *root.walk()):
        deeds = [one for one in item.items if _DONE.search(one.words)]
        bounds = [*_bounds(item)] if deeds else []
        for done in deeds:
            due = next((one for one in bounds if is_settled_part(done, one)), None)
            if due is not None:
                why = f"{name_of(done)} không thể nhiều hơn {name_of(due)}"
                yield at_most(done, due, "soft", why)


def _bounds(item: Item) -> Iterator[Item]:
    """What bounds the items in it: what must be done before what came in, itself last. Where cases
    are left over from an earlier period, what came in bounds nothing."""
    left_over = any(_BACKLOG.search(one.words) for one in item.items)
    duties = [one for one in item.items if _DUE.search(one.words)]
    yield from (one for one in duties if _MUST.search(one.words))
    if not left_over:
        yield from (one for one in duties if not _MUST.search(one.words))
    if item.key:
        yield item


def has_settled_parts(items: Sequence[Item]) -> bool:
    """Whether one of them was done of another."""
    deeds = [one for one in items if _DONE.search(one.words)]
    duties = [one for one in items if _DUE.search(one.words)] if deeds else []
    return any(is_settled_part(one, other) for one in deeds for other in duties)


def is_settled_part(done: Item, due: Item) -> bool:
    """Whether the one was done of the other: “Số đã thu” of “Số phải thu”."""
    if done is due or not may_compare(done, due) or is_part(done.label):
        return False
    did, must = _DONE.search(done.words), _DUE.search(due.words)
    if did is None or must is None or _DONE.search(due.words):
        return False
    if bool(_ALL_TIME.search(done.words)) is not bool(_ALL_TIME.search(due.words)):
        return False
    object_, whole = _object(done.words, did.start()), _object(due.words, must.start())
    deed, duty = done.words[did.end() :].strip(), due.words[must.end() :].strip()
    if not object_ and not whole:
        return not duty or not deed or deed.startswith(duty) or duty.startswith(deed)
    return not object_ or whole == object_ or (object_.startswith(f"{whole} ") and bool(whole))


def _object(words: str, end: int) -> str:
    """What is counted: “nhiệm vụ” of “Số nhiệm vụ đã hoàn thành”."""
    before = _QUANTITY.sub("", words[:end]).strip()
    cut = _DUE.search(before)
    return before[: cut.start()].strip() if cut else before
