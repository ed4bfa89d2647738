"""Another name for an item that a preview would add: its figures go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conversations.answer_types.reader import read_answer
from conversations.answers.item_names import compare_name
from conversations.answers.values import Names
from conversations.dialog.turn import Turn
from conversations.forms.growth import item_key
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.preview_states import PreviewLine


def rename_items(
    turn: Turn, lines: Sequence[PreviewLine], fixes: Mapping[int, str]
) -> tuple[tuple[PreviewLine, ...], dict[int, str]]:
    """The lines with the names that the fixes give to items which are added, and the fixes that
    are left. A state instead of names takes their figures away; as long as it is not said which
    name is meant nothing changes."""
    left = dict(fixes)
    for line in lines:
        names, said = names_of(line), fixes.get(line.number)
        key = line.entry.row
        if names is None or said is None or key is None:
            continue
        kept = turn.report.answer(key).value
        known = {*map(compare_name, kept.names)} if isinstance(kept, Names) else set()
        added = [name for name in names.names if compare_name(name) not in known]
        reading = read_answer(turn.form.row(key), said)
        place = key.rpartition(":")[0]
        if isinstance(reading, ReadState):
            lines = [one for one in lines if not _is_of(one, place, added)]
            continue
        del left[line.number]
        value = reading.value if isinstance(reading, ReadValue) else None
        if isinstance(value, Names) and len(value.names) == len(added):
            given = dict(zip(added, value.names, strict=True))
            lines = [_renamed(turn, one, key, place, given) for one in lines]
    return tuple(lines), left


def names_of(line: PreviewLine) -> Names | None:
    """The names of the list that the line is of; None for any other line."""
    reading = line.entry.reading
    value = reading.value if isinstance(reading, ReadValue) else None
    return value if isinstance(value, Names) else None


def _is_of(line: PreviewLine, place: str, names: Sequence[str]) -> bool:
    item = (line.entry.row or "").partition(":")[0]
    return item in {item_key(place, name) for name in names}


def _renamed(
    turn: Turn, line: PreviewLine, key: str, place: str, given: Mapping[str, str]
) -> PreviewLine:
    """The line of the names, or of a figure of one of them, under the names that are given."""
    row = line.entry.row or ""
    names = names_of(line)
    if row == key and names is not None:
        said = tuple(dict.fromkeys(given.get(name, name) for name in names.names))
        reading = ReadValue(value=names.model_copy(update={"names": said}))
        update: dict[str, object] = {"reading": reading, "said": "; ".join(given.values())}
        return line.model_copy(update={"entry": line.entry.model_copy(update=update)})
    item, colon, column = row.partition(":")
    moved = {item_key(place, old): item_key(place, new) for old, new in given.items()}
    if item not in moved:
        return line
    update = {"row": f"{moved[item]}{colon}{column}"}
    revision = turn.report.answer(f"{moved[item]}{colon}{column}").revision
    entry = line.entry.model_copy(update=update)
    return line.model_copy(update={"entry": entry, "revision": revision})
