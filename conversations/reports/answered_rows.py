"""Which rows of a report have an answer, kept up to date from answer to answer: a report may have
thousands of rows, and an answer changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversations.answers.values import BLANK, Answer


@dataclass(frozen=True)
class AnsweredRows:
    """What is counted of these answers, and of no others."""

    answers: Mapping[str, Answer]
    keys: frozenset[str]
    _counts: dict[int, tuple[Mapping[str, object], int]] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Mapping[str, Answer]) -> AnsweredRows:
        """Counted anew."""
        return cls(answers, frozenset(key for key, one in answers.items() if _says_something(one)))

    def count(self, among: Mapping[str, object]) -> int:
        """How many of these rows have an answer."""
        known = self._counts.get(id(among))
        if known is None or known[0] is not among:
            known = self._counts[id(among)] = (among, len(self.keys.intersection(among)))
        return known[1]

    def after(self, answers: Mapping[str, Answer], key: str) -> AnsweredRows:
        """The same of these answers, which differ in one row."""
        was, is_ = key in self.keys, _says_something(answers[key])
        if was is is_:
            return AnsweredRows(answers, self.keys, self._counts)
        keys = self.keys | {key} if is_ else self.keys - {key}
        more = 1 if is_ else -1
        counts = {
            number: (among, count + more * (key in among))
            for number, (among, count) in self._counts.items()
        }
        return AnsweredRows(answers, keys, counts)


def _says_something(answer: Answer) -> bool:
    return answer.state is not BLANK.state
