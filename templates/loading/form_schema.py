"""The shape of form.yaml, as its author writes it. What it means is told in docs/forms.md."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, model_validator

from conversations.calendar.period_kinds import DueRule, DueRules, FormPeriods, Window
from conversations.forms.check import Severity
from conversations.forms.model import MAX_ROWS, Gaps
from conversations.forms.row import Basis, Carry, Helper, RowKind
from conversations.frozen import Frozen


def _whole_number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Printed = Annotated[str, BeforeValidator(_whole_number_as_text)]
"""Text that is often a bare number: `stt: 1`, `code: 0`. A decimal has to be quoted."""

FormKey = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
"""The name of a form's folder: reports are stored by it."""

FormVersion = Annotated[
    str,
    BeforeValidator(_whole_number_as_text),
    Field(max_length=32, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"),
]
"""Stored with each report. Of two versions the one with the greater numbers is newer."""

LONGEST_NAME = 40  # characters of a form's name: it stands on buttons, beside unit and period
Sentence = Annotated[str, Field(min_length=1, max_length=1_000)]
Expression = Annotated[str, Field(min_length=1, max_length=2_000)]


class OptionSpec(Frozen):
    code: Printed
    label: Sentence
    aliases: tuple[Printed, ...] = ()


class RowSpec(Frozen):
    """One row; its key is the name it stands under. Left out, `kind`, `level` and `parent`
    follow from the key: I is a section, I.01 a group, anything longer an indicator."""

    label: Sentence
    stt: Printed = ""
    measure: str = ""
    was: Printed | None = None  # its key in the version before
    kind: RowKind | None = None
    level: Annotated[int, Field(ge=0, le=9)] | None = None
    parent: str | None = None
    answer: str | dict[str, Any] | None = None
    basis: Basis | None = None
    carry: Carry | None = None
    optional: StrictBool = False
    hint: Sentence | None = None
    computed: Expression | None = None
    proposal: Expression | None = None
    helper: Helper | None = None
    void_when: Expression | None = None
    void_because: Sentence | None = None


class RuleSpec(Frozen):
    """`must`, or `when` and `must`; a bare expression is a `must`."""

    must: Expression
    when: Expression | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"must": value} if isinstance(value, str) else value


class CheckSpec(Frozen):
    """One relation: either a single `must` (with its `when`) or several `rules`."""

    severity: Severity
    message: Sentence
    must: Expression | None = None
    when: Expression | None = None
    rules: tuple[RuleSpec, ...] = ()
    source: str = ""


class LayoutSpec(Frozen):
    label: Sentence
    template: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+\.docx$")]
    called: tuple[Printed, ...] = ()
    gaps: Gaps = "dotted"


class FormSpec(Frozen):
    form: FormKey
    version: FormVersion
    title: Sentence
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    called: tuple[Printed, ...] = ()
    file_code: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,20}$")] = ""
    layouts: dict[str, LayoutSpec] = Field(default_factory=dict)
    periods: FormPeriods = FormPeriods()
    choices: dict[str, tuple[OptionSpec, ...]] = Field(default_factory=dict)
    rows: Annotated[dict[str, RowSpec], Field(min_length=1, max_length=MAX_ROWS)]
    checks: dict[str, CheckSpec] = Field(default_factory=dict)


PERIOD_SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    ("periods",): FormPeriods,
    ("periods", "windows", "*"): Window,
    ("periods", "due"): DueRules,
    ("periods", "due", "default"): DueRule,
    ("periods", "due", "kinds", "*"): DueRule,
}
SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    (): FormSpec,
    ("layouts", "*"): LayoutSpec,
    **PERIOD_SPECS,
    ("choices", "*", "*"): OptionSpec,
    ("rows", "*"): RowSpec,
    ("rows", "*", "helper"): Helper,
    ("checks", "*"): CheckSpec,
    ("checks", "*", "rules", "*"): RuleSpec,
}
"""Which fields are allowed where, for the message about an unknown one."""
