"""How the commands of a table are typed: accented or not, with or without a slash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from conversations.commands.spec import CommandTable, Mark
from conversations.text.normalize import fold_text

C = TypeVar("C", bound=CommandTable)


class Vocabulary(Generic[C]):
    """The words of a table's commands."""

    def __init__(self, table: type[C]) -> None:
        self._phrases = {words: command for command in table for words in command.spec.phrases}
        self._slashes = {words.replace(" ", ""): one for words, one in self._phrases.items()}
        self._longest = max(len(words.split()) for words in self._phrases)

    def parse_slash(self, text: str) -> tuple[C, str] | None:
        """The command whose words, as one, the text behind a slash begins with."""
        name, _, argument = text.strip().partition(" ")
        command = self._slashes.get(fold_text(name).partition("@")[0])
        return (command, argument.strip()) if command else None

    def parse_whole(self, text: str) -> tuple[C, str] | None:
        """The command that the text is, with nothing behind it."""
        command = self._phrases.get(fold_text(text).rstrip(" .!"))
        return (command, "") if command else None

    def parse_heads(self, text: str, ends: str) -> Iterator[tuple[C, str, str]]:
        """The commands whose words the text begins with, the longest first: with these words and
        what follows them. `ends`: the signs that may part the two."""
        words = text.split()
        folded = [fold_text(word) for word in words[: self._longest]]
        for size in range(len(folded), 0, -1):
            head = " ".join(filter(None, folded[:size])).rstrip(ends)
            command = self._phrases.get(head)
            if command is not None:
                rest = " ".join(text.split(maxsplit=size)[size:]).strip()
                keeps_lines = Mark.ROWS in command.spec.marks
                yield command, head, rest if keeps_lines else " ".join(rest.split())
