"""``contacts export``: all contacts in a file, which is there whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Any, BinaryIO

from contacts.commands.access import signed_in
from contacts.commands.joining import Piece, joined_array, joined_cards, joined_table
from contacts.errors import ExitCode, RefusedError, UsageError
from contacts.service.service import PAGE_SIZE, Service
from contacts.terminal.output import Output, note
from contacts.terminal.progress import Progress
from contacts.terminal.text import count

_FORMAT_BY_SUFFIX = {".vcf": "vcard", ".vcard": "vcard", ".csv": "csv", ".jscontact": "jscontact", ".json": "json"}


def run(arguments: Namespace) -> int:
    """Write all contacts, page by page."""
    to_stdout = arguments.file == "-"
    if arguments.json and to_stdout:
        raise UsageError("With --json, name a file: standard output cannot have both the contacts and the result.")
    name = arguments.format or _FORMAT_BY_SUFFIX.get(Path(arguments.file).suffix.lower(), "vcard")
    service = signed_in().service
    total = 0
    with _sink(arguments.file) as sink, Progress() as progress:
        show = progress.of("exporting")
        for piece, contacts in _pieces(service, name, arguments):
            sink.write(piece)
            total += contacts
            show(total, None)
    output = Output(as_json=arguments.json)
    output.json({"file": arguments.file, "format": name, "contacts": total})
    if not to_stdout and not arguments.json:
        note(f"{count(total, 'contact')} in {arguments.file}")
    return ExitCode.DONE


def _pieces(service: Service, name: str, arguments: Namespace) -> Iterator[Piece]:
    if name == "json":
        pages = service.pages("/contacts", limit=PAGE_SIZE, tag=arguments.tag)
        return joined_array(contact for page in pages for contact in page["items"])
    if name == "jscontact":
        return joined_array(
            card for page in _pages(service, "application/jscontact+json", arguments) for card in _array(page)
        )
    if name == "csv":
        return joined_table(_pages(service, "text/csv", arguments))
    return joined_cards(_pages(service, f"text/vcard;version={arguments.vcard_version}", arguments))


def _pages(service: Service, media_type: str, arguments: Namespace) -> Iterator[bytes]:
    wanted = media_type.partition(";")[0]
    for response in service.linked_pages("/contacts", accept=media_type, limit=PAGE_SIZE, tag=arguments.tag):
        if response.headers.get("content-type", "").partition(";")[0].strip() != wanted:
            raise RefusedError(f"This service does not write {wanted}: choose another --format.")
        yield response.content


def _array(page: bytes) -> list[Any]:
    cards = json.loads(page)
    return cards if isinstance(cards, list) else [cards]


@contextmanager
def _sink(name: str) -> Iterator[BinaryIO]:
    """Open what to write to. A file takes its name only when it is complete."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    try:
        descriptor, temporary = mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
