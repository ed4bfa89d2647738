"""How much of a PDF is looked at; what has more is refused before it is read."""

from __future__ import annotations

MAX_PAGES = 60
MAX_PATHS = 20_000  # drawn things of a page, of those inside others too
MAX_SEGMENTS = 60_000  # strokes that the paths of a page consist of
MAX_LETTERS = 60_000  # of a page
MAX_RULES = 1_000  # lines of a page in one direction, once pieces of one line are joined
MAX_DEPTH = 6  # drawings within drawings
MAX_SLOTS = 20_000  # rows times columns of a table on a page
MAX_ANNOTATIONS = 500  # of a page
