"""`phuluc form draft`: a ministry's blank form in Word or Excel, recognised."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.installation import read_settings
from bot.cli.tables import print_json
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from bot.files.draft_folder import DraftFolder
    from bot.files.drafted_form import DraftOutcome, FormMaker
    from templates.form_draft.found_forms import FoundForms
    from templates.form_draft.model import DraftTable, FormDraft

MOST = 20  # doubts that are named


def draft(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="The ministry's blank form: .docx or .xlsx.")
    ],
    key: Annotated[str, typer.Option("--as", metavar="KEY", help="The key of the new form.")],
    only: Annotated[
        str,
        typer.Option(help="Of several forms in the file: its number, its code, or its title."),
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was recognised as JSON, and write nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Write over a draft of this key that is there already.")
    ] = False,
) -> None:
    """Make a form of a ministry's blank file: the form file, a template made of that file, a sample
    and a workbook to correct it, in a folder of the installation's own forms."""
    from templates.form_draft.draft_json import print_draft

    if as_json:
        found = read_draft(path, key, only)
        print_json(print_draft(found))
        return
    folder = _new_folder(key, again=again)
    outcome = _work(path, partial(_draft, path, key, only))
    _refuse(path, outcome)
    if outcome.draft is not None:
        for line in [*_summary(outcome.draft), *_told(outcome), *_next_steps(folder)]:
            print(line)


def correct(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The form's key.")],
    workbook: Annotated[
        Path, typer.Argument(metavar="WORKBOOK", help="The workbook in which it was corrected.")
    ],
) -> None:
    """Take the corrections of a drafted form out of its workbook; it may be sent any number of
    times. Where something in it cannot be taken, nothing is changed."""
    from bot.files.draft_folder import draft_keys

    folder = _folder(key)
    if not folder.is_draft:
        said = "no draft {key}: there is {names}; make one with phuluc form draft FILE --as {key}"
        names = ", ".join(draft_keys(folder.path.parent)) or tell("none")
        raise AdminError(tell(said, key=key, names=names))
    outcome = _work(workbook, partial(_correct, workbook, key))
    _refuse(workbook, outcome)
    if outcome.draft is not None:
        print(tell("the corrections were taken"))
        for line in [*_summary(outcome.draft), *_told(outcome), *_next_steps(folder)]:
            print(line)


def _folder(key: str) -> DraftFolder:
    """AdminError for a key that is none."""
    from bot.files.draft_folder import DraftFolder

    try:
        return DraftFolder(read_settings().own_forms, key)
    except ValueError as error:
        said = "{key!r} is no key: letters without accents, digits, - and _, as {example}"
        raise AdminError(tell(said, key=key, example="bieu-01")) from error


def _new_folder(key: str, *, again: bool) -> DraftFolder:
    folder = _folder(key)
    if folder.is_other_form:
        said = "{folder} holds a form that was written by hand: choose another key"
        raise AdminError(tell(said, folder=folder.path))
    if folder.is_draft and not again:
        said = (
            "there is a draft {key} already, with its corrections: choose another key, or add "
            "--again to begin anew"
        )
        raise AdminError(tell(said, key=key))
    return folder


def _work(path: Path, work: Callable[[FormMaker], Awaitable[DraftOutcome]]) -> DraftOutcome:
    """What came of it; foreign files are read by a process of its own. AdminError for one that
    cannot be taken."""
    import asyncio

    from bot.runtime.logs import set_up_logging
    from bot.simulation.cells_json import say_plainly
    from templates.appendix_import.errors import FileRefusedError

    set_up_logging("ERROR", "text")
    try:
        return asyncio.run(_with_maker(work))
    except FileRefusedError as error:
        raise AdminError(f"{path.name}: {say_plainly(error.code, error.data)}") from error
    except (OSError, ValueError) as error:
        raise AdminError(tell("{file} cannot be read", file=path)) from error


async def _with_maker(work: Callable[[FormMaker], Awaitable[DraftOutcome]]) -> DraftOutcome:
    from bot.cli.operations.published_forms import load_installed
    from bot.files.drafted_form import FormMaker
    from bot.runtime.reader_pool import ReaderPool

    settings = read_settings()
    in_use = (await load_installed(settings)).catalog
    pool = ReaderPool(readers=1)
    try:
        version = f"{datetime.now(UTC):%Y}.1"
        return await work(FormMaker(settings.own_forms, pool, version, in_use))
    finally:
        await pool.close()


async def _draft(path: Path, key: str, only: str, maker: FormMaker) -> DraftOutcome:
    return await maker.draft_file(key, path.name, _content(path), only)


async def _correct(path: Path, key: str, maker: FormMaker) -> DraftOutcome:
    return await maker.correct(key, _content(path))


def _content(path: Path) -> bytes:
    from templates.appendix_import.limits import MAX_BYTES

    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _refuse(path: Path, outcome: DraftOutcome) -> None:
    """AdminError with everything that is wrong."""
    if outcome.draft is None:
        raise AdminError(_no_form(path, outcome.titles))
    if outcome.problems:
        said = tell("{file}: nothing was changed", file=path.name)
        raise AdminError("\n".join([said, *(f"  {one}" for one in outcome.problems)]))


def _told(outcome: DraftOutcome) -> list[str]:
    return [tell("note: {line}", line=one) for one in outcome.told]


def _next_steps(folder: DraftFolder) -> list[str]:
    from bot.files.draft_folder import CORRECTIONS

    return [
        tell("The form is in {folder}", folder=folder.path),
        tell(
            "To correct it: {file}, then phuluc form correct {key} {file}",
            key=folder.key,
            file=folder.path / CORRECTIONS,
        ),
        tell("To check it: phuluc check; to try it: phuluc chat --form {key}", key=folder.key),
        tell("To have it in use: phuluc form publish {key}", key=folder.key),
    ]


def read_draft(path: Path, key: str, only: str = "") -> FormDraft:
    """The draft of the form in a file; AdminError, with the way out, when there is none or it is
    not clear which is meant."""
    import asyncio

    from bot.runtime.logs import set_up_logging
    from bot.simulation.cells_json import say_plainly
    from templates.appendix_import.errors import FileRefusedError

    set_up_logging("ERROR", "text")
    try:
        found = asyncio.run(_read(path, key, only))
    except FileRefusedError as error:
        raise AdminError(f"{path.name}: {say_plainly(error.code, error.data)}") from error
    except OSError as error:
        raise AdminError(tell("{file} cannot be read", file=path)) from error
    if found.draft is not None:
        return found.draft
    raise AdminError(_no_form(path, found.titles))


def _no_form(path: Path, forms: Sequence[str]) -> str:
    """Why no form of a file can be taken, and the way out."""
    if not forms:
        said = (
            "{file}: no table with a head and no outline of headings was found in it; send the "
            "blank form itself, as a .docx or .xlsx file with its table"
        )
        return tell(said, file=path.name)
    said = "{file} holds {count} forms; name one with --only and its number:"
    titles = (f"  {number}. {title}" for number, title in enumerate(forms, 1))
    return "\n".join([tell(said, file=path.name, count=len(forms)), *titles])


async def _read(path: Path, key: str, only: str) -> FoundForms:
    """By a process of its own, as all foreign files."""
    from bot.runtime.reader_pool import ReaderPool

    pool = ReaderPool(readers=1)
    try:
        return await pool.draft_form(key, path.name, _content(path), only)
    finally:
        await pool.close()


def _summary(found: FormDraft) -> list[str]:
    lines = [found.title or tell("(no title found)")]
    about = (
        (tell("Code"), found.code),
        (tell("Issued by"), found.issued_by),
        (tell("Periods"), ", ".join(found.period_kinds)),
    )
    lines += [f"{name}: {said}" for name, said in about if said]
    lines += [_table_line(number, one) for number, one in enumerate(found.tables, 1)]
    if found.facts:
        lines.append(tell("{count} values outside of tables", count=len(found.facts)))
    lines.append(tell("{count} rules", count=len(found.rules)))
    lines += [f"! {said}" for said in found.unclear]
    for doubt in found.doubts[:MOST]:
        ways = " / ".join(reading.words for reading in doubt.readings)
        lines.append(f"? {doubt.question} ({ways})")
    if len(found.doubts) > MOST:
        lines.append(tell("  … and {count} more", count=len(found.doubts) - MOST))
    return lines


def _table_line(number: int, table: DraftTable) -> str:
    if table.kind == "narrative":
        said = "Outline {number}: {rows} headings"
        return tell(said, number=number, rows=len(table.rows))
    said = "Table {number}: {rows} rows × {columns} columns"
    line = tell(said, number=number, rows=len(table.rows), columns=len(table.columns))
    if table.kind == "list":
        line = f"{line} ({tell('a list that grows')})"
    return line + (f": {table.title}" if table.title else "")
