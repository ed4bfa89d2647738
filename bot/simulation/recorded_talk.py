"""A conversation written down as a test scenario: what the officer typed, what the bot said.

Lines that begin with `> ` are the officer's; the indented lines below are the bot's answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class RecordedExchange:
    """One text of the officer, and what the bot said to it."""

    officer: str
    bot: str = ""


@dataclass
class Recording:
    exchanges: list[RecordedExchange] = field(default_factory=list)

    def officer_says(self, text: str) -> None:
        self.exchanges.append(RecordedExchange(text))

    def bot_says(self, text: str) -> None:
        if self.exchanges:
            last = self.exchanges[-1]
            last.bot = f"{last.bot}\n\n{text}".strip()

    def write(self, path: Path) -> None:
        path.write_text(render_scenario(self.exchanges), encoding="utf-8")


def render_scenario(exchanges: list[RecordedExchange]) -> str:
    """The scenario as text."""
    parts = []
    for exchange in exchanges:
        bot = "\n".join(f"    {line}".rstrip() for line in exchange.bot.splitlines())
        parts.append(f"> {exchange.officer}\n{bot}\n")
    return "\n".join(parts)


def parse_scenario(text: str) -> list[RecordedExchange]:
    """Read a scenario back; lines of dashes and text before the first `> ` are comments."""
    found: list[RecordedExchange] = []
    for line in text.splitlines():
        if line.startswith("> ") or line == ">":
            found.append(RecordedExchange(line[2:]))
        elif found and (line.startswith("    ") or not line):
            found[-1].bot += line[4:] + "\n"
    for exchange in found:
        exchange.bot = exchange.bot.strip()
    return found
