"""The parts of a Word or Excel file, by what relates them."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, normpath
from zipfile import ZipFile

from templates.appendix_import import limits
from templates.appendix_import.archive import read_part
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import local_name, parse_markup

_ROOT = ""


@dataclass(frozen=True)
class Relation:
    """What a part is to another one: `styles`, `comments`; its name in the archive, or empty for
    one that is not there."""

    kind: str
    part: str


class Package:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        self._known: dict[str, dict[str, Relation]] = {}

    @property
    def main(self) -> str:
        """The part that the file is about, under whatever name: Word on the web writes
        `word/document2.xml`."""
        for one in self.relations(_ROOT).values():
            if one.kind == "officeDocument" and one.part:
                return one.part
        usual = (name for name in ("word/document.xml", "xl/workbook.xml") if self.has(name))
        found = next(usual, None)
        if found is None:
            raise FileRefusedError("file.kind")
        return found

    def has(self, part: str) -> bool:
        return part.lower() in self._names

    def read(self, part: str, limit: int, code: str = "file.bomb") -> bytes:
        name = self._names.get(part.lower())
        if name is None:
            raise FileRefusedError("file.broken")
        return read_part(self._archive, name, limit, code)

    def relations(self, part: str) -> dict[str, Relation]:
        """What this part is related to, by the relation's id."""
        if part not in self._known:
            self._known[part] = self._read_relations(part)
        return self._known[part]

    def of_kind(self, part: str, kind: str) -> str | None:
        """The part of a kind that this one is related to."""
        found = (one.part for one in self.relations(part).values() if one.kind == kind)
        return next((name for name in found if name), None)

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, _, name = part.rpartition("/")
        about = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if not self.has(about):
            return {}
        root = parse_markup(self.read(about, limits.MAX_PROPERTIES))
        return {
            one.get("Id", ""): Relation(
                one.get("Type", "").rpartition("/")[2], self._target(part, one.get("Target", ""))
            )
            for one in root.iter()
            if local_name(one) == "Relationship" and one.get("TargetMode") != "External"
        }

    def _target(self, part: str, target: str) -> str:
        """A target is told from the root, or from where its part stands; some programs mix it."""
        target = target.replace("\\", "/")
        whole = target.lstrip("/")
        beside = normpath(f"{dirname(part)}/{target}").lstrip("/")
        ways = (whole,) if target.startswith("/") else (beside, whole)
        return next((one for one in ways if self.has(one)), "")
