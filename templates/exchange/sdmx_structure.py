"""The structure of SDMX data: concepts, codelists of units, rows and states, and one data structure
for each version of a form, as SDMX-ML 3.0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from conversations.exchange.records import RowRecord, UnitRecord, print_utc
from templates.documents.safe_text import clean_xml_text
from templates.exchange.data_tables import STATES
from templates.exchange.sdmx_csv import ATTRIBUTES, MEASURE
from templates.exchange.sdmx_names import AGENCY, code_of, structure_of, unit_code_of

FILE = "structure.xml"
_SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_URN = "urn:sdmx:org.sdmx.infomodel"
_CONCEPTS = (
    ("UNIT", "Đơn vị báo cáo"),
    ("ROW", "Chỉ tiêu, dòng của biểu mẫu"),
    ("TIME_PERIOD", "Kỳ báo cáo: ngày đầu và độ dài"),
    ("OBS_VALUE", "Giá trị; của tỷ lệ có tử số và mẫu số: đã làm tròn"),
    ("STATE", "Tình trạng số liệu"),
    ("NUMERATOR", "Tử số"),
    ("DENOMINATOR", "Mẫu số"),
    ("CODE", "Mã được chọn"),
    ("TEXT", "Nội dung chữ"),
    ("REMARK", "Lời giải thích sau số liệu"),
    ("NOTE", "Ghi chú"),
)
_NUMBERS = frozenset({"OBS_VALUE", "NUMERATOR", "DENOMINATOR"})


@dataclass(frozen=True, slots=True)
class FormRows:
    """A version of a form: its key, its title, and all its rows that there are data of."""

    form: str
    version: str
    title: str
    rows: Sequence[RowRecord]


def write_structure(
    forms: Sequence[FormRows], units: Iterable[UnitRecord], made: datetime
) -> Iterator[str]:
    """The message, line by line. Names are without what XML cannot hold."""
    spaces = f'xmlns:m="{_SPACE}/message" xmlns:s="{_SPACE}/structure" xmlns:c="{_SPACE}/common"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<m:Structure {spaces}>"
    yield f"<m:Header><m:ID>S{made:%Y%m%d%H%M%S}</m:ID><m:Test>false</m:Test>"
    yield f'<m:Prepared>{print_utc(made)}</m:Prepared><m:Sender id="{AGENCY}"/></m:Header>'
    yield "<m:Structures><s:Codelists>"
    yield from _codelist("CL_UNIT", "1.0", "Đơn vị báo cáo", _unit_codes(units))
    yield from _codelist("CL_STATE", "1.0", "Tình trạng số liệu", _state_codes())
    for form in forms:
        name, version = _rows_of(form)
        yield from _codelist(name, version, f"Dòng của {form.title}", _row_codes(form))
    yield "</s:Codelists><s:ConceptSchemes>"
    yield f'<s:ConceptScheme id="CS_DATA" agencyID="{AGENCY}" version="1.0">'
    yield _name("Khái niệm")
    for concept, words in _CONCEPTS:
        yield f'<s:Concept id="{concept}">{_name(words)}</s:Concept>'
    yield "</s:ConceptScheme></s:ConceptSchemes><s:DataStructures>"
    for form in forms:
        yield from _data_structure(form)
    yield "</s:DataStructures></m:Structures></m:Structure>"


def _rows_of(form: FormRows) -> tuple[str, str]:
    """The codelist of the form's rows, and its version."""
    name, version = structure_of(form.form, form.version)
    return name.replace("DSD_", "CL_ROW_", 1), version


def _unit_codes(units: Iterable[UnitRecord]) -> Iterator[str]:
    found = [*units]
    known = {one.unit for one in found}
    for one in found:
        told = "; ".join(filter(None, (one.short_name, one.code, one.identification_code)))
        parent = unit_code_of(one.parent) if one.parent is not None and one.parent in known else ""
        yield _code(unit_code_of(one.unit), one.name, told, parent)


def _state_codes() -> Iterator[str]:
    for state, words in STATES:
        yield _code(state.value, words)


def _row_codes(form: FormRows) -> Iterator[str]:
    known = {one.row for one in form.rows}
    for one in form.rows:
        title = f"{one.number}. {one.label}" if one.number else one.label
        measure = f"Đơn vị tính: {one.measure}" if one.measure else ""
        parent = code_of(one.parent) if one.parent in known else ""
        yield _code(code_of(one.row), title, measure, parent)


def _codelist(name: str, version: str, title: str, codes: Iterable[str]) -> Iterator[str]:
    yield f'<s:Codelist id="{name}" agencyID="{AGENCY}" version="{version}">{_name(title)}'
    yield from codes
    yield "</s:Codelist>"


def _code(name: str, title: str, told: str = "", parent: str = "") -> str:
    about = f'<c:Description xml:lang="vi">{_text(told)}</c:Description>' if told else ""
    above = f"<s:Parent>{escape(parent)}</s:Parent>" if parent else ""
    return f"<s:Code id={quoteattr(name)}>{_name(title or name)}{about}{above}</s:Code>"


def _data_structure(form: FormRows) -> Iterator[str]:
    name, version = structure_of(form.form, form.version)
    lists = {"UNIT": ("CL_UNIT", "1.0"), "ROW": _rows_of(form), "STATE": ("CL_STATE", "1.0")}
    yield f'<s:DataStructure id="{name}" agencyID="{AGENCY}" version="{version}">'
    yield f"{_name(form.title)}<s:DataStructureComponents>"
    yield '<s:DimensionList id="DimensionDescriptor">'
    for place, concept in enumerate(("UNIT", "ROW"), 1):
        inner = _identity(concept) + _coded(*lists[concept])
        yield f'<s:Dimension id="{concept}" position="{place}">{inner}</s:Dimension>'
    shown = _format("TimeRange")
    yield f'<s:TimeDimension id="TIME_PERIOD">{_identity("TIME_PERIOD")}{shown}</s:TimeDimension>'
    yield '</s:DimensionList><s:AttributeList id="AttributeDescriptor">'
    for concept in ATTRIBUTES:
        kind = _coded(*lists[concept]) if concept in lists else _format(_kind_of(concept))
        usage = "mandatory" if concept == "STATE" else "optional"
        yield f'<s:Attribute id="{concept}" usage="{usage}">{_identity(concept)}{kind}'
        yield "<s:AttributeRelationship><s:Observation/></s:AttributeRelationship></s:Attribute>"
    yield '</s:AttributeList><s:MeasureList id="MeasureDescriptor">'
    inner = _identity(MEASURE) + _format("Decimal")
    yield f'<s:Measure id="{MEASURE}" usage="optional">{inner}</s:Measure>'
    yield "</s:MeasureList></s:DataStructureComponents></s:DataStructure>"


def _kind_of(concept: str) -> str:
    return "Decimal" if concept in _NUMBERS else "String"


def _identity(concept: str) -> str:
    urn = f"{_URN}.conceptscheme.Concept={AGENCY}:CS_DATA(1.0).{concept}"
    return f"<s:ConceptIdentity>{urn}</s:ConceptIdentity>"


def _coded(name: str, version: str) -> str:
    urn = f"{_URN}.codelist.Codelist={AGENCY}:{name}({version})"
    return f"<s:LocalRepresentation><s:Enumeration>{urn}</s:Enumeration></s:LocalRepresentation>"


def _format(kind: str) -> str:
    return f'<s:LocalRepresentation><s:TextFormat textType="{kind}"/></s:LocalRepresentation>'


def _name(words: str) -> str:
    return f'<c:Name xml:lang="vi">{_text(words)}</c:Name>'


def _text(words: str) -> str:
    return escape(" ".join(clean_xml_text(words).split()) or "–")
