"""Sums that the paper suggests: “Chia theo …”, a total beside its parts, numbered lines below a
line, labels that cover everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from templates.form_draft.rules.items import Item
from templates.form_draft.rules.label_words import (
    is_difference,
    is_part,
    is_printed_split,
    is_rest,
    is_split,
    is_total,
    opens_parts,
    plain_words,
)
from templates.form_draft.rules.partitions import (
    are_bands,
    are_one_kind,
    find_wholes,
    has_rest,
    names_trait,
    overlap,
)
from templates.form_draft.rules.relations import (
    FigureRelation,
    at_most,
    may_compare,
    name_of,
    quote,
    sum_of,
)
from templates.form_draft.rules.settled import has_settled_parts

_NOUN = re.compile(r"^(?:tổng số|số lượng|số lượt|tổng|số) (?P<noun>\w+)")


def find_splits(root: Item) -> Iterator[FigureRelation]:
    """The sums of a tree of heads or rows, and the parts of a total that is no sum."""
    for item in (root, *root.walk()):
        for one in item.items:
            if one.key is None and is_split(one.label):
                yield from _printed_split(one, owner_of(one))
            elif one.key is None and not is_part(one.label):
                yield from _unnamed_split(one)
        if item.key is not None and item.items and not opens_parts(item.label):
            if _announces(item):
                yield from _printed_split(item, item)
            else:
                yield from _parts_of(item)


def owner_of(item: Item) -> Item | None:
    """The figure that a heading without one sorts: that of the item it stands in, or the nearest
    before it."""
    if item.parent is not None and item.parent.key is not None:
        return item.parent
    before = next((one for one in item.before() if one.key and not is_part(one.label)), None)
    above = item.parent
    if before is None and item.of == "column" and above is not None and not is_split(above.label):
        return owner_of(above)
    return before


def _announces(item: Item) -> bool:
    """“Lao động trong doanh nghiệp, chia ra:”."""
    return is_split(item.label) and not is_part(item.label)


def _printed_split(heading: Item, owner: Item | None) -> Iterator[FigureRelation]:
    parts = [one for one in heading.items if one.key and one.summed and not is_part(one.label)]
    if owner is None or not owner.summed or not parts:
        return
    said = f"{quote(heading.label)}: các phần ngay dưới cộng lại bằng {name_of(owner)}"
    if len(parts) == 1:
        if may_compare(parts[0], owner):
            yield at_most(parts[0], owner, "soft", f"{quote(heading.label)} chỉ có một phần")
        return
    if len(parts) < len([one for one in heading.items if not is_part(one.label)]):
        return
    doubts = list(_doubts(owner, parts))
    hard = is_printed_split(heading.label) and not doubts
    yield sum_of(owner, parts, "hard" if hard else "soft", "; ".join((said, *doubts)))


def _doubts(owner: Item, parts: Sequence[Item]) -> Iterator[str]:
    """Why a sum that is printed may yet not hold."""
    if missing := _missing_codes(owner, parts):
        yield f"trên giấy thiếu mã {', '.join(missing)}"
    if not all(may_compare(part, owner) for part in parts):
        yield "đơn vị tính khác nhau"


def _missing_codes(owner: Item, parts: Sequence[Item]) -> list[str]:
    """Codes that are left out on the paper, from the row before these parts to the last of them."""
    top = parts[0]
    while top.parent is not None:
        top = top.parent
    codes = [(one.place, one.code) for one in (top, *top.walk()) if one.code]
    first, last = parts[0].place, parts[-1].place
    before = [code for place, code in sorted(codes) if place < first][-1:]
    seen = before + [code for place, code in sorted(codes) if first <= place <= last]
    numbers = [int(code) for code in seen if code.isdecimal()]
    width = max((len(code) for code in seen), default=0)
    if len(numbers) < 2 or max(numbers) - min(numbers) > 5 * len(numbers):
        return []
    gaps = sorted({*range(min(numbers), max(numbers))} - {*numbers})
    return [str(one).zfill(width) for one in gaps]


def _unnamed_split(heading: Item) -> Iterator[FigureRelation]:
    """A heading beside a total, whose parts cover everything although it does not say so."""
    parts = [one for one in heading.items if one.key]
    owner = owner_of(heading)
    if (
        owner is None
        or not (owner.has_total or is_total(owner.label))
        or is_difference(owner.label)
    ):
        return
    evidence = covers(parts)
    if evidence and len(parts) == len(heading.items) and _all_compare(owner, parts):
        why = f"{quote(heading.label)} đứng sau {name_of(owner)}; {evidence}"
        yield sum_of(owner, parts, "soft", why)


def _all_compare(owner: Item, parts: Sequence[Item]) -> bool:
    return len(parts) > 1 and all(may_compare(part, owner) for part in parts)


def covers(parts: Sequence[Item]) -> str | None:
    """Why parts cover a whole, by their labels alone."""
    labels = [one.label for one in parts]
    wholes = find_wholes(labels)
    if wholes and len(wholes[0]) == len(labels):
        return f"{' và '.join(map(quote, labels))} là đủ mọi trường hợp"
    if are_bands(labels):
        return "các khoảng nối nhau, không hở"
    if has_rest(labels):
        return f"có phần {quote(labels[-1])}"
    if overlap(labels):
        return None
    return "các phần cùng một cách phân loại" if are_one_kind(labels) else None


def _parts_of(owner: Item) -> Iterator[FigureRelation]:
    """What stands right below a figure."""
    if not owner.summed or is_difference(owner.label):
        return
    direct = _direct(owner)
    if not direct:
        return
    labels = [one.label for one in direct]
    if len(direct) > 1 and (evidence := covers(direct) or _by_layout(owner, direct)):
        yield sum_of(owner, direct, "soft", f"ngay dưới {name_of(owner)}: {evidence}")
        return
    summed: set[int] = set()
    wholes = find_wholes(labels)
    inside = {at for run in wholes for at in run}
    others = [label for at, label in enumerate(labels) if at not in inside]
    for run in wholes if all(overlap([label]) for label in others) else []:
        parts = [direct[at] for at in run]
        summed.update(run)
        yield sum_of(owner, parts, "soft", f"ngay dưới {name_of(owner)}: {covers(parts)}")
    for at, one in enumerate(direct):
        if at not in summed and _is_part_of_total(one, owner):
            yield at_most(
                one, owner, "soft", f"{quote(one.label)} là một phần của {name_of(owner)}"
            )


def _direct(owner: Item) -> list[Item]:
    """The items right below that may be parts of a figure: of its kind and its measure. Items of a
    keyless heading below a total that closes a table stand for it."""
    found: list[Item] = []
    for one in owner.items:
        if one.key is None and owner.has_total and not (is_split(one.label) or is_part(one.label)):
            found += [below for below in one.items if below.key and may_compare(below, owner)]
        elif one.key and not is_part(one.label) and may_compare(one, owner):
            found.append(one)
    return found


def _is_part_of_total(one: Item, owner: Item) -> bool:
    """“Nữ” below “Tổng số”; heads at the very top need not belong together."""
    if not (owner.has_total or is_total(owner.label)) or is_total(one.label):
        return False
    if _other_things(owner, [one]):
        return False
    return bool(owner.label) or one.marker == "dash" or overlap([one.label])


def _by_layout(owner: Item, direct: Sequence[Item]) -> str | None:
    """Why rows below a row are its parts, by how they are set."""
    labels = [one.label for one in direct]
    closes = owner.has_total and owner.place > max(one.place for one in direct)
    mixed = names_trait(labels) if closes else overlap(labels)
    if owner.of == "column" or mixed or _other_things(owner, direct):
        return None
    if has_settled_parts(direct):
        return None
    left_out = {one for one in owner.items if one.summed and not is_part(one.label)}
    if not left_out <= {*direct}:
        return None
    markers = {one.marker for one in direct}
    if markers == {"number"}:
        return "các dòng đánh số cộng lại"
    if markers == {"plus"}:
        return "các dòng “+” cộng lại"
    if closes or (owner.has_total and markers == {""}):
        return "dòng tổng cộng các dòng cùng cấp"
    return None


def _other_things(owner: Item, direct: Sequence[Item]) -> bool:
    """Whether one of them counts something that its owner does not: “Số đơn vị” below “Số cuộc”."""
    if owner.answer == "money" or not owner.label:
        return False
    said = plain_words(owner.label).split()
    nouns = (_NOUN.match(plain_words(one.label)) for one in direct if not is_rest(one.label))
    return any(noun is not None and noun["noun"] not in said for noun in nouns)
