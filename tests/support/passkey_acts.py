"""Arrangements of accounts with a passkey, and the acts of whoever holds the device."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.passkey_device import Passkey, base64url, from_base64url
from tests.faults.world import World
from tests.support.arrangements import AUTH, ME, VERIFIED, token
from tests.support.use_cases import Act, Outcome, Step, request

PASSKEYS, LOGIN = f"{ME}/passkeys", f"{AUTH}/login/passkey"
OPTIONS, LOGIN_OPTIONS = f"{PASSKEYS}/options", f"{LOGIN}/options"
ORIGIN = "https://api.example.com"
"""Of the pages of the deployment."""
_KEY = Ed25519PrivateKey.from_private_bytes(b"a key of a device, 32 bytes long")


def note_new_passkey(world: World) -> None:
    """Let the device make a passkey, and keep what it answers."""
    options = world.send("POST", OPTIONS, token=token(world)).json
    world.known["new_passkey"] = json.dumps(Passkey(key=_KEY, origin=ORIGIN).create(options))
    world.known["user_handle"] = options["user"]["id"]


def add(world: World) -> Outcome:
    """Add the passkey that the device has made; the same one whenever it is done."""
    body = {"credential": json.loads(world.known["new_passkey"]), "name": "My phone"}
    return request("POST", PASSKEYS, json_body=body)(world)


def add_anew(world: World) -> Outcome:
    """Add it again from the beginning, as a browser does: the challenge may have been used up."""
    note_new_passkey(world)
    return add(world)


def _note_passkey(world: World) -> None:
    outcome = add(world)
    assert outcome.answer is not None
    world.known["passkey"] = outcome.answer.json["id"]


def note_use(world: World) -> None:
    """Let the device sign a challenge, and keep what it answers."""
    device = Passkey(key=_KEY, origin=ORIGIN, user_handle=b"")
    used = device.get(world.send("POST", LOGIN_OPTIONS).json)
    used["response"]["userHandle"] = world.known["user_handle"]
    world.known["used_passkey"] = json.dumps(used)


def log_in(world: World) -> Outcome:
    """Sign in with what the device has signed; the same whenever it is done."""
    return _sent(**json.loads(world.known["used_passkey"]))(world)


def log_in_with_another_signature(world: World) -> Outcome:
    """Try to sign in with a signature that does not verify."""
    used = json.loads(world.known["used_passkey"])
    used["response"]["signature"] = base64url(b"s" * 64)
    return _sent(**used)(world)


def log_in_with_an_unknown_passkey(world: World) -> Outcome:
    """Try to sign in with a passkey that no account has."""
    return _sent(**json.loads(world.known["used_passkey"]) | {"id": base64url(b"unknown")})(world)


def keep_options(options: Any) -> Mapping[str, str]:
    """Return what the options of a new passkey say, for a visit of the journey through the artifact."""
    return {"passkey_challenge": options["challenge"], "user_handle": options["user"]["id"]}


def keep_login_options(options: Any) -> Mapping[str, str]:
    """Return what the options of a sign-in say, for such a visit."""
    return {"login_challenge": options["challenge"]}


def new_passkey(known: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what the device makes of options that were kept."""
    options = {"rp": {"id": "localhost"}, "user": {"id": known["user_handle"]}, "challenge": known["passkey_challenge"]}
    return {"credential": Passkey(key=_KEY).create(options)}


def used_passkey(known: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what the device signs of options that were kept."""
    device = Passkey(key=_KEY, user_handle=from_base64url(known["user_handle"]))
    return {"credential": device.get({"rpId": "localhost", "challenge": known["login_challenge"]})}


def _sent(**credential: Any) -> Act:
    return request("POST", LOGIN, signed_in=False, json_body={"credential": credential})


BEGUN: tuple[Step, ...] = (*VERIFIED, note_new_passkey)
WITH_A_PASSKEY: tuple[Step, ...] = (*BEGUN, _note_passkey)
SIGNED: tuple[Step, ...] = (*WITH_A_PASSKEY, note_use)
