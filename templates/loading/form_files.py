"""The files of a form's folder, read once: what is checked is what is published, byte by byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from conversations.forms.model import Form
from templates.loading.problems import Problem
from templates.loading.yaml_reader import MAX_BYTES

WORDS = ("form.yaml", "sample.yaml", "glossary.yaml", "narrative.yaml")
TEMPLATES = (".docx", ".xlsx")
MAX_TEMPLATE = 5_000_000  # bytes of a Word template or workbook
MAX_FILES = 30  # of one form
_PASSED_OVER = "._~"  # what begins so is no file of an author
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class FileInFolder:
    """One of the files, as far as the reader of forms asks for it."""

    name: str
    content: bytes | None

    def read_bytes(self) -> bytes:
        if self.content is None:
            raise FileNotFoundError(self.name)
        return self.content


@dataclass(frozen=True)
class FormFiles:
    """The files of the folder of this `name`. `left_out` are those that no form has a use for."""

    name: str
    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def iterdir(self) -> Iterator[FileInFolder]:
        return (FileInFolder(*one) for one in self.files.items())

    def __truediv__(self, name: str) -> FileInFolder:
        return FileInFolder(name, self.files.get(name))

    def used_by(self, form: Form) -> FormFiles:
        """The files that belong to this form, with no other version of it and no template that no
        layout names."""
        wanted = {*WORDS, *(one.template for one in form.layouts)}
        kept = {name: content for name, content in self.files.items() if name in wanted}
        left = tuple(sorted({*self.left_out, *self.files} - {*kept}))
        return FormFiles(self.name, kept, left, self.problems)

    @property
    def digest(self) -> str:
        """One hash over the names and bytes of all files."""
        said = [[name, hashlib.sha256(self.files[name]).hexdigest()] for name in sorted(self.files)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def pack(self) -> bytes:
        """All of it in one piece."""
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            for name in sorted(self.files):
                archive.writestr(ZipInfo(name, _EPOCH), self.files[name], ZIP_DEFLATED)
        return buffer.getvalue()


def unpack_form(name: str, packed: bytes) -> FormFiles:
    """What `pack` made of the form of this name. ValueError when it is damaged."""
    try:
        with ZipFile(BytesIO(packed)) as archive:
            return FormFiles(name, {one: archive.read(one) for one in archive.namelist()})
    except Exception as error:  # zipfile raises many kinds
        message = f"the files of form {name} cannot be unpacked"
        raise ValueError(message) from error


def read_form_files(folder: Path) -> FormFiles:
    """The files of a form's folder; those of no form are left out, those that are too large or
    cannot be read are problems. OSError when the folder cannot be listed."""
    name, above = folder.resolve().name, folder.resolve().parent.name
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        if path.name[0] in _PASSED_OVER:
            continue
        limit = _limit_of(path.name)
        if limit is None or not path.is_file():
            left_out.append(path.name)
            continue
        found = _read(path, limit)
        if isinstance(found, bytes):
            files[path.name] = found
        else:
            problems.append(Problem(f"{above}/{name}/{path.name}", 1, "(file)", *found))
    if len(files) > MAX_FILES:
        many, allowed = f"{len(files)} files", f"at most {MAX_FILES} files of a form"
        problems.append(Problem(f"{above}/{name}/", 1, "(folder)", many, allowed))
    return FormFiles(name, files, tuple(left_out), tuple(problems))


def _limit_of(name: str) -> int | None:
    """The most bytes of a file of this name; None when it is no file of a form."""
    if name in WORDS or (name.startswith(("form.", "narrative.")) and name.endswith(".yaml")):
        return MAX_BYTES
    return MAX_TEMPLATE if name.endswith(TEMPLATES) else None


def _read(path: Path, limit: int) -> bytes | tuple[str, str]:
    """The bytes; or what was found and what is allowed."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        return error.strerror or type(error).__name__, "a file that can be read"
    if len(content) > limit:
        return f"more than {limit} bytes", f"at most {limit} bytes"
    return content
