"""Why a check that does not hold is kept, written beside its rows."""

from __future__ import annotations

from conversations.dialog.cells.entries import CellEntry, CellFate, CellOutcome
from conversations.dialog.checks.reasons import write_reason
from conversations.dialog.corrections import WITHDRAWN
from conversations.dialog.turn import Turn
from conversations.forms.check import Check, Severity
from conversations.parsing.reason import LONGEST_REASON, is_reason
from conversations.protocol.messages import Reply
from conversations.rules.checks import fingerprint_operands, judge_check
from conversations.text.normalize import clean_text, shorten_text


def write_reason_entry(turn: Turn, entry: CellEntry) -> CellOutcome:
    """Keep the check of this name for the reason, or withdraw one that is emptied."""
    known = {check.id: check for check in turn.form.checks}
    if turn.report.only is not None or entry.key not in known:
        return entry.outcome(CellFate.REFUSED, Reply(code="cell.gone"))
    stored = turn.report.reasons.get(entry.key)
    stands, text = stored.text if stored is not None else "", clean_text(entry.text)
    if text == stands and (not text or _is_kept_for(turn, known[entry.key])):
        return entry.outcome(CellFate.SAME)
    if stands != entry.seen:
        data = {"theirs": stands, "author": "", "mine": text}
        said = Reply(code="cell.conflict", data=data)
        return entry.outcome(CellFate.CONFLICT, said, (), stands)
    if not text:
        turn.keep(entry.key, WITHDRAWN)
        return entry.outcome(CellFate.STORED)
    refused = _refusal(known[entry.key], text)
    if refused is not None:
        return entry.outcome(CellFate.REFUSED, refused)
    write_reason(turn, entry.key, text, settled=_breaks_when_settled(turn, known[entry.key]))
    return entry.outcome(CellFate.STORED)


def _breaks_when_settled(turn: Turn, check: Check) -> bool:
    """Whether the check holds, or is unknown, as long as blanks may still be answered."""
    return judge_check(turn.form, turn.report, check, settled=False).holds is not False


def _is_kept_for(turn: Turn, check: Check) -> bool:
    """Whether the reason that stands was given for the answers as they are now."""
    settled = _breaks_when_settled(turn, check)
    verdict = judge_check(turn.form, turn.report, check, settled=settled)
    operands = fingerprint_operands(turn.report, verdict)
    return turn.report.reasons[check.id].operands == operands


def _refusal(check: Check, text: str) -> Reply | None:
    read = shorten_text(text)
    if check.severity is not Severity.SOFT:
        return Reply(code="reason.hard", data={"read": read})
    if len(text) > LONGEST_REASON:
        data = {"read": read, "limit": LONGEST_REASON, "length": len(text)}
        return Reply(code="reason.too_long", data=data)
    return None if is_reason(text) else Reply(code="reason.short", data={"read": read})
