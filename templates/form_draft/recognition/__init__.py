"""Read a blank form: its head, its tables, what their columns and rows are."""
