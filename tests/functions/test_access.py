"""Every route of the template says which access it needs, and asks for just that."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from shared.domain.accounts.sessions import FRESH_FOR
from shared.services.books.access import SCOPES, Role, Scope
from tests.functions.conftest import NewPerson
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring
from tools.docs.access import access_of
from tools.template import Route, load_template

ROOT = Path(__file__).parents[2]
TEMPLATE = load_template(ROOT / "template.yaml", {"Stage": "local"})
ROUTES = {route.key: route for route in TEMPLATE.described_routes}
BOOK_SCOPES = {"contacts:read", "contacts:write"}


def needed(key: str) -> str:
    return access_of(ROUTES[key], TEMPLATE.functions[ROUTES[key].function_id])


def send(client: Client, route: Route, token: str | None) -> Answer:
    """Send a request with an empty body: who asks is looked at first."""
    method, path = ("GET", "/nowhere") if route.is_default else (route.method, re.sub(r"{\w+}", "x", route.path))
    return client.request(method, path, token=token, described=False)


def send_sample(client: Client, route: Route, token: str) -> Answer:
    """Send the request of the sample event."""
    folder, _, name = TEMPLATE.functions[route.function_id].handler.removeprefix("functions.").partition(".")
    event = json.loads((ROOT / "events" / folder / f"{name.removesuffix('.handler')}.json").read_text(encoding="utf-8"))
    kind = event["headers"].get("content-type")
    return client.request(route.method, event["rawPath"], token=token, body=event.get("body"), content_type=kind)


def data_of(wired: MemoryWiring) -> str:
    """Return all that is stored."""
    return repr(wired.memory)


def is_asked_for_a_token(answer: Answer) -> bool:
    return answer.status == 401 and answer.code == "invalid_access_token"


@pytest.mark.parametrize("key", ROUTES)
def test_a_route_asks_for_the_access_that_it_says(
    client: Client, new_person: NewPerson, wired: MemoryWiring, key: str
) -> None:
    """An older token shows who asks for a book: that is looked for, and found to be missing."""
    route, access = ROUTES[key], needed(key)
    assert is_asked_for_a_token(send(client, route, None)) is (access != "anonymous")
    newcomer = send(client, route, new_person(verified=False).token)
    assert not is_asked_for_a_token(newcomer)
    assert wired.books.requests["load"] == (access in BOOK_SCOPES)
    assert access not in BOOK_SCOPES or (newcomer.status, newcomer.code) == (403, "email_not_verified")


@pytest.mark.parametrize("key", [key for key in ROUTES if needed(key) in BOOK_SCOPES])
def test_an_account_without_the_scope_is_told_that_there_is_nothing(
    client: Client, new_person: NewPerson, wired: MemoryWiring, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """No account is without one so far: it takes a gate that knows of nothing but the other."""
    monkeypatch.setitem(SCOPES, Role.OWNER, frozenset(Scope) - {Scope(needed(key))})
    person = new_person()
    before = wired.requests
    answer = send(client, ROUTES[key], person.token)
    assert (answer.status, answer.code) == (404, "contact_not_found")
    assert wired.requests == before


@pytest.mark.parametrize("key", [key for key in ROUTES if needed(key) == "account, fresh"])
def test_a_route_for_fresh_sessions_refuses_every_other(
    client: Client, new_person: NewPerson, clock: Clock, wired: MemoryWiring, key: str
) -> None:
    """The token does not tell: this shows that the use case looks at the session, before it does anything else."""
    fresh, person = new_person(), new_person()
    clock.advance(FRESH_FOR)
    assert "step_up_required" not in send_sample(client, ROUTES[key], fresh.token).text
    clock.advance(timedelta(milliseconds=1))
    before = data_of(wired)
    answer = send_sample(client, ROUTES[key], person.token)
    assert (answer.status, answer.code) == (401, "step_up_required")
    assert data_of(wired) == before


READING_POSTS = {"POST /api/v1/exports", "POST /api/v1/lookup"}
"""What reads, but makes a file of it, or has more to ask for than fits into a URL."""


def test_what_only_reads_asks_for_no_more_than_reading() -> None:
    scopes = {key: needed(key) for key in ROUTES if needed(key) in BOOK_SCOPES}
    assert {key for key, scope in scopes.items() if scope == "contacts:read"} == {
        key for key in scopes if ROUTES[key].method == "GET" or key in READING_POSTS
    }
