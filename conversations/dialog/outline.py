"""Where a row stands in its form, and which rows belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.rules.expression import parse_expression
from conversations.text.normalize import shorten_middle, shorten_text

MAX_LIST = 8  # rows that a list offers as buttons
LONGEST_ASKED = 400  # characters of a label in a question; what tells two apart stands at an end
ALIKE = 30  # characters from which two labels that begin alike are cut to what differs
LONGEST_LABEL = 70  # characters of a row's label beside its value, where its row is known
BUTTON = 56  # characters of a row's label on a button
BEGINNING = 20  # of these, for what the labels have in common


def describe_place(form: Form, row: Row) -> dict[str, Any]:
    """Where a row stands, in words and numbers, for every message about it."""
    return {**form.derived(_places)[row.key]}


def _places(form: Form) -> dict[str, dict[str, Any]]:
    return {row.key: _place(form, row) for row in form.all_rows}


def _place(form: Form, row: Row) -> dict[str, Any]:
    section = form.section_of(row.key)
    data: dict[str, Any] = {
        "key": row.key,
        "stt": row.stt,
        "label": shorten_middle(row.title, LONGEST_ASKED),
        "measure": row.measure if not row.codes else "",
        "section": section.numbered_title,
        "group": print_headings(form.headings_of(row.key)[1:]),
    }
    if row.key in form.counted_at:
        mine = form.counted_by_heading[section.key]
        data |= {
            "n": form.counted_at[row.key] + 1,
            "total": form.asked_count,
            "n_section": mine.index(row.key) + 1,
            "total_section": len(mine),
        }
    return data


def headings_at(form: Form, row: Row) -> tuple[Row, ...]:
    """The headings under which a row stands in a list: one that is a heading itself its own."""
    above = form.headings_of(row.key)
    return (*above, row) if row.is_heading else above


def print_headings(headings: Sequence[Row]) -> str:
    """Headings below each other, in one line."""
    return " › ".join(one.numbered_title for one in headings)


def print_number(*rows: Row) -> str:
    """The printed numbers of a heading and of what stands below it: `IV.2`."""
    return ".".join(row.stt for row in rows if row.stt)


def print_title(section: Row, below: Sequence[Row]) -> str:
    """The headings below a section, behind the number of both: `IV.2 Số liệu về biên chế`."""
    first, *more = below
    number = print_number(section, first) if first.stt else ""
    return " › ".join((f"{number} {first.title}".strip(), *(one.numbered_title for one in more)))


def print_heading(form: Form, row: Row) -> str:
    """The heading above a row, with its number as printed: `IV.2 Số liệu về biên chế`."""
    section, above = form.section_of(row.key), form.row(row.parent or row.key)
    number = print_number(section, above) if above.stt and above.key != section.key else above.stt
    return f"{number} {above.title}".strip()


def print_place(form: Form, row: Row) -> str:
    """The printed number of the row, or of the heading above it: `IV.2`."""
    section, above = form.section_of(row.key), row
    while above.key != section.key and not above.stt:
        above = form.row(above.parent or section.key)
    return section.stt if above.key == section.key else print_number(section, above)


def tell_apart(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """The labels of rows that stand beside each other: where two are the same, with the heading
    above them."""
    rows = [form.row(key) for key in dict.fromkeys(keys)]
    titles = [row.title for row in rows]
    return {
        row.key: f"{title} – {print_heading(form, row)}" if titles.count(title) > 1 else title
        for row, title in zip(rows, titles, strict=True)
    }


def tell_apart_shortly(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """The same for buttons, which hold the beginning of a label alone: the printed number in
    place of the heading's words; where long labels begin alike, what they share is cut."""
    rows = [form.row(key) for key in dict.fromkeys(keys)]
    labels: dict[str, str] = {}
    for row in rows:
        places = [print_place(form, one) for one in rows if one.title == row.title]
        mine = print_place(form, row)
        above = mine if places.count(mine) == 1 else print_heading(form, row)
        labels[row.key] = f"{row.title} – {above}" if len(places) > 1 else row.title
    return {
        key: _cut(label, [labels[one] for one in labels if one != key])
        for key, label in labels.items()
    }


def tell_apart_briefly(form: Form, keys: Sequence[str]) -> dict[str, str]:
    """The same for lines that stand below each other: their beginnings, where these differ."""
    labels = tell_apart(form, keys)
    begins = {key: shorten_text(label, LONGEST_LABEL) for key, label in labels.items()}
    alike = {key for key, text in begins.items() if [*begins.values()].count(text) > 1}
    short = tell_apart_shortly(form, keys) if alike else {}
    return {
        key: shorten_text(short[key], LONGEST_LABEL) if key in alike else text
        for key, text in begins.items()
    }


def _cut(label: str, others: Sequence[str]) -> str:
    shared = max((_shared(label, other) for other in others), default=0)
    if len(label) <= BUTTON or shared < ALIKE:
        return label
    beginning = label[:BEGINNING].rpartition(" ")[0]
    return f"{beginning}… {label[shared:].lstrip()}"


def _shared(one: str, other: str) -> int:
    """How many characters two labels begin with alike, in whole words."""
    count = 0
    for mine, theirs in zip(one.split(), other.split(), strict=False):
        if mine != theirs:
            break
        count += len(mine) + 1
    return count


def rows_of_section(form: Form, section: str) -> tuple[str, ...]:
    """The rows of a section that take an answer, as printed."""
    return tuple(
        row.key
        for row in form.rows
        if row.answer is not None and form.section_of(row.key).key == section
    )


def rows_to_mend(form: Form, keys: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows a broken check speaks of; behind a computed one those it is computed from."""
    computed = (form.row(key).computed for key in keys)
    parts = {name for text in computed if text is not None for name in parse_expression(text).keys}
    return tuple(row for row in form.rows if row.key in parts.union(keys))
