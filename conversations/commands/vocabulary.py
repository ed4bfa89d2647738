"""How the commands of a table are typed: accented or not, with or without a slash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from conversations.commands.spec import CommandTable, Mark
from conversations.text.normalize import clean_text, fold_text, same_words

C = TypeVar("C", bound=CommandTable)
LONGEST = 100  # characters of a command's words


class Vocabulary(Generic[C]):
    """The words of a table's commands."""

    def __init__(self, table: type[C]) -> None:
        self._phrases = {
            fold_text(words): (words, command)
            for command in table
            for words in command.spec.phrases
        }
        self._slashes = {
            words.replace(" ", ""): command for words, (_, command) in self._phrases.items()
        }
        self._longest = max(len(words.split()) for words in self._phrases)

    def parse_slash(self, text: str) -> tuple[C, str] | None:
        """The command whose words, as one, the text behind a slash begins with."""
        name, _, argument = text.strip().partition(" ")
        command = self._slashes.get(fold_text(name).partition("@")[0])
        return (command, argument.strip()) if command else None

    def parse_whole(self, text: str) -> tuple[C, str] | None:
        """The command that the text is, with nothing behind it."""
        found = self._find(text.split())
        return (found[1], "") if found else None

    def parse_heads(self, text: str, ends: str) -> Iterator[tuple[C, str, str]]:
        """The commands whose words the text begins with, the longest first: with these words and
        what follows them. `ends`: the signs that may part the two."""
        words = text.split(maxsplit=self._longest)[: self._longest]
        for size in range(len(words), 0, -1):
            found = self._find(words[:size], ends)
            if found is not None:
                phrase, command = found
                rest = " ".join(text.split(maxsplit=size)[size:]).strip()
                keeps_lines = Mark.ROWS in command.spec.marks
                yield command, phrase, rest if keeps_lines else " ".join(rest.split())

    def _find(self, words: list[str], ends: str = " .!") -> tuple[str, C] | None:
        """The phrase that these words are, and its command: `tôi` is not `tới`."""
        said = " ".join(words).rstrip(ends)
        if len(said) > LONGEST:
            return None
        found = self._phrases.get(fold_text(said))
        return found if found is not None and same_words(clean_text(said), found[0]) else None
