"""Every text of a plan, with what holds for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from conversations.forms.narrative_plan import FRAME_PLACES, HouseWords, NarrativePlan
from conversations.forms.narrative_sentences import (
    AbsentWords,
    ChoiceSentence,
    ChoicesSentence,
    CountSentence,
    CountsSentence,
    DocumentSentence,
    ListedCount,
    PercentSentence,
    PlannedSentence,
    QuoteSentence,
    ShareSentence,
    SumSentence,
    WholeSentence,
)
from templates.loading.yaml_reader import Path

NONE: frozenset[str] = frozenset()


class PlanText(NamedTuple):
    """A text at its place. `places` are those that it may have, `needs` those that it has to have;
    figures in it stand in the names of `rows`. `ends`: it is a sentence with a full stop; None
    where either is good. `framed`: figures are no matter, as they name the law or the period."""

    path: Path
    text: str
    places: frozenset[str] = NONE
    needs: frozenset[str] = NONE
    rows: tuple[str, ...] = ()
    ends: bool | None = None
    framed: bool = False


def plan_texts(plan: NarrativePlan) -> Iterator[PlanText]:
    """All texts of the plan, those that are left out passed over."""
    return (one for one in _all_texts(plan) if one.text)


def _all_texts(plan: NarrativePlan) -> Iterator[PlanText]:
    yield PlanText(("title",), plan.title, FRAME_PLACES, framed=True)
    yield PlanText(("lead",), plan.lead, FRAME_PLACES, framed=True)
    yield PlanText(("closing",), plan.closing, FRAME_PLACES, framed=True)
    for name in ("basis", "addressed", "receivers"):
        for at, line in enumerate(getattr(plan, name)):
            yield PlanText((name, at), line, FRAME_PLACES, framed=True)
    for name, places in HouseWords.PLACES.items():
        needs = places & {"what", "change", "note", "ratio"}
        yield PlanText(("words", name), getattr(plan.words, name), places, needs)
    for path, sentence in placed_sentences(plan):
        yield from _texts_of(path, sentence)
    for part_at, part in enumerate(plan.parts):
        yield PlanText(("parts", part_at, "heading"), part.heading, framed=True)
        for at, point in enumerate(part.points):
            place: Path = ("parts", part_at, "points", at)
            yield PlanText((*place, "heading"), point.heading, framed=True)
            for ask_at, ask in enumerate(point.ask):
                yield PlanText((*place, "ask", ask_at, "none"), ask.none, ends=True)


def placed_sentences(plan: NarrativePlan) -> Iterator[tuple[Path, PlannedSentence]]:
    """Each sentence with its place in the file."""
    for part_at, part in enumerate(plan.parts):
        for point_at, point in enumerate(part.points):
            for at, sentence in enumerate(point.say):
                yield ("parts", part_at, "points", point_at, "say", at), sentence


def _texts_of(path: Path, sentence: PlannedSentence) -> Iterator[PlanText]:
    rows = sentence.said_rows
    if isinstance(sentence, CountSentence | WholeSentence | PercentSentence):
        yield PlanText((*path, "measure"), sentence.measure, rows=rows, ends=False)
    match sentence:
        case CountSentence():
            yield _full(path, "text", sentence.text, CountSentence.PLACES, {"n"}, rows)
            yield _full(path, "warn", sentence.warn, CountSentence.PLACES, {"n"}, rows)
            yield from _absent(path, sentence, CountSentence.PLACES - {"n"}, rows)
        case SumSentence():
            yield _full(path, "text", sentence.text, SumSentence.PLACES, {"n"}, rows)
            yield from _absent(path, sentence, NONE, rows)
        case CountsSentence():
            yield _full(path, "text", sentence.text, CountsSentence.PLACES, {"list"}, rows)
            yield from _absent(path, sentence, NONE, rows)
            yield from _listed((*path, "counts"), sentence.counts)
        case ShareSentence():
            yield from _share(path, sentence)
        case WholeSentence():
            yield _full(path, "text", sentence.text, WholeSentence.PLACES, {"n", "parts"}, rows)
            yield PlanText((*path, "rest"), sentence.rest, frozenset({"n"}), frozenset({"n"}), rows)
            yield from _absent(path, sentence, NONE, rows)
            yield from _listed((*path, "parts"), sentence.parts)
        case ChoiceSentence() | ChoicesSentence():
            yield from _choices(path, sentence)
        case PercentSentence():
            yield _full(path, "text", sentence.text, PercentSentence.PLACES, {"ratio"}, rows)
            yield _full(path, "warn", sentence.warn, PercentSentence.PLACES, {"ratio"}, rows)
            yield from _absent(path, sentence, PercentSentence.PLACES - {"ratio", "of"}, rows)
        case QuoteSentence():
            yield _full(path, "text", sentence.text, QuoteSentence.PLACES, {"words"}, rows)
            yield _full(path, "none", sentence.none, NONE, NONE, rows)
        case DocumentSentence():
            yield _full(path, "text", sentence.text, DocumentSentence.PLACES, {"note"}, rows)


def _share(path: Path, sentence: ShareSentence) -> Iterator[PlanText]:
    rows, places = sentence.said_rows, ShareSentence.PLACES
    yield _full(path, "text", sentence.text, places, {"part", "base"}, rows)
    yield _full(path, "zero", sentence.zero, places - {"part"}, NONE, rows)
    yield _full(path, "full", sentence.full, places, {"base"}, rows)
    yield _full(path, "empty", sentence.empty, NONE, NONE, rows)
    yield _full(path, "alone", sentence.alone, frozenset({"base", "note"}), {"base"}, rows)
    yield _full(path, "over", sentence.over, places, {"part", "base"}, rows)
    yield _full(path, "warn", sentence.warn, places, {"part", "base"}, rows)


def _choices(path: Path, sentence: ChoiceSentence | ChoicesSentence) -> Iterator[PlanText]:
    rows, needs = sentence.said_rows, NONE
    places = type(sentence).PLACES
    if isinstance(sentence, ChoicesSentence):
        needs = places
        for at, one in enumerate(sentence.choices):
            place = (*path, "choices", at, "what")
            yield PlanText(place, one.what, frozenset({"note"}), rows=(one.row,), ends=False)
    for code, text in sentence.say.items():
        yield PlanText((*path, "say", code), text, places, needs, rows, ends=True)
    yield _full(path, "none", sentence.none, needs, needs, rows)


def _listed(path: Path, counts: tuple[ListedCount, ...]) -> Iterator[PlanText]:
    for at, one in enumerate(counts):
        places, needs = ListedCount.PLACES, frozenset({"n"})
        yield PlanText((*path, at, "text"), one.text, places, needs, (one.row,), ends=False)
        yield PlanText((*path, at, "full"), one.full, places, needs, (one.row,), ends=False)
        yield PlanText((*path, at, "zero"), one.zero, rows=(one.row,), ends=False)
        yield _full((*path, at), "warn", one.warn, places, {"n"}, (one.row,))


def _absent(
    path: Path, words: AbsentWords, places: frozenset[str], rows: tuple[str, ...]
) -> Iterator[PlanText]:
    yield PlanText((*path, "what"), words.what, rows=rows, ends=False)
    yield _full(path, "zero", words.zero, places, NONE, rows)
    yield _full(path, "none", words.none, places, NONE, rows)


def _full(
    path: Path,
    name: str,
    text: str,
    places: frozenset[str],
    needs: set[str] | frozenset[str],
    rows: tuple[str, ...],
) -> PlanText:
    """A whole sentence."""
    return PlanText((*path, name), text, places, frozenset(needs), rows, ends=True)
