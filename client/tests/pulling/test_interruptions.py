"""Pulls that are stopped anywhere, repeated, and run at the same time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from contacts.errors import UnavailableError, UsageError
from contacts.pulling.state import pull_state
from contacts.service import imports as service_imports
from contacts.transport.connection import Connection, Response
from tests.support.command import Ran, contacts
from tests.support.dav_servers import card
from tests.support.fake_dav import BOOK, FakeDav
from tests.support.fake_imports import FakeImports
from tests.support.scripted_server import scripted_server

PEOPLE = [f"Person {number}" for number in range(5)]
MAX_REQUESTS = 40


@pytest.fixture
def dav(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDav]:
    monkeypatch.setattr("contacts.carddav.reading.CARDS_PER_REQUEST", 2)
    monkeypatch.setattr("contacts.service.waiting.FIRST_PAUSE_SECONDS", 0)
    fake = FakeDav()
    for name in PEOPLE:
        fake.put(f"{name[-1]}.vcf", card(name))
    with scripted_server(fake) as server:
        monkeypatch.setenv("DAV", server.url)
        monkeypatch.setenv("CONTACTS_CARDDAV_PASSWORD", "secret")
        yield fake


def pull(*arguments: str) -> Ran:
    return contacts("import", "--from", os.environ["DAV"] + BOOK, "--user", "ada", *arguments)


class Fault:
    """Ends the program at one of its requests: before it is sent, or when its answer is lost."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int, *, is_sent: bool) -> None:
        self.left = number
        self.happened = False
        send = Connection._send_once

        def faulty(
            connection: Connection, method: str, url: str, headers: Mapping[str, str] | None, content: bytes | None
        ) -> Response:
            self.left -= 1
            self.happened = self.left <= 0
            if self.happened and not is_sent:
                raise KeyboardInterrupt
            response = send(connection, method, url, headers, content)
            if self.happened:
                raise KeyboardInterrupt
            return response

        patch.setattr(Connection, "_send_once", faulty)


@pytest.mark.parametrize("is_sent", [False, True], ids=["before a request", "after a request"])
@pytest.mark.parametrize("is_large", [False, True], ids=["sent at once", "uploaded"])
def test_a_pull_that_is_stopped_anywhere_goes_on(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch, home: Path, is_sent: bool, is_large: bool
) -> None:
    if is_large:
        monkeypatch.setattr(service_imports, "MAX_SENT_AT_ONCE_BYTES", 10)
    for number in range(1, MAX_REQUESTS):
        imports.__init__()  # type: ignore[misc]
        for path in home.rglob("*.sqlite"):
            path.unlink()
        with pytest.MonkeyPatch.context() as patch:
            fault = Fault(patch, number, is_sent=is_sent)
            first = pull()
        if not fault.happened:
            assert first.code == 0
            break
        assert first.code == 130
        second = pull()
        assert second.code == 0, second.err
        assert sorted(imports.contacts) == [name.replace(" ", "-") for name in PEOPLE]
        assert len(imports.files) == 1, f"imported twice after request {number}"
        assert pull("--json").json["changes"] == []
    else:
        pytest.fail("a pull needs too many requests")
    assert number > 6


def test_what_was_fetched_is_not_fetched_again(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    card_of = dav._card

    def noting(path: str) -> str:
        fetched.append(path)
        return card_of(path)

    monkeypatch.setattr(dav, "_card", noting)
    with pytest.MonkeyPatch.context() as patch:
        fault = Fault(patch, 5, is_sent=True)
        assert pull().code == 130
    assert fault.happened
    assert pull().code == 0
    assert 5 <= len(fetched) <= 7


def test_a_later_pull_asks_only_for_what_has_changed_since(dav: FakeDav, imports: FakeImports) -> None:
    pull()
    dav.put("0.vcf", card("Person 0", "NOTE:new"))
    asked: list[bytes] = []
    dav.asked = asked
    pull()
    reports = [content for content in asked if b"sync-collection" in content or b"multiget" in content]
    assert b"urn:t:5" in reports[0]
    assert reports[1].count(b"href>") == 2
    assert len(reports) == 2


def test_what_changes_after_an_interruption_is_imported_too(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Fault(patch, 8, is_sent=True)
        assert pull().code == 130
    assert len(imports.files) == 1
    dav.put("0.vcf", card("Person 0", "NOTE:new"))
    dav.delete("1.vcf")
    assert pull().code == 0
    assert imports.starts == 2, "an import that is known to have started is only followed"
    assert "NOTE:new" in imports.contacts["Person-0"]
    assert pull("--json").json["changes"] == []


@pytest.mark.parametrize("number", [7, 8], ids=["before its start", "after its start"])
def test_an_import_that_the_service_has_forgotten_is_begun_anew(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(service_imports, "MAX_SENT_AT_ONCE_BYTES", 10)
    with pytest.MonkeyPatch.context() as patch:
        Fault(patch, number + 1, is_sent=True)
        assert pull().code == 130
    imports.uploads.clear()
    imports.imports.clear()
    imports.by_key.clear()
    assert pull().code == 0
    assert sorted(imports.contacts) == [name.replace(" ", "-") for name in PEOPLE]
    assert pull("--json").json["changes"] == []


def test_cards_beyond_one_file_are_imported_in_several(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contacts.pulling.pull.MAX_FILE_BYTES", 2 * len(card("Person 0")) + 10)
    imports.refused = ("Person 1",)
    done = pull("--json")
    assert done.code == 4
    assert len(imports.files) == 3
    assert (done.json["outcomes"]["created"], done.json["outcomes"]["failed"]) == (4, 1)


def test_an_import_that_was_cancelled_is_started_anew(dav: FakeDav, imports: FakeImports) -> None:
    imports.state = "cancelled"
    done = pull()
    assert done.code == 1
    assert "cancelled" in done.err
    imports.state = "done"
    assert pull().code == 0
    assert pull("--json").json["changes"] == []


def test_a_change_of_the_entity_tag_alone_is_nothing_to_import(dav: FakeDav, imports: FakeImports, home: Path) -> None:
    pull()
    dav.put("0.vcf", card("Person 0", "REV:20261130T000000Z", "PRODID:-//Another//EN"))
    assert pull("--json").json["changes"] == []
    assert len(imports.files) == 1
    (path,) = (home / "pulls").iterdir()
    with closing(sqlite3.connect(path)) as database:
        waiting = database.execute("SELECT count(*) FROM cards WHERE fetched IS NOT NULL").fetchone()
    assert waiting == (0,)


def test_a_resource_with_several_cards_is_imported_whole(dav: FakeDav, imports: FakeImports) -> None:
    dav.put("0.vcf", card("Person 0") + card("Person 9"))
    imports.refused = ("Person 9", "Person 4")
    assert pull().code == 4
    imports.refused = ()
    assert pull().code == 0
    assert imports.files[1].count(b"BEGIN:VCARD") == 3
    assert pull("--json").json["changes"] == []


def test_a_resource_without_a_card_is_told(dav: FakeDav, imports: FakeImports) -> None:
    dav.put("odd%20one.vcf", "This is no card.")
    imports.refused = ("Person 4",)
    done = pull()
    assert done.code == 4
    assert "odd one.vcf: There is no whole vCard in it." in done.out
    imports.refused = ()
    again = pull("--json").json
    assert (again["outcomes"]["created"], again["outcomes"]["failed"]) == (1, 1)


def test_where_rows_are_not_certain_all_come_again(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service may see more or fewer cards in a text than we do."""
    monkeypatch.setattr("contacts.pulling.pull.count_cards", lambda _text: 2)
    imports.refused = ("Person 3",)
    assert pull().code == 4
    imports.refused = ()
    assert pull().code == 0
    assert sorted(imports.contacts) == [name.replace(" ", "-") for name in PEOPLE]


def test_a_dry_run_does_not_carry_out_what_was_prepared(dav: FakeDav, imports: FakeImports) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fault = Fault(patch, 7, is_sent=False)
        assert pull().code == 130
    assert fault.happened
    assert len(pull("--dry-run", "--json").json["changes"]) == 5
    assert imports.contacts == {}
    assert pull().code == 0
    assert len(imports.contacts) == 5


def test_two_pulls_of_one_address_book_do_not_run_at_the_same_time() -> None:
    with (
        pull_state("book", "ada"),
        pull_state("book", "grace"),
        pytest.raises(UsageError, match="under way"),
        pull_state("book", "ada"),
    ):
        pytest.fail("two have it")
    with pull_state("book", "ada"):
        pass


def test_a_damaged_file_is_told(dav: FakeDav, imports: FakeImports, home: Path) -> None:
    pull()
    (path,) = (home / "pulls").iterdir()
    path.write_bytes(b"This is no database." * 100)
    done = pull()
    assert done.code == 1
    assert "delete it" in done.err


def test_nothing_stays_of_a_state_that_is_not_to_stay(home: Path) -> None:
    with pull_state("a", stays=False) as state:
        state.remember(sync_token="1")
    with pull_state("a") as state:
        assert state.fact("sync_token") == ""


def test_an_unavailable_service_keeps_what_was_fetched(
    dav: FakeDav, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_arguments: object, **_options: object) -> str:
        raise UnavailableError("The service is not available.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service_imports.Imports, "start", unavailable)
        done = pull()
    assert done.code == 5
    assert "goes on from here" in done.err
    assert pull().code == 0
