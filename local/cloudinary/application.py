"""The stand-in as an ASGI application.

https://cloudinary.com/documentation/image_upload_api_reference
"""

from __future__ import annotations

from asyncio import to_thread
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from time import time
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from local.cloudinary.gallery import Gallery, format_of, media_type_of
from local.cloudinary.signature import is_signed

PREFIX = "/_local/cloudinary"
SIGNATURE_SECONDS = 3600
_DELIVERED = {"c_fill,h_96,w_96"}
"""The transformations on the way to whoever looks at a picture."""
# Anybody who knows the URL may see a picture, on any page.
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class Cloudinary:
    """Serves ``/_local/cloudinary``, and stores pictures in ``folder``.

    ``credential`` returns ``cloudinary://key:secret@cloud``. The responses in ``instead`` replace the next ones, one
    request each.
    """

    def __init__(self, folder: Path, credential: Callable[[], str]) -> None:
        self.instead: deque[ASGIApp] = deque()
        self._gallery, self._credential = Gallery(folder), credential
        self._app = Starlette(
            routes=[
                Route(f"{PREFIX}/v1_1/{{cloud}}/image/upload", self._upload, methods=["POST"]),
                Route(f"{PREFIX}/v1_1/{{cloud}}/image/destroy", self._destroy, methods=["POST"]),
                Route(f"{PREFIX}/{{cloud}}/image/upload/v{{version:int}}/{{name:path}}", self._deliver),
                Route(f"{PREFIX}/{{cloud}}/image/upload/{{step}}/v{{version:int}}/{{name:path}}", self._deliver),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        await (self.instead.popleft() if self.instead else self._app)(scope, receive, send)

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            file = form.get("file")
            content = await file.read() if isinstance(file, UploadFile) else b""
        if refusal := self._refusal(request, fields):
            return refusal
        if not content:
            return _error(400, "Missing required parameter - file")
        picture_format = format_of(content)
        if picture_format is None:
            return _error(400, "Invalid image file")
        # Loaded with the first picture, and not at every start.
        from local.cloudinary.transformation import UnreadablePictureError, transform  # noqa: PLC0415

        try:
            content = await to_thread(transform, content, fields.get("transformation", ""))
        except UnreadablePictureError:
            return _error(400, "Invalid image file")
        public_id, version = fields["public_id"], int(time())
        self._gallery.keep(public_id, content)
        path = f"{PREFIX}/{request.path_params['cloud']}/image/upload/v{version}/{public_id}.{picture_format}"
        url = f"{request.url.scheme}://{request.url.netloc}{path}"
        return JSONResponse(
            {
                "public_id": public_id,
                "version": version,
                "format": picture_format,
                "resource_type": "image",
                "type": "upload",
                "bytes": len(content),
                "url": url,
                "secure_url": url,
            }
        )

    async def _destroy(self, request: Request) -> Response:
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if refusal := self._refusal(request, fields):
            return refusal
        return JSONResponse({"result": "ok" if self._gallery.forget(fields["public_id"]) else "not found"})

    async def _deliver(self, request: Request) -> Response:
        # Without an extension, a picture is delivered in its own format.
        public_id, _, _ = request.path_params["name"].partition(".")
        content = self._gallery.find(public_id)
        if content is None:
            raise HTTPException(404)
        if step := request.path_params.get("step"):
            if step not in _DELIVERED:
                return _error(400, "The stand-in does not know this transformation")
            from local.cloudinary.transformation import transform  # noqa: PLC0415

            content = await to_thread(transform, content, step)
        return Response(content, media_type=media_type_of(content), headers=_HEADERS)

    def _refusal(self, request: Request, fields: Mapping[str, str]) -> Response | None:
        """Return the error response if there is anything wrong with a signed request, or None."""
        credential = urlsplit(self._credential())
        if request.path_params["cloud"] != credential.hostname:
            return _error(401, "Invalid cloud_name")
        if fields.get("api_key") != credential.username:
            return _error(401, "Unknown API key")
        if not is_signed(fields, credential.password or ""):
            return _error(401, "Invalid Signature")
        if not abs(time() - int(fields.get("timestamp", 0))) < SIGNATURE_SECONDS:
            return _error(400, "Stale request")
        return None if fields.get("public_id") else _error(400, "Missing required parameter - public_id")


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": {"message": message}}, status, headers={"X-Cld-Error": message})
