"""Imports and exports with the service as ``make run`` serves it, and address books of Radicale and Xandikos."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from contacts.service import imports as service_imports
from tests.support.command import Ran, contacts
from tests.support.dav_servers import PASSWORD, USER, RunningServer, card
from tests.support.product import ROOT, Product

FORMATS = (ROOT / "shared/services/exchange/formats.py").read_text(encoding="utf-8")
pytestmark = [
    pytest.mark.skipif('"vcard"' not in FORMATS, reason="the service imports no vCards yet"),
    pytest.mark.xdist_group("product"),
]
reads_tables = pytest.mark.skipif('"csv"' not in FORMATS, reason="the service imports no tables yet")
writes_cards = pytest.mark.skipif(
    not (ROOT / "shared/web/contacts/cards.py").exists(), reason="the service writes no cards yet"
)


@pytest.fixture
def surname() -> str:
    """A name that only this test uses: all tests share the account."""
    return f"Example{uuid4().hex[:12]}"


def people(surname: str, *lines: str) -> str:
    return "".join(card(f"{name} {surname}", *lines) for name in ("Ada", "Grace"))


def found(surname: str) -> list[str]:
    return sorted(one["first_name"] for one in contacts("search", surname, "--json").json)


def pull(server: RunningServer, *arguments: str) -> Ran:
    source = ("--from", server.book_url, "--user", USER)
    return contacts("import", *source, *arguments, CONTACTS_CARDDAV_PASSWORD=PASSWORD)


def test_a_file_is_imported_once_however_often_it_is_sent(account: Product, surname: str) -> None:
    dry = contacts("import", "-", "--dry-run", "--json", stdin=people(surname))
    assert (dry.json["outcomes"]["created"], found(surname)) == (2, [])
    first = contacts("import", "-", "--json", stdin=people(surname))
    assert (first.code, first.json["outcomes"]["created"]) == (0, 2)
    again = contacts("import", "-", "--json", stdin=people(surname))
    assert again.json["outcomes"] == {"created": 0, "merged": 0, "unchanged": 2, "skipped": 0, "failed": 0}
    assert found(surname) == ["Ada", "Grace"]


@reads_tables
def test_what_is_said_about_a_table_counts(account: Product, surname: str, tmp_path: Path) -> None:
    table = tmp_path / "people.txt"
    table.write_bytes(f"Vorname|Nachname|Geburtstag\nЄва|{surname}|03/04/1990\n".encode("cp1251"))
    said = ("--encoding", "cp1251", "--delimiter", "|", "--date-order", "day-first")
    done = contacts("import", str(table), "--format", "csv", "--json", *said)
    assert (done.json["outcomes"]["created"], done.json["table"]["encoding"]) == (1, "cp1251")
    [one] = contacts("search", surname, "--json").json
    assert (one["first_name"], one["birthday"]) == ("Єва", "1990-04-03")


def test_a_card_with_nothing_to_show_is_told(account: Product, surname: str) -> None:
    done = contacts("import", "-", stdin=people(surname) + "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n")
    assert done.code == 4
    assert "  row 3, without a name: " in done.out
    assert found(surname) == ["Ada", "Grace"]


def test_a_large_file_is_uploaded_first(account: Product, surname: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_imports, "MAX_SENT_AT_ONCE_BYTES", 10)
    done = contacts("import", "-", stdin=people(surname))
    assert (done.code, done.err) == (0, "")
    assert found(surname) == ["Ada", "Grace"]


@reads_tables
def test_a_table_is_imported_by_a_mapping(account: Product, surname: str) -> None:
    table = f"A;B;C\r\nAda;{surname};+1 202 555 0143\r\n"
    mapping = ("--mapping", "A=first_name", "--mapping", "B=last_name", "--mapping", "C=phones/mobile")
    done = contacts("import", "-", "--format", "csv", *mapping, stdin=table)
    assert done.code == 0, done.err
    assert found(surname) == ["Ada"]


def test_another_kind_of_file_is_told(account: Product) -> None:
    done = contacts("import", "-", stdin="\x7fELF")
    assert (done.code, done.out) == (1, "")


@writes_cards
def test_an_export_for_older_programs_imported_again_adds_nothing(account: Product, tmp_path: Path) -> None:
    """Version 3.0 has no words for some labels, so a contact may differ; by default it is left as it is."""
    path = str(tmp_path / "all.vcf")
    contacts("export", path)
    before = contacts("export", "--format", "json").json
    outcomes = contacts("import", path, "--json").json["outcomes"]
    assert outcomes["unchanged"] + outcomes["skipped"] == len(before)
    assert contacts("export", "--format", "json").json == before


@writes_cards
@pytest.mark.parametrize(
    "name",
    [
        "all.vcf",
        pytest.param("all.csv", marks=reads_tables),
        pytest.param(
            "all.jscontact", marks=pytest.mark.skipif('"jscontact"' not in FORMATS, reason="not imported yet")
        ),
    ],
)
def test_an_export_imported_again_changes_nothing(account: Product, surname: str, tmp_path: Path, name: str) -> None:
    contacts("import", "-", stdin=people(surname, "TEL;TYPE=WORK:+1 202 555 0143", "BDAY:1990-05-17"))
    path = str(tmp_path / name)
    done = contacts("export", path, "--vcard-version", "4.0", "--json")
    assert done.code == 0, done.err
    everybody = done.json["contacts"]
    assert everybody >= 2
    again = contacts("import", path, "--rows", "--json")
    assert [row for row in again.json["rows"] if row["outcome"] != "unchanged"] == []
    assert len(again.json["rows"]) == everybody


def test_an_address_book_is_pulled_again_and_again(account: Product, server: RunningServer, surname: str) -> None:
    for name in ("Ada", "Grace"):
        server.put(name, card(f"{name} {surname}", "TEL:+1 202 555 0143"))
    assert pull(server, "--json").json["outcomes"]["created"] == 2
    assert pull(server).out.startswith("Nothing has changed")

    server.put("Ada", card(f"Ada {surname}", "TEL:+1 202 555 0143", "EMAIL:ada@example.com"))
    server.put("Mary", card(f"Mary {surname}"))
    server.delete("Grace")
    later = pull(server, "--json").json
    assert {(one["name"].partition(" ")[0], one["change"]) for one in later["changes"]} == {
        ("Ada", "changed"), ("Mary", "new"), ("Grace", "gone"),
    }  # fmt: skip
    assert (later["outcomes"]["created"], later["outcomes"]["merged"]) == (1, 1)
    assert found(surname) == ["Ada", "Grace", "Mary"]
    (ada,) = (one for one in contacts("search", surname, "--json").json if one["first_name"] == "Ada")
    assert [one["value"] for one in ada["emails"]] == ["ada@example.com"]
    assert [one["value"] for one in ada["phones"]] == ["+1 202 555 0143"]


def test_an_address_book_without_what_was_remembered_is_imported_once(
    account: Product, server: RunningServer, surname: str, home: Path
) -> None:
    server.put("Ada", card(f"Ada {surname}"))
    pull(server)
    for path in (home / "pulls").iterdir():
        path.unlink()
    assert pull(server, "--json").json["outcomes"]["unchanged"] == 1
    assert found(surname) == ["Ada"]
