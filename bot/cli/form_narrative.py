"""`phuluc form narrative`: the report in words of a form, drafted, and read on its sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.forms import find_form, load_forms
from bot.cli.installation import read_settings
from bot.runtime.file_modes import open_new_files
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from conversations.forms.model import Form


def narrative(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|KEY",
            help="The form's folder, or its key: a folder in PHULUC_FORMS_DIR, or a form in use.",
        ),
    ],
    sample: Annotated[
        bool, typer.Option("--sample", help="Print the report in words of the form's sample.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Write over the file that is there already.")
    ] = False,
) -> None:
    """Draft the report in words of a form from its rows: narrative.yaml in its folder, to be
    edited. Of a form in use that has no folder it is printed."""
    if sample:
        for line in _sample_lines(form):
            print(line)
        return
    from templates.form_draft.narrative.skeleton_text import draft_narrative
    from templates.loading.form_folder import NARRATIVE

    folder = _own_folder(form)
    if folder is None:
        print(draft_narrative(load_forms(form).forms.get(form) or find_form(form).form), end="")
        return
    path = folder / NARRATIVE
    if path.exists() and not again:
        said = "{file} is there already: edit it, or add --again to write it anew"
        raise AdminError(tell(said, file=path))
    text = draft_narrative(_read(folder))
    with open_new_files():
        path.write_text(text, encoding="utf-8")
    print(tell("{file} is written: edit it, then run phuluc check", file=path))


def _own_folder(words: str) -> Path | None:
    """The folder that the words name, if there is one."""
    from bot.cli.operations.published_forms import find_folder

    try:
        return find_folder(read_settings(), words)
    except AdminError:
        return None


def _read(folder: Path) -> Form:
    """The form of a folder, whatever its narrative.yaml is; CatalogError with every problem."""
    from templates.loading.form_files import FormFiles, read_form_files
    from templates.loading.form_folder import NARRATIVE, read_folder
    from templates.loading.problems import CatalogError

    found = read_form_files(folder)
    kept = {name: content for name, content in found.files.items() if name != NARRATIVE}
    read = read_folder(FormFiles(found.name, kept), folder.resolve().parent.name)
    problems = [*found.problems, *read.problems]
    if problems or not read.forms:
        raise CatalogError(sorted(problems))
    return read.forms[0]


def _sample_lines(key: str) -> list[str]:
    """The sample's report in words, and how many rows could not be written."""
    from bot.simulation.replay import replay_sample
    from conversations.narrative.composition import compose_narrative

    form, sample = find_form(key)
    if form.narrative is None:
        said = "{form} has no report in words: draft one with phuluc form narrative {form}"
        raise AdminError(tell(said, form=form.key))
    text = compose_narrative(form, form.narrative, replay_sample(form, sample).report)
    count = tell("{count} rows are not in it, as they have no number", count=len(text.unwritten))
    return [*text.lines, "", count]
