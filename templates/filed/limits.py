"""How much of a file that a person sends is looked at."""

from __future__ import annotations

MEBIBYTE = 1_048_576
MAX_BYTES = 10 * MEBIBYTE  # of the file
MAX_UNPACKED = 60 * MEBIBYTE  # of all its parts together
MAX_RATIO = 150  # of a large part, unpacked to packed; a table of blanks has about 60
LARGE_PART = 4 * MEBIBYTE
MAX_ENTRIES = 2_000  # parts of the archive
MAX_SHEET = 4 * MEBIBYTE  # of one part of an Excel file; an appendix has a tenth of it
MAX_TABLES = 200
MAX_LINES = 1_500  # of all tables together
MAX_CELLS = 40  # of one line
MAX_CELL_TEXT = 4_000  # characters
FEWEST_MATCHED = 30  # percent of the form's rows; fewer are another form's
