"""The XML of WebDAV: requests for properties, and responses of many resources (RFC 4918 section 13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, XMLParser, tostring

from contacts.errors import RefusedError

DAV = "{DAV:}"
CARDDAV = "{urn:ietf:params:xml:ns:carddav}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What a response says of one resource: its URL, its status if it has one as a whole, and its properties."""

    url: str
    status: int | None = None
    properties: Mapping[str, Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the text of a property; empty if it has none."""
        found = self.properties.get(name)
        return (found.text or "").strip() if found is not None else ""

    def urls(self, name: str) -> list[str]:
        """Return the URLs that a property contains."""
        found = self.properties.get(name)
        return (
            []
            if found is None
            else [urljoin(self.url, href.text.strip()) for href in found.iter(f"{DAV}href") if href.text]
        )

    def has(self, name: str, element: str) -> bool:
        """Whether a property contains an element."""
        found = self.properties.get(name)
        return found is not None and found.find(f".//{element}") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Multistatus:
    """A response of many resources. ``sync_token`` is empty if it has none (RFC 6578 section 6.2)."""

    resources: tuple[Resource, ...]
    sync_token: str = ""


class _WithoutDocumentTypes(TreeBuilder):
    """Refuses documents that declare a type: only these have entities, which can blow a small document up."""

    def doctype(self, name: str, _public_id: str | None, _system_id: str | None) -> None:
        raise ParseError(f"document type {name}")


def parse(content: bytes) -> Element:
    """Return the root of a document. Raises RefusedError."""
    parser = XMLParser(target=_WithoutDocumentTypes())
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedError(
            "The server's answer is no XML that can be read: is there a CardDAV server at this address?"
        ) from error
    return root


def read_multistatus(content: bytes, base: str) -> Multistatus:
    """Return what a multistatus response to a request of ``base`` says. Raises RefusedError."""
    root = parse(content)
    if root.tag != f"{DAV}multistatus":
        raise RefusedError(
            "The server's answer has another form than WebDAV's: is there a CardDAV server at this address?"
        )
    resources = (_resource(response, base) for response in root.iter(f"{DAV}response"))
    return Multistatus(
        resources=tuple(one for one in resources if one is not None),
        sync_token=(root.findtext(f"{DAV}sync-token") or "").strip(),
    )


def _resource(response: Element, base: str) -> Resource | None:
    href = (response.findtext(f"{DAV}href") or "").strip()
    if not href:
        return None
    return Resource(
        url=urljoin(base, href),
        status=_status(response.findtext(f"{DAV}status")),
        properties={found.tag: found for found in _found(response)},
    )


def _found(response: Element) -> Iterator[Element]:
    """Yield the properties that the resource has, which a response lists apart from those that it lacks."""
    for group in response.findall(f"{DAV}propstat"):
        found = group.find(f"{DAV}prop")
        if found is not None and _status(group.findtext(f"{DAV}status")) in {None, 200}:
            yield from found


def _status(line: str | None) -> int | None:
    """Return the number in a status line: 404 of ``HTTP/1.1 404 Not Found``."""
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else None


def propfind(names: Iterable[str]) -> bytes:
    """Return the body of a request for properties."""
    root = Element(f"{DAV}propfind")
    _ask_for(root, names)
    return _written(root)


def sync_collection(token: str) -> bytes:
    """Return the body of a request for what has changed since a token; empty for all that there is (RFC 6578)."""
    root = Element(f"{DAV}sync-collection")
    SubElement(root, f"{DAV}sync-token").text = token
    SubElement(root, f"{DAV}sync-level").text = "1"
    _ask_for(root, [f"{DAV}getetag"])
    return _written(root)


def multiget(paths: Iterable[str]) -> bytes:
    """Return the body of a request for the cards at these paths (RFC 6352 section 8.7)."""
    root = Element(f"{CARDDAV}addressbook-multiget")
    _ask_for(root, [f"{DAV}getetag", f"{CARDDAV}address-data"])
    for path in paths:
        SubElement(root, f"{DAV}href").text = path
    return _written(root)


def _ask_for(root: Element, names: Iterable[str]) -> None:
    wanted = SubElement(root, f"{DAV}prop")
    for name in names:
        SubElement(wanted, name)


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
