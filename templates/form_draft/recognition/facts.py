"""Labelled values that are asked outside of tables: `Tổng số hộ: ………… hộ`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from templates.form_draft.model import DraftFact
from templates.form_draft.recognition.language.choices import read_choices
from templates.form_draft.recognition.language.lexicon import LETTERHEAD
from templates.form_draft.recognition.language.markers import read_marker
from templates.form_draft.recognition.language.measures import (
    answer_of_measure,
    is_measure,
    measure_in,
)
from templates.form_draft.recognition.language.words import (
    begins_with,
    has_words,
    is_blank,
    is_one_of,
    on_paper,
)
from templates.form_draft.recognition.paper.grid import Grid, PaperLine
from templates.form_draft.recognition.tables.figures import answer_of_head

_BLANK = r"(?:[.…_·]{3,}|…+|\.{3,}|_{3,})[\s.…_·/]*"
_ASKED = re.compile(rf"^(?P<label>[^:…_]{{3,160}}?)\s*[:;]?\s*{_BLANK}(?P<behind>.*)$")
_PART = re.compile(
    rf"(?P<label>(?:trong đó\s*:?\s*)?[^:…_;,()]{{2,80}}?)\s*:\s*"
    rf"{_BLANK}(?P<behind>[^;,:…_.()]{{0,30}})"
)
_CHOSEN = re.compile(r"^(?P<label>[^:]{3,120}):\s*(?P<ways>.+)$")
_NOT_FACTS = (
    *LETTERHEAD,
    *("kỳ báo cáo", "thời điểm báo cáo", "số", "ngày", "tháng", "năm", "quý", "tỉnh", "huyện"),
    *("xã", "từ ngày", "đến ngày", "đơn vị", "cơ quan", "tên đơn vị", "đơn vị tính", "kính gửi"),
    *(
        "nơi nhận",
        "số liệu tính",
        "tính đến",
        "có đến",
        "tên cơ quan",
        "ủy ban nhân dân",
        "sở",
        "phòng",
        "họ và tên người lập",
    ),
    *(
        "điện thoại",
        "email",
        "địa chỉ",
        "người lập",
        "lưu",
        "ghi chú",
        "đảng bộ",
        "đảng ủy",
        "chi bộ",
    ),
    *("tháng năm", "quận", "thành phố", "phường", "báo cáo", "bc", "thời gian báo cáo", "trường"),
)
_FIGURES = ("số", "tổng số", "tổng", "tỷ lệ", "kinh phí", "trong đó")
_TIMES = ("năm", "tháng", "ngày", "quý", "tuần")
_DATED = re.compile(r"ngày[\s.…_]*\d{0,2}[\s.…_]*tháng|/\s*[.…]+\s*/|từ\s+ngày", re.IGNORECASE)


def read_facts(lines: Sequence[PaperLine]) -> list[DraftFact]:
    """The values that lines ask for, in order; a part ("trong đó") knows its whole."""
    found: list[DraftFact] = []
    for line in lines:
        found += _facts_of(line)
    return found


def _facts_of(line: PaperLine) -> list[DraftFact]:
    text = on_paper(line.words)
    bare = read_marker(text)[1]
    if (
        is_blank(bare)
        or begins_with(bare, _NOT_FACTS)
        or _DATED.search(bare)
        or (line.bold and bare.isupper())
    ):
        return []
    parts = [*_PART.finditer(bare)]
    if len(parts) > 1:
        facts = [_fact(one["label"], one["behind"], line) for one in parts]
    else:
        asked = _ASKED.match(bare)
        if asked is None or not _asks(bare, asked):
            return _chosen(bare, line)
        facts = [_fact(asked["label"], asked["behind"], line)]
    whole = facts[0].label if facts and len(facts) > 1 else None
    return [
        fact
        if not begins_with(fact.label, ("trong đó", "gồm"))
        else DraftFact(fact.label, fact.answer, fact.measure, whole, fact.choices, fact.place)
        for fact in facts
    ]


def _asks(text: str, asked: re.Match[str]) -> bool:
    """Whether a label with dots behind it asks for a value: it ends in a colon, is a figure by its
    first words, or a measure stands behind the dots."""
    colon = text[asked.end("label") :].lstrip().startswith(":")
    figure = begins_with(asked["label"], _FIGURES)
    behind = asked["behind"].strip(" .;…")
    measured = is_measure(behind) and not is_one_of(behind, _TIMES)
    return not text.startswith("(") and (colon or figure or measured)


def _chosen(text: str, line: PaperLine) -> list[DraftFact]:
    found = _CHOSEN.match(text)
    choices = read_choices(found["ways"]) if found is not None else ()
    if found is None or not choices:
        return []
    return [DraftFact(on_paper(found["label"]), "choice", choices=choices, place=line.place)]


def _fact(label: str, behind: str, line: PaperLine) -> DraftFact:
    label = on_paper(label).strip(" :;.,-")
    said = on_paper(behind).strip(" .;,()")
    measure = said if is_measure(said) else measure_in(label)
    kind = answer_of_measure(measure)
    if kind is None:
        guess, told, _ = answer_of_head((label,), None, in_list=True)
        figures = begins_with(label, _FIGURES)
        kind, measure = (
            (guess, told) if figures or guess in ("date", "percent", "money") else ("text", None)
        )
    return DraftFact(label, kind, measure, place=line.place)


def facts_of_grid(grid: Grid) -> list[DraftFact]:
    """The values of a table without a head: a label, a blank cell, and perhaps a measure in each
    line."""
    found = []
    for line in range(grid.height):
        cells = grid.row(line)
        texts = [cell.text for cell in cells]
        if not 2 <= len(cells) <= 4 or is_blank(texts[0]) or not any(map(is_blank, texts[1:])):
            return []
        if has_words(texts[0], LETTERHEAD):
            return []
        at = next(n for n, text in enumerate(texts) if n and is_blank(text))
        behind = " ".join(texts[at + 1 :])
        label = read_marker(on_paper(texts[0]))[1].rstrip(" :")
        fact = _fact(label, behind, PaperLine(label, place=cells[at].place))
        found.append(fact)
    return found if len(found) > 1 else []
