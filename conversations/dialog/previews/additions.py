"""Answers that come while a preview stands: they are added to it. A row that comes again is
replaced, and that is said; nothing that was previewed is lost by what is typed next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from itertools import count

from conversations.bulk.label_match import read_labelled
from conversations.bulk.mixed import find_clearer_mix
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.ordered import read_lists
from conversations.bulk.parser import read_burst
from conversations.bulk.said_states import means_keep
from conversations.dialog.lists.told_additions import read_told_additions
from conversations.dialog.previews.buttons import is_whole, preview_buttons
from conversations.dialog.previews.idle_lines import without_small_talk
from conversations.dialog.previews.lines import (
    WRITTEN,
    count_lines,
    describe_line,
    describe_lines,
    name_line,
)
from conversations.dialog.previews.proposals import (
    place_by_neighbours,
    propose_for_lines,
    without_retold,
)
from conversations.dialog.prompts.lists import join_numbers
from conversations.dialog.readers.grouped_clauses import entries_of, read_clauses
from conversations.dialog.sentences import (
    SEVERAL,
    count_placed,
    hear_lines,
    hear_sentence,
    is_heard_clearer,
)
from conversations.dialog.tables.cell_reader import read_cells
from conversations.dialog.turn import Turn
from conversations.parsing.result import RefusedReading
from conversations.protocol.preview_states import Preview, PreviewLine, PreviewSource, ReadingChoice

MAX_LINES = 600  # lines of one preview, however many messages they came in
MOST_LABELLED = 2  # lines that wait and are named by their labels
AHEAD = 60  # rows that a list behind the last line may run on to


def read_additions(turn: Turn, held: Preview, text: str) -> tuple[BulkAnswers, ...]:
    """The ways to read a text as further answers; none when it names no row. Answers in order may
    be for the lines that stand, or for the rows behind them."""
    if told := read_told_additions(turn, held, turn.typed):
        return told
    hand = rows_by_number(held)
    if cells := read_cells(turn, held.rows or hand, turn.typed):
        return cells
    if any(turn.form.row(key).holds_names for key in hand):
        hand = ()  # what stands behind each other is no name of an item
    heard = hear_sentence(turn, turn.typed)
    bursts = read_burst(turn.form, turn.report, hand, turn.typed, listed=True) if hand else ()
    bursts = hear_lines(turn, bursts)
    if not bursts and (found := read_labelled(turn.form, text, hand)) is not None:
        bursts = (BulkAnswers(entries=(found,)),)
    in_order = count_placed(heard) >= SEVERAL and bursts and _in_order(turn, hand, bursts)
    if bursts and (in_order or is_heard_clearer(turn, heard, bursts)):
        bursts = ()  # each has words of a label
    elif bursts and _in_order(turn, hand, bursts):
        bursts = _places_for(turn, held)
        if any(map(_has_answers, bursts)):
            return bursts
    elif any(map(_has_answers, bursts)) or any(map(_names_row, bursts)):
        return bursts
    if heard:
        return (BulkAnswers(entries=heard),)
    for rows in (hand, _sections_of(turn, hand) if not held.rows else ()):
        parts = read_clauses(turn, rows, turn.typed) if rows else ()
        if grouped := (entries_of(turn, rows, turn.typed, parts) if parts else ()):
            return (BulkAnswers(entries=grouped, heard=True),)
    return ()


def _sections_of(turn: Turn, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The rows of the sections of these: what is spoken of next is near them."""
    form = turn.form
    sections = dict.fromkeys(form.section_of(key).key for key in keys)
    near = (key for one in sections for key in form.asked_by_heading[one])
    return tuple(key for key in near if form.row(key).computed is None)


def find_mix(turn: Turn, held: Preview) -> BulkAnswers | None:
    """Rows by their numbers beside rows by their words, which are no change of one line."""
    hand = rows_by_number(held)
    if not hand:
        return None
    read_ways = partial(read_burst, turn.form, turn.report, hand, turn.typed, listed=True)
    return find_clearer_mix(turn.form, turn.report, hand, turn.typed, read_ways)


def _has_answers(burst: BulkAnswers) -> bool:
    return any(one.is_placed for one in burst.entries)


def _names_row(burst: BulkAnswers) -> bool:
    return any(one.row is not None for one in burst.entries)


def rows_by_number(held: Preview) -> tuple[str, ...]:
    """The rows that the numbers on the screen mean, from 1 on as far as none is left out."""
    given = {line.number: line.entry.row for line in held.lines}
    wanted = {number: key for key, number in held.wanted.items()}
    numbered: dict[int, str | None] = {**dict(enumerate(held.rows, 1)), **wanted, **given}
    found: list[str] = []
    for number in count(1):
        key = numbered.get(number)
        if key is None:
            return tuple(found)
        found.append(key)
    raise AssertionError


def _in_order(turn: Turn, hand: tuple[str, ...], bursts: tuple[BulkAnswers, ...]) -> bool:
    """Whether the answers name no rows, but follow each other."""
    lists = read_lists(turn.form, turn.report, hand, turn.typed, listed=True) or ()
    return any(burst.entries == one.entries for burst in bursts for one in lists)


def _places_for(turn: Turn, held: Preview) -> tuple[BulkAnswers, ...]:
    """Answers in order: for the lines that stand, typed anew, or for the rows behind them."""
    again = tuple(line.entry.row for line in held.lines if line.entry.row is not None)
    free = tuple(key for key in (*held.rows, *held.wanted) if key not in again)
    if held.wanted and free:
        again = ()  # it asks for these
    elif not held.rows and again:
        free = _behind(turn, again)
    ways = [
        (way, targets)
        for targets in (again, free)
        for way in read_lists(turn.form, turn.report, targets, turn.typed, listed=True) or ()
        if targets and all(entry.row is not None for entry in way.entries)
    ]
    return tuple(
        way.model_copy(update={"words": _words(turn, held, way), "warnings": ()}) for way, _ in ways
    )


def _behind(turn: Turn, keys: tuple[str, ...]) -> tuple[str, ...]:
    order = turn.form.order
    start = max(turn.form.asked_at.get(key, -1) for key in keys) + 1
    return turn.open_among(order[start : start + AHEAD])


def _words(turn: Turn, held: Preview, way: BulkAnswers) -> str:
    """The way by its numbers, or labels for rows that have none yet."""
    known = {line.entry.row: line.number for line in held.lines}
    known |= {key: n for n, key in enumerate(held.rows, 1)}
    known.update(held.wanted)
    return "; ".join(
        f"{known.get(one.row) or turn.form.row(str(one.row)).title}={one.said}"
        for one in way.entries
    )


def add_ways(
    turn: Turn,
    held: Preview,
    ways: tuple[BulkAnswers, ...],
    said: str,
    notes: Mapping[str, str] | None = None,
) -> None:
    """Add what was read; ask first which way it was meant when there are several."""
    turn.decided = True
    ways = tuple(map(without_small_talk, ways))
    if len(ways) > 1:
        turn.look_at(
            ReadingChoice(
                said=said,
                bursts=ways,
                rows=held.rows,
                notes=dict(notes or {}),
                back_to=held.back_to,
                held=held,
            )
        )
    else:
        add_answers(turn, held, ways[0], notes)


def add_answers(
    turn: Turn, held: Preview, burst: BulkAnswers, notes: Mapping[str, str] | None = None
) -> None:
    """Add the answers to the preview and say which are new, which took another's place."""
    turn.decided = True
    lines, fresh = merge_lines(turn, held, burst.entries)
    if len(lines) > MAX_LINES:
        turn.look_at(held)
        turn.say("preview.full", count=len(held.lines), limit=MAX_LINES)
        turn.quiet = True
        return
    source = PreviewSource.BURST if held.source is PreviewSource.KEEP else held.source
    update = {
        "source": source,
        "lines": lines,
        "notes": {**held.notes, **burst.notes, **dict(notes or {})},
        "warnings": burst.warnings,
        "asked": 0,
        "newest": tuple(sorted(fresh)),
    }
    after = held.model_copy(update=update)
    turn.look_at(after)
    _say_added(turn, held, after, fresh)


def merge_lines(
    turn: Turn, held: Preview, entries: Iterable[BulkEntry]
) -> tuple[tuple[PreviewLine, ...], frozenset[int]]:
    """The lines with these entries, and the numbers of those that are new or another now."""
    lines = {line.number: line for line in held.lines}
    number_of = {line.entry.row: line.number for line in held.lines if line.entry.row is not None}
    told_before = {line.entry.said: line.number for line in held.lines if line.entry.row is None}
    in_list = {**{key: n for n, key in enumerate(held.rows, 1)}, **held.wanted}
    free = count(max([len(held.rows), *lines, *held.wanted.values()]) + 1)
    fresh: set[int] = set()
    for entry in place_by_neighbours(turn.form, entries):
        key = entry.row or ""
        known = number_of.get(key) or in_list.get(key) if key else told_before.get(entry.said)
        if known in lines and _stays(entry):
            continue
        number = known or next(free)
        revision = turn.report.answer(entry.row).revision if entry.row is not None else 0
        old = lines.get(number)
        if old is None or old.entry.reading != entry.reading or old.entry.note != entry.note:
            fresh.add(number)
        note = entry.note or (old.entry.note if old is not None else None)
        told = entry.model_copy(update={"note": note})
        lines[number] = PreviewLine(number=number, entry=told, revision=revision)
        if entry.row is not None:
            number_of[entry.row] = number
    merged = propose_for_lines(turn.form, tuple(lines[number] for number in sorted(lines)))
    return without_retold(turn.form, merged, fresh), frozenset(fresh)


def _stays(entry: BulkEntry) -> bool:
    """`dòng 1 giữ`, where nothing of last period may be kept: the line stays as it stands."""
    refused = isinstance(entry.reading, RefusedReading)
    return refused and means_keep(entry.said)


def _say_added(turn: Turn, held: Preview, after: Preview, fresh: frozenset[int]) -> None:
    """Which lines came and which were replaced; the whole is not shown again."""
    form, report = turn.form, turn.report
    before = {line.number: describe_line(form, report, line) for line in held.lines}
    changed = [
        describe_line(form, report, line) | {"was": _shown(before.get(line.number))}
        for line in after.lines
        if line.number in fresh
    ]
    alone = {line["n"] for line in changed if line["kind"] in WRITTEN}
    stands = {line.number for line in after.lines} - fresh
    tally = count_lines(form, report, after)
    turn.say(
        "preview.added",
        preview_buttons(form, after, tally, fresh, alone),
        waiting=_told_waiting(turn, held, stands),
        waiting_count=len(stands),
        wanted=join_numbers([*after.still_wanted.values()]),
        whole=is_whole(after),
        lines=changed,
        count=tally.written,
        warnings=list(after.warnings),
    )


def _told_waiting(turn: Turn, held: Preview, numbers: Collection[int]) -> list[str]:
    """The lines that wait, each by its number: a few with their labels, of more the values."""
    lines = describe_lines(turn.form, turn.report, held)
    kept = [line for line in lines if line["n"] in numbers]
    if len(kept) > MOST_LABELLED:
        return [f"{line['n']}={_shown(line)}" for line in kept]
    return [f"{name_line(line)}: {_shown(line)}" for line in kept]


def _shown(line: dict[str, object] | None) -> str:
    """The value of a line in short; what was typed when it has none yet."""
    if line is None:
        return ""
    return str(line["value"] if line["kind"] in (*WRITTEN, "same") else line["said"])
