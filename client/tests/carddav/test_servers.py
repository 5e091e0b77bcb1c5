"""Reading address books of Radicale and Xandikos."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contacts.carddav import reading
from contacts.carddav.discovery import AddressBook, find_address_books
from contacts.carddav.reading import AddressBookReader, Listing
from contacts.errors import NotSignedInError
from tests.support.dav_servers import RunningServer, card

CARDS = {name: card(f"{name.title()} Example") for name in ("ada", "grace", "zoë")}


def reader(server: RunningServer, *, can_sync: bool = True) -> AddressBookReader:
    return AddressBookReader(server.dav(), AddressBook(url=server.book_url, name="", can_sync=can_sync))


def names(listing: Listing) -> set[str]:
    return {url.rpartition("/")[2] for url in listing.changed}


@pytest.mark.parametrize("path", ["", "/.well-known/carddav"])
def test_the_address_book_is_found_from_the_address_of_the_server(server: RunningServer, path: str) -> None:
    found = find_address_books(replace(server, url=server.url + path).dav())
    assert [book.can_sync for book in found if book.url == server.book_url] == [True]


def test_the_address_book_is_found_from_its_own_address(server: RunningServer) -> None:
    (book,) = find_address_books(replace(server, url=server.book_url).dav())
    assert (book.url, book.name) == (server.book_url, server.book_url.split("/")[-2])


def test_a_wrong_password_is_told(server: RunningServer) -> None:
    with pytest.raises(NotSignedInError, match="app password"):
        find_address_books(server.dav("wrong"))


@pytest.mark.parametrize("can_sync", [True, False], ids=["by sync-collection", "by comparing"])
def test_a_listing_says_what_has_changed(server: RunningServer, can_sync: bool) -> None:
    for name, text in CARDS.items():
        server.put(name, text)
    books = reader(server, can_sync=can_sync)
    first = books.changes({})
    assert len(first.changed) == 3
    assert all(first.changed.values())
    again = books.changes(first.changed, first.sync_token)
    assert (again.changed, again.gone) == ({}, set())

    server.put("ada", card("Ada Example", "TEL:+1 202 555 0143"))
    server.delete("grace")
    server.put("new", card("New Example"))
    then = books.changes(first.changed, first.sync_token)
    assert names(then) == {"ada.vcf", "new.vcf"}
    assert {url.rpartition("/")[2] for url in then.gone} == {"grace.vcf"}


def test_a_token_that_the_server_does_not_know_lists_everything_anew(server: RunningServer) -> None:
    server.put("ada", CARDS["ada"])
    books = reader(server)
    first = books.changes({})
    gone = {f"{server.book_url}gone.vcf": '"1"'}
    again = books.changes({**first.changed, **gone}, "http://example.com/no-such-token")
    assert (again.changed, again.gone) == ({}, set(gone))
    assert again.sync_token


def test_cards_come_as_they_are_stored(server: RunningServer) -> None:
    for name, text in CARDS.items():
        server.put(name, text)
    books = reader(server)
    listing = books.changes({})
    found = [each for batch in books.cards(listing.changed) for each in batch]
    assert {each.url: each.etag for each in found} == listing.changed
    assert sorted("FN:Zoë Example" in (each.text or "") for each in found) == [False, False, True]


def test_a_card_that_went_after_the_listing_has_gone(server: RunningServer) -> None:
    server.put("ada", CARDS["ada"])
    books = reader(server)
    listing = books.changes({})
    server.delete("ada")
    ((found,),) = books.cards(listing.changed)
    assert found.text is None


def test_more_cards_than_fit_into_a_request_all_come(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CARDS_PER_REQUEST", 2)
    for name, text in CARDS.items():
        server.put(name, text)
    books = reader(server)
    batches = list(books.cards(books.changes({}).changed))
    assert [len(batch) for batch in batches] == [2, 1]
    assert all(each.text for batch in batches for each in batch)
