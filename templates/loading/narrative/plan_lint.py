"""What must be true of a plan: of its texts, of the rows they name, of its questions."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.answer_types.percent import PercentType
from conversations.forms.model import Form
from conversations.forms.narrative_plan import NarrativePlan
from conversations.forms.narrative_sentences import (
    AbsentWords,
    ChoiceSentence,
    ChoicesSentence,
    PercentSentence,
    PlannedSentence,
    QuoteSentence,
    ShareSentence,
    WholeSentence,
)
from conversations.forms.row import Row
from conversations.narrative.phrases import DIGITS, places_of
from conversations.reports.report_text import OWN_WORDS
from templates.loading.narrative.plan_texts import PlanText, placed_sentences, plan_texts
from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

FREE_PLACES = frozenset({"change", "remark", "parts", "reached", "of"})  # may stand for nothing
MANY_SILENT = 20  # rows that are named of those that no sentence speaks of


def lint_plan(plan: NarrativePlan, form: Form, file: YamlFile) -> Iterator[Problem]:
    """Everything that is wrong with a plan of this form."""
    unknown = [*_unknown_rows(plan, form, file)]
    yield from unknown
    for text in plan_texts(plan):
        yield from _lint_text(text, form, file)
    if unknown:
        return
    for path, sentence in placed_sentences(plan):
        yield from _lint_rows(path, sentence, form, file)
        yield from _lint_states(path, sentence, form, file)
    yield from _lint_questions(plan, form, file)
    yield from _lint_silent(plan, form, file)


def _unknown_rows(plan: NarrativePlan, form: Form, file: YamlFile) -> Iterator[Problem]:
    for path, sentence in placed_sentences(plan):
        for key in (*sentence.said_rows, *sentence.other_rows, *sentence.given):
            if key not in form.by_key or form.row(key).is_added:
                allowed = f"a row that every report of {form.key} has"
                yield file.problem(path, f"the unknown {key}", allowed)
    for at, key in enumerate(plan.silent):
        if key not in form.by_key:
            yield file.problem(("silent", at), f"the unknown {key}", f"a row of {form.key}")


def _lint_text(text: PlanText, form: Form, file: YamlFile) -> Iterator[Problem]:
    try:
        places = places_of(text.text)
    except ValueError:
        yield file.problem(text.path, text.text, "places in braces, as {n}")
        return
    for one in sorted({*places} - text.places):
        known = ", ".join(f"{{{name}}}" for name in sorted(text.places)) or "no place"
        yield file.problem(text.path, f"the unknown place {{{one}}}", known)
    for one in sorted(text.needs - {*places}):
        yield file.problem(text.path, f"no place {{{one}}}", f"a text with {{{one}}}")
    for one in sorted(FREE_PLACES & {*places}) if text.path[0] != "words" else ():
        if f" {{{one}}}" in text.text:
            found = f"a blank before {{{one}}}"
            yield file.problem(text.path, found, "the place close behind the word before it")
    if "  " in text.text or (text.path[0] != "words" and text.text != text.text.strip()):
        yield file.problem(text.path, "blanks too many", "one blank between words")
    if text.ends is not None and text.text.endswith(".") is not text.ends:
        found = "no full stop at the end" if text.ends else "a full stop at the end"
        allowed = "a sentence with its full stop" if text.ends else "a part of a sentence"
        yield file.problem(text.path, found, allowed)
    if not text.framed:
        yield from _lint_figures(text, form, file)


def _lint_figures(text: PlanText, form: Form, file: YamlFile) -> Iterator[Problem]:
    """A number that the author writes is said in every report: only the printed names of the rows,
    with those above them, have one."""
    rows = [form.row(key) for key in text.rows if key in form.by_key]
    known = {
        one for row in rows for name in _printed_names(row, form) for one in DIGITS.findall(name)
    }
    for figure in DIGITS.findall(text.text):
        if figure not in known:
            allowed = "numbers that come from rows, by places as {n}"
            yield file.problem(text.path, f"the number {figure}", allowed)


def _printed_names(row: Row, form: Form) -> Iterator[str]:
    """What is printed of a row beside its answer."""
    line = (form.row(row.parent),) if row.cell is not None and row.parent is not None else ()
    for one in (row, *form.headings_of(row.key), *line):
        yield from (one.label, one.measure)
    yield from (option.label for option in row.options)
    if row.cell is not None:
        yield row.cell.title


def _lint_rows(
    path: Path, sentence: PlannedSentence, form: Form, file: YamlFile
) -> Iterator[Problem]:
    """The rows have the kind of answer that the sentence tells."""
    for key in sentence.said_rows:
        row = form.row(key)
        is_ratio = isinstance(sentence, ShareSentence) and key == sentence.share.ratio
        wanted = _wanted(sentence, is_ratio=is_ratio)
        if not _answers(row, wanted):
            yield file.problem(path, f"{key}, a row of another kind", wanted)


def _wanted(sentence: PlannedSentence, *, is_ratio: bool) -> str:
    if is_ratio or isinstance(sentence, PercentSentence):
        return "a row with a percentage"
    if isinstance(sentence, ChoiceSentence | ChoicesSentence):
        return "a row with a choice"
    return "a row with a text" if isinstance(sentence, QuoteSentence) else "a row with a number"


def _answers(row: Row, wanted: str) -> bool:
    match wanted:
        case "a row with a percentage":
            return isinstance(row.answer, PercentType)
        case "a row with a choice":
            return bool(row.options)
        case "a row with a text":
            return row.is_free_text
        case _:
            return row.holds_number and not isinstance(row.answer, PercentType)


def _lint_states(
    path: Path, sentence: PlannedSentence, form: Form, file: YamlFile
) -> Iterator[Problem]:
    """There is a text for every state that the rows can be in."""
    if isinstance(sentence, AbsentWords) and not (sentence.what or sentence.zero):
        allowed = "what: the noun that there is none of; or zero: a sentence for the number 0"
        yield file.problem(path, "no text for 0", allowed)
    if isinstance(sentence, WholeSentence) and sentence.exact and sentence.overlap:
        yield file.problem((*path, "overlap"), "exact and overlap", "one of the two")
    if isinstance(sentence, ChoiceSentence | ChoicesSentence):
        for key in sentence.said_rows:
            codes = {option.code: option.label for option in form.row(key).options}
            for code in codes.keys() - sentence.say.keys():
                found, allowed = f"no text for {code}", f"a text for {codes[code]}"
                yield file.problem((*path, "say"), found, allowed)
            for code in sentence.say.keys() - codes.keys():
                found, allowed = f"the unknown code {code}", f"a code of {key}"
                yield file.problem((*path, "say", code), found, allowed)


def _lint_questions(plan: NarrativePlan, form: Form, file: YamlFile) -> Iterator[Problem]:
    seen: set[str] = set()
    has_own = any(row.key.startswith(OWN_WORDS) for row in form.rows)  # called like a question
    for part_at, part in enumerate(plan.parts):
        for point_at, point in enumerate(part.points):
            for at, question in enumerate(point.ask):
                place = ("parts", part_at, "points", point_at, "ask", at, "key")
                if has_own or question.key in seen or question.key in form.by_key:
                    found = f"{question.key}, which is taken"
                    yield file.problem(place, found, "a name of this question alone")
                seen.add(question.key)


def _lint_silent(plan: NarrativePlan, form: Form, file: YamlFile) -> Iterator[Problem]:
    """Every row that is asked is told in a sentence, or said to be left to the appendix."""
    silent: set[str] = set()
    for at, key in enumerate(plan.silent):
        under = {key, *form.asked_by_heading.get(key, ())}
        if under & plan.said_rows:
            told = ", ".join(sorted(under & plan.said_rows)[:MANY_SILENT])
            yield file.problem(("silent", at), f"{key}, of which a sentence speaks", f"not {told}")
        silent |= under
    lists = {one.names for one in form.growths}
    told_rows = silent | plan.said_rows | lists
    left = [key for key in form.order if key not in told_rows and not form.row(key).is_added]
    if left:
        found = f"{len(left)} rows without a sentence: {', '.join(left[:MANY_SILENT])}"
        yield file.problem(("silent",), found, "a sentence for each, or its name in silent")
