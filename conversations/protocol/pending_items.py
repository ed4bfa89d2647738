"""The form as one step sees it: with rows for what the report has in its lists, and for what would
be added to them if the officer said yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from conversations.answers.item_names import compare_name
from conversations.answers.values import Answer, Names
from conversations.bulk.model import BulkEntry
from conversations.forms.dated import date_form
from conversations.forms.growth import grow_form, item_names
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.frozen import Frozen
from conversations.parsing.result import ReadValue
from conversations.protocol.preview_states import Preview
from conversations.protocol.row_states import WrittenAnswer
from conversations.protocol.session import DialogState, Session, Start
from conversations.reports.model import Report
from conversations.reports.previous import FiledAppendix

_ROWS = ("row", "rows", "back_to", "key", "wanted")  # what fields are called that hold keys of rows


def fit_to_step(
    form: Form, report: Report, session: Session, day: date, beside: Frozen | None = None
) -> Form:
    """The form of a step on this day; with what is in `beside`, which is looked at."""
    if form.pattern is None:
        return date_form(form, report.period, day)
    names = {key: dict.fromkeys(one) for key, one in item_names(form, report.answers).items()}
    known = {key: {*map(compare_name, one)} for key, one in names.items()}
    for key, found in (*_pending(session.focus), *_pending(beside)):
        for name in found.names:
            if compare_name(name) not in known.setdefault(key, set()):
                names.setdefault(key, {})[name] = None
                known[key].add(compare_name(name))
    grown = grow_form(form, {key: tuple(one) for key, one in names.items()})
    return date_form(grown, report.period, day)


def _pending(found: Any) -> Iterator[tuple[str, Names]]:
    """The lists, with their names, of what stands before the officer and is not stored."""
    match found:
        case BulkEntry(row=str(row), reading=ReadValue(value=Names() as names)):
            yield row, names
        case WrittenAnswer(row=row, before=Answer(value=Names() as names)):
            yield row, names
        case FiledAppendix(answers=answers):
            for row, answer in answers.items():
                if isinstance(answer.value, Names):
                    yield row, answer.value
        case Frozen():
            for value in vars(found).values():
                yield from _pending(value)
        case tuple():
            for value in found:
                yield from _pending(value)


def drop_gone(session: Session, form: Form) -> Session:
    """The session without the rows of items that somebody took out of their list meanwhile; of a
    preview the lines of the others stay."""
    if form.pattern is None:
        return session
    known = form.by_key
    places = tuple(f"{one.place}." for one in form.growths)
    update: dict[str, object] = {}
    for name in ("trail", "listed", "left_list"):
        rows: tuple[str, ...] = getattr(session, name)
        if not known.keys() >= {*rows}:
            update[name] = tuple(key for key in rows if key in known)
    named = (key for key in _rows_of(session.focus) if key.startswith(places))
    if any(key not in known for key in named):
        update["focus"] = _without_gone(session.focus, known, places)
    return session.model_copy(update=update) if update else session


def _without_gone(
    focus: DialogState, known: Mapping[str, Row], places: tuple[str, ...]
) -> DialogState:
    if not isinstance(focus, Preview):
        return Start()
    gone = {
        line.number
        for line in focus.lines
        if (key := line.entry.row) and key.startswith(places) and key not in known
    }
    lines = tuple(line for line in focus.lines if line.number not in gone)
    wanted = {key: number for key, number in focus.wanted.items() if key in known}
    left = focus.model_copy(update={"lines": lines, "wanted": wanted})
    named = (key for key in _rows_of(left) if key.startswith(places))
    return left if lines and all(key in known for key in named) else Start()


def _rows_of(found: Any) -> Iterator[str]:
    """The keys of the rows that a state speaks of."""
    if isinstance(found, tuple):
        for value in found:
            yield from _rows_of(value)
    elif isinstance(found, Frozen):
        for name, value in vars(found).items():
            if name not in _ROWS:
                yield from _rows_of(value)
            elif isinstance(value, str):
                yield value
            elif isinstance(value, tuple | dict):
                yield from (one for one in value if isinstance(one, str))
