"""POST /api/v1/admin/accounts/{account_id}/disable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.mails import MailKind
from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.auth.test_create_token import personal_token
from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import refresh
from tests.functions.conftest import NewPerson, Person
from tests.support.admins import act, demote, promote
from tests.support.calendar_feeds import poll, subscribe
from tests.support.client import Client
from tests.support.wiring import MemoryWiring

CONTACTS, ME = "/api/v1/contacts", "/api/v1/auth/me"


@pytest.fixture
def admin(new_person: NewPerson, wired: MemoryWiring) -> Person:
    return promote(wired, new_person())


def test_the_access_of_a_disabled_account_ends_at_once(client: Client, admin: Person, person: Person) -> None:
    """The exception is the plain list by name of a book without tags (docs/security.md)."""
    tokens = log_in(client, person.email)
    text = personal_token(person, ["contacts:read", "contacts:write", "profile:read"])
    feed = subscribe(person)
    contact = person.create().json["id"]
    answer = act(admin, person, "POST disable")
    assert (answer.status, answer.json["is_disabled"]) == (200, True)
    assert log_in(client, person.email).code == "account_disabled"
    assert refresh(client, tokens).code == "account_disabled"
    for method, path in (("GET", ME), ("GET", "/api/v1/auth/sessions"), ("GET", f"{CONTACTS}/{contact}")):
        assert person.request(method, path).code == "account_disabled"
    assert person.request("POST", CONTACTS, json_body={"first_name": "x"}).code == "account_disabled"
    for path in (ME, CONTACTS, f"{CONTACTS}/{contact}", "/api/v1/operations"):
        assert client.request("GET", path, token=text).code == "account_disabled"
    assert poll(client, feed).code == "feed_not_found"


def test_what_it_was_stays_ended_when_it_is_enabled_again(client: Client, admin: Person, person: Person) -> None:
    text, feed = personal_token(person, ["contacts:read"]), subscribe(person)
    tokens = log_in(client, person.email)
    act(admin, person, "POST disable")
    answer = act(admin, person, "POST enable")
    assert (answer.status, answer.json["is_disabled"], answer.json["disabled_at"]) == (200, False, None)
    assert refresh(client, tokens).code == "invalid_refresh_token"
    assert person.request("GET", ME).code == "session_ended"
    assert client.request("GET", CONTACTS, token=text).code == "invalid_access_token"
    assert poll(client, feed).status == 200
    again = log_in(client, person.email)
    assert client.request("GET", ME, token=again.json["access_token"]).status == 200


def test_the_owner_is_told_and_sees_what_happened_but_not_from_where(
    client: Client, admin: Person, person: Person, wired: MemoryWiring
) -> None:
    act(admin, person, "POST disable")
    act(admin, person, "POST enable")
    mails = [(mail.kind, mail.account_id) for mail in list(wired.memory.mails.values())[-2:]]
    assert mails == [
        (MailKind.ACCOUNT_DISABLED, person.account_id),
        (MailKind.ACCOUNT_ENABLED, person.account_id),
    ]
    token = log_in(client, person.email).json["access_token"]
    events: list[Any] = client.request("GET", "/api/v1/auth/events", token=token).json["items"]
    shown = {each["kind"]: (each["by_admin"], each["network"], each["device"]) for each in events}
    assert shown["account_disabled"] == shown["account_enabled"] == (True, "", "")
    assert shown["signed_in"][0] is False
    stored = [each for each in wired.memory.security_events.values() if each.kind == "account_disabled"]
    assert [each.admin_id for each in stored] == [admin.account_id]


def test_a_second_time_changes_nothing(admin: Person, person: Person, wired: MemoryWiring) -> None:
    first = act(admin, person, "POST disable").json
    mails = len(wired.memory.mails)
    assert act(admin, person, "POST disable").json == first
    assert len(wired.memory.mails) == mails


def test_an_unverified_account_is_disabled_without_a_message(
    client: Client, admin: Person, new_person: NewPerson, wired: MemoryWiring
) -> None:
    newcomer = new_person(verified=False)
    mails = len(wired.memory.mails)
    assert act(admin, newcomer, "POST disable").status == 200
    assert len(wired.memory.mails) == mails
    assert log_in(client, newcomer.email).code == "account_disabled"


def test_one_that_is_verified_while_disabled_stays_disabled(
    client: Client, admin: Person, new_person: NewPerson, wired: MemoryWiring
) -> None:
    newcomer = new_person(verified=False)
    act(admin, newcomer, "POST disable")
    wired.verification.verify(wired.last_mailed_token())
    assert newcomer.request("GET", f"{CONTACTS}/x").code == "account_disabled"


def test_nobody_disables_themself(admin: Person) -> None:
    assert act(admin, admin, "POST disable").code == "own_account"
    assert admin.request("GET", ACCOUNTS).status == 200


def test_a_disabled_administrator_is_none(admin: Person, person: Person, wired: MemoryWiring) -> None:
    other = promote(wired, person)
    act(admin, other, "POST disable")
    assert act(other, admin, "POST disable").code == "account_disabled"


def test_of_two_who_disable_each_other_one_is_left(admin: Person, person: Person, wired: MemoryWiring) -> None:
    """What the other does comes between the look at the role and the write."""
    other = promote(wired, person)
    wired.people.before("update", lambda: demote(wired, admin))
    assert act(admin, other, "POST disable").code == "not_an_administrator"
    assert wired.memory.accounts[other.account_id].disabled_at is None


def test_an_account_that_changes_meanwhile_is_disabled_all_the_same(
    admin: Person, person: Person, wired: MemoryWiring
) -> None:
    def change() -> None:
        account = wired.memory.accounts[person.account_id]
        wired.memory.accounts[account.id] = replace(account, full_name="Olena", version=account.version + 1)

    wired.people.before("update", change)
    assert act(admin, person, "POST disable").json["full_name"] == "Olena"


def test_one_that_there_is_not_is_not_found(admin: Person) -> None:
    assert admin.request("POST", f"{ACCOUNTS}/unknown/disable").code == "account_not_found"


def test_nobody_else_disables_anybody(person: Person, new_person: NewPerson) -> None:
    other = new_person()
    assert act(person, other, "POST disable").code == "not_an_administrator"
    assert other.request("GET", ME).status == 200


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", f"{ACCOUNTS}/x/disable").status == 401
