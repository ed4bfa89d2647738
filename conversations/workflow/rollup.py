"""Many reports as one: sums of flows, last values of stocks, percentages from their parts.

A percentage is never the mean of percentages: it is the sum of the parts that were counted over
the sum of what they were counted among, of the same units. What was given without its parts is
left out, and told. A row that is computed from others is computed by each unit, and added up as
any other: a unit that lacks one of the parts is in neither of the sums.
Every total knows how many units stand behind it and how their blanks were treated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pydantic import Field

from conversations.answers.figure import Figure, sum_amounts, sum_bases
from conversations.answers.values import Answer, AnswerState, Names, Text, Value
from conversations.forms.growth import grow_form
from conversations.forms.model import Form
from conversations.forms.row import Basis, Row
from conversations.frozen import Frozen

MOST_TEXTS = 5  # that a total prints
LONGEST_TEXT = 120  # characters of each


class FigureGroup(Figure):
    """The figures of one row that are alike in state, code, text and having a base: how many
    units gave them, and their sums."""

    key: str
    units: int


class RowTotal(Frozen):
    """What a row comes to. `units` counts the reports by the state of their answer, `missing`
    those that were not handed in; `apart` gave a percentage without its parts. Of codes and of
    texts it is known how many units gave each."""

    key: str
    value: Value | None = None
    codes: Mapping[str, int] = Field(default_factory=dict)
    texts: Mapping[str, int] = Field(default_factory=dict)
    units: Mapping[AnswerState, int] = Field(default_factory=dict)
    apart: int = 0
    missing: int = 0
    rounds: int = 1  # that were added up


def total_row(
    row: Row,
    rounds: Sequence[Sequence[FigureGroup]],
    counted: Sequence[int],
    expected: Sequence[int],
) -> RowTotal:
    """The total of a row over some rounds, the oldest first, each with its tallies of the row,
    the reports that count and those expected. What flows is summed over all of them; what is
    counted at a date is taken from the last."""
    if not is_flow(row):
        rounds, counted, expected = rounds[-1:], counted[-1:], expected[-1:]
    kind, tallies = row.answer_type, [tally for one in rounds for tally in one]
    units = Counter[AnswerState]()
    codes, texts = Counter[str](), Counter[str]()
    for tally in tallies:
        units[tally.state] += tally.units
        named = kind.codes_of(tally)
        for code in named:
            codes[code] += tally.units
        if tally.text is not None and not named:
            texts[tally.text] += tally.units
    units[AnswerState.BLANK] += sum(counted) - sum(units.values())
    valued = [one for one in tallies if one.state is AnswerState.VALUE]
    apart = sum(one.units for one in valued if not kind.counts(one))
    return RowTotal(
        key=row.key,
        value=kind.total(valued) if row.adds_up or kind.has_parts else None,
        codes=dict(sorted(codes.items())),
        texts=dict(texts.most_common()),
        units={state: number for state, number in units.items() if number},
        apart=apart,
        missing=sum(expected) - sum(counted),
        rounds=len(counted),
    )


def is_flow(row: Row) -> bool:
    """Whether the row is added up over rounds: what is counted at a date, or from the year's
    first day on, is not."""
    return row.basis in (Basis.IN_PERIOD, None)


def over_rounds(row: Row, figures: Sequence[tuple[int, Figure]], last: int) -> Figure | None:
    """One unit's figure over some rounds, from those it gave and the rounds' places; `last` is
    the place of the last round. None when the row is that round's and it gave none."""
    if not is_flow(row):
        return next((one for place, one in figures if place == last), None)
    valued = [one for _, one in figures if one.state is AnswerState.VALUE]
    if not valued:
        return figures[-1][1]
    valued = [one for one in valued if row.answer_type.counts(one)] or valued
    return valued[-1].model_copy(update={"amount": sum_amounts(valued), "base": sum_bases(valued)})


class FormTotal(Frozen):
    """A whole form added up."""

    rows: Mapping[str, RowTotal]
    expected: int
    counted: int
    approved: int

    @property
    def complete(self) -> bool:
        """Whether every report is in and approved; until then it is a draft."""
        return self.approved == self.expected


def consolidate_reports(
    form: Form,
    tallies: Sequence[Sequence[FigureGroup]],
    counted: Sequence[int],
    approved: Sequence[int],
    expected: Sequence[int],
) -> FormTotal:
    """Add the rounds up, row by row; of lists item by item, by their names."""
    form = _with_items(form, tallies)
    added = {line.key for block in form.blocks for line in block.lines if line.is_item}
    by_key: list[dict[str, list[FigureGroup]]] = []
    for one in tallies:
        found: dict[str, list[FigureGroup]] = {}
        for tally in one:
            found.setdefault(tally.key, []).append(tally)
        by_key.append(found)
    rows = {
        row.key: total_row(row, [one.get(row.key, []) for one in by_key], counted, expected)
        for row in form.rows
        if row.answer is not None
    }
    rows = {key: _of_item(one) if _line(key) in added else one for key, one in rows.items()}
    return FormTotal(
        rows=rows, expected=sum(expected), counted=sum(counted), approved=sum(approved)
    )


def _with_items(form: Form, tallies: Sequence[Sequence[FigureGroup]]) -> Form:
    """The form with a row for each item that some unit has."""
    names: dict[str, dict[str, None]] = {one.names: {} for one in form.growths}
    for tally in (tally for one in tallies for tally in one if tally.key in names):
        names[tally.key] |= dict.fromkeys(form.row(tally.key).answer_type.codes_of(tally))
    return grow_form(form, {key: tuple(one) for key, one in names.items()})


def form_of_total(form: Form, total: FormTotal) -> Form:
    """The form with a row for each item of the total."""
    names = {
        one.names: value.names
        for one in form.growths
        if isinstance(value := total.rows[one.names].value, Names)
    }
    return grow_form(form, names)


def _line(key: str) -> str:
    """The printed row that a cell is of."""
    return key.partition(":")[0]


def _of_item(one: RowTotal) -> RowTotal:
    """The total of an item's figure: units that do not have the item owe nothing of it."""
    units = {state: count for state, count in one.units.items() if state is not AnswerState.BLANK}
    return one.model_copy(update={"units": units})


def as_answers(form: Form, total: FormTotal, words: Mapping[str, str]) -> dict[str, Answer]:
    """The total as the answers of one report: sums as numbers, codes and texts as how many units
    gave each, and beside each row the `words` that explain it; not beside each cell of a table,
    where they would be longer than the table."""
    rows = {key: form.row(key) for key in total.rows}
    return {
        key: _printed(row, total.rows[key], None if row.cell is not None else words.get(key))
        for key, row in rows.items()
    }


def _printed(row: Row, one: RowTotal, note: str | None) -> Answer:
    given = () if row.holds_names else describe_counts(row, one)
    value = Text(text="; ".join(given)) if given else one.value
    state = AnswerState.VALUE if value is not None else AnswerState.BLANK
    return Answer(state=state, value=value, note=note)


def describe_counts(row: Row, one: RowTotal) -> tuple[str, ...]:
    """How many units gave each code or text, for people: "Không: 1 đơn vị", "Có: 2 đơn vị";
    nothing for other rows."""
    given = [(row.answer_type.label_of(code), units) for code, units in one.codes.items()]
    given += [(shorten_unit_text(text), units) for text, units in [*one.texts.items()][:MOST_TEXTS]]
    told = [f"{words}: {units} đơn vị" for words, units in given]
    if len(one.texts) > MOST_TEXTS:
        told.append(f"và {len(one.texts) - MOST_TEXTS} nội dung khác")
    return tuple(told)


def shorten_unit_text(text: str) -> str:
    """A unit's text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"


def differing_rows(total: FormTotal, other: FormTotal) -> tuple[str, ...]:
    """The rows whose value is another in each of the two totals, both having one."""
    return tuple(
        key
        for key, one in total.rows.items()
        if one.value is not None
        and key in other.rows
        and (there := other.rows[key].value) is not None
        and one.value != there
    )
