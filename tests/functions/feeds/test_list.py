"""GET /api/v1/feeds."""

from __future__ import annotations

from datetime import timedelta

from tests.functions.conftest import NewPerson, Person
from tests.functions.feeds.list import FEEDS
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_update import label_id_of
from tests.support.calendar_feeds import subscribe
from tests.support.client import Client
from tests.support.clock import Clock


def test_feeds_are_listed_latest_first_and_without_their_addresses(person: Person, clock: Clock) -> None:
    secrets = []
    for name in ("first", "second"):
        secrets.append(subscribe(person, name=name).rpartition("/")[2].removesuffix(".ics"))
        clock.advance(timedelta(minutes=1))
    answer = person.request("GET", FEEDS)
    assert [feed["name"] for feed in answer.json["items"]] == ["second", "first"]
    assert "url" not in answer.json["items"][0]
    assert not [secret for secret in secrets if secret in answer.text]


def test_a_rename_of_the_tag_shows_and_its_deletion_is_told(person: Person) -> None:
    person.create(tags=["Work"])
    subscribe(person, tag="Work")
    label_id = label_id_of(person, "Work")
    person.request("PATCH", f"{LABELS}/{label_id}", json_body={"name": "Job"})
    [feed] = person.request("GET", FEEDS).json["items"]
    assert (feed["tag"], feed["tag_removed"]) == ("Job", False)
    person.request("DELETE", f"{LABELS}/{label_id}")
    [feed] = person.request("GET", FEEDS).json["items"]
    assert (feed["tag"], feed["tag_removed"]) == ("Work", True)


def test_nobody_elses_feeds_are_listed(person: Person, new_person: NewPerson) -> None:
    subscribe(person)
    assert new_person().request("GET", FEEDS).json == {"items": []}


def test_an_account_without_a_book_is_gone(new_person: NewPerson) -> None:
    answer = new_person(account_id="01JD9Z6M3J0A1B2C3D4E5F6G7H").request("GET", FEEDS)
    assert (answer.status, answer.code) == (401, "account_gone")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("GET", FEEDS).status == 401
