"""GET and POST /api/v1/auth/reset-password."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.functions.auth.reset_password import NEW_PASSWORD, PATH
from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.functions.factors import STEP, Protected, log_in
from tests.support.client import Answer, Client
from tests.support.wiring import MemoryWiring

FORM = "application/x-www-form-urlencoded"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def person(new_person: NewPerson) -> Person:
    return new_person()


@pytest.fixture
def token(person: Person, wired: MemoryWiring) -> str:
    """The token of a message that the person has asked for."""
    wired.password_reset.ask(person.email)
    return wired.last_action_token()


def send(client: Client, token: str, password: str = NEW_PASSWORD, **more: str) -> Answer:
    return client.request("POST", PATH, json_body={"token": token, "password": password, **more})


def can_log_in(client: Client, person: Person, password: str) -> bool:
    body = {"email": person.email, "password": password}
    return client.request("POST", "/api/v1/auth/login", json_body=body).status == 200


def test_the_new_password_counts(client: Client, person: Person, token: str) -> None:
    answer = send(client, token)
    assert (answer.status, list(answer.json)) == (200, ["detail"])
    assert can_log_in(client, person, NEW_PASSWORD)
    assert not can_log_in(client, person, PASSWORD)


def test_the_second_use_is_refused(client: Client, token: str) -> None:
    send(client, token)
    answer = send(client, token)
    assert (answer.status, answer.code) == (400, "invalid_link")


def test_the_page_asks_for_a_password_and_changes_nothing(client: Client, token: str, wired: MemoryWiring) -> None:
    requests = wired.requests
    answer = client.request("GET", PATH, query={"token": token}, headers=BROWSER)
    assert answer.status == 200
    assert wired.requests == requests
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy


def test_what_is_typed_is_masked_and_password_managers_may_fill_it_in(client: Client, token: str) -> None:
    page = client.request("GET", PATH, query={"token": token}, headers=BROWSER).text
    [field] = re.findall(r"<input [^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="new-password"' in field
    assert "onpaste" not in page


def test_a_second_factor_is_asked_for_as_before(client: Client, protected: Protected, wired: MemoryWiring) -> None:
    """Whoever reads the mailbox of an account has one factor of two."""
    person = protected.person
    wired.password_reset.ask(person.email)
    answer = send(client, wired.last_action_token())
    assert answer.status == 200
    assert "access_token" not in answer.text
    protected.clock.advance(STEP)
    assert log_in(client, person.email, NEW_PASSWORD).json.keys() == {"second_factor"}
    assert protected.complete(protected.challenge(NEW_PASSWORD), code=protected.wrong_code()).status == 401
    assert protected.complete(protected.challenge(NEW_PASSWORD), code=protected.code()).status == 200


def test_the_form_of_the_page_works_without_scripts(client: Client, person: Person, token: str) -> None:
    text = client.request("GET", PATH, query={"token": token}, headers=BROWSER).text
    assert "<script" not in text
    ((method, action),) = re.findall('<form method="(.*?)" action="(.*?)">', text)
    fields = {name: unescape(value) for name, value in re.findall('name="(.*?)" value="(.*?)"', text)}
    body = urlencode({**fields, "password": NEW_PASSWORD})
    answer = client.request(method.upper(), action, body=body, content_type=FORM, headers=BROWSER)
    assert answer.status == 200
    assert "Your password is changed" in answer.text
    assert can_log_in(client, person, NEW_PASSWORD)


def test_the_page_says_what_is_wrong_with_a_password_and_asks_again(client: Client, token: str) -> None:
    body = urlencode({"token": token, "password": "short"})
    answer = client.request("POST", PATH, body=body, content_type=FORM, headers=BROWSER)
    assert answer.status == 422
    assert "must have at least 15 characters" in answer.text
    assert f'name="token" value="{token}"' in answer.text
    assert "short" not in answer.text.replace("shorter", "")


@pytest.mark.parametrize("password", ["", "x" * 1_025, "lamp " * 300, "\0" * 20])
def test_whatever_is_typed_on_the_page_gets_a_page(client: Client, token: str, password: str) -> None:
    body = urlencode({"token": token, "password": password})
    answer = client.request("POST", PATH, body=body, content_type=FORM, headers=BROWSER)
    assert answer.status == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "This password " in answer.text
    if password:
        assert password not in answer.text


def test_the_page_of_a_link_that_does_not_work_says_so(client: Client) -> None:
    body = urlencode({"token": "a" * 43, "password": NEW_PASSWORD})
    answer = client.request("POST", PATH, body=body, content_type=FORM, headers=BROWSER)
    assert answer.status == 400
    assert "Ask for another message" in answer.text


def test_what_is_in_a_link_cannot_change_the_page(client: Client) -> None:
    text = client.request("GET", PATH, query={"token": '"><script>alert(1)</script>'}, headers=BROWSER).text
    assert "<script" not in text


@pytest.mark.parametrize("next_page", ["redirect", "next", "return_to"])
def test_no_parameter_leads_elsewhere(client: Client, token: str, next_page: str) -> None:
    query = {"token": token, next_page: "https://evil.example"}
    answer = client.request("GET", PATH, query=query, headers=BROWSER)
    assert "evil" not in answer.text
    assert "location" not in answer.headers


def test_a_password_that_may_not_be_chosen_is_a_problem_of_the_field(client: Client, token: str) -> None:
    answer = send(client, token, "short")
    assert answer.pointers == {("/password", "password_too_short")}


@pytest.mark.parametrize("body", [{}, {"token": "a"}, {"password": NEW_PASSWORD}, {"token": 1, "password": 2}])
def test_a_broken_rule_is_named(client: Client, body: object) -> None:
    assert client.request("POST", PATH, json_body=body).status == 422


def test_nothing_secret_is_logged(client: Client, token: str, capsys: pytest.CaptureFixture[str]) -> None:
    send(client, token, "short and leaked")
    send(client, token)
    client.request("GET", PATH, query={"token": token}, headers=BROWSER)
    logged = capsys.readouterr().out
    assert "reset-password" in logged
    assert not [secret for secret in (token, NEW_PASSWORD, "short and leaked") if secret in logged]
