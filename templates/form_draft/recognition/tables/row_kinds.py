"""Which rows of a table are filled in, and which only head the rows below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from templates.form_draft.recognition.language.choices import read_choices
from templates.form_draft.recognition.language.lexicon import DIMENSIONS, HEADING_WORDS, NOTE_HEADS
from templates.form_draft.recognition.language.words import begins_with
from templates.form_draft.recognition.tables.cell_states import tell_cell
from templates.form_draft.recognition.tables.levels import RowLevel
from templates.form_draft.recognition.tables.open_columns import OpenColumn, is_head_row
from templates.form_draft.recognition.tables.paper_rows import PaperRow

_TOLD = ("code", "measure")
_COUNTED = ("số", "số lượng", "tổng", "tổng số")


@dataclass
class RowKinds:
    """What tells a heading: no code where others have one, no measure, no open cell, its words.
    `guessed` are the rows where only the words tell."""

    opened: Sequence[OpenColumn]
    rows: Sequence[PaperRow]
    levels: Sequence[RowLevel]
    guessed: set[int] = field(default_factory=set)

    def is_heading(self, at: int) -> bool:
        """Whether the row of this number takes no figures."""
        row = self.rows[at]
        if row.wide or is_head_row(row, self.opened):
            return True
        figures = [one for one in self.opened if not begins_with(one.path[-1], NOTE_HEADS)]
        if figures and not any(self._asks(one, row) for one in figures):
            return True
        parent = at in self._parents
        if self._most("code"):
            return not row.code and (parent or row.bold)
        if self._most("measure") and not row.measure:
            return parent
        if row.measure:
            return False
        bare = self.levels[at].bare
        if parent and begins_with(bare, HEADING_WORDS):
            return True
        if re.fullmatch(r"trong đó\s*:?", bare.strip(), re.IGNORECASE):
            return True
        if parent and begins_with(bare, DIMENSIONS):
            self.guessed.add(at)
            return row.bold
        return False

    def lacks_measure(self, at: int) -> bool:
        """Whether a row to be filled in has no measure where others have one, or only a part of a
        set of choices."""
        row = self.rows[at]
        if not self._most("measure") or self.is_heading(at):
            return False
        counted = begins_with(self.levels[at].bare, _COUNTED)
        return (not row.measure and not counted) or (
            "=" in row.measure and not read_choices(row.measure)
        )

    def _most(self, name: str) -> bool:
        return name in self._usual

    @cached_property
    def _usual(self) -> frozenset[str]:
        """What most rows have."""
        count = {name: sum(bool(getattr(row, name)) for row in self.rows) for name in _TOLD}
        return frozenset(n for n, said in count.items() if said * 2 >= len(self.rows) > 1)

    @cached_property
    def _parents(self) -> frozenset[int | None]:
        return frozenset(level.parent for level in self.levels)

    def _asks(self, one: OpenColumn, row: PaperRow) -> bool:
        return tell_cell(one.cell(row)) != "grey"
