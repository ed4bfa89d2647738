"""The description of the programming interface (OpenAPI 3.1), made of its endpoints and of the
classes that it answers with."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from bot.channels.api.asked import Endpoint
from bot.channels.api.endpoints import ENDPOINTS
from bot.channels.api.parameters import Parameter
from bot.channels.api.problems import MEDIA_TYPE, PROBLEMS
from bot.channels.api.resources import ProblemResource
from conversations.workflow.connections import API_ROOT
from storage.tables.types import MOST_ROWS

VERSION = "1"
TITLE = "Phuluc"
ABOUT = (
    "What other systems may read of periodic reports. Numbers are exact decimal texts, days and "
    "moments ISO 8601 (moments in UTC), the names of persons are in the history alone and only for "
    "a token with the scope `people`. A row is named by its key, which stays the same for as long "
    "as its meaning does. Lists come in pages: `next` is the address of the next one."
)
_REFERENCE = "#/components/schemas/{model}"
_PARTS = re.compile(r"\{(\w+)\}")
_FILE = {"schema": {"type": "string", "format": "binary"}}
_FILES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/pdf",
)


@cache
def describe_api() -> dict[str, Any]:
    """The whole description."""
    models = [(one.answer, "serialization") for one in ENDPOINTS if one.answer is not None]
    models += [(ProblemResource, "serialization")]
    references, schemas = models_json_schema(models, ref_template=_REFERENCE)  # type: ignore[arg-type]
    named = {model: reference for (model, _), reference in references.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": ABOUT},
        "servers": [{"url": API_ROOT}],
        "security": [{"token": []}],
        "paths": {one.path: {"get": _operation(one, named)} for one in ENDPOINTS},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": _problems(named[ProblemResource]),
            "headers": _HEADERS,
        },
    }


def _operation(one: Endpoint, named: dict[Any, Any]) -> dict[str, Any]:
    kinds = {"application/json": {"schema": named[one.answer]}} if one.answer else None
    answer = {
        "description": one.about,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS},
        "content": kinds or dict.fromkeys(_FILES, _FILE),
    }
    refused = {
        str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in _statuses()
    }
    return {
        "operationId": one.name,
        "summary": one.about,
        "description": f"Needs a token with the scope `{one.scope.value}`.",
        "tags": [one.scope.value],
        "parameters": [*_path_parameters(one), *map(_query_parameter, one.parameters), _MATCH],
        "responses": {"200": answer, "304": {"description": "As it was"}, **refused},
    }


def _path_parameters(one: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _NUMBER if name in one.numbers else _WORD,
        }
        for name in _PARTS.findall(one.path)
    ]


def _query_parameter(one: Parameter) -> dict[str, Any]:
    return {"name": one.name, "in": "query", "description": one.about, "schema": dict(one.schema)}


def _statuses() -> list[int]:
    """The statuses of everything that may be refused at an address that there is."""
    return sorted({status for status, _ in PROBLEMS.values()} - {405, 500})


def _problems(reference: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status in _statuses():
        names = [name for name, (one, _) in PROBLEMS.items() if one == status]
        about = f"`problem` is {' or '.join(names)}"
        content = {MEDIA_TYPE: {"schema": reference}}
        found[f"Problem{status}"] = {"description": about, "content": content}
    for status in (429, 503):
        seconds = {"description": "Seconds to wait", "schema": {"type": "integer"}}
        found[f"Problem{status}"]["headers"] = {"Retry-After": seconds}
    return found


_NUMBER = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}
_WORD = {"type": "string", "minLength": 1}
_HEADERS = {
    "ETag": {
        "description": "Another one when the answer is another one",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'The next page, `rel="next"`, where there is one',
        "schema": {"type": "string"},
    },
}
_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of an earlier answer: answered with 304 where nothing is different",
    "schema": {"type": "string"},
}
