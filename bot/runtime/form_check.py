"""A form in a folder, looked at as a whole: what is wrong with it, and what would be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.preflight import document_problems
from bot.runtime.print_check import print_problems
from conversations.forms.model import Form
from templates.loading.catalog import Catalog, shared_name_problems
from templates.loading.form_files import FormFiles, read_form_files
from templates.loading.form_folder import read_folder
from templates.loading.problems import CatalogError, Problem
from templates.loading.sample import SampleAnswers


@dataclass(frozen=True)
class CheckedForm:
    """A form without a fault, its sample, and the files that are it."""

    form: Form
    sample: SampleAnswers | None
    files: FormFiles


def check_folder(folder: Path, beside: Catalog) -> CheckedForm:
    """The form in this folder, found good beside the other forms; CatalogError with every
    problem."""
    try:
        files = read_form_files(folder)
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise CatalogError(
            [Problem(f"{folder}", 1, "(folder)", found, "a form's folder")]
        ) from error
    above = folder.resolve().parent.name
    read = read_folder(files, above)
    found_ = [*files.problems, *read.problems]
    if found_ or not read.forms:
        raise CatalogError(sorted(found_))
    form = read.forms[0]
    found_ += [*document_problems(form), *_named_as_others(form, beside, above)]
    if form.blocks and not found_:
        found_ += document_problems(form, made=True)
        found_ += print_problems(form, read.sample) if read.sample is not None else []
    if found_:
        raise CatalogError(sorted(found_))
    return CheckedForm(form, read.sample, files.used_by(form))


def own_problems(root: Path, beside: Catalog) -> list[Problem]:
    """Everything wrong with the forms in the installation's own folder."""
    found: list[Problem] = []
    for folder in own_folders(root):
        try:
            check_folder(folder, beside)
        except CatalogError as error:
            found += error.problems
    return found


def own_folders(root: Path) -> list[Path]:
    """The folders of the installation's own forms, by name; none where there is no such folder."""
    if not root.is_dir():
        return []
    return sorted(one for one in root.iterdir() if one.is_dir() and one.name[0] not in "._")


def _named_as_others(form: Form, beside: Catalog, above: str) -> Iterator[Problem]:
    for key, other in beside.forms.items():
        if key != form.key:
            yield from shared_name_problems(form, other, above)
