"""Somebody takes everything along, deletes the account, thinks better of it, and leaves a week later."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.request import urlopen
from zipfile import ZipFile

from functions.scheduled import erase_accounts
from local.loopback_http import request
from tests.faults.world import Context
from tests.journeys.conftest import together
from tests.journeys.test_passwords_and_addresses import assert_is_form, browse
from tests.support.person import PASSWORD, Person
from tests.support.product import RunningProduct
from tests.support.served_world import ServedWorld

ANOTHER = "seven quiet lamps on a hill"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def download(url: str) -> ZipFile:
    """Return the archive behind a signed link, which needs no token."""
    with urlopen(url, timeout=30) as response:
        return ZipFile(BytesIO(response.read()))


def ended(person: Person, path: str) -> Any:
    """Poll an export until it has ended, no faster than its limit refills."""
    while (shown := person.send("GET", path).json())["state"] in {"pending", "running"}:
        time.sleep(0.5)
    return shown


@together
def test_everything_is_taken_along_in_one_archive(product: RunningProduct) -> None:
    olena = Person(product, "olena.leaving@example.com")
    olena.register()
    grace = olena.send("POST", "/contacts", {"first_name": "Grace", "tags": ["navy"]}).json()["id"]
    olena.send("PATCH", f"/contacts/{grace}", {"nickname": "Amazing"})
    alan = olena.send("POST", "/contacts", {"first_name": "Alan"}).json()["id"]
    assert olena.send("DELETE", f"/contacts/{alan}").status == 204

    started = olena.send("POST", "/auth/me/export")
    assert (started.status, started.json()["url"]) == (202, None)
    path = f"/auth/me/export/{started.json()['id']}"
    done = ended(olena, path)
    assert (done["state"], done["problem"]) == ("done", None)

    archive = download(done["url"])
    assert archive.testzip() is None

    def read(name: str) -> Any:
        return json.loads(archive.read(name))

    assert read("profile.json")["email"] == olena.email
    assert [contact["nickname"] for contact in read("contacts.json")] == ["Amazing"]
    assert b"FN:Grace" in archive.read("contacts.vcf")
    assert [contact["first_name"] for contact in read("trash.json")] == ["Alan"]
    assert [label["name"] for label in read("labels.json")] == ["navy"]
    assert len(read("history.json")) == 4
    assert [event["kind"] for event in read("security_events.json")] == ["signed_in"]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert not [secret for secret in (PASSWORD, *olena.tokens.values()) if str(secret) in everything.split('"')]

    stranger = Person(product, "stranger.leaving@example.com")
    stranger.register()
    assert stranger.send("GET", path).json()["code"] == "export_not_found"


@together
def test_a_deletion_is_undone_by_the_link_in_the_message(product: RunningProduct) -> None:
    taras = Person(product, "taras.leaving@example.com")
    taras.register()
    contact = taras.send("POST", "/contacts", {"first_name": "Grace"}).json()["id"]
    program = taras.send("POST", "/auth/tokens", {"name": "x", "scopes": ["contacts:read"]}).json()["token"]
    feed = taras.send("POST", "/feeds", {"name": "Birthdays"}).json()["url"]
    assert request("GET", feed).status == 200

    deleted = taras.send("DELETE", "/auth/me")
    assert (deleted.status, deleted.json().keys()) == (202, {"erase_at"})
    assert not taras.is_signed_in()
    assert taras.refresh(taras.tokens["refresh_token"]).status == 401
    assert taras.send("GET", f"/contacts/{contact}").json()["code"] == "session_ended"
    headers = {"authorization": f"Bearer {program}"}
    assert request("GET", f"{product.url}/api/v1/contacts", headers=headers).json()["code"] == "account_deleted"
    assert request("GET", feed).status == 404
    assert taras.sign_in(ANOTHER).json()["code"] == "invalid_credentials", "only the owner hears of it"
    assert taras.sign_in().json()["code"] == "account_deleted"
    forgot = [
        taras.send("POST", "/auth/forgot-password", {"email": email}) for email in (taras.email, "no@example.com")
    ]
    assert forgot[0] == forgot[1]

    token = taras.mailed_token("keep-account")
    for _ in range(2):
        assert_is_form(browse(product, "GET", "keep-account", token=token), token)
    assert taras.sign_in().json()["code"] == "account_deleted", "to open the page changes nothing"
    status, _, text = browse(product, "POST", "keep-account", token=token)
    assert (status, "Your account stays." in text) == (200, True)
    assert browse(product, "POST", "keep-account", token=token)[0] == 400, "it works once"

    assert taras.sign_in().status == 200
    assert taras.send("GET", f"/contacts/{contact}").json()["first_name"] == "Grace"
    assert request("GET", f"{product.url}/api/v1/contacts", headers=headers).status == 200
    assert request("GET", feed).status == 200
    kinds = {event["kind"] for event in taras.send("GET", "/auth/events").json()["items"]}
    assert {"deletion_requested", "deletion_undone"} <= kinds


def test_a_stolen_token_deletes_nothing_and_the_owner_may_think_better_of_it(here: ServedWorld) -> None:
    ada, clock = here.visitor("ada.leaving@example.com"), here.world.clock
    ada.register()
    clock.advance(timedelta(minutes=11))
    refused = ada.send("DELETE", "/auth/me")
    assert (refused.status, refused.json["code"]) == (401, "step_up_required")
    assert ada.send("POST", "/auth/step-up", {"password": ANOTHER}).status == 422
    assert ada.send("DELETE", "/auth/me").status == 401
    assert ada.send("POST", "/auth/step-up", {"password": PASSWORD}).status == 204
    assert ada.send("DELETE", "/auth/me").status == 202
    clock.advance(7 * DAY - SECOND)
    assert erase_accounts.handler({}, Context()) == {"erased": 0, "settling": 0, "postponed": 0}
    assert ada.send("POST", "/auth/keep-account", {"token": here.world.last_action_token()}).status == 200
    assert ada.sign_in().status == 200
    clock.advance(DAY)
    assert erase_accounts.handler({}, Context()) == {"erased": 0, "settling": 0, "postponed": 0}


def test_who_leaves_for_good_is_nobody_after_a_week(here: ServedWorld) -> None:
    ada, clock = here.visitor("ada.leaving@example.com"), here.world.clock
    ada.register()
    assert ada.send("POST", "/contacts", {"first_name": "Grace"}).status == 201
    account_id = ada.send("GET", "/auth/me").json["id"]
    assert ada.send("DELETE", "/auth/me").status == 202
    undo = here.world.last_action_token()

    clock.advance(7 * DAY - SECOND)
    assert ada.sign_in().json["code"] == "account_deleted"
    clock.advance(2 * SECOND)
    assert erase_accounts.handler({}, Context())["settling"] == 1
    clock.advance(timedelta(hours=3))
    assert erase_accounts.handler({}, Context())["erased"] == 1

    assert ada.send("POST", "/auth/keep-account", {"token": undo}).json["code"] == "invalid_link"
    nobody = here.visitor("nobody.leaving@example.com")
    answers = [visitor.sign_in() for visitor in (ada, nobody)]
    assert [(answer.status, answer.json["code"]) for answer in answers] == [(401, "invalid_credentials")] * 2
    assert len({str({**answer.json, "request_id": ""}) for answer in answers}) == 1
    assert [item["sk"].partition("#")[0] for item in naming(here, account_id)] == ["ERASED"], "but the tombstone"

    ada.register(ANOTHER)
    assert ada.send("GET", "/contacts").json["items"] == []
    assert ada.send("GET", "/auth/me").json["id"] != account_id
    assert [event["kind"] for event in ada.send("GET", "/auth/events").json["items"]] == ["signed_in"]


def naming(here: ServedWorld, account_id: str) -> list[dict[str, Any]]:
    """Return all items that name an account."""
    return [item for table in here.world.state().tables.values() for item in table if account_id in repr(item)]
