"""A file that somebody has uploaded, and the import of it."""

from __future__ import annotations

from datetime import timedelta

from shared.services.exchange.names import rows_prefix, upload_name
from tests.faults.world import World
from tests.support.arrangements import VERIFIED, let_limits_fill_up, token
from tests.support.use_cases import Step

IMPORTS = "/api/v1/imports"
UPLOAD_ID = "01JD9Z6M3K5R8V1X4Z7B0D3F6H"
FILE = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Taras\r\nN:;Taras;;;\r\nEND:VCARD\r\n"


def book_of(world: World) -> str:
    """Return the only book there is."""
    [book] = {str(item["book_id"]) for item in world.state().tables["Contacts"]}
    return book


def _upload(world: World) -> None:
    world.wired.exchange_files.put(book_of(world), upload_name(UPLOAD_ID), FILE)


def _start(world: World) -> None:
    answer = world.send("POST", IMPORTS, token=token(world), json_body={"upload": UPLOAD_ID})
    assert answer.status == 202, answer.text
    world.known |= {"import": answer.json["id"], "operation": answer.json["id"], "book": book_of(world)}
    world.wait(timedelta(seconds=5))


def _report(world: World) -> None:
    name = f"{rows_prefix(world.known['import'])}000000001-c"
    row = b'[{"row": 1, "name": "Taras", "outcome": "created", "contact_id": "01JD9Z6M3K8QF5T2V7W4X0Y1R2"}]'
    world.wired.exchange_files.put(book_of(world), name, row)


UPLOADED: tuple[Step, ...] = (*VERIFIED, _upload)
IMPORTING: tuple[Step, ...] = (*UPLOADED, _start, let_limits_fill_up)
REPORTED: tuple[Step, ...] = (*IMPORTING, _report)
"""The first row of the import is in a file."""
