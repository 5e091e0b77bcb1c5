"""GET /api/v1/contacts."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.services.contacts.search import copies
from shared.services.ports.events import SnapshotDue
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.client import Answer, Client
from tests.support.examples import examples
from tests.support.wiring import MemoryWiring

NAMES = ["Ada", "Boris", "Cyril", "Daria", "Eve"]


def listed(person: Person, **query: str) -> Answer:
    answer = person.request("GET", CONTACTS, query=query)
    assert answer.status == 200, answer.text
    return answer


def names(answer: Answer) -> list[str]:
    return [item["first_name"] for item in answer.json["items"]]


@pytest.fixture
def five(person: Person) -> Person:
    """Somebody with five contacts."""
    for name in reversed(NAMES):
        person.create(first_name=name)
    return person


def test_contacts_are_listed_by_name(five: Person) -> None:
    answer = listed(five)
    assert names(answer) == NAMES
    assert answer.json["next_cursor"] is None


def test_contacts_are_listed_by_their_latest_change(five: Person) -> None:
    assert names(listed(five, sort="-updated")) == NAMES


def test_an_item_is_what_get_shows(person: Person) -> None:
    created = person.create(tags=["friends"], phones=[{"value": "1"}]).json
    assert listed(person).json["items"] == [created]


def test_an_empty_book_is_an_empty_list(person: Person) -> None:
    assert listed(person).json == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("sort", ["name", "-updated"])
def test_pages_follow_each_other_without_gap_or_repetition(five: Person, sort: str) -> None:
    found: list[str] = []
    more: dict[str, str] = {}
    for size, is_last in ((2, False), (2, False), (1, True)):
        page = listed(five, limit="2", sort=sort, **more)
        assert len(page.json["items"]) == size
        assert (page.json["next_cursor"] is None) is is_last
        found += names(page)
        more = {"cursor": page.json["next_cursor"]}
    assert found == NAMES


def test_the_limit_may_change_from_page_to_page(five: Person) -> None:
    cursor = listed(five, limit="1").json["next_cursor"]
    assert names(listed(five, limit="100", cursor=cursor)) == NAMES[1:]


def test_fifty_are_listed_by_default(person: Person) -> None:
    for number in range(51):
        person.create(first_name=f"Person {number:02}")
    assert len(listed(person).json["items"]) == 50


def test_words_and_tags_are_searched_for(person: Person) -> None:
    person.create(first_name="Žoë", tags=["friends"])
    person.create(first_name="Zoe", last_name="Baker")
    assert len(listed(person, q="zoe").json["items"]) == 2
    assert names(listed(person, q="ZOE baker")) == ["Zoe"]
    assert names(listed(person, tag="Friends")) == ["Žoë"]
    assert listed(person, q="zoe", tag="family").json["items"] == []


@pytest.mark.parametrize("typed", ["044 123-45-67", "(202) 555-0143", "030/12 34 56"])
def test_a_number_that_could_not_be_read_is_found_by_the_digits_that_were_typed(person: Person, typed: str) -> None:
    created = person.create(phones=[{"value": typed}]).json
    person.create(phones=[{"value": "+380 67 765 43 21"}])
    assert created["phones"][0]["e164"] is None
    digits = "".join(char for char in typed if char.isdecimal())
    for words in (typed, digits, digits[-7:]):
        (item,) = listed(person, q=words).json["items"]
        assert item.pop("matches") == [
            {"path": "/phones/0/value", "kind": "substring" if words == digits[-7:] else "exact", "text": typed}
        ]
        assert item == created


def test_a_search_shows_the_best_matches_first_and_where_they_are(person: Person) -> None:
    person.create(first_name="Joanna")
    person.create(first_name="Annabel")
    person.create(first_name="Ann")
    person.create(first_name="Bo", notes="A cousin of Ann", favorite=True)
    answer = listed(person, q="ann")
    assert [
        (item["first_name"], [(one["path"], one["kind"]) for one in item["matches"]]) for item in answer.json["items"]
    ] == [
        ("Bo", [("/notes", "exact")]),
        ("Ann", [("/first_name", "exact")]),
        ("Annabel", [("/first_name", "prefix")]),
        ("Joanna", [("/first_name", "substring")]),
    ]
    assert answer.json["complete"] is True
    assert names(listed(person, q="ann", sort="name")) == ["Ann", "Annabel", "Bo", "Joanna"]
    assert names(listed(person, q="ann", sort="-updated")) == ["Bo", "Ann", "Annabel", "Joanna"]


@pytest.mark.parametrize(
    ("typed", "path", "kind", "text"),
    [
        ("Олена", "/first_name", "exact", "Olena"),
        ("olenna", "/first_name", "fuzzy", "Olena"),
        ("kovalenko, olena", "/first_name", "exact", "Olena"),
        ("bakery", "/organizations/0/name", "exact", "Example Bakery"),
        ("famil", "/tags/0", "prefix", "family"),
        ("lviv", "/addresses/0/city", "exact", "Lviv"),
        ("+380 44 kovalenko", "/phones/0/value", "prefix", "+380 44 123 45 67"),
        ("sourdough", "/notes", "exact", "Brings sourdough."),
        ("@olenka", "/handles/0/user_name", "exact", "olenka"),
    ],
)
def test_everything_of_a_contact_is_searched(person: Person, typed: str, path: str, kind: str, text: str) -> None:
    person.create(
        first_name="Olena",
        last_name="Kovalenko",
        organizations=[{"name": "Example Bakery"}],
        addresses=[{"city": "Lviv"}],
        phones=[{"value": "+380 44 123 45 67"}],
        handles=[{"service": "Example Chat", "user_name": "olenka"}],
        notes="Brings sourdough.",
        tags=["family"],
    )
    (item,) = listed(person, q=typed).json["items"]
    assert {"path": path, "kind": kind, "text": text} in item["matches"]


def test_what_a_search_shows_can_be_put_back(person: Person) -> None:
    created = person.create(first_name="Olena")
    (item,) = listed(person, q="olena").json["items"]
    answer = person.request("PUT", created.headers["location"], json_body={**item, "notes": "met"})
    assert (answer.status, answer.json["notes"]) == (200, "met")


def test_a_cursor_of_a_search_leads_on_in_its_order(person: Person) -> None:
    for name in ("Joanna", "Ann", "Annabel", "Anna", "Ann"):
        person.create(first_name=name)
    whole = names(listed(person, q="ann"))
    assert whole == ["Ann", "Ann", "Anna", "Annabel", "Joanna"]
    page, found = listed(person, q="ann", limit="2"), list[str]()
    for _ in range(2):
        found += names(page)
        page = listed(person, q="ann", limit="2", cursor=page.json["next_cursor"])
    assert found + names(page) == whole


def test_a_book_that_is_too_large_to_be_read_at_once_says_that_it_is_not_complete(
    person: Person, wired: MemoryWiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MAX_WITHOUT_SNAPSHOT", 2)
    monkeypatch.setattr(copies, "MAX_READ_CONTACTS", 2)
    monkeypatch.setattr(copies, "_READ_AT_ONCE", 2)
    monkeypatch.setattr(copies, "MAX_CHANGES", 0)
    for name in NAMES:
        person.create(first_name=name)
    answer = listed(person, q="eve")
    assert (answer.json["complete"], answer.headers["retry-after"]) == (False, "5")
    assert set(names(answer)) <= {"Eve"}  # contacts are read in the order of their ids, which are random
    assert wired.published.events[-1] == SnapshotDue(book_id=person.account_id, revision=5)
    listed(person, q="eve")
    answer = listed(person, q="eve")
    assert (names(answer), answer.json["complete"]) == (["Eve"], True)
    assert "retry-after" not in answer.headers


def test_nobody_elses_contacts_are_listed(five: Person, new_person: NewPerson) -> None:
    assert listed(new_person()).json["items"] == []


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({"limit": "0"}, "limit", "out_of_range"),
        ({"limit": "101"}, "limit", "out_of_range"),
        ({"limit": "ten"}, "limit", "wrong_type"),
        ({"limit": " "}, "limit", "wrong_type"),
        ({"sort": "updated"}, "sort", "not_one_of"),
        ({"limt": "5"}, "limt", "unknown_member"),
        ({"limt": ""}, "limt", "unknown_member"),
        ({"q": "x" * 201}, "q", "too_long"),
        ({"cursor": "x" * 2_049}, "cursor", "too_long"),
    ],
)
def test_a_wrong_parameter_is_named(person: Person, query: dict[str, str], parameter: str, code: str) -> None:
    answer = person.request("GET", CONTACTS, query=query)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert [(error["parameter"], error["code"]) for error in answer.json["errors"]] == [(parameter, code)]


@pytest.mark.parametrize("path", [CONTACTS, f"{CONTACTS}/birthdays"])
@pytest.mark.parametrize(
    ("query", "repeated"),
    [
        ("limit=5&limit=6", ["limit"]),
        ("limit=5&limit=5", ["limit"]),
        ("limt=5&limt=5", ["limt"]),
        ("limit=&cursor=a&limit=&cursor=b", ["limit", "cursor"]),
    ],
)
def test_a_parameter_that_comes_twice_is_refused(person: Person, path: str, query: str, repeated: list[str]) -> None:
    answer = person.request("GET", f"{path}?{query}")
    assert (answer.status, answer.code) == (422, "invalid_input")
    told = [(problem["parameter"], problem["code"]) for problem in answer.json["errors"]]
    assert told == [(name, "repeated") for name in repeated]


def test_a_parameter_without_a_value_counts_as_omitted(five: Person) -> None:
    assert listed(five, limit="", cursor="", sort="", q="", tag="").json == listed(five).json
    cursor = listed(five, limit="2").json["next_cursor"]
    assert names(listed(five, limit="", cursor=cursor, sort="", q="", tag="")) == NAMES[2:]


def test_a_stranger_is_asked_who_they_are_whatever_comes_twice(client: Client) -> None:
    assert client.request("GET", f"{CONTACTS}?limit=5&limit=6").status == 401


def refused(person: Person, cursor: str, **query: str) -> bool:
    answer = person.request("GET", CONTACTS, query={"cursor": cursor, **query})
    return (answer.status, answer.code) == (400, "invalid_cursor")


def test_a_cursor_is_good_for_its_own_query_and_book_only(five: Person, new_person: NewPerson) -> None:
    cursor = listed(five, limit="1").json["next_cursor"]
    assert refused(five, cursor, sort="-updated")
    assert refused(five, cursor, q="ada")
    assert refused(five, cursor, tag="ada")
    assert refused(new_person(), cursor)


def test_a_changed_cursor_is_refused(five: Person) -> None:
    key, payload, signature = listed(five, limit="1").json["next_cursor"].split(".")
    position: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=="))
    moved = urlsafe_b64encode(json.dumps(position | {"id": "0" * 26}).encode()).rstrip(b"=").decode()
    for cursor in (f"{key}.{moved}.{signature}", f"k2.{payload}.{signature}", f"{key}.{payload}.", f"{key}.{payload}"):
        assert refused(five, cursor)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(100),
    deadline=None,
)
@given(cursor=st.text(min_size=1, max_size=60) | st.from_regex(r"k1\.[\w-]*\.[\w-]*", fullmatch=True))
def test_no_made_up_cursor_is_good(person: Person, cursor: str) -> None:
    if not any("\ud800" <= character <= "\udfff" for character in cursor):
        assert refused(person, cursor)


def test_a_list_needs_a_token(person: Person) -> None:
    answer = person.client.request("GET", CONTACTS, query={"limit": "0"})
    assert (answer.status, answer.code) == (401, "invalid_access_token")


def test_an_account_without_a_book_is_gone(new_person: NewPerson) -> None:
    person = new_person(account_id="01JD9Z6M3J0A1B2C3D4E5F6G7H")
    answer = person.request("GET", CONTACTS)
    assert (answer.status, answer.code) == (401, "account_gone")


def test_people_are_found_as_they_are_typed(person: Person) -> None:
    person.request("PUT", "/api/v1/auth/me", json_body={"phone_region": "GB"})
    person.create(first_name="Kim", last_name="O’Comma‐Lee", phones=[{"value": "020 7946 0958"}])
    person.create(first_name="Eve", phones=[{"value": "1-800-FLOWERS"}])
    for text in ("O'Comma-Lee, Kim", "ocommalee", "lee kim", "00442079460958", "\u202d020–7946–0958\u202c", "٠٢٠٧٩٤٦"):
        assert names(listed(person, q=text)) == ["Kim"], text
    assert names(listed(person, q="1-800-FLOWERS")) == ["Eve"]
    assert names(listed(person, q="&")) == []


def test_spellings_of_a_tag_are_one_tag_and_the_first_is_shown(person: Person) -> None:
    first = person.create(first_name="Ada", tags=["Café"]).json
    assert person.create(first_name="Eve", tags=["cafe\u0301", "CAFE", "cafe\u200b"]).json["tags"] == ["Café"]
    assert person.get(first["id"]).json["tags"] == ["Café"]
    assert names(listed(person, tag="cafe")) == ["Ada", "Eve"]
