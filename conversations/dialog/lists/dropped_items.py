"""Items that a preview would add, given up by their names: their figures go with them."""

from __future__ import annotations

import re

from conversations.answers.values import Names
from conversations.bulk.model import BulkEntry
from conversations.dialog.lists.renamed_lines import names_of
from conversations.dialog.lists.told_items import without_add
from conversations.dialog.turn import Turn
from conversations.forms.growth import item_key
from conversations.parsing.result import ReadValue
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.tables.item_names_match import match_name

_DROP = re.compile(
    r"(?:thôi\s+|thoi\s+|à\s+|a\s+)?(?:bỏ|bo|xóa|xoa|không|khong|ko|đừng|dung|khỏi|khoi)"
    r"(?:\s+(?:đi|di|thêm|them))?(?:\s+(?:mục|muc))?\s+(?P<name>\S.*)",
    re.IGNORECASE,
)


def drop_items(turn: Turn, held: Preview, said: str) -> tuple[PreviewLine, ...] | None:
    """The lines without the items that the words give up; None where they give up none that the
    preview would add."""
    found = _DROP.fullmatch(said.strip())
    for line in held.lines if found is not None else ():
        names, key = names_of(line), line.entry.row
        if key is None or names is None:
            continue
        stored = turn.report.answer(key).value
        own = stored.names if isinstance(stored, Names) else ()
        added = tuple(name for name in names.names if name not in own)
        dropped = match_name(without_add(found["name"] if found else ""), added)
        if dropped.known:
            return _without(held, line, names, dropped.name, added)
    return None


def _without(
    held: Preview, line: PreviewLine, names: Names, gone: str, added: tuple[str, ...]
) -> tuple[PreviewLine, ...]:
    key = line.entry.row or ""
    item = item_key(key.rpartition(":")[0], gone)
    kept = tuple(one for one in held.lines if (one.entry.row or "").partition(":")[0] != item)
    if added == (gone,):
        return tuple(one for one in kept if one != line)
    left = tuple(name for name in names.names if name != gone)
    value = names.model_copy(update={"names": left})
    said = "; ".join(name for name in added if name != gone)
    entry = BulkEntry(row=key, said=said, reading=ReadValue(value=value))
    fresh = line.model_copy(update={"entry": entry})
    return tuple(fresh if one == line else one for one in kept)
