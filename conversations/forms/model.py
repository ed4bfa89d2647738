"""A form: an immutable, versioned definition of a report. Data, not code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal, Self, TypeVar

from pydantic import Field

from conversations.calendar.period_kinds import FormPeriods
from conversations.forms.check import Check
from conversations.forms.narrative_plan import NarrativePlan
from conversations.forms.row import Row, RowKind
from conversations.forms.tables import MARK, Block, Growth, Issue
from conversations.frozen import Frozen

MAX_ROWS = 2_000
LEFT = "Mục đã bỏ"  # what an item is called that a list no longer has
T = TypeVar("T")


Gaps = Literal["dotted", "blank"]


class Layout(Frozen):
    """A way to print the form: a Word template in its folder, and its bytes, where it is there.
    `label` is its name for people, `called` are words by which an officer may ask for it. `gaps`
    is what stands for a number or day of the covering report that is not known yet."""

    name: str
    label: str
    template: str
    called: tuple[str, ...] = ()
    gaps: Gaps = "dotted"
    content: bytes | None = Field(default=None, exclude=True, repr=False)


ONE_LAYOUT = (Layout(name="mau", label="Theo mẫu", template="appendix.docx"),)


class Term(Frozen):
    """An abbreviation or term of the form, with the words people use for it, and what it means."""

    name: str
    called: tuple[str, ...] = ()
    meaning: str

    @property
    def names(self) -> tuple[str, ...]:
        """All words that mean it."""
        return (self.name, *self.called)


class FormerNames(Frozen):
    """What rows, blocks and columns were called in the version before, by their names now: columns
    as `block:column`."""

    rows: Mapping[str, str] = Field(default_factory=dict)
    columns: Mapping[str, str] = Field(default_factory=dict)


class Form(Frozen):
    """The whole form. `name` is what people call it, `called` are other words for it, both those of
    the version in force. `order` is the order of asking: a row that is computed or proposed from
    others comes after the last of them; all else is as printed. `file_code` stands for the form
    in the names of files; the first of the `layouts` is the one that is handed out. `words` are the
    questions of the report in words, under their headings: the officer's own sentences answer them,
    and they are no part of the appendix. A form never changes, so what is worked out of it is
    worked out once and kept with it."""

    key: str
    version: str
    title: str
    rows: tuple[Row, ...]
    checks: tuple[Check, ...]
    order: tuple[str, ...]
    words: tuple[Row, ...] = ()
    name: str = ""
    called: tuple[str, ...] = ()
    file_code: str = ""
    layouts: tuple[Layout, ...] = ONE_LAYOUT
    glossary: tuple[Term, ...] = ()  # explains the form, and is no part of its version
    blocks: tuple[Block, ...] = ()  # as printed; none in a form that is one table with one column
    issue: Issue = Issue()
    is_trial: bool = True  # whether a newcomer is asked if they want to try it
    growths: tuple[Growth, ...] = ()  # where rows are added
    periods: FormPeriods = FormPeriods()
    was: FormerNames = FormerNames()
    narrative: NarrativePlan | None = None  # how its report is told in words, if it is
    pattern: Form | None = None  # the same with one row for all that are added in a place

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows of the appendix, and those of the report in words."""
        return (*self.rows, *self.words)

    @cached_property
    def by_key(self) -> dict[str, Row]:
        return {row.key: row for row in self.all_rows}

    @cached_property
    def words_asked(self) -> tuple[str, ...]:
        """The questions of the report in words, in order."""
        return tuple(row.key for row in self.words if row.answer is not None)

    def is_of_words(self, key: str) -> bool:
        """Whether this is a question of the report in words, and no row of the appendix."""
        return key in self.words_asked

    @cached_property
    def takes_negatives(self) -> bool:
        """Whether a number of some row may be below zero."""
        return any(row.answer is not None and row.answer.may_be_negative for row in self.rows)

    def row(self, key: str) -> Row:
        """The row of this key, also of an item that its list no longer has; KeyError when there is
        none."""
        found = self.by_key.get(key)
        return found if found is not None else self._left(key)

    def _left(self, key: str) -> Row:
        """The row that would be that of an item which the list does not have."""
        line, _, column = key.partition(":")
        known = self.pattern.by_key if self.pattern is not None else {}
        for growth in self.growths:
            name = growth.pattern + (f":{column}" if column else "")
            if line.rpartition(".")[0] == growth.place and name in known:
                found = known[name]
                parent = line if found.cell is not None else growth.place
                label = found.label.replace(MARK, LEFT)
                return found.model_copy(
                    update={"key": key, "label": label, "parent": parent, "is_added": True}
                )
        raise KeyError(key)

    @cached_property
    def printed_at(self) -> dict[str, int]:
        """The place of each row in print, from 0."""
        return {row.key: place for place, row in enumerate(self.rows)}

    @cached_property
    def asked_at(self) -> dict[str, int]:
        """The place of each asked row in the order of asking, from 0."""
        return {key: place for place, key in enumerate(self.order)}

    @cached_property
    def counted_at(self) -> dict[str, int]:
        """The rows and cells that people answer, each with its place among them, from 0: a cell of
        a table that is computed is filled without them."""
        asked = map(self.row, self.order)
        counted = (row.key for row in asked if row.computed is None or row.cell is None)
        return {key: place for place, key in enumerate(counted)}

    @property
    def asked_count(self) -> int:
        """How many rows and cells people answer."""
        return len(self.counted_at)

    def line_of(self, key: str) -> tuple[str, ...]:
        """The cells that stand beside this one in its printed row, or under its heading where the
        row is long; none of a row with one answer."""
        return self._lines.get(key, ())

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        beside: dict[str | None, list[str]] = {}
        cells = [row for row in self.rows if row.cell is not None]
        for row in cells:
            beside.setdefault(row.parent, []).append(row.key)
        return {row.key: tuple(beside[row.parent]) for row in cells}

    @cached_property
    def blocks_by_key(self) -> dict[str, Block]:
        return {block.key: block for block in self.blocks}

    def check(self, name: str) -> Check:
        """The check of this id; KeyError when there is none."""
        return self._checks_by_id[name]

    @cached_property
    def _checks_by_id(self) -> dict[str, Check]:
        return {check.id: check for check in self.checks}

    def layout(self, name: str = "") -> Layout:
        """The layout of this name, the first one when none is named; KeyError when there is
        none."""
        if not name:
            return self.layouts[0]
        return {one.name: one for one in self.layouts}[name]

    @cached_property
    def sections(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind is RowKind.SECTION)

    def section_tag(self, key: str) -> str:
        """The printed number of a section, or its place among them, where it has none."""
        return self._tags[key]

    @cached_property
    def _tags(self) -> dict[str, str]:
        return {one.key: one.stt or str(place) for place, one in enumerate(self.sections, 1)}

    def headings_of(self, key: str) -> tuple[Row, ...]:
        """All headings above a row, from its section down."""
        return self._above[key]

    @cached_property
    def _above(self) -> dict[str, tuple[Row, ...]]:
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.all_rows:
            above = None if row.parent is None else self.row(row.parent)
            headings: list[Row] = []
            while above is not None:
                headings += [above] if above.is_heading else []
                above = None if above.parent is None else self.row(above.parent)
            found[row.key] = tuple(reversed(headings))
        return found

    def section_of(self, key: str) -> Row:
        return self._headings[key][0]

    def group_of(self, key: str) -> Row:
        """The numbered heading a row stands under: itself when it is one."""
        return self._headings[key][1]

    @cached_property
    def _headings(self) -> dict[str, tuple[Row, Row]]:
        """The section and the group of every row."""
        found: dict[str, tuple[Row, Row]] = {}
        for row in self.all_rows:
            section = group = row
            while section.parent is not None:
                section = self.row(section.parent)
            while group.kind is RowKind.INDICATOR and group.parent is not None:
                group = self.row(group.parent)
            found[row.key] = (section, group)
        return found

    @cached_property
    def asked_by_heading(self) -> dict[str, tuple[str, ...]]:
        """For every heading: the keys asked under it (itself too), in asking order."""
        under: dict[str, list[str]] = {row.key: [] for row in self.all_rows if row.is_heading}
        for key in self.order:
            row = self.row(key)
            for heading in (*self.headings_of(key), *((row,) if row.is_heading else ())):
                under[heading.key].append(key)
        return {heading: tuple(keys) for heading, keys in under.items()}

    @cached_property
    def counted_by_heading(self) -> dict[str, tuple[str, ...]]:
        """The same without the cells that people do not answer."""
        return {
            heading: tuple(key for key in keys if key in self.counted_at)
            for heading, keys in self.asked_by_heading.items()
        }

    def derived(self, make: Callable[[Form], T]) -> T:
        """What a function of the form alone makes of it."""
        if make not in self._derived:
            self._derived[make] = make(self)
        found: T = self._derived[make]
        return found

    @cached_property
    def _derived(self) -> dict[Callable[[Form], Any], Any]:
        return {}

    def __copy__(self) -> Self:
        """The fields alone: a copy may get other rows."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields})
