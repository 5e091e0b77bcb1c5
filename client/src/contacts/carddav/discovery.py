"""Finds the address books of a user (RFC 6764 section 6, RFC 6352 section 7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from contacts.carddav.dav import DavServer
from contacts.carddav.multistatus import CARDDAV, DAV, Resource
from contacts.errors import RefusedError

WELL_KNOWN = "/.well-known/carddav"
_HOME = f"{CARDDAV}addressbook-home-set"
_PRINCIPAL = f"{DAV}current-user-principal"
_TYPE = f"{DAV}resourcetype"
_REPORTS = f"{DAV}supported-report-set"
_NAME = f"{DAV}displayname"
_OF_A_BOOK = (_TYPE, _NAME, _REPORTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBook:
    """An address book on a server. ``can_sync``: the server tells what has changed (RFC 6578)."""

    url: str
    name: str
    can_sync: bool = False


def find_address_books(server: DavServer) -> list[AddressBook]:
    """Return the address books that the server's address leads to: itself, or all that its user has.

    Raises RefusedError if there is none, and what requests raise.
    """
    first: RefusedError | None = None
    for start in (server.url, urljoin(server.url, WELL_KNOWN), urljoin(server.url, "/")):
        try:
            if books := list(_books_from(server, start)):
                return books
        except RefusedError as error:
            # Not every server answers everywhere; what it said at the address that the user gave is the most telling.
            first = first or error
    raise first or RefusedError("There is no address book at this address: try that of the server alone.")


def _books_from(server: DavServer, start: str) -> Iterator[AddressBook]:
    found = server.propfind(start, [_TYPE, _NAME, _REPORTS, _PRINCIPAL, _HOME], depth=0).resources
    if not found:
        return
    here = found[0]
    if here.has(_TYPE, f"{CARDDAV}addressbook"):
        yield _book(here)
        return
    for home in _homes(server, here) or [here.url]:
        for each in server.propfind(home, _OF_A_BOOK, depth=1).resources:
            if each.has(_TYPE, f"{CARDDAV}addressbook"):
                yield _book(each)


def _homes(server: DavServer, here: Resource) -> list[str]:
    """Return the collections with the user's address books, which a resource names itself or its principal does."""
    homes = here.urls(_HOME)
    for principal in here.urls(_PRINCIPAL) if not homes else ():
        for resource in server.propfind(principal, [_HOME], depth=0).resources:
            homes += resource.urls(_HOME)
    return homes


def _book(resource: Resource) -> AddressBook:
    path = unquote(resource.url.rstrip("/").rpartition("/")[2])
    return AddressBook(
        url=resource.url,
        name=resource.text(_NAME) or path,
        can_sync=resource.has(_REPORTS, f"{DAV}sync-collection"),
    )
