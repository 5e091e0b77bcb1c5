"""What has changed in an address book, and the cards in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote, urlsplit

from contacts.carddav.dav import DavServer
from contacts.carddav.discovery import AddressBook
from contacts.carddav.multistatus import CARDDAV, DAV, Multistatus, Resource, multiget, sync_collection
from contacts.errors import RefusedError

CARDS_PER_REQUEST = 50
_ETAG = f"{DAV}getetag"
_DATA = f"{CARDDAV}address-data"
_TYPE = f"{DAV}resourcetype"
_NO_SUCH_REPORT = frozenset({400, 403, 404, 405, 415, 501})
_TOO_MUCH = 507
"""Of the address book itself in a list of changes: there are more (RFC 6578 section 3.6)."""


@dataclass(slots=True, kw_only=True)
class Listing:
    """What to do to a copy of an address book: fetch these cards, by URL with their entity tags; forget those."""

    changed: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    sync_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """A card as the server has it; ``text`` is None if it has gone meanwhile."""

    url: str
    etag: str = ""
    text: str | None = None


class AddressBookReader:
    """Reads one address book."""

    def __init__(self, server: DavServer, book: AddressBook) -> None:
        self._server = server
        self._book = book

    def changes(self, known: Mapping[str, str], sync_token: str = "") -> Listing:
        """Return what has changed in comparison with the cards that are ``known``, by URL with their entity tags.

        ``sync_token`` is that of the last listing; if the server no longer knows it, everything is compared.
        """
        if not self._book.can_sync:
            return self._compared(known)
        try:
            return self._synchronized(known, sync_token)
        except RefusedError as error:
            # What is wrong is the token, or the report: servers differ in how they say so.
            if error.status not in _NO_SUCH_REPORT | {409, 410, 412, _TOO_MUCH}:
                raise
            return self.changes(known) if sync_token else self._compared(known)

    def cards(self, urls: Iterable[str]) -> Iterator[Sequence[StoredCard]]:
        """Yield the cards at these URLs, some at a time."""
        left = iter(urls)
        while batch := list(islice(left, CARDS_PER_REQUEST)):
            yield self._fetched(batch)

    def _synchronized(self, known: Mapping[str, str], sync_token: str) -> Listing:
        listing = Listing()
        token, listed = sync_token, set[str]()
        while True:
            found = self._server.report(self._book.url, sync_collection(token), depth=0)
            for each in found.resources:
                if self._is_book(each) or each.url.endswith("/"):
                    continue
                listed.add(each.url)
                _note(listing, each, known)
            if not any(self._is_book(each) and each.status == _TOO_MUCH for each in found.resources):
                break
            if found.sync_token in {"", token}:
                raise RefusedError("The server does not list the whole address book.", status=_TOO_MUCH)
            token = found.sync_token
        listing.sync_token = found.sync_token
        if not sync_token:
            listing.gone = set(known) - listed
        return listing

    def _compared(self, known: Mapping[str, str]) -> Listing:
        found = self._server.propfind(self._book.url, [_ETAG, _TYPE], depth=1)
        cards = [
            each for each in found.resources if not self._is_book(each) and not each.has(_TYPE, f"{DAV}collection")
        ]
        listing = Listing(gone=set(known) - {card.url for card in cards})
        for card in cards:
            _note(listing, card, known)
        return listing

    def _is_book(self, resource: Resource) -> bool:
        return _path(resource.url).rstrip("/") == _path(self._book.url).rstrip("/")

    def _fetched(self, urls: Sequence[str]) -> Sequence[StoredCard]:
        try:
            found = self._server.report(self._book.url, multiget(urlsplit(url).path for url in urls), depth=1)
        except RefusedError as error:
            if error.status not in _NO_SUCH_REPORT:
                raise
            found = Multistatus(resources=())
        by_path = {_path(each.url): each for each in found.resources}
        return [self._card(url, by_path.get(_path(url))) for url in urls]

    def _card(self, url: str, found: Resource | None) -> StoredCard:
        if found is not None and found.status == 404:
            return StoredCard(url=url)
        data = found.properties.get(_DATA) if found is not None else None
        if found is not None and data is not None and data.text:
            return StoredCard(url=url, etag=found.text(_ETAG), text=data.text)
        return self._fetched_alone(url)

    def _fetched_alone(self, url: str) -> StoredCard:
        """Fetch a card that the server did not give among others."""
        try:
            response = self._server.request("GET", url)
        except RefusedError as error:
            if error.status in {404, 410}:
                return StoredCard(url=url)
            raise
        text = response.content.decode("utf-8", errors="replace")
        return StoredCard(url=url, etag=response.headers.get("etag", ""), text=text)


def _note(listing: Listing, resource: Resource, known: Mapping[str, str]) -> None:
    if resource.status in {404, 410}:
        if resource.url in known:
            listing.gone.add(resource.url)
        listing.changed.pop(resource.url, None)
        return
    listing.gone.discard(resource.url)
    etag = resource.text(_ETAG)
    if not etag or known.get(resource.url) != etag:
        listing.changed[resource.url] = etag


def _path(url: str) -> str:
    """Return the path of a URL as it is compared: servers write some characters with and without ``%``."""
    return unquote(urlsplit(url).path)
