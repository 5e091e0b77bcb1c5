"""PUT /api/v1/auth/me."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import NewPerson, Person
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

ME = "/api/v1/auth/me"
SETTINGS = {"full_name": "Olena", "locale": "uk", "time_zone": "Europe/Kyiv", "leap_day": "03-01", "phone_region": "UA"}


def test_a_profile_changes_and_its_book_with_it(person: Person, wired: MemoryWiring) -> None:
    answer = person.request("PUT", ME, json_body=SETTINGS)
    assert answer.status == 200
    assert SETTINGS.items() <= answer.json.items()
    assert person.request("GET", ME).json == answer.json
    assert wired.memory.books[person.account_id].settings.time_zone == "Europe/Kyiv"
    assert person.create(phones=[{"value": "044 123 4567"}]).json["phones"][0]["e164"] == "+380441234567"


def test_what_is_left_out_or_null_stays(person: Person) -> None:
    person.request("PUT", ME, json_body=SETTINGS)
    answer = person.request("PUT", ME, json_body={"full_name": "Ivan", "time_zone": None})
    assert (answer.json["full_name"], answer.json["time_zone"]) == ("Ivan", "Europe/Kyiv")


def test_what_get_shows_can_be_put_back_and_changes_nothing_else(person: Person) -> None:
    shown = person.request("GET", ME).json
    sent = shown | {"role": "admin", "is_verified": False, "email": "other@example.com", "id": "x"}
    assert person.request("PUT", ME, json_body=sent).json == shown


def test_rules_of_form_and_of_content_are_named_at_once(person: Person) -> None:
    sent = {"full_name": 7, "time_zone": "Nowhere", "leap_day": "02-30", "phone_region": "QQ", "nickname": "x"}
    answer = person.request("PUT", ME, json_body=sent)
    assert answer.pointers == {
        ("/full_name", "wrong_type"),
        ("/time_zone", "unknown_time_zone"),
        ("/leap_day", "invalid_leap_day"),
        ("/phone_region", "unknown_region"),
        ("/nickname", "unknown_member"),
    }


def test_an_unverified_account_may_change_its_profile(new_person: NewPerson) -> None:
    assert new_person(verified=False).request("PUT", ME, json_body={"full_name": "Olena"}).status == 200


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"time_zone": "Kyiv"}, ("/time_zone", "unknown_time_zone")),
        ({"leap_day": "03-02"}, ("/leap_day", "invalid_leap_day")),
        ({"phone_region": "XX"}, ("/phone_region", "unknown_region")),
        ({"phone_region": "UKR"}, ("/phone_region", "too_long")),
        ({"locale": "!"}, ("/locale", "invalid_locale")),
        ({"full_name": 1}, ("/full_name", "wrong_type")),
        ({"password": "x"}, ("/password", "unknown_member")),
    ],
)
def test_a_broken_rule_is_named(person: Person, members: dict[str, Any], problem: tuple[str, str]) -> None:
    assert person.request("PUT", ME, json_body=members).pointers == {problem}


def test_an_account_that_is_gone_has_to_sign_in_again(new_person: NewPerson) -> None:
    assert new_person(account_id="gone").request("PUT", ME, json_body={}).code == "account_gone"


def test_a_profile_needs_a_token(client: Client) -> None:
    assert client.request("PUT", ME, body="{").status == 401
