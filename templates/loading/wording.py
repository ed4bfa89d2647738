"""The words for every code, one Jinja text each, from a YAML file for each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)

from templates.loading.problems import CatalogError, Problem
from templates.loading.yaml_reader import YamlFile, read_yaml

_TAGS = ("{{", "{%", "{#")


class WordingError(Exception):
    """A code without words, or data that does not fill its words."""


class WordingCatalog:
    """Implements `conversations.protocol.messages.Wording` for one language. Data is always
    escaped."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._jinja = _environment(texts)
        self._codes = frozenset(texts)
        self._fixed = {
            code: text.removesuffix("\n") for code, text in texts.items() if _is_fixed(text)
        }

    @property
    def codes(self) -> frozenset[str]:
        return self._codes

    def say(self, code: str, data: dict[str, Any]) -> str:
        """The words for `code`; WordingError when there is none, it is no template, or
        the data does not fill it."""
        if code in self._fixed:
            return self._fixed[code]
        if code not in self._codes:
            message = f"no wording for code {code!r}"
            raise WordingError(message)
        try:
            return self._jinja.get_template(code).render(data)
        except (UndefinedError, TemplateNotFound, TemplateSyntaxError, TypeError) as error:
            message = f"wording {code!r} cannot be filled: {error}"
            raise WordingError(message) from error


def _is_fixed(text: str) -> bool:
    """Whether a text is the same whatever the data, as most buttons are."""
    return not any(tag in text for tag in _TAGS)


def _environment(texts: Mapping[str, str] | None = None) -> Environment:
    """Jinja as wordings use it; a text may include another one by its code. Every text may ask
    whether its choices are buttons to be tapped (`taps`), and, where they are not, whether a
    typed number means one of them (`numbers`)."""
    jinja = Environment(
        loader=DictLoader(texts or {}),
        cache_size=-1,  # a text is compiled when it is first said, and kept
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals.clear()  # no text calls `range` and the like, and each text would carry them
    jinja.globals |= {"taps": True, "numbers": False}
    return jinja


@cache
def load_wording(language: str = "vi") -> WordingCatalog:
    """The wording of a language, from the package's data; CatalogError where there is no text for a
    code. That each text is a template is looked at once a change, not at each start: by
    `wording_mistakes`."""
    texts: dict[str, str] = {}
    found: list[Problem] = []
    for file in _files(language):
        found += _shape_problems(file)
        texts |= file.data if isinstance(file.data, dict) else {}
    if found:
        raise CatalogError(sorted(found))
    return WordingCatalog(texts)


@cache
def wording_mistakes(language: str = "vi") -> tuple[Problem, ...]:
    """Everything wrong with the wording of a language, by line. The files are the product's own."""
    return tuple(problem for file in _files(language) for problem in wording_problems(file))


def _files(language: str) -> Iterator[YamlFile]:
    """What an officer reads about their report, what the office says, and what letters do."""
    for end in ("", "-office", "-mail"):
        name = f"wordings/{language}{end}.yaml"
        yield read_yaml((files("templates") / name).read_bytes(), name)


def wording_problems(file: YamlFile) -> list[Problem]:
    """What is no text or no template. That every code has words is tested with the source."""
    return sorted([*_shape_problems(file), *_template_problems(file)])


def _shape_problems(file: YamlFile) -> list[Problem]:
    """What is no text."""
    if file.problems or not isinstance(file.data, dict):
        shape = file.problem((), "no list of codes and texts", "code: text")
        return [*file.problems] or [shape]
    return [
        file.problem((code,), repr(text), "a text")
        for code, text in file.data.items()
        if not isinstance(text, str) or not text.strip()
    ]


def _template_problems(file: YamlFile) -> Iterator[Problem]:
    jinja = _environment()
    texts = file.data if isinstance(file.data, dict) else {}
    for code, text in texts.items():
        if isinstance(text, str) and not _is_fixed(text):
            yield from _syntax(file, jinja, code, text)


def _syntax(file: YamlFile, jinja: Environment, code: str, text: str) -> Iterator[Problem]:
    try:
        jinja.parse(text)
    except TemplateSyntaxError as error:
        place = file.problem((code,), f"a tag that cannot be read ({error.message})", "Jinja tags")
        below = error.lineno if "\n" in text.rstrip() or text.endswith("\n") else 0
        yield Problem(place.file, place.line + below, place.key, place.found, place.allowed)
    except TemplateError as error:
        yield file.problem((code,), f"a tag that cannot be read ({error})", "Jinja tags")
