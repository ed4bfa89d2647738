"""What all parts of a sentence about the lines of a preview come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from conversations.dialog.previews.edit_words import LineEdits
from conversations.dialog.previews.lines import (
    WRITTEN,
    describe_line,
)
from conversations.dialog.previews.sentence.clause import Clause, Deed, Of
from conversations.dialog.previews.sentence.fitting import is_doubtful, swapped_values, value_of
from conversations.dialog.previews.taken_proposals import is_proposed, take_proposed
from conversations.dialog.turn import Turn
from conversations.protocol.preview_states import Preview, PreviewLine


@dataclass
class PreviewOutcome:
    """What all parts come to. `stored`: everything is to be, or only `alone`."""

    edits: LineEdits = field(default_factory=LineEdits)
    right: list[PreviewLine] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)
    stored: bool = False
    asked: int = 0

    @property
    def changes(self) -> bool:
        """Whether any line is another afterwards."""
        return bool(self.edits.fixes or self.edits.gone or self.right)

    def contradicts_itself(self) -> bool:
        """Whether two things are said of one line, or two lines would be for one row."""
        kinds = (
            *(self.kept, self.waiting, {self.asked} - {0}),
            self.alone - self.kept - {*self.edits.fixes},
        )
        named = [{*self.edits.fixes}, self.edits.gone, *kinds]
        rows = [line.proposed[0] for line in self.right if line.proposed]
        return sum(map(len, named)) > len(set().union(*named)) or len({*rows}) < len(rows)


def settle(turn: Turn, focus: Preview, clauses: Sequence[Clause]) -> PreviewOutcome | None:
    """All parts together; None where they contradict each other."""
    outcome = PreviewOutcome()
    for clause in clauses:
        if clause.of in (Of.NUMBERS, Of.ONLY) and not _add(turn, focus, outcome, clause):
            return None
    for clause in clauses:
        if clause.of not in (Of.NUMBERS, Of.NONE) and not _add_of_many(
            turn, focus, outcome, clause
        ):
            return None
    worded = any(
        (one.worded and one.deed is Deed.CHANGE) or one.deed is Deed.SWAP for one in clauses
    )
    if outcome.asked or worded or any((one.of, one.deed) == (Of.ALL, Deed.WAIT) for one in clauses):
        outcome.stored, outcome.alone = False, set()
    told = any(one.of is Of.REST or one.count for one in clauses)
    if outcome.stored and outcome.kept and not told:  # of the others nothing was said
        outcome.stored, outcome.alone = False, outcome.kept | {*outcome.edits.fixes}
    if outcome.contradicts_itself() or _says_count_wrong(turn, focus, clauses, outcome):
        return None
    return outcome


def _add(turn: Turn, focus: Preview, outcome: PreviewOutcome, clause: Clause) -> bool:
    """Add a part about lines by their numbers. False where another says otherwise."""
    numbers, edits = {*clause.numbers}, outcome.edits
    match clause.deed:
        case Deed.DROP:
            edits.gone |= numbers
        case Deed.KEEP | Deed.TAKE:
            outcome.kept |= numbers
            outcome.right += (
                []
                if clause.deed is Deed.KEEP
                else [line for line in focus.lines if line.number in numbers and is_proposed(line)]
            )
        case Deed.WAIT:
            outcome.waiting |= numbers
        case Deed.STORE:
            outcome.alone |= numbers
        case Deed.ASK:
            if outcome.asked:
                return False
            (outcome.asked,) = numbers
        case Deed.SWAP:
            swapped = swapped_values(turn, focus, clause)
            if edits.fixes.keys() & swapped.keys():
                return False
            edits.fixes |= swapped
        case Deed.CHANGE:
            value = value_of(turn, focus, clause)
            if edits.fixes.keys() & numbers:
                return False
            edits.fixes |= dict.fromkeys(clause.numbers, value)
    return True


def _add_of_many(turn: Turn, focus: Preview, outcome: PreviewOutcome, clause: Clause) -> bool:
    """Add a part about the other lines, those in doubt, or all."""
    edits, lines = outcome.edits, focus.lines
    named = {*edits.fixes} | edits.gone | outcome.kept | outcome.waiting | outcome.alone
    others = {line.number for line in lines} - named
    match clause.of, clause.deed:
        case Of.ALL, Deed.STORE:
            outcome.stored = True
        case Of.DOUBTFUL, _:
            edits.gone |= {one.number for one in lines if is_doubtful(turn, one)} - named
        case (Of.ONLY, _) | (Of.REST, Deed.DROP):
            if not named:
                return False
            edits.gone |= others
        case Of.REST, Deed.WAIT:
            outcome.waiting |= others
        case Of.REST, (Deed.TAKE | Deed.STORE):
            outcome.stored = True
            if clause.deed is Deed.TAKE:
                outcome.right += [one for one in lines if one.number in others and is_proposed(one)]
    return True


def _says_count_wrong(
    turn: Turn, focus: Preview, clauses: Sequence[Clause], outcome: PreviewOutcome
) -> bool:
    """`ghi 7 dòng` where there are not so many."""
    counts = {one.count for one in clauses if one.count}
    held = take_proposed(turn, focus, outcome.right)
    left = tuple(line for line in held.lines if line.number not in outcome.edits.gone)
    kinds = {line.number: describe_line(turn.form, turn.report, line)["kind"] for line in left}
    written = {number for number, kind in kinds.items() if kind in WRITTEN}
    return bool(counts) and counts != {len(written | outcome.edits.fixes.keys())}
