"""Open data read back, from a folder or a .zip, as strangers may have written or damaged them.

Nothing is unpacked: files are read line by line, within limits, and their hashes are compared with
those that the descriptor gives."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from conversations.answers.values import AnswerState
from conversations.exchange.records import (
    ROW_KEYS,
    ReportRecord,
    RoundRecord,
    UnitRecord,
    ValueRecord,
)
from templates.exchange.data_package import DESCRIPTOR, OWN
from templates.exchange.data_tables import REPORTS, UNITS, VALUES, DataTable

MOST_BYTES = 2 * 1024**3  # of one file, unpacked
MOST_DESCRIPTOR = 4 * 1024**2  # bytes of a descriptor
MOST_UNITS = 100_000  # units or reports of one package
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
T = TypeVar("T", bound=BaseModel)
_STATES = {one.value: one for one in AnswerState}


class DataPackageError(Exception):
    """The open data cannot be read. `problem` says why in a word: `missing` (there is no
    descriptor), `not_ours` (it is another program's), `row_keys` (its keys are made in another
    way), `large`, `damaged`; `where` is the file, and the line where it is known."""

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(f"{problem} {where}")
        self.problem = problem
        self.where = where


class UnitValue(NamedTuple):
    """What the report of a unit, on this version of the form, says in a row; `line` is where it
    stands."""

    unit: int
    version: str
    told: ValueRecord
    line: int


class DataPackage:
    """The open data of a round. `forms` are the digests of the versions of its form."""

    def __init__(self, path: Path) -> None:
        """DataPackageError when they are no open data of ours."""
        self.source = str(path)
        self._path = path
        self._archive: zipfile.ZipFile | None = None
        if not path.is_dir():
            try:
                self._archive = zipfile.ZipFile(path)
            except (zipfile.BadZipFile, OSError) as error:
                raise DataPackageError("missing", path.name) from error
        try:
            self._read_descriptor()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()

    def _read_descriptor(self) -> None:
        with self._open(DESCRIPTOR, MOST_DESCRIPTOR) as source:
            content = source.read()
        try:
            found = json.loads(content)
            own = found[OWN]
            self.round = RoundRecord.model_validate(own["round"])
            self.of = UnitRecord.model_validate(own["of"])
            self.forms: Mapping[str, str] = {str(k): str(v) for k, v in own["forms"].items()}
            _ = own["words"]  # ours say so
            self._hashes = {
                str(one["path"]): str(one["hash"]).removeprefix("sha256:")
                for one in found["resources"]
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataPackageError("not_ours", DESCRIPTOR) from error
        if self.round.row_keys != ROW_KEYS:
            raise DataPackageError("row_keys", self.round.row_keys)

    @property
    def digest(self) -> str:
        """What tells these units and their values from others."""
        return " ".join(self._hashes.get(one.file, "") for one in (UNITS, VALUES))

    def units(self) -> list[UnitRecord]:
        """The units."""
        return self._records(UNITS, UnitRecord)

    def reports(self) -> list[ReportRecord]:
        """The reports, those that do not count too."""
        return self._records(REPORTS, ReportRecord)

    def values(self) -> Generator[UnitValue, None, None]:
        """The values, in the order in which they stand; to be closed by who does not read them all.
        DataPackageError for a line that is none, and at the end when they are others than those
        that were written."""
        with closing(self._lines(VALUES)) as lines:
            for number, line in lines:
                try:
                    found = UnitValue(int(line["unit"]), line["version"], _value(line), number)
                except (ValueError, KeyError) as error:
                    raise DataPackageError("damaged", f"{VALUES.file}:{number}") from error
                yield found

    def _records(self, table: DataTable, kind: type[T]) -> list[T]:
        found: list[T] = []
        with closing(self._lines(table)) as lines:
            for number, line in lines:
                if len(found) == MOST_UNITS:
                    raise DataPackageError("large", table.file)
                found.append(_record(kind, line, table, number))
        return found

    def _lines(self, table: DataTable) -> Generator[tuple[int, dict[str, str]], None, None]:
        """The lines of a table below its head, each with its number."""
        with self._open(table.file, MOST_BYTES) as source:
            text = io.TextIOWrapper(io.BufferedReader(source, 1 << 16), "utf-8", newline="")
            reader = csv.DictReader(text, strict=True)
            try:
                if reader.fieldnames != list(table.head):
                    raise DataPackageError("damaged", f"{table.file}:1")
                for line in reader:
                    if len(line) != len(table.head) or None in line.values():
                        raise DataPackageError("damaged", f"{table.file}:{reader.line_num}")
                    yield reader.line_num, line
            except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, EOFError, OSError) as error:
                raise DataPackageError("damaged", f"{table.file}:{reader.line_num}") from error
            if source.digest != self._hashes.get(table.file):
                raise DataPackageError("damaged", table.file)

    @contextmanager
    def _open(self, name: str, most: int) -> Iterator[_CheckedFile]:
        try:
            raw = (
                (self._path / name).open("rb")
                if self._archive is None
                else self._archive.open(name)
            )
        except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise DataPackageError("missing", name) from error
        with raw:
            yield _CheckedFile(raw, name, most)  # type: ignore[arg-type]


class _CheckedFile(io.RawIOBase):
    """Reads no more than it may, and knows the hash of what was read."""

    def __init__(self, raw: BinaryIO, name: str, most: int) -> None:
        super().__init__()
        self._raw, self._name, self._left = raw, name, most
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            content = self._raw.read(len(buffer))
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise DataPackageError("damaged", self._name) from error
        self._left -= len(content)
        if self._left < 0:
            raise DataPackageError("large", self._name)
        self._hash.update(content)
        buffer[: len(content)] = content
        return len(content)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _record(kind: type[T], line: Mapping[str, str], table: DataTable, number: int) -> T:
    empty = {field.name for field in table.fields if field.kind == "integer"}
    given = {name: None if name in empty and not text else text for name, text in line.items()}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise DataPackageError("damaged", f"{table.file}:{number}") from error


def _value(line: Mapping[str, str]) -> ValueRecord:
    return ValueRecord(
        row=line["row"],
        state=_STATES[line["state"]],
        value=_number(line["value"]),
        numerator=_number(line["numerator"]),
        denominator=_number(line["denominator"]),
        code=line["code"],
        text=line["text"],
        remark=line["remark"],
        note=line["note"],
    )


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    return Decimal(text)
