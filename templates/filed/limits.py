"""Placeholder."""

MAX_BYTES = 10_485_760
