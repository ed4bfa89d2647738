"""What the columns and rows of a table take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from templates.form_draft.model import DraftColumn, DraftRow, DraftTable, FormDraft
from templates.form_draft.output.answer_words import (
    COEFFICIENT_PLACES,
    ChoiceSets,
    asked_columns,
    below_zero,
    factor_columns,
    may_be_negative,
    money_unit,
    unit_of,
    write_answer,
)
from templates.form_draft.output.yaml_text import YamlValue, flow_value

FIGURES = frozenset({"count", "decimal", "money", "percent"})


@dataclass(frozen=True)
class TableAnswers:
    """The answers of a table of the draft; `computed` are the formulas of its columns by key,
    `sets` gather the code sets of the form."""

    draft: FormDraft
    table: DraftTable
    computed: Mapping[str, str]
    sets: ChoiceSets

    @property
    def factors(self) -> set[str]:
        """The keys of shares that are written as coefficients."""
        return factor_columns(dict(asked_columns(self.table)), self.computed)

    def of_column(self, key: str, column: DraftColumn, label: str = "") -> YamlValue:
        """What the column takes; in the row of this label, where it says more."""
        is_factor = key in self.factors
        formulas = self.computed.values()
        precise = is_factor or any("*" in text.replace("100", "") for text in formulas)
        negative = key in below_zero(self.table, self.computed)
        return write_answer(
            "decimal" if is_factor else column.answer,
            column.choices,
            self.sets,
            unit_of(self.draft, self.table, column),
            negative=negative or may_be_negative(label, *column.path),
            places=COEFFICIENT_PLACES if precise else None,
        )

    def of_row(self, row: DraftRow) -> YamlValue | None:
        """What the row takes in every column, where that is another thing than they say."""
        key, column = asked_columns(self.table)[0]
        negative, own = may_be_negative(row.label), money_unit(row.measure)
        kinds = {one.answer for _, one in asked_columns(self.table)}
        money = row.answer == "money" or (row.answer is None and kinds == {"money"})
        if row.answer is not None or (money and own):
            unit = (own or unit_of(self.draft, self.table, column)) if money else None
            kind = row.answer or "money"
            return write_answer(kind, row.choices, self.sets, unit, negative=negative)
        if negative and self._is_alike and column.answer in FIGURES:
            return self.of_column(key, column, row.label)
        return None

    @property
    def _is_alike(self) -> bool:
        """Whether all columns take the same."""
        return len({flow_value(self.of_column(*one)) for one in asked_columns(self.table)}) == 1
