"""`phuluc form`: what is listed, shown, compared and published, and what is refused with the way
out."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from storage.store import Store
from storage.workflow.published_forms import PublishedForm
from templates.loading.catalog import form_root
from tests.support.command_line import Phuluc
from tests.support.paths import ROOT
from tests.support.publishing import KEY, edit, own_form, second_version


@pytest.fixture(autouse=True)
def _place(installation: Path) -> None:
    """An installation with one form in its folder."""
    own_form(installation / "data" / "forms")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "forms" / KEY


async def published(tmp_path: Path) -> list[PublishedForm]:
    store = await Store.open(f"sqlite:///{tmp_path / 'data' / 'phuluc.db'}")
    try:
        async with store.transaction() as tx:
            return await tx.published_forms.list_all()
    finally:
        await store.close()


def test_a_form_is_published_once(phuluc: Phuluc, folder: Path) -> None:
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert (code, "bao-tro, version 2026.1, is published and in force" in said) == (0, True)
    code, said = phuluc("form", "publish", str(folder), "--yes")
    assert (code, "is there already with just these files: nothing to do" in said) == (0, True)
    assert "bao-tro\t2026.1\tin force\t0\t23 rows, 15 asked\tpublished" in phuluc("form", "list")[1]


def test_it_is_asked_before_anything_is_published(
    phuluc: Phuluc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("không\n"))
    code, said = phuluc("form", "publish", KEY)
    assert (code, "nothing was done" in said) == (2, True)
    assert "bao-tro" not in phuluc("form", "list")[1]
    monkeypatch.setattr(sys, "stdin", io.StringIO("có\n"))
    assert phuluc("form", "publish", KEY)[0] == 0


def test_a_published_version_never_changes(phuluc: Phuluc, folder: Path) -> None:
    phuluc("form", "publish", KEY, "--yes")
    edit(folder, ("Trẻ em khuyết tật", "Trẻ khuyết tật"))
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert code == 2
    assert "version 2026.1 of bao-tro is there already and never changes" in said
    assert "form.yaml is another than then" in said
    assert 'to "2026.2"' in said
    edit(folder, ('version: "2026.1"', 'version: "2025.9"'))
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert code == 2
    assert "version 2025.9 of bao-tro is not newer than 2026.1, which is in force" in said
    edit(folder, ('version: "2025.9"', 'version: "2026.10"'))
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert code == 0
    assert "~ TG.01.T.03  Trẻ khuyết tật: label “Trẻ em khuyết tật” → “Trẻ khuyết tật”" in said
    assert "no open draft is on an older version" in said
    assert "2026.10\tin force" in phuluc("form", "list")[1]


def test_drafts_that_were_left_behind_are_renewed(phuluc: Phuluc, folder: Path) -> None:
    code, said = phuluc("form", "renew", KEY)
    assert (code, "no form 'bao-tro'" in said) == (2, True)
    phuluc("form", "publish", KEY, "--yes")
    code, said = phuluc("form", "renew", KEY)
    assert (code, said) == (0, "no open draft is on an older version\n")


def test_the_doctor_looks_at_own_forms(phuluc: Phuluc, folder: Path) -> None:
    phuluc("form", "publish", KEY, "--yes")
    said = phuluc("doctor")[1]
    assert "1 own forms in" in said
    assert "1 published versions of forms can be read" in said
    edit(folder, ("    answer: count\n", "    answer: cuont\n"))
    assert "forms/bao-tro/form.yaml:26: rows/TG.01.T.01/answer" in phuluc("doctor")[1]


def test_versions_are_shown_and_compared(phuluc: Phuluc, folder: Path) -> None:
    phuluc("form", "publish", KEY, "--yes")
    edit(folder, second_version(), ("    label: Nhà được hỗ trợ sửa chữa", "    label: Nhà ở"))
    phuluc("form", "publish", KEY, "--yes")
    code, said = phuluc("form", "show", KEY)
    assert (code, "DX.02  Nhà ở (Nhà): số nguyên" in said) == (0, True)
    assert "Nhà được hỗ trợ sửa chữa" in phuluc("form", "show", KEY, "--version", "2026.1")[1]
    data = json.loads(phuluc("form", "show", KEY, "--json")[1])
    assert (data["version"], len(data["rows"]), len(data["order"])) == ("2026.2", 23, 15)
    code, said = phuluc("form", "diff", KEY, "2026.1", "2026.2")
    assert said.splitlines() == [
        "14 rows are asked as before",
        "~ DX.02  Nhà ở: label “Nhà được hỗ trợ sửa chữa” → “Nhà ở”",
    ]
    code, said = phuluc("form", "diff", KEY, "2026.1", "3")
    assert (code, "no version '3' of bao-tro; there is: 2026.1, 2026.2" in said) == (2, True)
    code, said = phuluc("form", "show", "bao-troo")
    assert (code, "no form 'bao-troo'; there is: " in said) == (2, True)


@pytest.mark.parametrize("key", ["bnv-0601n", "bnv-0605n", "pli-02", "cchc-so"])
def test_what_ships_is_shown_without_a_database(key: str, phuluc: Phuluc, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "data")
    assert phuluc("form", "show", key)[0] == 0
    assert f"{key}\t" in phuluc("form", "list")[1]
    assert not (tmp_path / "data").exists()


def test_a_broken_folder_is_refused_with_every_problem(phuluc: Phuluc, folder: Path) -> None:
    edit(
        folder,
        ("    answer: count\n", "    answer: cuont\n"),
        ("[TG.01.G.02]", "[TG.01.G.99]"),
    )
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert code == 2
    assert "phuluc: forms/bao-tro/form.yaml:26: rows/TG.01.T.01/answer: found" in said
    assert "phuluc: forms/bao-tro/form.yaml:104: checks/B2/must: found" in said
    assert "bao-tro" not in phuluc("form", "list")[1]
    code, said = phuluc("check")
    assert (code, "cuont" in said) == (1, True)


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a/>")
        archive.writestr("word/media/a.bin", bytes(60_000_000))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (lambda: b"x" * 5_000_001, "found more than 5000000 bytes; allowed: at most 5000000 bytes"),
        (_bomb, "found more than 50000000 bytes when unpacked"),
        (lambda: b"no Word", "not a Word document"),
    ],
    ids=["large", "bomb", "other"],
)
def test_a_hostile_template_is_refused(
    content: Callable[[], bytes], found: str, phuluc: Phuluc, folder: Path
) -> None:
    (folder / "appendix.docx").write_bytes(content())
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert (code, found in said) == (2, True), said


def test_files_of_no_form_are_left_out_and_told(phuluc: Phuluc, folder: Path) -> None:
    (folder / "ghi-chu.txt").write_text("x")
    (folder / "form.2025.1.yaml").write_bytes((folder / "form.yaml").read_bytes())
    edit(folder, second_version("2025.1"), name="form.2025.1.yaml")
    (folder / "~$appendix.docx").write_bytes(b"Word has it open")
    (folder / "other.docx").mkdir()
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert code == 0
    assert "note: not published: form.2025.1.yaml, ghi-chu.txt, other.docx" in said


def test_a_folder_that_cannot_be_written_is_enough(phuluc: Phuluc, folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert phuluc("form", "publish", KEY, "--yes")[0] == 0
    finally:
        folder.chmod(0o700)


def test_a_folder_that_is_not_there_is_named(phuluc: Phuluc) -> None:
    code, said = phuluc("--language", "vi", "form", "publish", "khong-co")
    assert code == 2
    assert "không có thư mục data/forms/khong-co, khong-co: biểu mẫu là một thư mục" in said


def test_a_name_of_another_form_is_refused(phuluc: Phuluc, folder: Path) -> None:
    edit(folder, ("called: [btxh, ", "called: [cchc, "))
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert (code, "words that do not mean cchc-so as well" in said) == (2, True)


def test_a_form_of_the_product_is_replaced_by_newer_versions_alone(
    phuluc: Phuluc, tmp_path: Path
) -> None:
    own = tmp_path / "mine" / "cchc-so"
    shutil.copytree(str(form_root() / "cchc-so"), own)
    code, said = phuluc("form", "publish", str(own), "--yes")
    assert (code, "with just these files: nothing to do" in said) == (0, True)
    edit(own, ("name: Cải cách hành chính", "name: CCHC của tỉnh"))
    code, said = phuluc("form", "publish", str(own), "--yes")
    assert (code, "version 2023.1 of cchc-so is there already" in said) == (2, True)
    edit(own, ('version: "2023.1"', 'version: "2022.4"'))
    code, said = phuluc("form", "publish", str(own), "--yes")
    assert (code, "is not newer than 2023.1" in said) == (2, True)
    edit(own, ('version: "2022.4"', 'version: "2026.1"'))
    assert phuluc("form", "publish", str(own), "--yes")[0] == 0
    assert "CCHC của tỉnh" in phuluc("form", "show", "cchc-so")[1]
    listed = phuluc("form", "list")[1]
    assert "cchc-so\t2023.1\tolder" in listed
    assert "cchc-so\t2026.1\tin force" in listed


def test_a_form_in_the_folder_is_tried_before_it_is_published(phuluc: Phuluc, folder: Path) -> None:
    code, said = phuluc("read", KEY, "TG.01.T.01", "25")
    assert (code, json.loads(said)["value"]) == (0, "25")
    out = folder.parent / "print.docx"
    assert phuluc("render", KEY, "--sample", "--out", str(out))[0] == 0
    assert out.stat().st_size > 1_000


def test_a_database_that_cannot_be_used_does_not_stop_an_author(
    phuluc: Phuluc, tmp_path: Path
) -> None:
    """What is not known is told."""
    (tmp_path / "data" / "phuluc.db").write_bytes(b"no database" * 100)
    code, said = phuluc("read", KEY, "TG.01.T.01", "25")
    assert (code, "note: published forms are not known: cannot use the database" in said) == (
        0,
        True,
    )
    code, said = phuluc("form", "list")
    assert (code, "cannot use the database" in said) == (2, True)


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.cli.operations import published_forms
from bot.workflow.form_publication import carry_out_publication
from bot.runtime.form_check import check_folder
from storage.core.work import AuditContext
from storage.store import Store
from templates.loading.catalog import load_catalog
from tests.support.store_rows import NOW

async def publish(url, folder, when):
    checked = check_folder(Path(folder), load_catalog())
    store = await Store.open(url)
    async with store.transaction() as tx:
        plan = await published_forms.plan_publication(tx, checked)
        context = AuditContext(None, None, "command", None, NOW)
        await carry_out_publication(tx, context, plan, keep_drafts=False)
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(publish(*sys.argv[1:]))
"""


@pytest.mark.process
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_killed_publication_is_there_whole_or_not_at_all(
    when: str, folder: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'phuluc.db'}"
    command = [sys.executable, "-c", KILLED, url, str(folder), when]
    done = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    assert await done.wait() == -signal.SIGKILL
    versions = [one.version for one in await published(tmp_path)]
    assert versions == ([] if when == "before" else ["2026.1"])


def test_a_report_in_words_is_drafted_once_and_published_with_the_form(
    phuluc: Phuluc, folder: Path
) -> None:
    code, said = phuluc("form", "narrative", KEY)
    assert (code, "narrative.yaml is written: edit it, then run phuluc check" in said) == (0, True)
    code, said = phuluc("form", "narrative", KEY)
    assert (code, "is there already: edit it, or add --again" in said) == (2, True)
    (folder / "narrative.yaml").write_text("title: [", encoding="utf-8")
    code, said = phuluc("form", "publish", KEY, "--yes")
    assert (code, "forms/bao-tro/narrative.yaml" in said) == (2, True)
    assert phuluc("form", "narrative", KEY, "--again")[0] == 0
    assert phuluc("form", "publish", KEY, "--yes")[0] == 0
    shutil.rmtree(folder)  # the database has it
    code, said = phuluc("form", "narrative", KEY, "--sample")
    assert (code, "rows are not in it, as they have no number" in said) == (0, True)


def test_a_report_in_words_of_a_shipped_form_is_printed(phuluc: Phuluc) -> None:
    code, said = phuluc("form", "narrative", "btp-13a")
    assert (code, 'heading: "HỘ TỊCH 13A"' in said) == (0, True)
    code, said = phuluc("form", "narrative", "btp-13a", "--sample")
    assert (code, "has no report in words" in said) == (2, True)
