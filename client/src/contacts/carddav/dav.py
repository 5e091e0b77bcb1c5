"""Requests to a CardDAV server, with the user's password only where it belongs."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterable
from urllib.parse import urljoin, urlsplit

from contacts.carddav.multistatus import Multistatus, parse, propfind, read_multistatus
from contacts.errors import NotSignedInError, RefusedError
from contacts.transport.addresses import origin_of
from contacts.transport.connection import Connection, Response

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 307, 308})


def basic(user: str, password: str) -> str:
    """Return the Authorization header of a user with a password (RFC 7617)."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def bearer(token: str) -> str:
    """Return the Authorization header of whoever has an OAuth access token (RFC 6750)."""
    return f"Bearer {token}"


class DavServer:
    """The server at ``url``, and the other hosts to which it sends us and that may see the password, too."""

    def __init__(self, url: str, authorization: str, connection: Connection, *, trusted: Collection[str] = ()) -> None:
        self.url = url
        self._authorization = authorization
        self._connection = connection
        self._trusted = frozenset(host.lower() for host in trusted)

    def propfind(self, url: str, names: Iterable[str], *, depth: int) -> Multistatus:
        """Return properties of a resource, and with depth 1 of those in it, too. Raises what ``request`` does."""
        response = self.request("PROPFIND", url, content=propfind(names), depth=depth)
        return read_multistatus(response.content, response.url)

    def report(self, url: str, content: bytes, *, depth: int) -> Multistatus:
        """Return what a report says. Raises what ``request`` does."""
        response = self.request("REPORT", url, content=content, depth=depth)
        return read_multistatus(response.content, response.url)

    def request(self, method: str, url: str, *, content: bytes | None = None, depth: int | None = None) -> Response:
        """Send a request that reads, follow redirects, and return a response of 2xx.

        Raises NotSignedInError for a password that is not accepted, RefusedError for everything else that is no
        success, and for another host that is not trusted, UnavailableError.
        """
        headers = {"Authorization": self._authorization}
        if depth is not None:
            headers["Depth"] = str(depth)
        if content is not None:
            headers["Content-Type"] = "application/xml; charset=utf-8"
        for _ in range(MAX_REDIRECTS):
            self._check(url)
            response = self._connection.send(method, url, headers=headers, content=content, repeatable=True)
            if 200 <= response.status < 300:
                return response
            if response.status not in _REDIRECTS or "location" not in response.headers:
                raise _refusal(response)
            url = urljoin(url, response.headers["location"])
        raise RefusedError(f"{urlsplit(self.url).netloc} sends on from one address to another without an end.")

    def _check(self, url: str) -> None:
        """Raise RefusedError unless the password may be sent there."""
        scheme, host, _port = origin_of(url)
        own_scheme, own_host, _port = origin_of(self.url)
        if origin_of(url) == origin_of(self.url) or (scheme == "https" and self._trusts(host, own_host)):
            return
        if scheme != "https" and own_scheme == "https":
            raise RefusedError(f"The server sends on to {host} without encryption, which would show your password.")
        raise RefusedError(f"The server sends on to {host}: if that host may have your password, add --trust {host}.")

    def _trusts(self, host: str, own_host: str) -> bool:
        return host in {own_host, *self._trusted} or host.endswith(f".{own_host}") or _are_siblings(host, own_host)


def _are_siblings(host: str, own_host: str) -> bool:
    """Whether both are names below one domain that has one owner, as hosts of large services are.

    Below a domain of a country, the second part may be shared by everybody (``co.uk``), so there it takes a third one.
    """
    domain = own_host.partition(".")[2]
    parts = domain.split(".")
    if len(parts) < 2 or parts[-1].isdecimal() or (len(parts) == 2 and len(parts[-1]) == 2):
        return False
    return host.endswith(f".{domain}")


def _refusal(response: Response) -> RefusedError | NotSignedInError:
    host = urlsplit(response.url).netloc
    if response.status == 401:
        return NotSignedInError(f"{host} does not accept this user name and password: many need an app password here.")
    return RefusedError(
        f"{host} answered {response.status} to a request for the address book.",
        status=response.status,
        code=_precondition(response.content),
    )


def _precondition(content: bytes) -> str:
    """Return the name of the precondition that was not met (RFC 4918 section 16); empty if the response names none."""
    try:
        root = parse(content)
    except RefusedError:
        return ""
    return root[0].tag.rpartition("}")[2] if len(root) else ""
