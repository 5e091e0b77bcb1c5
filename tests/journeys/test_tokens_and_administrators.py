"""Personal access tokens and administrators, over HTTP."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any

from local.loopback_http import Response, request
from shared.domain.accounts.account import ADMIN_ROLE
from tests.journeys.conftest import together
from tests.support.person import Person
from tests.support.product import ROOT, RunningProduct
from tests.support.served_world import ServedWorld, Visitor


def with_token(product: RunningProduct, method: str, path: str, token: str, content: Any = None) -> Response:
    headers = {"authorization": f"Bearer {token}"}
    return request(method, f"{product.url}/api/v1{path}", content=content, headers=headers)


@together
def test_a_program_uses_its_token_until_that_is_revoked(product: RunningProduct) -> None:
    owner = Person(product, "owner.tokens@example.com")
    owner.register()
    asked = {"name": "Backup", "scopes": ["contacts:read"], "days": 1}
    made = owner.send("POST", "/auth/tokens", asked).json()
    token = made["token"]
    owner.wait_for_mail("A token for your address book was made")
    assert owner.send("POST", "/contacts", {"first_name": "Grace"}).status == 201

    assert [one["first_name"] for one in with_token(product, "GET", "/contacts", token).json()["items"]] == ["Grace"]
    basic = {"authorization": f"Basic {b64encode(f'backup:{token}'.encode()).decode()}"}
    assert request("GET", f"{product.url}/api/v1/contacts", headers=basic).status == 200
    refused = with_token(product, "POST", "/contacts", token, {"first_name": "Eve"})
    assert (refused.status, refused.json()["code"]) == (403, "insufficient_scope")
    assert with_token(product, "GET", "/auth/me", token).json()["code"] == "insufficient_scope"

    assert owner.send("DELETE", "/auth/sessions").status == 204
    assert with_token(product, "GET", "/contacts", token).status == 200, "signing out leaves it alone"
    [listed] = owner.send("GET", "/auth/tokens").json()["items"]
    assert (listed["name"], listed["last_used_at"] is not None) == ("Backup", True)
    assert owner.send("DELETE", f"/auth/tokens/{made['id']}").status == 204
    assert with_token(product, "GET", "/contacts", token).json()["code"] == "invalid_access_token"


def test_a_token_ends_on_its_day_and_takes_a_fresh_proof_to_make(here: ServedWorld) -> None:
    owner, clock = here.visitor("owner.tokens@example.com"), here.world.clock
    owner.register()
    asked = {"name": "Backup", "scopes": ["contacts:read"], "days": 1}
    token = owner.send("POST", "/auth/tokens", asked).json["token"]
    clock.advance(timedelta(minutes=11))
    assert owner.send("POST", "/auth/tokens", asked).json["code"] == "step_up_required"
    clock.advance(timedelta(days=1, minutes=-12))
    assert owner.send("GET", "/contacts", token=token).status == 200
    clock.advance(timedelta(minutes=1))
    expired = owner.send("GET", "/contacts", token=token)
    assert expired.json["code"] == "invalid_access_token"
    assert expired.headers["www-authenticate"].startswith("Bearer"), "no browser is made to ask for a password"


@together
def test_the_first_administrator_is_made_by_whoever_runs_it_and_can_stop_somebody(product: RunningProduct) -> None:
    admin, person = (Person(product, f"{name}.roles@example.com") for name in ("admin", "person"))
    for each in (admin, person):
        each.register()
    token = person.send("POST", "/auth/tokens", {"name": "x", "scopes": ["contacts:read"]}).json()["token"]
    assert admin.send("GET", "/admin/accounts").json()["code"] == "not_an_administrator"
    command = [sys.executable, "-m", "local.change_role", "--data", str(product.data), admin.email]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60, capture_output=True)
    admin.wait_for_mail("The role of your account was changed")

    [found] = admin.send("GET", "/admin/accounts?email=person.roles").json()["items"]
    assert found["email"] == person.email
    path = f"/admin/accounts/{found['id']}"
    assert admin.send("POST", f"{path}/disable").json()["is_disabled"] is True
    person.wait_for_mail("Your account was disabled")
    assert person.send("GET", "/auth/me").json()["code"] == "account_disabled"
    assert with_token(product, "GET", "/contacts", token).json()["code"] == "account_disabled"
    assert person.sign_in().json()["code"] == "account_disabled"
    assert admin.send("POST", f"{path}/enable").status == 200
    assert person.sign_in().status == 200
    assert with_token(product, "GET", "/contacts", token).json()["code"] == "invalid_access_token"
    kinds = [event["kind"] for event in person.send("GET", "/auth/events").json()["items"] if event["by_admin"]]
    assert sorted(kinds) == ["account_disabled", "account_enabled"]

    assert admin.send("PUT", f"{path}/role", {"role": "admin"}).json()["role"] == "admin"
    assert person.send("GET", path).status == 200


def promote(visitor: Visitor) -> None:
    """Make somebody an administrator, as ``make admin`` does."""
    account_id = visitor.send("GET", "/auth/me").json["id"]
    writer = visitor.here.world.wired.account_writer
    writer.change(account_id, lambda account: replace(account, role=ADMIN_ROLE))


def test_a_disabled_account_is_shut_out_everywhere_at_once_and_let_in_again(here: ServedWorld) -> None:
    admin, person = (here.visitor(f"{name}.roles@example.com") for name in ("admin", "person"))
    for each in (admin, person):
        each.register()
    promote(admin)
    contact = person.send("POST", "/contacts", {"first_name": "Grace"}).json["id"]
    program = person.send("POST", "/auth/tokens", {"name": "x", "scopes": ["contacts:read"]}).json["token"]
    feed = person.send("POST", "/feeds", {"name": "Birthdays"}).json["url"].rpartition("/api/v1")[2]
    assert person.send("GET", feed, token="").status == 200
    path = f"/admin/accounts/{person.send('GET', '/auth/me').json['id']}"
    here.world.clock.advance(timedelta(seconds=2))

    assert admin.send("POST", f"{path}/disable").status == 200
    assert person.send("GET", f"/contacts/{contact}").json["code"] in {"session_ended", "account_disabled"}
    assert person.send("POST", "/contacts", {"first_name": "Eve"}).status in {401, 403}
    assert person.send("GET", "/contacts", token=program).json["code"] == "account_disabled"
    assert person.send("GET", feed, token="").status == 404
    assert person.refresh().status in {401, 403}
    assert person.sign_in().json["code"] == "account_disabled"
    assert person.sign_in("not the password").json["code"] == "invalid_credentials"

    assert admin.send("POST", f"{path}/enable").status == 200
    assert person.sign_in().status == 200
    assert person.send("GET", f"/contacts/{contact}").status == 200
    assert person.send("GET", "/contacts", token=program).json["code"] == "invalid_access_token", "it is gone"

    assert admin.send("DELETE", f"{path}/sessions").status == 204
    assert person.send("GET", "/auth/me").json["code"] == "session_ended"


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(here: ServedWorld) -> None:
    admin, other = (here.visitor(f"{name}.roles@example.com") for name in ("admin", "other"))
    for each in (admin, other):
        each.register()
    promote(admin)
    path = f"/admin/accounts/{other.send('GET', '/auth/me').json['id']}/role"
    assert admin.send("PUT", path, {"role": "admin"}).status == 200
    assert other.send("GET", "/admin/accounts").status == 200
    here.world.clock.advance(timedelta(minutes=11))
    assert admin.send("PUT", path, {"role": "user"}).json["code"] == "step_up_required"
    assert admin.send("GET", "/admin/accounts").status == 200, "to look takes no fresh session"
    assert admin.sign_in().status == 200
    assert admin.send("PUT", path, {"role": "user"}).status == 200
    assert other.send("GET", "/admin/accounts").json["code"] == "not_an_administrator"
