"""The description of the interface: valid by its own standard, and true of what is served. Cases
are made by schemathesis from the description, sent to the application, and judged by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks

from bot.channels.api.description import describe_api
from bot.channels.api.endpoints import ENDPOINTS
from conversations.workflow.connections import API_ROOT
from templates.loading.catalog import load_catalog
from tests.support.breadth import WIDE
from tests.support.interface import ReadOffice, read_office

EXAMPLES = 60 if WIDE else 6  # of each address and mode
QUICK = settings(
    max_examples=EXAMPLES,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
JUDGES = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


def test_it_is_a_description() -> None:
    validate(describe_api())


async def test_it_is_served_to_everybody(tmp_path: Path) -> None:
    async with read_office(tmp_path) as here, here.client() as client:
        answer = await client.get("/openapi.json")
        assert answer.json() == describe_api()


def _made(path: str, mode: GenerationMode, **parts: Any) -> list[Case]:
    """Cases of the address, with these parts where they are set."""
    schema = schemathesis.openapi.from_dict(describe_api())
    operation = schema[path]["GET"]
    found: list[Case] = []

    @QUICK
    @given(operation.as_strategy(mode, path_parameters=parts or None))
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    return found


async def _send(client: httpx.AsyncClient, case: Case) -> httpx.Response:
    """The answer to the case, with a good token in the place of one that was made up."""
    asked = case.as_transport_kwargs(base_url=f"http://127.0.0.1{API_ROOT}")
    headers = [
        (name.encode(), value.encode("latin-1", "replace"))
        for name, value in (asked["headers"] or {}).items()
        if name.lower() != "authorization"
    ]
    return await client.request(
        asked["method"], asked["url"], params=asked.get("params"), headers=headers
    )


async def _parts(here: ReadOffice, path: str, unit: str) -> dict[str, Any]:
    known = {
        "form": "cchc-so",
        "version": load_catalog().forms["cchc-so"].version,
        "unit": here.unit(unit),
        "round": 1,
        "report": await here.report(unit),
        "submission": 1,
        "format": "excel",
    }
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


@pytest.mark.parametrize("path", [one.path for one in ENDPOINTS])
async def test_what_is_served_is_what_is_described(tmp_path: Path, path: str) -> None:
    load_all_checks()
    async with read_office(tmp_path) as here, here.client(await here.token("A")) as client:
        statuses = set()
        for unit in ("A01", "B01"):  # what the token reaches, and what it does not
            parts = await _parts(here, path, unit)
            for case in _made(path, GenerationMode.POSITIVE, **parts):
                case.query.pop("cursor", None)  # nobody but the server makes one
                answer = await _send(client, case)
                case.validate_response(answer, checks=[*JUDGES, checks.positive_data_acceptance])
                statuses.add(answer.status_code)
            if not parts:
                break
        assert statuses & {200, 304}
        for case in _made(path, GenerationMode.NEGATIVE):
            answer = await _send(client, case)
            case.validate_response(answer, checks=JUDGES)
            assert answer.status_code in (200, 304, 400, 404), (case, answer.text)
