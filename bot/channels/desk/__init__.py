"""The desk: the browser pages for tables."""
