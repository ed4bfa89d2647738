"""Labelled values that are asked outside of tables: `Tổng số hộ: ………… hộ`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

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
    rf"[\s;,.()]*(?P<label>(?:trong\s+đó\s*:\s*)?[^:…_;()]{{2,160}}?)\s*(?P<colon>:?)\s*"
    rf"{_BLANK}(?P<behind>[^;,:…_.()]{{0,40}}?)\s*(?=[;,.()]|$)",
    re.IGNORECASE,
)
_ROOM = re.compile(r"\[[ \u00a0…._]*\]|(?<=:)[ \u00a0\t]{3,}(?=\S)")  # printed without dots
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
_LONGEST = 1_000  # characters of a line that asks for values
_OF_WHICH = ("trong đó", "gồm", "bao gồm")
_FIGURES = ("số", "tổng số", "tổng", "tỷ lệ", "kinh phí", "trong đó")
_COUNTED = re.compile(
    rf"số\s+[^\W\d_][^:…_/]{{1,120}}?\s*:?\s*{_BLANK}(?P<behind>.*)$", re.IGNORECASE
)
_TOLD = ("số liệu", "số ký hiệu", "số và ký hiệu", "số điện thoại")
_TIMES = ("năm", "tháng", "ngày", "quý", "tuần")
_DATED = re.compile(r"ngày[\s.…_]*\d{0,2}[\s.…_]*tháng|/\s*[.…]+\s*/|từ\s+ngày", re.IGNORECASE)


def read_facts(lines: Sequence[PaperLine]) -> list[DraftFact]:
    """The values that lines ask for, in order; a part ("trong đó") knows its whole."""
    found: list[DraftFact] = []
    for line in lines:
        found += _facts_of(line, found[-1] if found else None)
    return found


def _facts_of(line: PaperLine, before: DraftFact | None) -> list[DraftFact]:
    if len(line.text) > _LONGEST:
        return []
    text = on_paper(f"{line.number} {_ROOM.sub(' …… ', line.text)}")
    bare = read_marker(text)[1]
    if (
        is_blank(bare)
        or (begins_with(bare, _NOT_FACTS) and not _is_counted(bare))
        or _DATED.search(bare)
        or (line.bold and bare.isupper())
    ):
        return []
    parts = _parts_of(bare)
    if len(parts) > 1 or (parts and begins_with(bare, _OF_WHICH)):
        return _with_wholes([_fact(one["label"], one["behind"], line) for one in parts], before)
    asked = _ASKED.match(bare)
    if asked is None or not _asks(bare, asked):
        return _chosen(bare, line)
    return [_fact(asked["label"], asked["behind"], line)]


def _parts_of(text: str) -> list[re.Match[str]]:
    """The values of a line, each behind the one before: with a colon, or a measure behind it."""
    found: list[re.Match[str]] = []
    at = 0
    while (one := _PART.match(text, at)) is not None:
        if not one["colon"] and not is_measure(one["behind"].strip()):
            break
        found.append(one)
        at = one.end()
    return found


def _with_wholes(facts: Sequence[DraftFact], before: DraftFact | None) -> list[DraftFact]:
    """What stands behind “trong đó” is part of what stands before it in the same measure."""
    found: list[DraftFact] = []
    whole = before if before is not None and before.part_of is None else None
    inside = False
    for fact in facts:
        if begins_with(fact.label, _OF_WHICH):
            inside = True
        elif not inside or begins_with(fact.label, _FIGURES):
            whole, inside = fact, False
        alike = inside and whole is not None and whole.measure == fact.measure
        found.append(replace(fact, part_of=whole.label) if whole and alike else fact)
    return found


def _is_counted(text: str) -> bool:
    """`Số giường kế hoạch: …… giường`: a figure by its first word, with dots behind its colon and a
    measure behind them; the number of a letter has neither."""
    found = _COUNTED.match(text)
    if found is None or begins_with(text, (*LETTERHEAD, *_TOLD)):
        return False
    behind = re.split(r"[,;(.…_]", found["behind"])[0].strip()
    return is_measure(behind) and not is_one_of(behind, _TIMES)


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
