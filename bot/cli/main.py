"""The command line. Thin: each command reads its arguments and calls one function."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from bot.cli import (
    audit,
    calendar_words,
    connections,
    database,
    days,
    doctor,
    events,
    exports,
    files,
    form_drafts,
    form_library,
    form_narrative,
    forms,
    people,
    rounds,
    speech,
    totals,
    units,
    web,
    zalo,
)
from bot.cli.administration import AdminError
from bot.cli.help_pages import explain_usage, is_help, translate_help
from bot.cli.installation import no_database, open_settings, settings_lines
from bot.cli.spoken import take_language
from bot.runtime.file_modes import close_new_files
from bot.runtime.language import LANGUAGES, speak, spoken_language, tell, tell_problem
from bot.runtime.settings_file import SettingsError

if TYPE_CHECKING:  # to start quickly
    import asyncio

app = typer.Typer(
    name="phuluc",
    help="Guided periodic reporting in chat: from the first question to the Word appendix.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain pages: they are quick, and can be translated
)
app.add_typer(units.units, name="units")
app.add_typer(rounds.rounds, name="round")
app.add_typer(days.days, name="days")
app.add_typer(people.invitations, name="invitation")
app.add_typer(audit.audit, name="audit")
app.add_typer(people.person, name="person")
app.add_typer(database.database, name="database")
app.add_typer(web.web, name="web")
app.add_typer(connections.tokens, name="token")
app.add_typer(connections.webhooks, name="webhook")
app.add_typer(zalo.zalo, name="zalo")
app.add_typer(events.events, name="event")
app.add_typer(files.files, name="file")
app.add_typer(exports.exports, name="export")
app.add_typer(totals.totals, name="total")
app.add_typer(form_library.library, name="form")
form_library.library.command("draft")(form_drafts.draft)
form_library.library.command("correct")(form_drafts.correct)
form_library.library.command("narrative")(form_narrative.narrative)
for command in (forms.check, forms.replay, forms.render, people.invite, doctor.doctor):
    app.command()(command)
_DASHED = {"ignore_unknown_options": True}  # a text may begin with `-`
app.command(context_settings=_DASHED)(forms.read)
app.command(context_settings=_DASHED)(speech.act)
app.command("date", context_settings=_DASHED)(calendar_words.read_day)
app.command("period", context_settings=_DASHED)(calendar_words.read_period)
OUTDATED = 75  # EX_TEMPFAIL of sysexits.h: another version has changed the database


@app.callback()
def choose_language(
    language: Annotated[
        str, typer.Option(metavar="|".join(LANGUAGES), help="What commands speak: PHULUC_LANGUAGE.")
    ] = "",
) -> None:
    """Guided periodic reporting in chat: from the first question to the Word appendix."""
    if language:
        speak(language)  # `main` has taken it out, wherever it stood; others call the commands


@cache
def commands_in(language: str) -> Any:
    """All commands, their help in the language that is spoken."""
    command = get_command(app)
    translate_help(command)
    return command


def main() -> None:
    """Run the command line; a problem the user can mend is one line and exit code 2, a
    database that another version has changed meanwhile 75."""
    close_new_files()
    try:
        words = take_language(sys.argv[1:])
        command = commands_in(spoken_language())
        command(words, prog_name="phuluc", standalone_mode=False)
    except TyperException as error:
        if is_help(error):
            print(error.format_message(), file=sys.stderr)
            raise SystemExit(2) from None
        _stop(*explain_usage(error))
    except AdminError as error:
        _stop(*str(error).splitlines())
    except SettingsError as error:
        _stop(*error.problems)
    except Exception as error:
        _stop_expected(error)


def _stop_expected(error: Exception) -> NoReturn:
    """End with the text of an error that is meant for the user. The exit code tells whether it
    helps to start the same program again. What it needs is imported late, for a quick start."""
    from bot.channels.web.server import ListenError
    from bot.cli.refusals import describe_refusal
    from bot.simulation.replay import ReplayError
    from bot.workflow.context import RequestRejectedError
    from storage.store import NoDatabaseError, SchemaChangedError, StoreError
    from templates.loading.problems import CatalogError

    if isinstance(error, CatalogError):
        _stop(*map(tell_problem, error.problems))
    if isinstance(error, RequestRejectedError):
        _stop(describe_refusal(error))
    if isinstance(error, StoreError):
        code = OUTDATED if isinstance(error, SchemaChangedError) else 2
        beside = no_database() if isinstance(error, NoDatabaseError) else []
        _stop(*tell(error.text, **error.data).splitlines(), *beside, code=code)
    if not isinstance(error, ListenError | ReplayError | OSError):
        raise error
    _stop(*str(error).splitlines())


def _stop(*lines: str, code: int = 2) -> NoReturn:
    for line in lines:
        print(f"phuluc: {line}", file=sys.stderr)
    raise SystemExit(code)


@app.command()
def run(
    open_: Annotated[bool, typer.Option("--open", help="Open the web chat in a browser.")] = False,
) -> None:
    """Serve the web chat, and Telegram and Zalo as far as there are tokens."""
    import asyncio
    import faulthandler

    from bot.app import run_product as serve
    from bot.runtime.watchdog import STANDARD_ERROR

    faulthandler.enable(STANDARD_ERROR)  # where it stood, when it dies in C

    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(serve(open_settings(), open_browser=open_))


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
    from bot.channels.web.auth import KEY_FILE

    settings = open_settings()
    key = (settings.data_dir / KEY_FILE).absolute()
    if not key.exists():  # one that is made here would open nothing
        said = "there is no key {file} yet: the first `phuluc run` makes it"
        raise AdminError(tell(said, file=key), *settings_lines())
    print(sign_in_link(settings))


@app.command()
def chat(
    record: Annotated[
        Path | None, typer.Option(help="Write the conversation into this file as a scenario.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(help="Try the form of this key, on a database of its own."),
    ] = None,
) -> None:
    """Talk to the bot in the terminal."""
    import asyncio

    from bot.app import run_chat as talk
    from bot.channels.terminal import TerminalChannel
    from bot.simulation.recorded_talk import Recording

    settings, tried = open_settings(), None
    if form is not None:
        tried = forms.find_form(form, settings)
        settings = forms.settings_to_try(settings, form)
    recording = Recording() if record else None
    channel = TerminalChannel(sys.stdout, settings.data_dir / "documents", recording)
    try:
        asyncio.run(talk(settings, channel, recording, tried))
    except KeyboardInterrupt:
        print()
    finally:
        if record is not None and recording is not None:
            recording.write(record)
