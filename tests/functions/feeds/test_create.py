"""POST /api/v1/feeds."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shared.domain.calendars.feeds import MAX_FEEDS
from tests.functions.conftest import NewPerson, Person
from tests.functions.feeds.list import FEEDS
from tests.support.calendar_feeds import path_of, poll
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def post(person: Person, body: Any) -> Answer:
    return person.request("POST", FEEDS, json_body=body)


def listed(person: Person) -> list[Any]:
    answer = person.request("GET", FEEDS)
    assert answer.status == 200, answer.text
    return list(answer.json["items"])


def test_a_feed_is_made_as_it_is_asked_for(person: Person, client: Client) -> None:
    person.create(tags=["Work"])
    body = {"name": " Jubilees ", "tag": "work", "dates": ["dates", "anniversary"], "alarm": "-P1DT6H"}
    answer = post(person, body)
    assert answer.status == 201, answer.text
    feed = answer.json
    assert feed == {
        "name": "Jubilees",
        "tag": "Work",
        "tag_removed": False,
        "dates": ["anniversary", "dates"],
        "alarm": "-P1DT6H",
        **{name: feed[name] for name in ("id", "url", "created_at", "rotated_at")},
    }
    assert poll(client, path_of(answer)).status == 200


def test_a_feed_that_asks_for_nothing_shows_all_dates_of_all_contacts_without_alarm(person: Person) -> None:
    feed = post(person, {}).json
    assert (feed["name"], feed["tag"], feed["alarm"]) == ("Birthdays", "", None)
    assert feed["dates"] == ["birthday", "anniversary", "dates"]


def test_the_secret_has_256_bits_and_only_its_hash_is_kept(person: Person, wired: MemoryWiring) -> None:
    secrets = set()
    for _ in range(3):
        file = path_of(post(person, {})).rpartition("/")[2]
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}\.ics", file)
        secrets.add(file.removesuffix(".ics"))
    assert len(secrets) == 3
    kept = repr(wired.memory)
    assert not [secret for secret in secrets if secret in kept]


def test_what_was_shown_can_be_sent_back_for_another_feed(person: Person) -> None:
    feed = post(person, {"name": "First", "alarm": "-PT15H"}).json
    copy = post(person, feed).json
    assert copy["id"] != feed["id"]
    assert copy["url"] != feed["url"]
    assert {**copy, "id": 0, "url": 0} == {**feed, "id": 0, "url": 0}


def test_a_tag_must_be_one_of_the_book(person: Person) -> None:
    answer = post(person, {"tag": "tea"})
    assert (answer.status, answer.pointers) == (422, {("/tag", "unknown_tag")})
    assert listed(person) == []


def test_a_book_has_room_for_so_many_feeds(person: Person) -> None:
    for _ in range(MAX_FEEDS):
        assert post(person, {}).status == 201
    answer = post(person, {})
    assert (answer.status, answer.pointers) == (422, {("", "too_many")})
    assert person.request("POST", f"{FEEDS}/{listed(person)[0]['id']}/rotate").status == 200
    assert person.request("DELETE", f"{FEEDS}/{listed(person)[0]['id']}").status == 204
    assert post(person, {}).status == 201


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ([], {("", "wrong_type")}),
        ({"name": " "}, {("/name", "empty")}),
        ({"name": "x" * 101, "dates": []}, {("/name", "too_long"), ("/dates", "empty")}),
        ({"name": "x" * 101, "dates": ["wedding"]}, {("/name", "too_long"), ("/dates/0", "not_one_of")}),
        ({"name": "a\nb", "alarm": 5}, {("/name", "control_characters"), ("/alarm", "wrong_type")}),
        ({"name": None}, {("/name", "wrong_type")}),
        ({"tag": "x" * 101}, {("/tag", "too_long")}),
        ({"labels": ["x"]}, {("/labels", "unknown_member")}),
        *(
            ({"alarm": alarm}, {("/alarm", "wrong_form")})
            for alarm in ("PT9H", "+PT9H", "-PT0S", "-PT0M", "-P", "-PT", "-P0D", "-P29D", "-P5W", "-PT1H\r\nX:y",
                          "9:00", "-P1Y", "-PT1S", "-PT٩H", " -PT1H")
        ),
    ],
)  # fmt: skip
def test_all_broken_rules_are_named(person: Person, body: Any, problems: set[tuple[str, str]]) -> None:
    answer = post(person, body)
    assert (answer.status, answer.pointers) == (422, problems), answer.text
    assert listed(person) == []


@pytest.mark.parametrize("alarm", ["-PT15H", "-P1D", "-P28D", "-P4W", "-PT1M", "-P1DT6H30M", "-PT40320M"])
def test_an_alarm_is_any_time_before_the_day_up_to_four_weeks(person: Person, client: Client, alarm: str) -> None:
    person.create(birthday="1990-05-17")
    answer = post(person, {"alarm": alarm})
    assert answer.json["alarm"] == alarm
    assert f"\r\nTRIGGER:{alarm}\r\n" in poll(client, path_of(answer)).text


def test_a_feed_is_no_change_of_the_book(person: Person, wired: MemoryWiring) -> None:
    person.create()
    revision = wired.memory.books[person.account_id].revision
    post(person, {})
    assert wired.memory.books[person.account_id].revision == revision


def test_the_time_is_that_of_the_request(person: Person, clock: Clock) -> None:
    feed = post(person, {}).json
    assert feed["created_at"] == feed["rotated_at"]
    assert feed["created_at"].startswith(f"{clock():%Y-%m-%dT%H:%M}")


def test_an_account_without_a_book_is_gone(new_person: NewPerson) -> None:
    answer = post(new_person(account_id="01JD9Z6M3J0A1B2C3D4E5F6G7H"), {})
    assert (answer.status, answer.code) == (401, "account_gone")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", FEEDS, json_body={}).status == 401
