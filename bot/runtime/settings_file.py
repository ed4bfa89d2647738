"""What the installation has set: in the environment, and in one settings file.

Service and commands find the same file, wherever they are started: the one that
PHULUC_SETTINGS_FILE names, else the one that is installed with the service, else `.env` here.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from bot.runtime.language import tell

PREFIX = "PHULUC_"
FILE_SETTING = f"{PREFIX}SETTINGS_FILE"
INSTALLED = Path("/etc/phuluc/phuluc.env")
LOCAL = Path(".env")
ENVIRONMENT = ""  # where a setting is from that stands in no file
FROM_FILE = "_FILE"  # what the name of a setting ends in that names a file with a secret
LEAST_ALIKE = 75  # of 100, for two names that may mean the same
# What others read under our prefix: compose, and the tests.
_NOT_OURS = frozenset({f"{PREFIX}{one}" for one in ("DOMAIN", "CI", "RANDOM", "UPDATE")})
_NOT_NEEDED = {f"{PREFIX}TELEGRAM_NAME": "Telegram itself tells the bot's name"}


class SettingsError(Exception):
    """The settings do not hold; every problem is one line of `problems`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class GivenSettings:
    """Names in capitals and their texts, without those that are empty; `origins` tells the file of
    each, or ENVIRONMENT. `file` is the settings file, if there is one, `passed_over` one that is
    here and is not read. `written` are all lines of the file: name, and text or None."""

    values: Mapping[str, str]
    origins: Mapping[str, str]
    written: Mapping[str, str | None]
    file: Path | None = None
    passed_over: Path | None = None

    def strange_lines(self, known: Collection[str]) -> list[str]:
        """A line for each name that is none of the `known` ones and may be meant for us."""
        here = {name: self.values[name] for name, at in self.origins.items() if at == ENVIRONMENT}
        allowed = {*known, FILE_SETTING}
        found = _strange_names(self.written, str(self.file), allowed)
        return found + _strange_names(here, tell("the environment"), allowed)


def read_given() -> GivenSettings:
    """What is set. SettingsError for a settings file that cannot be read."""
    file = find_settings_file()
    lines = _read_file(file) if file is not None else {}
    ours = {name.upper(): text for name, text in os.environ.items()}
    set_here = {name: text for name, text in ours.items() if name.startswith(PREFIX) and text}
    kept = {name.upper(): text for name, text in lines.items() if text}
    origins = dict.fromkeys(kept, str(file)) | dict.fromkeys(set_here, ENVIRONMENT)
    beside = LOCAL if file is not None and _is_other(LOCAL, file) else None
    return GivenSettings(kept | set_here, origins, lines, file, beside)


def find_settings_file() -> Path | None:
    """The file that holds the settings of this installation."""
    named = os.environ.get(FILE_SETTING)
    if named:
        return Path(named)
    return next((one for one in (INSTALLED, LOCAL) if _is_there(one)), None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that is closed to us: what is in it counts for others
        return False


def _is_other(path: Path, file: Path) -> bool:
    return _is_there(path) and path.resolve() != file.resolve()


def _read_file(path: Path) -> dict[str, str | None]:
    """The lines of a settings file; a Windows editor may have written it."""
    from dotenv import dotenv_values

    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except PermissionError as error:
        message = tell(
            "{file} cannot be read by this user: run the command as the product's user "
            "(sudo -u phuluc …)",
            file=path,
        )
        raise SettingsError([message]) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = tell("{file} cannot be read: {why}", file=path, why=why)
        raise SettingsError([message]) from error
    except UnicodeError as error:
        message = tell("{file} is no text: save it anew as UTF-8", file=path)
        raise SettingsError([message]) from error
    return dict(dotenv_values(stream=StringIO(text), interpolate=False))


def _strange_names(
    given: Mapping[str, str | None], where: str, known: Collection[str]
) -> list[str]:
    found = []
    for written, text in given.items():
        name, at = written.upper(), {"name": written, "where": where}
        if text is None and name.startswith(PREFIX):
            found.append(tell("{name} in {where}: a line without =, not read", **at))
            continue
        if name in known or name in _NOT_OURS:
            continue
        near = nearest_setting(name, known)
        if name in _NOT_NEEDED:
            found.append(
                tell("{name} in {where} is not needed: {why}", why=tell(_NOT_NEEDED[name]), **at)
            )
        elif near:
            said = "unknown setting {name} in {where}, not read; is {near} meant?"
            found.append(tell(said, near=near, **at))
        elif name.startswith(PREFIX):
            found.append(tell("unknown setting {name} in {where}, not read", **at))
    return found


def nearest_setting(name: str, known: Collection[str]) -> str | None:
    """The setting that is probably meant by a name that is none, also by one without our
    prefix."""
    from rapidfuzz import fuzz, process

    said = name.upper().replace("-", "_")
    bare = said if said.startswith(PREFIX) else PREFIX + said
    found = process.extract(bare, [*known], scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=1)
    if not found and said != bare:
        found = process.extract(said, [*known], scorer=fuzz.ratio, score_cutoff=85, limit=1)
    return found[0][0] if found else None


def read_secret_files(
    given: GivenSettings, secrets: Iterable[str], problems: list[str]
) -> dict[str, str]:
    """Those of the secrets that are given as the path of a file, in PHULUC_…_FILE."""
    found: dict[str, str] = {}
    for name in secrets:
        variable = f"{PREFIX}{name.upper()}{FROM_FILE}"
        path = given.values.get(variable)
        if path is None:
            continue
        try:
            secret = Path(path).read_text(encoding="utf-8").strip()
            found |= {name: secret} if secret else {}
        except (OSError, UnicodeDecodeError) as error:
            why = type(error).__name__
            problems.append(
                tell("{name}: cannot read {file}: {why}", name=variable, file=path, why=why)
            )
    return found


_ALLOWED = {  # what a setting may be, by the validator's word for what is wrong
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "bool_parsing": "true or false",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "literal_error": "one of {expected}",
    "url_parsing": "an address such as https://phuluc.example.gov.vn",
    "url_scheme": "an address such as https://phuluc.example.gov.vn",
    "url_type": "an address such as https://phuluc.example.gov.vn",
    "string_pattern_mismatch": "text as {pattern}",
    "too_long": "at most {max_length} of them",
}


def describe_mistake(detail: Any, secrets: Collection[str]) -> str:
    """What is wrong with a setting, by what its validator says; and what it may be. What a secret
    was set to is not said."""
    name = str(detail["loc"][0]) if detail["loc"] else ""
    variable = f"{PREFIX}{name.upper()}"
    allowed = _ALLOWED.get(detail["type"])
    if not name or allowed is None:
        message = str(detail["msg"]).removeprefix("Value error, ")
        return f"{variable}: {message}" if name else message
    data = {"setting": variable, "allowed": tell(allowed, **detail.get("ctx", {}))}
    if name in secrets:
        return tell("{setting}: allowed: {allowed}", **data)
    read = repr(detail["input"])[:80]
    return tell("{setting}: found {read}; allowed: {allowed}", read=read, **data)
