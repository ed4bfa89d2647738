"""The installation that a command works on: its settings, and what is odd about them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from bot.runtime.settings import Settings
    from bot.runtime.settings_file import GivenSettings


def read_settings() -> Settings:
    """The settings; what is odd about them is told on standard error."""
    from bot.runtime.settings import load_settings
    from bot.runtime.settings_file import read_given

    given = read_given()
    for line in odd_settings(given):
        print(tell("phuluc: note: {line}", line=line), file=sys.stderr)
    return load_settings(given)


def open_settings() -> Settings:
    """The settings, with logs as they say."""
    from bot.runtime.logs import set_up_logging

    settings = read_settings()
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    return settings


def odd_settings(given: GivenSettings) -> list[str]:
    """What is set and has no effect, a line each."""
    from bot.runtime.settings import setting_names

    lines = given.strange_lines(setting_names())
    if given.passed_over is not None:
        here = given.passed_over.absolute()
        told = tell("{here} is not read: the settings are in {file}", here=here, file=given.file)
        lines.append(told)
    return lines


def no_database() -> list[str]:
    """Where the settings are from, and what makes a database."""
    return [
        *settings_lines(),
        tell(
            "a database is made by `phuluc run`, `phuluc units import` and `phuluc database "
            "restore` alone"
        ),
    ]


def settings_lines() -> list[str]:
    """Where the settings are from, for a command that finds nothing there."""
    from bot.runtime.settings_file import find_settings_file

    return [settings_place(find_settings_file())]


def settings_place(file: Path | None) -> str:
    """The settings file in words."""
    if file is None:
        return tell(
            "no settings file; one is looked for as PHULUC_SETTINGS_FILE names it, as "
            "/etc/phuluc/phuluc.env, and as .env in this folder"
        )
    return tell("the settings are in {file}", file=file.absolute())
