"""The parts of a Word or Excel file that are printed, under names of our own. All else is left out:
macros, embedded files, links out of the file, and whatever a later version may bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from posixpath import relpath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from templates.appendix_import import limits
from templates.appendix_import.archive import check_size, open_zip
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import local_name, parse_markup
from templates.appendix_import.package import Package
from templates.documents.xml_tree import write_tree

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STRICT = b"http://purl.oclc.org/ooxml/"
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
IMAGE = "image"
LEFT_OUT: Mapping[str, str] = {
    "vbaProject": "macro",
    "oleObject": "đối tượng nhúng (OLE)",
    "package": "tệp nhúng",
    "control": "nút điều khiển ActiveX",
    "attachedTemplate": "liên kết tới tệp mẫu khác",
    "hyperlink": "siêu liên kết (giữ lại chữ)",
    "aFChunk": "tệp chèn",
    "comments": "chú thích bên lề",
    "externalLink": "liên kết tới tệp khác",
    "externalLinkPath": "liên kết tới tệp khác",
    "connections": "kết nối dữ liệu",
    "queryTable": "kết nối dữ liệu",
    "ctrlProp": "nút điều khiển",
    "video": "phim, âm thanh",
    "audio": "phim, âm thanh",
    "media": "phim, âm thanh",
    "chart": "biểu đồ",
    "diagramData": "sơ đồ",
    "subDocument": "tệp chèn",
    "frame": "khung liên kết",
    "font": "phông chữ nhúng",
    "image": "hình không đọc được hoặc nằm ngoài tệp",
    "drawing": "hình vẽ",
    "vmlDrawing": "hình vẽ",
    "pivotTable": "bảng tổng hợp (pivot)",
    "customXml": "",
}
"""What people call a relation that is not kept; one that is nothing to them has no name."""


@dataclass(frozen=True)
class PartKind:
    """A part that is kept: its name in the file that is made (`{}` counts those of a kind), what it
    holds, and which kinds of parts may belong to it."""

    name: str
    content_type: str
    relates: frozenset[str] = frozenset()


@dataclass
class Told:
    """What was left out or changed, as sentences for the author; each thing is counted."""

    counts: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, number: int = 1) -> None:
        if what and number:
            self.counts[what] += number

    def sentences(self) -> tuple[str, ...]:
        return tuple(
            f"Đã bỏ khỏi mẫu: {what}" + (f" ({number})." if number > 1 else ".")
            for what, number in sorted(self.counts.items())
        )


@dataclass
class CleanPart:
    """A part as a tree, or as bytes when it is a picture; `links` are its relations that are kept,
    from their ids to the names of parts."""

    kind: str
    name: str
    root: Any = None
    content: bytes = b""
    links: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # what those are to it, by id


class CleanPackage:
    """The kept parts of a file, the main one first."""

    def __init__(self, content: bytes, main: str, kinds: Mapping[str, PartKind]) -> None:
        check_size(content)
        self._archive = open_zip(content)
        self._package = Package(self._archive)
        self._kinds = kinds
        self._made: dict[str, CleanPart] = {}
        self._numbers: Counter[str] = Counter()
        self.told = Told()
        self.main = self._keep(main, self._package.main)
        if any(name.lower().endswith("vbaproject.bin") for name in self._archive.namelist()):
            self.told.counts.setdefault(LEFT_OUT["vbaProject"], 1)

    @property
    def parts(self) -> list[CleanPart]:
        return list(self._made.values())

    def of_kind(self, kind: str) -> list[CleanPart]:
        return [one for one in self.parts if one.kind == kind]

    def add(self, part: CleanPart) -> None:
        """A part of our own."""
        self._made[part.name] = part

    def _keep(self, kind: str, source: str) -> CleanPart:
        if source in self._made:
            return self._made[source]
        about = self._kinds[kind]
        self._numbers[kind] += 1
        part = CleanPart(kind, about.name.format(self._numbers[kind]))
        raw = self._package.read(source, limits.MAX_SHEET)
        if kind == IMAGE:
            ending = next((end for sign, end in _PICTURES.items() if raw.startswith(sign)), "")
            part.name, part.content = f"{part.name}.{ending}", raw
            if ending:
                self._made[source] = part
            return part
        if _STRICT in raw:
            raise FileRefusedError("file.kind")
        part.root = parse_markup(raw)
        self._made[source] = part
        for link, what, target in self._relations(source):
            if what not in about.relates or not target:
                self.told.note(LEFT_OUT.get(what, ""))
                continue
            kept = self._keep(what, target)
            if kept.name.endswith("."):  # a picture of a kind that is not kept
                self.told.note(LEFT_OUT[IMAGE])
                continue
            part.links[link], part.kinds[link] = kept.name, what
        return part

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        """The id and kind of each relation of a part, and the part that is meant; a link out of
        the file has none."""
        folder, _, name = source.rpartition("/")
        about = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if not self._package.has(about):
            return
        inside = self._package.relations(source)
        for one in parse_markup(self._package.read(about, limits.MAX_PROPERTIES)).iter():
            if local_name(one) != "Relationship":
                continue
            link, what = one.get("Id", ""), one.get("Type", "").rpartition("/")[2]
            known = inside.get(link)
            yield link, what, known.part if known is not None else ""

    def pack(self) -> bytes:
        """The file: the same parts give the same bytes."""
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            for name, content in self._files():
                archive.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
        return buffer.getvalue()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        yield "[Content_Types].xml", self._types().encode()
        yield "_rels/.rels", _relations([("rId1", "officeDocument", self.main.name)]).encode()
        for part in self.parts:
            yield part.name, part.content if part.root is None else write_tree(part.root)
            if part.links:
                folder, _, name = part.name.rpartition("/")
                links = [
                    (link, part.kinds[link], relpath(target, folder))
                    for link, target in part.links.items()
                ]
                yield f"{folder}/_rels/{name}.rels", _relations(links).encode()

    def _types(self) -> str:
        endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
        endings |= {"xml": "application/xml"} | {one: f"image/{one}" for one in _PICTURES.values()}
        defaults = "".join(
            f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in endings.items()
        )
        named = "".join(
            f'<Override PartName="/{part.name}" '
            f'ContentType="{self._kinds[part.kind].content_type}"/>'
            for part in self.parts
            if part.kind != IMAGE
        )
        return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{named}</Types>'


def _relations(links: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{escape(link)}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for link, kind, target in links
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
