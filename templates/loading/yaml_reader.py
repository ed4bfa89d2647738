"""Strict YAML 1.2: plain data and the line of everything in it.

Built from the parser's events, so that a line is known for every mistake and nothing is
constructed from a tag. Refused: anchors, aliases, tags, repeated keys, a second document, files
over MAX_BYTES, nesting over MAX_DEPTH, escapes for what nobody can print. A date stays text. After
MAX_PROBLEMS nothing more is looked at.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from templates.loading.problems import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_PROBLEMS = 100  # that are told of one file

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")  # 012 stays text
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_UNPRINTABLE = re.compile(  # an escape can put it into a text that has only printable letters
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class YamlFile:
    """The data of one file, the line of each path in it, and what was refused on the way."""

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, found: str, allowed: str) -> Problem:
        """A problem at `path`, or at the nearest place above it that the file has."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        key = "/".join(str(part) for part in path) or "(file)"
        return Problem(self.name, self.lines.get(known, 1), key, found, allowed)


class _Stop(Exception):  # noqa: N818 - not an error of ours: the file's problem ends the reading
    pass


def read_yaml(raw: bytes, name: str) -> YamlFile:
    """The file's data; on a mistake of syntax no data, and the problem. Never raises."""
    file = YamlFile(name)
    if len(raw) > MAX_BYTES:
        return _refuse(file, 1, f"{len(raw)} bytes", f"at most {MAX_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _refuse(file, line, f"byte {raw[error.start]:#04x}", "UTF-8 text")
    for number, line_text in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line_text):
            return _refuse(file, number, "letters and accents apart", "composed letters (NFC)")
    try:
        return _build(name, text, pure=False)
    except (YAMLError, OverflowError, ValueError):
        return _build_slowly(file, text)


def _build(name: str, text: str, *, pure: bool) -> YamlFile:
    file = YamlFile(name)
    try:
        data = _Builder(file, YAML(typ="safe", pure=pure).parse(text)).document()
    except _Stop:
        return file
    return YamlFile(name, data, file.lines, file.problems)


def _build_slowly(file: YamlFile, text: str) -> YamlFile:
    """By the parser in Python, which takes ten times as long and tells a mistake better."""
    try:
        return _build(file.name, text, pure=True)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return _refuse(file, line, f"the character {error.character!r}", "printable text")
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = " ".join(str(error.problem or error.context).split())
        return _refuse(file, mark.line + 1 if mark else 1, found, "YAML 1.2")
    except YAMLError as error:
        return _refuse(file, 1, str(error), "YAML 1.2")
    except (OverflowError, ValueError):  # of the number behind \U
        line = text.count("\n", 0, text.find("\\U")) + 1
        return _refuse(file, line, "an escape that is no character", "\\U00000000 to \\U0010FFFF")


def _refuse(file: YamlFile, line: int, found: str, allowed: str) -> YamlFile:
    file.problems.append(Problem(file.name, line, "(file)", found, allowed))
    return file


class _Builder:
    """Turns events into dicts, lists and scalars, noting the line of each path."""

    def __init__(self, file: YamlFile, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events

    def document(self) -> Any:
        data = None
        seen = False
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if seen:
                    self.refuse(event, (), "a second document", "one document a file")
                seen = True
            elif isinstance(event, NodeEvent):
                data = self.node(event, ())
        return data

    def node(self, event: Any, path: Path) -> Any:
        self.file.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, AliasEvent):
            self.refuse(event, path, f"the alias *{event.anchor}", "the content written out")
        if event.anchor is not None:
            self.refuse(event, path, f"the anchor &{event.anchor}", "no anchors")
        if event.tag is not None:
            self.refuse(event, path, f"the tag {event.tag}", "no tags")
        if len(path) > MAX_DEPTH:
            self.refuse(event, path, "too deep a nesting", f"at most {MAX_DEPTH} levels")
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(path)
        return self.scalar(event, path)

    def scalar(self, event: Any, path: Path) -> str | int | float | bool | None:
        if found := _UNPRINTABLE.search(event.value):
            self.refuse(event, path, f"the character {ord(found[0])}", "printable text")
        value = _scalar(event)
        if isinstance(value, float) and not math.isfinite(value):
            self.refuse(
                event, path, f"the number {event.value[:20]}", "a number that can be counted"
            )
        return value

    def mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                self.refuse(event, path, "a key that is not a plain word", "a word as key")
            place = (*path, event.value)
            if not isinstance(self.node(event, place), str):
                self.note(event, place, f"the key {event.value}", "a key in quotes, as it is text")
            if event.value in data:
                found = f"a second {event.value} (the first is on line {self.file.lines[place]})"
                self.note(event, place, found, "each key once")
            data.setdefault(event.value, self.node(next(self.events), place))
        return data

    def sequence(self, path: Path) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            data.append(self.node(event, (*path, len(data))))
        return data

    def note(self, event: Any, path: Path, found: str, allowed: str) -> None:
        key = "/".join(str(part) for part in path) or "(file)"
        line = event.start_mark.line + 1
        self.file.problems.append(Problem(self.file.name, line, key, found, allowed))
        if len(self.file.problems) >= MAX_PROBLEMS:
            raise _Stop

    def refuse(self, event: Any, path: Path, found: str, allowed: str) -> None:
        self.note(event, path, found, allowed)
        raise _Stop


def _scalar(event: Any) -> str | int | float | bool | None:
    text: str = event.value
    if not event.implicit[0]:  # quoted, or a block of text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
