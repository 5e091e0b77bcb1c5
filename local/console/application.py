"""The console as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from local.cloudinary.gallery import Gallery, media_type_of
from local.console.filling import MOST_CONTACTS, fill_demo_book
from local.console.guard import is_from_here
from local.console.log import FunctionLog
from local.console.tables import UnreadableCursorError, page_of_items
from local.console.work import queue_states
from local.data_folder import DataFolder
from local.gateway import Gateway
from local.mailbox import read_mailbox
from local.pump import DeadLetters
from local.stand_in import StandIn
from tools.template import Table, Template

PREFIX = "/_local"
_ROOT = Path(__file__).parents[2]
_PAGE = Path(__file__).parent / "page"
_SHARED = _ROOT / "tools" / "docs" / "reference"
"""The modules of the reference page, of which this page uses those for sessions, requests and elements."""
_FILES: Mapping[str, Path] = {
    path.name: path
    for path in (
        _ROOT / "shared" / "web" / "pages" / "theme.js",
        _SHARED / "theme.css",
        *_SHARED.glob("*.js"),
        _PAGE / "console.css",
        *_PAGE.glob("*.js"),
    )
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Messages are shown as mail programs show them: no scripts, links in a new window.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


class Console:
    """Serves ``/_local``."""

    def __init__(self, template: Template, aws: StandIn, gateway: Gateway, data: DataFolder) -> None:
        self._template, self._aws, self._gateway, self._data = template, aws, gateway, data
        self._dead_letters, self._gallery = DeadLetters(data.dead_letters), Gallery(data.pictures)
        self._log = FunctionLog(data.log)
        routes = [
            Route("/", self._page),
            Route("/passkeys", self._passkeys),
            Route("/page/{name}", self._file),
            Route("/state.json", self._state),
            Route("/requests.json", self._requests),
            Route("/mailbox.json", self._mailbox),
            Route("/mails/{mail_id}", self._mail),
            Route("/tables/{table_id}.json", self._table),
            Route("/pictures.json", self._pictures),
            Route("/pictures/{name:path}", self._picture),
            Route("/work.json", self._work),
            Route("/seed", self._seed, methods=["POST"]),
            Route("/reset", self._reset, methods=["POST"]),
        ]
        self._app = Starlette(routes=[Route(PREFIX, self._page), Mount(PREFIX, routes=routes)])

    @cached_property
    def _dynamodb(self) -> Any:
        return self._aws.client("dynamodb")

    @cached_property
    def _sqs(self) -> Any:
        return self._aws.client("sqs")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, unless it comes from another site."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if is_from_here(headers):
            await self._app(scope, receive, send)
        else:
            refusal = {"message": "The console answers only itself, at 127.0.0.1 or localhost."}
            await JSONResponse(refusal, 403, headers=_HEADERS)(scope, receive, send)

    async def _page(self, _: Request) -> Response:
        return _html("console.html")

    async def _passkeys(self, request: Request) -> Response:
        """Lead to the account at a name: no browser makes a passkey for a number."""
        there = request.url.replace(hostname="localhost", path=PREFIX, query="", fragment="/account")
        return RedirectResponse(str(there), headers=_HEADERS)

    async def _file(self, request: Request) -> Response:
        path = _FILES.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, headers=_HEADERS)

    async def _state(self, _: Request) -> Response:
        return _json(
            {
                "demo": self._data.read("demo.json"),
                "throttles": [asdict(use) for use in self._gateway.throttles.use()],
                "tables": [_table_state(table) for table in self._template.tables.values()],
                "aws": self._aws.endpoint_url,
                "data": str(self._data.path.resolve()),
                "most_contacts": MOST_CONTACTS,
            }
        )

    async def _requests(self, _: Request) -> Response:
        return _json(self._log.requests(self._gateway.traffic.latest()))

    async def _mailbox(self, _: Request) -> Response:
        return _json([asdict(mail) for mail in await asyncio.to_thread(read_mailbox, self._aws.endpoint_url)])

    async def _mail(self, request: Request) -> Response:
        mails = await asyncio.to_thread(read_mailbox, self._aws.endpoint_url)
        found = next((mail for mail in mails if mail.id == request.path_params["mail_id"]), None)
        if found is None:
            raise HTTPException(404)
        page = f'<!doctype html><meta charset="utf-8"><base target="_blank">{found.html}'
        return HTMLResponse(page, headers={**_HEADERS, "Content-Security-Policy": _MAIL_POLICY})

    async def _table(self, request: Request) -> Response:
        table = self._template.tables.get(request.path_params["table_id"])
        if table is None:
            raise HTTPException(404)
        asked = request.query_params
        try:
            page = await asyncio.to_thread(self._items, table, asked.get("containing", ""), asked.get("after", ""))
        except UnreadableCursorError as error:
            raise HTTPException(400) from error
        return _json(page)

    def _items(self, table: Table, containing: str, after: str) -> dict[str, Any]:
        return page_of_items(self._dynamodb, table.name, containing=containing, after=after)

    async def _pictures(self, _: Request) -> Response:
        return _json([asdict(picture) for picture in self._gallery.all()])

    async def _picture(self, request: Request) -> Response:
        content = self._gallery.find(request.path_params["name"])
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type=media_type_of(content), headers=_HEADERS)

    async def _work(self, _: Request) -> Response:
        letters = await asyncio.to_thread(self._dead_letters.all)
        return _json({"queues": await asyncio.to_thread(self._queues), "dead_letters": letters})

    def _queues(self) -> list[dict[str, Any]]:
        return queue_states(self._sqs, self._template.queues.values())

    async def _seed(self, request: Request) -> Response:
        count = request.query_params.get("count", "")
        if not count.isdecimal() or not 1 <= int(count) <= MOST_CONTACTS:
            return JSONResponse({"message": f"1 to {MOST_CONTACTS} contacts"}, 422, headers=_HEADERS)
        succeeded, message = await fill_demo_book(self._data.path, int(count))
        return JSONResponse({"message": message}, 200 if succeeded else 500, headers=_HEADERS)

    async def _reset(self, _: Request) -> Response:
        self._data.ask_to_empty()
        return JSONResponse({"message": "Starting over with empty data"}, 202, headers=_HEADERS)


def _table_state(table: Table) -> dict[str, Any]:
    keys = [key["AttributeName"] for key in table.create_arguments["KeySchema"]]
    return {"id": table.logical_id, "name": table.name, "keys": keys}


def _html(name: str) -> Response:
    return FileResponse(_PAGE / name, headers={**_HEADERS, "Content-Security-Policy": _PAGE_POLICY})


def _json(content: Any) -> Response:
    return JSONResponse(content, headers=_HEADERS)
