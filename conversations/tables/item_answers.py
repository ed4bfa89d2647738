"""Items that were typed or pasted, as answers: the names that the list would have, and their
cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conversations.answer_types.items import ItemsType
from conversations.answers.item_names import LONGEST_NAME, compare_name
from conversations.answers.values import Names
from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry, refuse_entry, surplus_entry
from conversations.bulk.said_states import read_said_state
from conversations.bulk.table import EMPTY
from conversations.forms.growth import grow_form, item_key
from conversations.forms.model import Form
from conversations.forms.tables import Growth, Line
from conversations.parsing.result import ReadState, ReadValue, RefusedReading
from conversations.tables.item_lines import ItemLine
from conversations.tables.item_names_match import MatchedName, match_name


@dataclass(frozen=True)
class ListAtHand:
    """A list, the names that it has and those of other lists of the form, and names that are known
    from elsewhere: a catalogue, the last period."""

    form: Form
    growth: Growth
    names: Mapping[str, Sequence[str]]
    known: Sequence[str] = ()

    @property
    def own(self) -> Sequence[str]:
        """The names that it has."""
        return self.names.get(self.growth.names, ())

    @property
    def kind(self) -> ItemsType:
        kind = self.form.row(self.growth.names).answer_type
        assert isinstance(kind, ItemsType)  # noqa: S101 - the row of names
        return kind

    def with_names(self, added: Sequence[str]) -> Form:
        """The form with these beside those that it has."""
        return grow_form(self.form, {**self.names, self.growth.names: (*self.own, *added)})


@dataclass(frozen=True)
class ReadItems:
    """One way to read items: what the form would be, the answers, and the names that are new."""

    form: Form
    burst: BulkAnswers
    new: tuple[str, ...]


def join_items(form: Form, parts: Sequence[Sequence[ReadItems]]) -> tuple[ReadItems, ...]:
    """The ways to read items of several lists as those of one text."""
    ways: list[ReadItems] = []
    for number in range(max(map(len, parts), default=0)):
        chosen = [some[min(number, len(some) - 1)] for some in parts]
        entries = tuple(one for way in chosen for one in way.burst.entries)
        words = "; ".join(way.burst.words for way in chosen if way.burst.words)
        names = {
            str(one.row): one.reading.value.names
            for one in entries
            if isinstance(one.reading, ReadValue) and isinstance(one.reading.value, Names)
        }
        known = {key: names.get(key, ()) for key in (g.names for g in form.growths)}
        new = tuple(name for way in chosen for name in way.new)
        first = chosen[0].form if len(chosen) == 1 else grow_form(form, _all(chosen, known))
        ways.append(ReadItems(first, BulkAnswers(entries=entries, words=words), new))
    return tuple(ways)


def _all(ways: Sequence[ReadItems], names: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The names of all lists: those that are read, and those that a list has beside them."""
    found: dict[str, list[str]] = {}
    for key, read in names.items():
        place = key.rpartition(":")[0]
        has = [
            way.form.row(line.key).title
            for way in ways
            for block in way.form.blocks
            for line in block.lines
            if line.is_item and line.key.rpartition(".")[0] == place
        ]
        found[key] = [*dict.fromkeys((*has, *read))]
    return found


def answer_items(here: ListAtHand, lines: Sequence[ItemLine]) -> tuple[ReadItems, ...]:
    """The ways to read these items: two where names may be those of known items or others."""
    matched = [match_name(one.name, (*here.own, *here.known)) for one in lines]
    if here.kind.free and any(one.nearest for one in matched):
        names = [(one.nearest, one.name) for one in matched if one.nearest]
        as_known = [MatchedName(one.nearest or one.name, known=True) for one in matched]
        as_new = [one._replace(nearest="") for one in matched]
        old = "là " + ", ".join(f"“{near}”" for near, _ in names)
        new = "mục khác: " + ", ".join(f"“{own}”" for _, own in names)
        return (_way(here, lines, as_known, old), _way(here, lines, as_new, new))
    return (_way(here, lines, matched, ""),)


def _way(
    here: ListAtHand, lines: Sequence[ItemLine], matched: Sequence[MatchedName], words: str
) -> ReadItems:
    """The answers when these are the names."""
    own = {compare_name(one) for one in here.own}
    new: dict[str, str] = {}
    refused: dict[int, RefusedReading] = {}
    seen: set[str] = set()
    for at, (line, one) in enumerate(zip(lines, matched, strict=True)):
        plain = compare_name(one.name)
        if not plain:
            refused[at] = refuse_entry("burst.no_row", line.said, here.kind.example)
            continue
        code = _refusal(here, one, plain in own, len(own) + len(new))
        if plain in seen:
            code = "items.twice"
        if code:
            refused[at] = refuse_entry(code, line.name, here.kind.example)
            continue
        seen.add(plain)
        if plain not in own:
            new[plain] = one.name
    added = tuple(new.values())
    form = here.with_names(added)
    entries = [*_entries(here, form, lines, matched, refused)]
    if added:
        names = Names(names=(*here.own, *added))
        first = BulkEntry(
            row=here.growth.names, said="; ".join(added), reading=ReadValue(value=names)
        )
        entries.insert(0, first)
    return ReadItems(form, BulkAnswers(entries=tuple(entries), words=words), added)


def _refusal(here: ListAtHand, one: MatchedName, is_own: bool, count: int) -> str:
    """Why the name can be none of an item; empty when it can."""
    if len(one.name) > LONGEST_NAME:
        return "items.long"
    if not is_own and count >= here.kind.most:
        return "items.full"
    if not (one.known or is_own or here.kind.free):
        return "items.unknown"
    return ""


def _entries(
    here: ListAtHand,
    form: Form,
    lines: Sequence[ItemLine],
    matched: Sequence[MatchedName],
    refused: Mapping[int, RefusedReading],
) -> Iterator[BulkEntry]:
    block = form.blocks_by_key[here.growth.table]
    by_key = {line.key: line for line in block.lines}
    for at, (line, one) in enumerate(zip(lines, matched, strict=True)):
        if at in refused:
            yield BulkEntry(row=None, said=line.said or line.name, reading=refused[at])
            continue
        printed = by_key[item_key(here.growth.place, one.name)]
        yield from _cells(form, printed, line)


def _cells(form: Form, printed: Line, said: ItemLine) -> Iterator[BulkEntry]:
    """What is said of the cells, from the left; of those that are computed too, where there are as
    many."""
    for column, value in said.by_column.items():
        own = printed.cells.get(column)
        if own is not None and form.row(own).computed is None and not EMPTY.fullmatch(value):
            yield read_entry(form, own, value)
    asked = [key for key in printed.cells.values() if form.row(key).computed is None]
    keys = [*printed.cells.values()] if len(said.values) == len(printed.cells) else asked
    values = said.values
    if len(values) == 1 and isinstance(read_said_state(values[0]), ReadState):
        values = values * len(keys)
    for key, value in zip(keys, values, strict=False):
        if not EMPTY.fullmatch(value) and form.row(key).computed is None:
            yield read_entry(form, key, value)
    for value in values[len(keys) :]:
        if not EMPTY.fullmatch(value):
            yield surplus_entry(value, f"{said.name}: {value}")
