"""Every shape of a real form that is not shipped as one: it loads, every cell is asked, answered
and printed, and what is printed reads back to every cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.runtime.print_check import print_problems
from templates.documents.formats import FORMATS
from tests.support.appendix import empty_report
from tests.support.shapes import SHAPES, filled_sample, shape_form


@pytest.mark.parametrize("number", SHAPES)
def test_a_shape_is_asked_printed_and_read_back(number: int, tmp_path: Path) -> None:
    form = shape_form(number, tmp_path)
    sample = filled_sample(form)
    whole = sample.form_of(form)
    asked = [key for key in whole.order if not whole.row(key).holds_names]
    assert len([key for key in asked if whole.row(key).computed is None]) == SHAPES[number][1]
    assert print_problems(form, sample) == []
    report = empty_report().model_copy(update={"form_key": form.key, "form_version": form.version})
    assert FORMATS["pdf"].render(whole, report, layout="").startswith(b"%PDF")
