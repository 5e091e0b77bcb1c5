"""Sends requests: through the proxy of the environment, with its certificates, again where that does no harm."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProxyError, SSLError
from urllib3.exceptions import TimeoutError as TimedOutError

from contacts import __version__
from contacts.errors import UnavailableError, UsageError
from contacts.transport.waiting import Waiting, in_words, retry_after_seconds

USER_AGENT = f"contacts-client/{__version__}"
CONNECT_SECONDS = 15
READ_SECONDS = 60
_BUSY = frozenset({429, 503})
_GATEWAY_FAILED = frozenset({502, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response that has been read whole. Names of headers are in lower case."""

    status: int
    url: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Connection:
    """Connections to any number of servers, which are kept open between requests.

    ``new_waiting`` is called once per request.
    """

    def __init__(self, new_waiting: Callable[[], Waiting] = Waiting) -> None:
        self._new_waiting = new_waiting
        self._pools: dict[str, urllib3.PoolManager] = {}

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        repeatable: bool = False,
    ) -> Response:
        """Send a request and return its response, whatever its status; redirects are not followed.

        It is sent again, later, if it was turned away (429), and if a second one does no harm (``repeatable``) also
        after failures of the network and of the server (502, 503, 504). Raises UnavailableError when that did not help.
        """
        waiting = self._new_waiting()
        while True:
            try:
                response = self._send_once(method, url, headers, content)
            except HTTPError as error:
                why = UnavailableError(f"{_host(url)} cannot be reached: {_reason(error)}.")
                if not repeatable or isinstance(error, SSLError) or _refused_by_proxy(error):
                    raise why from error
                waiting.wait(why)
                continue
            again = _BUSY | _GATEWAY_FAILED if repeatable else {429}
            if response.status not in again:
                return response
            asked_seconds = retry_after_seconds(response.headers.get("retry-after"))
            waiting.wait(_too_busy(url, response.status, asked_seconds), asked_seconds)

    def _send_once(self, method: str, url: str, headers: Mapping[str, str] | None, content: bytes | None) -> Response:
        response = self._pool(url).request(
            method,
            url,
            body=content,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **(headers or {})},
            redirect=False,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )
        found = {name.lower(): value for name, value in response.headers.items()}
        return Response(status=response.status, url=url, content=response.data, headers=found)

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy_of(url)
        if proxy not in self._pools:
            self._pools[proxy] = _new_pool(proxy)
        return self._pools[proxy]


def _proxy_of(url: str) -> str:
    """Return the proxy that the environment names for a URL (HTTPS_PROXY, HTTP_PROXY, NO_PROXY); empty if none."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return ""
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all") or ""


def _new_pool(proxy: str) -> urllib3.PoolManager:
    # It reads the system's certificates, and those that SSL_CERT_FILE and SSL_CERT_DIR name.
    context = ssl.create_default_context()
    if not proxy:
        return urllib3.PoolManager(ssl_context=context)
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if parts.scheme not in {"http", "https"}:
        raise UsageError(f"The environment names a proxy of the kind {parts.scheme}, which is not supported: use http.")
    headers = None
    if parts.username is not None:
        headers = urllib3.make_headers(proxy_basic_auth=f"{parts.username}:{parts.password or ''}")
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
    return urllib3.ProxyManager(bare, proxy_headers=headers, ssl_context=context, proxy_ssl_context=context)


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _too_busy(url: str, status: int, asked_seconds: float | None) -> UnavailableError:
    what = "has had too many requests" if status == 429 else "is not available at present"
    when = f"in {in_words(asked_seconds)}" if asked_seconds else "later"
    return UnavailableError(f"{_host(url)} {what}: try again {when}.")


def _refused_by_proxy(error: HTTPError) -> bool:
    return isinstance(error, ProxyError) and "Tunnel connection failed: 4" in str(error)


def _reason(error: HTTPError) -> str:
    """Return in a few words what is wrong; the text of the library is for its developers."""
    if isinstance(error, ProxyError):
        return "the proxy does not let it through"
    if isinstance(error, SSLError):
        return "its certificate is not trusted (SSL_CERT_FILE names further ones)"
    if isinstance(error, NewConnectionError):
        return "nothing answers there"
    if isinstance(error, TimedOutError):
        return "it does not answer in time"
    return "the connection broke"
