"""GET /api/v1/auth/me."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client

ME = "/api/v1/auth/me"


def test_an_account_is_shown_without_what_is_secret(person: Person) -> None:
    answer = person.request("GET", ME)
    assert answer.status == 200
    assert answer.json == {
        "id": person.account_id,
        "email": person.email,
        "is_verified": True,
        "role": "user",
        "avatar_url": None,
        "full_name": "",
        "locale": "en",
        "time_zone": "UTC",
        "leap_day": "02-28",
        "phone_region": "",
        "created_at": "2026-05-17T12:00:00.123456Z",
    }
    assert answer.headers["cache-control"] == "no-store"


def test_an_unverified_account_is_shown(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("GET", ME).json["is_verified"] is False


def test_what_the_token_says_of_role_and_address_is_not_believed(new_person: NewPerson) -> None:
    shown = new_person(verified=False, token_verified=True, role="admin").request("GET", ME).json
    assert (shown["role"], shown["is_verified"]) == ("user", False)


def test_an_account_that_is_gone_has_to_sign_in_again(new_person: NewPerson) -> None:
    answer = new_person(account_id="gone").request("GET", ME)
    assert (answer.status, answer.code) == (401, "account_gone")
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')


def test_a_profile_needs_a_token(client: Client) -> None:
    assert client.request("GET", ME).status == 401
