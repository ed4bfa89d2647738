"""A first report in words for a form, made of its rows: one sentence for each, in the words that
are printed. Its author shortens them, joins them and asks what only people know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from conversations.answer_types.percent import PercentType
from conversations.forms.model import Form
from conversations.forms.narrative_plan import (
    MOST_PARTS,
    MOST_POINTS,
    MOST_SENTENCES,
    NarrativePlan,
)
from conversations.forms.narrative_sentences import MOST_LISTED
from conversations.forms.row import Row, RowKind
from conversations.text.normalize import capitalise
from templates.form_draft.output.yaml_text import YamlValue

LAST = "last_words"
Sentence = dict[str, YamlValue]
LONGEST_TITLE = 200  # characters of a row's name; of a longer one the beginning is taken
ASKED: tuple[YamlValue, ...] = (
    {
        "heading": "TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "points": [
            {
                "ask": [
                    {
                        "key": "W.1",
                        "question": "Trong kỳ còn tồn tại, hạn chế gì, và vì sao?",
                        "required": True,
                        "none": "Trong kỳ không phát sinh tồn tại, hạn chế đáng kể.",
                        "suggest": ["overdue", "below_plan", "kept_warnings", "pending", LAST],
                    }
                ]
            }
        ],
    },
    {
        "heading": "NHIỆM VỤ KỲ TỚI",
        "points": [
            {
                "ask": [
                    {
                        "key": "W.2",
                        "question": "Nhiệm vụ trọng tâm trong kỳ tới là gì?",
                        "required": True,
                        "suggest": ["pending", LAST],
                    }
                ]
            }
        ],
    },
    {
        "heading": "KIẾN NGHỊ, ĐỀ XUẤT",
        "points": [
            {
                "ask": [
                    {
                        "key": "W.3",
                        "question": "Đơn vị có kiến nghị, đề xuất gì?",
                        "none": "Đơn vị không có kiến nghị, đề xuất.",
                        "suggest": [LAST],
                    }
                ]
            }
        ],
    },
)
_COUNTED = re.compile(r"^(?:tổng )?số(?: lượng)? ", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVX]{1,5}|[A-Za-zđĐ])[.)/]\s*")
_OF_TWO = re.compile(r"percent\(\[([^\[\]]+)\], \[([^\[\]]+)\]\)")


def make_skeleton(form: Form) -> dict[str, YamlValue]:
    """The plan as plain data. Rows that no kind of sentence tells are `silent`; those of lists are
    in no plan, as each report has others."""
    name = _plain(form.name or form.title)
    plan: dict[str, YamlValue] = {
        "title": f"{name} {{period}}",
        "lead": f"{{unit}} báo cáo {_lower(name)} {{period}} (số liệu từ ngày {{start}} đến ngày "
        "{end}) như sau:",
        "closing": f"Trên đây là báo cáo {_lower(name)} {{period}} của {{unit}}./.",
        "receivers": ["Như trên;", "Lưu: VT."],
        "parts": [*islice(_parts(form), MOST_PARTS - len(ASKED)), *ASKED],
    }
    said = NarrativePlan.model_validate(plan).said_rows
    rows = (form.row(key) for key in form.order if key not in said)
    silent = [row.key for row in rows if not row.is_added and not row.holds_names]
    return {**plan, "silent": silent} if silent else plan


def _parts(form: Form) -> Iterator[YamlValue]:
    rows = [form.row(key) for key in form.order if not form.row(key).is_added]
    rows.sort(key=lambda row: form.printed_at[row.key])
    of_shares = {key for row in rows for key in _two_rows(form, row)}
    for section, group in groupby(rows, key=lambda row: form.section_of(row.key).key):
        points = [*_points(form, [*group], of_shares)]
        if points:
            yield {"heading": _heading(form.row(section)).upper(), "points": points}


def _points(form: Form, rows: Sequence[Row], of_shares: set[str]) -> Iterator[YamlValue]:
    left = MOST_POINTS
    for heading, group in groupby(rows, key=lambda row: _group_of(form, row)):
        sentences = [*_sentences(form, [*group], of_shares)]
        first: Sentence = {"heading": _heading(form.row(heading))} if heading else {}
        for at in range(0, len(sentences), MOST_SENTENCES):
            if left:
                yield {**first, "say": sentences[at : at + MOST_SENTENCES]}
                first, left = {}, left - 1


def _group_of(form: Form, row: Row) -> str:
    """The heading under the section that a row stands under; none where it stands there itself."""
    above = [one for one in (*form.headings_of(row.key), row) if one.kind is RowKind.GROUP]
    return above[0].key if above else ""


def _sentences(form: Form, rows: Sequence[Row], of_shares: set[str]) -> Iterator[Sentence]:
    for line, group in groupby(rows, key=lambda row: row.parent if row.cell is not None else None):
        cells = [*group]
        if line is None:
            yield from _each(form, cells, of_shares)
            continue
        counts = [one for one in cells if _is_count(one) and one.key not in of_shares]
        yield from _line(form, form.row(line), counts)
        yield from _each(form, [one for one in cells if one not in counts], of_shares)


def _line(form: Form, line: Row, cells: Sequence[Row]) -> Iterator[Sentence]:
    """The counts of one printed row, each behind the name of its column."""
    title = _plain(line.title)
    for at in range(0, len(cells), MOST_LISTED):
        some = cells[at : at + MOST_LISTED]
        listed: list[YamlValue] = [_listed(one, title) for one in some]
        yield {"counts": listed, "text": f"{title}: {{list}}.", "what": _lower(title)}


def _listed(cell: Row, line: str) -> Sentence:
    name = _before_number(_column(cell, line))
    return {"row": cell.key, "text": f"{name} {{n}}{_measured(cell)}{{change}}"}


def _each(form: Form, rows: Iterable[Row], of_shares: set[str]) -> Iterator[Sentence]:
    for row in rows:
        two = _two_rows(form, row)
        if two:
            yield _share(form, row, *two)
        elif row.key in of_shares:
            continue
        elif isinstance(row.answer, PercentType):
            yield _percent(row)
        elif _is_count(row):
            yield _count(row)
        elif row.options:
            yield _choice(row)
        elif row.is_free_text:
            title = _title(row)
            none = f"{title}: không phát sinh."
            yield {"quote": row.key, "text": f"{title}: {{words}}.", "none": none}


def _count(row: Row) -> Sentence:
    title = _title(row)
    link = " là" if _COUNTED.match(title) else ":"
    found: Sentence = {
        "count": row.key,
        "text": f"{title}{link} {{n}}{_measured(row)}{{change}}.",
        "what": _lower(_COUNTED.sub("", title)),
    }
    return {**found, "measure": _measure(row)} if _measure(row) else found


def _share(form: Form, row: Row, part: str, base: str) -> Sentence:
    done, whole = _title(form.row(part)), _title(form.row(base))
    return {
        "share": {"part": part, "base": base, "ratio": row.key},
        "text": f"{done}: {{part}}/{{base}}{_measured(form.row(base))}{{reached}}.",
        "zero": f"{whole}: {{base}}{_measured(form.row(base))}; {_lower(done)}: không có.",
        "empty": f"{whole}: không có.",
        "alone": f"{whole}: {{base}}{_measured(form.row(base))}.",
        "over": f"{done}: {{part}}/{{base}}{_measured(form.row(base))}{{reached}}.",
        "warn": f"{done}: mới {{part}}/{{base}}{_measured(form.row(base))}{{reached}}.",
    }


def _percent(row: Row) -> Sentence:
    title = _title(row)
    return {
        "percent": row.key,
        "text": f"{title} đạt {{ratio}}{{of}}{{change}}.",
        "zero": f"{title} bằng không.",
        "none": f"{title}: không phát sinh.",
    }


def _choice(row: Row) -> Sentence:
    title = _title(row)
    say = {one.code: f"{title}: {_lower(_plain(one.label))}." for one in row.options}
    return {"choice": row.key, "say": say, "none": f"{title}: không phát sinh."}


def _two_rows(form: Form, row: Row) -> tuple[str, ...]:
    """The rows of the two numbers of a percentage: by its formula, or by the questions that help to
    answer it."""
    if not isinstance(row.answer, PercentType):
        return ()
    found = _OF_TWO.fullmatch(row.computed or "")
    pair: tuple[str | None, ...] = found.groups() if found else ()
    if row.helper is not None:
        pair = (row.helper.numerator_row, row.helper.denominator_row)
    keys = tuple(key for key in pair if key and key in form.by_key and _is_count(form.row(key)))
    return keys if len(keys) == 2 else ()


def _is_count(row: Row) -> bool:
    return row.holds_number and not isinstance(row.answer, PercentType) and not row.options


def _heading(row: Row) -> str:
    """Without a number of its own: parts and points are numbered anew."""
    title = _plain(row.title)
    return _NUMBERED.sub("", title) or title


def _title(row: Row) -> str:
    """What the row is called in a sentence; a cell by its row and its column."""
    title = _plain(row.title)
    return _short(capitalise(title))


def _column(cell: Row, line: str) -> str:
    """What the column is called behind the name of its line: without that name in it."""
    said = cell.cell.title if cell.cell is not None else cell.title
    parts = [_plain(one) for one in said.split(" · ")]
    left = [one for one in parts if one != line] or parts
    return _short(", ".join(map(_lower, left)))


def _before_number(name: str) -> str:
    """A name that ends in a figure is parted from the number behind it."""
    return f"{name} là" if name[-1:].isdigit() else name


def _plain(text: str) -> str:
    """A name in one line, its braces doubled, without the signs that end a sentence."""
    line = " ".join(text.replace("<i>", "").replace("</i>", "").split())
    return _short(line).rstrip(" .:;,").replace("{", "(").replace("}", ")")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE].rsplit(" ", 1)[0]


def _lower(text: str) -> str:
    """Within a sentence; a word in capitals, as TTHC, stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _measure(row: Row) -> str:
    measure = _plain(row.measure)
    return "" if "%" in measure or "=" in measure else _lower(measure)


def _measured(row: Row) -> str:
    measure = _measure(row)
    return f" {measure}" if measure else ""
