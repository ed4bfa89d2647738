"""The sheet of a report: the page on which an officer fills it like a printed table."""
