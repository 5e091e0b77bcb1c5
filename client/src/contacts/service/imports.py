"""Imports of files: sent to the service, which carries them out in the background, and followed to their end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from contacts.service.service import PAGE_SIZE, Service, error_of, json_of
from contacts.service.waiting import FINAL, pauses
from contacts.transport.connection import Connection

MAX_SENT_AT_ONCE_BYTES = 1024 * 1024
"""A larger file is uploaded first, to where the service says."""
MAX_FILE_BYTES = 50 * 1024 * 1024
OUTCOMES = ("created", "merged", "unchanged", "skipped", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What is asked of an import. What is empty is for the content to tell; the last three are about tables."""

    format: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    duplicates: str = "skip"
    dry_run: bool = False
    encoding: str = ""
    delimiter: str = ""
    date_order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStatus:
    """How far an import has got: how many rows have which outcome. ``total`` is None while it is not known.

    ``table`` is what the service has found out about a table: encoding, delimiter, columns.
    """

    id: str
    state: str
    done: int = 0
    total: int | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""
    dry_run: bool = False
    table: Mapping[str, Any] | None = None

    @property
    def is_final(self) -> bool:
        """Whether it has ended."""
        return self.state in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How an import ended, and the rows that failed."""

    status: ImportStatus
    failed: tuple[Mapping[str, Any], ...] = ()


class Imports:
    """The imports of a user."""

    def __init__(
        self, service: Service, connection: Connection, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._service = service
        self._connection = connection
        self._pause = pause

    def upload(self, content: bytes) -> str:
        """Upload a file that is too large to be sent with the request; return its id, empty for one that is not."""
        if len(content) <= MAX_SENT_AT_ONCE_BYTES:
            return ""
        # A second link instead of the first does no harm.
        link = self._service.json("POST", "/imports/uploads", body={"size_bytes": len(content)}, repeatable=True)
        self._service.require_safe(link["url"])
        # The link itself is the permission: whoever keeps the files never sees the access token.
        response = self._connection.send(
            link["method"], link["url"], headers=link["headers"], content=content, repeatable=True
        )
        if not 200 <= response.status < 300:
            raise error_of(response, signed_in=False)
        return str(link["id"])

    def start(self, content: bytes, upload_id: str, options: ImportOptions, *, idempotency_key: str) -> str:
        """Start the import of a file, of an uploaded one if it has an id, and return the id of the import.

        With the same key, file and options it starts no second one.
        """
        media_type, body = _body(content, upload_id, options.mapping)
        started = self._service.send(
            "POST",
            "/imports",
            query={
                "format": options.format or None,
                "encoding": options.encoding or None,
                "delimiter": options.delimiter or None,
                "date_order": options.date_order or None,
                "duplicates": options.duplicates,
                "dry_run": "true" if options.dry_run else None,
            },
            content=body,
            headers={"Content-Type": media_type, "Idempotency-Key": idempotency_key},
            repeatable=True,
        )
        return str(json_of(started)["id"])

    def status(self, import_id: str) -> ImportStatus:
        """Return how far an import has got."""
        found = self._service.json("GET", f"/imports/{import_id}")
        return ImportStatus(
            id=found["id"],
            state=found["state"],
            done=found["done"],
            total=found["total"],
            outcomes=found["rows"],
            problem=found["problem"] or "",
            dry_run=found["dry_run"],
            table=found.get("table"),
        )

    def rows(self, import_id: str, outcome: str | None = None) -> Iterator[Mapping[str, Any]]:
        """Yield what became of the rows, or of those with an outcome."""
        for page in self._service.pages(f"/imports/{import_id}/rows", outcome=outcome, limit=PAGE_SIZE):
            yield from page["items"]

    def follow(self, import_id: str, show: Callable[[int, int | None], None]) -> ImportResult:
        """Wait until an import has ended, and return how; ``show`` is told how far it has got."""
        pause = pauses()
        while not (status := self.status(import_id)).is_final:
            show(status.done, status.total)
            self._pause(next(pause))
        failed = tuple(self.rows(import_id, "failed")) if status.outcomes.get("failed") else ()
        return ImportResult(status=status, failed=failed)


def _body(content: bytes, upload_id: str, mapping: Mapping[str, str]) -> tuple[str, bytes]:
    """Return what to send for a file: the file itself, or a form if there is a mapping, or the id of its upload."""
    if upload_id:
        return "application/json", json.dumps({"upload": upload_id, "mapping": dict(mapping)}).encode()
    if not mapping:
        return "application/octet-stream", content
    boundary = uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n'
    rest = (
        f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="mapping"\r\n\r\n'
        f"{json.dumps(dict(mapping))}\r\n--{boundary}--\r\n"
    )
    return f"multipart/form-data; boundary={boundary}", head.encode() + content + rest.encode()
