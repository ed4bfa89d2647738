"""A table of a form: its head, its columns, its rows."""
