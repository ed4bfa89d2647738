"""The commands about the forms that an installation has: listed, shown, compared, published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError, command_line_context, run_with_store
from bot.cli.confirmation import YesOption, confirm
from bot.cli.installation import read_settings
from bot.cli.tables import lay_out, print_json
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from bot.cli.operations.published_forms import InstalledForms
    from bot.runtime.form_check import CheckedForm
    from bot.runtime.settings import Settings
    from bot.workflow.form_publication import Publication
    from bot.workflow.renewal_notice import DraftChange
    from conversations.forms.model import Form
    from storage.store import Store

MOST = 10  # answers without a place that are named
library = typer.Typer(help="The forms of the installation.", no_args_is_help=True)
KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", help="The form's key, as `phuluc form list` lists it.")
]


@library.command("list")
def list_forms() -> None:
    """List every version of every form: where it is from, whether it is in force, and how many
    reports are on it."""
    installed = _installed()
    catalog = installed.catalog
    rows = []
    for key, version in sorted(catalog.versions):
        form, at = catalog.get(key, version), installed.published.get((key, version))
        where = tell("comes with the product")
        if at is not None:
            where = tell("published {day}", day=at.at.astimezone().date())
        state = tell("in force") if catalog.forms[key].version == version else tell("older")
        asked = tell("{rows} rows, {asked} asked", rows=len(form.rows), asked=len(form.order))
        count = installed.reports.get((key, version), 0)
        rows.append((key, version, state, count, asked, where, form.name))
    head = ("Form", "Version", "State", "Reports", "Rows", "From", "Name")
    for line in lay_out(head, rows):
        print(line)


@library.command()
def show(
    key: KeyArgument,
    version: Annotated[str, typer.Option(help="Another version than that in force.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print what a form asks, row by row."""
    from bot.cli.form_words import form_data, form_lines

    form = _find(_installed(), key, version)
    if as_json:
        print_json(form_data(form))
        return
    for line in form_lines(form):
        print(line)


@library.command()
def diff(
    key: KeyArgument,
    old: Annotated[str, typer.Argument(metavar="V1", help="The older version.")],
    new: Annotated[str, typer.Argument(metavar="V2", help="The newer version.")],
) -> None:
    """Print what is different between two versions of a form."""
    from bot.cli.form_words import change_lines
    from conversations.forms.form_changes import compare_forms

    installed = _installed()
    for line in change_lines(compare_forms(_find(installed, key, old), _find(installed, key, new))):
        print(line)


@library.command()
def publish(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|KEY",
            help="The form's folder, or its key: a folder in PHULUC_FORMS_DIR.",
        ),
    ],
    keep: Annotated[
        bool, typer.Option("--keep-drafts", help="Leave open drafts on the version they are on.")
    ] = False,
    sure: YesOption = False,
) -> None:
    """Publish a form of the installation: checks it, shows what changes, and asks. A version that
    is published never changes; every process knows it at once."""
    from bot.cli.operations.published_forms import load_checked

    settings = read_settings()
    checked = load_checked(settings, form, _installed(settings).catalog)
    plan = run_with_store(partial(_plan, checked))
    for line in _plan_lines(plan, keep=keep):
        print(line)
    if plan.known:
        return
    name = {"form": plan.form.key, "version": plan.form.version}
    confirm(tell("Publish {form}, version {version}?", **name), sure=sure)
    told = run_with_store(partial(_publish, checked, plan.in_force, keep))
    print(tell("{form}, version {version}, is published and in force", **name))
    if told:
        print(tell("{count} people are told what changed in their reports", count=told))


@library.command()
def renew(key: KeyArgument, sure: YesOption = False) -> None:
    """Have the open drafts of a form go over to the version in force: those that were left on an
    older one, or that an update of the product has left there."""
    form = _find(_installed(), key, "")
    drafts = run_with_store(partial(_plan_renewal, form))
    for line in _draft_lines(drafts, keep=False):
        print(line)
    if not drafts:
        return
    name = {"form": form.key, "version": form.version}
    confirm(tell("Have them go over to {form}, version {version}?", **name), sure=sure)
    told = run_with_store(partial(_renew, form))
    print(tell("{count} people are told what changed in their reports", count=told))


async def _plan_renewal(form: Form, store: Store, _: Settings, __: datetime) -> list[DraftChange]:
    from bot.cli.operations.published_forms import plan_drafts

    async with store.transaction() as tx:
        return (await plan_drafts(tx, form))[1]


async def _renew(form: Form, store: Store, _: Settings, now: datetime) -> int:
    from bot.cli.operations.published_forms import plan_drafts
    from bot.workflow.form_renewal import renew_drafts

    async with store.transaction() as tx:
        catalog, drafts = await plan_drafts(tx, form)
        return await renew_drafts(tx, catalog, command_line_context(now), form, drafts)


async def _plan(checked: CheckedForm, store: Store, _: Settings, __: datetime) -> Publication:
    from bot.cli.operations.published_forms import plan_publication

    async with store.transaction() as tx:
        return await plan_publication(tx, checked)


async def _publish(
    checked: CheckedForm,
    shown: Form | None,
    keep: bool,
    store: Store,
    _: Settings,
    now: datetime,
) -> int:
    """Publish it, in one transaction; AdminError when another one came in force since the changes
    were shown."""
    from bot.cli.operations.published_forms import plan_publication
    from bot.workflow.form_publication import carry_out_publication

    async with store.transaction() as tx:
        plan = await plan_publication(tx, checked)
        if plan.known:
            return 0
        before, after = (one.version if one else "" for one in (shown, plan.in_force))
        if before != after:
            said = "version {version} came in force meanwhile: look at the changes again"
            raise AdminError(tell(said, version=after))
        context = command_line_context(now)
        return await carry_out_publication(tx, context, plan, keep_drafts=keep)


def _plan_lines(plan: Publication, *, keep: bool) -> list[str]:
    from bot.cli.form_words import change_lines

    form, files = plan.form, plan.checked.files
    lines = []
    if files.left_out:
        names = ", ".join(files.left_out)
        lines.append(tell("note: {line}", line=tell("not published: {names}", names=names)))
    if plan.known:
        said = "version {version} of {form} is there already with just these files: nothing to do"
        return [*lines, tell(said, version=form.version, form=form.key)]
    if plan.changes is None or plan.in_force is None:
        said = "{name} ({form}), version {version}, is new: {rows} rows, {asked} asked"
        counts = {"rows": len(form.rows), "asked": len(form.order)}
        name = {"name": form.name, "form": form.key, "version": form.version}
        return [*lines, tell(said, **name, **counts)]
    said = "{form}: {old}, which is in force, and {new}"
    name = {"form": form.key, "old": plan.in_force.version, "new": form.version}
    return [
        *lines,
        tell(said, **name),
        *change_lines(plan.changes),
        *_draft_lines(plan.drafts, keep=keep),
    ]


def _draft_lines(drafts: Sequence[DraftChange], *, keep: bool) -> list[str]:
    """What it means for open drafts."""
    if not drafts:
        return [tell("no open draft is on an older version")]
    if keep:
        said = "{count} open drafts stay on the version they are on"
        return [tell(said, count=len(drafts))]
    kept, lost = (
        sum(one.kept for one in drafts),
        [(one, key) for one in drafts for key in one.typed],
    )
    said = (
        "{count} open drafts go over to it: {kept} answers stay, {lost} have no place any more "
        "and stay in the history; what was handed in stays on its version"
    )
    lines = [tell(said, count=len(drafts), kept=kept, lost=len(lost))]
    for one, key in lost[:MOST]:
        row = one.old.by_key.get(key)
        title = row.numbered_title if row is not None else ""
        lines.append(f"  {one.draft.short_name}, {one.draft.period.name}: {key} {title}")
    if len(lost) > MOST:
        lines.append(tell("  … and {count} more", count=len(lost) - MOST))
    return lines


def _installed(settings: Settings | None = None) -> InstalledForms:
    import asyncio

    from bot.cli.operations.published_forms import load_installed

    return asyncio.run(load_installed(settings or read_settings()))


def _find(installed: InstalledForms, key: str, version: str) -> Form:
    """The form; AdminError when there is none of this key or version."""
    catalog = installed.catalog
    if key not in catalog.forms:
        said = tell("no form {said!r}; there is: {names}", said=key, names=", ".join(catalog.forms))
        raise AdminError(said)
    if not version:
        return catalog.forms[key]
    if (key, version) not in catalog.versions:
        names = ", ".join(one for of, one in sorted(catalog.versions) if of == key)
        raise AdminError(
            tell(
                "no version {said!r} of {form}; there is: {names}",
                said=version,
                form=key,
                names=names,
            )
        )
    return catalog.get(key, version)
