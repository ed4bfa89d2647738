"""Which points of a list each reason of a message is for, and what cannot be taken for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conversations.commands.prompt_words import strip_reason_word
from conversations.commands.report import Command, parse_command
from conversations.dialog.checks.explanations import is_hard
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.parsing.reason import LONGEST_REASON
from conversations.reports.model import Report
from conversations.speech.corrections import read_correction, read_retraction
from conversations.speech.postponement import is_postponement
from conversations.speech.questions import recognise_question
from conversations.speech.reasons import ReasonLikeness, judge_named_reason
from conversations.speech.told_reasons import PointScope, ToldReason, names_earlier
from conversations.text.courtesy import text_without_courtesy
from conversations.text.normalize import shorten_text

LONGEST_FIGURE = 20  # characters of a number with its unit


@dataclass
class PointReasons:
    """What a message says of a list of checks, by number: reasons, and `refused` what is none with
    why not. `points` are those that are open, `names` all of the list."""

    form: Form
    report: Report
    names: tuple[str, ...]
    points: dict[int, str]
    before: str = ""  # the reason that was given last, before the message
    given: dict[int, str] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def take(self, told: tuple[ToldReason, ...]) -> None:
        """Take all reasons of a message; a point that is given two has none."""
        twice = _named_twice(told)
        last = self.before
        for one in told:
            numbers = self._meant(one, told)
            why = self._words(one, last)
            last = why or last
            for number in numbers:
                if number in twice:
                    self._refuse("twice", (number,))
                else:
                    self._take_one(number, one, why)

    def refuse_text(self, text: str) -> None:
        """What names no point."""
        self._refuse("nowhere", (), text)

    def reasons(self) -> dict[str, str]:
        """The reason of each check that was given one."""
        return {self.names[number - 1]: why for number, why in sorted(self.given.items())}

    def told_lines(self) -> list[dict[str, Any]]:
        """The reasons in short, each with the numbers that it is for."""
        by_reason: dict[str, list[int]] = {}
        for number, why in sorted(self.given.items()):
            by_reason.setdefault(why, []).append(number)
        return [
            {"numbers": numbers, "reason": shorten_text(why)} for why, numbers in by_reason.items()
        ]

    def _meant(self, one: ToldReason, told: tuple[ToldReason, ...]) -> tuple[int, ...]:
        if one.scope is PointScope.NAMED:
            return one.numbers
        if one.scope is PointScope.ALL:
            if one.count is not None and one.count != len(self.points):
                self._refuse("count", (), one.why, count=one.count)
                return ()
            return tuple(self.points)
        named = {number for other in told for number in other.numbers}
        left = tuple(number for number in self.points if number not in named)
        if not left:
            self._refuse("none_left", (), one.why)
        return left

    def _words(self, one: ToldReason, last: str) -> str:
        """The reason in its own words; that of an earlier point where it refers to one."""
        why = text_without_courtesy(one.why)
        earlier = names_earlier(why)
        if earlier is None:
            return why
        if earlier == 0:
            return last or why
        if earlier in self.given:
            return self.given[earlier]
        name = self.names[earlier - 1] if earlier <= len(self.names) else ""
        kept = self.report.reasons.get(name)
        return kept.text if kept is not None and kept.text else why

    def _take_one(self, number: int, one: ToldReason, why: str) -> None:
        if not 1 <= number <= len(self.names):
            self._refuse("no_point", (number,), why)
            return
        name = self.names[number - 1]
        code = self._why_none(name, one, why, number)
        if code:
            self._refuse(code, (number,), why)
        else:
            self.given[number] = strip_reason_word(why)

    def _why_none(self, name: str, one: ToldReason, why: str, number: int) -> str:
        """Why this is no reason for the check; nothing when it is one."""
        if number not in self.points and not self._is_kept(name):
            return "mended"
        if not why:
            return "empty"
        if is_postponement(why) or _is_later(why):
            return "later"
        amount = leading_amount(why, whole=False) if len(why) <= LONGEST_FIGURE else None
        likeness, _ = judge_named_reason(why)
        corrects = read_correction(why, of_question=True) is not None
        if corrects or (amount is not None and likeness is not ReasonLikeness.CLEAR):
            return "number"
        if is_hard(self.form, name):
            return "hard"
        if names_earlier(why) is not None:
            return "earlier"
        if len(why) > LONGEST_REASON:
            return "too_long"
        if likeness is ReasonLikeness.NONE:
            return "short"
        asks = recognise_question(why, self.form, free_text=True) is not None
        takes_back = read_retraction(why) is not None
        if likeness is ReasonLikeness.DOUBTFUL or one.runs_on or asks or takes_back:
            return "doubtful"
        return ""

    def _is_kept(self, name: str) -> bool:
        kept = self.report.reasons.get(name)
        return kept is not None and bool(kept.text)

    def _refuse(self, why: str, numbers: tuple[int, ...], text: str = "", count: int = 0) -> None:
        line = {"why": why, "numbers": list(numbers), "read": shorten_text(text), "count": count}
        if line not in self.refused:
            self.refused.append(line)


def _is_later(text: str) -> bool:
    """`để sau`, `bỏ qua`."""
    command = parse_command(text)
    return command is not None and command.command is Command.SKIP and not command.argument


def _named_twice(told: tuple[ToldReason, ...]) -> frozenset[int]:
    """The points that are named again with other words."""
    words: dict[int, set[str]] = {}
    for one in told:
        for number in one.numbers:
            words.setdefault(number, set()).add(one.why.strip().casefold())
    return frozenset(number for number, said in words.items() if len(said) > 1)
