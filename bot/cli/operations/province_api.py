"""A province's round as its programming interface gives it: what the open data hold, page by page.

The address is https, except at this machine; nobody is followed elsewhere, and the token is sent to
that address alone."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from conversations.calendar.periods import Period
from conversations.exchange.descriptions import read_period
from conversations.exchange.records import ReportRecord, RoundRecord, UnitRecord, ValueRecord
from conversations.workflow.connections import API_ROOT
from templates.exchange.package_reader import MOST_UNITS, DataPackageError, UnitValue

SECONDS = 60.0  # to wait for an answer
MOST_ANSWER = 64 * 1024**2  # bytes of one answer
MOST_WAITS, LONGEST_WAIT = 5, 60  # times, and seconds each, that it waits when it asks too often
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
T = TypeVar("T", bound=BaseModel)
IsMeant = Callable[[RoundRecord], bool]


@dataclass(frozen=True, slots=True)
class ProvinceAddress:
    """Where an installation is reached, and the token it has given."""

    address: str
    token: str


class ProvinceApi:
    """Reads one installation. DataPackageError `refused` when it does not answer as it should."""

    def __init__(self, at: ProvinceAddress, is_meant: IsMeant) -> None:
        """Find the round that is meant; DataPackageError when there is none, or more than one."""
        self.source = at.address
        parts = urlsplit(at.address)
        host = parts.hostname or ""
        if parts.scheme != "https" and not (parts.scheme == "http" and host in HERE):
            raise DataPackageError("refused", "https")
        self._root = parts.path.rstrip("/")
        self._token = at.token
        self._connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._connection = http.client.HTTPSConnection(
                host, parts.port or 443, timeout=SECONDS, context=context
            )
        else:
            self._connection = http.client.HTTPConnection(host, parts.port or 80, timeout=SECONDS)
        try:
            self._list(is_meant)
        except BaseException:
            self.close()
            raise

    def _list(self, is_meant: IsMeant) -> None:
        found = [one for one in self._records("/rounds", RoundRecord) if is_meant(one)]
        if len(found) != 1:
            raise DataPackageError("rounds", ", ".join(one.period.name for one in found))
        self.round = found[0]
        self._units = self._records("/units", UnitRecord)
        self._reports = self._records(f"/rounds/{self.round.round}/reports", ReportRecord)
        tops = [one for one in self._units if one.parent is None]
        if len(tops) != 1:
            raise DataPackageError("refused", "/units")
        self.of = tops[0]
        path = f"{API_ROOT}/forms/{self.round.form}"
        digests = self._ask(path).get("digests", {})
        if not isinstance(digests, dict):
            raise DataPackageError("refused", path)
        versions = {self.round.version, *(one.version for one in self._reports)}
        self.forms: Mapping[str, str] = {one: str(digests.get(one, "")) for one in versions}
        self.digest = ""

    def close(self) -> None:
        self._connection.close()

    def units(self) -> list[UnitRecord]:
        """The units that have a report in the round, and those that stand above them."""
        known = {one.unit: one for one in self._units}
        wanted = {self.of.unit}
        for report in self._reports:
            at: int | None = report.unit
            while at is not None and at in known and at not in wanted:
                wanted.add(at)
                at = known[at].parent
        return [one for one in self._units if one.unit in wanted]

    def reports(self) -> list[ReportRecord]:
        """The reports, those that do not count too."""
        return self._reports

    def values(self) -> Generator[UnitValue, None, None]:
        """The values, report by report. DataPackageError when one has been handed in, approved or
        taken back since the reports were listed."""
        listed = {one.report: one for one in self._reports}
        line = 0
        path = f"{API_ROOT}/rounds/{self.round.round}/values?limit=50"
        for item in self._items(path):
            report = _record(ReportRecord, item.get("report") or {})
            known = listed.get(report.report)
            if known is None or known.submission != report.submission:
                raise DataPackageError("changed", f"{report.report}")
            values = item.get("values") or []
            if not isinstance(values, list):
                raise DataPackageError("refused", path)
            for one in values:
                line += 1
                yield UnitValue(report.unit, report.version, _record(ValueRecord, one), line)

    def _records(self, path: str, kind: type[T]) -> list[T]:
        found: list[T] = []
        for item in self._items(f"{API_ROOT}{path}?limit=100"):
            if len(found) == MOST_UNITS:
                raise DataPackageError("large", path)
            found.append(_record(kind, item))
        return found

    def _items(self, first: str) -> Iterator[dict[str, Any]]:
        """The items of a list, page by page."""
        path: str | None = first
        seen = set[str]()
        while path is not None:
            if path in seen:
                raise DataPackageError("refused", path)
            seen.add(path)
            answer = self._ask(path)
            items = answer.get("items")
            if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
                raise DataPackageError("refused", path)
            yield from items
            try:
                parts = urlsplit(answer["next"] or "")  # never another server
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise DataPackageError("refused", path) from error
            path = f"{parts.path}?{parts.query}" if parts.path else None

    def _ask(self, path: str) -> dict[str, Any]:
        for _ in range(MOST_WAITS):
            status, head, content = self._answer(path)
            if status != http.client.TOO_MANY_REQUESTS:
                break
            waits = head.get("Retry-After", "")
            time.sleep(min(int(waits), LONGEST_WAIT) if waits.isdecimal() else 1)
        try:
            found = json.loads(content)
            told = str(found.get("detail", "")) if isinstance(found, dict) else ""
        except ValueError:
            found, told = None, ""
        if status != http.client.OK or not isinstance(found, dict):
            raise DataPackageError("refused", f"{status} {told[:200]}".strip())
        return found

    def _answer(self, path: str) -> tuple[int, Message, bytes]:
        """What is answered; asked once more where the connection was closed in between."""
        head = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        for left in (1, 0):
            try:
                self._connection.request("GET", f"{self._root}{path}", headers=head)
                answer = self._connection.getresponse()
                content = answer.read(MOST_ANSWER + 1)
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if not left:
                    reason = str(error) or type(error).__name__
                    raise DataPackageError("refused", reason) from error
                continue
            if len(content) > MOST_ANSWER:
                self._connection.close()
                raise DataPackageError("large", path)
            return answer.status, answer.headers, content
        raise AssertionError


def _record(kind: type[T], told: Mapping[str, Any]) -> T:
    """The record that an answer tells of: what else it tells is left aside."""
    try:
        return kind.model_validate({name: told[name] for name in kind.model_fields if name in told})
    except (ValidationError, TypeError) as error:
        raise DataPackageError("refused", kind.__name__) from error


def is_of(form: str | None, period: Period | None, named: Callable[[Period], bool]) -> IsMeant:
    """Which rounds are meant: of this form, where one is named, and in this window or of a period
    that is named so."""

    def is_meant(one: RoundRecord) -> bool:
        told = read_period(one.period)
        if form is not None and one.form != form:
            return False
        if period is not None:
            return (period.start, period.end) == (told.start, told.end)
        return named(told)

    return is_meant
