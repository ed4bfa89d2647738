"""Database addresses: which hold a password, and how they are shown without one."""

from __future__ import annotations

from sqlalchemy import URL

_SECRET = frozenset({"password", "sslpassword"})  # what libpq takes as secrets in an address


def holds_password(address: URL) -> bool:
    """Whether the address tells a password, in its own place or among its options."""
    return bool(address.password) or any(address.query.get(name) for name in _SECRET)


def show_address(address: URL) -> str:
    """The address without its secrets, for logs and errors."""
    shown = address.difference_update_query([*_SECRET])
    return shown.render_as_string(hide_password=True)
