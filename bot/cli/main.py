"""The command line. Thin: each command reads its arguments and calls one function."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from bot.cli import database, events, rounds, web, workflow, zalo
from bot.runtime.file_modes import close_new_files, open_new_files
from bot.runtime.settings import Settings, SettingsError, load_settings
from conversations.forms.model import Form, Row
from conversations.reports.file_request import FileFormat
from conversations.reports.model import Report
from templates.loading.catalog import CatalogError, SampleAnswers

app = typer.Typer(
    name="phuluc",
    help="Guided periodic reporting in chat: from the first question to the Word appendix.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(workflow.units, name="units")
app.add_typer(rounds.rounds, name="round")
app.add_typer(rounds.invitations, name="invitation")
app.add_typer(workflow.audit, name="audit")
app.add_typer(workflow.person, name="person")
app.add_typer(database.database, name="database")
app.add_typer(web.web, name="web")
app.add_typer(zalo.zalo, name="zalo")
app.add_typer(events.events, name="event")
app.command()(workflow.invite)
OUTDATED = 75  # EX_TEMPFAIL of sysexits.h: another version has changed the database
FormArgument = Annotated[str, typer.Argument(metavar="FORM", help="The form's key: cchc-so.")]


def main() -> None:
    """Run the command line; a problem the user can mend is one line and exit code 2, a
    database that another version has changed meanwhile 75."""
    close_new_files()
    try:
        app(prog_name="phuluc", standalone_mode=False)
    except TyperException as error:
        _stop(*_usage(error))
    except SettingsError as error:
        _stop(*error.problems)
    except CatalogError as error:
        _stop(*(str(problem) for problem in error.problems))
    except ValueError as error:
        if "isoformat" not in str(error):
            raise
        _stop(f"{error}; a day is written 2026-07-01")
    except Exception as error:
        if not isinstance(error, _expected()):
            raise
        _stop(*str(error).splitlines(), code=_code_of(error))


def _code_of(error: Exception) -> int:
    """The exit code: whether it helps to start the same program again is told by it."""
    from storage.store import SchemaChangedError

    return OUTDATED if isinstance(error, SchemaChangedError) else 2


def _usage(error: TyperException) -> tuple[str, ...]:
    """What is wrong with the words of the command line; nothing when help was shown instead."""
    message = error.format_message().strip()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "phuluc"
    return (f"{message} Try: {command} --help",) if message else ()


def _expected() -> tuple[type[Exception], ...]:
    """Errors whose text is meant for the user; imported late, for a quick start."""
    from bot.app import ListenError
    from bot.cli.operations.units import AdminError
    from bot.simulation.replay import ReplayError
    from storage.store import StoreError

    return (AdminError, ListenError, ReplayError, StoreError, OSError)


def _stop(*lines: str, code: int = 2) -> NoReturn:
    for line in lines:
        print(f"phuluc: {line}", file=sys.stderr)
    raise SystemExit(code)


def _settings() -> Settings:
    from bot.runtime.logs import set_up_logging

    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    return settings


@app.command()
def run(
    open_: Annotated[bool, typer.Option("--open", help="Open the web chat in a browser.")] = False,
) -> None:
    """Serve the web chat, and Telegram and Zalo as far as there are tokens."""
    import faulthandler

    from bot.app import run_product as serve
    from bot.runtime.watchdog import STANDARD_ERROR

    faulthandler.enable(STANDARD_ERROR)  # where it stood, when it dies in C

    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(serve(_settings(), open_browser=open_))


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop, where there is one for this system."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return None
    return uvloop.new_event_loop


@app.command("web-key")
def web_key() -> None:
    """Print the link that signs a browser in to the web chat. Whoever has it is let in."""
    from bot.app import sign_in_link

    print(sign_in_link(_settings()))


@app.command()
def chat(
    record: Annotated[
        Path | None, typer.Option(help="Write the conversation into this file as a scenario.")
    ] = None,
) -> None:
    """Talk to the bot in the terminal."""
    from bot.app import run_chat as talk
    from bot.channels.terminal import TerminalChannel
    from bot.simulation.recording import Recording

    settings = _settings()
    recording = Recording() if record else None
    channel = TerminalChannel(sys.stdout, settings.data_dir / "documents", recording)
    try:
        asyncio.run(talk(settings, channel, recording))
    except KeyboardInterrupt:
        print()
    finally:
        if record is not None and recording is not None:
            recording.write(record)


@app.command()
def check() -> None:
    """Check every form, wording and document template; name each problem."""
    from bot.runtime.preflight import all_problems

    problems = all_problems()
    for problem in problems:
        print(problem)
    if problems:
        raise SystemExit(1)
    print("forms, wordings and templates are sound")


@app.command()
def forms() -> None:
    """List the forms."""
    from templates.loading.catalog import load_catalog

    for form in load_catalog().forms.values():
        asked = f"{len(form.rows)} rows, {len(form.order)} asked"
        print(f"{form.key}  {form.version}  {asked}  {form.title}")


@app.command(context_settings={"ignore_unknown_options": True})  # a text may begin with a dash
def read(
    form: FormArgument,
    row: Annotated[str, typer.Argument(metavar="ROW", help="Key (IV.02.03) or number (r81).")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the officer typed.")],
) -> None:
    """Print as JSON how a text would be read for a row."""
    from bot.simulation.reading_json import reading_json
    from conversations.answer_types.reader import read_answer as read_text

    asked = _row(form, row)
    if asked.answer is None:
        _stop(f"row {asked.key} is a heading and takes no answer")
    _print_json(reading_json(asked, read_text(asked, text)))


@app.command()
def replay(
    form: FormArgument,
    out: Annotated[Path, typer.Option(help="Folder for the documents.")],
) -> None:
    """Run the form's sample answers through the engine; write the documents, print figures."""
    from rich.console import Console
    from rich.progress import Progress

    from bot.simulation.replay import replay_sample as run_sample
    from templates.documents.word.render import file_name, render_word

    found, sample = _form(form)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replaying", total=len(found.order))
        done = run_sample(found, sample, lambda typed: bar.update(task, completed=typed))
        path = out / file_name(found, done.report)
        content = render_word(found, done.report)
        with open_new_files():
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    _print_json(done.summary(found) | {"documents": [str(path)]})


@app.command()
def render(
    form: FormArgument,
    out: Annotated[Path, typer.Option(help="The file to write: .docx, .pdf or .xlsx.")],
    blank: Annotated[bool, typer.Option("--blank", help="The empty form.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="The form's sample answers.")] = False,
    layout: Annotated[str, typer.Option(help="A layout of the form, as nd30.")] = "",
    fill: Annotated[bool, typer.Option("--fill", help="As a workbook to be filled.")] = False,
) -> None:
    """Write the appendix of this machine's report as a Word, PDF or Excel file."""
    from bot.simulation.replay import blank_report
    from bot.simulation.replay import replay_sample as run_sample
    from templates.documents.formats import FORMATS

    found, answers = _form(form)
    if blank and sample:
        _stop("choose one of --blank and --sample")
    kinds = {
        f".{FORMATS[what].ending}": what
        for what in (FileFormat.WORD, FileFormat.PDF, FileFormat.EXCEL)
    }
    what = FileFormat.FILL if fill else kinds.get(out.suffix.lower())
    if what is None:
        _stop(f"no format for {out.name}; the name ends in one of {', '.join(kinds)}")
    if layout not in {"", *(one.name for one in found.layouts)}:
        names = ", ".join(one.name for one in found.layouts)
        _stop(f"no layout {layout!r} in {form}; there is: {names}")
    if blank:
        report = blank_report(found, answers)
    elif sample:
        report = run_sample(found, answers).report
    else:
        report = asyncio.run(_local_report(_settings(), form))
    content = FORMATS[what].render(found, report, layout=layout)
    with open_new_files():
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    print(out)


async def _local_report(settings: Settings, form: str) -> Report:
    from bot.app import local_report

    report = await local_report(settings)
    if report is None or report.form_key != form:
        _stop(f"no report on {form} yet: start one with `phuluc chat`, or use --blank or --sample")
    return report


def _form(key: str) -> tuple[Form, SampleAnswers]:
    from templates.loading.catalog import load_catalog

    catalog = load_catalog()
    if key not in catalog.forms:
        _stop(f"no form {key!r}; there is: {', '.join(catalog.forms)}")
    return catalog.forms[key], catalog.sample(key)


def _row(form: str, name: str) -> Row:
    from conversations.forms.search import named_row

    found, _ = _form(form)
    number = name.lower().removeprefix("r")
    if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(found.rows):
        return found.rows[int(number) - 1]
    row = named_row(found, name)
    if row is None:
        _stop(f"no row {name!r} in {form}; for example {found.order[0]} or r{len(found.rows)}")
    return row


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
