"""Where the units of a list stand: each below another one, by its code or its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from conversations.text.normalize import fold_text
from conversations.workflow.unit_lines import UnitLines
from conversations.workflow.unit_list import KnownLine, ListedUnit

_PARENT = "the code of a unit of this list, or of one that is there"


class ListTree:
    """The tree of the units that were read; what is wrong with it is told of their lines. `names`
    are what known units are called."""

    def __init__(self, read: UnitLines, names: Mapping[str, Collection[str]]) -> None:
        self._read, self._names = read, names

    def find_parents(self) -> None:
        """Every parent is there, by its code or its name, and none is below itself."""
        called = self._called()
        self._read.units = {
            code: unit.model_copy(update={"parent": self._parent(unit.parent, called)})
            for code, unit in self._read.units.items()
        }
        self._read.there = [self._with_parent(one, called) for one in self._read.there]
        for code, unit in self._read.units.items():
            parent, seen = unit.parent, {code}
            while parent is not None and parent not in seen:
                seen.add(parent)
                if parent in self._read.known:
                    break
                if parent not in self._read.units:
                    if unit.parent == parent:  # told once, at the unit that names it
                        self._read.refuse_line(self._read.at[code], "Trực thuộc", parent, _PARENT)
                    break
                parent = self._read.units[parent].parent
            else:
                if parent is not None:
                    self._read.refuse_line(
                        self._read.at[code], "Trực thuộc", parent, "no unit below itself"
                    )

    def _with_parent(self, one: KnownLine, called: Mapping[str, str | None]) -> KnownLine:
        said = one.said.get("parent")
        parent = self._parent(said, called)
        if said and (parent not in {*self._read.known, *self._read.units} or parent == one.code):
            self._read.refuse_line(one.line, "Trực thuộc", said, _PARENT)
        return one.model_copy(update={"said": one.said | {"parent": parent}}) if parent else one

    def _parent(self, said: str | None, called: Mapping[str, str | None]) -> str | None:
        """The code of the unit that is meant by a code or a name."""
        if said is None or said in self._read.known or said in self._read.units:
            return said
        return self._read.alike.get(said.casefold()) or called.get(fold_text(said)) or said

    def _called(self) -> dict[str, str | None]:
        """The code of each unit by its names, without accents; None for a name of several."""
        found: dict[str, str | None] = {}
        every = [(code, names) for code, names in self._names.items()]
        every += [
            (one.code, (one.name, one.short_name, one.abbreviation))
            for one in self._read.units.values()
        ]
        for code, names in every:
            for name in {*map(fold_text, names)}:
                found[name] = code if found.get(name, code) == code else None
        return found

    def check_top(self) -> None:
        """Only one unit stands at the top."""
        tops = [code for code, unit in self._read.units.items() if unit.parent is None]
        wrong = tops if self._read.known else tops[1:]
        if wrong and "parent" not in self._read.head.places:
            allowed = (
                "a column headed Trực thuộc, with the code of the unit above; unread: {unread}"
            )
            unread = ", ".join(self._read.head.unread) or "-"
            self._read.refuse_line(
                self._read.head.line + 1, "Trực thuộc", "", allowed, unread=unread
            )
            return
        for code in wrong:
            allowed = "the code of the unit above: one unit alone stands at the top"
            self._read.refuse_line(self._read.at[code], "Trực thuộc", "", allowed)

    def list_in_order(self) -> tuple[ListedUnit, ...]:
        """Parents before children."""
        done: dict[str, ListedUnit] = {}

        def add(unit: ListedUnit) -> None:
            line = [unit]
            while line[-1].parent in self._read.units and line[-1].parent not in done:
                line.append(self._read.units[line[-1].parent or ""])
            for one in reversed(line):
                done[one.code] = one

        for unit in self._read.units.values():
            if unit.code not in done:
                add(unit)
        return tuple(done.values())
