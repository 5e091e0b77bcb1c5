"""Servers that differ from the usual ones, and those that mean ill."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contacts.carddav.dav import DavServer, basic
from contacts.carddav.discovery import find_address_books
from contacts.carddav.multistatus import parse, read_multistatus
from contacts.carddav.reading import AddressBookReader, Listing
from contacts.errors import ContactsError, NotSignedInError, RefusedError
from contacts.transport.connection import Connection
from tests.support.dav_servers import card
from tests.support.fake_dav import BOOK, FakeDav
from tests.support.scripted_server import Answer, ScriptedServer, in_turn, scripted_server

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<d:multistatus xmlns:d="DAV:">&b;</d:multistatus>"""


@pytest.fixture
def dav() -> FakeDav:
    fake = FakeDav()
    for name in ("ada", "grace", "mary"):
        fake.put(f"{name}.vcf", card(f"{name.title()} Example"))
    return fake


@pytest.fixture
def http(dav: FakeDav) -> Iterator[ScriptedServer]:
    with scripted_server(dav) as server:
        yield server


def connect(url: str, *, trusted: tuple[str, ...] = ()) -> DavServer:
    return DavServer(url, basic("ada", "secret"), Connection(), trusted=trusted)


def reader(http: ScriptedServer) -> AddressBookReader:
    (book,) = find_address_books(connect(http.url))
    return AddressBookReader(connect(http.url), book)


def names(listing: Listing) -> list[str]:
    return sorted(url.rpartition("/")[2] for url in listing.changed)


def test_the_principal_leads_to_the_address_books(http: ScriptedServer) -> None:
    (book,) = find_address_books(connect(http.url))
    assert (book.url, book.name, book.can_sync) == (http.url + BOOK, "Friends", True)


def test_the_well_known_address_is_tried_where_the_given_one_knows_nothing(dav: FakeDav, http: ScriptedServer) -> None:
    dav.refuses = {"PROPFIND /nothing": 405, "PROPFIND /": 405}
    dav.redirects = {"/.well-known/carddav": "/dav/ada/"}
    (book,) = find_address_books(connect(f"{http.url}/nothing"))
    assert book.url == http.url + BOOK


def test_a_server_without_address_books_is_told(dav: FakeDav, http: ScriptedServer) -> None:
    dav.refuses = {"PROPFIND": 405}
    with pytest.raises(RefusedError, match="answered 405"):
        find_address_books(connect(http.url))


def test_another_kind_of_server_is_told(http: ScriptedServer) -> None:
    http.script = in_turn(Answer(content=b"<html><p>Welcome</html>"))
    with pytest.raises(RefusedError, match="is there a CardDAV server"):
        find_address_books(connect(http.url))


def test_a_list_of_changes_in_parts_is_read_whole(dav: FakeDav, http: ScriptedServer) -> None:
    dav.page_size = 2
    listing = reader(http).changes({})
    assert names(listing) == ["ada.vcf", "grace.vcf", "mary.vcf"]
    assert listing.sync_token == "urn:t:3"


@pytest.mark.parametrize("status", [403, 404, 501, 507])
def test_a_server_that_fails_to_list_changes_is_compared(dav: FakeDav, http: ScriptedServer, status: int) -> None:
    dav.refuses = {"REPORT sync": status}
    known = {f"{http.url}{BOOK}gone.vcf": '"1"', f"{http.url}{BOOK}ada.vcf": dav.etag(f"{BOOK}ada.vcf")}
    listing = reader(http).changes(known, "urn:t:1")
    assert names(listing) == ["grace.vcf", "mary.vcf"]
    assert listing.gone == {f"{http.url}{BOOK}gone.vcf"}
    assert listing.sync_token == ""


def test_a_list_that_never_ends_is_compared(dav: FakeDav, http: ScriptedServer) -> None:
    dav.page_size = 0
    assert names(reader(http).changes({})) == ["ada.vcf", "grace.vcf", "mary.vcf"]


@pytest.mark.parametrize("status", [400, 403, 501])
def test_cards_are_fetched_one_by_one_where_there_is_no_multiget(
    dav: FakeDav, http: ScriptedServer, status: int
) -> None:
    dav.refuses = {"REPORT multiget": status}
    found = [
        each
        for batch in reader(http).cards([f"{http.url}{BOOK}ada.vcf", f"{http.url}{BOOK}gone.vcf"])
        for each in batch
    ]
    assert [each.text for each in found] == [card("Ada Example"), None]
    assert found[0].etag == dav.etag(f"{BOOK}ada.vcf")


def test_cards_that_a_multiget_leaves_out_are_fetched_alone(dav: FakeDav, http: ScriptedServer) -> None:
    dav.names_in_multiget = False
    ((found,),) = reader(http).cards([f"{http.url}{BOOK}ada.vcf"])
    assert found.text == card("Ada Example")


def test_a_failure_of_the_server_is_no_empty_address_book(dav: FakeDav, http: ScriptedServer) -> None:
    books = reader(http)
    dav.refuses = {"REPORT sync": 500}
    with pytest.raises(RefusedError, match="answered 500"):
        books.changes({"x": "1"})


def test_properties_that_a_resource_lacks_are_not_taken_for_its_own() -> None:
    found = read_multistatus(
        b"""<multistatus xmlns="DAV:"><response><href>/a.vcf</href>
        <propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat>
        <propstat><prop><displayname>x</displayname></prop><status>HTTP/1.1 404 Not Found</status></propstat>
        </response></multistatus>""",
        "https://dav.example.com/",
    )
    (resource,) = found.resources
    assert resource.url == "https://dav.example.com/a.vcf"
    assert (resource.text("{DAV:}getetag"), resource.text("{DAV:}displayname")) == ('"1"', "")


def test_entities_are_refused() -> None:
    with pytest.raises(RefusedError, match="no XML"):
        parse(BOMB)


def test_the_password_does_not_go_to_another_host(http: ScriptedServer) -> None:
    with scripted_server(in_turn(Answer(status=207))) as other:
        http.script = in_turn(Answer(status=301, headers={"Location": other.url}))
        with pytest.raises(ContactsError, match=r"127\.0\.0\.1"):
            find_address_books(connect(http.url))
        assert other.requests == []


@pytest.mark.parametrize(("own", "other", "is_trusted"), [
    ("https://contacts.icloud.com", "https://p01-contacts.icloud.com:443/", True),
    ("https://cloud.example.com", "https://cloud.example.com/remote.php/dav", True),
    ("https://cloud.example.com", "https://dav.cloud.example.com", True),
    ("https://cloud.example.com", "https://cloud.example.com.example.net", False),
    ("https://cloud.example.com", "https://example.net", False),
    ("https://example.co.uk", "https://other.co.uk", False),
    ("https://dav.example.co.uk", "https://www.example.co.uk", True),
    ("https://dav.example.de", "https://www.example.de", False),
    ("https://cloud.example.com", "http://cloud.example.com", False),
    ("http://cloud.example.com", "https://cloud.example.com", True),
    ("http://192.168.1.5:5232", "http://192.168.1.6:5232", False),
    ("https://10.0.0.1", "https://11.0.0.1", False),
])  # fmt: skip
def test_only_hosts_of_the_same_owner_see_the_password(own: str, other: str, is_trusted: bool) -> None:
    server = connect(own)
    if is_trusted:
        server._check(other)
    else:
        with pytest.raises(RefusedError):
            server._check(other)


def test_a_host_that_the_user_names_may_see_the_password() -> None:
    connect("https://dav.example.de", trusted=("cards.example.net",))._check("https://cards.example.net/x")
    with pytest.raises(RefusedError, match=r"--trust cards\.example\.net"):
        connect("https://dav.example.de")._check("https://cards.example.net/x")


def test_a_circle_of_redirects_ends(http: ScriptedServer) -> None:
    http.script = in_turn(Answer(status=302, headers={"Location": "/again"}))
    with pytest.raises(RefusedError, match="without an end"):
        find_address_books(connect(http.url))
    assert len(http.requests) < 30


def test_a_server_that_wants_another_password_is_told(http: ScriptedServer) -> None:
    http.script = in_turn(Answer(status=401))
    with pytest.raises(NotSignedInError):
        find_address_books(connect(http.url))
    assert len(http.requests) == 1
