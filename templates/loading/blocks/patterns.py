"""Where rows may be added: while a form is read, one row, the pattern, stands for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from conversations.answer_types.items import ItemsType
from conversations.forms.tables import MARK, Growth
from templates.loading.blocks.block_grid import title_of
from templates.loading.blocks.block_schema import (
    BlockCheckSpec,
    BlockFormSpec,
    BlockSpec,
    ItemsSpec,
    LineSpec,
)
from templates.loading.form_schema import RuleSpec

_EXPRESSIONS = ("computed", "proposal", "void_when")


def find_growths(spec: BlockFormSpec) -> dict[str, Growth]:
    """The places where rows are added, by key: rows that grow, or a list as a whole."""
    return {one.place: one for key, block in spec.blocks.items() for one in _growths(key, block)}


def _growths(key: str, block: BlockSpec) -> Iterator[Growth]:
    rows = [name for name, line in block.rows.items() if line.grows]
    for place in rows or ([key] if block.kind == "list" else []):
        yield Growth(place=place, table=key)


def lay_patterns(spec: BlockFormSpec) -> BlockFormSpec:
    """The form with a row in each place where rows are added, of which an expression speaks as of
    any other: `[A.*]`, the sum of all that are added under A, as `[A.0]`."""
    growths = find_growths(spec)
    if not growths:
        return spec
    rewrite = _Rewriting(growths)
    blocks = {
        key: block.model_copy(update={"rows": dict(_with_patterns(key, block, rewrite))})
        for key, block in spec.blocks.items()
    }
    checks = {name: rewrite.check(check) for name, check in spec.checks.items()}
    return spec.model_copy(update={"blocks": blocks, "checks": checks})


def describe_items(spec: BlockFormSpec, growth: Growth) -> ItemsType:
    """What names a place takes."""
    items = items_of(spec.blocks[growth.table])
    known = spec.catalogues.get(items.catalogue or "", ())
    return ItemsType(
        most=items.most,
        known=known,
        free=items.free,
        keeps=items.keep == "last",
        shown=items.example,
    )


def items_of(block: BlockSpec) -> ItemsSpec:
    return block.items or ItemsSpec()


def name_list(spec: BlockFormSpec, growth: Growth) -> str:
    """What a list is called in the chat."""
    block = spec.blocks[growth.table]
    words = items_of(block).title or "Danh sách"
    line = block.rows.get(growth.place)
    title = title_of(line) if line is not None else ""
    return f"{words}: {title}" if title else words


class _Rewriting:
    """Expressions in which a place stands for what is added there."""

    def __init__(self, growths: Mapping[str, Growth]) -> None:
        self.growths = growths
        places = "|".join(map(re.escape, growths))
        self._all = re.compile(rf"\[\s*({places})\.\*\s*(:[^\[\]]*)?\]")
        self._sum = re.compile(rf"\bsum\(\s*(\[\s*(?:{places})\.\*[^\[\]]*\])\s*\)")
        self._count = re.compile(rf"\bcount\(\s*\[\s*({places})\s*\]\s*\)")

    def text(self, text: str | None) -> str | None:
        if text is None:
            return None
        text = self._sum.sub(r"\1", text)
        text = self._count.sub(lambda found: f"[{self.growths[found[1]].names}]", text)
        return self._all.sub(
            lambda found: f"[{self.growths[found[1]].pattern}{(found[2] or '').strip()}]", text
        )

    def line(self, line: LineSpec) -> LineSpec:
        update = {name: self.text(getattr(line, name)) for name in _EXPRESSIONS}
        return line.model_copy(update=update) if any(update.values()) else line

    def check(self, check: BlockCheckSpec) -> BlockCheckSpec:
        rules = tuple(
            RuleSpec(must=self.text(one.must) or "", when=self.text(one.when))
            for one in check.rules
        )
        update = {"must": self.text(check.must), "when": self.text(check.when), "rules": rules}
        return check.model_copy(update=update)


def _with_patterns(
    key: str, block: BlockSpec, rewrite: _Rewriting
) -> Iterator[tuple[str, LineSpec]]:
    """The rows; a pattern behind all that stands under its place."""
    mine = {one.place: one for one in rewrite.growths.values() if one.table == key}
    open_: list[str] = [key] if key in mine else []  # places whose pattern is still to come
    for name, line in block.rows.items():
        above = _all_above(block, name)
        while open_ and open_[-1] != key and open_[-1] not in above:
            yield _pattern(block, mine[open_.pop()])
        yield name, rewrite.line(line)
        if name in mine:
            open_.append(name)
    while open_:
        yield _pattern(block, mine[open_.pop()])


def _all_above(block: BlockSpec, name: str) -> set[str]:
    found: set[str] = set()
    line = block.rows.get(name)
    while line is not None and line.within is not None and line.within not in found:
        found.add(line.within)
        line = block.rows.get(line.within)
    return found


def _pattern(block: BlockSpec, growth: Growth) -> tuple[str, LineSpec]:
    items = items_of(block)
    numbered = any(stub.holds == "stt" for stub in block.stubs)
    line = LineSpec(
        label=MARK,
        stt="1" if numbered else "",
        within=growth.place if growth.place in block.rows else None,
        required=items.required,
        code="",
    )
    return growth.pattern, line
