"""POST /api/v1/auth/me/passkeys/options."""

from __future__ import annotations

from bench.passkey_device import from_base64url
from tests.functions.conftest import NewPerson, Person
from tests.functions.passkeys import OPTIONS, add, new_device
from tests.support.client import Client


def test_a_passkey_is_asked_for_that_signs_in_by_itself(person: Person) -> None:
    options = person.request("POST", OPTIONS).json
    assert options["rp"] == {"id": "api.example.com", "name": "Contacts"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [-8, -7, -257]
    assert options["attestation"] == "none"
    assert (options["user"]["name"], options["excludeCredentials"]) == (person.email, [])


def test_devices_know_an_account_by_its_id(person: Person) -> None:
    me = person.request("GET", "/api/v1/auth/me").json
    user_id = person.request("POST", OPTIONS).json["user"]["id"]
    assert from_base64url(user_id).decode() == me["id"]


def test_devices_that_have_a_passkey_make_no_other(person: Person) -> None:
    device = new_device()
    credential_id = add(person, device).json["credential_id"]
    assert person.request("POST", OPTIONS).json["excludeCredentials"] == [
        {"type": "public-key", "id": credential_id, "transports": ["internal"]}
    ]


def test_an_address_is_verified_first(new_person: NewPerson) -> None:
    answer = new_person(verified=False).request("POST", OPTIONS)
    assert (answer.status, answer.code) == (403, "email_not_verified")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", OPTIONS).status == 401
