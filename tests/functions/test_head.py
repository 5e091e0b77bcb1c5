"""HEAD works wherever GET does, and says the same without the body (RFC 9110 section 9.3.2)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.functions.conftest import CONTACTS, Person
from tests.functions.contacts.test_get import NOBODYS_ID
from tests.support.client import Client
from tests.support.wiring import MemoryWiring
from tools.template import load_template

TEMPLATE = load_template(Path(__file__).parents[2] / "template.yaml", {"Stage": "local"})
VERIFY = "/api/v1/auth/verify-email"
PATHS = sorted(route.path for route in TEMPLATE.routes if route.method == "GET")
CHANGE_WITH_EVERY_ANSWER = {"x-request-id", "ratelimit"}


def told(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in CHANGE_WITH_EVERY_ANSWER}


@pytest.mark.parametrize("has_token", [True, False], ids=["with a token", "without"])
@pytest.mark.parametrize("template_path", PATHS)
def test_the_answer_is_that_of_get_without_its_body(person: Person, template_path: str, has_token: bool) -> None:
    contact_id = person.create(tags=["friends"]).json["id"]
    path = template_path.replace("{contact_id}", contact_id).replace("{asset}", "docs.css")
    token = person.token if has_token else None
    got, looked = (person.client.request(method, path, token=token) for method in ("GET", "HEAD"))
    assert got.body
    assert (looked.status, looked.body) == (got.status, b"")
    assert told(looked.headers) == told(got.headers)


def test_what_is_not_there_is_not_found(person: Person) -> None:
    answer = person.request("HEAD", f"{CONTACTS}/{NOBODYS_ID}")
    assert (answer.status, answer.body) == (404, b"")


def test_a_client_that_has_the_version_is_told_so(person: Person) -> None:
    path = f"{CONTACTS}/{person.create().json['id']}"
    answer = person.request("HEAD", path, headers={"If-None-Match": '"1"'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", '"1"')
    assert "content-type" not in answer.headers


def test_a_compressed_answer_is_told_of_as_it_would_be(person: Person) -> None:
    path = f"{CONTACTS}/{person.create(notes='x' * 5_000).json['id']}"
    got, looked = (person.request(method, path, headers={"Accept-Encoding": "gzip"}) for method in ("GET", "HEAD"))
    assert (looked.headers["content-encoding"], looked.headers["etag"]) == ("gzip", '"1-gzip"')
    assert (looked.body, told(looked.headers)) == (b"", told(got.headers))


def test_the_log_says_that_it_was_a_head(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.request("HEAD", CONTACTS)
    assert re.search(r'"route":"HEAD /api/v1/contacts","status":200', capsys.readouterr().out)


@pytest.mark.parametrize("accepted", ["application/json", "text/html", "*/*"])
def test_a_link_that_is_only_looked_at_verifies_nothing(client: Client, wired: MemoryWiring, accepted: str) -> None:
    client.request(
        "POST",
        "/api/v1/auth/register",
        json_body={"email": "ada@example.com", "password": "violet tram over the river"},
    )
    link = f"{VERIFY}?token={wired.last_mailed_token()}"
    answer = client.request("HEAD", link, headers={"Accept": accepted})
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    verified = client.request("GET", link, headers={"Accept": "application/json"})
    assert verified.json == {"detail": "Your e-mail address is verified. You can sign in now."}
