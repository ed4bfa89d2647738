"""What a form of a page sends."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs
from uuid import UUID

from starlette.requests import Request

from bot.channels.web.files import body_of
from storage.tables.types import MOST_ROWS

FORM_BYTES = 262_144
FORM_FIELDS = 20_000  # a selection names each unit
PAGE_DIGITS = 7


class FormError(ValueError):
    """The request is no form of ours, or a field of it is missing."""


class FormFields:
    """The fields of a form that was sent."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that came."""
        return tuple(self._fields)

    def one(self, name: str, default: str = "") -> str:
        """The field's text."""
        return self._fields.get(name, [default])[-1]

    def all(self, name: str) -> list[str]:
        """The texts of a field that may come several times."""
        return self._fields.get(name, [])

    def numbers(self, name: str) -> tuple[int, ...]:
        """The whole numbers of a field; FormError when one is none."""
        try:
            found = tuple(int(one) for one in self.all(name) if one)
        except ValueError as error:
            raise FormError(name) from error
        if any(abs(one) > MOST_ROWS for one in found):
            raise FormError(name)
        return found

    def event(self) -> str:
        """The name of the act, that its page has made; FormError when there is none."""
        try:
            return str(UUID(self.one("event")))
        except ValueError as error:
            raise FormError("event") from error


async def read_fields(request: Request, limit: int = FORM_BYTES) -> FormFields:
    """The urlencoded body of the request, or its query where it has none; FormError when it has
    more than `limit` bytes."""
    body = await body_of(request, limit)
    if body is None:
        raise FormError("too long")
    try:
        text = body.decode("ascii")
        return FormFields(parse_qs(text, keep_blank_values=True, max_num_fields=FORM_FIELDS))
    except ValueError as error:
        raise FormError("fields") from error


def asked_page(request: Request) -> int:
    """The page of a list that an address asks for, from 1; the first where it asks for none."""
    said = request.query_params.get("trang", "1")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < PAGE_DIGITS else 1
    return max(1, number)
