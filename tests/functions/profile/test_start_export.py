"""POST /api/v1/auth/me/export, and what is in the archive."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from functions.profile.start_export import start_account_export
from shared.adapters.memory import exchange_files as memory_files
from shared.domain.errors import FilesUnavailableError
from shared.services.exchange import account_export_task, account_files, archive_pieces, chosen_contacts
from shared.services.ports.operations import TaskMessage
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.profile.start_export import PATH
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

FILES = {
    "profile.json", "sessions.json", "security_events.json", "second_factors.json", "passkeys.json", "identities.json",
    "personal_tokens.json", "contacts.vcf", "contacts.json", "trash.json", "history.json", "labels.json", "views.json",
    "feeds.json", "dismissed_duplicates.json", "operations.json", "missing_pictures.json",
}  # fmt: skip


def export(person: Person) -> Answer:
    answer = person.request("POST", PATH)
    assert answer.status == 202, answer.text
    return answer


def archive(wired: MemoryWiring, person: Person, answer: Answer) -> ZipFile:
    """Return the archive, whose checksums are right."""
    file = ZipFile(BytesIO(wired.files.files[person.account_id, f"exports/{answer.json['id']}"]))
    assert file.testzip() is None
    return file


def exported(wired: MemoryWiring, person: Person) -> ZipFile:
    answer = export(person)
    assert carry_out(wired, person, answer.json["id"])["state"] == "done"
    return archive(wired, person, answer)


def read(file: ZipFile, name: str) -> Any:
    return json.loads(file.read(name))


@pytest.fixture
def furnished(person: Person) -> Person:
    """Somebody with something of everything."""
    ids = [person.create(first_name=f"P{number}", tags=["family"]).json["id"] for number in range(30)]
    person.request("PATCH", f"{CONTACTS}/{ids[0]}", json_body={"nickname": "Ann"})
    person.request("DELETE", f"{CONTACTS}/{ids[1]}")
    assert person.request("POST", "/api/v1/views", json_body={"name": "Best", "filter": {}}).status in {201, 422}
    assert person.request("POST", "/api/v1/feeds", json_body={"name": "Birthdays"}).status == 201
    return person


def test_everything_is_in_it(wired: MemoryWiring, furnished: Person) -> None:
    file = exported(wired, furnished)
    assert {*file.namelist()} == FILES
    assert read(file, "profile.json")["email"] == furnished.email
    assert len(read(file, "sessions.json")) == 1
    contacts = read(file, "contacts.json")
    assert len(contacts) == 29
    assert {contact["tags"][0] for contact in contacts} == {"family"}
    assert [one["nickname"] for one in contacts if one["first_name"] == "P0"] == ["Ann"]
    assert file.read("contacts.vcf").decode().count("BEGIN:VCARD") == 29
    assert [one["first_name"] for one in read(file, "trash.json")] == ["P1"]
    assert [one["kind"] for one in read(file, "history.json")][-2:] == ["updated", "trashed"]
    assert read(file, "history.json")[-2]["previous"]["first_name"] == "P0"
    assert [one["name"] for one in read(file, "labels.json")] == ["family"]
    assert [one["name"] for one in read(file, "feeds.json")] == ["Birthdays"]
    assert [one["kind"] for one in read(file, "operations.json")] == ["export_account"]


def test_the_files_are_those_that_the_documentation_and_the_api_reference_name(root: Path) -> None:
    """So whoever adds a file names it, for those who look for it."""
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    rows = text.partition("| Erased with the account |")[2].partition("\n\n")[0].splitlines()
    named = {name for row in rows for name in re.findall(r"`(\w+\.\w+)`", row)}
    assert named == FILES
    assert {name for name in FILES if f"`{name}`" not in str(start_account_export.__doc__)} == set()


def test_secrets_are_not(wired: MemoryWiring, furnished: Person) -> None:
    file = exported(wired, furnished)
    content = b"".join(file.read(name) for name in FILES).decode()
    account = wired.memory.accounts[furnished.account_id]
    hashes = [feed.secret_hash for feed in wired.memory.feeds[furnished.account_id].feeds.values()]
    sessions = [str(session.current) for session in wired.memory.sessions.values()]
    assert not [secret for secret in (account.password_hash, *hashes) if secret in content]
    assert '"current"' not in content
    assert sessions


def test_an_empty_account_has_all_files_too(wired: MemoryWiring, person: Person) -> None:
    file = exported(wired, person)
    assert {*file.namelist()} == FILES
    assert read(file, "contacts.json") == []
    assert read(file, "history.json") == []


def test_it_is_made_of_many_pieces_in_bounded_memory(
    wired: MemoryWiring, furnished: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = exported(wired, furnished)
    monkeypatch.setattr(account_export_task, "MAX_PIECE_BYTES", 2_000)
    monkeypatch.setattr(account_files, "CHANGES_AT_ONCE", 3)
    monkeypatch.setattr(chosen_contacts, "CONTACTS_AT_ONCE", 4)
    monkeypatch.setattr(archive_pieces, "PART_BYTES", 3_000)
    monkeypatch.setattr(memory_files, "MIN_PART_BYTES", 3_000)
    little_by_little = exported(wired, furnished)
    pieces = [name for _, name in wired.files.files if name.startswith("pieces/")]
    assert len(pieces) > 7
    for name in ("contacts.json", "contacts.vcf", "trash.json", "labels.json", "feeds.json"):
        assert little_by_little.read(name) == at_once.read(name)
    assert read(little_by_little, "history.json") == read(at_once, "history.json")


@pytest.mark.parametrize("attempt", range(8))
def test_it_goes_on_wherever_a_worker_fails(
    wired: MemoryWiring, furnished: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    monkeypatch.setattr(account_export_task, "MAX_PIECE_BYTES", 2_000)
    monkeypatch.setattr(chosen_contacts, "CONTACTS_AT_ONCE", 4)
    answer = export(furnished)
    message = TaskMessage(book_id=furnished.account_id, operation_id=answer.json["id"])
    put, calls = wired.files.put, count()

    def failing(book_id: str, name: str, content: bytes) -> None:
        put(book_id, name, content)
        if next(calls) == attempt:
            raise FilesUnavailableError("no answer")

    with monkeypatch.context() as patched, suppress(FilesUnavailableError):
        patched.setattr(wired.files, "put", failing)
        wired.task_runner.run(message, message_id="message", has_time=lambda: True)
    clock.advance(timedelta(minutes=5))  # the lease of the worker is over
    furnished.create(first_name="Late")  # the pieces that are written again are not the same
    assert carry_out(wired, furnished, answer.json["id"])["state"] == "done"
    file = archive(wired, furnished, answer)
    assert len(read(file, "contacts.json")) == 29
    assert read(file, "operations.json")


def test_a_file_that_is_too_large_fails_and_says_so(
    client: Client, wired: MemoryWiring, furnished: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.domain.archives.MAX_FILE_BYTES", 2_000)
    answer = export(furnished)
    carry_out(wired, furnished, answer.json["id"])
    shown = furnished.request("GET", f"{PATH}/{answer.json['id']}").json
    assert (shown["state"], shown["url"]) == ("failed", None)
    assert "4 GB" in shown["problem"]


def test_an_account_without_a_verified_address_has_nothing_to_export(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("POST", PATH).code == "email_not_verified"


def test_six_in_a_row_are_too_many(person: Person) -> None:
    assert [person.request("POST", PATH).status for _ in range(6)] == [202] * 5 + [429]


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH).status == 401
