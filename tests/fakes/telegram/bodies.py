"""Parameters of a call, however they come: query, form, multipart or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from tests.fakes.telegram.refusal import RefusalError, bad

UPLOAD_LIMIT = 50 * 1024 * 1024


@dataclass
class Upload:
    name: str
    content: bytes


@dataclass
class Params:
    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            return None

    def boolean(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def parsed(self, name: str) -> Any:
        """A value that is JSON: written out in a form, at home in a JSON body."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


async def read_params(request: Request) -> Params:
    values: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Params(values | await _json(request))
    if kind == "application/x-www-form-urlencoded":
        async with request.form() as form:
            return Params(values | {name: str(value) for name, value in form.items()})
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    return Params(values)


async def _json(request: Request) -> dict[str, Any]:
    body = await request.body()
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise bad("can't parse JSON object")
    return found


async def _multipart(request: Request, values: dict[str, Any]) -> Params:
    files: dict[str, Upload] = {}
    async with request.form(max_part_size=UPLOAD_LIMIT) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                if len(content) > UPLOAD_LIMIT:
                    raise RefusalError(413, "Request Entity Too Large")
                files[name] = Upload(value.filename or "file", content)
            else:
                values[name] = value
    return Params(values, files)
