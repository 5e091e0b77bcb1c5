"""DELETE /api/v1/feeds/{file}."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.feeds.list import FEEDS
from tests.functions.feeds.test_create import listed
from tests.support.calendar_feeds import poll, subscribe
from tests.support.client import Client


def test_a_feed_that_is_revoked_is_not_found_even_by_who_has_its_version(person: Person, client: Client) -> None:
    path, other = subscribe(person, name="one"), subscribe(person, name="other")
    etag = poll(client, path).headers["etag"]
    feed_id = next(each["id"] for each in listed(person) if each["name"] == "one")
    assert person.request("DELETE", f"{FEEDS}/{feed_id}").status == 204
    for headers in ({}, {"if_none_match": etag}, {"if_none_match": "*"}):
        answer = poll(client, path, **headers)
        assert (answer.status, answer.code) == (404, "feed_not_found")
    assert poll(client, other).status == 200
    assert person.request("DELETE", f"{FEEDS}/{feed_id}").code == "feed_not_found"
    assert [each["name"] for each in listed(person)] == ["other"]


def test_the_secret_is_no_id_and_the_id_no_secret(person: Person, client: Client) -> None:
    path = subscribe(person)
    assert person.request("DELETE", path).code == "feed_not_found"
    assert person.request("DELETE", path.removesuffix(".ics")).code == "feed_not_found"
    assert poll(client, f"{FEEDS}/{listed(person)[0]['id']}.ics").code == "feed_not_found"
    assert poll(client, path).status == 200


def test_nobody_elses_feed_is_revoked(person: Person, new_person: NewPerson) -> None:
    subscribe(person)
    feed_id = listed(person)[0]["id"]
    assert new_person().request("DELETE", f"{FEEDS}/{feed_id}").status == 404
    assert len(listed(person)) == 1


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{FEEDS}/x").status == 401
