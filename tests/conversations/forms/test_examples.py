"""What people are told to type of a form names something in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conversations.dialog.prompts.step_replies import TELL_EXAMPLES
from conversations.forms.examples import name_examples
from conversations.forms.search import find_rows, named_rows
from templates.loading.catalog import Catalog, load_catalog
from templates.loading.sample import blank_report
from templates.loading.wording import load_wording
from templates.loading.yaml_reader import read_yaml
from tests.support.beside import AFTER, BEFORE, folder_with
from tests.support.dialog import Talk
from tests.support.paths import ROOT


@pytest.mark.parametrize("key", [BEFORE, "cchc-so", AFTER])
def test_every_example_is_understood(key: str, tmp_path: Path) -> None:
    form = load_catalog(folder_with(tmp_path, BEFORE, AFTER)).forms[key]
    for what, words in name_examples(form).items():
        assert named_rows(form, words) or find_rows(form, words), what


def test_the_words_that_tell_examples_get_them() -> None:
    texts = read_yaml((ROOT / "templates/wordings/vi.yaml").read_bytes(), "vi.yaml").data
    assert {code for code, text in texts.items() if re.search(r"\beg\.", text)} == TELL_EXAMPLES
    assert load_wording().codes >= TELL_EXAMPLES


def test_headings_of_every_level_are_shown(tmp_path: Path) -> None:
    catalog = load_catalog(folder_with(tmp_path, BEFORE))
    talk = _talk(catalog, BEFORE)
    first, asked = talk.say("tới TG.01.T.01"), talk.say("tới TG.02.N.01")
    assert "Trợ giúp thường xuyên" in first
    assert "\n1. Tại cộng đồng › Trẻ em\n" in first
    assert "\n2. Tại cơ sở trợ giúp › Cơ sở ngoài công lập\n" in asked
    beside = talk.say("tới TG.02.C.02") and talk.say("12")
    assert "\n2. Tại cơ sở trợ giúp › Cơ sở ngoài công lập\n" in beside
    listed = talk.say("theo phần")
    for heading in ("1 Tại cộng đồng › Trẻ em", "1 Tại cộng đồng › Người cao tuổi"):
        assert f"\n{heading}\n" in listed
    missing = talk.say("còn thiếu")
    assert "\nTrợ giúp thường xuyên › 2. Tại cơ sở trợ giúp › Cơ sở công lập\n" in missing
    assert "\nTrợ giúp đột xuất\n– Hộ được hỗ trợ lương thực\n" in missing
    for said in (asked, listed, missing, talk.say("tóm tắt"), talk.say("các phần")):
        assert "\n. " not in said
        assert " . " not in said


@pytest.mark.parametrize("words", ["phần 2", "trợ giúp đột xuất", "Trợ giúp đột xuất", "DX", "dx"])
def test_a_section_without_a_number_is_reached_by_its_words_or_place(
    words: str, tmp_path: Path
) -> None:
    catalog = load_catalog(folder_with(tmp_path, BEFORE))
    assert "Hộ được hỗ trợ lương thực" in _talk(catalog, BEFORE).say(f"tới {words}")


def _talk(catalog: Catalog, key: str) -> Talk:
    """An officer on a report of this form, past the greeting."""
    form = catalog.forms[key]
    talk = Talk(form, blank_report(form, catalog.sample(key)))
    talk.say("bắt đầu")
    return talk
