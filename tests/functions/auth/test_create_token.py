"""POST /api/v1/auth/tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.accounts.personal_tokens import MAX_TOKENS, PersonalToken, PersonalTokens, hash_of
from shared.domain.limits import PERSONAL_TOKENS
from shared.domain.mails import MailKind
from shared.domain.scopes import Scope
from tests.functions.auth.list_tokens import TOKENS
from tests.functions.conftest import NewPerson, Person
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring


def post(person: Person, **members: Any) -> Answer:
    return person.request("POST", TOKENS, json_body={"name": "Backup", "scopes": ["contacts:read"], **members})


def personal_token(person: Person, scopes: Iterable[str], **members: Any) -> str:
    """Make a personal access token, and return it."""
    answer = post(person, scopes=list(scopes), **members)
    assert answer.status == 201, answer.text
    return str(answer.json["token"])


def test_a_token_is_made_as_it_is_asked_for_and_shown(person: Person, clock: Clock) -> None:
    answer = post(person, name=" Backup ", scopes=["contacts:write", "contacts:read"], days=90)
    assert answer.status == 201, answer.text
    made = answer.json
    assert (made["name"], made["scopes"]) == ("Backup", ["contacts:read", "contacts:write"])
    assert datetime.fromisoformat(made["created_at"]) == clock()
    assert datetime.fromisoformat(made["expires_at"]) == (clock() + timedelta(days=90)).replace(microsecond=0)
    assert made["last_used_at"] is None
    assert re.fullmatch(r"cta_[0-9A-Za-z]{42}", made["token"])


def test_only_its_hash_is_kept(person: Person, wired: MemoryWiring) -> None:
    texts = {personal_token(person, ["contacts:read"]) for _ in range(3)}
    assert len(texts) == 3
    kept = repr(wired.memory)
    assert not [text for text in texts if text in kept or text.removeprefix("cta_") in kept]
    hashes = {token.hash for token in wired.memory.personal_tokens[person.account_id].tokens.values()}
    assert hashes == {hash_of(text) for text in texts}


def test_it_works_for_a_month_if_nothing_is_said_and_until_the_moment_that_is_said(
    person: Person, clock: Clock
) -> None:
    month = datetime.fromisoformat(post(person).json["expires_at"])
    assert month == (clock() + timedelta(days=30)).replace(microsecond=0)
    said = (clock() + timedelta(days=365)).replace(microsecond=0)
    written = said.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert datetime.fromisoformat(post(person, expires_at=written).json["expires_at"]) == said


def test_the_owner_is_told(person: Person, wired: MemoryWiring, clock: Clock) -> None:
    post(person)
    mails = [mail for mail in wired.memory.mails.values() if mail.kind is MailKind.PERSONAL_TOKEN_CREATED]
    assert [(mail.account_id, mail.created_at) for mail in mails] == [(person.account_id, clock())]
    [event] = person.request("GET", "/api/v1/auth/events").json["items"]
    assert (event["kind"], event["network"]) == ("personal_token_created", "203.0.113.0/24")


def fill(wired: MemoryWiring, person: Person, count: int, *, expires_at: datetime) -> None:
    """Let somebody have made so many tokens, all of which expire at the same time."""
    made = PersonalTokens(version=count)
    for number in range(count):
        token = PersonalToken(
            id=f"t{number:02}",
            account_id=person.account_id,
            hash=f"hash {number}",
            scopes=frozenset({Scope.CONTACTS_READ}),
            created_at=expires_at - timedelta(days=1),
            expires_at=expires_at,
        )
        made = PersonalTokens(version=count, tokens={**made.tokens, token.id: token})
    wired.memory.personal_tokens[person.account_id] = made


def test_an_account_has_room_for_so_many(person: Person, wired: MemoryWiring, clock: Clock) -> None:
    fill(wired, person, MAX_TOKENS - 1, expires_at=clock() + timedelta(days=1))
    assert post(person).status == 201
    assert post(person).pointers == {("", "too_many")}
    assert person.request("DELETE", f"{TOKENS}/t00").status == 204
    assert post(person).status == 201


def test_those_that_have_expired_take_no_room_and_are_forgotten(
    person: Person, wired: MemoryWiring, clock: Clock
) -> None:
    fill(wired, person, MAX_TOKENS, expires_at=clock())
    made = post(person)
    assert made.status == 201
    assert list(wired.memory.personal_tokens[person.account_id].tokens) == [made.json["id"]]


def test_so_many_can_be_made_at_once(person: Person) -> None:
    answers = [post(person) for _ in range(PERSONAL_TOKENS.burst + 1)]
    assert [answer.status for answer in answers] == [201] * PERSONAL_TOKENS.burst + [429]


YEARS_AHEAD = "2099-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ([], {("", "wrong_type")}),
        ({}, {("/name", "required"), ("/scopes", "required")}),
        ({"name": " "}, {("/name", "empty")}),
        ({"name": "x" * 101, "scopes": []}, {("/name", "too_long"), ("/scopes", "empty")}),
        ({"name": "a\nb", "scopes": ["all"]}, {("/name", "control_characters"), ("/scopes/0", "not_one_of")}),
        ({"scopes": ["account"]}, {("/scopes/0", "not_one_of")}),
        ({"scopes": "contacts:read"}, {("/scopes", "wrong_type")}),
        ({"days": 0}, {("/days", "out_of_range")}),
        ({"days": 366}, {("/days", "out_of_range")}),
        ({"days": True}, {("/days", "wrong_type")}),
        ({"days": 1, "expires_at": YEARS_AHEAD}, {("/days", "excludes_expires_at"), ("/expires_at", "too_late")}),
        ({"expires_at": "2020-01-01T00:00:00Z"}, {("/expires_at", "in_the_past")}),
        ({"expires_at": "tomorrow"}, {("/expires_at", "wrong_form")}),
        ({"expires_at": "2099-01-01"}, {("/expires_at", "wrong_form")}),
        ({"expires_at": 5, "name": ""}, {("/expires_at", "wrong_type"), ("/name", "empty")}),
        ({"role": "admin"}, {("/role", "unknown_member")}),
    ],
)
def test_all_broken_rules_are_named(
    person: Person, wired: MemoryWiring, body: Any, problems: set[tuple[str, str]]
) -> None:
    sent = {"name": "Backup", "scopes": ["contacts:read"], **body} if isinstance(body, dict) and body else body
    answer = person.request("POST", TOKENS, json_body=sent)
    assert (answer.status, answer.pointers) == (422, problems), answer.text
    assert wired.memory.personal_tokens == {}


@pytest.mark.parametrize("arrives", [True, False])
def test_one_is_made_if_the_database_does_not_answer(person: Person, wired: MemoryWiring, *, arrives: bool) -> None:
    wired.personal_token_items.lose_answer("put", arrives=arrives)
    made = post(person)
    assert made.status == 201
    kept = wired.memory.personal_tokens[person.account_id]
    [token] = kept.tokens.values()
    assert (token.id, token.hash) == (made.json["id"], hash_of(made.json["token"]))
    assert kept.version == 1


@pytest.mark.parametrize("count", [1, 2])
def test_whether_one_was_made_is_unknown_if_others_were_changed_before_that_could_be_told(
    person: Person, wired: MemoryWiring, count: int
) -> None:
    """Perhaps it was there, and somebody has revoked it since."""

    def others() -> None:
        tokens = PersonalTokens(version=count)
        wired.memory.personal_tokens[person.account_id] = tokens

    wired.personal_token_items.lose_answer("put", arrives=False)
    wired.personal_token_items.before("get", lambda: None, others)
    answer = post(person)
    assert (answer.status, answer.code) == (503, "outcome_unknown")


def test_an_address_that_is_not_verified_makes_none(new_person: NewPerson) -> None:
    assert post(new_person(verified=False)).code == "email_not_verified"
    assert post(new_person(verified=False, token_verified=True)).code == "email_not_verified"


def test_a_token_makes_no_other(client: Client, person: Person) -> None:
    text = personal_token(person, ["contacts:read", "contacts:write", "profile:read"])
    body = {"name": "Backup", "scopes": ["contacts:read"]}
    assert client.request("POST", TOKENS, token=text, json_body=body).code == "insufficient_scope"


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", TOKENS, json_body={}).status == 401
