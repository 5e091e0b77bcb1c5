"""The requests that are recorded: for every function its event, and what clients, and others, send besides."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.recorded.odd_contacts import LISTED, ODD_CONTACTS

Event = dict[str, Any]
Case = tuple[str, Event]

SPOILED_BODIES: Mapping[str, str] = {
    "no JSON": "{",
    "a list": "[]",
    "NaN": '{"unknown": NaN}',
    "an infinite number": '{"unknown": 1e999}',
    "a huge integer": '{"unknown": 123456789012345678901234567890}',
    "more digits than Python reads": '{"unknown": ' + "9" * 5000 + "}",
    "a name that stands twice": '{"unknown": 1, "unknown": 2}',
    "half a surrogate pair": r'{"unknown": "\ud800"}',
    "a byte order mark": "\ufeff{}",
    "nested too deeply": "[" * 40 + "]" * 40,
}
CONTACT_BODIES: Mapping[str, str] = {
    "half a surrogate pair": r'{"first_name": "\ud800"}',
    "both halves of one": r'{"first_name": "\ud83d\ude00"}',
    "a huge integer in extra": '{"first_name": "A", "extra": {"n": 123456789012345678901234567890}}',
    "numbers in extra": '{"first_name": "A", "extra": {"n": [1, 1.0, -0.0, 1e16, 1e22, 1e-7, 123456789.125]}}',
    "NaN in extra": '{"first_name": "A", "extra": {"n": NaN}}',
    "half a surrogate pair in extra": r'{"first_name": "A", "extra": {"n": "\udfff"}}',
    "a name that stands twice in extra": '{"first_name": "A", "extra": {"n": 1, "n": 2}}',
    "all scripts": '{"first_name": "Ївга é\\u2028\\u0000\\u007f<&\\"\\\\/"}',
    "a number for a text": '{"first_name": 5}',
    "too long a text": '{"first_name": "' + "x" * 5000 + '"}',
    "nothing": "{}",
}
LISTS: Mapping[str, str] = {
    "one": "limit=1",
    "five, latest first": "limit=5&sort=-updated",
    "a search": "limit=3&q=kova",
    "a search in another script": "limit=3&q=%D0%BA%D0%BE%D0%B2%D0%B0%D0%BB%D1%8C",
    "a search for nobody": "q=nobodyatall",
    "some members": "limit=3&fields=display_name,emails",
    "an unknown member": "fields=firstname",
    "no number": "limit=abc",
    "a fraction": "limit=5.0",
    "too few": "limit=0",
    "too many": "limit=101",
    "a limit that stands twice": "limit=1&limit=2",
    "another order": "sort=size",
    "an invalid cursor": "cursor=abc",
    "as it was": "limit=2&at=r10",
    "a tag": "limit=2&tag=Chess",
    "half a character": "q=%C3",
}


def cases_of(name: str, event: Event) -> Iterator[Case]:
    """Yield the cases of a function, each with a name that is unique within it."""
    yield "as always", event
    if "requestContext" not in event:
        yield from _other_payloads(event)
        return
    yield "to keep it warm", {}
    yield from _from_somebody_else(event)
    yield "an unknown parameter", _with_query(event, "unknown=1")
    yield "compressed", _with_headers(event, {"accept-encoding": "gzip"})
    yield "with an entity tag", _with_headers(event, {"if-none-match": "*", "if-match": '"999"'})
    for parameter in event.get("pathParameters", {}):
        for what, value in (("a malformed", "%21"), ("an unknown", "01JD9Z6M3K8QF5T2V7W4X0Y1R8")):
            yield f"{what} {parameter}", _with_path(event, parameter, value)
    if event["requestContext"]["http"]["method"] == "GET":
        yield "HEAD", _with_method(event, "HEAD")
    if "body" in event:
        yield from _spoiled(event)
    yield from _OWN[name](event) if name in _OWN else ()


def _other_payloads(event: Event) -> Iterator[Case]:
    if "Records" in event:
        yield "no records", {**event, "Records": []}


def _from_somebody_else(event: Event) -> Iterator[Case]:
    if "authorization" in event["headers"]:
        yield "without a token", _with_headers(event, {"authorization": None})
        yield "with another token", _with_headers(event, {"authorization": "Bearer a.b.c"})
        token = event["headers"]["authorization"]
        yield "with a forged token", _with_headers(event, {"authorization": f"{token[:-4]}AAAA"})


def _spoiled(event: Event) -> Iterator[Case]:
    yield "no body", _with_body(event, "")
    yield "another media type", _with_headers(event, {"content-type": "text/plain"})
    if event.get("isBase64Encoded"):
        return
    yield "no UTF-8", {**event, "body": base64.b64encode(b'{"a": "\xe9"}').decode(), "isBase64Encoded": True}
    for what, body in SPOILED_BODIES.items():
        yield what, _with_body(event, body)


def _contact_bodies(event: Event) -> Iterator[Case]:
    for what, body in CONTACT_BODIES.items():
        yield f"a contact: {what}", _with_body(event, body)


def _lists(event: Event) -> Iterator[Case]:
    for what, query in LISTS.items():
        yield f"a list: {what}", _with_query(event, query)
    for kind in ("text/vcard", "application/jscontact+json", "application/json;q=0"):
        yield f"a list as {kind}", _with_headers(_with_query(event, "limit=2"), {"accept": kind})


def _odd_contacts(event: Event) -> Iterator[Case]:
    for what, contact_id in ODD_CONTACTS.items():
        yield f"a stored contact with {what}", _with_path(event, "contact_id", contact_id)


def _odd_reads(event: Event) -> Iterator[Case]:
    yield from _odd_contacts(event)
    for kind in ("text/vcard", "application/jscontact+json", "image/png"):
        yield f"as {kind}", _with_headers(event, {"accept": kind})
    yield "some members", _with_query(event, "fields=emails,birthday")
    yield "its entity tag", _with_headers(event, {"if-none-match": '"1"'})


def _odd_edits(event: Event) -> Iterator[Case]:
    yield from _contact_bodies(event)
    yield from _odd_contacts(event)


_OWN: Mapping[str, Callable[[Event], Iterator[Case]]] = {
    "contacts.create": _contact_bodies,
    "contacts.replace": _odd_edits,
    "contacts.patch": _odd_edits,
    "contacts.delete": _odd_contacts,
    "contacts.get": _odd_reads,
    "contacts.list": _lists,
}
assert set(LISTED) <= set(ODD_CONTACTS)


def _copy(event: Event) -> Event:
    own: Event = json.loads(json.dumps(event))
    return own


def _with_headers(event: Event, headers: Mapping[str, str | None]) -> Event:
    every = {**event["headers"], **headers}
    return {**event, "headers": {name: value for name, value in every.items() if value is not None}}


def _with_query(event: Event, query: str) -> Event:
    parameters = dict(each.split("=", 1) for each in query.split("&"))
    return {**event, "rawQueryString": query, "queryStringParameters": parameters}


def _with_body(event: Event, body: str) -> Event:
    length = str(len(body.encode(errors="surrogatepass")))
    return {**_with_headers(event, {"content-length": length}), "body": body, "isBase64Encoded": False}


def _with_method(event: Event, method: str) -> Event:
    own = _copy(event)
    own["requestContext"]["http"]["method"] = method
    return own


def _with_path(event: Event, parameter: str, value: str) -> Event:
    before = event["pathParameters"][parameter]
    own = _copy(event)
    own["pathParameters"][parameter] = value
    own["rawPath"] = event["rawPath"].replace(before, value)
    own["requestContext"]["http"]["path"] = own["rawPath"]
    return own
