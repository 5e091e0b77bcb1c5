"""Personal access tokens and administrators, over HTTP."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from typing import Any

from local.loopback_http import Response, request
from tests.journeys.conftest import together
from tests.support.person import Person
from tests.support.product import ROOT, RunningProduct


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
