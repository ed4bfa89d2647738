"""Reading texts that fill several cells of a table."""
