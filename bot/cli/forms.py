"""The commands about forms: checked, listed, read, replayed, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.installation import open_settings, read_settings
from bot.cli.tables import print_json
from bot.runtime.file_modes import open_new_files
from bot.runtime.language import tell, tell_problem

if TYPE_CHECKING:  # to start quickly
    from bot.runtime.settings import Settings
    from conversations.forms.row import Row
    from conversations.reports.file_request import FileFormat
    from conversations.reports.model import Report
    from templates.loading.catalog import Catalog, SampleReport

FormArgument = Annotated[
    str,
    typer.Argument(metavar="FORM", help="The form's key, as `phuluc form list` lists it: cchc-so."),
]


def check() -> None:
    """Check every form, wording and document template, and the installation's own forms and files
    of days and due rules; name each problem."""
    from bot.cli.operations.missing_days import missing_days
    from bot.cli.operations.published_forms import own_form_problems
    from bot.ports import clock
    from bot.runtime.preflight import all_problems
    from templates.loading.calendars import load_calendars

    settings = read_settings()
    problems = all_problems(settings.calendar_file, settings.rules_file)
    problems = problems or own_form_problems(settings)
    for problem in problems:
        print(tell_problem(problem))
    if problems:
        raise SystemExit(1)
    print(tell("forms, wordings, templates and calendars are sound"))
    calendars = load_calendars(settings.calendar_file, settings.rules_file)
    for line in missing_days(settings, calendars, clock.now()):
        print(tell("warning: {line}", line=line))


def read(
    form: FormArgument,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[ROW] TEXT",
            help="A row's key (IV.02.03) or number (r81), and what the officer typed for it.",
        ),
    ],
    rows: Annotated[
        str, typer.Option(help="Keys of rows that stand before the officer as a list: K1,K2,…")
    ] = "",
) -> None:
    """Print as JSON how a text would be read: for one ROW, or for a list of --rows."""
    from bot.simulation.cells_json import cells_json
    from bot.simulation.reading_json import reading_json
    from conversations.answer_types.reader import read_answer as read_text
    from conversations.forms.dated import date_form
    from templates.loading.sample import blank_report

    found, sample = find_form(form)
    report = blank_report(found, sample)
    found = date_form(found, report.period, report.period.end)
    if rows:
        asked = [_asked_row(form, one.strip()) for one in rows.split(",") if one.strip()]
        keys = [row.key for row in asked]
        print_json(cells_json(report, found, keys, " ".join(words)))
        return
    if len(words) < 2:
        raise AdminError(
            tell("Missing argument 'TEXT': give a ROW and a TEXT, or --rows and a TEXT")
        )
    row, text = found.row(_asked_row(form, words[0]).key), " ".join(words[1:])
    one = reading_json(row, read_text(row, text))
    print_json(one | cells_json(report, found, [row.key], text))


def _asked_row(form: str, name: str) -> Row:
    row = find_row(form, name)
    if row.answer is None:
        raise AdminError(tell("row {row} is a heading and takes no answer", row=row.key))
    return row


def replay(
    form: FormArgument,
    out: Annotated[Path, typer.Option(help="Folder for the documents.")],
) -> None:
    """Run the form's sample answers through the engine; write the documents, print figures."""
    from rich.console import Console
    from rich.progress import Progress

    from bot.simulation.replay import replay_sample as run_sample
    from templates.documents.word.render import file_name, render_word

    found, sample = find_form(form)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replaying", total=len(found.order))
        done = run_sample(found, sample, lambda typed: bar.update(task, completed=typed))
        path = out / file_name(found, done.report)
        content = render_word(found, done.report)
        with open_new_files():
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    print_json(done.summary(found) | {"documents": [str(path)]})


def render(
    form: FormArgument,
    out: Annotated[Path, typer.Option(help="The file to write: .docx, .pdf or .xlsx.")],
    blank: Annotated[bool, typer.Option("--blank", help="The empty form.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="The form's sample answers.")] = False,
    layout: Annotated[str, typer.Option(help="A layout of the form, as nd30.")] = "",
    fill: Annotated[bool, typer.Option("--fill", help="As a workbook to be filled.")] = False,
    words: Annotated[bool, typer.Option("--words", help="The report in words.")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="The report in words and the appendix in one file.")
    ] = False,
) -> None:
    """Write the appendix of this machine's report as a Word, PDF or Excel file."""
    import asyncio

    from bot.simulation.replay import replay_sample as run_sample
    from conversations.reports.file_request import FileFormat
    from templates.documents.formats import FORMATS, WORDS_FORMATS
    from templates.loading.sample import blank_report

    settings = open_settings()
    catalog = load_forms(form, settings)
    found, answers = _form_in(catalog, form)
    if blank and sample:
        raise AdminError(tell("choose one of --blank and --sample"))
    what = FileFormat.FILL if fill else _format_of(out)
    if (words or whole) and (what not in WORDS_FORMATS or not found.words_asked):
        raise AdminError(tell("no report in words of {form} as this file", form=form))
    names = [one.name for one in found.layouts]
    if layout not in {"", *names}:
        text = "no layout {said!r} in {form}; there is: {names}"
        raise AdminError(tell(text, said=layout, form=form, names=", ".join(names)))
    if blank:
        report = blank_report(found, answers)
    elif sample:
        report = run_sample(found, answers).report
    else:
        report = asyncio.run(_local_report(settings, form))
        found = catalog.versions.get((form, report.form_version), found)
    if words or whole:
        content = WORDS_FORMATS[what](found, report, layout=layout, whole=whole)
    else:
        content = FORMATS[what].render(found, report, layout=layout)
    with open_new_files():
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    print(out)


def _format_of(out: Path) -> FileFormat:
    """The format that the file's name ends in; AdminError when there is none of it."""
    from conversations.reports.file_request import FileFormat
    from templates.documents.formats import FORMATS

    kinds = {
        f".{FORMATS[what].ending}": what
        for what in (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)
    }
    if out.suffix.lower() not in kinds:
        text = "no format for {file}; the name ends in one of {endings}"
        raise AdminError(tell(text, file=out.name, endings=", ".join(kinds)))
    return kinds[out.suffix.lower()]


def settings_to_try(settings: Settings, form: str) -> Settings:
    """The settings by which this form is tried alone, beside everything else."""
    own = {"data_dir": settings.data_dir / "trials" / form, "trial_form": form}
    return settings.model_copy(update=own | {"database_url": None})


async def _local_report(settings: Settings, form: str) -> Report:
    from bot.app import local_report

    for where in (settings, settings_to_try(settings, form)):
        report = await local_report(where)
        if report is not None and report.form_key == form:
            return report
    raise AdminError(
        tell(
            "no report on {form} yet: start one with `phuluc chat --form {form}`, or use --blank "
            "or --sample",
            form=form,
        )
    )


def load_forms(key: str, settings: Settings | None = None) -> Catalog:
    """All forms; the one of this key as it lies in the installation's folder, if it does."""
    import asyncio

    from bot.cli.operations.published_forms import load_with_own

    return asyncio.run(load_with_own(settings or read_settings(), key))


def find_form(key: str, settings: Settings | None = None) -> SampleReport:
    """The form of this key, and its sample. AdminError when there is none."""
    from templates.loading.catalog import load_shipped

    settings = settings or read_settings()
    shipped = None if _may_have_own(settings) else load_shipped(key)
    return shipped or _form_in(load_forms(key, settings), key)


def _may_have_own(settings: Settings) -> bool:
    """Whether the installation may have other forms than those that come with the product."""
    from storage.operations.published_look import has_published_forms

    if settings.database_url is not None or settings.own_forms.is_dir():
        return True
    return has_published_forms(settings.database_file)


def _form_in(catalog: Catalog, key: str) -> SampleReport:
    from templates.loading.catalog import SampleReport

    if key not in catalog.forms:
        raise AdminError(
            tell("no form {said!r}; there is: {names}", said=key, names=", ".join(catalog.forms))
        )
    if key not in catalog.samples:
        raise AdminError(
            tell("form {form} has no sample.yaml beside it, which makes its report", form=key)
        )
    return SampleReport(catalog.forms[key], catalog.sample(key))


def find_row(form: str, name: str) -> Row:
    """The row of this key or number; AdminError when there is none."""
    from conversations.forms.search import named_row

    found, _ = find_form(form)
    number = name.lower().removeprefix("r")
    if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(found.rows):
        return found.rows[int(number) - 1]
    row = named_row(found, name)
    if row is None:
        raise AdminError(
            tell(
                "no row {said!r} in {form}; for example {key} or r{last}",
                said=name,
                form=form,
                key=found.order[0],
                last=len(found.rows),
            )
        )
    return row
