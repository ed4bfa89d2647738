"""Invented reports: they keep every rule, are typed without a fault, and are the same each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.runtime.print_check import print_problems
from conversations.forms.model import Form
from templates.form_draft.model import DraftRule, FormDraft
from templates.form_draft.output.form_text import FormAbout, write_form_text
from templates.form_draft.output.samples.invented_table import Chances, Division, invent_counts
from templates.form_draft.output.samples.sample_text import write_sample
from templates.loading.form_files import FormFiles
from templates.loading.form_folder import FormFolder, read_folder
from tests.templates.form_draft.output.drafts import make_library_draft, make_price_draft


def read_with_sample(draft: FormDraft) -> tuple[FormFolder, str]:
    text = write_form_text(draft, FormAbout(draft.name, "2026.1"))
    files = {"form.yaml": text.encode()}
    form: Form = read_folder(FormFiles(draft.name, files), "forms").forms[0]
    files["sample.yaml"] = (sample := write_sample(draft, form)).encode()
    return read_folder(FormFiles(draft.name, files), "forms"), sample


@pytest.mark.parametrize("draft", [make_library_draft(), make_price_draft()])
def test_the_sample_is_typed_printed_and_read_back(draft: FormDraft) -> None:
    read, sample = read_with_sample(draft)
    assert read.problems == []
    assert read.sample is not None
    assert print_problems(read.forms[0], read.sample) == []
    assert "reasons" not in sample
    assert sample == read_with_sample(draft)[1]


def test_every_division_adds_up_and_no_part_is_more_than_its_whole() -> None:
    rows = Division(("all", "a", "b", "few"), {"all": [("a", "b")]}, {"all": ["few"]})
    columns = Division(("1", "2", "3"), {"1": [("2", "3")]})
    open_ = {name: frozenset("123") for name in rows.names} | {"b": frozenset("12")}
    found = invent_counts(rows, columns, open_, Chances("x"))
    for column in "12":
        assert found["all", column] == found["a", column] + found["b", column] > 0
        assert found["few", column] <= found["all", column]
    for row in rows.names[:2]:
        assert found[row, "1"] == found[row, "2"] + found[row, "3"]
    assert ("b", "3") not in found


def test_rules_that_contradict_each_other_are_kept_with_a_reason_or_left_out() -> None:
    draft = make_library_draft()
    odd = DraftRule(0, "rows", "[#6] == [#5] * 3", "soft", "sai", ("1",))
    hard = DraftRule(0, "rows", "[#6] == [#5] * 5", "hard", "sai", ("1",))
    read, sample = read_with_sample(replace(draft, rules=(*draft.rules, odd)))
    assert read.problems == []
    assert "reasons:" in sample
    read, sample = read_with_sample(replace(draft, rules=(*draft.rules, hard)))
    assert read.problems == []
    assert '"05b:1"' not in sample
