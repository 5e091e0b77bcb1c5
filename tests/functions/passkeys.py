"""People with passkeys, for tests of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.passkey_device import Passkey
from tests.support.client import Answer, Client

if TYPE_CHECKING:
    from tests.functions.conftest import Person

PASSKEYS = "/api/v1/auth/me/passkeys"
OPTIONS = f"{PASSKEYS}/options"
LOGIN = "/api/v1/auth/login/passkey"
LOGIN_OPTIONS = f"{LOGIN}/options"
EVENTS = "/api/v1/auth/events"
ORIGIN = "https://api.example.com"


def new_device(number: int = 1, **changes: Any) -> Passkey:
    """Return a device that can make a passkey."""
    return Passkey(credential_id=bytes([number]) * 32, origin=ORIGIN, **changes)


def made(person: Person, device: Passkey, **client_data: Any) -> dict[str, Any]:
    """Return the body with a new passkey of a device."""
    options = person.request("POST", OPTIONS)
    assert options.status == 200, options.text
    return {"credential": device.create(options.json, **client_data)}


def add(person: Person, device: Passkey, **body: Any) -> Answer:
    """Add a passkey of a device."""
    return person.request("POST", PASSKEYS, json_body={**made(person, device), **body})


def used(client: Client, device: Passkey, **client_data: Any) -> dict[str, Any]:
    """Return the body of a sign-in."""
    options = client.request("POST", LOGIN_OPTIONS)
    assert options.status == 200, options.text
    return {"credential": device.get(options.json, **client_data)}


def sign_in(client: Client, device: Passkey, **client_data: Any) -> Answer:
    """Sign in with a device."""
    return client.request("POST", LOGIN, json_body=used(client, device, **client_data))


def kinds_of_events(person: Person) -> list[str]:
    """Return the kinds of the events that the owner sees, newest first."""
    return [event["kind"] for event in person.request("GET", EVENTS).json["items"]]
