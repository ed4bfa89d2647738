"""A Word template prepared once: its text parts compiled, its other parts as they are.

docxtpl repairs tags that Word splits. The result is kept, because docxtpl unpacks, parses and
repacks the whole file for every report.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from templates.documents.appendix_table import ROW_NAMES, PrintedRow
from templates.documents.word import properties
from templates.documents.word.column_widths import (
    NumberColumn,
    Widths,
    needed_widths,
    read_columns,
    widen_columns,
)
from templates.documents.word.runs import finish_runs

MAIN_PART = "word/document.xml"
MAX_UNPACKED = 50_000_000  # bytes of a Word file's parts
_TEXT_PART = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)  # LibreOffice writes its quotes as &quot;
_ROW = re.compile(r"<w:tr[ >](?:(?!</w:tr>).)*?\{\{\s*row\.(?:(?!</w:tr>).)*</w:tr>", re.DOTALL)
_WHOLE = re.compile(r"<w:cantSplit(?: [^>]*)?/>")
_PLACE = re.compile(r"(?=<w:p[ >])|(?<=</w:tr>)")
_BROKEN = (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ZlibError)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same report gives the same bytes
_PROPERTIES = (properties.CORE, properties.APP, properties.CUSTOM)


class NotWordError(ValueError):
    """The bytes are not a Word document (.docx)."""


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, without its questions about the cells of a row: they are plain texts, and
    there are a thousand of them."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is PrintedRow and attribute in ROW_NAMES:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def template_environment() -> ImmutableSandboxedEnvironment:
    """Jinja as templates get it: escaping on, nothing reachable, an unknown name an error."""
    return _Environment(autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True)
class WordTemplate:
    """The parts of the file in their order, and the compiled ones among them by name; `columns`
    are those in which numbers stand."""

    parts: tuple[tuple[str, bytes], ...]
    compiled: Mapping[str, Template]
    columns: Mapping[str, NumberColumn]

    def render_part(self, name: str, context: Mapping[str, Any]) -> str:
        return finish_runs(self.compiled[name].render(context))

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished file."""
        return pack_parts(self.rendered(context))

    def rendered(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """The parts of the finished file, by name."""
        return {name: self._content(name, content, context) for name, content in self.parts}

    def _content(self, name: str, content: bytes, context: Mapping[str, Any]) -> bytes:
        if name in _PROPERTIES:
            return properties.write_properties(name, context).encode()
        return self.render_part(name, context).encode() if name in self.compiled else content


def pack_parts(parts: Mapping[str, bytes | str]) -> bytes:
    """A Word file of these parts; the same parts give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def fit_template(template: bytes, values: Mapping[str, Any]) -> WordTemplate:
    """The template for these values, its columns wide enough for their numbers."""
    prepared = prepare_template(template)
    widths = needed_widths(prepared.columns, values["rows"])
    return prepare_template(template, widths) if widths else prepared


@lru_cache(maxsize=16)
def prepare_template(template: bytes, widths: Widths = ()) -> WordTemplate:
    """Compile a template; NotWordError, or jinja2's TemplateError for a mistake in a tag."""
    parts = properties.with_custom(unpack_word(template))
    if widths:
        parts = tuple(
            (name, widen_columns(content, widths) if name == MAIN_PART else content)
            for name, content in parts
        )
    jinja = template_environment()
    compiled = {
        name: jinja.from_string(_ROW.sub(_break_long, part_source(content)))
        for name, content in parts
        if is_text_part(name) and has_tags(content)
    }
    return WordTemplate(parts, compiled, read_columns(dict(parts)[MAIN_PART]))


def unpack_word(template: bytes) -> tuple[tuple[str, bytes], ...]:
    """The parts of a Word file, by name; NotWordError when it is none, or locked or damaged."""
    try:
        with ZipFile(BytesIO(template)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                message = f"more than {MAX_UNPACKED} bytes when unpacked"
                raise NotWordError(message)
            parts = tuple((entry.filename, archive.read(entry)) for entry in entries)
    except _BROKEN as error:
        raise NotWordError("not a Word document (.docx)") from error
    if MAIN_PART not in dict(parts):
        message = f"no {MAIN_PART} in it: not a Word document (.docx)"
        raise NotWordError(message)
    for name, content in parts:
        if is_text_part(name) and not _is_xml(content):
            message = f"{name} in it is damaged"
            raise NotWordError(message)
    return parts


def _is_xml(content: bytes) -> bool:
    """Whether the part is sound XML in UTF-8, as Word writes it."""
    try:
        ElementTree.fromstring(content.decode("utf-8-sig"))  # noqa: S314 - no entity is fetched
    except (UnicodeDecodeError, ElementTree.ParseError):
        return False
    return True


def is_text_part(name: str) -> bool:
    return _TEXT_PART.fullmatch(name) is not None


def has_tags(content: bytes) -> bool:
    """Whether the part may hold a tag; Word may have split its two braces."""
    return b"{" in content and b"}" in content


def part_source(content: bytes) -> str:
    """A part as Jinja source. Each paragraph, and what stands between two rows of a table, starts
    a line, so an error's line is its place."""
    mended: str = DocxTemplate(None).patch_xml(content.decode("utf-8-sig"))
    return _PLACE.sub("\n", _TAG.sub(lambda tag: html.unescape(tag[0]), mended))


def _break_long(row: re.Match[str]) -> str:
    """A row whose text may be longer than a page stays whole only while it is not."""
    return _WHOLE.sub(r"{% if row.short %}\g<0>{% endif %}", row[0], count=1)
