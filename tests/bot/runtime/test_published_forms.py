"""What was published, in the catalog of a process."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.runtime.form_check import check_folder
from bot.runtime.published_forms import find_pinned, renew_catalog
from conversations.reports.model import Report
from storage.core.work import AuditContext
from storage.store import Store
from storage.tables.forms import published_form
from templates.loading.catalog import load_catalog, version_order
from tests.support.publishing import KEY, edit, own_form, publish, second_version
from tests.support.reports import blank_report
from tests.support.store_rows import NOW

DEED = AuditContext(None, None, "command", None, NOW)


async def test_a_catalog_grows_with_what_is_published(store: Store, tmp_path: Path) -> None:
    """The newest version is in force; names and glossary are its own for all of them."""
    catalog, folder = load_catalog(), own_form(tmp_path)
    await publish(store, folder, NOW)
    async with store.transaction() as tx:
        assert await renew_catalog(tx, catalog) == []
    assert (catalog.forms[KEY].version, catalog.form_names[KEY]) == ("2026.1", "Bảo trợ xã hội")
    assert catalog.sample(KEY).texts["TG.01.G.02"] == "120"
    (folder / "sample.yaml").unlink()
    edit(folder, second_version("2026.10"), ("name: Bảo trợ xã hội", "name: Bảo trợ"))
    await publish(store, folder, NOW)
    async with store.transaction() as tx:
        await renew_catalog(tx, catalog)
    assert (catalog.forms[KEY].version, catalog.get(KEY, "2026.1").name) == ("2026.10", "Bảo trợ")
    assert KEY not in catalog.samples
    assert KEY not in load_catalog().forms  # another process has a catalog of its own


async def test_a_version_that_cannot_be_read_leaves_the_others(
    store: Store, tmp_path: Path
) -> None:
    """Damaged, changed in the database, or written for another program."""
    folder = own_form(tmp_path)
    files = check_folder(folder, load_catalog()).files
    async with store.transaction() as tx:
        await tx.published_forms.add(DEED, "hong", "1", "0" * 64, b"no files", ["form.yaml"])
        await tx.published_forms.add(DEED, "khac", "1", files.digest, files.pack(), ["form.yaml"])
    await publish(store, folder, NOW)
    edit(folder, second_version())
    await publish(store, folder, NOW)
    async with store.transaction() as tx:
        changed = update(published_form).where(published_form.c.version == "2026.2")
        await tx.work.connection.execute(changed.values(content=files.pack()))
    catalog = load_catalog()
    async with store.transaction() as tx:
        problems = await renew_catalog(tx, catalog)
        assert [(one.file, one.found) for one in problems] == [
            ("published/1/hong", "the files of form hong cannot be unpacked"),
            ("published/1/khac/form.yaml", "bao-tro"),
            ("published/2026.2/bao-tro", "files that were changed in the database"),
        ]
        assert await renew_catalog(tx, catalog) == []  # looked at once
    assert catalog.forms[KEY].version == "2026.1"


async def test_a_report_finds_a_form_that_came_meanwhile(store: Store, tmp_path: Path) -> None:
    catalog = load_catalog()
    report: Report = blank_report(catalog.forms["cchc-so"]).model_copy(
        update={"form_key": KEY, "form_version": "2026.1"}
    )
    async with store.transaction() as tx:
        with pytest.raises(KeyError):
            await find_pinned(tx, catalog, report)
    await publish(store, own_form(tmp_path), NOW)
    async with store.transaction() as tx:
        assert (await find_pinned(tx, catalog, report)).name == "Bảo trợ xã hội"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2026.1", "2026.2"),
        ("2026.9", "2026.10"),
        ("2026.1", "2026.1.1"),
        ("2026", "2026.1"),
        ("9", "10"),
        ("2025.12", "2026.1"),
        ("2026.1a", "2026.1b"),
    ],
)
def test_versions_are_compared_by_their_numbers(older: str, newer: str) -> None:
    assert version_order(older) < version_order(newer)
