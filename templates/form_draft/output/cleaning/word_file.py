"""A Word file of which only the printed parts are left."""

from __future__ import annotations

from typing import Any

from templates.appendix_import.word.names import parse_word
from templates.form_draft.output.cleaning.package_parts import (
    IMAGE,
    CleanPackage,
    CleanPart,
    PartKind,
)
from templates.form_draft.output.cleaning.typed_numbers import type_numbers
from templates.form_draft.output.cleaning.word_markup import clean_word_part

MAIN = "officeDocument"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_PICTURES = frozenset({IMAGE})
_BESIDE = frozenset(
    {"styles", "numbering", "settings", "fontTable", "theme", "header", "footer"}
    | {"footnotes", "endnotes", IMAGE}
)
WORD_PARTS = {
    MAIN: PartKind("word/document.xml", _TYPE.format("document.main"), _BESIDE),
    "styles": PartKind("word/styles.xml", _TYPE.format("styles")),
    "numbering": PartKind("word/numbering.xml", _TYPE.format("numbering")),
    "settings": PartKind("word/settings.xml", _TYPE.format("settings")),
    "fontTable": PartKind("word/fontTable.xml", _TYPE.format("fontTable")),
    "theme": PartKind(
        "word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"
    ),
    "header": PartKind("word/header{}.xml", _TYPE.format("header"), _PICTURES),
    "footer": PartKind("word/footer{}.xml", _TYPE.format("footer"), _PICTURES),
    "footnotes": PartKind("word/footnotes.xml", _TYPE.format("footnotes")),
    "endnotes": PartKind("word/endnotes.xml", _TYPE.format("endnotes")),
    IMAGE: PartKind("word/media/image{}", ""),
}
_NO_STYLES = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


class WordFile:
    """The file's parts as trees. `main` is as it came until `clean` is called, so that places in
    it can be found first. FileRefusedError for a file that is not safe to open."""

    def __init__(self, content: bytes) -> None:
        self.package = CleanPackage(content, MAIN, WORD_PARTS)
        if not self.package.of_kind("styles"):
            self._add_styles()

    @property
    def main(self) -> CleanPart:
        return self.package.main

    def _add_styles(self) -> None:
        part = CleanPart("styles", WORD_PARTS["styles"].name, parse_word(_NO_STYLES))
        self.package.add(part)
        self.main.links["rIdStyles"], self.main.kinds["rIdStyles"] = part.name, "styles"

    def clean(self) -> tuple[str, ...]:
        """Take out what is not printed, and say what."""
        for part in self.package.parts:
            if part.root is not None:
                clean_word_part(part, self.package.told)
        type_numbers(self.main.root, self._root("styles"), self._root("numbering"))
        return self.package.told.sentences()

    def _root(self, kind: str) -> Any:
        found = self.package.of_kind(kind)
        return found[0].root if found else None

    def pack(self) -> bytes:
        return self.package.pack()
