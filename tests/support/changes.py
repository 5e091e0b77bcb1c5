"""The outcomes of a request that changes a contact in any way."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.arrangements import NOBODY, TWO_CONTACTS, UNTAGGED
from tests.support.scenarios import More, Scenario, of

_BODY = {"json_body": {"first_name": "Lesia"}}
_WRONG_BODY = {"json_body": {"first_name": 1}}
_EMPTYING_BODY = {"json_body": {"first_name": None}}
_STALE = {"headers": {"if-match": '"other"'}}


def changing(route: str, more: More | None = None) -> Iterator[Scenario]:
    """Yield the outcomes of a route with the contact's id in its path."""
    also = more or {}
    yield of(route, "200", *TWO_CONTACTS, more={**_BODY, **also})
    yield of(route, "200, nothing changes", *UNTAGGED, more={**_BODY, **also})
    yield of(route, "404", *NOBODY, more={**_BODY, **also})
    yield of(route, "412", *TWO_CONTACTS, more={**_BODY, **also, **_STALE})
    yield of(route, "422", *TWO_CONTACTS, more={**_WRONG_BODY, **also})
    yield of(route, "422, nothing left to show", *UNTAGGED, more={**_EMPTYING_BODY, **also})
