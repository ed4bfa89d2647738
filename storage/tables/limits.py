"""What either database can hold."""

from __future__ import annotations

MOST_ROWS = 2**31 - 1  # no row has a greater number: PostgreSQL cannot be asked for one
