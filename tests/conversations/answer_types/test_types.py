"""Every answer type is found through one map, and lives through the way to a reader process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conversations.answer_types.base import AnswerType
from conversations.answer_types.types import ANSWER_TYPES
from conversations.forms.model import Form
from tests.support.paths import ROOT
from tests.support.real_form import FORM

HALF_A_TYPE = '''
from collections.abc import Mapping
from typing import Literal
from conversations.answer_types.base import AnswerType

class MoneyType(AnswerType):
    type: Literal["money"] = "money"

TYPES: Mapping[str, type[AnswerType]] = {"money": MoneyType}
'''


def test_the_map_holds_every_type_by_its_own_word() -> None:
    assert {*ANSWER_TYPES.values()} == {*AnswerType.__subclasses__()}
    for word, kind in ANSWER_TYPES.items():
        assert kind.model_fields["type"].default == word


def test_the_types_of_a_form_come_back_from_json() -> None:
    back = Form.model_validate_json(FORM.model_dump_json())
    assert [row.answer for row in back.rows] == [row.answer for row in FORM.rows]


def test_mypy_names_what_a_new_type_lacks(tmp_path: Path) -> None:
    module = tmp_path / "money.py"
    module.write_text(HALF_A_TYPE)
    run = [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", str(tmp_path)]
    done = subprocess.run(  # noqa: S603
        [*run, "--config-file", str(ROOT / "pyproject.toml"), str(module)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "type-abstract" in done.stdout
