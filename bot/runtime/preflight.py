"""Everything that can be wrong with the product's data, for `phuluc check` and before a start."""

from __future__ import annotations

from pathlib import Path

from conversations.forms.model import Form
from templates.documents.excel.own_check import workbook_problems
from templates.documents.excel.own_workbook import ENDING
from templates.documents.word.render import is_made, template_problems, word_template
from templates.loading import wording
from templates.loading.calendars import load_calendars
from templates.loading.catalog import Catalog, load_catalog
from templates.loading.problems import CatalogError, Problem


def all_problems(calendar: Path | None = None, rules: Path | None = None) -> list[Problem]:
    """Each with its place, what was found and what is allowed; of an installation's own files of
    days and due rules too, where it has them."""
    found: list[Problem] = []
    try:
        found += _print_problems(checked_catalog())
    except CatalogError as error:
        found += error.problems
    return found + calendar_problems(calendar, rules)


def calendar_problems(calendar: Path | None, rules: Path | None) -> list[Problem]:
    """What is wrong with days and due rules, the installation's own among them."""
    try:
        load_calendars(calendar, rules)
    except CatalogError as error:
        return [*error.problems]
    except OSError as error:
        where = str(error.filename or calendar or rules)
        return [Problem(where, 1, "(file)", error.strerror or "no file", "a file to be read")]
    return []


def checked_catalog() -> Catalog:
    """The forms, once everything was looked at; CatalogError with every problem of forms, words
    and Word templates: the product never starts on broken data."""
    found = [*wording.wording_mistakes()]
    try:
        loaded = load_catalog()
    except CatalogError as error:
        raise CatalogError([*error.problems, *found]) from error
    if not found:
        for form in loaded.forms.values():
            found += document_problems(form)
    if found:
        raise CatalogError(found)
    return loaded


def _print_problems(catalog: Catalog) -> list[Problem]:
    """What is wrong with templates that are made from a form, and whether what is printed of it
    reads back: looked at when somebody checks a form, not with every start."""
    from bot.runtime.print_check import print_problems  # to start quickly

    found: list[Problem] = []
    for form in catalog.forms.values():
        if form.blocks:
            found += document_problems(form, made=True)
            if form.key in catalog.samples:
                found += print_problems(form, catalog.samples[form.key])
    return found


def document_problems(form: Form, *, made: bool = False) -> list[Problem]:
    """What is wrong with the Word templates of the form's layouts; those that are `made` from the
    form, or those in its folder."""
    found: list[Problem] = []
    for layout in form.layouts:
        if layout.content is not None and layout.template.endswith(ENDING) and not made:
            found += workbook_problems(form, layout.content, layout.template)
        if is_made(form, layout.name) is not made:
            continue
        try:
            template = word_template(form, layout.name)
        except FileNotFoundError:
            file = f"forms/{form.key}/{layout.template}"
            found.append(Problem(file, 1, "(file)", "no file", "a Word template for every layout"))
        else:
            found += template_problems(form, template, layout.template)
    return found
