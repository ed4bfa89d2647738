"""The programming interface as an application: finds out who asks, answers, and says why not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote

import structlog
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.api.asked import ApiAsk, Endpoint
from bot.channels.api.callers import Callers
from bot.channels.api.description import describe_api
from bot.channels.api.endpoints import ENDPOINTS
from bot.channels.api.parameters import read_query
from bot.channels.api.problems import ApiProblemError, answer_problem
from bot.channels.api.resources import Page
from bot.channels.web.files import attach_file, is_known
from bot.files.report_file import ReportFile, note_issued
from bot.ports.channel import OutgoingFile
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from bot.workflow.catalogs import Catalogs
from conversations.workflow.connections import API_ROOT
from storage.exchange.api_tokens import ApiToken
from storage.store import Store, StoreError, is_away

log = structlog.get_logger(__name__)
DESCRIPTION = "/openapi.json"
FILES_AT_ONCE = 2  # files that are made at the same time
AWAY_SECONDS = 5  # after which to ask again while the database does not answer
CACHING = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}


@dataclass
class ReadApi:
    """Answers requests over the store, with the tokens that `callers` finds."""

    store: Store
    catalogs: Catalogs
    callers: Callers
    clock: Clock
    _making: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FILES_AT_ONCE))

    def app(self) -> Starlette:
        """The application below API_ROOT."""
        routes = [Route(one.path, self._serving(one), methods=["GET"]) for one in ENDPOINTS]
        routes.append(Route(DESCRIPTION, _describe, methods=["GET"]))
        handlers = {404: _missing, 405: _not_allowed}
        made = Starlette(routes=routes, exception_handlers=handlers)
        made.router.redirect_slashes = False
        return made

    def _serving(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            try:
                return await self._serve(endpoint, request)
            except ApiProblemError as problem:
                return answer_problem(problem)
            except Exception as error:
                if not (is_away(error) or isinstance(error, StoreError)):
                    log.exception("the interface could not answer", endpoint=endpoint.name)
                    return answer_problem(ApiProblemError("internal"))
                wait = {"Retry-After": str(AWAY_SECONDS)}
                return answer_problem(ApiProblemError("unavailable", wait, seconds=AWAY_SECONDS))

        return serve

    async def _serve(self, endpoint: Endpoint, request: Request) -> Response:
        token = await self.callers.find(request, endpoint.scope)
        query = read_query(endpoint.parameters, request.query_params.multi_items())
        answer = await finish_work(self._answer(endpoint, request, token, query))
        if isinstance(answer, ReportFile):
            return await self._give_file(request, answer)
        body = await asyncio.to_thread(_as_json, answer)
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        headers = {**CACHING, "ETag": tag}
        if isinstance(answer, Page) and answer.next is not None:
            headers["Link"] = f'<{answer.next}>; rel="next"'
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        return _whole(request, body, headers)

    async def _answer(
        self, endpoint: Endpoint, request: Request, token: ApiToken, query: dict[str, object]
    ) -> BaseModel | ReportFile:
        async with self.store.reading() as tx:
            await self.catalogs.renew(tx)
            url = API_ROOT + quote(request.scope["path"].removeprefix(API_ROOT))
            now, path = self.clock(), request.path_params
            return await endpoint.serve(ApiAsk(tx, self.catalogs, token, now, url, path, query))

    async def _give_file(self, request: Request, file: ReportFile) -> Response:
        """Make the file, unless the reader has it; that it was handed out is kept, so that it is
        known again."""
        tag = f'W/"{file.slot[:32]}"'
        if is_known(request, tag):
            return Response(status_code=304, headers={**CACHING, "ETag": tag})
        async with self._making:
            content = await finish_work(self._made(file))
        made = attach_file(OutgoingFile(file.name, content))
        made.headers.update({**CACHING, "ETag": tag})
        return _whole(request, content, dict(made.headers))

    async def _made(self, file: ReportFile) -> bytes:
        content = await asyncio.to_thread(file.make)
        async with self.store.transaction() as tx:
            await note_issued(tx, file, content, self.clock())
        return content


def _as_json(answer: BaseModel) -> bytes:
    return answer.model_dump_json().encode()


def _whole(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    """The answer; to HEAD its headers alone."""
    headers.setdefault("content-type", "application/json")
    headers["content-length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, headers=headers)


async def _describe(_: Request) -> Response:
    return JSONResponse(describe_api(), headers={"Cache-Control": "no-cache"})


async def _missing(_: Request, __: Exception) -> Response:
    return answer_problem(ApiProblemError("not_found", what="gì"))


async def _not_allowed(_: Request, __: Exception) -> Response:
    return answer_problem(ApiProblemError("method_not_allowed", {"Allow": "GET, HEAD"}))
