"""What was counted, as a table in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from tests.torture.tally import Tally

_NAMED = ("lost", "wrong", "unexplained")
_HEAD = ("fault", "times", "confirmed answers", "lost", "wrong row", "unexplained errors")
_REST = ("other failures", "seen twice", "unsure", "longest wait, s")


def table(played: Mapping[str, Tally]) -> str:
    """One line a scene, and one for all of them."""
    rows = [_row(name, tally) for name, tally in played.items()]
    rows.append(_row("all", sum(played.values(), Tally())))
    heads = [*_HEAD, *_REST]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _row(name: str, tally: Tally) -> list[str]:
    other = {key: many for key, many in tally.failures.items() if key not in _NAMED}
    twice = {
        "text": tally.again_text,
        "document": tally.again_document,
        "reminder": tally.again_reminder,
    }
    figures = [tally.kills, tally.answers, tally.lost, tally.wrong, tally.unexplained]
    return [
        name,
        *map(str, figures),
        _listed(other),
        _listed({key: many for key, many in twice.items() if many}),
        str(tally.unsure),
        f"{tally.longest_wait:.1f}",
    ]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{many} {name}" for name, many in counts.items()) or "0"
