"""What a sentence of several parts does to the lines of a preview: all of it together, or, where a
part is not understood, what is, with nothing stored and that part told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from conversations.dialog.previews.changed import show_changed
from conversations.dialog.previews.departure import leave_preview
from conversations.dialog.previews.edit_words import LineEdits, without_mending
from conversations.dialog.previews.line_changes import (
    ask_line,
    changed_lines,
)
from conversations.dialog.previews.lines import (
    describe_line,
    find_line,
    is_sure,
)
from conversations.dialog.previews.sentence.clause import Clause, Deed, Of, Unknown
from conversations.dialog.previews.sentence.clause_words import OF_OTHER_LINES
from conversations.dialog.previews.sentence.fitting import understand
from conversations.dialog.previews.sentence.outcome import PreviewOutcome, settle
from conversations.dialog.previews.sentence.places import counts_ends
from conversations.dialog.previews.storage import confirm_preview
from conversations.dialog.previews.taken_proposals import Plan, take_proposed
from conversations.dialog.turn import Turn
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.speech.questions import recognise_question
from conversations.tables.placed_lines import names_cell
from conversations.text.normalize import fold_text, shorten_text


def plan_sentence(turn: Turn, focus: Preview, text: str, *, mixed: bool = False) -> Plan | None:
    """What to do where every part of the text is understood; None for any other text. `mixed`: only
    where it says more than new values and lines that go."""
    if names_cell(turn.form, without_mending(text)):
        return None  # a row and a column are one place
    clauses = understand(turn, focus, text)
    if not clauses or any(isinstance(one, Unknown) for one in clauses):
        return None
    acts = [one for one in clauses if one.deed is not None]
    if not acts or (mixed and not _is_mixed(clauses)):
        return None
    if len(acts) == 1 and counts_ends(text):  # alone it is asked
        return None
    if len(acts) == 1 and (acts[0].loose or _does_nothing(acts[0])):
        return None
    outcome = settle(turn, focus, clauses)
    return None if outcome is None else partial(_do, turn, focus, outcome)


def plan_part(turn: Turn, focus: Preview, text: str, *, sure: bool = False) -> Plan | None:
    """What to do where some parts are understood, and tell the others; None where that changes
    nothing. `sure`: only where the text can be no list of answers."""
    clauses = understand(turn, focus, text)
    unknown = [one.said for one in clauses if isinstance(one, Unknown)]
    known = [one for one in clauses if not isinstance(one, Unknown)]
    if not unknown or not known or "?" in text:
        return None
    unsure = [
        one for one in known if one.of is Of.ONLY or (one.of, one.deed) == (Of.REST, Deed.DROP)
    ]
    unknown = [one.said for one in clauses if isinstance(one, Unknown) or one in unsure]
    known = [one for one in known if one not in unsure]  # what is not understood may be of them
    if any(recognise_question(one, turn.form) is not None for one in (text, *unknown)):
        return None
    unfit = all(one.unfit for one in clauses if isinstance(one, Unknown)) and not unsure
    acts = any(one.deed in (Deed.DROP, Deed.TAKE) for one in known)
    lines = any(OF_OTHER_LINES.match(fold_text(one)) for one in unknown)
    if sure and not (_is_mixed(known) or acts or lines):
        return None
    outcome = settle(turn, focus, [one for one in known if one.deed is not Deed.STORE])
    if outcome is None:
        return None
    right = any(one.deed is Deed.TAKE and one.of is Of.NUMBERS for one in known)  # no answers
    if not outcome.changes and not (acts and (unfit or right)):
        return None
    return partial(_do_part, turn, focus, replace(outcome, stored=False, asked=0), unknown)


def _does_nothing(act: Clause) -> bool:
    """`giữ mấy dòng kia`, `dòng 4 để sau`, where nothing else is said."""
    return act.of is not Of.ONLY and act.deed in (Deed.KEEP, Deed.WAIT)


def _is_mixed(clauses: Sequence[Clause]) -> bool:
    """Whether it does more than other readers of lines understand."""
    acts = [one for one in clauses if one.deed is not None]
    plain = all(
        one.of is Of.NUMBERS and one.deed in (Deed.CHANGE, Deed.DROP) and not (one.like or one.bare)
        for one in acts
    )
    alone = len(acts) == 1 and acts[0].of in (Of.NUMBERS, Of.ALL) and not acts[0].count
    return bool(acts) and not plain and not (alone and len(clauses) == 1)


def _do(turn: Turn, focus: Preview, outcome: PreviewOutcome) -> None:
    held, lines = _lines_after(turn, focus, outcome)
    fixed = {*outcome.edits.fixes, *(line.number for line in outcome.right)}
    gone = {line.number for line in held.lines} - {line.number for line in lines}
    if not lines and not focus.notes:
        leave_preview(turn, focus)
        return
    asked = find_line(focus, outcome.asked)
    if asked is not None and held.lines == lines:  # nothing else was said
        ask_line(turn, held, asked)
        return
    left = {line.number for line in lines}
    only = outcome.alone or left - outcome.waiting
    doubtful = any(line.number in fixed and not is_sure(turn, line) for line in lines)
    if doubtful or not only or not (outcome.stored or outcome.alone):
        show_changed(turn, held, lines, fixed=fixed, gone=gone)
        if asked is not None:
            ask_line(turn, held.model_copy(update={"lines": lines}), asked)
        return
    after = held.model_copy(update={"lines": lines, "warnings": (), "asked": 0})
    _tell_changes(turn, focus, after, fixed, gone)
    confirm_preview(turn, after, only=() if only == left else tuple(sorted(only)))


def _tell_changes(
    turn: Turn, focus: Preview, after: Preview, fixed: set[int], gone: set[int]
) -> None:
    """What was changed and dropped before the rest is stored."""
    was = {line.number: line for line in focus.lines}
    if fixed or gone:
        turn.say(
            "preview.edited",
            lines=[
                describe_line(turn.form, turn.report, one)
                for one in after.lines
                if one.number in fixed
            ],
            gone=[describe_line(turn.form, turn.report, was[n]) for n in sorted(gone) if n in was],
            count=0,
            notes=[],
            all_notes=0,
        )


def _do_part(turn: Turn, focus: Preview, outcome: PreviewOutcome, unknown: Sequence[str]) -> None:
    turn.decided = True
    if outcome.changes:
        _do(turn, focus, outcome)
    else:
        turn.quiet = True
    turn.say("preview.partly", parts=[shorten_text(one) for one in unknown])


def _lines_after(
    turn: Turn, focus: Preview, outcome: PreviewOutcome
) -> tuple[Preview, tuple[PreviewLine, ...]]:
    """The preview with what was proposed and is right, and its lines after all changes."""
    held = take_proposed(turn, focus, outcome.right)
    settled = {line.number for line in outcome.right}
    rows = {line.entry.row for line in held.lines if line.number in settled}
    replaced = {
        line.number
        for line in held.lines
        if line.number not in settled and line.entry.row is not None and line.entry.row in rows
    }
    edits = LineEdits(fixes=outcome.edits.fixes, gone=outcome.edits.gone | replaced)
    return held, changed_lines(turn, held, edits, frozenset(settled))
