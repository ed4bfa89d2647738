"""The settings in force, where each is from, and what is wrong with them."""

from __future__ import annotations

from bot.cli.installation import odd_settings, settings_place
from bot.cli.operations.examination.findings import Finding, bad, good, note
from bot.runtime.language import tell
from bot.runtime.settings import SECRETS, Settings, SettingsError, load_settings, setting_names
from bot.runtime.settings_file import PREFIX, GivenSettings, read_given
from storage.core.addresses import show_address
from storage.core.engines import parse_database_url
from storage.core.errors import StoreError

_SECRET_NAMES = frozenset(f"{PREFIX}{name.upper()}" for name in SECRETS)


def examine_settings() -> tuple[list[Finding], Settings | None]:
    """What is found, and the settings if they hold."""
    try:
        given = read_given()
    except SettingsError as error:
        return [bad(line) for line in error.problems], None
    found = [good(settings_place(given.file))]
    found += [good(line) for line in _in_force(given)]
    found += [note(line) for line in odd_settings(given)]
    try:
        settings = load_settings(given)
    except SettingsError as error:
        return found + [bad(line) for line in error.problems], None
    try:
        where = show_address(parse_database_url(settings.database))
    except StoreError as error:
        return [*found, bad(tell(error.text, **error.data))], None
    found.append(good(tell("data directory: {folder}", folder=settings.data_dir.absolute())))
    return [*found, good(tell("database: {where}", where=where))], settings


def _in_force(given: GivenSettings) -> list[str]:
    known = setting_names()
    return [
        tell(
            "{name} = {value} (from {origin})",
            name=name,
            value=_shown(name, given.values[name]),
            origin=given.origins[name] or tell("the environment"),
        )
        for name in sorted(given.values)
        if name in known
    ]


def _shown(name: str, text: str) -> str:
    """A setting's text; of a secret only that it is there."""
    return tell("(hidden)") if name in _SECRET_NAMES else text
