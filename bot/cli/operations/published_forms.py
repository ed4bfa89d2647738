"""The forms that an installation has: what comes with the product, what it has published, what lies
in its folder; and publishing one."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.cli.administration import AdminError
from bot.runtime.form_check import CheckedForm, check_folder, own_problems
from bot.runtime.language import tell
from bot.runtime.published_forms import renew_catalog
from bot.runtime.settings import Settings
from bot.workflow import form_publication
from bot.workflow.form_publication import OldVersionError, OtherFilesError, Publication
from bot.workflow.form_renewal import plan_renewal
from bot.workflow.renewal_notice import DraftChange
from conversations.forms.model import Form
from storage.store import NoDatabaseError, Store, StoreError
from storage.transaction import Transaction
from storage.workflow.published_forms import PublishedForm
from templates.loading.catalog import Catalog, load_catalog, next_version
from templates.loading.problems import Problem

Version = tuple[str, str]  # key and version


@dataclass(frozen=True)
class InstalledForms:
    """All forms; the publications, and how many reports are on each version."""

    catalog: Catalog
    published: Mapping[Version, PublishedForm] = field(default_factory=dict)
    reports: Mapping[Version, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()  # of what was published


async def load_installed(settings: Settings) -> InstalledForms:
    """What there is; where there is no database yet, what comes with the product."""
    catalog = load_catalog()
    try:
        store = await Store.open(settings.database, make=False)
    except NoDatabaseError:
        return InstalledForms(catalog)
    try:
        async with store.transaction() as tx:
            problems = await renew_catalog(tx, catalog)
            published = {(one.key, one.version): one for one in await tx.published_forms.list_all()}
            reports = await tx.published_forms.count_reports()
            return InstalledForms(catalog, published, reports, problems)
    finally:
        await store.close()


def find_folder(settings: Settings, words: str) -> Path:
    """The folder of a form, by its path or by the form's key; AdminError when there is none."""
    own = settings.own_forms / words
    places = (Path(words),) if os.sep in words else (own, Path(words))
    for place in places:
        if place.is_dir():
            return place
    told = "no folder {said}: a form is a folder with a form.yaml in it, for example {example}"
    raise AdminError(tell(told, said=", ".join(map(str, places)), example=own / "form.yaml"))


async def plan_publication(tx: Transaction, checked: CheckedForm) -> Publication:
    """The plan; AdminError when the form may not be published so, CatalogError when what it says of
    the version in force is not so. Nobody else publishes until this transaction ends."""
    form = checked.form
    data = {"said": form.version, "form": form.key, "file": f"{checked.files.name}/form.yaml"}
    try:
        return await form_publication.plan_publication(tx, checked)
    except OldVersionError as error:
        text = (
            "version {said} of {form} is not newer than {known}, which is in force: raise "
            "`version` in {file}, for example to {example}"
        )
        example = next_version(error.in_force)
        told = tell(text, **data, known=error.in_force, example=f'"{example}"')
        raise AdminError(told) from error
    except OtherFilesError as error:
        text = (
            "version {said} of {form} is there already and never changes, and {files} is another "
            "than then: raise `version` in {file}, for example to {example}"
        )
        names, example = ", ".join(error.names), next_version(form.version)
        raise AdminError(tell(text, **data, files=names, example=f'"{example}"')) from error


async def plan_drafts(tx: Transaction, form: Form) -> tuple[Catalog, list[DraftChange]]:
    """All forms, and what this version, which is in force, means for drafts on older ones;
    AdminError when another has come in force meanwhile."""
    await tx.published_forms.hold()
    catalog = load_catalog()
    await renew_catalog(tx, catalog)
    now = catalog.forms[form.key]
    if now.version != form.version:
        said = "version {version} came in force meanwhile: look at the changes again"
        raise AdminError(tell(said, version=now.version))
    return catalog, await plan_renewal(tx, catalog, now)


def load_checked(settings: Settings, words: str, beside: Catalog) -> CheckedForm:
    """The form in the folder that the words name, found good; CatalogError with every problem."""
    return check_folder(find_folder(settings, words), beside)


def own_form_problems(settings: Settings) -> list[Problem]:
    """What is wrong with the forms in the installation's folder, and with what was published."""
    return asyncio.run(_own_form_problems(settings))


async def _own_form_problems(settings: Settings) -> list[Problem]:
    installed = await load_installed(settings)
    return [*installed.problems, *own_problems(settings.own_forms, installed.catalog)]


async def load_with_own(settings: Settings, key: str) -> Catalog:
    """All forms as their author has them: a form that lies in the installation's folder stands for
    what was published of it. CatalogError when it is not sound. Without a usable database, which is
    told, what comes with the product and lies in the folder."""
    try:
        catalog = (await load_installed(settings)).catalog
    except StoreError as error:
        said = "published forms are not known: {reason}"
        line = tell(said, reason=tell(error.text, **error.data).partition("\n")[0])
        print(tell("phuluc: note: {line}", line=line), file=sys.stderr)
        catalog = load_catalog()
    folder = settings.own_forms / key
    if key and folder.is_dir():
        checked = check_folder(folder, catalog)
        catalog.set_in_force(checked.form, checked.sample)
    return catalog
