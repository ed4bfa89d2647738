"""The open data of a round as files in a folder, written report by report: what is held in memory
are the units, the reports without their answers, and the rows."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from conversations.answers.values import Answer
from conversations.exchange.descriptions import describe_answers, describe_options, describe_rows
from conversations.exchange.records import (
    OptionRecord,
    ReportRecord,
    RowRecord,
    UnitRecord,
    ValueRecord,
    print_exact,
)
from conversations.forms.growth import fit_form, plant_form
from conversations.forms.model import Form
from templates.exchange import sdmx_csv, sdmx_structure
from templates.exchange.csv_lines import CsvFile, order_cells
from templates.exchange.data_package import (
    CSVW,
    DESCRIPTOR,
    FileFacts,
    PackageFacts,
    describe_csvw,
    describe_package,
    title_of,
)
from templates.exchange.data_tables import OPTIONS, REPORTS, ROWS, UNITS, VALUES, DataTable
from templates.exchange.sdmx_names import code_of, reference_of, unit_code_of

READ_FIRST = "DOC-TRUOC.txt"
_ZIP_TIME = (2020, 1, 1, 0, 0, 0)  # the moment stands in the descriptor


class RoundFiles:
    """Writes the files. `forms` are all versions of the form that reports of the round are on."""

    def __init__(self, folder: Path, facts: PackageFacts, forms: Mapping[str, Form]) -> None:
        self._folder, self._facts = folder, facts
        self._forms = {one: plant_form(form.pattern or form) for one, form in forms.items()}
        self._rows: dict[str, dict[str, RowRecord]] = {}
        self._options: dict[tuple[str, str, str], OptionRecord] = {}
        for form in self._forms.values():
            self._rows[form.version] = {one.row: one for one in describe_rows(form)}
            self._note_options(form)
        of = facts.round
        self._days = (of.period.first_day.isoformat(), of.period.last_day.isoformat())
        self._structures = {one: reference_of(of.form, one) for one in forms}
        self._open = ExitStack()
        self._values = self._open.enter_context(CsvFile(folder / VALUES.file, VALUES.head))
        self._data = self._open.enter_context(CsvFile(folder / sdmx_csv.FILE, sdmx_csv.HEAD))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def lines(self) -> int:
        """How many values are written so far."""
        return self._values.lines

    def add_report(self, report: ReportRecord, answers: Mapping[str, Answer]) -> None:
        """Write what this report says."""
        planted = self._forms[report.version]
        form = fit_form(planted, answers)
        if form is not planted:
            self.note_items(form)
        for one in describe_answers(form, answers):
            free = not self._facts.words and form.row(one.row).is_free_text
            told = one if self._facts.words else _without_words(one, text=not free)
            self.add_value(report.unit, report.version, told)

    def add_value(self, unit: int, version: str, one: ValueRecord) -> None:
        """Write what a unit's report, which is on this version of the form, says in one row."""
        of = self._facts.round
        said = (
            *(one.row, one.state.value, print_exact(one.value)),
            *(print_exact(one.numerator), print_exact(one.denominator)),
            *(one.code, one.text, one.remark, one.note),
        )
        self._values.write((of.form, version, of.round, *self._days, unit, *said))
        head = (self._structures[version], unit_code_of(unit), of.period.time_period)
        self._data.write(sdmx_csv.observation(head, said))

    def finish(self, units: Iterable[UnitRecord], reports: Iterable[ReportRecord]) -> None:
        """Write all that is beside the values."""
        listed = [*units]
        files = {
            UNITS.name: self._write(UNITS, (_fields(one) for one in listed)),
            REPORTS.name: self._write(REPORTS, (_fields(one) for one in reports)),
            ROWS.name: self._write(ROWS, (_row(one) for one in self._all_rows())),
            OPTIONS.name: self._write(OPTIONS, (_fields(one) for one in self._options.values())),
            VALUES.name: _facts_of(self._values),
        }
        self._open.close()
        self._json(DESCRIPTOR, describe_package(self._facts, files))
        self._json(CSVW, describe_csvw(self._facts))
        with (self._folder / sdmx_structure.FILE).open("w", encoding="utf-8", newline="") as out:
            forms = [
                sdmx_structure.FormRows(
                    form.key, version, form.title, [*self._rows[version].values()]
                )
                for version, form in self._forms.items()
            ]
            lines = sdmx_structure.write_structure(forms, listed, self._facts.made)
            out.writelines(f"{line}\n" for line in lines)
        (self._folder / READ_FIRST).write_text(_read_first(self._facts), encoding="utf-8-sig")

    def note_items(self, form: Form) -> None:
        """Tell of the rows of items that the form has grown."""
        known = self._rows[form.version]
        fresh = [one for one in describe_rows(form) if one.item and one.row not in known]
        known |= {one.row: one for one in fresh}
        if fresh:
            self._note_options(form)

    def _note_options(self, form: Form) -> None:
        for one in describe_options(form):
            self._options.setdefault((one.version, one.row, one.code), one)

    def _all_rows(self) -> Iterable[RowRecord]:
        return (one for some in self._rows.values() for one in some.values())

    def _write(self, table: DataTable, records: Iterable[Mapping[str, Any]]) -> FileFacts:
        with CsvFile(self._folder / table.file, table.head) as out:
            for record in records:
                out.write(order_cells(table, record))
        return _facts_of(out)

    def _json(self, name: str, found: Mapping[str, Any]) -> None:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (self._folder / name).write_text(f"{text}\n", encoding="utf-8")


def _without_words(one: ValueRecord, *, text: bool) -> ValueRecord:
    kept = one.text if text else ""
    return one.model_copy(update={"text": kept, "remark": "", "note": ""})


def _fields(one: UnitRecord | ReportRecord | OptionRecord) -> dict[str, Any]:
    return dict(one)


def _row(one: RowRecord) -> dict[str, Any]:
    return {**dict(one), "sdmx": code_of(one.row)}


def _facts_of(file: CsvFile) -> FileFacts:
    return FileFacts(file.lines, file.size, file.digest)


def _read_first(facts: PackageFacts) -> str:
    """What the files are, for somebody who opens them by hand."""
    licence = facts.licence or "cơ quan chưa chọn; hỏi cơ quan trước khi dùng lại"
    words = "có, có thể có tên người" if facts.words else "không"
    lines = (
        title_of(facts),
        "",
        "values.csv    số liệu, mỗi dòng một ô; cột state là tình trạng, ô trống không phải số 0",
        "rows.csv      dòng của biểu mẫu: mã, tên, đơn vị tính",
        "options.csv   nghĩa của các mã trả lời",
        "units.csv     đơn vị",
        "reports.csv   báo cáo của từng đơn vị, kể cả chưa nộp",
        "datapackage.json, csv-metadata.json   mô tả các bảng trên cho máy đọc",
        "data.sdmx.csv, structure.xml   cùng số liệu theo chuẩn SDMX",
        "",
        f"Giấy phép: {licence}.",
        f"Ghi chú và nội dung chữ: {words}.",
        "Các tệp này dành cho máy đọc. Mở bằng Excel: dùng Data > From Text/CSV và chọn UTF-8;",
        "không bấm đúp, vì Excel có thể đổi số và coi chữ bắt đầu bằng = là công thức.",
    )
    return "\r\n".join(lines) + "\r\n"


def zip_folder(folder: Path, target: Path) -> None:
    """The files of the folder as one; the same files give the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as out:
                while part := source.read(1 << 20):
                    out.write(part)
