"""POST /api/v1/contacts."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.contacts.details import VALUE_TYPES, ContactDetails
from shared.domain.contacts.members import members_of
from shared.domain.errors import BookBusyError, OutcomeUnknownError, StoreUnavailableError
from shared.domain.partial_dates import PartialDate
from shared.web.http.content_codings import MAX_BODY_BYTES, decompressed
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.client import JSON, Client
from tests.support.examples import examples
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

EVERYTHING: dict[str, Any] = {
    "first_name": "Taras Ivan",
    "middle_name": "Petrovych Pavlovych",
    "last_name": "Melnyk Koval",
    "prefix": "Prof. Dr.",
    "suffix": "PhD MD",
    "nickname": "Tarasyk",
    "phonetic_first_name": "TAH-rahs",
    "phonetic_last_name": "MEL-nyk",
    "organizations": [{"label": "work", "name": "Example Bakery", "department": "Bread", "title": "Baker",
                       "departments": ["Bread", "Rye"], "role": "kneads"}],
    "emails": [{"label": "work", "value": "taras@example.com", "primary": True, "extra": {"X-SEEN": [1, None]},
                "kinds": ["work", "list"]}],
    "phones": [{"id": "mine", "label": "mobile", "value": "+380 44 123 4567", "kinds": ["home", "fax"]}],
    "addresses": [{"street": "1 Example Street", "extended": "2", "city": "Kyiv", "region": "Kyiv",
                   "postal_code": "01001", "country": "Ukraine", "po_box": "7", "formatted": "1 Example Street\nKyiv",
                   "street_name": "Example Street", "street_number": "1", "building": "A", "block": "2",
                   "floor": "3", "apartment": "2", "room": "5", "landmark": "the fountain", "direction": "north",
                   "subdistrict": "Lypky", "district": "Pechersk", "country_code": "UA",
                   "coordinates": "geo:50.45,30.52", "time_zone": "Europe/Kyiv"}],
    "urls": [{"value": "https://example.com"}],
    "dates": [{"label": "wedding", "value": "2015-06"}],
    "relations": [{"label": "spouse", "value": "Olena"}],
    "custom": [{"label": "shoe size", "value": "43"}],
    "birthday": "--05-17",
    "notes": "Brings\nthe bread.",
    "favorite": True,
    "photo_url": "https://example.com/taras.jpg",
    "extra": {"X-ABC": {"parameters": {"TYPE": ["a", "b"]}, "value": "ü"}},
    "kind": "group",
    "display_name": "Taras the Baker",
    "nicknames": ["Tarasyk", "Tar"],
    "first_names": ["Taras", "Ivan"],
    "middle_names": ["Petrovych", "Pavlovych"],
    "last_names": ["Melnyk", "Koval"],
    "prefixes": ["Prof.", "Dr."],
    "suffixes": ["PhD", "MD"],
    "second_last_name": "Bondar",
    "generation": "III",
    "phonetic_middle_name": "pet-ROH-vych",
    "handles": [{"service": "Example Chat", "value": "xmpp:taras@example.com", "user_name": "taras"}],
    "personal_info": [{"kind": "hobby", "value": "chess", "level": "high"}],
    "members": ["01JD9Z6M3K8QF5T2V7W4X0Y1R2", "urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af"],
    "birthday_text": "--05-17T10:00Z",
    "birth_place": "Lviv",
    "anniversary": "2015-06-20",
    "death_date": "2080",
    "death_place": "Odesa",
    "gender": "male",
    "grammatical_gender": "masculine",
    "pronouns": "he/him",
    "language": "en",
    "languages": ["uk", "en"],
    "time_zone": "Europe/Kyiv",
    "coordinates": "geo:50.45,30.52",
    "localizations": {"uk": {"display_name": "Тарас Пекар", "emails/e1/value": "тарас@example.com"}},
    "tags": ["friends", "Kyiv"],
}  # fmt: skip
PACKED = gzip.compress(b'{"first_name": "Taras"}', mtime=0)


def test_a_new_contact_is_answered_with_its_place_and_version(person: Person) -> None:
    answer = person.create(first_name="Taras")
    assert answer.status == 201
    assert answer.headers["location"] == f"{CONTACTS}/{answer.json['id']}"
    assert answer.headers["etag"] == '"1"'
    assert answer.json["revision"] == 1


def test_a_contact_comes_back_as_it_was_sent(person: Person) -> None:
    assert EVERYTHING.keys() == {*members_of(ContactDetails), "tags"}
    shown = person.create(**EVERYTHING).json
    for name, sent in EVERYTHING.items():
        if name in VALUE_TYPES:
            for value, original in zip(shown[name], sent, strict=True):
                assert original.items() <= value.items()
                assert value["id"]
        else:
            assert shown[name] == sent, name
    assert shown["phones"][0]["e164"] == "+380441234567"
    assert shown["uid"].startswith("urn:uuid:")
    assert shown["created_at"] == shown["updated_at"] == "2026-05-17T12:00:00.123456Z"


def test_an_extension_is_shown_beside_the_number(person: Person) -> None:
    sent = [{"value": "tel:+1-202-555-0143;ext=12"}, {"value": "+1 202 555 0143"}]
    phones = person.create(phones=sent).json["phones"]
    assert [(phone["e164"], phone["extension"]) for phone in phones] == [("+12025550143", "12"), ("+12025550143", None)]


def test_what_is_empty_is_shown_as_null_or_as_an_empty_list(person: Person) -> None:
    shown = person.create(first_name="Taras", last_name="", notes=None).json
    assert (shown["last_name"], shown["notes"], shown["emails"], shown["extra"]) == (None, None, [], {})


@pytest.mark.parametrize(
    "members",
    [
        {"prefix": "Dr"},
        {"addresses": [{"city": "Kyiv"}]},
        {"urls": [{"value": "https://example.com"}]},
        {"birthday": "--05-17"},
        {"notes": "Plays chess."},
        {"emails": [{"value": "abc..def.@docomo.ne.jp"}, {"value": "root@localhost"}]},
        {"phones": None, "tags": None, "favorite": None, "extra": None, "relations": [{"value": "x", "primary": None}]},
    ],
)
def test_anything_to_show_is_enough_for_a_contact(person: Person, members: dict[str, Any]) -> None:
    answer = person.request("POST", CONTACTS, json_body=members)
    assert answer.status == 201
    assert person.request("PUT", answer.headers["location"], json_body=members).json == answer.json
    assert person.request("GET", CONTACTS).json["items"] == [answer.json]


def test_without_a_token_nothing_is_read_or_told(client: Client, requests_of: Callable[..., int]) -> None:
    def send() -> None:
        answer = client.request("POST", CONTACTS, body="{", content_type=JSON)
        assert (answer.status, answer.code) == (401, "invalid_access_token")
        assert answer.headers["www-authenticate"] == "Bearer"

    assert requests_of(send) == 0


def test_an_unverified_account_keeps_no_contacts(new_person: NewPerson, requests_of: Callable[..., int]) -> None:
    person = new_person(verified=False)
    answers = []
    send = lambda: answers.append(person.request("POST", CONTACTS, json_body={"first_name": "Taras"}))  # noqa: E731
    assert requests_of(send) == 1
    assert (answers[0].status, answers[0].code) == (403, "email_not_verified")


def test_verifying_takes_effect_although_the_token_says_otherwise(new_person: NewPerson, wired: MemoryWiring) -> None:
    person = new_person(verified=False)
    wired.verification.verify(wired.last_mailed_token())
    assert person.create().status == 201


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"fist_name": "x"}, ("/fist_name", "unknown_member")),
        ({"emails": [{"value": "a@example.com", "kind": "x"}]}, ("/emails/0/kind", "unknown_member")),
        ({"emails": [{}]}, ("/emails/0/value", "required")),
        ({"emails": [{"value": "a\u0007b"}]}, ("/emails/0/value", "control_characters")),
        ({"emails": "a@example.com"}, ("/emails", "wrong_type")),
        ({"emails": [{"value": "a@example.com"}] * 51}, ("/emails", "too_many")),
        ({"first_name": 7}, ("/first_name", "wrong_type")),
        ({"first_name": "x" * 201}, ("/first_name", "too_long")),
        ({"first_name": "a\u0000b"}, ("/first_name", "control_characters")),
        ({"first_name": "\ud800"}, ("/first_name", "control_characters")),
        ({"favorite": 1}, ("/favorite", "wrong_type")),
        ({"birthday": "1990-02-30"}, ("/birthday", "invalid_date")),
        ({"dates": [{"value": "1990-13"}]}, ("/dates/0/value", "invalid_date")),
        ({"tags": ["a", ""]}, ("/tags/1", "empty")),
        ({"extra": {"a/b~c": [1]}, "a/b~c": 1}, ("/a~1b~0c", "unknown_member")),
        ({"\ud800": 1}, ("", "control_characters")),
        ({"first_name": ""}, ("", "nothing_to_show")),
        ({"photo_url": "ftp://example.com"}, ("/photo_url", "invalid_url")),
        ({"urls": [{"value": "javascript:alert(1)"}]}, ("/urls/0/value", "invalid_url")),
    ],
)
def test_a_broken_rule_is_named_with_its_place(
    person: Person, members: dict[str, Any], problem: tuple[str, str]
) -> None:
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Taras", **members})
    assert answer.status == 422
    assert problem in answer.pointers


def test_the_forms_of_a_date_are_named_as_they_are_written(person: Person) -> None:
    answer = person.request("POST", CONTACTS, json_body={"birthday": "17.05.1990"})
    (error,) = answer.json["errors"]
    assert error["detail"] == "A date is YYYY-MM-DD, --MM-DD, YYYY-MM or YYYY."


def test_dates_are_parsed_once(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = PartialDate.parse

    def counted(text: str) -> PartialDate:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(PartialDate, "parse", counted)
    dates = {"birthday": "1990-05-17", "anniversary": "--12-09", "dates": [{"label": "name day", "value": "--06-24"}]}
    created = person.create(**dates).json
    assert sorted(parsed) == ["--06-24", "--12-09", "1990-05-17"]
    assert created["birthday"] == "1990-05-17"


def test_the_answer_to_a_thousand_broken_rules_stays_small(person: Person) -> None:
    answer = person.request("POST", CONTACTS, json_body={f"member-{number}": 1 for number in range(1_000)})
    assert len(answer.json["errors"]) == 50


@pytest.mark.parametrize("body", ["[]", "null", '"text"', "7"])
def test_a_body_that_is_no_object_breaks_a_rule(person: Person, body: str) -> None:
    answer = person.request("POST", CONTACTS, body=body, content_type=JSON)
    assert answer.pointers == {("", "wrong_type")}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"first_name": "a",}',
        b'{"first_name": "a", "first_name": "b"}',
        b'{"extra": {"a": NaN}}',
        b'{"extra": {"a": -Infinity}}',
        b'{"extra": {"a": 1e999}}',
        b'{"first_name": "\xff"}',
        b'\xef\xbb\xbf{"first_name": "a"}',
        b"[" * 200_000,
        b'{"extra":' * 33 + b"{}" + b"}" * 33,
        b'{"extra": {"a": ' + b"9" * 5_000 + b"}}",
    ],
)
def test_a_body_that_is_not_quite_json_is_malformed(person: Person, body: bytes) -> None:
    answer = person.request("POST", CONTACTS, body=body, content_type=JSON)
    assert (answer.status, answer.code) == (400, "malformed_request")


def test_another_media_type_is_refused_with_those_that_are_read(person: Person) -> None:
    answer = person.request("POST", CONTACTS, body="<contact/>", content_type="application/xml")
    assert (answer.status, answer.code) == (415, "unsupported_media_type")
    assert answer.headers["accept"].startswith(f"{JSON}, text/vcard, ")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", None])
def test_json_is_read_however_its_type_is_written(person: Person, content_type: str | None) -> None:
    answer = person.request("POST", CONTACTS, body='{"first_name": "Taras"}', content_type=content_type)
    assert answer.status == 201


def test_a_body_over_256_kib_is_too_large(person: Person) -> None:
    body = json.dumps({"notes": "x" * 256 * 1024})
    answer = person.request("POST", CONTACTS, body=body, content_type=JSON)
    assert (answer.status, answer.code) == (413, "content_too_large")


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_a_compressed_body_is_read(person: Person, coding: str) -> None:
    body = gzip.compress(json.dumps({"first_name": "Taras", "notes": "ї" * 1_000}).encode())
    answer = person.request("POST", CONTACTS, body=body, content_type=JSON, headers={"Content-Encoding": coding})
    assert (answer.status, answer.json["notes"]) == (201, "ї" * 1_000)


@pytest.mark.parametrize("coding", ["identity", ""])
def test_a_body_that_is_called_uncompressed_is_read(person: Person, coding: str) -> None:
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Taras"}, headers={"Content-Encoding": coding})
    assert answer.status == 201


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "gzip, br", "utf-8"])
def test_another_coding_is_refused_with_the_one_that_is_read(person: Person, coding: str) -> None:
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Taras"}, headers={"Content-Encoding": coding})
    assert (answer.status, answer.code) == (415, "unsupported_content_coding")
    assert answer.headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    "body", [b"{}", b"", PACKED[:-1], PACKED[:-9], PACKED[1:], PACKED + b"x", PACKED + PACKED, zlib.compress(b"{}")]
)
def test_a_body_that_is_not_what_its_coding_says_is_malformed(person: Person, body: bytes) -> None:
    answer = person.request("POST", CONTACTS, body=body, content_type=JSON, headers={"Content-Encoding": "gzip"})
    assert (answer.status, answer.code) == (400, "malformed_request")


@pytest.mark.parametrize(("size", "status"), [(256 * 1024, 422), (256 * 1024 + 1, 413), (8 * 1024 * 1024, 413)])
def test_the_size_of_a_compressed_body_is_that_of_what_is_in_it(person: Person, size: int, status: int) -> None:
    body = gzip.compress(b'{"notes":"%s"}' % (b"x" * (size - 12)))
    answer = person.request("POST", CONTACTS, body=body, content_type=JSON, headers={"Content-Encoding": "gzip"})
    assert answer.status == status


def test_no_more_of_a_bomb_is_decompressed_than_may_be_sent() -> None:
    bomb = gzip.compress(bytes(16 * 1024 * 1024))
    tracemalloc.start()
    try:
        assert len(decompressed(bomb, limit=MAX_BODY_BYTES)) == MAX_BODY_BYTES + 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


def test_a_repeated_request_with_its_key_creates_nothing_more(person: Person, wired: MemoryWiring) -> None:
    sent = {"json_body": {"first_name": "Taras", "tags": ["a"]}, "headers": {"Idempotency-Key": '"k"'}}
    first, second = (person.request("POST", CONTACTS, **sent) for _ in range(2))
    assert first.status == second.status == 201
    assert first.body == second.body
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["location"] == second.headers["location"]
    assert wired.memory.books[person.account_id].contact_count == 1


def test_a_key_is_good_for_one_request_only(person: Person) -> None:
    key = {"Idempotency-Key": "k"}
    person.request("POST", CONTACTS, json_body={"first_name": "Taras"}, headers=key)
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Olena"}, headers=key)
    assert (answer.status, answer.code) == (422, "idempotency_key_reused")


def test_the_same_key_of_two_people_is_two_keys(new_person: NewPerson) -> None:
    for person in (new_person(), new_person()):
        assert person.request(
            "POST", CONTACTS, json_body={"first_name": "T"}, headers={"Idempotency-Key": "k"}
        ).json["revision"] == 1  # fmt: skip


@pytest.mark.parametrize("key", ["", "with space", "ї", "x" * 256])
def test_a_malformed_key_is_refused(person: Person, key: str) -> None:
    answer = person.request("POST", CONTACTS, json_body={"first_name": "T"}, headers={"Idempotency-Key": key})
    assert [error["header"] for error in answer.json["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreUnavailableError("table-of-secrets is throttled", retry_after_seconds=3), "temporarily_unavailable"),
        (OutcomeUnknownError("no answer", retry_after_seconds=3), "outcome_unknown"),
        (BookBusyError("too many changes", retry_after_seconds=3), "book_busy"),
    ],
)
def test_what_may_pass_asks_for_patience_and_keeps_its_reasons(
    person: Person, wired: MemoryWiring, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    monkeypatch.setattr(wired.contact_writer, "add", lambda *_, **__: raising(error)())
    answer = person.request("POST", CONTACTS, json_body={"first_name": "Taras"})
    assert (answer.status, answer.code) == (503, code)
    assert answer.headers.get("retry-after") == (None if code == "outcome_unknown" else "3")
    assert "secrets" not in answer.text


OF_VALUES = ("value", "label", "primary", "e164", "extension", "kinds", "departments", "contact_id", "inverse_id")
NAMES = st.sampled_from([*EVERYTHING, "id", "uid", *OF_VALUES]) | st.text(max_size=5)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["1990", "--02-30"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(150),
    deadline=None,
)
@given(body=st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_json_object_is_stored_or_refused(person: Person, body: dict[str, Any]) -> None:
    answer = person.request("POST", CONTACTS, json_body=body)
    assert answer.status in {201, 400, 422}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(100),
    deadline=None,
)
@given(body=st.binary(max_size=60))
def test_any_bytes_are_refused(person: Person, body: bytes) -> None:
    assert person.request("POST", CONTACTS, body=body, content_type=JSON).status in {400, 422}
