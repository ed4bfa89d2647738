"""What an installation stands on: its data, its folder, the disk, the clock, the calendar."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.cli.operations.examination.findings import Finding, bad, good, note
from bot.cli.operations.missing_days import missing_days
from bot.runtime.form_check import own_folders, own_problems
from bot.runtime.language import tell, tell_problem
from bot.runtime.preflight import checked_catalog
from bot.runtime.settings import Settings
from conversations.calendar.dates import print_moment
from conversations.calendar.workdays import YEARS
from templates.loading.calendars import load_calendars
from templates.loading.catalog import load_catalog
from templates.loading.problems import CatalogError

LEAST_FREE, LITTLE_FREE = 50_000_000, 1_000_000_000  # bytes


def examine_surroundings(settings: Settings, now: datetime) -> list[Finding]:
    return [
        *_data(),
        *_own_forms(settings),
        *_folder(settings.data_dir),
        *_room(settings),
        *_times(settings, now),
    ]


def _data() -> Iterator[Finding]:
    try:
        count = len(checked_catalog().forms)
    except CatalogError as error:
        yield from (bad(tell_problem(problem)) for problem in error.problems)
    else:
        yield good(tell("forms, wordings and templates are sound ({count} forms)", count=count))


def _own_forms(settings: Settings) -> Iterator[Finding]:
    """The installation's own forms that are not sound; nothing where there are none."""
    folders = own_folders(settings.own_forms)
    if not folders:
        return
    problems = own_problems(settings.own_forms, load_catalog())
    yield from (bad(tell_problem(problem)) for problem in problems)
    if not problems:
        where = settings.own_forms.absolute()
        yield good(
            tell("{count} own forms in {folder} are sound", count=len(folders), folder=where)
        )


def _folder(folder: Path) -> Iterator[Finding]:
    there = _nearest(folder)
    if not os.access(there, os.W_OK | os.X_OK):
        yield bad(tell("{folder} cannot be written by this user", folder=there.absolute()))
    elif folder.is_dir() and folder.stat().st_mode & 0o077:
        yield note(tell("others can look into {folder}: chmod 700", folder=folder.absolute()))


def _room(settings: Settings) -> Iterator[Finding]:
    for folder in (_nearest(settings.data_dir), Path(tempfile.gettempdir())):
        free = shutil.disk_usage(folder).free
        data = {"count": free // 1_000_000, "folder": folder.absolute()}
        mark = bad if free < LEAST_FREE else note if free < LITTLE_FREE else good
        yield mark(tell("{count} MB are free in {folder}", **data))


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), Path("/"))


def _times(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield good(tell("it is {time} in Vietnam by this machine's clock", time=print_moment(now)))
    try:
        calendars = load_calendars(settings.calendar_file, settings.rules_file)
    except CatalogError as error:
        yield from (bad(tell_problem(problem)) for problem in error.problems)
        return
    except OSError as error:
        yield bad(tell("{file} cannot be read: {why}", file=error.filename, why=error.strerror))
        return
    text = "public holidays are known for {first} to {last}"
    yield good(tell(text, first=YEARS[0], last=YEARS[-1]))
    yield from map(note, missing_days(settings, calendars, now))
