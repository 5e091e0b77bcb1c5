"""What can become of a request for contacts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.budgets.scenario import NO_CONTACT, UNVERIFIED, Scenario, like, of, path_of, strangers, token
from tests.faults.use_cases import CONTACTS, TWO_CONTACTS, VERIFIED, Step
from tests.faults.world import World

CREATE, LIST, BIRTHDAYS = f"POST {CONTACTS}", f"GET {CONTACTS}", f"GET {CONTACTS}/birthdays"
GET, REPLACE, PATCH, DELETE = (f"{method} {CONTACTS}/{{contact_id}}" for method in ("GET", "PUT", "PATCH", "DELETE"))

_PLAIN = {"first_name": "Lesia"}
_KEY = {"idempotency-key": "once"}
_BODY = {"json_body": _PLAIN}
_WRONG_BODY = {"json_body": {"first_name": 1}}
_EMPTYING_BODY = {"json_body": {"first_name": None}}
_OTHER_BODY = {"json_body": {"first_name": "Ivan"}, "headers": _KEY}
_MERGE_PATCH = {"content_type": "application/merge-patch+json"}
_STALE = {"headers": {"if-match": '"other"'}}


def _create_with_key(world: World) -> None:
    answer = world.send("POST", CONTACTS, token=token(world), json_body=_PLAIN, headers=_KEY)
    assert answer.status == 201, answer.text


def _take_tags_away(world: World) -> None:
    answer = world.send("PUT", f"{CONTACTS}/{world.known['contact']}", token=token(world), json_body=_PLAIN)
    assert answer.status == 200, answer.text


def _ask_for_another(world: World) -> None:
    world.known["contact"] = NO_CONTACT


UNTAGGED: tuple[Step, ...] = (*TWO_CONTACTS, _take_tags_away)
NOBODY: tuple[Step, ...] = (*TWO_CONTACTS, _ask_for_another)


def contact_scenarios() -> Iterator[Scenario]:
    """All of them."""
    yield from _creating()
    yield from _listing()
    yield of(GET, "200", *UNTAGGED)
    yield of(GET, "200, with tags", *TWO_CONTACTS)
    yield of(GET, "404", *NOBODY)
    yield from _changing(REPLACE, {})
    yield from _changing(PATCH, _MERGE_PATCH)
    yield of(DELETE, "204", *TWO_CONTACTS)
    yield of(DELETE, "404", *NOBODY)
    for route in (CREATE, LIST, BIRTHDAYS, GET, REPLACE, PATCH, DELETE):
        more = _BODY if route in {CREATE, REPLACE, PATCH} else None
        yield of(route, "403", *UNVERIFIED, path=path_of(route), more=more)
        yield from strangers(route, *VERIFIED, more=more)


def _creating() -> Iterator[Scenario]:
    with_key = {"json_body": _PLAIN, "headers": _KEY}
    yield of(CREATE, "201", *VERIFIED, more=_BODY)
    yield like("create a contact, with new tags", CREATE, "201, with tags")
    yield like("create a contact, with Idempotency-Key", CREATE, "201, with Idempotency-Key")
    yield of(CREATE, "201, repeated key", *VERIFIED, _create_with_key, more=with_key)
    yield of(CREATE, "422, reused key", *VERIFIED, _create_with_key, more=_OTHER_BODY)
    yield like("create a contact, with a token from before verifying", CREATE, "201, token from before verifying")
    yield of(CREATE, "400", *VERIFIED, more={"body": "{", "content_type": "application/json"})
    yield of(CREATE, "415", *VERIFIED, more={"body": "first_name=Lesia", "content_type": "text/plain"})
    yield of(CREATE, "422", *VERIFIED, more=_WRONG_BODY)


def _listing() -> Iterator[Scenario]:
    latest = {"query": {"sort": "-updated"}}
    yield of(LIST, "200", *UNTAGGED)
    yield of(LIST, "200, with tags", *TWO_CONTACTS)
    yield of(LIST, "200, latest first", *UNTAGGED, more=latest)
    yield of(LIST, "200, latest first, with tags", *TWO_CONTACTS, more=latest)
    yield of(LIST, "200, search", *TWO_CONTACTS, more={"query": {"q": "tar"}})
    yield of(LIST, "200, search, more than a page", *TWO_CONTACTS, more={"query": {"q": "a", "limit": "1"}})
    yield of(LIST, "200, empty book", *VERIFIED)
    yield of(LIST, "422", *VERIFIED, more={"query": {"limit": "0"}})
    yield like("list birthdays", BIRTHDAYS, "200, across New Year")
    yield of(BIRTHDAYS, "200", *TWO_CONTACTS, more={"query": {"days": "7"}})
    yield of(BIRTHDAYS, "200, nobody", *VERIFIED)
    yield of(BIRTHDAYS, "422", *VERIFIED, more={"query": {"days": "x"}})


def _changing(route: str, more: dict[str, Any]) -> Iterator[Scenario]:
    yield of(route, "200", *TWO_CONTACTS, more={**_BODY, **more})
    yield of(route, "200, nothing changes", *UNTAGGED, more={**_BODY, **more})
    yield of(route, "404", *NOBODY, more={**_BODY, **more})
    yield of(route, "412", *TWO_CONTACTS, more={**_BODY, **more, **_STALE})
    yield of(route, "422", *TWO_CONTACTS, more={**_WRONG_BODY, **more})
    yield of(route, "422, nothing left to show", *UNTAGGED, more={**_EMPTYING_BODY, **more})
