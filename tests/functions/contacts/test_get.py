"""GET /api/v1/contacts/{contact_id}."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.errors import StoreUnavailableError
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.examples import examples
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

NOBODYS_ID = "01JD9Z6M3K8QF5T2V7W4X0Y1R2"


def test_a_contact_is_shown_as_it_was_stored(person: Person) -> None:
    created = person.create(first_name="Taras", tags=["friends"])
    shown = person.get(created.json["id"])
    assert shown.status == 200
    assert shown.json == created.json
    assert shown.headers["etag"] == created.headers["etag"]


def test_a_new_tag_of_another_contact_makes_no_version(person: Person) -> None:
    created = person.create(tags=["friends", "Kyiv"])
    person.create(tags=["family", "friends"])
    path = f"{CONTACTS}/{created.json['id']}"
    assert person.get(created.json["id"]).headers["etag"] == created.headers["etag"]
    known = {"If-None-Match": created.headers["etag"]}
    assert person.request("GET", path, headers=known).status == 304
    version = {"If-Match": created.headers["etag"]}
    assert person.request("PUT", path, json_body=created.json, headers=version).status == 200


def test_a_tag_that_gets_another_name_makes_a_version_of_the_contacts_that_have_it(
    person: Person, wired: MemoryWiring
) -> None:
    renamed, other = person.create(tags=["friends"]), person.create(tags=["family"])
    labels = wired.memory.labels[person.account_id]
    names = {label_id: "buddies" if name == "friends" else name for label_id, name in labels.names.items()}
    wired.memory.labels[person.account_id] = replace(labels, names=names)
    assert person.get(renamed.json["id"]).json["tags"] == ["buddies"]
    assert person.get(renamed.json["id"]).headers["etag"] != renamed.headers["etag"]
    assert person.get(other.json["id"]).headers["etag"] == other.headers["etag"]


def test_a_private_answer_is_stored_nowhere(person: Person) -> None:
    shown = person.get(person.create().json["id"])
    assert shown.headers["cache-control"] == "no-store"


def test_another_owners_contact_is_not_found(new_person: NewPerson) -> None:
    theirs = new_person().create().json["id"]
    answer = new_person().get(theirs)
    assert (answer.status, answer.code) == (404, "contact_not_found")
    assert answer.json["detail"] == new_person().get(NOBODYS_ID).json["detail"]


def test_a_client_that_has_the_version_is_sent_no_other(person: Person) -> None:
    created = person.create()
    path = f"{CONTACTS}/{created.json['id']}"
    for known in ('"1"', 'W/"1"', '"0", "1"', "*"):
        answer = person.request("GET", path, headers={"If-None-Match": known})
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", '"1"')
        assert "content-type" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_client_that_has_another_version_is_sent_this_one(person: Person) -> None:
    created = person.create()
    answer = person.request("GET", f"{CONTACTS}/{created.json['id']}", headers={"If-None-Match": '"0"'})
    assert answer.json == created.json


@pytest.mark.parametrize("header", ["1", '"1', "", '"a" "b"'])
def test_what_is_no_entity_tag_is_malformed(person: Person, header: str) -> None:
    answer = person.request("GET", f"{CONTACTS}/{NOBODYS_ID}", headers={"If-None-Match": header})
    assert (answer.status, answer.code) == (400, "malformed_request")
    assert answer.json["detail"].startswith("If-None-Match")


@pytest.mark.parametrize(
    "contact_id", ["1", NOBODYS_ID.lower(), NOBODYS_ID + "0", "8" + NOBODYS_ID[1:], "BOOK", "%00", "C%23x", "ї", "a%0A"]
)
def test_a_malformed_id_is_not_found_without_a_request(
    person: Person, contact_id: str, requests_of: Callable[..., int]
) -> None:
    answers = []
    assert requests_of(lambda: answers.append(person.get(contact_id))) == 0
    assert (answers[0].status, answers[0].code) == (404, "contact_not_found")


def test_an_id_with_a_slash_is_no_route(person: Person) -> None:
    answer = person.request("GET", f"{CONTACTS}/a%2Fb", described=False)
    assert (answer.status, answer.code) == (404, "route_not_found")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(100),
    deadline=None,
)
@given(contact_id=st.text(min_size=1, max_size=30).filter(lambda text: "/" not in text and text not in {".", ".."}))
def test_any_id_is_answered(person: Person, contact_id: str) -> None:
    if "\ud800" <= max(contact_id) <= "\udfff":
        return
    assert person.get(contact_id).status == 404


@pytest.mark.parametrize(
    ("authorization", "challenge"),
    [
        ("", "Bearer"),
        ("Bearer", "Bearer"),
        ("Basic dXNlcjpwYXNz", "Bearer"),
        ("Bearer x", 'Bearer error="invalid_token", error_description="the access token is invalid"'),
        ("bearer " + "x" * 5_000, 'Bearer error="invalid_token", error_description="the access token is invalid"'),
        ("Bearer a,Bearer b", 'Bearer error="invalid_token", error_description="the access token is invalid"'),
    ],
)
def test_only_a_token_that_was_sent_is_called_invalid(
    client: Client, authorization: str, challenge: str, requests_of: Callable[..., int]
) -> None:
    answers = []
    headers = {"Authorization": authorization}
    act = lambda: answers.append(client.request("GET", f"{CONTACTS}/{NOBODYS_ID}", headers=headers))  # noqa: E731
    assert requests_of(act) == 0
    assert (answers[0].status, answers[0].code) == (401, "invalid_access_token")
    assert answers[0].headers["www-authenticate"] == challenge


def test_the_name_of_the_scheme_is_read_in_any_case(client: Client, person: Person) -> None:
    answer = client.request("GET", f"{CONTACTS}/{NOBODYS_ID}", headers={"Authorization": f"bEARER {person.token}"})
    assert answer.status == 404


def test_an_expired_token_says_that_it_has_expired(person: Person, clock: Clock) -> None:
    clock.advance(timedelta(minutes=30))
    answer = person.get(NOBODYS_ID)
    assert answer.status == 401
    assert "expired" in answer.headers["www-authenticate"]
    assert "expired" in answer.json["detail"]


def test_without_keys_no_token_is_called_wrong(person: Person, wired: MemoryWiring) -> None:
    wired.keys.available = False
    answer = person.get(NOBODYS_ID)
    assert (answer.status, answer.code) == (503, "temporarily_unavailable")


def test_a_store_that_is_down_asks_for_patience(person: Person, wired: MemoryWiring) -> None:
    wired.books.before("load", raising(StoreUnavailableError("throttled")))
    answer = person.get(NOBODYS_ID)
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")


def test_a_fault_of_ours_shows_nothing_but_the_request(person: Person, wired: MemoryWiring) -> None:
    wired.books.before("load", raising(RuntimeError("the inner workings")))
    answer = person.get(NOBODYS_ID)
    assert (answer.status, answer.code) == (500, "internal_error")
    assert answer.json["request_id"] == answer.headers["x-request-id"]
    assert "inner" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
