"""One form's folder: form.yaml in force, earlier versions as form.<version>.yaml, Word templates, a
sample, a glossary, the report in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from conversations.forms.growth import change_form
from conversations.forms.model import Form
from conversations.narrative.own_words import with_narrative
from templates.loading.blocks.block_builder import parse_block_form
from templates.loading.form_builder import build_form, build_rows
from templates.loading.form_schema import SPECS, FormSpec
from templates.loading.former_names import lint_former_rows
from templates.loading.glossary import parse_glossary
from templates.loading.lint import lint_form
from templates.loading.lint_options import lint_codes
from templates.loading.narrative.plan_file import parse_plan
from templates.loading.problems import Problem
from templates.loading.sample import SAMPLE_SPECS, SampleAnswers, lint_sample, place_sample
from templates.loading.validation import fit_model
from templates.loading.yaml_reader import YamlFile, read_yaml

NARRATIVE = "narrative.yaml"


class FormFile(Protocol):
    """A file beside a form."""

    @property
    def name(self) -> str: ...
    def read_bytes(self) -> bytes: ...


class Folder(Protocol):
    """A form's folder, on a disk or read before."""

    @property
    def name(self) -> str: ...
    def iterdir(self) -> Iterable[Any]: ...
    def __truediv__(self, name: str, /) -> FormFile: ...


@dataclass
class FormFolder:
    """What a folder holds. `forms` has every good version, the one in force first."""

    forms: list[Form] = field(default_factory=list)
    sample: SampleAnswers | None = None
    problems: list[Problem] = field(default_factory=list)


def read_folder(folder: Folder, above: str) -> FormFolder:
    """The folder's forms and sample. `above` is the name problems give before the folder's."""
    read = FormFolder()
    names = sorted(entry.name for entry in folder.iterdir())
    prefix = f"{above}/{folder.name}/"
    if "form.yaml" in names:
        _read_form(folder, "form.yaml", NARRATIVE, prefix, read)
    else:
        read.problems.append(Problem(prefix, 1, "(folder)", "no form.yaml", "a form.yaml"))
    if "sample.yaml" in names and read.forms:
        _read_sample(folder, prefix, read)
    for name in names:
        if name.startswith("form.") and name.endswith(".yaml") and name != "form.yaml":
            _read_form(folder, name, "narrative.{version}.yaml", prefix, read)
    read.forms = [_with_templates(folder, form, prefix, read) for form in read.forms]
    if "glossary.yaml" in names:
        _read_glossary(folder, prefix, read)
    read.forms = [as_in_force(form, read.forms[0]) for form in read.forms]
    return read


def _read_form(folder: Folder, name: str, narrative: str, prefix: str, read: FormFolder) -> None:
    """Add the form of this file, with its report in words where there is one: `narrative` is the
    name of that file."""
    file = _read(folder, name, prefix)
    form = parse_form(file)
    if isinstance(form, list):
        read.problems += form
        return
    if form.key != folder.name:
        allowed = f"{folder.name}, the folder's name"
        read.problems.append(file.problem(("form",), form.key, allowed))
    if form.version in {other.version for other in read.forms}:
        allowed = "a version no other file of the folder has"
        read.problems.append(file.problem(("version",), form.version, allowed))
    words = narrative.format(version=form.version)
    if words in {entry.name for entry in folder.iterdir()}:
        plan, problems = parse_plan(_read(folder, words, prefix), form)
        read.problems += problems
        form = with_narrative(form, plan)
    read.forms.append(form)


def _read_sample(folder: Folder, prefix: str, read: FormFolder) -> None:
    file = _read(folder, "sample.yaml", prefix)
    sample = file.problems or fit_model(SampleAnswers, file, SAMPLE_SPECS)
    if isinstance(sample, SampleAnswers):
        read.sample = place_sample(sample, read.forms[0])
        read.problems += lint_sample(sample, read.forms[0], file)
    else:
        read.problems += sample


def as_in_force(form: Form, in_force: Form) -> Form:
    """The form with what is no part of its version: the names that people have for it now, and
    what its terms mean."""
    now = {name: getattr(in_force, name) for name in ("name", "called", "glossary")}
    return change_form(form, **now)


def _with_templates(folder: Folder, form: Form, prefix: str, read: FormFolder) -> Form:
    """The form with the bytes of its layouts' templates; one that is not there is left out."""
    layouts = []
    for one in form.layouts:
        try:
            content = (folder / one.template).read_bytes()
        except FileNotFoundError:
            content = None
        except OSError as error:
            found, allowed = str(error.strerror), "a Word template that can be read"
            read.problems.append(Problem(prefix + one.template, 1, "(file)", found, allowed))
            content = None
        layouts.append(one.model_copy(update={"content": content}))
    return change_form(form, layouts=tuple(layouts))


def _read_glossary(folder: Folder, prefix: str, read: FormFolder) -> None:
    terms, problems = parse_glossary(_read(folder, "glossary.yaml", prefix))
    read.problems += problems
    read.forms[:1] = [change_form(form, glossary=terms) for form in read.forms[:1]]


def _read(folder: Folder, name: str, prefix: str) -> YamlFile:
    try:
        return read_yaml((folder / name).read_bytes(), prefix + name)
    except OSError as error:
        problem = Problem(prefix + name, 1, "(file)", str(error.strerror), "a readable file")
        return YamlFile(prefix + name, problems=[problem])


def parse_form(file: YamlFile) -> Form | list[Problem]:
    """The form a file describes, or everything that is wrong with it."""
    if isinstance(file.data, dict) and not file.problems and "model" in file.data:
        return parse_block_form(file)
    spec = file.problems or fit_model(FormSpec, file, SPECS)
    if not isinstance(spec, FormSpec):
        return spec
    rows, found = build_rows(spec, file)
    found += lint_form(spec, rows, file)
    found += lint_codes(spec, rows, file)
    found += lint_former_rows(spec, file)
    return found or build_form(spec, rows)
