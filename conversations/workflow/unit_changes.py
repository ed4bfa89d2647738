"""What a list of units says otherwise of units that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conversations.frozen import Frozen
from conversations.workflow.unit_columns import HEADED
from conversations.workflow.unit_list import KnownLine, ListedUnit

FIELDS = ("name", "short_name", "abbreviation", "kind", "parent", "phone", "identification_code")


class ListedChange(Frozen):
    """One thing of one unit that the list has otherwise."""

    line: int
    code: str
    field: str
    old: str | None
    new: str

    @property
    def column(self) -> str:
        return HEADED[self.field]


def find_changes(lines: Sequence[KnownLine], known: Mapping[str, ListedUnit]) -> list[ListedChange]:
    """What is to be changed so that the units are as the list says; what a list leaves empty stays
    as it is."""
    return [
        ListedChange(line=one.line, code=one.code, field=field, old=old, new=one.said[field])
        for one in lines
        if one.code in known
        for field in FIELDS
        if one.said.get(field) and one.said[field] != (old := getattr(known[one.code], field))
    ]
