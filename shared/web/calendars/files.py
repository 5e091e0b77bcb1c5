"""The calendar of a feed, as programs read it: its file in the path, and its response within Lambda's limits."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from fastapi import Depends, Request, Response
from starlette.exceptions import HTTPException

from shared.domain.errors import FeedNotFoundError, FeedTooLargeError
from shared.domain.limits import FEED_READS
from shared.web.calendars.feeds import FILE_END
from shared.web.http.content_codings import takes_gzip
from shared.web.http.counting import count_request
from shared.web.http.entity_tags import EntityTags, entity_tag, gzip_tag
from shared.web.http.errors import MalformedRequestError
from shared.web.http.headers import IfNoneMatchHeader
from shared.web.http.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.services.calendars.calendars import Calendars, Poll
    from shared.services.limiter import Limiter

MEDIA_TYPE = "text/calendar"
ANSWERS: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {}}}, 304: {}, 406: {}}
"""The responses that the OpenAPI document lists."""
MAX_PLAIN_BYTES = 2_000_000
"""Of UTF-8: as JSON in ASCII, which is Lambda's form of it, text takes up to three times as much, and 6 MB may pass."""
MAX_COMPRESSED_BYTES = 4_400_000
"""In base64, these are 5.9 MB."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_LEVEL = 6
_HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Origin"}
"""Programs may keep a calendar, and ask before they use it whether it has changed."""


class FeedFilePath:
    """The dependency on the secret, which is the name of a file in the path."""

    parameters: ClassVar = (
        Parameter(name="file", place="path", description="The secret of the feed, and `.ics` after it."),
    )

    async def __call__(self, request: Request) -> str:
        """Return the secret. Raises FeedNotFoundError for a name with another end."""
        name: str = request.path_params["file"]
        if not name.endswith(FILE_END):
            raise FeedNotFoundError("there is no such feed")
        return name.removesuffix(FILE_END)


class KnownVersionsHeader(IfNoneMatchHeader):
    """The dependency on If-None-Match, which counts as absent if it is malformed.

    Nobody sees what a calendar program is told: one that gets it wrong must not stay without a calendar.
    """

    async def __call__(self, request: Request) -> EntityTags | None:
        """Return the tags, or None."""
        try:
            return await super().__call__(request)
        except MalformedRequestError:
            return None


FeedSecret = Annotated[str, Depends(FeedFilePath())]
KnownVersions = Annotated[EntityTags | None, Depends(KnownVersionsHeader())]


def calendar_response(
    request: Request, poll: Poll, calendars: Calendars, limiter: Limiter, known: EntityTags | None
) -> Response:
    """Return the calendar of a feed, or 304 if ``known`` names its version.

    Only what has to be read is counted against the limit. Raises TooManyRequestsError, FeedTooLargeError, HTTPException
    406 for a large calendar if the client refuses gzip, and what ``Calendars.open`` raises.
    """
    if _is_known(poll.version, known):
        return _not_modified(poll.version)
    count_request(request, limiter, (FEED_READS, poll.book_id, poll.feed_id))
    calendar = calendars.open(poll)
    if _is_known(calendar.version, known):
        return _not_modified(calendar.version)
    body = CalendarBody(request.headers.get("accept-encoding"))
    body.take(calendar.pieces())
    etag = entity_tag(calendar.version)
    headers = {
        **_HEADERS,
        "Content-Disposition": 'inline; filename="calendar.ics"',
        **({"ETag": gzip_tag(etag) if body.is_compressed else etag} if calendar.is_final() else {}),
        **({"Content-Encoding": "gzip"} if body.is_compressed else {}),
    }
    return Response(body.content, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


class CalendarBody:
    """A body that is compressed piece by piece, so that it never exists as a whole in plain form unless it is short.

    ``accepted`` is the value of Accept-Encoding. A client that does not send it gets gzip only for what is too long.
    """

    def __init__(self, accepted: str | None) -> None:
        self.is_compressed = accepted is not None and takes_gzip(accepted)
        self._refuses = accepted is not None and not self.is_compressed
        self._packer = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW)
        self._parts: list[bytes] = []
        self._length = 0

    def take(self, pieces: Iterable[str]) -> None:
        """Add all of a text. Raises HTTPException 406 and FeedTooLargeError."""
        for piece in pieces:
            self._add(piece.encode(errors="replace"))
            if not self.is_compressed and self._length > MAX_PLAIN_BYTES:
                self._compress()
            self._check()
        if self.is_compressed:
            self._keep(self._packer.flush())
        self._check()

    @property
    def content(self) -> bytes:
        """The body."""
        return b"".join(self._parts)

    def _add(self, data: bytes) -> None:
        self._keep(self._packer.compress(data) if self.is_compressed else data)

    def _keep(self, data: bytes) -> None:
        self._parts.append(data)
        self._length += len(data)

    def _compress(self) -> None:
        """Go on in gzip, with what there is so far."""
        if self._refuses:
            raise HTTPException(406)
        parts, self._parts, self._length, self.is_compressed = self._parts, [], 0, True
        for part in parts:
            self._add(part)

    def _check(self) -> None:
        if self._length > MAX_COMPRESSED_BYTES:
            raise FeedTooLargeError("make a feed of fewer contacts, by a tag, or of fewer dates")


def _is_known(version: str, known: EntityTags | None) -> bool:
    return known is not None and known.match_weakly(entity_tag(version))


def _not_modified(version: str) -> Response:
    return Response(status_code=304, headers={**_HEADERS, "ETag": entity_tag(version)})
