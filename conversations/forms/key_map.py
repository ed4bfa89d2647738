"""Which row of a newer version of a form is which of an older one: the same name, or the one that
its author says it had (`was`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.forms.tables import Block, Line


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of one version in another. `names` has those of its rows and cells that are there
    still, as both were written; what was added to a list goes by its pattern."""

    names: Mapping[str, str]
    patterns: frozenset[str] = frozenset()  # lines that stand for what is added, of the first one

    def find(self, key: str) -> str | None:
        """The key in the other version; None where the row is gone."""
        if key in self.names:
            return self.names[key]
        new = self.names.get(self.as_written(key) or "")
        if new is None:
            return None
        item = key.partition(":")[0].rpartition(".")[2]
        line, mark, column = new.partition(":")
        return f"{line.rpartition('.')[0]}.{item}{mark}{column}"

    def as_written(self, key: str) -> str | None:
        """The row that stands for one that was added to a list; None for any other."""
        line, mark, column = key.partition(":")
        pattern = f"{line.rpartition('.')[0]}.0"
        return f"{pattern}{mark}{column}" if pattern in self.patterns else None

    def rename_answers(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers under the keys of the other version, without those of rows that are gone."""
        found = ((self.find(key), one) for key, one in answers.items())
        return {key: one for key, one in found if key is not None}

    def renamed(self, keys: Sequence[str]) -> dict[str, str]:
        """Those of the keys that are others in the other version."""
        found = {key: self.find(key) for key in keys}
        return {key: new for key, new in found.items() if new is not None and new != key}

    def follow(self, then: KeyMap) -> KeyMap:
        """From the first version over this one to a third."""
        found = {key: then.names.get(middle) for key, middle in self.names.items()}
        names = {key: new for key, new in found.items() if new is not None}
        return KeyMap(names, self.patterns)


def map_keys(old: Form, new: Form) -> KeyMap:
    """The keys of one version in the version that follows it."""
    old, new = old.pattern or old, new.pattern or new
    lines = _lines(old, new)
    cells = dict(_cells(old, new, lines))
    taken = {*cells.values()}
    names = {key: lines[key] for key in old.by_key if key in lines and lines[key] not in taken}
    names |= cells
    for one in old.growths:
        place = lines.get(one.place)
        if place is not None and f"{place}:{one.names.rpartition(':')[2]}" in new.by_key:
            names[one.names] = f"{place}:{one.names.rpartition(':')[2]}"
    return KeyMap(names, frozenset(one.pattern for one in old.growths))


def _lines(old: Form, new: Form) -> dict[str, str]:
    """Rows, headings and blocks by their names; a name that another row has taken over is not that
    row any more."""
    former = new.was.rows
    found = {was: key for key, was in former.items() if was in old.by_key}
    for key in old.by_key:
        if key in new.by_key and key not in former and key not in found:
            found[key] = key
    for one in old.growths:
        place = found.get(one.place)
        if place is not None and f"{place}.0" in new.by_key:
            found[one.pattern] = f"{place}.0"
    return found


def _cells(old: Form, new: Form, lines: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells of tables, by row and column; of a table that has got a second column too."""
    after = {line.key: (block, line) for block in new.blocks for line in block.lines}
    for block in old.blocks:
        for line in block.lines:
            found = after.get(lines.get(line.key, ""))
            if found is not None and line.cells:
                yield from _cells_of(new, block, line, *found)


def _cells_of(
    new: Form, block: Block, line: Line, now: Block, there: Line
) -> Iterator[tuple[str, str]]:
    former = {
        was: name.partition(":")[2]
        for name, was in new.was.columns.items()
        if name.partition(":")[0] == now.key
    }
    taken = {*former.values()}
    for column, key in line.cells.items():
        name = former.get(column, column if column not in taken else None)
        if name in there.cells:
            yield key, there.cells[name]


def map_versions(versions: Sequence[Form]) -> KeyMap:
    """The keys of the first of several versions in the last, each following the one before it."""
    first, last = versions[0], versions[-1]
    if len(versions) == 1:
        whole = first.pattern or first
        own = {key: key for key in whole.by_key}
        return KeyMap(own, frozenset(one.pattern for one in whole.growths))
    steps = [map_keys(one, other) for one, other in pairwise(versions)]
    found = steps[0]
    for step in steps[1:]:
        found = found.follow(step)
    return _with_those_that_are_back(found, first, last)


def _with_those_that_are_back(found: KeyMap, first: Form, last: Form) -> KeyMap:
    """A row that was gone in between, and is there again under its name, is the same row."""
    before, after = (first.pattern or first).by_key, (last.pattern or last).by_key
    taken = {*found.names.values()}
    again = {
        key: key for key in before if key not in found.names and key in after and key not in taken
    }
    return KeyMap({**found.names, **again}, found.patterns)


def turn_around(found: KeyMap, new: Form) -> KeyMap:
    """From the newer version back to the older one."""
    whole = new.pattern or new
    names = {new_key: key for key, new_key in found.names.items()}
    return KeyMap(names, frozenset(one.pattern for one in whole.growths))
