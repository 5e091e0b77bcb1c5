"""POST /api/v1/feeds/{file}/rotate."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.conftest import NewPerson, Person
from tests.functions.feeds.list import FEEDS
from tests.functions.feeds.test_create import listed
from tests.support.calendar_feeds import path_of, poll, subscribe, summaries
from tests.support.client import Client
from tests.support.clock import Clock


def test_the_new_address_shows_what_the_old_one_did_and_that_is_not_found(
    person: Person, client: Client, clock: Clock
) -> None:
    person.create(birthday="1990-05-17")
    old = subscribe(person, name="Mine", alarm="-PT15H")
    before = poll(client, old)
    [feed] = listed(person)
    clock.advance(timedelta(minutes=1))
    answer = person.request("POST", f"{FEEDS}/{feed['id']}/rotate")
    assert answer.status == 200, answer.text
    assert {**answer.json, "url": 0, "rotated_at": 0} == {**feed, "url": 0, "rotated_at": 0}
    assert answer.json["rotated_at"] > feed["rotated_at"]
    after = poll(client, path_of(answer))
    assert (summaries(after), after.body) == (summaries(before), before.body)
    for etag in ({}, {"if_none_match": before.headers.get("etag", '"x"')}):
        assert poll(client, old, **etag).code == "feed_not_found"
    assert [each["id"] for each in listed(person)] == [feed["id"]]


def test_an_unknown_feed_and_another_persons_are_not_found(
    person: Person, client: Client, new_person: NewPerson
) -> None:
    path = subscribe(person)
    feed_id = listed(person)[0]["id"]
    for unknown in (feed_id, "x", "%20"):
        answer = new_person().request("POST", f"{FEEDS}/{unknown}/rotate")
        assert (answer.status, answer.code) == (404, "feed_not_found")
    assert poll(client, path).status == 200


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", f"{FEEDS}/x/rotate").status == 401
