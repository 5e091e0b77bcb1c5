"""Every route of the template says which access it needs, and asks for just that."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from shared.domain.accounts.sessions import FRESH_FOR
from shared.domain.scopes import EVERYTHING, GRANTABLE, Scope
from tests.functions.auth.test_create_token import personal_token
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
SCOPED = [
    key for key, route in ROUTES.items() if access_of(route, TEMPLATE.functions[route.function_id]) != "anonymous"
]


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


def scope_of(key: str) -> Scope:
    """Return the scope that a route asks for; some ask for more besides."""
    return Scope(needed(key).partition(",")[0])


@pytest.mark.parametrize("key", [key for key in ROUTES if "/admin/" in key])
def test_what_is_for_administrators_is_for_nobody_else(
    client: Client, new_person: NewPerson, wired: MemoryWiring, key: str
) -> None:
    """Whatever the token says of the role."""
    assert "admin" in needed(key)
    person = new_person(role="admin")
    body = {"role": "user"} if key.startswith("PUT") else None
    path = ROUTES[key].path.replace("{account_id}", new_person().account_id)
    mails, events = len(wired.memory.mails), len(wired.memory.security_events)
    answer = client.request(ROUTES[key].method, path, token=person.token, json_body=body)
    assert (answer.status, answer.code if ROUTES[key].method != "HEAD" else "") in {
        (403, "not_an_administrator"),
        (403, ""),
    }
    assert (len(wired.memory.mails), len(wired.memory.security_events)) == (mails, events)


def is_refused_for_its_scopes(answer: Answer) -> bool:
    return answer.status == 403 and answer.code == "insufficient_scope"


@pytest.mark.parametrize("key", SCOPED)
def test_a_token_with_every_other_scope_is_refused_without_a_request(
    client: Client, new_person: NewPerson, wired: MemoryWiring, key: str
) -> None:
    person = new_person(scopes=EVERYTHING - {scope_of(key)})
    before = wired.requests
    answer = send(client, ROUTES[key], person.token)
    assert is_refused_for_its_scopes(answer)
    assert (
        f'error="insufficient_scope", error_description="the token lacks the scope {scope_of(key)}"'
        in (answer.headers["www-authenticate"])
    )
    assert f'scope="{scope_of(key)}"' in answer.headers["www-authenticate"]
    assert wired.requests == before


@pytest.mark.parametrize("key", SCOPED)
def test_a_token_with_that_scope_alone_is_not(client: Client, new_person: NewPerson, key: str) -> None:
    assert not is_refused_for_its_scopes(send(client, ROUTES[key], new_person(scopes={scope_of(key)}).token))


@pytest.mark.parametrize("key", SCOPED)
def test_a_personal_token_works_where_its_scopes_allow_it_and_nowhere_else(
    client: Client, new_person: NewPerson, key: str
) -> None:
    person, scope = new_person(), scope_of(key)
    every = personal_token(person, GRANTABLE)
    assert is_refused_for_its_scopes(send(client, ROUTES[key], every)) is (scope not in GRANTABLE)
    if scope in GRANTABLE:
        alone = personal_token(person, [scope])
        answer = send(client, ROUTES[key], alone)
        assert not is_refused_for_its_scopes(answer)
        assert not is_asked_for_a_token(answer)
        others = personal_token(person, [other for other in GRANTABLE if other is not scope])
        assert is_refused_for_its_scopes(send(client, ROUTES[key], others))


def test_personal_tokens_work_on_no_route_of_accounts_but_the_profile() -> None:
    of_accounts = {key for key in SCOPED if "/auth/" in key and scope_of(key) in GRANTABLE}
    assert of_accounts == {"GET /api/v1/auth/me"}


@pytest.mark.parametrize("key", [key for key in ROUTES if "fresh" in needed(key)])
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
