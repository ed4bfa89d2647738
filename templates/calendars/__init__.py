"""Working days and kinds of period, from data."""
