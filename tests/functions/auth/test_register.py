"""POST /api/v1/auth/register."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from shared.domain.mails import MailKind
from tests.functions.conftest import PASSWORD, NewPerson
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

REGISTER = "/api/v1/auth/register"
EMAIL = "olena@example.com"


def test_a_registration_is_answered_and_a_mail_is_queued(client: Client, wired: MemoryWiring) -> None:
    sent = {"email": EMAIL, "password": PASSWORD, "full_name": "Olena Example", "locale": "uk"}
    answer = client.request("POST", REGISTER, json_body=sent)
    assert answer.status == 201
    assert answer.json == {"email": EMAIL, "is_verified": False, "detail": answer.json["detail"]}
    assert answer.headers["cache-control"] == "no-store"
    (mail,) = wired.memory.mails.values()
    account = wired.memory.accounts[mail.account_id]
    assert (mail.kind, account.email, account.full_name, account.locale) == (
        MailKind.VERIFY_EMAIL,
        EMAIL,
        "Olena Example",
        "uk",
    )


SETTINGS = {"locale": "sv-FI", "time_zone": "Europe/Kyiv", "leap_day": "03-01", "phone_region": "ua"}


@pytest.mark.parametrize("settings", [SETTINGS, {"time_zone": "America/Toronto"}, {"phone_region": "UA"}, {}])
def test_a_registration_sets_what_a_profile_sets(client: Client, wired: MemoryWiring, settings: dict[str, str]) -> None:
    """It holds at once, and for the book as soon as the address is verified."""
    sent = {"email": EMAIL, "password": PASSWORD, **settings}
    assert client.request("POST", REGISTER, json_body=sent).status == 201
    assert client.request("POST", f"/api/v1/auth/verify-email?token={wired.last_mailed_token()}").status == 200
    credentials = {"email": EMAIL, "password": PASSWORD}
    token = client.request("POST", "/api/v1/auth/login", json_body=credentials).json["access_token"]
    profile = client.request("GET", "/api/v1/auth/me", token=token).json
    expected = {"locale": "en", "time_zone": "UTC", "leap_day": "02-28", "phone_region": "", **settings}
    expected["phone_region"] = expected["phone_region"].upper()
    assert {name: profile[name] for name in expected} == expected
    (book,) = wired.memory.books.values()
    assert asdict(book.settings) == expected
    assert book.name_order.current == ("2A1sv" if "locale" in settings else "2")


@pytest.mark.parametrize(
    ("locale", "stored"),
    [
        ("en_US", "en-US"),
        ("en-US-u-rg-gbzzzz", "en-US-u-rg-gbzzzz"),
        ("uk_UA.UTF-8", "uk-UA"),
        ("pt-br", "pt-BR"),
        (None, "en"),
    ],
)
def test_a_locale_as_systems_name_it_does_not_keep_anybody_from_registering(
    client: Client, wired: MemoryWiring, locale: str | None, stored: str
) -> None:
    answer = client.request("POST", REGISTER, json_body={"email": EMAIL, "password": PASSWORD, "locale": locale})
    assert answer.status == 201
    (account,) = wired.memory.accounts.values()
    assert account.locale == stored


def test_a_taken_address_is_answered_alike_and_told_to_its_owner(
    client: Client, new_person: NewPerson, wired: MemoryWiring
) -> None:
    taken, free = new_person().email, "somebody-new@example.com"
    answers = [
        client.request("POST", REGISTER, json_body={"email": email, "password": PASSWORD}) for email in (taken, free)
    ]
    bodies = [answer.json | {"email": ""} for answer in answers]
    assert bodies[0] == bodies[1]
    assert [answer.status for answer in answers] == [201, 201]
    assert MailKind.ADDRESS_TAKEN in {mail.kind for mail in wired.memory.mails.values()}


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"email": "nobody"}, ("/email", "invalid_email")),
        ({"email": None}, ("/email", "wrong_type")),
        ({"password": "short"}, ("/password", "password_too_short")),
        ({"password": "\ud800" * 20}, ("/password", "control_characters")),
        ({"locale": "no such locale"}, ("/locale", "invalid_locale")),
        ({"time_zone": "Europe/Atlantis"}, ("/time_zone", "unknown_time_zone")),
        ({"leap_day": "02-29"}, ("/leap_day", "invalid_leap_day")),
        ({"phone_region": "ZZ"}, ("/phone_region", "unknown_region")),
        ({"full_name": "a\u0007"}, ("/full_name", "control_characters")),
        ({"is_admin": True}, ("/is_admin", "unknown_member")),
        ({"role": "admin"}, ("/role", "unknown_member")),
    ],
)
def test_a_broken_rule_is_named(client: Client, members: dict[str, Any], problem: tuple[str, str]) -> None:
    answer = client.request("POST", REGISTER, json_body={"email": EMAIL, "password": PASSWORD, **members})
    assert answer.status == 422
    assert answer.pointers == {problem}


def test_all_broken_rules_are_named_at_once(client: Client) -> None:
    answer = client.request("POST", REGISTER, json_body={"email": "nobody", "password": "short", "full_name": None})
    assert answer.pointers == {("/email", "invalid_email"), ("/password", "password_too_short")}


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (
            {"email": "nobody", "password": "short", "locale": 7, "is_admin": True},
            {
                ("/email", "invalid_email"),
                ("/password", "password_too_short"),
                ("/locale", "wrong_type"),
                ("/is_admin", "unknown_member"),
            },
        ),
        ({"password": "short"}, {("/email", "required"), ("/password", "password_too_short")}),
        (
            {"email": [], "full_name": "a\u0007"},
            {("/email", "wrong_type"), ("/password", "required"), ("/full_name", "control_characters")},
        ),
        ([], {("", "wrong_type")}),
    ],
)
def test_rules_of_form_and_of_content_are_named_at_once(
    client: Client, body: Any, problems: set[tuple[str, str]]
) -> None:
    assert client.request("POST", REGISTER, json_body=body).pointers == problems


def test_nothing_that_is_wrong_is_told_back(client: Client) -> None:
    answer = client.request("POST", REGISTER, json_body={"email": "nobody-at-all", "password": "too short"})
    assert "nobody-at-all" not in answer.text
    assert "too short" not in answer.text.replace("too_short", "")


def test_without_keys_nothing_is_registered(client: Client, wired: MemoryWiring) -> None:
    wired.keys.available = False
    answer = client.request("POST", REGISTER, json_body={"email": EMAIL, "password": PASSWORD})
    assert (answer.status, answer.code) == (503, "temporarily_unavailable")
    assert wired.memory.accounts == {}
