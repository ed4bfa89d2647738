"""The help pages, and what is wrong with the words of a command line, in the spoken language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from bot.runtime.language import ENGLISH, spoken_language, tell, translate_text

Row = tuple[str, str]
_NO_COMMAND = re.compile(r"No such command (?P<name>'.*?')\.(?: Did you mean (?P<near>.*)\?)?")


class _Pages(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Translates what the library itself says on a help page."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or tell("Usage:") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(tell(heading))

    def write_dl(self, rows: Sequence[Row], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _own_words(text)) for name, text in rows], col_max, col_spacing)


class _Context(typer.Context):
    formatter_class = _Pages


def _own_words(text: str) -> str:
    """What the library adds to the help of an option."""
    if spoken_language() == ENGLISH:
        return text
    text = translate_text(text)
    for added in ("[required]", "required]", "[default: ", "default: "):
        text = text.replace(added, translate_text(added))
    return text


def translate_help(command: Any) -> None:
    """Give a command, and all below it, their help in the spoken language."""
    for one in every_command(command):
        one.context_class = _Context
        if spoken_language() == ENGLISH:
            continue
        for text in ("help", "short_help", "epilog"):
            said = getattr(one, text, None)
            if said:
                setattr(one, text, translate_text(said))
        for parameter in one.params:
            said = getattr(parameter, "help", None)
            if said:
                parameter.help = translate_text(said)


def every_command(command: Any) -> Iterator[Any]:
    """The command and all below it."""
    yield command
    for one in getattr(command, "commands", {}).values():
        yield from every_command(one)


def is_help(error: TyperException) -> bool:
    """Whether no words were given where some are needed: the help page is what is said."""
    return type(error).__name__ == "NoArgsIsHelpError"


def explain_usage(error: TyperException) -> list[str]:
    """What is wrong with the words of a command line."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "phuluc"
    message = _message(error)
    return [tell("{message} Try: {command} --help", message=message, command=command)]


def _message(error: Any) -> str:
    parameter = getattr(error, "param", None)
    hint = parameter.get_error_hint() if parameter is not None else ""
    match type(error).__name__:
        case "MissingParameter" if parameter is not None:
            kind = tell(parameter.param_type_name)
            return tell("Missing {kind} {name}.", kind=kind, name=hint)
        case "BadParameter" if parameter is not None:
            return tell("Invalid value for {name}: {why}", name=hint, why=error.message)
        case "NoSuchOption":
            near = ", ".join(sorted(error.possibilities or ()))
            said = tell("No such option: {name}", name=error.option_name)
            return f"{said} ({near})" if near else f"{said}."
    said = str(error.format_message()).strip()
    unknown = _NO_COMMAND.fullmatch(said)
    if unknown is None:
        return said
    words = tell("No such command {name}.", name=unknown["name"])
    near = unknown["near"]
    return f"{words} {tell('Did you mean {names}?', names=near)}" if near else words
