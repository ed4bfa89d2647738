"""Forms of an installation's own for tests, changed and published."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from bot.cli.operations.published_forms import plan_publication
from bot.runtime.form_check import check_folder
from bot.workflow.form_publication import Publication, carry_out_publication
from storage.core.work import AuditContext
from storage.store import Store
from templates.loading.catalog import form_root, load_catalog
from tests.support.beside import BEFORE

_FORMS = Path(__file__).parent / "forms"
KEY = BEFORE
Change = tuple[str, str]


def own_form(root: Path, *changes: Change, key: str = KEY) -> Path:
    """The folder of a form with a Word template; each change is a text in form.yaml and what stands
    for it."""
    folder = root / key
    if not folder.exists():
        shutil.copytree(_FORMS / key, folder)
        shutil.copyfile(str(form_root() / "cchc-so" / "appendix.docx"), folder / "appendix.docx")
    edit(folder, *changes)
    return folder


def edit(folder: Path, *changes: Change, name: str = "form.yaml") -> None:
    """Change a file of a form."""
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, encoding="utf-8")


def second_version(version: str = "2026.2") -> Change:
    return ('version: "2026.1"', f'version: "{version}"')


async def publish(
    store: Store, folder: Path, now: datetime, *, keep_drafts: bool = False
) -> Publication:
    """Check the form in the folder and publish it, as the command does."""
    checked = check_folder(folder, load_catalog())
    async with store.transaction() as tx:
        plan = await plan_publication(tx, checked)
        if not plan.known:
            context = AuditContext(None, None, "command", None, now)
            await carry_out_publication(tx, context, plan, keep_drafts=keep_drafts)
    return plan
