"""A CardDAV server with one address book, whose oddities tests choose."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.support.scripted_server import Answer, Request

BOOK = "/dav/ada/contacts/"
_HEAD = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">'
_BOOK = (
    "<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype><d:displayname>Friends</d:displayname>"
    "<d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>"
    "</d:supported-report-set>"
)


class FakeDav:
    """``redirects`` by path, ``refuses`` methods and reports with a status, ``page_size`` cuts lists of changes off."""

    def __init__(self) -> None:
        self.cards: dict[str, str] = {}
        self.history: list[str] = []
        self.redirects: Mapping[str, str] = {}
        self.refuses: dict[str, int] = {}
        self.page_size = 1000
        self.names_in_multiget = True
        self.asked: list[bytes] = []

    def put(self, name: str, text: str) -> None:
        self.cards[f"{BOOK}{name}"] = text
        self.history.append(f"{BOOK}{name}")

    def delete(self, name: str) -> None:
        del self.cards[f"{BOOK}{name}"]
        self.history.append(f"{BOOK}{name}")

    def etag(self, path: str) -> str:
        return f'"{self.history.count(path)}-{len(self.cards[path])}"'

    def __call__(self, request: Request) -> Answer:
        self.asked.append(request.content)
        if not request.headers.get("authorization"):
            return Answer(status=401)
        if request.path in self.redirects:
            return Answer(status=301, headers={"Location": self.redirects[request.path]})
        report = "sync" if b"sync-collection" in request.content else "multiget"
        what = f"{request.method} {report}" if request.method == "REPORT" else f"{request.method} {request.path}"
        if refused := self.refuses.get(what) or self.refuses.get(request.method):
            return Answer(status=refused)
        if request.method == "GET":
            return self._get(request.path)
        if request.method == "PROPFIND":
            return self._propfind(request)
        return self._sync(request) if report == "sync" else self._multiget(request)

    def _get(self, path: str) -> Answer:
        if path not in self.cards:
            return Answer(status=404)
        return Answer(content=self.cards[path].encode(), headers={"ETag": self.etag(path)})

    def _propfind(self, request: Request) -> Answer:
        match request.path.rstrip("/"):
            case "" | "/.well-known/carddav":
                here = _found(
                    "/", "<d:current-user-principal><d:href>/principals/ada/</d:href></d:current-user-principal>"
                )
            case "/principals/ada":
                here = _found(
                    "/principals/ada/", "<c:addressbook-home-set><d:href>/dav/ada/</d:href></c:addressbook-home-set>"
                )
            case "/dav/ada":
                here = _found("/dav/ada/", "<d:resourcetype><d:collection/></d:resourcetype>") + _found(BOOK, _BOOK)
            case "/dav/ada/contacts":
                here = _found(BOOK, _BOOK)
                if request.headers["depth"] == "1":
                    here += "".join(
                        _found(path, f"<d:getetag>{escape(self.etag(path))}</d:getetag>") for path in self.cards
                    )
            case _:
                return Answer(status=404)
        return _multistatus(here)

    def _sync(self, request: Request) -> Answer:
        token = request.content.partition(b"sync-token>")[2].partition(b"<")[0].decode()
        first = int(token.removeprefix("urn:t:")) if token else 0
        if first > len(self.history):
            return Answer(status=409)
        last = min(first + self.page_size, len(self.history))
        content = "".join(self._change(path) for path in dict.fromkeys(self.history[first:last]))
        if last < len(self.history):
            content += f"<d:response><d:href>{BOOK}</d:href><d:status>HTTP/1.1 507 Too much</d:status></d:response>"
        return _multistatus(f"{content}<d:sync-token>urn:t:{last}</d:sync-token>")

    def _change(self, path: str) -> str:
        if path in self.cards:
            return _found(path, f"<d:getetag>{escape(self.etag(path))}</d:getetag>")
        return f"<d:response><d:href>{path}</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"

    def _multiget(self, request: Request) -> Answer:
        paths = [part.partition("<")[0] for part in request.content.decode().split("href>")[1::2]]
        return _multistatus(
            "".join(self._card(path) for path in paths if self.names_in_multiget or path not in self.cards)
        )

    def _card(self, path: str) -> str:
        if path not in self.cards:
            return self._change(path)
        data = f"<c:address-data>{escape(self.cards[path])}</c:address-data>"
        return _found(path, f"<d:getetag>{escape(self.etag(path))}</d:getetag>{data}")


def _found(path: str, properties: str) -> str:
    return (
        f"<d:response><d:href>{path}</d:href><d:propstat><d:prop>{properties}</d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )


def _multistatus(content: str) -> Answer:
    return Answer(status=207, content=f"{_HEAD}{content}</d:multistatus>".encode())
