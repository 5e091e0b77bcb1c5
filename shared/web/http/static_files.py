"""Files that are deployed with the code: the documentation page and the OpenAPI document."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.web.http.content_codings import takes_gzip
from shared.web.http.entity_tags import EntityTags

PAGES = Path(__file__).parents[1] / "pages"
MAX_AGE_SECONDS = 3600
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_WORTH_COMPRESSING_BYTES = 1_000
_SCRIPT, _STYLE = "text/javascript", "text/css"
ANSWERS: dict[int | str, dict[str, Any]] = {200: {"content": {_SCRIPT: {}, _STYLE: {}}}, 304: {}, 404: {}}
"""The responses that the OpenAPI document lists for an asset."""

_ASSETS = {"docs.css": _STYLE, "docs.js": _SCRIPT, "theme.js": _SCRIPT}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """A file in the form in which it is sent. ``compressed`` tells whether ``body`` is in gzip."""

    body: bytes
    media_type: str
    compressed: bool
    etag: str

    @classmethod
    @cache
    def read(cls, path: Path, media_type: str, *, compressed: bool) -> StaticFile:
        """Return a file, read only once, and compressed with gzip (RFC 1952) if asked to and worth it."""
        content = path.read_bytes()
        compressed = compressed and len(content) >= _WORTH_COMPRESSING_BYTES
        etag = f'"{sha256(content).hexdigest()[:16]}{"-gzip" if compressed else ""}"'
        body = gzip.compress(content, compresslevel=6, mtime=0) if compressed else content
        return cls(body=body, media_type=media_type, compressed=compressed, etag=etag)


def static_response(request: Request, path: Path, media_type: str) -> Response:
    """Return a file, compressed for a client that accepts gzip, or 304 if the client already has it."""
    accepted = request.headers.get("accept-encoding")
    file = StaticFile.read(path, media_type, compressed=accepted is not None and takes_gzip(accepted))
    headers = {
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "ETag": file.etag,
        "Vary": "Accept-Encoding, Origin",  # the gateway adds CORS headers for one origin, or none
    }
    if _has_it(request, file.etag):
        return Response(status_code=304, headers=headers)
    if file.compressed:
        headers["Content-Encoding"] = "gzip"
    return Response(file.body, media_type=file.media_type, headers=headers)


def documentation_asset(request: Request, name: str) -> Response:
    """Return a script or style sheet of the documentation page.

    Raises HTTPException 404 for an unknown name.
    """
    if name not in _ASSETS:
        raise HTTPException(404)
    return static_response(request, PAGES / name, _ASSETS[name])


def _has_it(request: Request, etag: str) -> bool:
    try:
        return EntityTags.parse(request.headers.get("if-none-match", "")).match_weakly(etag)
    except ValueError:
        return False
