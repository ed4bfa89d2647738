"""Where a line stands: above the title of a form, in it, below it, or below its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from templates.form_draft.model import DraftTable, FormDraft
from templates.form_draft.output.letterhead.lines import Zone
from templates.form_draft.recognition.language.words import on_paper, tell_words

_FEWEST = 2  # words of a line of a title


def find_zones(draft: FormDraft, above: Sequence[str], below: int) -> list[Zone]:
    """The zones of the lines `above` the figures, then those of the lines `below` them."""
    title = tell_words(draft.title)
    titled = [at for at, text in enumerate(above) if _is_of(title, text)]
    first = titled[0] if titled else len(above)
    zones: list[Zone] = [
        "head" if at < first else "title" if at in titled else "under" for at in range(len(above))
    ]
    foot: Zone = "foot"
    return [*zones, *([foot] * below)]


def _is_of(title: str, text: str) -> bool:
    said = tell_words(text)
    return bool(said) and len(said.split()) >= _FEWEST and said in title


def printed_words(draft: FormDraft) -> set[str]:
    """The words by which a filled file is read back: heads, labels, titles. Nothing is
    filled in there."""
    return {tell_words(on_paper(one)) for one in _words(draft)} - {""}


def head_words(table: DraftTable) -> Iterator[str]:
    """The words of the heads of a table."""
    paths = (*(one.path for one in table.columns), *(one.path for one in table.stubs))
    return (said for path in paths for said in path if said.strip())


def _words(draft: FormDraft) -> Iterator[str]:
    for table in draft.tables:
        yield table.title or ""
        yield from head_words(table)
        for row in table.rows:
            yield from (row.label, f"{row.stt or ''} {row.label}")
    for fact in draft.facts:
        yield fact.label
