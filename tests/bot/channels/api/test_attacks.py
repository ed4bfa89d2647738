"""Whoever reads more than they may: other parts of the tree, tokens that are no more, addresses and
headers that are made up."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.api.cursors import write_cursor
from bot.channels.api.endpoints import ENDPOINTS
from conversations.workflow.connections import API_ROOT, ApiScope
from tests.support.interface import ReadOffice, read_office
from tests.support.province import ROOT


async def refused(
    client: httpx.AsyncClient, path: str, status: int, problem: str
) -> httpx.Response:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["problem"]) == (status, problem), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return answer


def _paths(report: int, unit: int) -> list[tuple[str, ApiScope]]:
    """One address of each endpoint."""
    parts = {"form": "cchc-so", "version": "2023.1", "unit": unit, "round": 1, "report": report}
    parts |= {"submission": 1, "format": "pdf"}
    return [(one.path.format(**parts), one.scope) for one in ENDPOINTS]


async def test_each_address_asks_for_its_scope(here: ReadOffice) -> None:
    report, unit = await here.report("A01"), here.unit("A")
    others = {one: [s for s in ApiScope if s is not one] for one in ApiScope}
    tokens = {scope: await here.token(scopes=rest) for scope, rest in others.items()}
    for path, scope in _paths(report, unit):
        async with here.client(tokens[scope]) as client:
            answer = await refused(client, path, 403, "missing_scope")
            assert f'scope="{scope.value}"' in answer.headers["www-authenticate"]
        async with here.client() as client:
            await refused(client, path, 401, "no_token")


async def test_a_token_reads_its_part_of_the_tree_alone(here: ReadOffice) -> None:
    """What is outside is answered as what is not there."""
    theirs, unit = await here.report("B01"), here.unit("B01")
    async with here.client(await here.token("A")) as client:
        for path, _ in _paths(theirs, unit):
            if str(unit) in path.split("/") or "/reports/" in path:
                outside = await refused(client, path, 404, "not_found")
                made_up = path.replace(f"/{theirs}", "/99999").replace(f"/{unit}", "/99999")
                assert (await client.get(made_up)).content == outside.content
        for query in (f"/rounds/1/totals?unit={unit}", f"/rounds/1/values?unit={here.unit(ROOT)}"):
            await refused(client, query, 404, "not_found")
        everything = ""
        for path in ("/units", "/rounds", "/rounds/1/reports", "/rounds/1/values?limit=50"):
            everything += (await client.get(path)).text
        assert "xã B1" not in everything
        assert '"B01"' not in everything
        totals = (await client.get("/rounds/1/totals")).json()
        assert (totals["unit"], totals["expected"]) == (here.unit("A"), 4)
    async with here.client(await here.token("B")) as client:
        await refused(client, "/rounds/2", 404, "not_found")  # nobody there owes anything in it


async def test_unknown_ended_and_expired_tokens_look_alike(here: ReadOffice) -> None:
    ended, old, good = await here.token(), await here.token(days=-1), await here.token()
    await here.end(ended)
    answers = []
    made_up = "plk_" + "A" * 43
    for shown in (ended, old, made_up, good[:-1], good + "A", "", "plk_", good.swapcase()):
        async with here.client(shown) as client:
            answers.append(await refused(client, "/units", 401, "no_token"))
    told = [{**one.headers, "x-request-id": ""} for one in answers]
    assert len({(one.content, str(shown)) for one, shown in zip(answers, told, strict=True)}) == 1
    assert answers[0].headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", "Basic {token}")],
        [("Authorization", "Bearer {token}, Bearer {token}")],
        [("Authorization", "Bearer {token}"), ("Authorization", "Bearer {token}")],
        [("Authorization", "Bearer\t{token}")],
        [("Authorization", "{token}")],
        [("Authorization", "Bearer " + " " * 300 + "{token}")],
        [("X-Authorization", "Bearer {token}")],
        [("Cookie", "token={token}; phuluc-session={token}")],
    ],
)
async def test_a_token_stands_in_one_header_alone(
    here: ReadOffice, headers: list[tuple[str, str]]
) -> None:
    token = await here.token()
    async with here.client() as client:
        shown = [(name, value.format(token=token)) for name, value in headers]
        answer = await client.get("/units", headers=shown)
        assert answer.status_code == 401
        for query in (f"?token={token}", f"?access_token={token}"):
            await refused(client, f"/units{query}", 401, "no_token")


async def test_a_token_in_the_address_is_not_echoed(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        answer = await refused(client, "/units?access_token=abc", 400, "unknown_parameter")
        assert "access_token" in answer.json()["detail"]
        assert "abc" not in answer.text


def _packed(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


CURSORS: list[Any] = [
    *("x", "'; DROP TABLE report; --", "../../etc", "AAAA", "%00", "a" * 5_000),
    _packed(["units", -1]),
    _packed(["units", 1.5]),
    _packed(["units", True]),
    _packed(["units", 2**63]),
    _packed(["units", "1 OR 1=1"]),
    _packed(["units", [1]]),
    _packed(["units"]),
    _packed({"units": 1}),
    _packed([["units"], 1]),
    "W" * 100,
    write_cursor("rounds", 1),
    write_cursor("reports 2", 1),
    write_cursor("units", 1) + "=",
]


@pytest.mark.parametrize("cursor", CURSORS)
async def test_a_cursor_is_a_place_in_one_list(tmp_path: Path, cursor: str) -> None:
    async with read_office(tmp_path) as here, here.client(await here.token()) as client:
        answer = await client.get("/units", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["problem"]) == (400, "bad_cursor")


async def test_a_cursor_of_another_part_shows_nothing_of_it(here: ReadOffice) -> None:
    async with here.client(await here.token("B")) as client:
        cursor = write_cursor("reports 1", 0)
        page = (await client.get(f"/rounds/1/reports?cursor={cursor}")).json()
        assert [one["unit_code"] for one in page["items"]] == ["B01"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("limit=0", "bad_parameter"),
        ("limit=501", "bad_parameter"),
        ("limit=99999999999999999999", "bad_parameter"),
        ("limit=-1", "bad_parameter"),
        ("limit=1e2", "bad_parameter"),
        ("limit=%D9%A1", "bad_parameter"),
        ("limit=", "bad_parameter"),
        ("parent=1;", "bad_parameter"),
        ("parent=2147483648", "bad_parameter"),
        ("kind=", "bad_parameter"),
        ("kind=%00", "bad_parameter"),
        ("kind=" + "x" * 121, "bad_parameter"),
        ("limit=1&limit=2", "repeated_parameter"),
        ("Limit=1", "unknown_parameter"),
        ("page=2", "unknown_parameter"),
        ("%F0%9F%92%A5=1", "unknown_parameter"),
    ],
)
async def test_what_is_not_understood_is_refused_by_name(
    tmp_path: Path, query: str, problem: str
) -> None:
    async with read_office(tmp_path) as here, here.client(await here.token()) as client:
        answer = await refused(client, f"/units?{query}", 400, problem)
        assert len(answer.json()["detail"]) < 400


@pytest.mark.parametrize(
    "path",
    [
        *("/reports/0", "/reports/01", "/reports/-1", "/reports/1.0", "/reports/2147483648"),
        *("/forms/a%0Ab", "/forms/a%0D", "/%00", "/reports/1%0A"),
        *("/reports/1%20", "/reports/%D9%A1", "/reports/1'--", "/reports/" + "9" * 200),
        *(
            "/units/1/",
            "/",
            "",
            "/nothing",
            "/forms/cchc-so%2F..",
            "/forms/cchc-so/versions/0/rows",
        ),
        *("/reports/1/submissions/1/documents/fill", "/reports/1/submissions/0/documents/pdf"),
        "/../../ban",
    ],
)
async def test_there_is_nothing_at_other_addresses(tmp_path: Path, path: str) -> None:
    async with read_office(tmp_path) as here, here.client(await here.token()) as client:
        answer = await client.get(
            httpx.URL(f"http://127.0.0.1{API_ROOT}").join(f"{API_ROOT}{path}")
        )
        assert answer.status_code == 404
        ours = answer.url.path.startswith(f"{API_ROOT}/")
        assert not ours or answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_nothing_can_be_written(tmp_path: Path, method: str) -> None:
    async with read_office(tmp_path) as here, here.client(await here.token()) as client:
        origin = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
        answer = await client.request(method, "/units", headers=origin)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.json()["problem"] == "method_not_allowed"
        read = await client.get("/units", headers=origin)
        told = {name.lower() for name in (*answer.headers, *read.headers)}
        assert not {name for name in told if name.startswith("access-control")}
        assert read.headers["x-content-type-options"] == "nosniff"


async def test_whoever_asks_too_often_waits(tmp_path: Path) -> None:
    """One token does not use up what another may."""
    async with read_office(tmp_path, per_minute=1) as here:
        async with here.client(await here.token()) as client:
            while (answer := await client.get("/forms/cchc-so")).status_code == 200:
                pass
            assert answer.json()["problem"] == "too_many_requests"
            assert int(answer.headers["retry-after"]) > 0
        async with here.client(await here.token()) as other:
            assert (await other.get("/units")).status_code == 200


async def test_whoever_guesses_tokens_waits(tmp_path: Path) -> None:
    async with read_office(tmp_path) as here, here.client() as client:
        answers = [await client.get("/units") for _ in range(120)]
        assert {one.status_code for one in answers} == {401, 429}
        async with here.client(await here.token()) as known:
            assert (await known.get("/units")).status_code == 200


async def test_a_foreign_host_is_not_answered(tmp_path: Path) -> None:
    async with read_office(tmp_path) as here, here.client(await here.token()) as client:
        passed_on = await client.get("/units", headers={"X-Forwarded-For": "1.2.3.4"})
        assert passed_on.status_code == 421


async def test_use_is_noted_once_an_hour(here: ReadOffice) -> None:
    token = await here.token()
    async with here.client(token) as client:
        await client.get("/units")
        first = await _used(here, token)
        await client.get("/units")
        assert await _used(here, token) == first
        here.office.clock.moment = here.office.clock.moment.replace(hour=20)
        await client.get("/units")
    assert await _used(here, token) > first


async def _used(here: ReadOffice, token: str) -> Any:
    async with here.office.store.transaction() as tx:
        return (await tx.api_tokens.load(here.tokens[token])).used_at
