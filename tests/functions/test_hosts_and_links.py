"""Nothing in a request decides where a link or a response leads."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest

from tests.functions.conftest import PASSWORD, NewPerson, Person
from tests.support.client import Client
from tests.support.wiring import ENVIRONMENT, MemoryWiring

EVIL = "evil.example"
SPOOFED = {
    "Host": EVIL,
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": EVIL,
    "Forwarded": f"host={EVIL};proto=http",
    "X-Original-URL": f"https://{EVIL}/",
    "Origin": f"https://{EVIL}",
    "Referer": f"https://{EVIL}/",
}
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
LINKS = ("verify-email", "reset-password", "confirm-email", "undo-email-change", "keep-account")


def ask_for_mail(client: Client, person: Person, kind: str) -> None:
    """Cause the message with a link of a kind, by a request with spoofed headers."""
    register = {"email": f"{kind}@example.com", "password": PASSWORD}
    change = {"current_password": PASSWORD, "email": f"{kind}@example.com"}
    requests = {
        "verify-email": ("POST", "/api/v1/auth/register", None, register),
        "reset-password": ("POST", "/api/v1/auth/forgot-password", None, {"email": person.email}),
        "confirm-email": ("PUT", "/api/v1/auth/me/email", person.token, change),
        "keep-account": ("DELETE", "/api/v1/auth/me", person.token, None),
    }
    method, path, token, body = requests[kind]
    more: dict[str, Any] = {} if body is None else {"json_body": body}
    assert client.request(method, path, token=token, headers=SPOOFED, **more).status < 300


@pytest.mark.parametrize("kind", ["verify-email", "reset-password", "confirm-email", "keep-account"])
def test_links_in_messages_are_those_of_the_deployment(
    client: Client, person: Person, wired: MemoryWiring, kind: str
) -> None:
    before = set(wired.memory.mails)
    ask_for_mail(client, person, kind)
    [mail_id] = set(wired.memory.mails) - before
    wired.mailing.deliver(mail_id)
    [mail] = wired.mailbox.mails[-1:]
    assert EVIL not in mail.text + mail.html + mail.subject + mail.to
    [link] = re.findall(r"https?://\S+", mail.text)
    assert link.startswith(f"{ENVIRONMENT['PUBLIC_URL']}/api/v1/auth/{kind}?token=")


@pytest.mark.parametrize("page", LINKS)
@pytest.mark.parametrize(
    "value", [f"https://{EVIL}/", f"//{EVIL}/", f"javascript:location='{EVIL}'", f"\r\nLocation: //{EVIL}"]
)
def test_no_page_leads_to_where_a_request_says(client: Client, page: str, value: str) -> None:
    query = dict.fromkeys(("token", "next", "redirect", "redirect_uri", "return_to", "url", "continue"), value)
    answer = client.request("GET", f"/api/v1/auth/{page}", query=query, headers={**BROWSER, **SPOOFED}, described=False)
    assert "location" not in answer.headers
    assert "refresh" not in answer.headers
    links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
    assert not [link for link in links if EVIL in unquote(link) or not link.startswith(("/", "#"))]


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: x=1", "a\nX-Injected: 1", "a\0b", "%0d%0aX-Injected: 1"])
def test_what_a_client_sends_ends_no_header_line(client: Client, new_person: NewPerson, value: str) -> None:
    person = new_person()
    answer = client.request(
        "GET", "/api/v1/auth/me", token=person.token, headers={"X-Request-Id": value}, described=False
    )
    assert answer.status == 200
    assert not {"set-cookie", "x-injected"} & {name.lower() for name in answer.headers}
    assert not [one for one in answer.headers.values() if "\n" in one or "\r" in one or "\0" in one]


def test_a_response_names_places_on_its_own_host_only(person: Person, client: Client) -> None:
    answer = client.request(
        "POST", "/api/v1/contacts", token=person.token, json_body={"first_name": "Ada"}, headers=SPOOFED
    )
    assert answer.headers["location"].startswith("/api/v1/contacts/")
    assert EVIL not in answer.text + str(answer.headers)
