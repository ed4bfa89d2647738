"""What a form's sections and rows are called when somebody is told what to type."""

from __future__ import annotations

from conversations.forms.model import Form
from conversations.forms.row import Row

LONGEST = 40  # characters of words that stand for a row


def name_examples(form: Form) -> dict[str, str]:
    """By what it is an example of: two sections, two places in them, a row, and words of one."""
    return form.derived(_examples)


def show_answer(row: Row, figure: str) -> str:
    """This figure as an answer to the row, where a day or several codes are asked one of those."""
    if row.answer is None or not (row.answer.is_dated or row.answer.several):
        return figure
    return row.answer.example


def _examples(form: Form) -> dict[str, str]:
    first, second, third = (_nth(form.sections, place) for place in range(3))
    return {
        "section": _called(second),
        "other_section": _called(third),
        "near": _place(form, first),
        "place": _place(form, second),
        "row": _row(form, second),
        "words": _words(form),
    }


def _nth(rows: tuple[Row, ...], place: int) -> Row:
    return rows[min(place, len(rows) - 1)]


def _called(section: Row) -> str:
    return section.stt or section.title


def _group(form: Form, section: Row) -> Row:
    """The second of the headings or rows right below a section, or the only one."""
    below = tuple(row for row in form.rows if row.parent == section.key)
    return _nth(below, 1) if below else section


def _place(form: Form, section: Row) -> str:
    group = _group(form, section)
    return f"{section.stt}.{group.stt}" if section.stt and group.stt else group.key


def _row(form: Form, section: Row) -> str:
    group = _group(form, section)
    below = [row for row in form.rows if row.parent == group.key]
    place = _place(form, section)
    return place if not below else f"{place}.1" if place != group.key else below[0].key


def _words(form: Form) -> str:
    """The shortest label of several words that only one row has."""
    titles = [row.title for row in form.rows if row.answer is not None]
    fit = [one for one in titles if titles.count(one) == 1 and " " in one.strip()]
    return min(fit or titles, key=len)[:LONGEST].lower()
