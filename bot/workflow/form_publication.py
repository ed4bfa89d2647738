"""Publishing a form of the installation's own: what it would come to, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.form_check import CheckedForm
from bot.runtime.published_forms import renew_catalog
from bot.workflow.form_renewal import plan_renewal, renew_drafts
from bot.workflow.renewal_notice import DraftChange
from conversations.forms.form_changes import FormChanges, compare_forms
from conversations.forms.model import Form
from storage.core.work import AuditContext
from storage.transaction import Transaction
from templates.loading.catalog import Catalog, form_root, load_catalog, version_order
from templates.loading.form_files import FormFiles, read_form_files, unpack_form
from templates.loading.former_names import former_name_problems
from templates.loading.problems import CatalogError
from templates.loading.yaml_reader import read_yaml


class OldVersionError(Exception):
    """The version is not newer than the one `in_force`."""

    def __init__(self, in_force: str) -> None:
        super().__init__(in_force)
        self.in_force = in_force


class OtherFilesError(Exception):
    """The version is there already, and these files were others then."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


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
    """The plan; OldVersionError or OtherFilesError when the form may not be published so,
    CatalogError when what it says of the version in force is not so. Nobody else publishes until
    this transaction ends."""
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
        raise OldVersionError(in_force.version)
    file = read_yaml(checked.files.files["form.yaml"], f"{checked.files.name}/form.yaml")
    if found := [*former_name_problems(form, in_force, file)]:
        raise CatalogError(found)
    drafts = await plan_renewal(tx, catalog, form)
    changes = compare_forms(in_force, form)
    return Publication(checked, catalog, False, in_force, changes, drafts)


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
    """OtherFilesError when the files of the version that is there are not these."""
    mine = checked.files
    if mine.digest == there.digest:
        return
    raise OtherFilesError(
        sorted(
            name
            for name in {*mine.files, *there.files}
            if mine.files.get(name) != there.files.get(name)
        )
    )
