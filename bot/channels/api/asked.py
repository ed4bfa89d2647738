"""One request that may be answered: what it is about, whose it is, and what answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel

from bot.channels.api.cursors import read_cursor, write_cursor
from bot.channels.api.parameters import CURSOR, Parameter, limit_parameter
from bot.channels.api.problems import ApiProblemError
from bot.channels.api.resources import Page
from bot.files.report_file import ReportFile
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestContext
from conversations.forms.model import Form
from conversations.workflow.connections import ApiScope
from storage.exchange.api_tokens import ApiToken
from storage.exchange.served_reports import ServedReport
from storage.tables.types import MOST_ROWS
from storage.transaction import Transaction
from storage.workflow.rounds import Round

CHANNEL = "api"
PAGE, LARGEST_PAGE = 100, 500  # items of a page
T = TypeVar("T", bound=BaseModel)
Answer = BaseModel | ReportFile


@dataclass(frozen=True)
class ApiAsk:
    """A request with a token that has the scope. `path` are the parts of its address, `query` its
    parameters as they were read."""

    tx: Transaction
    catalogs: Catalogs
    token: ApiToken
    now: datetime
    url: str
    path: Mapping[str, str]
    query: Mapping[str, Any]

    @property
    def context(self) -> RequestContext:
        """What the workings of the office take. It has no member and no rights: whoever uses it has
        looked before whether the token reaches so far."""
        return RequestContext(self.tx, self.catalogs, 0, (), CHANNEL, None, self.now, None)

    def number(self, name: str, what: str) -> int:
        """A number in the address. ApiProblemError for anything else: there is nothing there."""
        said = self.path[name]
        plain = said.isascii() and said.isdecimal() and not said.startswith("0") and len(said) <= 10
        if not plain or int(said) > MOST_ROWS:
            raise ApiProblemError("not_found", what=what)
        return int(said)

    async def unit(self, number: int) -> int:
        """A unit that the token reaches."""
        if self.token.unit not in await self.tx.units.lineage(number):
            raise ApiProblemError("not_found", what="đơn vị")
        return number

    async def part(self) -> int:
        """The unit whose part of the tree is asked for; the token's own where none is named."""
        given = self.query["unit"]
        return self.token.unit if given is None else await self.unit(given)

    async def round(self) -> Round:
        """The round of the address, in which somebody below the token's unit owes a report."""
        number = self.number("round", "đợt báo cáo")
        if not await self.tx.rounds.is_under(number, self.token.unit):
            raise ApiProblemError("not_found", what="đợt báo cáo")
        return await self.tx.rounds.find(number)

    async def report(self) -> ServedReport:
        """The report of the address, of a unit that the token reaches."""
        number = self.number("report", "báo cáo")
        found = await self.tx.served_reports.find(self.token.unit, number)
        if found is None:
            raise ApiProblemError("not_found", what="báo cáo")
        return found

    def form(self, key: str, version: str) -> Form:
        """A version of a form."""
        try:
            return self.catalogs.catalog.get(key, version)
        except KeyError:
            raise ApiProblemError("not_found", what="biểu mẫu") from None

    def after(self, of: str) -> int:
        """The number behind which the list of this name goes on."""
        return read_cursor(of, self.query["cursor"])

    def page(self, of: str, made: Sequence[tuple[int, T]], limit: int) -> Page[T]:
        """A page of the list of this name. `made` has one item more than the page where there are
        others behind it, each with its number."""
        shown = made[:limit]
        following = None
        if len(made) > limit:
            query = {name: given for name, given in self.query.items() if given is not None}
            query["cursor"] = write_cursor(of, shown[-1][0])
            following = f"{self.url}?{urlencode(query)}"
        return Page(items=tuple(one for _, one in shown), next=following)


Serve = Callable[[ApiAsk], Awaitable[Answer]]


@dataclass(frozen=True)
class Endpoint:
    """What is at one address: what it takes, what it answers with (None: a file), what it is for.
    Both the routes and the description of the interface are made of these."""

    name: str
    path: str
    scope: ApiScope
    serve: Serve
    answer: type[BaseModel] | None
    about: str
    parameters: tuple[Parameter, ...] = ()
    numbers: frozenset[str] = field(
        default_factory=lambda: frozenset({"unit", "round", "report", "submission"})
    )


def paged(
    *others: Parameter, default: int = PAGE, most: int = LARGEST_PAGE
) -> tuple[Parameter, ...]:
    """The parameters of a list, and others."""
    return (*others, limit_parameter(default, most), CURSOR)
