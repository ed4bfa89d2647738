"""Which language a command speaks: the one that is asked for, else the one that is set."""

from __future__ import annotations

from bot.cli.administration import AdminError
from bot.runtime.language import LANGUAGES, speak, tell

OPTION, SETTING = "--language", "PHULUC_LANGUAGE"


def take_language(words: list[str]) -> list[str]:
    """Speak the language that the words of a command line ask for, before or after the command;
    the other words."""
    left, asked = _taken(words)
    language = (asked if asked is not None else _set_language()).lower()
    if language in LANGUAGES:
        speak(language)
    elif asked is not None:
        allowed = ", ".join(LANGUAGES)
        raise AdminError(
            tell("no language {said!r}; there is: {allowed}", said=asked, allowed=allowed)
        )
    return left


def _taken(words: list[str]) -> tuple[list[str], str | None]:
    """What is left of the words, and the language among them; what follows `--` is no option."""
    left: list[str] = []
    asked: str | None = None
    waiting = [*words]
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*left, word, *waiting], asked
        if word == OPTION:
            asked = waiting.pop(0) if waiting else ""
        elif word.startswith(f"{OPTION}="):
            asked = word.partition("=")[2]
        else:
            left.append(word)
    return left, asked


def _set_language() -> str:
    """What is set; a settings file that cannot be read is told of by the command that needs it."""
    from bot.runtime.settings_file import SettingsError, read_given

    try:
        return read_given().values.get(SETTING, "")
    except SettingsError:
        return ""
