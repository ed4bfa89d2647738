"""What would be read from a file that somebody sends, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.administration import AdminError
from bot.cli.forms import find_form
from bot.cli.tables import print_json
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from conversations.calendar.periods import Period
    from conversations.forms.model import Form
    from conversations.reports.previous import FiledAppendix

files = typer.Typer(no_args_is_help=True, help="Files that officers send.")


@files.command("read")
def read_file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file as an officer sends it.")],
    form: Annotated[str, typer.Option(help="The form's key.")] = "cchc-so",
    period: Annotated[
        str, typer.Option(help="The period that the report at hand is on: 'quý I/2026'.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print what would be read from a file: values, doubts, and each cell that is not taken."""
    import asyncio

    from bot.runtime.logs import set_up_logging
    from bot.simulation.file_json import file_json, refusal_json
    from templates.appendix_import.errors import FileRefusedError

    set_up_logging("WARNING", "text")
    found, _ = find_form(form)
    ours = _period(period) if period else None
    try:
        filed = asyncio.run(_read(found, path))
    except FileRefusedError as error:
        told = refusal_json(found, error.code, error.data)
    else:
        told = file_json(found, filed, ours)
    if as_json:
        print_json(told)
    else:
        _print_table(found, told)


def _period(words: str) -> Period:
    from bot.cli.calendar_words import read_today
    from conversations.calendar.period_words import parse_period
    from templates.loading.calendars import load_calendars

    found = parse_period(words, load_calendars().windows, read_today())
    if found is None:
        said = "{said!r} names no period; a period is written 'quý I/2026'"
        raise AdminError(tell(said, said=words))
    return found


async def _read(form: Form, path: Path) -> FiledAppendix:
    """By a process of its own, as in the chat."""
    from bot.runtime.reader_pool import ReaderPool
    from templates.appendix_import.limits import MAX_BYTES

    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    pool = ReaderPool(readers=1)
    try:
        return await pool.read_appendix(form, path.name, content)
    finally:
        await pool.close()


def _print_table(form: Form, told: dict[str, Any]) -> None:
    if told["kind"] == "refused":
        print(told["why"])
        return
    count = told["counts"]
    print(f"{form.title}: {told['period'] or tell('no period')} ({told['kind']}, {told['format']})")
    for words in told["signatures"]:
        print(words)
    for key, cell in told["cells"].items():
        said = " ".join(filter(None, (cell["text"], cell["remark"] and f"({cell['remark']})")))
        print(f"{key:<14} {said}" + (f" | {cell['note']}" if cell["note"] else ""))
    for key, readings in told["doubtful"].items():
        print(f"? {key:<12} {' / '.join(readings)}")
    for one in told["unread"]:
        print(f"- {one['where']}: {one['text']} ({one['why']})")
    print(", ".join(f"{name} {number}" for name, number in count.items()))
