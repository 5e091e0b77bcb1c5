"""Access tokens say what they were issued with, for as long as they last, and nobody else can make one."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from shared.adapters.jwt_tokens import CLOCK_SKEW, JwtTokens
from shared.adapters.memory.secret_store import MemorySecrets
from shared.domain.errors import InvalidAccessTokenError, SecretsUnavailableError
from shared.domain.keyrings import Keyring
from shared.domain.scopes import EVERYTHING, Scope
from shared.services.ports.security import AccessClaims, AccessTokens

NOON = datetime(2040, 5, 17, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLAIMS = AccessClaims(
    account_id="01JAAA",
    session_id="01JBBB",
    verified=True,
    role="user",
    issued_at=NOON,
    expires_at=NOON + timedelta(minutes=30),
)
OLD_KEY = "k1:" + "b2xk" * 11
NEW_KEY = "k2:" + "bmV3" * 11
EXPIRED, INVALID = "the access token has expired", "the access token is invalid"


def tokens_with(keys: str = OLD_KEY, *, issuer: str = "contacts", audience: str = "contacts") -> AccessTokens:
    return JwtTokens(MemorySecrets({"jwt-keys": keys}), issuer=issuer, audience=audience)


@pytest.fixture
def tokens() -> AccessTokens:
    return tokens_with()


@pytest.mark.parametrize("claims", [CLAIMS, replace(CLAIMS, verified=False, role="admin", account_id="Ґ 🦊")])
def test_a_token_says_what_it_was_issued_with(tokens: AccessTokens, claims: AccessClaims) -> None:
    assert tokens.read(tokens.issue(claims, token_id="t"), now=NOON) == claims


def test_times_are_kept_to_the_second_and_never_rounded_up(tokens: AccessTokens) -> None:
    late = timedelta(microseconds=999_999)
    exact = replace(CLAIMS, issued_at=NOON + late, expires_at=CLAIMS.expires_at + late)
    assert tokens.read(tokens.issue(exact, token_id="t"), now=NOON + late) == CLAIMS


def test_a_token_is_good_until_it_expires(tokens: AccessTokens) -> None:
    token = tokens.issue(CLAIMS, token_id="t")
    assert tokens.read(token, now=CLAIMS.expires_at - timedelta(microseconds=1)) == CLAIMS
    with pytest.raises(InvalidAccessTokenError) as refused:
        tokens.read(token, now=CLAIMS.expires_at)
    assert str(refused.value) == EXPIRED


def test_a_clock_that_is_a_little_ahead_does_no_harm(tokens: AccessTokens) -> None:
    token = tokens.issue(CLAIMS, token_id="t")
    assert tokens.read(token, now=NOON - CLOCK_SKEW) == CLAIMS
    with pytest.raises(InvalidAccessTokenError) as refused:
        tokens.read(token, now=NOON - CLOCK_SKEW - SECOND)
    assert str(refused.value) == INVALID


def test_tokens_with_different_ids_differ(tokens: AccessTokens) -> None:
    assert tokens.issue(CLAIMS, token_id="t1") != tokens.issue(CLAIMS, token_id="t2")


@pytest.mark.parametrize("keys", [f"{OLD_KEY},{NEW_KEY}", f"{NEW_KEY},{OLD_KEY}"])
def test_two_keys_are_good_while_one_takes_over_from_the_other(keys: str) -> None:
    both = tokens_with(keys)
    for one in (tokens_with(OLD_KEY), tokens_with(NEW_KEY)):
        assert both.read(one.issue(CLAIMS, token_id="t"), now=NOON) == CLAIMS


def test_the_first_key_signs() -> None:
    token = tokens_with(f"{NEW_KEY},{OLD_KEY}").issue(CLAIMS, token_id="t")
    assert tokens_with(NEW_KEY).read(token, now=NOON) == CLAIMS


@pytest.mark.parametrize(
    "others",
    [
        tokens_with(NEW_KEY),
        tokens_with(NEW_KEY.replace("k2", "k1")),
        tokens_with(issuer="others"),
        tokens_with(audience="others"),
    ],
    ids=["another key", "another key by the name of ours", "another issuer", "another audience"],
)
def test_a_token_of_others_is_not_good(tokens: AccessTokens, others: AccessTokens) -> None:
    with pytest.raises(InvalidAccessTokenError) as refused:
        tokens.read(others.issue(CLAIMS, token_id="t"), now=NOON)
    assert str(refused.value) == INVALID


def test_that_it_has_expired_is_told_of_genuine_tokens_only(tokens: AccessTokens) -> None:
    with pytest.raises(InvalidAccessTokenError) as refused:
        tokens.read(tokens_with(NEW_KEY).issue(CLAIMS, token_id="t"), now=CLAIMS.expires_at)
    assert str(refused.value) == INVALID


def test_a_changed_token_is_not_good_wherever_it_was_changed(tokens: AccessTokens) -> None:
    token = tokens.issue(CLAIMS, token_id="t")
    for place, character in enumerate(token):
        changed = token[:place] + ("A" if character != "A" else "B") + token[place + 1 :]
        with pytest.raises(InvalidAccessTokenError):
            tokens.read(changed, now=NOON)


def test_a_refusal_says_nothing_of_the_token(tokens: AccessTokens) -> None:
    token = tokens.issue(CLAIMS, token_id="t")
    with pytest.raises(InvalidAccessTokenError) as refused:
        tokens.read(f"{token}x", now=NOON)
    assert (str(refused.value), refused.value.__cause__) == (INVALID, None)


def test_without_keys_there_is_no_token(tokens: AccessTokens) -> None:
    keyless = JwtTokens(MemorySecrets({}), issuer="contacts", audience="contacts")
    with pytest.raises(SecretsUnavailableError):
        keyless.issue(CLAIMS, token_id="t")
    with pytest.raises(SecretsUnavailableError):
        keyless.read(tokens.issue(CLAIMS, token_id="t"), now=NOON)


def of_type(type_: str | None, key: str = OLD_KEY) -> str:
    """Return a token with the claims of an access token, of another type, or of none."""
    keyring = Keyring.parse(key)
    payload = tokens_with(key).issue(CLAIMS, token_id="t").split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return jwt.encode(claims, keyring.signing_secret, algorithm="HS256", headers={"kid": "k1", "typ": type_})


def test_a_token_says_that_it_is_an_access_token(tokens: AccessTokens) -> None:
    assert jwt.get_unverified_header(tokens.issue(CLAIMS, token_id="t"))["typ"] == "at+jwt"


@pytest.mark.parametrize("type_", ["JWT", "jwt", "refresh+jwt", "at", "AT+JWT", "", None])
def test_a_token_of_another_type_is_not_good(tokens: AccessTokens, type_: str | None) -> None:
    with pytest.raises(InvalidAccessTokenError) as refused:
        tokens.read(of_type(type_), now=NOON)
    assert str(refused.value) == INVALID


def test_the_former_type_is_good_for_a_while_and_belongs_to_no_session() -> None:
    until = NOON + timedelta(minutes=10)
    tokens = JwtTokens(MemorySecrets({"jwt-keys": OLD_KEY}), issuer="contacts", audience="contacts", former_until=until)
    assert tokens.read(of_type("JWT"), now=until - SECOND) == replace(CLAIMS, session_id=None)
    for token, now in ((of_type("JWT"), until), (of_type("refresh+jwt"), NOON)):
        with pytest.raises(InvalidAccessTokenError):
            tokens.read(token, now=now)


@pytest.mark.parametrize(
    "scopes", [frozenset(), {Scope.CONTACTS_READ}, {Scope.ACCOUNT, Scope.PROFILE_READ}, EVERYTHING]
)
def test_a_token_has_the_scopes_that_it_was_issued_with(tokens: AccessTokens, scopes: frozenset[Scope]) -> None:
    claims = replace(CLAIMS, scopes=frozenset(scopes))
    assert tokens.read(tokens.issue(claims, token_id="t"), now=NOON) == claims


def resigned(token: str, **changes: object) -> str:
    """Return a token with other claims, as a version of the service would sign it that issues such ones."""
    payload = jwt.decode(token, options={"verify_signature": False})
    for name, value in changes.items():
        payload.pop(name, None)
        payload |= {} if value is None else {name: value}
    secret = MemorySecrets({"jwt-keys": OLD_KEY}).keyring("jwt-keys").signing_secret
    return jwt.encode(payload, secret, algorithm="HS256", headers={"kid": "k1", "typ": "at+jwt"})


def test_a_token_of_the_version_before_has_all_scopes(tokens: AccessTokens) -> None:
    token = resigned(tokens.issue(CLAIMS, token_id="t"), scope=None)
    assert tokens.read(token, now=NOON).scopes == EVERYTHING


def test_scopes_that_only_newer_code_knows_are_left_out(tokens: AccessTokens) -> None:
    token = resigned(tokens.issue(CLAIMS, token_id="t"), scope="contacts:read contacts:paint")
    assert tokens.read(token, now=NOON).scopes == {Scope.CONTACTS_READ}


@pytest.mark.parametrize("scope", [7, ["contacts:read"], {"contacts:read": True}])
def test_a_scope_that_is_no_text_is_refused(tokens: AccessTokens, scope: object) -> None:
    with pytest.raises(InvalidAccessTokenError):
        tokens.read(resigned(tokens.issue(CLAIMS, token_id="t"), scope=scope), now=NOON)
