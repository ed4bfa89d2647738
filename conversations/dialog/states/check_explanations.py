"""Several checks that do not hold: why may each be kept? One message answers as many as it names;
the others wait."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.bulk.label_match import read_labelled
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.commands.report import Command, parse_command
from conversations.dialog import preview, submission
from conversations.dialog.checks.explanations import (
    ask_explanations,
    describe_points,
    is_hard,
    open_points,
    prompt_explanations,
)
from conversations.dialog.checks.reasons import last_reason, write_reasons
from conversations.dialog.checks.told_points import PointReasons
from conversations.dialog.outline import rows_to_mend, tell_apart_shortly
from conversations.dialog.prompts.keyboard import Buttons, make_button
from conversations.dialog.row_answers import ask_row
from conversations.dialog.sentences import SEVERAL, are_all_placed, hear_sentence
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.check_states import CheckExplanations, FailedCheck
from conversations.protocol.events import OpenRow
from conversations.protocol.messages import Reply
from conversations.protocol.session import Summary
from conversations.rules import checks
from conversations.speech.acts import Awaited
from conversations.speech.consent import read_consent
from conversations.speech.reasons import ReasonLikeness, judge_named_reason, judge_reason
from conversations.speech.told_reasons import (
    PointScope,
    ToldReason,
    names_earlier,
    read_told_reasons,
)
from conversations.text.normalize import fold_text, shorten_text

LEAST_TOLD = 6  # words of what may be a reason and is asked about
MOST_FIXES = 4  # rows of a ticked point that are offered to be corrected
_OPENS = re.compile(
    r"(?:sua|mo|xem)(?: so| lai)?(?: (?:diem|cau|canh bao|muc|dong|cai))? (\d{1,2})"
)
_ASKS = re.compile(  # `điểm 2 là sao em`
    r"(?:diem|canh bao)(?: so)? (\d{1,2}) (?:la|bi|nghia la|co|sai|loi|sao)"
    r"(?: (?:sao|gi|loi|vay|the|nao|cho nao|la|thi|phai|sua|em|a|oi|ha|anh|chi))*"
)
_NUMBERED_VALUE = re.compile(r"\b\d{1,3}\s*(?:=|:|\b(?:la|thanh|sang|sua|doi)\b)[\s\w]{0,12}?\d")
_EACH = re.compile(
    r"(?:tung|lan luot)(?: (?:diem|cau|cai|muc|canh bao|mot|dong))*|lan luot|hoi tung cai"
)


class CheckExplanationsState(State[CheckExplanations]):
    def show_prompt(self, view: View) -> Reply:
        return prompt_explanations(view.form, view.report, self.focus)

    def awaited(self, form: Form) -> Awaited:
        return Awaited.REASON

    def takes_block(self, turn: Turn, text: str) -> bool:
        """`1: …; 2: à sửa thành 12` is nothing but reasons and what stands in their place."""
        if _ASKS.fullmatch(fold_text(text).strip(" .!?")):
            return True
        told, _ = read_told_reasons(turn.typed)
        return bool(told) and "?" not in text

    def take_text(self, turn: Turn, text: str) -> None:
        """Reasons by number, numbers to give one reason for, a point to open, or corrected
        answers."""
        said = fold_text(text).strip(" .!?")
        told, others = read_told_reasons(turn.typed)
        if (opens := _OPENS.fullmatch(said) or _ASKS.fullmatch(said)) is not None:
            self._open(turn, int(opens[1]))
        elif _EACH.fullmatch(said):
            self.choose(turn, 0)
        elif told and not others and not any(one.why or one.sign for one in told):
            self._name_points(turn, told)
        elif told:
            self._take(turn, told, others)
        else:
            self._take_unnamed(turn, text)

    def choose(self, turn: Turn, index: int) -> None:
        """Go through the points one by one."""
        points = open_points(turn.form, turn.report, self.focus)
        turn.look_at(
            FailedCheck(
                checks=(*points.values(), *self.focus.rest),
                back_to=self.focus.back_to,
                submitting=self.focus.submitting,
            )
        )

    def tick(self, turn: Turn, check: str) -> None:
        points = open_points(turn.form, turn.report, self.focus)
        number = next((n for n, name in points.items() if name == check), None)
        if number is None:
            turn.say("old.nothing")
            turn.quiet = True
        else:
            self._tick(turn, tuple(sorted({*self.focus.ticked} ^ {number})))

    def _name_points(self, turn: Turn, told: tuple[ToldReason, ...]) -> None:
        """`1, 3`, `tất cả`: what the reason that was typed before, or the next one, is for."""
        if said := self.focus.said:
            self._take(turn, tuple(replace(one, why=said, sign=":") for one in told), ())
            return
        points = open_points(turn.form, turn.report, self.focus)
        numbers = {n for one in told for n in one.numbers}
        if any(one.scope is not PointScope.NAMED for one in told):
            numbers |= {*points}
        if unknown := sorted(numbers - {*points}):
            turn.say("explain.no_point", read=turn.typed, points=unknown, left=[*points])
            turn.quiet = True
        else:
            self._tick(turn, tuple(sorted(numbers)))

    def _tick(self, turn: Turn, numbers: tuple[int, ...]) -> None:
        focus = self.focus.model_copy(update={"ticked": numbers})
        turn.look_at(focus)
        turn.beside = _fixes(turn, focus)
        hard = [n for n in numbers if is_hard(turn.form, focus.checks[n - 1])]
        turn.say("explain.ticked", points=list(numbers), hard=hard)
        turn.quiet = True

    def _open(self, turn: Turn, number: int) -> None:
        """One point by itself, with its rows to correct; then back to the list."""
        points = open_points(turn.form, turn.report, self.focus)
        if number not in points:
            turn.say("explain.no_point", read=turn.typed, points=[number], left=[*points])
            turn.quiet = True
            return
        listed = self.focus.model_copy(update={"ticked": (), "said": ""})
        turn.look_at(
            FailedCheck(
                checks=(points[number],),
                back_to=listed.back_to,
                submitting=listed.submitting,
                listed=listed,
            )
        )

    def _take(self, turn: Turn, told: tuple[ToldReason, ...], others: tuple[str, ...]) -> None:
        """Store what is a reason; say what is none, and what is left."""
        focus = self.focus
        points = open_points(turn.form, turn.report, focus)
        read = PointReasons(turn.form, turn.report, focus.checks, points, last_reason(turn))
        read.take(told)
        for other in others:
            if not _submits(other):
                read.refuse_text(other)
        self._store(turn, read)

    def _store(self, turn: Turn, read: PointReasons) -> None:
        given = read.reasons()
        if given:
            write_reasons(turn, given, settled=self.focus.submitting)
            turn.say("explain.kept", lines=read.told_lines(), brief=turn.room.scarce)
        if read.refused:
            turn.say("explain.refused", lines=read.refused, count=len(self.focus.checks))
            turn.quiet = True
        if given:
            go_on_explaining(turn, self.focus)

    def _take_unnamed(self, turn: Turn, text: str) -> None:
        """A reason for what was ticked, or for the only point that is left; of several it is asked
        which. Else corrected answers."""
        points = open_points(turn.form, turn.report, self.focus)
        numbers = self.focus.ticked or (tuple(points) if len(points) == 1 else ())
        if names_earlier(text) == 0:
            self._take_earlier(turn, text, numbers)
            return
        judge = judge_named_reason if self.focus.ticked else judge_reason
        likeness, reason = judge(text)
        heard = hear_sentence(turn, text)
        figures = sum(one.said[:1].isdigit() for one in heard)
        if are_all_placed(heard, SEVERAL) and figures >= SEVERAL:
            preview.preview_readings(turn, (BulkAnswers(entries=heard),), text, ())
            return
        clear = likeness is ReasonLikeness.CLEAR and read_labelled(turn.form, text) is None
        if clear and numbers:
            told = ToldReason(PointScope.NAMED, numbers, reason, sign=":")
            self._take(turn, (told,), ())
        elif clear:
            self._ask_points(turn, reason)
        elif read_consent(text) is not None:  # `đúng hết rồi em`
            turn.say("explain.needed", left=[*points])
            turn.quiet = True
        elif _mend(turn, text, heard):
            pass
        elif _may_be_reason(text, likeness):
            self._ask_points(turn, reason)  # as one warning alone asks whether it is a reason
        else:
            left = [*(self.focus.ticked or points)]
            turn.say("explain.unclear", read=shorten_text(text), left=left)
            turn.quiet = True

    def _take_earlier(self, turn: Turn, text: str, numbers: tuple[int, ...]) -> None:
        """`cũng lý do đấy`: the reason that was given last, for the points that are meant."""
        reason = last_reason(turn)
        if not reason:
            turn.say("reason.short", read=text)
            turn.quiet = True
        elif numbers:
            self._take(turn, (ToldReason(PointScope.NAMED, numbers, reason, sign=":"),), ())
        else:
            self._ask_points(turn, reason)

    def _ask_points(self, turn: Turn, reason: str) -> None:
        points = open_points(turn.form, turn.report, self.focus)
        turn.look_at(self.focus.model_copy(update={"said": reason}))
        turn.say("explain.which", read=reason, left=[*points])
        turn.quiet = True

    def submit(self, turn: Turn) -> None:
        """Asked to submit once more: why that cannot be, and what to do; nothing is repeated."""
        if not self.focus.submitting:
            super().submit(turn)
            return
        names = (*open_points(turn.form, turn.report, self.focus).values(), *self.focus.rest)
        hard = all(is_hard(turn.form, name) for name in names)
        turn.say("submit.still", hard=hard, count=len(names), numbered=True)
        turn.quiet = True

    def skip(self, turn: Turn) -> None:
        if self.focus.submitting:
            turn.say("submit.stopped")
            turn.look_at(Summary())
        else:
            turn.say("reason.later")
            ask_row(turn, self.focus.back_to or turn.next_open(None))

    def postpone(self, turn: Turn) -> None:
        self.skip(turn)

    def cancel(self, turn: Turn) -> None:
        self.skip(turn)

    def return_from_edit(self, turn: Turn) -> None:
        go_on_explaining(turn, self.focus)


def go_on_explaining(turn: Turn, focus: CheckExplanations) -> None:
    """What is left of the list, under the numbers it had; then what waited, and on."""
    points = open_points(turn.form, turn.report, focus)
    raised = {one.check.id for one in checks.failed_checks(turn.form, turn.report, settled=True)}
    rest = tuple(name for name in focus.rest if name in raised)
    if points:
        turn.look_at(focus.model_copy(update={"ticked": (), "said": ""}))
        turn.say("explain.left", points=describe_points(turn.form, points))
        turn.quiet = True
        return
    turn.quiet = False
    if rest:
        ask_explanations(turn, rest, back_to=focus.back_to, submitting=focus.submitting)
    elif focus.submitting:
        submission.submit_report(turn)
    else:
        ask_row(turn, focus.back_to or turn.next_open(None))


def _fixes(turn: Turn, focus: CheckExplanations) -> Buttons:
    """The rows of the only point that is ticked, to be corrected instead."""
    if len(focus.ticked) != 1:
        return ()
    check = turn.form.check(focus.checks[focus.ticked[0] - 1])
    verdict = checks.judge_check(turn.form, turn.report, check, settled=focus.submitting)
    rows = [
        row
        for row in rows_to_mend(turn.form, verdict.rows)
        if row.answer is not None and row.computed is None
    ]
    labels = tell_apart_shortly(turn.form, [row.key for row in rows])
    return tuple(
        (make_button("point.fix", OpenRow(row=row.key), label=labels[row.key]),)
        for row in rows[:MOST_FIXES]
    )


def _may_be_reason(text: str, likeness: ReasonLikeness) -> bool:
    """Whether it is asked what a doubtful text is a reason for; not of other numbers for rows."""
    told = likeness is ReasonLikeness.DOUBTFUL and len(text.split()) >= LEAST_TOLD
    return told and _NUMBERED_VALUE.search(fold_text(text)) is None


def _submits(text: str) -> bool:
    """`nộp`: that is what the reasons lead to."""
    command = parse_command(text)
    return command is not None and command.command is Command.SUBMIT


def _mend(turn: Turn, text: str, heard: tuple[BulkEntry, ...]) -> bool:
    """`biên chế có mặt = 46`, `biên chế có mặt là 46 em`: other numbers, previewed; `heard` is what
    the sentence was taken for. False when nothing was understood."""
    bursts = read_burst(turn.form, turn.report, (), turn.typed, listed=False) if "=" in text else ()
    if not bursts and any(map(str.isdigit, text)):
        bursts = (BulkAnswers(entries=heard),) if heard else ()
    if bursts and any(entry.row for entry in bursts[0].entries):
        preview.preview_readings(turn, bursts, text, ())
        return True
    return False
