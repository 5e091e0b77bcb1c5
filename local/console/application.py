"""The console as an ASGI application."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from local.console.guard import is_from_here
from local.console.tables import first_items
from local.data_folder import DataFolder
from local.gateway import Throttles
from local.mailbox import read_mailbox
from local.pump import DeadLetters
from local.stand_in import StandIn
from tools.template import Table, Template

PREFIX = "/_local"
_FILES = Path(__file__).parent / "page"
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

    def __init__(self, template: Template, aws: StandIn, throttles: Throttles, data: DataFolder) -> None:
        self._template, self._aws, self._throttles, self._data = template, aws, throttles, data
        self._dead_letters = DeadLetters(data.dead_letters)
        self._dynamodb = aws.client("dynamodb")
        routes = [
            Route("/", self._page),
            Route("/passkeys", self._passkeys),
            Route("/page/{name}", self._file),
            Route("/state.json", self._state),
            Route("/mailbox.json", self._mailbox),
            Route("/mails/{mail_id}", self._mail),
            Route("/tables/{table_id}.json", self._table),
            Route("/dead-letters.json", self._letters),
        ]
        self._app = Starlette(routes=[Route(PREFIX, self._page), Mount(PREFIX, routes=routes)])

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
        """Answer at localhost: no browser makes a passkey for a number."""
        if request.url.hostname == "127.0.0.1":
            return RedirectResponse(str(request.url.replace(hostname="localhost")), headers=_HEADERS)
        return _html("passkeys.html")

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {"console.css", "console.js", "passkeys.js"}:
            raise HTTPException(404)
        return FileResponse(_FILES / name, headers=_HEADERS)

    async def _state(self, _: Request) -> Response:
        return _json(
            {
                "demo": self._data.read("demo.json"),
                "throttles": [asdict(use) for use in self._throttles.use()],
                "tables": [_table_state(table) for table in self._template.tables.values()],
                "aws": self._aws.endpoint_url,
                "dead_letters": len(self._dead_letters.all()),
            }
        )

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
        return _json(await asyncio.to_thread(first_items, self._dynamodb, table.name))

    async def _letters(self, _: Request) -> Response:
        return _json(await asyncio.to_thread(self._dead_letters.all))


def _table_state(table: Table) -> dict[str, Any]:
    keys = [key["AttributeName"] for key in table.create_arguments["KeySchema"]]
    return {"id": table.logical_id, "name": table.name, "keys": keys}


def _html(name: str) -> Response:
    return FileResponse(_FILES / name, headers={**_HEADERS, "Content-Security-Policy": _PAGE_POLICY})


def _json(content: Any) -> Response:
    return JSONResponse(content, headers=_HEADERS)
