"""What comes of passkeys is verified as WebAuthn Level 3 has it, and whatever is wrong with it is one error."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fido2 import cbor
from fido2.cose import CoseKey
from hypothesis import given
from hypothesis import strategies as st

from bench.passkey_device import Flag, Json, Passkey, base64url, from_base64url
from shared.adapters.webauthn import Fido2Verifier
from shared.domain.accounts.errors import InvalidPasskeyError
from shared.domain.accounts.passkeys import Assertion, AssertionAnswer, AttestationAnswer, NewCredential
from shared.domain.accounts.relying_parties import RelyingParty

CHALLENGE = base64url(b"a challenge that is not ours, 36 bytes"[:36])
OTHER_CHALLENGE = base64url(b"b" * 36)
CREATION: Mapping[str, Any] = {
    "rp": {"id": "localhost"},
    "user": {"id": base64url(b"01JD9Z6M3K8QF5T2V7W4X0Y1R2")},
    "challenge": CHALLENGE,
}
REQUEST = {"rpId": "localhost", "challenge": CHALLENGE}
VERIFIER = Fido2Verifier(RelyingParty.of("http://127.0.0.1:8000"))
SYNCED = Flag.UP | Flag.UV | Flag.BE | Flag.BS


def attestation(created: Json, **changes: Any) -> AttestationAnswer:
    response = created["response"]
    answer = AttestationAnswer(
        credential_id_base64url=created["id"],
        client_data_base64url=response["clientDataJSON"],
        attestation_object_base64url=response["attestationObject"],
    )
    return replace(answer, **changes)


def assertion(used: Json, **changes: Any) -> AssertionAnswer:
    response = used["response"]
    answer = AssertionAnswer(
        credential_id_base64url=used["id"],
        client_data_base64url=response["clientDataJSON"],
        authenticator_data_base64url=response["authenticatorData"],
        signature_base64url=response["signature"],
    )
    return replace(answer, **changes)


def register(passkey: Passkey, **changes: Any) -> NewCredential:
    return VERIFIER.register(attestation(passkey.create(CREATION, **changes)), challenge=CHALLENGE)


def verify(passkey: Passkey, *, user_verified: bool = True, **changes: Any) -> Assertion:
    answer = assertion(passkey.get(REQUEST, **changes))
    return VERIFIER.verify(answer, passkey.data, challenge=CHALLENGE, user_verified=user_verified)


def test_a_new_passkey_is_taken_with_its_key_counter_and_flags() -> None:
    passkey = Passkey(sign_count=7, flags=SYNCED)
    assert register(passkey) == NewCredential(
        data=passkey.data, sign_count=7, is_backup_eligible=True, is_backed_up=True
    )


def test_a_passkey_that_signs_is_known_by_its_signature() -> None:
    assert verify(Passkey()) == Assertion(sign_count=1, is_backup_eligible=False, is_backed_up=False)
    assert verify(Passkey(sign_count=None, flags=SYNCED)) == Assertion(
        sign_count=0, is_backup_eligible=True, is_backed_up=True
    )


def test_what_browsers_add_to_the_client_data_does_not_matter() -> None:
    verify(Passkey(), other_keys_can_be_added_here="do not compare clientDataJSON against a template")


WRONG: dict[str, tuple[Json, Json]] = {
    "another port": ({"origin": "http://localhost:8001"}, {}),
    "a subdomain": ({"origin": "http://app.localhost:8000"}, {}),
    "a number": ({"origin": "http://127.0.0.1:8000"}, {}),
    "no text as origin": ({}, {"origin": ["http://localhost:8000"]}),
    "another challenge": ({}, {"challenge": OTHER_CHALLENGE}),
    "no challenge": ({}, {"challenge": None}),
    "another type": ({}, {"type": "payment.get"}),
    "a frame of another site": ({}, {"crossOrigin": True}),
    "nobody touched it": ({"flags": Flag.UV}, {}),
    "its owner was not verified": ({"flags": Flag.UP}, {}),
    "backed up, and cannot be": ({"flags": Flag.UP | Flag.UV | Flag.BS}, {}),
}


@pytest.mark.parametrize(("device", "client_data"), WRONG.values(), ids=WRONG)
def test_neither_a_new_passkey_nor_a_signature_is_taken_if_it_is_of(device: Json, client_data: Json) -> None:
    with pytest.raises(InvalidPasskeyError):
        register(Passkey(**device), **client_data)
    with pytest.raises(InvalidPasskeyError):
        verify(Passkey(**device), **client_data)


def test_a_new_passkey_is_no_signature_and_the_reverse() -> None:
    with pytest.raises(InvalidPasskeyError):
        register(Passkey(), type="webauthn.get")
    with pytest.raises(InvalidPasskeyError):
        verify(Passkey(), type="webauthn.create")


def test_a_passkey_of_another_host_is_refused() -> None:
    passkey = Passkey()
    created = passkey.create({**CREATION, "rp": {"id": "example.com"}})
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.register(attestation(created), challenge=CHALLENGE)
    used = passkey.get({**REQUEST, "rpId": "example.com"})
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(assertion(used), passkey.data, challenge=CHALLENGE, user_verified=True)


def test_a_second_factor_need_not_verify_its_owner() -> None:
    assert verify(Passkey(flags=Flag.UP), user_verified=False).sign_count == 1


def test_a_signature_of_another_key_is_refused() -> None:
    passkey, other = Passkey(), Passkey()
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(assertion(other.get(REQUEST)), passkey.data, challenge=CHALLENGE, user_verified=True)


def test_a_signature_of_a_passkey_with_another_id_is_refused() -> None:
    passkey = Passkey()
    answer = assertion(passkey.get(REQUEST), credential_id_base64url=base64url(b"another"))
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(answer, passkey.data, challenge=CHALLENGE, user_verified=True)


def test_changed_client_data_is_not_signed() -> None:
    passkey = Passkey()
    used = passkey.get(REQUEST)
    client_data = json.loads(from_base64url(used["response"]["clientDataJSON"])) | {"more": True}
    answer = assertion(used, client_data_base64url=base64url(json.dumps(client_data).encode()))
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(answer, passkey.data, challenge=CHALLENGE, user_verified=True)


def test_a_new_passkey_has_the_id_that_it_is_sent_with() -> None:
    created = Passkey().create(CREATION)
    with pytest.raises(InvalidPasskeyError, match="another"):
        VERIFIER.register(attestation(created, credential_id_base64url=base64url(b"another")), challenge=CHALLENGE)


def test_a_new_passkey_has_a_key() -> None:
    created = Passkey().create(CREATION)
    content: Any = cbor.decode(from_base64url(created["response"]["attestationObject"]))
    without = content | {"authData": content["authData"][:32] + b"\x05" + content["authData"][33:37]}
    answer = attestation(created, attestation_object_base64url=base64url(cbor.encode(without)))
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.register(answer, challenge=CHALLENGE)


class OfAnotherKind(Passkey):
    """A passkey with a key of another algorithm."""

    made: Mapping[int, Any] = {}

    @property
    def public_key(self) -> dict[int, Any]:
        return dict(self.made)


def test_keys_of_offered_algorithms_alone_are_taken() -> None:
    passkey = OfAnotherKind()
    for kind, key in (
        (-7, ec.generate_private_key(ec.SECP256R1()).public_key()),
        (-257, rsa.generate_private_key(65537, 4096).public_key()),
    ):
        passkey.made = CoseKey.for_alg(kind).from_cryptography_key(key)
        assert register(passkey).data == passkey.data
    passkey.made = CoseKey.for_alg(-35).from_cryptography_key(ec.generate_private_key(ec.SECP384R1()).public_key())
    with pytest.raises(InvalidPasskeyError, match="not offered"):
        register(passkey)
    passkey.made = {1: 7, 3: -48, -1: b"x"}
    with pytest.raises(InvalidPasskeyError, match="not offered"):
        register(passkey)


def test_ids_and_keys_have_a_length() -> None:
    register(Passkey(credential_id=b"i" * 1023))
    with pytest.raises(InvalidPasskeyError, match="long"):
        register(Passkey(credential_id=b"i" * 1024))
    passkey = OfAnotherKind()
    passkey.made = {1: 1, 3: -8, -1: 6, -2: b"k" * 2048}
    with pytest.raises(InvalidPasskeyError, match="long"):
        register(passkey)


@given(st.binary(max_size=600), st.binary(max_size=600), st.binary(max_size=600))
def test_whatever_is_no_passkey_is_refused(first: bytes, second: bytes, third: bytes) -> None:
    created, used, passkey = Passkey().create(CREATION), Passkey().get(REQUEST), Passkey()
    noise = [base64url(each) for each in (first, second, third)]
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.register(attestation(created, attestation_object_base64url=noise[0]), challenge=CHALLENGE)
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.register(attestation(created, client_data_base64url=noise[1]), challenge=CHALLENGE)
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(
            assertion(used, signature_base64url=noise[2]), passkey.data, challenge=CHALLENGE, user_verified=True
        )
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(
            assertion(used, authenticator_data_base64url=noise[0]),
            passkey.data,
            challenge=CHALLENGE,
            user_verified=True,
        )


CBOR = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63) | st.binary(max_size=80) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.integers(-5, 5) | st.text(max_size=8), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["fmt", "attStmt", "authData", "more"]), CBOR))
def test_whatever_is_no_attestation_is_refused(content: dict[str, Any]) -> None:
    answer = attestation(Passkey().create(CREATION), attestation_object_base64url=base64url(cbor.encode(content)))
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.register(answer, challenge=CHALLENGE)


@given(st.dictionaries(st.integers(-3, 3), CBOR))
def test_a_key_that_is_none_verifies_nothing(key: dict[int, Any]) -> None:
    passkey = OfAnotherKind()
    passkey.made = {1: 1, **key, 3: -8}
    with suppress(InvalidPasskeyError):
        register(passkey)
    with pytest.raises(InvalidPasskeyError):
        verify(passkey)


@pytest.mark.parametrize("content", [b"\x81" * 20_000, b"\x9f" * 9_000, b"\xbb" + b"\xff" * 8, b"\x5b" + b"\x7f" * 8])
def test_nesting_and_lengths_exhaust_nothing(content: bytes) -> None:
    answer = attestation(Passkey().create(CREATION), attestation_object_base64url=base64url(content))
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.register(answer, challenge=CHALLENGE)


@pytest.mark.parametrize("content", ["[]", "null", "1", '"text"', "{}", "[" * 5_000, '{"challenge": 1}', "\ufeff{}"])
def test_client_data_that_is_no_object_is_refused(content: str) -> None:
    answer = assertion(Passkey().get(REQUEST), client_data_base64url=base64url(content.encode()))
    with pytest.raises(InvalidPasskeyError):
        VERIFIER.verify(answer, Passkey().data, challenge=CHALLENGE, user_verified=True)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The library would log the ids of credentials."""
    with caplog.at_level(logging.INFO):
        passkey = Passkey()
        register(passkey)
        verify(passkey)
    assert caplog.records == []


def test_options_are_made_without_cryptography() -> None:
    program = "import sys; sys.modules['cryptography'] = None; import shared.domain.accounts.passkey_options"
    subprocess.run([sys.executable, "-c", program], check=True)
