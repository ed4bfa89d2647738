"""Which rows are asked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conversations.answers.values import AnswerState
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.messages import MessageLimits
from conversations.protocol.session import AskingMode
from conversations.reports.model import Report
from conversations.rules import computed

COMFORTABLE = 12  # rows on one screen of a phone; a longer group still stays whole
AROUND = 32  # characters of a list's line beside its label: number, values
FRAME = 450  # characters of a list above and below its lines


def batch_rows(
    form: Form,
    report: Report,
    key: str,
    mode: AskingMode,
    room: MessageLimits,
    fits: Callable[[tuple[str, ...]], bool] | None = None,
) -> tuple[str, ...]:
    """The rows to ask together with `key`, in asking order. By group: its whole group, answered
    rows too, and the next groups of the section as long as all are few. By section: as many
    groups of the section as one message holds. Where messages are scarce: only open rows, of
    any section, as many as one message holds. `fits` tells whether the list of some rows is one
    message; then a group that is longer is torn."""
    first, *others = [*_groups_from(form, report, key, scarce=room.scarce)] or [(key,)]
    start = first.index(key) if key in first else 0  # a computed row is asked in no list
    rows = first if fits is None else _fitting(first[start:], fits)
    if rows[-1] != first[-1]:
        return rows
    limit = COMFORTABLE if mode is not AskingMode.SECTION and not room.scarce else len(form.order)
    for group in others:
        whole = (*rows, *group)
        if any(form.row(one).holds_names for one in (rows[0], group[0])):
            break
        if len(whole) > limit or (not room.scarce and not _same_section(form, key, group[0])):
            break
        if not (fits(whole) if fits else estimate_length(form, whole) <= room.text_limit):
            break
        rows = whole
    return rows


def _fitting(rows: tuple[str, ...], fits: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
    """As many of the rows, from the first on, as one message holds; one at least."""
    if fits(rows):
        return rows
    least, most = 1, len(rows)
    while least + 1 < most:
        middle = (least + most) // 2
        least, most = (middle, most) if fits(rows[:middle]) else (least, middle)
    return rows[:least]


def estimate_length(form: Form, rows: tuple[str, ...]) -> int:
    """About how long the list of these rows is, in characters."""
    lengths = form.derived(_lengths)
    return FRAME + sum(lengths[key] for key in rows)


def _lengths(form: Form) -> dict[str, int]:
    return {row.key: AROUND + _length(row) for row in form.rows}


def _length(row: Row) -> int:
    return len(row.title) + len(row.measure) + sum(len(option.label) + 5 for option in row.codes)


def _same_section(form: Form, one: str, other: str) -> bool:
    return form.section_of(one).key == form.section_of(other).key


def _groups_from(
    form: Form, report: Report, key: str, *, scarce: bool
) -> Iterator[tuple[str, ...]]:
    """The group of `key`, and then those behind it in which a row is open."""
    members = form.derived(_members)
    headings = [*members]
    for heading in headings[headings.index(_group_of(form, key)) :]:
        keys = filter_askable(form, report, members[heading])
        open_keys = tuple(name for name in keys if report.waits(name))
        if key in keys:
            yield (open_keys if scarce and key in open_keys else keys)
        elif open_keys:
            yield (open_keys if scarce else keys)


def _members(form: Form) -> dict[str, tuple[str, ...]]:
    """The rows of each group, in the order of asking. A row of a table with rows below it has but
    its own cells."""
    found: dict[str, tuple[str, ...]] = {}
    for key in form.order:
        heading = _group_of(form, key)
        if form.row(key).cell is not None:
            found[heading] = form.line_of(key)
        elif form.row(key).holds_names:
            found[heading] = (key,)
        else:
            found.setdefault(heading, form.asked_by_heading[heading])
    return found


def _group_of(form: Form, key: str) -> str:
    """The heading whose rows are asked together; of a cell its row, of the names of a list they
    alone."""
    row = form.row(key)
    if row.holds_names:
        return key
    return row.parent if row.cell is not None and row.parent else form.group_of(key).key


def filter_askable(form: Form, report: Report, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those rows that an officer can answer: neither computed nor out of place."""
    facts = computed.facts_of(form, report, settled=False)
    return tuple(
        row.key
        for row in map(form.row, keys)
        if row.computed is None
        and report.may_write(row.key)
        and (
            computed.why_void(row, facts) is None
            or report.answer(row.key).state is not AnswerState.BLANK
        )
    )
