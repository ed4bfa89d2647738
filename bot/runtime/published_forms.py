"""What the installation has published, in the catalog of a process: looked for in the transaction
that needs it, so that every process knows a form as soon as it is published."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

import structlog

from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.forms.version_fit import rows_apart
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from storage.transaction import Transaction
from storage.workflow.published_forms import PublishedContent
from templates.loading.catalog import Catalog
from templates.loading.form_files import unpack_form
from templates.loading.form_folder import FormFolder, read_folder
from templates.loading.problems import Problem

log = structlog.get_logger(__name__)
PUBLISHED = "published"  # stands for the folder in what is told of a published form


async def renew_catalog(tx: Transaction, catalog: Catalog) -> list[Problem]:
    """Add what was published since the catalog was looked at last; what cannot be read of it. Such
    a version is left out: the others are served."""
    newest = await tx.published_forms.newest()
    if newest <= catalog.newest:
        return []
    found: list[Problem] = []
    for one in await tx.published_forms.contents_after(catalog.newest):
        read = await asyncio.to_thread(read_published, one)
        found += read.problems
        for form in read.forms[:1]:
            catalog.add(form, read.sample)
        if not read.forms:
            problems = [str(problem) for problem in read.problems]
            log.error("published form not read", form=one.key, version=one.version, why=problems)
    catalog.newest = max(newest, catalog.newest)
    return found


async def find_pinned(tx: Transaction, catalog: Catalog, report: Report) -> Form:
    """The form that a report is on, with the rows that were added to its lists, also when it was
    published a moment ago. KeyError when it is nowhere."""
    if (report.form_key, report.form_version) not in catalog.versions:
        await renew_catalog(tx, catalog)
    return catalog.of_report(report)


def comparable_report(catalog: Catalog, form: Form, report: Report) -> Report:
    """The report beside earlier ones without the rows that asked for something else in the version
    of the form that those were on."""
    beside = {"last": report.last, "year_before": report.year_before, "latest": report.latest}
    other = {
        name: comparable(catalog, form, one)
        for name, one in beside.items()
        if one is not None and one.form_version != form.version
    }
    return report.model_copy(update=other) if other else report


def comparable(catalog: Catalog, form: Form, past: PreviousReport) -> PreviousReport:
    """An earlier report by the keys that its rows have now, without those that asked for something
    else then. Of a file it is not
    known which version it was on."""
    if not past.form_version:
        return past.under(partial(_by_present_keys, catalog, form))
    then = catalog.versions.get((form.key, past.form_version))
    if then is None or then.version == form.version:
        return past
    names = catalog.map_keys(then.version, form)
    return past.without(rows_apart(then, form, past.answers, names)).under(names.rename_answers)


def _by_present_keys(
    catalog: Catalog, form: Form, answers: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The answers of a file by the keys that their rows have now: it was read when the form may
    have been on an older version, the newest of those that have such a row."""
    found = {key: one for key, one in answers.items() if key in form.by_key}
    others = answers.keys() - found.keys()
    for version in catalog.older_than(form) if others else ():
        names = catalog.map_keys(version, form)
        placed = {key: now for key in others if (now := names.find(key)) is not None}
        found = {now: answers[key] for key, now in placed.items()} | found
        others -= placed.keys()
    return found | {key: answers[key] for key in others}


def read_published(one: PublishedContent) -> FormFolder:
    """The form of a publication, and its sample; nothing of files that are not those that were
    published. Never raises."""
    place, allowed = f"{PUBLISHED}/{one.version}/{one.key}", "the files as they were published"
    try:
        files = unpack_form(one.key, one.content)
    except ValueError as error:
        return FormFolder(problems=[Problem(place, 1, "(files)", str(error), allowed)])
    if files.digest != one.digest:
        found = "files that were changed in the database"
        return FormFolder(problems=[Problem(place, 1, "(files)", found, allowed)])
    read = read_folder(files, f"{PUBLISHED}/{one.version}")
    read.forms = [form for form in read.forms if (form.key, form.version) == (one.key, one.version)]
    return read
