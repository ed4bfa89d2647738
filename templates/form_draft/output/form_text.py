"""A draft as a form file: YAML in the order of the paper, with a comment wherever something was
decided or is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conversations.text.normalize import fold_text
from templates.form_draft.model import DraftDoubt, DraftFact, FormDraft
from templates.form_draft.output.answer_words import ChoiceSets, money_unit, write_answer
from templates.form_draft.output.block_text import BlockText, Fields, describe_doubt
from templates.form_draft.output.form_names import (
    FACTS,
    SIGNATURES,
    TableNames,
    name_facts,
    name_tables,
)
from templates.form_draft.output.form_title import name_form, title_form
from templates.form_draft.output.structure import TableStructure, find_structure
from templates.form_draft.output.written_rules import write_rules
from templates.form_draft.output.yaml_text import (
    Plain,
    YamlValue,
    comment_lines,
    flow_key,
    flow_value,
    quote_text,
)

LAYOUT = "bo"  # the layout that is their own file
LAYOUT_LABEL = "Như mẫu đã ban hành"
KINDS = {
    "month": "month",
    "quarter": "quarter",
    "half_year": "half",
    "nine_months": "nine_months",
    "year": "year",
    "official_year": "year",
    "multi_year": "other",
    "range": "other",
    "point": "other",
    "day": "other",
    "week": "other",
}
_OFFICIAL = (
    '{key: nam_chinh_thuc, name: "Năm chính thức {year}", start: {day: 1, month: 1}, '
    "end: {day: 31, month: 12}, called: [nam chinh thuc, chinh thuc]}"
)
_SCHOOL = (
    '{key: nam_hoc, name: "Năm học {before}-{year}", start: {day: 1, month: 9, year: -1}, '
    "end: {day: 31, month: 8}, called: [nam hoc]}"
)
WINDOWS = {"official_year": _OFFICIAL, "school_year": _SCHOOL}
_GUESSED = "Năm học tính từ 01/9 đến 31/8: đã chọn, trên giấy không in."


@dataclass(frozen=True)
class FormAbout:
    """What a form file says that the paper does not: the folder's name, the version, and the file
    from which its pages are made, where there is one."""

    key: str
    version: str
    template: str = ""


def write_form_text(draft: FormDraft, about: FormAbout) -> str:
    """The form file of the draft."""
    names = name_tables(draft)
    structures = [find_structure(draft, at) for at in range(len(draft.tables))]
    sets = ChoiceSets()
    blocks = [*_blocks(draft, names, structures, sets)]
    lines = [*_head(draft, about), *_periods(draft), *_issued(draft), *_layouts(about)]
    if catalogues := dict(draft.settled).get("catalogues"):
        lines += ["", f"catalogues: {catalogues}"]
    lines += [*_choices(sets), "", "blocks:", *blocks]
    checks = [*_checks(draft, names, structures)]
    if checks:
        lines += ["", "checks:", *checks]
    return "\n".join(lines) + "\n"


def _head(draft: FormDraft, about: FormAbout) -> Iterator[str]:
    code = f"Biểu số {draft.code}" if draft.code else "Biểu"
    by = f" ({draft.issued_by})" if draft.issued_by else ""
    yield from comment_lines(f"{code}{by}, nháp máy đọc từ {draft.file}.")
    yield from comment_lines(
        "Cách sửa tệp này: docs/forms.md. Sửa xong chạy: phuluc check. Dòng có dấu ? là chỗ máy "
        "chưa chắc."
    )
    for sentence in draft.unclear:
        yield from comment_lines(f"! {sentence}")
    for doubt in draft.doubts:
        if not doubt.key.startswith(("table.", "fact.")):
            yield from comment_lines(describe_doubt(doubt))
    yield ""
    yield f"form: {about.key}"
    yield "model: 2"
    yield f"version: {quote_text(about.version)}"
    yield f"title: {quote_text((title_form(draft) or draft.code or about.key)[:1000])}"
    settled = dict(draft.settled)
    yield f"name: {settled.get('name') or quote_text(name_form(draft) or about.key)}"
    if called := settled.get("called") or (flow_value([draft.code]) if draft.code else ""):
        yield f"called: {called}"
    if code := settled.get("file_code") or _file_code(draft.code or about.key):
        yield f"file_code: {code}"
    yield f"trial: {settled.get('trial') or 'false'}"


def _file_code(code: str) -> str:
    ascii_ = re.sub(r"[^A-Za-z0-9]", "", fold_text(code)).upper()[:20]
    return quote_text(ascii_) if ascii_.isdigit() else ascii_


def _periods(draft: FormDraft) -> Iterator[str]:
    if periods := dict(draft.settled).get("periods"):
        yield f"periods: {periods}"
        return
    kinds = dict.fromkeys(KINDS[one] for one in draft.period_kinds if one in KINDS)
    if [*kinds] == ["other"]:  # from a day to a day: a period of any length
        kinds = {}
    windows = [WINDOWS[one] for one in draft.period_kinds if one in WINDOWS]
    if "school_year" in draft.period_kinds:
        yield from comment_lines(_GUESSED)
        kinds.setdefault("year")
    if not windows:
        if kinds:
            yield f"periods: {{kinds: [{', '.join(kinds)}]}}"
        return
    yield "periods:"
    yield f"  kinds: [{', '.join(kinds)}]"
    yield "  windows:"
    yield from (f"    - {one}" for one in windows)


def _issued(draft: FormDraft) -> Iterator[str]:
    said: Fields = {
        "code": draft.code or "",
        "by": draft.issued_by or "",
        "sender": draft.sent_by or "",
        "receiver": draft.sent_to or "",
    }
    if said := {name: one for name, one in said.items() if one}:
        yield f"issued: {flow_value(said)}"


def _layouts(about: FormAbout) -> Iterator[str]:
    if about.template:
        layout: Fields = {"label": LAYOUT_LABEL, "template": Plain(about.template)}
        yield "layouts:"
        yield f"  {LAYOUT}: {flow_value(layout)}"


def _choices(sets: ChoiceSets) -> Iterator[str]:
    if not sets.sets:
        return
    yield ""
    yield "choices:"
    for name, options in sets.written().items():
        yield f"  {name}:"
        yield from (f"    - {flow_value(one)}" for one in options)


def _blocks(
    draft: FormDraft,
    names: tuple[TableNames, ...],
    structures: list[TableStructure],
    sets: ChoiceSets,
) -> Iterator[str]:
    if draft.facts:
        yield from _facts(draft, sets)
    for at, (named, structure) in enumerate(zip(names, structures, strict=True)):
        yield from BlockText(draft, at, named, structure, sets).lines()
    if draft.signers:
        signers: list[YamlValue] = [one.title for one in draft.signers[:4]]
        yield f"  {SIGNATURES}:"
        yield "    kind: signatures"
        yield f"    signers: {flow_value(signers)}"


def _facts(draft: FormDraft, sets: ChoiceSets) -> Iterator[str]:
    yield f"  {FACTS}:"
    yield "    kind: facts"
    yield "    stubs:"
    yield '      - {holds: label, label: "Nội dung"}'
    if any(fact.measure for fact in draft.facts):
        yield '      - {holds: measure, label: "Đơn vị tính"}'
    yield "    rows:"
    labels, names = [fact.label for fact in draft.facts], name_facts(draft)
    for at, fact in enumerate(draft.facts):
        for doubt in _of(draft.doubts, f"fact.{at}."):
            yield from comment_lines(describe_doubt(doubt), 6)
        yield f"      {flow_key(names[at])}: {flow_value(_fact(fact, labels, names, sets))}"


def _fact(fact: DraftFact, labels: list[str], names: Sequence[str], sets: ChoiceSets) -> Fields:
    unit = money_unit(fact.measure, fact.label)
    fields: Fields = {"label": fact.label[:1000]}
    if fact.measure:
        fields["measure"] = fact.measure
    if fact.answer != "count":
        fields["answer"] = write_answer(fact.answer, fact.choices, sets, unit)
    if fact.part_of in labels and fact.part_of != fact.label:
        fields["of_which"] = names[labels.index(fact.part_of)]
    return fields


def _of(doubts: tuple[DraftDoubt, ...], key: str) -> Iterator[DraftDoubt]:
    return (doubt for doubt in doubts if doubt.key.startswith(key))


def _checks(
    draft: FormDraft, names: tuple[TableNames, ...], structures: list[TableStructure]
) -> Iterator[str]:
    number = 0
    for table, named, structure in zip(draft.tables, names, structures, strict=True):
        if table.kind == "narrative":
            continue
        for written in write_rules(table, named, structure.rules):
            number += 1
            yield from comment_lines(written.why, 2)
            yield f"  C{number:02}:"
            for name, value in written.fields.items():
                yield f"    {flow_key(name)}: {flow_value(value)}"
