"""Whether a database has forms of its own, found without the store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.core.file_urls import sqlite_url
from storage.core.work import AuditContext
from storage.operations.published_look import has_published_forms
from storage.store import Store
from templates.loading.catalog import load_catalog, load_shipped


async def test_a_publication_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "tỉnh #1 50%20?.db"
    assert not has_published_forms(path)
    assert not path.exists()  # looking makes nothing
    store = await Store.open(sqlite_url(path))
    try:
        assert not has_published_forms(path)
        async with store.transaction() as tx:
            context = AuditContext(None, None, "command", None, datetime(2026, 3, 2, tzinfo=UTC))
            await tx.published_forms.add(context, "pli-02", "2099", "d", b"content", ["form.yaml"])
        assert has_published_forms(path)
    finally:
        await store.close()


@pytest.mark.parametrize("made", ["nothing", "no table", "no database"])
def test_what_only_the_store_can_tell_counts_as_some(made: str, tmp_path: Path) -> None:
    path = tmp_path / "phuluc.db"
    if made == "no database":
        path.write_bytes(b"x" * 5_000)
    else:
        with closing(sqlite3.connect(path)) as file:
            file.execute("CREATE TABLE other (one INTEGER)" if made == "no table" else "SELECT 1")
        path.touch()
    assert has_published_forms(path)


def test_a_shipped_form_is_read_alone_as_among_all() -> None:
    catalog = load_catalog()
    for key, form in catalog.forms.items():
        alone = load_shipped(key)
        assert (alone is None) == (key not in catalog.samples)
        assert alone is None or (alone.form, alone.sample) == (form, catalog.sample(key))
    for no_form in ("", "..", "../forms/cchc-so", "cchc", "__pycache__"):
        assert load_shipped(no_form) is None
