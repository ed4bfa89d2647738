"""How much of a file that a person sends is looked at."""

from __future__ import annotations

MEBIBYTE = 1_048_576
MAX_BYTES = 10 * MEBIBYTE  # of the file
MAX_UNPACKED = 60 * MEBIBYTE  # of all its parts together
MAX_RATIO = 150  # of a large part, unpacked to packed; a table of blanks has about 60
LARGE_PART = 4 * MEBIBYTE
MAX_ENTRIES = 2_000  # parts of the archive, counted by the marks that begin them
MAX_DOCUMENT = 4 * MEBIBYTE  # of the body of a Word file; an appendix has a tenth of it
MAX_PROPERTIES = MEBIBYTE  # of a part that only describes others
MAX_SHEET = 24 * MEBIBYTE  # of one part of an Excel file; most of a large one are blank cells
MAX_WORKBOOK = 32 * MEBIBYTE  # of all parts of an Excel file that are read
MAX_SHEETS = 50  # of an Excel file; the rest is not looked at
MAX_ELEMENTS = 400_000  # beginnings and ends of them in a Word file; beginnings in an Excel file
MAX_VALUES = 200_000  # cells of an Excel file that hold something
MAX_TEXT = 16 * MEBIBYTE  # characters of all cells together
MAX_NESTED = 8  # tables within tables
MAX_TABLES = 200
MAX_LINES = 1_500  # of all tables together
MAX_LISTED = 21_000  # lines of one table of a file that may be a list of units
MAX_CELLS = 80  # of one line: a form has up to 60 columns of figures
MAX_CELL_TEXT = 4_000  # characters
FEWEST_MATCHED = 30  # percent of the form's rows; fewer are another form's
MAX_TOLD = 500  # things that were left out, told one by one; the others are counted
