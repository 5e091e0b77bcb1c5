"""Exports: made by the service, in the background if they are large, and fetched by a link that it signs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contacts.errors import RefusedError
from contacts.service.service import Service, error_of
from contacts.service.waiting import FINAL, pauses
from contacts.transport.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file, how many contacts are in it, and what its format does not hold: some of it, and how much more."""

    content: bytes
    contacts: int
    notices: tuple[Mapping[str, Any], ...] = ()
    more_notices: int = 0


class Exports:
    """The exports of a user."""

    def __init__(
        self, service: Service, connection: Connection, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._service = service
        self._connection = connection
        self._pause = pause

    def export(
        self, asked: Mapping[str, Any], show: Callable[[int, int | None], None], *, idempotency_key: str
    ) -> Exported:
        """Export contacts, wait for the file, and return it; ``show`` is told how many have been looked at.

        Raises RefusedError for an export that failed or was cancelled, and what the service raises.
        """
        headers = {"Idempotency-Key": idempotency_key}
        export = self._service.json("POST", "/exports", body=asked, headers=headers, repeatable=True)
        pause = pauses()
        while export["state"] not in FINAL:
            show(export["done"], export["total"])
            self._pause(next(pause))
            export = self._service.json("GET", f"/exports/{export['id']}")
        if export["state"] != "done":
            raise RefusedError(f"The export {export['state']}. {export['problem'] or ''}".rstrip())
        return Exported(
            content=self._fetched(export["url"]),
            contacts=export["contacts"],
            notices=tuple(export["notices"]),
            more_notices=export["more_notices"],
        )

    def _fetched(self, url: str) -> bytes:
        """Return a file. The link itself is the permission: whoever keeps the files never sees the access token."""
        self._service.require_safe(url)
        response = self._connection.send("GET", url, repeatable=True)
        if not 200 <= response.status < 300:
            raise error_of(response, signed_in=False)
        return response.content
