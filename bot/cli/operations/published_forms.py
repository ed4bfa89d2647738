"""The forms that an installation has: what comes with the product, what it has published, what lies
in its folder; and publishing one."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.cli.administration import AdminError
from bot.runtime.form_check import CheckedForm, check_folder, own_problems
from bot.runtime.language import tell
from bot.runtime.published_forms import renew_catalog
from bot.runtime.settings import Settings
from bot.workflow.form_renewal import DraftChange, plan_renewal, renew_drafts
from conversations.forms.form_changes import FormChanges, compare_forms
from conversations.forms.model import Form
from storage.core.work import AuditContext
from storage.store import NoDatabaseError, Store, StoreError
from storage.transaction import Transaction
from storage.workflow.published_forms import PublishedForm
from templates.loading.catalog import Catalog, form_root, load_catalog, version_order
from templates.loading.form_files import FormFiles, read_form_files, unpack_form
from templates.loading.former_names import former_name_problems
from templates.loading.problems import CatalogError, Problem
from templates.loading.yaml_reader import read_yaml

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


@dataclass(frozen=True)
class Publication:
    """What publishing a form beside those of the catalog would come to. `known`: these very files
    are published already, or come with the product. `changes` are those against the version in
    force, if there is one."""

    checked: CheckedForm
    catalog: Catalog
    known: bool = False
    in_force: Form | None = None
    changes: FormChanges | None = None
    drafts: Sequence[DraftChange] = ()

    @property
    def form(self) -> Form:
        return self.checked.form


async def plan_publication(tx: Transaction, checked: CheckedForm) -> Publication:
    """The plan; AdminError when the form may not be published so, CatalogError when what it says of
    the version in force is not so. Nobody else publishes until this
    transaction ends."""
    await tx.published_forms.hold()
    catalog, form = load_catalog(), checked.form
    await renew_catalog(tx, catalog)
    there = await _files_of(tx, form.key, form.version)
    if there is not None:
        _refuse_other_files(checked, there)
        return Publication(checked, catalog, known=True)
    in_force = catalog.forms.get(form.key)
    if in_force is None:
        return Publication(checked, catalog)
    if version_order(form.version) <= version_order(in_force.version):
        text = (
            "version {said} of {form} is not newer than {known}, which is in force: raise "
            "`version` in {file}, for example to {example}"
        )
        data = {"said": form.version, "form": form.key, "known": in_force.version}
        example = next_version(in_force.version)
        raise AdminError(tell(text, **data, file=_file_of(checked), example=f'"{example}"'))
    file = read_yaml(checked.files.files["form.yaml"], _file_of(checked))
    if found := [*former_name_problems(form, in_force, file)]:
        raise CatalogError(found)
    drafts = await plan_renewal(tx, catalog, form)
    changes = compare_forms(in_force, form)
    return Publication(checked, catalog, False, in_force, changes, drafts)


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


async def _files_of(tx: Transaction, key: str, version: str) -> FormFiles | None:
    """The files of this version as they were published, or as they come with the product."""
    one = await tx.published_forms.find_content(key, version)
    if one is not None:
        try:
            return unpack_form(key, one.content)
        except ValueError:
            return FormFiles(key, {})
    shipped = load_catalog()
    if (key, version) not in shipped.versions:
        return None
    files = read_form_files(Path(str(form_root() / key)))
    form = shipped.get(key, version)
    return files.used_by(form) if form.version == shipped.forms[key].version else FormFiles(key, {})


def _refuse_other_files(checked: CheckedForm, there: FormFiles) -> None:
    """AdminError when the files of the version that is there are not these."""
    mine, form = checked.files, checked.form
    if mine.digest == there.digest:
        return
    names = sorted(
        name
        for name in {*mine.files, *there.files}
        if mine.files.get(name) != there.files.get(name)
    )
    text = (
        "version {said} of {form} is there already and never changes, and {files} is another than "
        "then: raise `version` in {file}, for example to {example}"
    )
    data = {"said": form.version, "form": form.key, "files": ", ".join(names)}
    example = next_version(form.version)
    raise AdminError(tell(text, **data, file=_file_of(checked), example=f'"{example}"'))


def _file_of(checked: CheckedForm) -> str:
    return f"{checked.files.name}/form.yaml"


def next_version(version: str) -> str:
    """The same with its last number raised."""
    found = re.search(r"[0-9]+(?=[^0-9]*$)", version)
    if found is None:
        return f"{version}.2"
    return f"{version[: found.start()]}{int(found[0]) + 1}{version[found.end() :]}"


async def carry_out_publication(
    tx: Transaction, context: AuditContext, plan: Publication, *, keep_drafts: bool
) -> int:
    """Publish it, and have the drafts be on the new version unless they are to be kept as they
    are; how many people are told."""
    form, files = plan.form, plan.checked.files
    names = sorted(files.files)
    await tx.published_forms.add(context, form.key, form.version, files.digest, files.pack(), names)
    if keep_drafts:
        return 0
    return await renew_drafts(tx, plan.catalog, context, form, plan.drafts)


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
