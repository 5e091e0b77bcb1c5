"""``contacts import --from``, from real CardDAV servers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.support.command import Ran, contacts
from tests.support.dav_servers import PASSWORD, USER, RunningServer, card
from tests.support.fake_dav import FakeDav
from tests.support.fake_imports import FakeImports
from tests.support.scripted_server import scripted_server


def pull(server: RunningServer, *arguments: str, password: str = PASSWORD) -> Ran:
    return contacts("import", "--from", server.book_url, "--user", USER, *arguments, CONTACTS_CARDDAV_PASSWORD=password)


@pytest.fixture
def people(server: RunningServer) -> RunningServer:
    server.put("ada", card("Ada Example", "TEL:+1 202 555 0143"))
    server.put("grace", card("Grace Example"))
    return server


def test_everybody_is_imported_and_named(people: RunningServer, imports: FakeImports) -> None:
    done = pull(people)
    assert (done.code, done.err) == (0, "")
    assert "+ Ada Example\n" in done.out
    assert done.out.endswith("What became of the rows:\n  created  2\n")
    assert len(imports.contacts) == 2


def test_a_second_pull_moves_nothing(people: RunningServer, imports: FakeImports) -> None:
    pull(people)
    done = pull(people)
    assert (done.code, len(imports.files)) == (0, 1)
    assert done.out.startswith("Nothing has changed in ")


def test_a_later_pull_says_per_person_what_changed(people: RunningServer, imports: FakeImports) -> None:
    pull(people)
    people.put("ada", card("Ada Example", "TEL:+1 202 555 0144", "EMAIL;TYPE=work:ada@example.com"))
    people.put("mary", card("Mary Example"))
    people.delete("grace")
    found = pull(people, "--json").json
    assert {each["name"]: (each["change"], each["differences"]) for each in found["changes"]} == {
        "Ada Example": ("changed", ["e-mail: + ada@example.com (work)", "phone: +1 202 555 0143 → +1 202 555 0144"]),
        "Mary Example": ("new", []),
        "Grace Example": ("gone", []),
    }
    assert found["outcomes"] == {"created": 1, "merged": 1, "unchanged": 0, "skipped": 0, "failed": 0}
    assert pull(people, "--json").json["changes"] == []


def test_people_who_are_gone_there_are_kept_here(people: RunningServer, imports: FakeImports) -> None:
    pull(people)
    people.delete("grace")
    done = pull(people)
    assert "- Grace Example\n" in done.out
    assert "1 person is gone from" in done.out
    assert len(imports.files) == 1


def test_a_dry_run_remembers_nothing(people: RunningServer, imports: FakeImports) -> None:
    done = pull(people, "--dry-run")
    assert "+ Ada Example\n" in done.out
    assert imports.contacts == {}
    assert pull(people, "--dry-run").out == done.out
    pull(people)
    assert len(imports.contacts) == 2


def test_who_cannot_be_imported_is_told_and_tried_again(people: RunningServer, imports: FakeImports) -> None:
    imports.refused = ("Grace Example",)
    done = pull(people)
    assert done.code == 4
    assert "Grace Example: /notes Too long." in done.out
    assert pull(people).code == 4
    assert b"Ada" not in imports.files[1]
    imports.refused = ()
    assert pull(people).code == 0
    assert pull(people, "--json").json["changes"] == []


def test_what_is_remembered_is_readable_for_its_owner_only(
    people: RunningServer, imports: FakeImports, home: Path
) -> None:
    pull(people)
    (path,) = (home / "pulls").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert PASSWORD.encode() not in path.read_bytes()


def test_merging_is_the_usual_way(people: RunningServer, imports: FakeImports) -> None:
    pull(people)
    people.put("ada", card("Ada Example"))
    pull(people, "--duplicates", "skip")
    assert [options["duplicates"] for options in imports.options] == ["merge", "skip"]


def test_a_wrong_password_changes_nothing(people: RunningServer, imports: FakeImports) -> None:
    done = pull(people, password="wrong")
    assert done.code == 3
    assert "app password" in done.err
    assert imports.files == []


def test_the_password_may_come_from_standard_input(people: RunningServer, imports: FakeImports) -> None:
    done = contacts("import", "--from", people.book_url, "--user", USER, "--password-stdin", stdin=f"{PASSWORD}\n")
    assert done.code == 0


def test_one_of_several_address_books_has_to_be_chosen(people: RunningServer, imports: FakeImports) -> None:
    other = people.with_new_book()
    done = contacts("import", "--from", people.url, "--user", USER, CONTACTS_CARDDAV_PASSWORD=PASSWORD)
    assert done.code == 2
    assert "choose one with --book" in done.err
    name = people.book_url.split("/")[-2]
    assert name in done.err
    assert other.book_url.split("/")[-2] in done.err
    chosen = contacts(
        "import", "--from", people.url, "--user", USER, "--book", name, CONTACTS_CARDDAV_PASSWORD=PASSWORD
    )
    assert chosen.code == 0
    assert len(imports.contacts) == 2


def test_the_keyring_remembers_the_password_on_request(
    people: RunningServer, imports: FakeImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets: dict[str, str] = {}
    monkeypatch.setattr("contacts.signing_in.keyring_store.find", secrets.get)
    monkeypatch.setattr(
        "contacts.signing_in.keyring_store.keep", lambda name, secret: not secrets.update({name: secret})
    )
    source = ("import", "--from", people.book_url, "--user", USER)
    assert contacts(*source).code == 2
    assert contacts(*source, "--password-stdin", stdin=f"{PASSWORD}\n").code == 0
    assert secrets == {}
    assert contacts(*source, "--password-stdin", "--remember", stdin="wrong\n").code == 3
    assert secrets == {}
    assert contacts(*source, "--password-stdin", "--remember", stdin=f"{PASSWORD}\n").code == 0
    assert list(secrets.values()) == [PASSWORD]
    assert contacts(*source).code == 0


def test_an_access_token_is_sent_as_one(imports: FakeImports) -> None:
    with scripted_server(FakeDav()) as server:
        done = contacts("import", "--from", server.url, "--oauth", "--password-stdin", stdin="access\n")
        assert done.code == 0
        assert {each.headers["authorization"] for each in server.requests} == {"Bearer access"}
