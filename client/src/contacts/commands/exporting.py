"""``contacts export``: contacts in a file, which is there whole or not at all."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Any, BinaryIO
from uuid import uuid4

from contacts.commands.access import signed_in
from contacts.commands.joining import joined_array
from contacts.errors import ExitCode, UsageError
from contacts.service.exports import Exports
from contacts.service.service import PAGE_SIZE, Service
from contacts.terminal.output import Output, note
from contacts.terminal.progress import Progress
from contacts.terminal.text import count

_FORMAT_BY_SUFFIX = {
    ".vcf": "vcard", ".vcard": "vcard", ".csv": "csv", ".ldif": "ldif", ".jscontact": "jscontact", ".json": "json"
}  # fmt: skip
_OF_API = "json"
"""The form of the API itself, which is no file of the service's, but has its pages."""


def run(arguments: Namespace) -> int:
    """Write contacts: as a file that the service makes, or as JSON, page by page."""
    to_stdout = arguments.file == "-"
    if arguments.json and to_stdout:
        raise UsageError("With --json, name a file: standard output cannot have both the contacts and the result.")
    name = arguments.format or _FORMAT_BY_SUFFIX.get(Path(arguments.file).suffix.lower(), "vcard")
    access = signed_in()
    notices: list[Mapping[str, Any]] = []
    with _sink(arguments.file) as sink, Progress() as progress:
        show = progress.of("exporting")
        if name == _OF_API:
            total = 0
            for piece, contacts in joined_array(_contacts(access.service, arguments)):
                sink.write(piece)
                total += contacts
                show(total, None)
        else:
            exports = Exports(access.service, access.connection)
            made = exports.export(_asked(name, arguments), show, idempotency_key=str(uuid4()))
            sink.write(made.content)
            total, notices = made.contacts, list(made.notices)
    output = Output(as_json=arguments.json)
    output.json({"file": arguments.file, "format": name, "contacts": total, "notices": notices})
    if not to_stdout and not arguments.json:
        note(f"{count(total, 'contact')} in {arguments.file}")
    if notices and not arguments.json:
        note(f"Not all of it is in the file: {count(len(notices), 'notice')}, which --json lists.")
    return ExitCode.DONE


def _asked(name: str, arguments: Namespace) -> dict[str, Any]:
    """Return what is asked of the service."""
    asked: dict[str, Any] = {"format": name, "q": arguments.query, "tag": arguments.tag, "view": arguments.view}
    if name == "vcard":
        asked["version"] = arguments.vcard_version
    if name in {"vcard", "csv"}:
        asked["profile"] = arguments.profile
    if arguments.favorites:
        asked["favorite"] = True
    return {member: value for member, value in asked.items() if value is not None}


def _contacts(service: Service, arguments: Namespace) -> Iterator[Any]:
    favorite = "true" if arguments.favorites else None
    query = {"q": arguments.query, "tag": arguments.tag, "view": arguments.view, "favorite": favorite}
    for page in service.pages("/contacts", limit=PAGE_SIZE, **query):
        yield from page["items"]


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
