"""GET /api/v1/feeds/{file}."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.errors import StoreUnavailableError
from shared.domain.limits import FEED_READS
from shared.domain.partial_dates import PartialDate
from shared.services.calendars import calendars
from shared.web.calendars import files
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.feeds.list import FEEDS
from tests.functions.feeds.test_create import listed
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.support.calendar_feeds import poll, subscribe, summaries
from tests.support.client import Client
from tests.support.clock import Clock
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

Let = Callable[[], None]


@pytest.fixture
def settle(clock: Clock) -> Let:
    """Let time pass until what was written last must be wholly visible."""
    return lambda: clock.advance(timedelta(minutes=2))


def test_dates_of_contacts_are_events_of_a_whole_day(person: Person, client: Client) -> None:
    person.create(
        first_name="Ada",
        last_name="Lovelace",
        birthday="1815-12-10",
        anniversary="--07-08",
        dates=[{"label": "First programme", "value": "1843-10-01"}, {"value": "1852-11-27"}],
    )
    person.create(first_name="Grace", birthday="1906")
    answer = poll(client, subscribe(person, name="Who; what, when"))
    assert summaries(answer) == [
        "Ada Lovelace: First programme (1843)",
        "Ada Lovelace: anniversary",
        "Ada Lovelace: birthday (1815)",
        "Ada Lovelace: date (1852)",
    ]
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    calendar = icalendar.Calendar.from_ical(answer.body)
    assert answer.text.count(":Who\\; what\\, when\r\n") == 2
    for event in calendar.walk("VEVENT"):
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["RRULE"] == {"FREQ": ["YEARLY"]}


def test_a_feed_shows_the_dates_that_it_was_made_for(person: Person, client: Client) -> None:
    person.create(birthday="1990-05-17", anniversary="2015-06-18", dates=[{"label": "x", "value": "--07-19"}])
    shown = {
        name: summaries(poll(client, subscribe(person, dates=[name]))) for name in ("birthday", "anniversary", "dates")
    }
    assert shown == {
        "birthday": ["Taras: birthday (1990)"],
        "anniversary": ["Taras: anniversary (2015)"],
        "dates": ["Taras: x"],
    }


def test_contacts_in_the_trash_and_those_without_the_tag_are_not_shown(person: Person, client: Client) -> None:
    person.create(first_name="Ann", birthday="1990-05-17", tags=["Family"])
    person.create(first_name="Bob", birthday="1990-05-17")
    gone = person.create(first_name="Cid", birthday="1990-05-17", tags=["Family"]).json["id"]
    person.request("DELETE", f"{CONTACTS}/{gone}")
    assert summaries(poll(client, subscribe(person, tag="Family"))) == ["Ann: birthday (1990)"]
    assert summaries(poll(client, subscribe(person))) == ["Ann: birthday (1990)", "Bob: birthday (1990)"]


def test_a_feed_follows_its_tag_through_merges_and_is_empty_when_it_is_deleted(
    person: Person, client: Client, wired: MemoryWiring
) -> None:
    person.create(first_name="Ann", birthday="1990-05-17", tags=["Work"])
    person.create(first_name="Bob", birthday="1990-05-17", tags=["Job"])
    path = subscribe(person, tag="Work")
    work, job = (label_id_of(person, name) for name in ("Work", "Job"))
    operation = person.request("POST", f"{LABELS}/{work}/merge", json_body={"into": job}).json
    both = ["Ann: birthday (1990)", "Bob: birthday (1990)"]
    assert summaries(poll(client, path)) == both
    carry_out(wired, person, operation["id"])
    assert work not in wired.memory.labels[person.account_id].removed, "the book has forgotten it"
    assert summaries(poll(client, path)) == both
    assert listed(person)[0]["tag"] == "Job"
    person.request("DELETE", f"{LABELS}/{job}")
    assert summaries(poll(client, path)) == []


def test_a_poll_is_304_until_something_changes(person: Person, client: Client, settle: Let) -> None:
    contact = person.create(birthday="1990-05-17").json["id"]
    path = subscribe(person)
    settle()
    first = poll(client, path)
    etag = first.headers["etag"]
    unchanged = poll(client, path, if_none_match=etag)
    assert (unchanged.status, unchanged.body, unchanged.headers["etag"]) == (304, b"", etag)
    assert unchanged.headers["cache-control"] == "private, no-cache"
    assert poll(client, path, if_none_match=f'W/{etag}, "x"').status == 304
    assert poll(client, path).body == first.body, "nothing in it is of the time at which it is written"
    person.request("PATCH", f"{CONTACTS}/{contact}", json_body={"birthday": "1990-05-18"})
    settle()
    changed = poll(client, path, if_none_match=etag)
    assert changed.status == 200
    assert changed.headers["etag"] != etag


@pytest.mark.parametrize("value", ["7", "", ",", 'W/x, "a', "\u00e9"])
def test_a_program_that_writes_versions_wrongly_gets_the_calendar(person: Person, client: Client, value: str) -> None:
    assert poll(client, subscribe(person), if_none_match=value).status == 200


def test_a_change_of_the_leap_day_is_a_change(person: Person, client: Client, settle: Let) -> None:
    person.create(birthday="1992-02-29")
    path = subscribe(person)
    settle()
    first = poll(client, path)
    assert "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n" in first.text
    profile = person.request("GET", "/api/v1/auth/me").json
    changed = {"full_name": profile["full_name"], "time_zone": "UTC", "leap_day": "03-01"}
    assert person.request("PUT", "/api/v1/auth/me", json_body=changed).status == 200
    second = poll(client, path, if_none_match=first.headers["etag"])
    assert second.status == 200
    assert "RRULE" not in second.text
    assert "DTSTART;VALUE=DATE:20270301\r\n" in second.text


def test_the_years_of_1_march_go_on_at_new_year_in_the_zone_of_the_book(
    person: Person, client: Client, clock: Clock
) -> None:
    person.create(birthday="1992-02-29")
    changed = {"full_name": "x", "time_zone": "Pacific/Auckland", "leap_day": "03-01"}
    assert person.request("PUT", "/api/v1/auth/me", json_body=changed).status == 200
    path = subscribe(person)
    clock.advance(datetime(2026, 12, 31, 10, tzinfo=UTC) - clock())
    before = poll(client, path)
    clock.advance(timedelta(hours=2))
    after = poll(client, path, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert ("-birthday-2037\r\n" in before.text, "-birthday-2037\r\n" in after.text) == (False, True)


def test_what_has_just_changed_gets_no_version_since_it_may_be_half_visible(
    person: Person, client: Client, settle: Let
) -> None:
    person.create(birthday="1990-05-17")
    path = subscribe(person)
    assert "etag" not in poll(client, path).headers
    settle()
    assert "etag" in poll(client, path).headers


def test_what_changes_while_it_is_read_gets_no_version(
    person: Person, client: Client, settle: Let, wired: MemoryWiring
) -> None:
    person.create(birthday="1990-05-17")
    path = subscribe(person)
    settle()
    late = ContactDraft(details=ContactDetails(first_name="Late", birthday=PartialDate(month=5, day=17)))
    wired.feed.before("contacts", lambda: wired.contact_writer.add(person.account_id, late, actor=person.account_id))
    settle()
    answer = poll(client, path)
    assert "etag" not in answer.headers
    settle()
    assert len(summaries(poll(client, path))) == 2


def test_unknown_secrets_and_other_names_are_not_found_alike(person: Person, client: Client) -> None:
    path = subscribe(person)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    answers = [
        poll(client, f"{FEEDS}/{name}")
        for name in (f"{secret[:-1]}~.ics", f"{secret}x.ics", "x.ics", ".ics", secret, f"{secret}.ICS",
                     f"{secret}.ics.ics", f"{secret}.ics%20", "%00.ics", "%ED%A0%80.ics", f"{43 * 'a'}.ics")
    ]  # fmt: skip
    for answer in answers:
        assert (answer.status, answer.code) == (404, "feed_not_found")
    assert len({(each.json["detail"], frozenset(each.headers) - {"x"}) for each in answers}) == 1


def test_a_feed_of_a_book_that_is_gone_is_not_found(person: Person, client: Client, wired: MemoryWiring) -> None:
    path = subscribe(person)
    del wired.memory.books[person.account_id]
    assert poll(client, path).code == "feed_not_found"


@pytest.mark.parametrize("happens", ["revoked", "rotated"])
def test_what_happens_between_poll_and_reading_counts(
    person: Person, client: Client, wired: MemoryWiring, happens: str
) -> None:
    path = subscribe(person)
    feed_id = listed(person)[0]["id"]
    act = wired.calendar_feeds.revoke if happens == "revoked" else wired.calendar_feeds.rotate
    wired.calendar_feed_items.before("get", lambda: act(person.account_id, feed_id))
    assert poll(client, path).code == "feed_not_found"


def test_head_tells_what_get_would(person: Person, client: Client, settle: Let) -> None:
    person.create(birthday="1990-05-17")
    path = subscribe(person)
    settle()
    got = poll(client, path)
    head = client.request("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for name in ("etag", "content-type", "cache-control"):
        assert head.headers[name] == got.headers[name]
    assert client.request("HEAD", path, headers={"if-none-match": got.headers["etag"]}).status == 304


def test_a_calendar_is_compressed_for_who_takes_gzip_with_a_version_of_its_own(
    person: Person, client: Client, settle: Let
) -> None:
    person.create(birthday="1990-05-17")
    path = subscribe(person)
    settle()
    plain, packed = poll(client, path), poll(client, path, accept_encoding="gzip, deflate, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert "Accept-Encoding" in plain.headers["vary"]
    again = poll(client, path, accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert (again.status, again.headers["etag"]) == (304, packed.headers["etag"])


def test_what_is_too_long_in_plain_form_is_compressed_or_refused(
    person: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.create(birthday="1990-05-17")
    path = subscribe(person)
    plain = poll(client, path).body
    monkeypatch.setattr(files, "MAX_PLAIN_BYTES", len(plain) - 1)
    unasked = poll(client, path)
    assert unasked.headers["content-encoding"] == "gzip"
    assert gzip.decompress(unasked.body) == plain
    refused = poll(client, path, accept_encoding="identity")
    assert (refused.status, refused.code) == (406, "not_acceptable")
    monkeypatch.setattr(files, "MAX_COMPRESSED_BYTES", len(unasked.body) - 1)
    too_large = poll(client, path)
    assert (too_large.status, too_large.code) == (409, "feed_too_large")


def test_reading_is_limited_and_polling_is_not(person: Person, client: Client, settle: Let) -> None:
    path, other = subscribe(person), subscribe(person)
    settle()
    etag = poll(client, path).headers["etag"]
    for _ in range(FEED_READS.burst - 1):
        assert poll(client, path).status == 200
    refused = poll(client, path)
    assert (refused.status, refused.code) == (429, "too_many_requests")
    assert "retry-after" in refused.headers
    assert poll(client, path, if_none_match=etag).status == 304
    assert poll(client, other).status == 200


def test_a_poll_asks_once_and_a_read_as_often_as_it_must(
    person: Person,
    client: Client,
    settle: Let,
    requests_of: Callable[[Callable[[], object]], int],
) -> None:
    person.create(birthday="1990-05-17")
    path = subscribe(person)
    settle()
    etag = poll(client, path).headers["etag"]
    assert requests_of(lambda: poll(client, path, if_none_match=etag)) == 1
    assert requests_of(lambda: poll(client, path)) == 5
    assert requests_of(lambda: poll(client, f"{FEEDS}/unknown.ics")) == 1
    assert requests_of(lambda: poll(client, f"{FEEDS}/unknown")) == 0


def test_a_store_that_fails_is_told(person: Person, client: Client, wired: MemoryWiring) -> None:
    path = subscribe(person)
    wired.calendar_feed_items.before("poll", raising(StoreUnavailableError("throttled")))
    assert poll(client, path).code == "temporarily_unavailable"
    wired.feed.before("contacts", raising(StoreUnavailableError("throttled")))
    failed = poll(client, path)
    assert (failed.status, failed.code) == (503, "temporarily_unavailable")


def test_the_secret_is_in_no_log(
    person: Person,
    client: Client,
    settle: Let,
    wired: MemoryWiring,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = subscribe(person)
    settle()
    secret = path.rpartition("/")[2].removesuffix(".ics")
    etag = poll(client, path).headers["etag"]
    poll(client, path, if_none_match=etag)
    poll(client, f"{path}x")
    wired.feed.before("contacts", raising(ValueError(f"cannot serve {path}")))
    assert poll(client, path).status == 500
    logged = capsys.readouterr().out
    assert logged.count("GET /api/v1/feeds/{file}") >= 4
    assert secret not in logged


def test_thousands_of_contacts_are_read_run_by_run(
    person: Person, client: Client, monkeypatch: pytest.MonkeyPatch, wired: MemoryWiring
) -> None:
    monkeypatch.setattr(calendars, "_READ_AT_ONCE", 2)
    names = [f"P{number}" for number in range(7)]
    for name in names:
        person.create(first_name=name, birthday="--05-17")
    before = wired.feed.requests.total()
    assert summaries(poll(client, subscribe(person))) == [f"{name}: birthday" for name in names]
    assert wired.feed.requests.total() - before == 4


def test_nobody_needs_a_token_and_one_changes_nothing(person: Person, new_person: NewPerson, client: Client) -> None:
    path = subscribe(person)
    assert client.request("GET", path).status == 200
    assert new_person().request("GET", path).status == 200
