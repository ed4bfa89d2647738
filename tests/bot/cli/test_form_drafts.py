"""`phuluc form draft` and `phuluc form correct`: the folder of a form made of a file, and its
workbook, sent back as often as one likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.files.draft_folder import BY_HAND, CORRECTIONS, DraftFolder
from tests.support.command_line import Phuluc
from tests.templates.form_draft.output.test_whole_forms import written_form


@pytest.fixture(autouse=True)
def _place(installation: Path) -> None:
    """An installation with the ministry's file beside it."""
    (installation / "truong.docx").write_bytes(written_form("schools"))


def test_a_file_becomes_a_folder_that_is_checked_corrected_and_published(
    phuluc: Phuluc, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "forms" / "truong"
    code, said = phuluc("form", "draft", "truong.docx", "--as", "truong")
    assert (code, "To correct it:" in said) == (0, True)
    assert {"form.yaml", "sample.yaml", "appendix.docx", CORRECTIONS} <= {
        one.name for one in folder.iterdir()
    }
    before = DraftFolder(folder.parent, "truong").load()
    for _ in range(2):
        code, said = phuluc("form", "correct", "truong", str(folder / CORRECTIONS))
        assert (code, "the corrections were taken" in said) == (0, True)
    assert DraftFolder(folder.parent, "truong").load() == before
    assert phuluc("check")[0] == 0
    code, said = phuluc("form", "publish", "truong", "--yes")
    assert (code, "is published and in force" in said) == (0, True)


def test_a_form_file_that_was_edited_is_kept_aside(phuluc: Phuluc, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "forms" / "truong"
    phuluc("form", "draft", "truong.docx", "--as", "truong")
    with (folder / "form.yaml").open("a", encoding="utf-8") as file:
        file.write("# của tôi\n")
    _, said = phuluc("form", "correct", "truong", str(folder / CORRECTIONS))
    assert BY_HAND in said
    assert "của tôi" in (folder / BY_HAND).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("draft", "truong.docx", "--as", "Tr/x"), "is no key"),
        (("draft", "none.docx", "--as", "x"), "cannot be read"),
        (("draft", "truong.docx", "--as", "truong"), "already"),
        (("correct", "other", "truong.docx"), "no draft other: there is truong"),
        (("correct", "truong", "truong.docx"), "truong.docx: "),
        (("correct", "truong", "none.xlsx"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_way_out(
    phuluc: Phuluc, words: tuple[str, ...], told: str
) -> None:
    phuluc("form", "draft", "truong.docx", "--as", "truong")
    code, said = phuluc("form", *words)
    assert code == 2
    assert told in said


def test_a_form_that_was_written_by_hand_is_not_written_over(
    phuluc: Phuluc, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "forms" / "mine"
    folder.mkdir(parents=True)
    (folder / "form.yaml").write_text("form: mine\n", encoding="utf-8")
    code, said = phuluc("form", "draft", "truong.docx", "--as", "mine", "--again")
    assert (code, "written by hand" in said) == (2, True)
    assert (folder / "form.yaml").read_text(encoding="utf-8") == "form: mine\n"
