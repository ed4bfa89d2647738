"""What may be answered, in the words of a form file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conversations.text.normalize import fold_text
from templates.form_draft.model import AnswerKind, DraftColumn, DraftTable, FormDraft
from templates.form_draft.output.form_names import is_asked
from templates.form_draft.output.yaml_text import Plain, YamlValue

TEXT_LIMIT, PROSE_LIMIT = 500, 3000  # characters of a text in a cell, and of prose
_UNITS = (
    ("ty dong", "tỷ đồng"),
    ("trieu dong", "triệu đồng"),
    ("nghin dong", "nghìn đồng"),
    ("ngan dong", "nghìn đồng"),
    ("1000 dong", "nghìn đồng"),
    ("1.000 dong", "nghìn đồng"),
)
_PLACES = {"đồng": 0, "nghìn đồng": 0, "triệu đồng": 1, "tỷ đồng": 2}
_CODED = re.compile(
    r"\s*(?P<label>.+?)\s*[=:]\s*(?P<code>\d{1,3})\s*|\s*(?P<code2>\d{1,3})\s*[=:.]\s*(?P<label2>.+?)\s*"
)


_DIFFERENCE = re.compile(
    r"\btang\b.{0,6}[/,(;+-].{0,6}\bgiam\b|\bchenh lech\b|\bthua\b.{0,4}/.{0,4}\bthieu\b|\(\+/-\)"
)
COEFFICIENT_PLACES = 4  # decimals of what is multiplied


@dataclass
class ChoiceSets:
    """The code sets of a form, each once, by the name that columns and rows give."""

    sets: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def name_of(self, choices: Iterable[str]) -> str:
        """The name of the set of these printed choices."""
        options = code_choices(tuple(choices))
        for name, known in self.sets.items():
            if known == options:
                return name
        name = f"ma-{len(self.sets) + 1}"
        self.sets[name] = options
        return name

    def written(self) -> dict[str, list[Mapping[str, YamlValue]]]:
        return {
            name: [{"code": code, "label": label} for code, label in options]
            for name, options in self.sets.items()
        }


def code_choices(choices: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Code and label of each; printed codes where all have one of their own, else 1, 2, …"""
    found = [_CODED.fullmatch(one) for one in choices]
    coded = [(m["code"] or m["code2"], m["label"] or m["label2"]) for m in found if m]
    if len(coded) == len(choices) == len({code for code, _ in coded}):
        return tuple(coded)
    return tuple((str(at), one) for at, one in enumerate(choices, 1))


def money_unit(*measures: str | None) -> str | None:
    """The unit of money that the first of the texts that names one names."""
    for text in measures:
        folded = fold_text(text or "")
        for word, unit in _UNITS:
            if word in folded:
                return unit
        if re.search(r"\bdong\b|\bvnd\b", folded):
            return "đồng"
    return None


def write_answer(
    kind: AnswerKind,
    choices: tuple[str, ...],
    sets: ChoiceSets,
    unit: str | None = None,
    *,
    negative: bool = False,
    places: int | None = None,
) -> YamlValue:
    """The answer of this kind; `negative` lets a number be below zero, `places` are its decimals
    where they are not the usual ones."""
    if kind == "choice" and len(choices) > 1:
        return Plain(f"choice {sets.name_of(choices)}")
    if kind in ("text", "choice"):
        return {"type": Plain("text"), "limit": TEXT_LIMIT}
    about: dict[str, YamlValue] = {"type": Plain(kind)}
    if kind == "money":
        unit = unit or "đồng"
        about["unit"] = Plain(unit)
        if _PLACES[unit]:
            about["places"] = _PLACES[unit]
    if places is not None and kind == "decimal":
        about["places"] = places
    if negative and kind != "date":
        about["negative"] = True
    if len(about) > 1 and about.keys() != {"type", "unit"}:
        return about
    return Plain(f"money {unit}" if kind == "money" else kind)


def below_zero(table: DraftTable, computed: Mapping[str, str]) -> set[str]:
    """The keys of the columns that may be negative: a difference, and what is computed of one."""
    found = {key for key, text in computed.items() if "-" in text}
    while True:
        more = {key for key, text in computed.items() if any(f"[{one}]" in text for one in found)}
        if more <= found:
            return found
        found |= more


def factor_columns(columns: Mapping[str, DraftColumn], computed: Mapping[str, str]) -> set[str]:
    """The keys of the shares that the paper computes with, or as a product, and prints without a
    sign: 0,25 is what stands there, not 25."""
    shares = {
        key for key, one in columns.items() if one.answer == "percent" and not prints_percent(one)
    }
    found = {key for key in shares if key in computed and "/" not in computed[key]}
    sums = [text for key, text in computed.items() if key in found or key not in shares]
    return found | {key for key in shares if any(f"[{key}]" in text for text in sums)}


def prints_percent(column: DraftColumn) -> bool:
    """Whether the paper asks for a number of hundredths."""
    return any("%" in words for words in (*column.path, column.measure or ""))


def may_be_negative(*labels: str) -> bool:
    """Whether words name a difference, which may be below zero: “tăng/giảm”, “chênh lệch”."""
    return any(_DIFFERENCE.search(fold_text(one)) for one in labels)


def unit_of(draft: FormDraft, table: DraftTable, column: DraftColumn) -> str | None:
    """The unit of money in a column: its own, that of its heads, that above the table."""
    return money_unit(column.measure, *reversed(column.path), table.above, draft.title)


def common_value(values: Iterable[str]) -> str | None:
    """What most of them are, where more than one is."""
    counts: dict[str, int] = {}
    for one in values:
        counts[one] = counts.get(one, 0) + 1
    return max(counts, key=lambda one: counts[one]) if counts else None


def asked_columns(table: DraftTable) -> list[tuple[str, DraftColumn]]:
    """The columns of answers with their keys in the draft."""
    keys = zip(table.column_keys(), table.columns, strict=True)
    return [(key, one) for key, one in keys if is_asked(one)]
