"""The words for every code, one Jinja text each, from a YAML file for each language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, UndefinedError
from ruamel.yaml import YAML


class WordingError(Exception):
    """A wording file is broken; the text names the code and what is wrong."""


class Words:
    """Implements `conversations.messages.Wording` for one language. Data is escaped always."""

    def __init__(self, texts: dict[str, str]) -> None:
        environment = Environment(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates = {code: _compiled(environment, code, text) for code, text in texts.items()}

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self._templates)

    def say(self, code: str, data: dict[str, Any]) -> str:
        """The words for `code`; WordingError when there is none or the data does not fill it."""
        template = self._templates.get(code)
        if template is None:
            message = f"no wording for code {code!r}"
            raise WordingError(message)
        try:
            return template.render(data)
        except (UndefinedError, TypeError) as error:
            message = f"wording {code!r} cannot be filled: {error}"
            raise WordingError(message) from error


def _compiled(environment: Environment, code: str, text: object) -> Template:
    if not isinstance(text, str):
        message = f"wording {code!r} is {text!r}, not a text"
        raise WordingError(message)
    try:
        return environment.from_string(text)
    except TemplateError as error:
        message = f"wording {code!r} is not a template: {error}"
        raise WordingError(message) from error


@cache
def load_wording(language: str = "vi") -> Words:
    """The wording of a language, from the package's data."""
    text = (files("templates") / "wordings" / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(YAML(typ="safe", pure=True).load(text))
