"""DELETE /api/v1/admin/accounts/{account_id}/sessions."""

from __future__ import annotations

from shared.domain.mails import MailKind
from tests.functions.admin.list_accounts import ACCOUNTS
from tests.functions.auth.test_create_token import personal_token
from tests.functions.auth.test_login import log_in
from tests.functions.auth.test_refresh import refresh
from tests.functions.conftest import NewPerson, Person
from tests.support.admins import act, promote
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def test_all_sessions_and_tokens_end_and_the_owner_is_told(
    client: Client, new_person: NewPerson, person: Person, wired: MemoryWiring
) -> None:
    admin = promote(wired, new_person())
    tokens, text = log_in(client, person.email), personal_token(person, ["contacts:read"])
    assert act(admin, person, "DELETE sessions").status == 204
    assert refresh(client, tokens).code == "invalid_refresh_token"
    assert person.request("GET", "/api/v1/auth/me").code == "session_ended"
    assert client.request("GET", "/api/v1/contacts", token=text).code == "invalid_access_token"
    last = list(wired.memory.mails.values())[-1]
    assert (last.kind, last.account_id) == (MailKind.SESSIONS_ENDED, person.account_id)
    assert log_in(client, person.email).status == 200


def test_one_that_there_is_not_is_not_found(person: Person, wired: MemoryWiring) -> None:
    assert promote(wired, person).request("DELETE", f"{ACCOUNTS}/unknown/sessions").code == "account_not_found"


def test_nobody_else_ends_any(person: Person, new_person: NewPerson) -> None:
    other = new_person()
    assert act(person, other, "DELETE sessions").code == "not_an_administrator"
    assert other.request("GET", "/api/v1/auth/me").status == 200


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("DELETE", f"{ACCOUNTS}/x/sessions").status == 401
