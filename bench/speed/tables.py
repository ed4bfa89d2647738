"""Results as Markdown, with medians and ratios of the rounds."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.speed.measuring import Result

HEAD = """| system | answers/s | first / it | CPU µs an answer | p50 ms | p99 ms | calls | others |
|---|---|---|---|---|---|---|---|"""


def table(title: str, rounds: Sequence[Sequence[Result]]) -> str:
    """One line a system, in the order of the first round; medians over the rounds. A ratio is
    the median of each round's own ratio."""
    lines = [f"\n### {title}\n", HEAD]
    first = rounds[0][0].system
    for name in [result.system for result in rounds[0]]:
        mine = [_of(name, results) for results in rounds]
        theirs = [_of(first, results) for results in rounds]
        ratios = [a.rate / b.rate for a, b in zip(theirs, mine, strict=True) if b.rate]
        lines.append(_line(name, mine, ratios))
    return "\n".join(lines)


def _of(name: str, results: Sequence[Result]) -> Result:
    return next(result for result in results if result.system == name)


def _line(name: str, results: Sequence[Result], ratios: Sequence[float]) -> str:
    rates = [result.rate for result in results]
    spread = f" ({min(rates):,.0f} to {max(rates):,.0f})" if len(rates) > 1 else ""
    middle = statistics.median(ratios) if ratios else 0.0
    ratio = f"{middle:.{2 if middle >= 0.1 else 4}f}"
    cells = [
        name,
        f"{statistics.median(rates):,.0f}{spread}",
        ratio,
        f"{statistics.median(result.cpu for result in results):,.0f}",
        _wait([(result.p50, result.open_p50) for result in results]),
        _wait([(result.p99, result.open_p99) for result in results]),
        f"{statistics.median(result.calls for result in results):.2f}",
        f"{max(result.others for result in results):.0%}",
    ]
    return f"| {' | '.join(cells)} |"


def _wait(waits: Sequence[tuple[float, bool]]) -> str:
    middle = statistics.median(wait for wait, _ in waits)
    sign = "≥ " if any(still for _, still in waits) else ""
    return f"{sign}{middle:,.1f}"


def machine(cores: Sequence[int]) -> str:
    """What it was measured on, and with which versions."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    peers = ("python-telegram-bot", "aiogram", "uvloop")
    versions = ", ".join(f"{name} {version(name)}" for name in peers)
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return (
        f"{model}, {os.cpu_count()} cores (systems on {cores[0]}, driver and Bot API on "
        f"{cores[1]}), Linux {platform.release()}, Python {platform.python_version()}; "
        f"{versions}; load average {load}"
    )
