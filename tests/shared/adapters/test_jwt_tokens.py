"""Invalid tokens that a stranger, or a mistake of ours, could make of the JSON Web Token format."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.jwt_tokens import MAX_TOKEN_LENGTH, JwtTokens
from shared.adapters.memory.secret_store import MemorySecrets
from shared.domain.errors import InvalidAccessTokenError

NOON = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
NOW = int(NOON.timestamp())
SECRET = b"s" * 32
KEYS = {"jwt-keys": "k1:" + base64.urlsafe_b64encode(SECRET).decode()}
HEADER = {"alg": "HS256", "kid": "k1", "typ": "at+jwt"}
PAYLOAD = {
    "iss": "contacts",
    "aud": "contacts",
    "sub": "account",
    "sid": "session",
    "jti": "token",
    "role": "user",
    "verified": True,
    "iat": NOW,
    "exp": NOW + 60,
}
TOKENS = JwtTokens(MemorySecrets(KEYS), issuer="contacts", audience="contacts")


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forged(
    header: object = HEADER, payload: object = PAYLOAD, *, digest: str = "sha256", secret: bytes = SECRET
) -> str:
    """A token with a genuine signature."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    signed = ".".join(map(encode, parts))
    return f"{signed}.{encode(hmac.new(secret, signed.encode(), digest).digest())}"


def assert_not_good(token: str) -> None:
    with pytest.raises(InvalidAccessTokenError) as refused:
        TOKENS.read(token, now=NOON)
    assert str(refused.value) == "the access token is invalid"


def test_the_forger_of_these_tests_can_make_a_good_one() -> None:
    assert TOKENS.read(forged(), now=NOON).account_id == "account"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, "HS512", "RS256", "hs256", ["HS256"], {}])
def test_the_token_does_not_choose_its_algorithm(algorithm: object) -> None:
    header = {**HEADER, "alg": algorithm}
    assert_not_good(forged(header))
    assert_not_good(forged(header, digest="sha512"))
    assert_not_good(forged(header).rpartition(".")[0] + ".")


def test_a_signature_without_a_secret_is_none() -> None:
    assert_not_good(forged(secret=b""))


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "HS256"},
        {**HEADER, "kid": "k2"},
        {**HEADER, "kid": None},
        {**HEADER, "kid": ["k1"]},
        {**HEADER, "kid": "../../dev/null"},
        {**HEADER, "crit": ["exp"]},
        {**HEADER, "b64": False, "crit": ["b64"]},
        [],
        "HS256",
        b"{",
        b"\xff",
        b"[" * 2_500,
    ],
)
def test_a_header_that_is_not_ours_is_not_good(header: object) -> None:
    assert_not_good(forged(header))


@pytest.mark.parametrize("payload", [[], "account", None, b"", b"\xff", b'{"sub":', b"[" * 2_500])
def test_a_payload_that_is_no_set_of_claims_is_not_good(payload: object) -> None:
    assert_not_good(forged(payload=payload))


@pytest.mark.parametrize("claim", PAYLOAD)
def test_every_claim_must_be_there(claim: str) -> None:
    assert_not_good(forged(payload={name: value for name, value in PAYLOAD.items() if name != claim}))


@pytest.mark.parametrize("claim", PAYLOAD)
@pytest.mark.parametrize("value", [None, [], {}, ["contacts"], 1.5, "1", 1, True])
def test_every_claim_has_its_type(claim: str, value: object) -> None:
    if type(value) is not type(PAYLOAD[claim]):
        assert_not_good(forged(payload={**PAYLOAD, claim: value}))


@pytest.mark.parametrize("change", [{"iat": 10**20}, {"iat": -(10**20)}, {"exp": 10**20}, {"nbf": "now"}])
def test_times_that_no_clock_shows_are_not_good(change: dict[str, Any]) -> None:
    assert_not_good(forged(payload={**PAYLOAD, **change}))


def test_a_token_is_not_good_before_its_time() -> None:
    assert_not_good(forged(payload={**PAYLOAD, "nbf": NOW + 30}))
    assert TOKENS.read(forged(payload={**PAYLOAD, "nbf": NOW - 30}), now=NOON).issued_at == NOON


def test_a_token_may_be_as_long_as_the_longest() -> None:
    fits = next(
        token
        for pad in range(4)
        for count in range(2_800, 2_900)
        if len(token := forged({**HEADER, "cty": "x" * pad}, {**PAYLOAD, "more": "x" * count})) == 4_096
    )
    assert TOKENS.read(fits, now=NOON).account_id == "account"


def test_a_token_that_is_too_long_is_not_even_looked_at() -> None:
    class Untouched:
        def keyring(self, name: str) -> Any:
            raise AssertionError("nobody should have asked")

    tokens = JwtTokens(Untouched(), issuer="contacts", audience="contacts")
    with pytest.raises(InvalidAccessTokenError):
        tokens.read(forged(payload={**PAYLOAD, "more": "x" * MAX_TOKEN_LENGTH}), now=NOON)


@pytest.mark.parametrize("text", ["\ud800", "\ud800.\ud800.\ud800", "ключ.a.b", "", ".", "..", "..."])
def test_what_is_not_even_a_token_is_not_good(text: str) -> None:
    assert_not_good(text)


@given(st.text() | st.lists(st.text(), min_size=3, max_size=3).map(".".join))
def test_no_text_does_more_harm_than_to_be_refused(text: str) -> None:
    assert_not_good(text)


@given(st.lists(st.binary(max_size=60), min_size=3, max_size=3))
def test_no_bytes_do_more_harm_than_to_be_refused(parts: list[bytes]) -> None:
    assert_not_good(".".join(map(encode, parts)))


def test_hashlib_agrees_with_the_signature() -> None:
    """The format is the standard's, so that other programs with the key can read it."""
    signed, _, signature = TOKENS.issue(TOKENS.read(forged(), now=NOON), token_id="token").rpartition(".")
    assert signature == encode(hmac.new(SECRET, signed.encode(), hashlib.sha256).digest())


def test_no_other_cryptography_is_needed(root: Path) -> None:
    """It would be the largest part of the artifact and of a cold start."""
    script = (
        "import sys; sys.modules['cryptography'] = None; import shared.adapters.jwt_tokens as t; print(t.ALGORITHM)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "HS256\n"
