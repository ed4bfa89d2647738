"""The descriptor of open data: Frictionless `datapackage.json`, and CSVW metadata of the same
tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.exchange.records import RoundRecord, UnitRecord, print_utc
from templates.exchange.data_tables import TABLES, DataField, DataTable, FieldKind

DESCRIPTOR, CSVW = "datapackage.json", "csv-metadata.json"
OWN = "phuluc"  # the member of the descriptor that holds what only this product says
_CSVW_KINDS: Mapping[FieldKind, str] = {
    "string": "string",
    "integer": "integer",
    "number": "decimal",
    "date": "date",
    "datetime": "dateTime",
    "boolean": "boolean",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A table as it was written: lines below its head, bytes, and their SHA-256."""

    lines: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What open data are of: a round, for a unit and all below it, at a moment. `forms` are the
    digests of the versions of the form by their names; `licence` is what the office says, as an
    SPDX name or an address, and may be empty. Without `words` remarks, notes and texts are left
    out; `drafts`: reports that do not count are in it too."""

    round: RoundRecord
    of: UnitRecord
    made: datetime
    forms: Mapping[str, str]
    licence: str = ""
    words: bool = True
    drafts: bool = False


def describe_package(facts: PackageFacts, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    """The Frictionless descriptor (Data Package 1)."""
    of = facts.round
    name = f"{of.form}-{of.period.first_day}-{of.period.last_day}-{facts.of.unit}".lower()
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title_of(facts),
        "description": _description(facts),
        "created": print_utc(facts.made),
    }
    if facts.licence:
        kind = "path" if "/" in facts.licence else "name"
        found["licenses"] = [{kind: facts.licence}]
    found["resources"] = [_resource(table, files[table.name]) for table in TABLES]
    found[OWN] = {
        "round": of.model_dump(mode="json"),
        "of": facts.of.model_dump(mode="json"),
        "forms": dict(facts.forms),
        "words": facts.words,
        "drafts": facts.drafts,
    }
    return found


def title_of(facts: PackageFacts) -> str:
    """What it is, for people."""
    return f"{facts.round.title} · {facts.round.period.name} · {facts.of.name}"


def _description(facts: PackageFacts) -> str:
    told = [
        "Mỗi dòng của values.csv là một ô của một báo cáo đã được tính vào tổng hợp.",
        "Tình trạng (state) tách khỏi giá trị: ô trống không phải số 0.",
        "Tỷ lệ có tử số và mẫu số: chỉ cộng tử số và mẫu số, không cộng tỷ lệ.",
    ]
    if facts.drafts:
        told.append("Gồm cả báo cáo chưa nộp (counted = false trong reports.csv).")
    if not facts.words:
        told.append("Không có ghi chú, lời giải thích và nội dung chữ.")
    return " ".join(told)


def _resource(table: DataTable, file: FileFacts) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        "rows": file.lines,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'},
        "schema": _schema(table),
    }


def _schema(table: DataTable) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fields": [_field(one) for one in table.fields],
        "missingValues": [""],
        "primaryKey": [*table.key],
    }
    if table.references:
        found["foreignKeys"] = [
            {
                "fields": [*one.fields],
                "reference": {"resource": one.table, "fields": [*one.there]},
            }
            for one in table.references
        ]
    return found


def _field(field: DataField) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": field.kind, "title": field.title}
    if field.codes:
        found["description"] = "; ".join(f"{code} = {words}" for code, words in field.codes)
    rules: dict[str, Any] = {"required": True} if field.required else {}
    if field.codes:
        rules["enum"] = [str(code) for code, _ in field.codes]
    return found | ({"constraints": rules} if rules else {})


def describe_csvw(facts: PackageFacts) -> dict[str, Any]:
    """The same tables for CSV on the Web."""
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "dc:title": title_of(facts),
        "tables": [_csvw_table(table) for table in TABLES],
    }
    return found | ({"dc:license": {"@value": facts.licence}} if facts.licence else {})


def _csvw_table(table: DataTable) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_csvw_column(field) for field in table.fields],
        "primaryKey": [*table.key],
    }
    told = [one for one in table.references if one.table]  # what refers to itself may be empty
    if told:
        schema["foreignKeys"] = [
            {
                "columnReference": [*one.fields],
                "reference": {"resource": f"{one.table}.csv", "columnReference": [*one.there]},
            }
            for one in told
        ]
    return {"url": table.file, "dc:title": table.title, "tableSchema": schema}


def _csvw_column(field: DataField) -> dict[str, Any]:
    kind: Any = _CSVW_KINDS[field.kind]
    if field.codes:
        kind = {"base": kind, "format": "|".join(str(code) for code, _ in field.codes)}
    return {
        "name": field.name,
        "titles": [field.name],
        "dc:description": field.title,
        "datatype": kind,
        "required": field.required,
    }
