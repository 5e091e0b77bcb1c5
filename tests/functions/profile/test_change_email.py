"""PUT /api/v1/auth/me/email, and the links in the messages that follow."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.functions.conftest import PASSWORD, NewPerson
from tests.functions.profile.change_email import PATH
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

NEW = "new@example.com"
BODY = {"current_password": PASSWORD, "email": NEW}
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
CONFIRM, UNDO = "/api/v1/auth/confirm-email", "/api/v1/auth/undo-email-change"


def can_log_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    return client.request("POST", "/api/v1/auth/login", json_body={"email": email, "password": password}).status == 200


def press(client: Client, path: str, token: str) -> str:
    """Open a link in a browser, press the button on its page, and return what the next one says."""
    page = client.request("GET", path, query={"token": token}, headers=BROWSER)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    ((method, action),) = re.findall('<form method="(.*?)" action="(.*?)">', page.text)
    fields = {name: unescape(value) for name, value in re.findall('name="(.*?)" value="(.*?)"', page.text)}
    body, form = urlencode(fields), "application/x-www-form-urlencoded"
    answer = client.request(method.upper(), action, body=body, content_type=form, headers=BROWSER)
    assert answer.status == 200
    return answer.text


def test_the_address_changes_when_the_new_one_confirms_and_the_old_one_can_undo_it(
    client: Client, new_person: NewPerson, wired: MemoryWiring
) -> None:
    person = new_person()
    assert person.request("PUT", PATH, json_body=BODY).status == 202
    assert can_log_in(client, person.email)
    assert "is changed" in press(client, CONFIRM, wired.last_action_token())
    assert can_log_in(client, NEW)
    assert not can_log_in(client, person.email)
    assert "former" in press(client, UNDO, wired.last_action_token())
    assert wired.memory.accounts[person.account_id].email == person.email
    assert not any(can_log_in(client, email) for email in (NEW, person.email)), "until there is a new password"
    chosen = {"token": wired.last_action_token(), "password": "seven quiet lamps on a hill"}
    assert client.request("POST", "/api/v1/auth/reset-password", json_body=chosen).status == 200
    assert can_log_in(client, person.email, chosen["password"])


def test_programs_get_json(client: Client, new_person: NewPerson, wired: MemoryWiring) -> None:
    new_person().request("PUT", PATH, json_body=BODY)
    for path in (CONFIRM, UNDO):
        answer = client.request("POST", path, json_body={"token": wired.last_action_token()})
        assert (answer.status, list(answer.json)) == (200, ["detail"])
        again = client.request("POST", path, json_body={"token": wired.last_action_token()})
        assert (again.status, again.code) == (400, "invalid_link")


def test_the_answer_is_the_same_whether_or_not_the_address_is_taken(new_person: NewPerson, wired: MemoryWiring) -> None:
    person, other = new_person(), new_person()
    answers, costs = [], []
    for email in (NEW, other.email, new_person(verified=False).email):
        before = wired.requests
        answers.append(person.request("PUT", PATH, json_body=BODY | {"email": email}))
        costs.append(wired.requests - before)
    assert {answer.status for answer in answers} == {202}
    assert len({answer.body for answer in answers}) == 1
    assert len(set(costs)) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"current_password": "not that one, surely"}, ("/current_password", "wrong_password")),
        ({"email": "no address"}, ("/email", "invalid_email")),
        ({"email": "a@example.com\r\nBcc: b@example.com"}, ("/email", "invalid_email")),
    ],
)
def test_a_broken_rule_is_named(new_person: NewPerson, changes: dict[str, str], pointer: tuple[str, str]) -> None:
    answer = new_person().request("PUT", PATH, json_body=BODY | changes)
    assert (answer.status, answer.pointers) == (422, {pointer})


def test_an_unverified_address_cannot_be_changed(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("PUT", PATH, json_body=BODY).status == 403


def test_nothing_secret_is_logged(
    client: Client, new_person: NewPerson, wired: MemoryWiring, capsys: pytest.CaptureFixture[str]
) -> None:
    new_person().request("PUT", PATH, json_body=BODY)
    token = wired.last_action_token()
    press(client, CONFIRM, token)
    logged = capsys.readouterr().out
    assert CONFIRM in logged
    assert not [secret for secret in (token, PASSWORD, NEW) if secret in logged]
