"""A check that does not hold: its rows to correct, or the reason to keep it."""

from __future__ import annotations

import re
from functools import partial

from conversations.bulk.label_match import read_labelled
from conversations.bulk.mixed import find_clearer_mix
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.dialog import navigation, preview, submission
from conversations.dialog.checks.explanations import is_hard
from conversations.dialog.checks.reasons import keep_reason, last_reason
from conversations.dialog.checks.told_points import LONGEST_FIGURE
from conversations.dialog.outline import MAX_LIST, rows_to_mend, tell_apart_briefly
from conversations.dialog.overview import row_line
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.row_answers import ask_row
from conversations.dialog.sentences import SEVERAL, are_all_placed, hear_sentence
from conversations.dialog.states.base import State, View
from conversations.dialog.states.check_explanations import go_on_explaining
from conversations.dialog.turn import Turn
from conversations.forms.check import Check
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import ReadValue
from conversations.protocol.check_states import FailedCheck, ReasonConfirmation
from conversations.protocol.events import OpenRow, PostponeCheck
from conversations.protocol.messages import Reply
from conversations.protocol.session import Summary
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.rules import checks
from conversations.speech.acts import Awaited
from conversations.speech.consent import read_consent
from conversations.speech.reasons import ReasonLikeness, judge_reason, tells_reason
from conversations.speech.told_reasons import PointScope, names_earlier, read_told_reasons
from conversations.text.normalize import fold_text, short_number

_ADDRESSED = re.compile(r"=|\t|:\s*\d|->|→|\d\s+là\s")
_ENDS_IN_FIGURE = re.compile(r"\d\s*%?\s*(?:nha|nhé|em|ạ|thôi|mới đúng|mới phải|chứ)*[\s.!]*$")
_NUMBERED = re.compile(r"(?:sua\s+)?(?:dong\s+)?(\d{1,2})\.?")


def _of_all(text: str) -> str:
    """A reason without the words that it is for all: `tất cả: …` is for the one check here."""
    told, others = read_told_reasons(text)
    one = told[0] if len(told) == 1 and not others else None
    whole = one is not None and one.sign and one.why and one.scope is not PointScope.NAMED
    return one.why if one is not None and whole else text


def _is_stored(turn: Turn, one: BulkEntry) -> bool:
    """Whether the row has this answer already."""
    stored = turn.report.answer(one.row) if one.row is not None else None
    return (
        isinstance(one.reading, ReadValue)
        and stored is not None
        and (stored.value == one.reading.value)
    )


class FailedCheckState(State[FailedCheck]):
    def show_prompt(self, view: View) -> Reply:
        """The first of the checks, with the rows it speaks of."""
        form, report, check = view.form, view.report, self._check(view.form)
        rows = rows_to_mend(form, self._judge(form, report).rows)
        labels = tell_apart_briefly(form, [row.key for row in rows])
        compares = any("last" in rule.must or "steady" in rule.must for rule in check.rules)
        data = {
            "message": check.message,
            "check": check.id,
            "rows": [
                row_line(row, report)
                | {"label": labels[row.key]}
                | {"last": printed_before(report, row) if compares else ""}
                for row in rows
            ],
            "left": len(self.focus.checks),
            "submitting": self.focus.submitting,
        }
        fixes = tuple(
            (make_button("fix", OpenRow(row=row.key), label=row.title, n=n),)
            for n, row in enumerate(rows[:MAX_LIST], 1)
            if row.answer is not None and row.computed is None
        )
        later = ((make_button("later", PostponeCheck(check=check.id)),),)
        return Reply(code=f"check.{check.severity.value}", data=data, buttons=(*fixes, *later))

    def _check(self, form: Form) -> Check:
        return form.check(self.focus.checks[0])

    def _is_hard(self, form: Form) -> bool:
        """Whether no reason can keep it."""
        return is_hard(form, self.focus.checks[0])

    def _judge(self, form: Form, report: Report) -> checks.Verdict:
        return checks.judge_check(form, report, self._check(form), settled=self.focus.submitting)

    def awaited(self, form: Form) -> Awaited:
        return Awaited.REASON

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return tuple(row.key for row in rows_to_mend(form, self._judge(form, report).rows))

    def row_by_number(self, turn: Turn, words: str) -> str | None:
        """A number is that of a line here; `câu 3` is the question of that number, but where rows
        are asked by list, which have no other numbers."""
        number = short_number(re.sub(r"\D", "", words)) or 0
        asked = re.search(rf"\bcau (?:so )?{number}\b", fold_text(turn.typed or words))
        if asked and self._means_questions(turn):
            return None
        return super().row_by_number(turn, words)

    def _means_questions(self, turn: Turn) -> bool:
        """Whether the text names questions by their numbers."""
        named = re.search(r"\bcau (?:so )?\d", fold_text(turn.typed)) is not None
        return named and not turn.by_list and not turn.session.listed

    def take_text(self, turn: Turn, text: str) -> None:
        """Other values for its rows, the number or the name of a row to correct, or the reason to
        keep the check: asked about when the words could mean something else."""
        if self._open_numbered(turn, text) or self._take_answers(turn, text):
            return
        text = _of_all(text)
        if names_earlier(text) == 0 and not self._is_hard(turn.form):
            self._ask_earlier(turn, text)
            return
        likeness, reason = judge_reason(text)
        if likeness is ReasonLikeness.CLEAR and read_labelled(turn.form, text) is not None:
            likeness = ReasonLikeness.DOUBTFUL
        short = len(text) <= LONGEST_FIGURE and "=" not in text
        unsure = short and likeness is not ReasonLikeness.CLEAR
        if unsure and leading_amount(text, whole=False) is not None:
            self._say(turn, "reason.number", text)
        elif self._is_hard(turn.form):
            self._say(turn, "reason.hard", text)
        elif read_consent(text) is not None:
            self._say(turn, "reason.needed" if read_consent(text) else "reason.wrong", text)
        elif likeness is ReasonLikeness.NONE:
            self._say(turn, "reason.number" if text.isdecimal() else "reason.short", text)
        elif likeness is ReasonLikeness.DOUBTFUL:
            turn.look_at(ReasonConfirmation(said=reason, asked=self.focus))
        elif keep_reason(turn, self.focus, reason):
            self.go_on(turn, later=False)

    def _ask_earlier(self, turn: Turn, text: str) -> None:
        """`cũng lý do đấy`: whether the reason that was given last is meant, in its words."""
        if reason := last_reason(turn):
            turn.look_at(ReasonConfirmation(said=reason, asked=self.focus))
        else:
            self._say(turn, "reason.short", text)

    def _say(self, turn: Turn, code: str, text: str) -> None:
        turn.say(code, read=text)
        turn.quiet = True

    def _open_numbered(self, turn: Turn, text: str) -> bool:
        """`2`, `sửa 2`, `dòng 2`: the row of that number is asked."""
        found = _NUMBERED.fullmatch(fold_text(text))
        key = self.row_by_number(turn, found[1]) if found else None
        if key is not None and turn.form.row(key).computed is None:
            navigation.open_row(turn, key)
            return True
        if found and not text.isdecimal():
            count = len(self.numbered_rows(turn.form, turn.report))
            turn.say("check.no_line", read=found[1], count=count)
            turn.quiet = True
            return True
        return False

    def _take_answers(self, turn: Turn, text: str) -> bool:
        """`1=14; 3=76`, `biên chế có mặt = 46`, pasted lines: values for rows that are named. What
        is clear is written at once, all else previewed. False for other texts."""
        rows = self.numbered_rows(turn.form, turn.report)
        named = _ADDRESSED.search(turn.typed) is not None
        if named and self._means_questions(turn):
            rows = ()
        if self._take_mix(turn, rows):
            return True
        listed = bool(rows)
        bursts = (
            read_burst(turn.form, turn.report, rows, turn.typed, listed=listed) if named else ()
        )
        if not any(entry.row for burst in bursts for entry in burst.entries):
            return self._take_dictated(turn, rows)
        if preview.write_clear(turn, bursts, rows):
            self.return_from_edit(turn)
        else:
            preview.preview_readings(turn, bursts, text, rows)
        return True

    def _take_mix(self, turn: Turn, rows: tuple[str, ...]) -> bool:
        """Several rows by their numbers, here or in the list in hand, which no reason names so."""
        if tells_reason(turn.typed) and not self._is_hard(turn.form):
            return False
        for numbered in filter(None, (rows, turn.session.listed)):
            read_ways = partial(
                read_burst, turn.form, turn.report, numbered, turn.typed, listed=True
            )
            way = find_clearer_mix(turn.form, turn.report, numbered, turn.typed, read_ways)
            if way is not None:
                preview.preview_readings(turn, (way,), turn.typed, numbered)
                return True
        return False

    def _take_dictated(self, turn: Turn, rows: tuple[str, ...]) -> bool:
        """`đúng hạn 8 quá hạn 4`: values behind words of labels; one alone for a row of the check,
        for a reason may tell a number too."""
        likeness, _ = judge_reason(turn.typed)
        clear = likeness is ReasonLikeness.CLEAR and not self._is_hard(turn.form)
        heard = hear_sentence(turn, turn.typed, rows)
        of_others = are_all_placed(heard, SEVERAL) and any(one.row not in rows for one in heard)
        if clear and not (of_others and sum(one.said[:1].isdigit() for one in heard) >= SEVERAL):
            return False
        if not are_all_placed(heard) or all(_is_stored(turn, one) for one in heard):
            return False  # `66 văn bản cũng nằm trong 594 văn bản đó` is a reason
        if len(heard) == 1 and heard[0].row not in rows and not _ENDS_IN_FIGURE.search(turn.typed):
            return False
        preview.preview_readings(turn, (BulkAnswers(entries=heard),), turn.typed, rows)
        return True

    def submit(self, turn: Turn) -> None:
        """Asked to submit once more: why that cannot be, and what to do; nothing is repeated."""
        if not self.focus.submitting:
            super().submit(turn)
            return
        hard = self._is_hard(turn.form)
        turn.say("submit.still", hard=hard, count=len(self.focus.checks), numbered=False)
        turn.quiet = True

    def skip(self, turn: Turn) -> None:
        self.go_on(turn, later=True)

    def postpone(self, turn: Turn) -> None:
        turn.say("reason.later")
        self.go_on(turn, later=True)

    def go_on(self, turn: Turn, *, later: bool) -> None:
        """Leave the check: on to the next, or back to where the officer was."""
        if self.focus.listed is not None:
            go_on_explaining(turn, self.focus.listed)
        elif len(self.focus.checks) > 1:
            turn.look_at(self.focus.model_copy(update={"checks": self.focus.checks[1:]}))
        elif self.focus.submitting and later:
            turn.say("submit.stopped")
            turn.look_at(Summary())
        else:
            self._finish(turn)

    def _finish(self, turn: Turn) -> None:
        if self.focus.submitting:
            submission.submit_report(turn)
        else:
            ask_row(turn, self.focus.back_to or turn.next_open(None))

    def return_from_edit(self, turn: Turn) -> None:
        """Back to the checks, without those that hold by now."""
        raised = checks.failed_checks(turn.form, turn.report, settled=self.focus.submitting)
        names = {verdict.check.id for verdict in raised}
        left = tuple(check for check in self.focus.checks if check in names)
        if left:
            turn.look_at(self.focus.model_copy(update={"checks": left}))
        elif self.focus.listed is not None:
            go_on_explaining(turn, self.focus.listed)
        else:
            self._finish(turn)
