"""OpenID Connect, spoken over HTTP with the stand-in, in all that it plays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from local.identity_provider import PREFIX, Play
from shared.domain.accounts.errors import ProviderAnswerError, ProviderUnavailableError
from shared.domain.accounts.identities import ProvenIdentity, s256_challenge
from tests.contracts.identity_providers.conftest import Visitor
from tests.support.clock import Clock
from tests.support.provider_host import ADA, ProviderHost, identified, sign_in

DISCOVERY = "/.well-known/openid-configuration"


def ada(host: ProviderHost, **more: Any) -> ProvenIdentity:
    return replace(
        ProvenIdentity(
            provider="example",
            issuer=host.url + PREFIX,
            subject="4711",
            email=ADA.email,
            is_email_verified=True,
            full_name=ADA.name,
        ),
        **more,
    )


def test_a_browser_is_sent_with_all_that_protects_its_way_back(host: ProviderHost, visitor: Visitor) -> None:
    request = host.request()
    parts = urlsplit(visitor.provider.authorization_url(request))
    assert parts.path == f"{PREFIX}/authorize"
    assert {name: values for name, [*values] in parse_qs(parts.query).items()} == {
        "response_type": ["code"],
        "client_id": ["contacts-api"],
        "redirect_uri": [request.redirect_uri],
        "scope": ["openid email profile"],
        "state": ["state"],
        "nonce": ["nonce"],
        "code_challenge": [s256_challenge(request.code_verifier)],
        "code_challenge_method": ["S256"],
    }


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_who_has_signed_in_is_read_from_the_token(host: ProviderHost, visitor: Visitor, algorithm: str) -> None:
    host.provider.keys.rotate(algorithm=algorithm)
    assert visitor.sign_in() == ada(host)


def test_what_is_known_of_a_provider_is_not_requested_again(host: ProviderHost, visitor: Visitor) -> None:
    visitor.sign_in()
    assert host.provider.requests == [DISCOVERY, "/authorize", "/token", "/jwks"]
    visitor.sign_in()
    assert host.provider.requests[4:] == ["/authorize", "/token"]


def test_an_address_may_be_in_userinfo_only(host: ProviderHost, visitor: Visitor) -> None:
    host.provider.play = Play(email_in=("userinfo",))
    assert visitor.sign_in() == ada(host)
    assert host.provider.requests[-1] == "/userinfo"


def test_there_may_be_no_address_at_all(host: ProviderHost, visitor: Visitor) -> None:
    host.provider.play = Play(email_in=())
    assert visitor.sign_in() == ada(host, email=None, is_email_verified=False, full_name="")


def test_nobody_is_believed_to_be_somebody_else(host: ProviderHost, visitor: Visitor) -> None:
    host.provider.play = Play(email_in=("userinfo",), userinfo_sub="another")
    with pytest.raises(ProviderAnswerError, match="somebody else"):
        visitor.sign_in()


def test_a_flag_in_the_token_does_not_verify_an_address_in_userinfo(host: ProviderHost, visitor: Visitor) -> None:
    host.provider.play = Play(email_in=("userinfo",), email_verified=False, claims={"email_verified": True})
    assert visitor.sign_in() == ada(host, is_email_verified=False)


@pytest.mark.parametrize(
    ("value", "verified"),
    [(True, True), ("true", True), (False, False), ("false", False), (None, False), (1, False), ("yes", False)],
)
def test_only_what_says_so_is_verified(host: ProviderHost, visitor: Visitor, value: object, *, verified: bool) -> None:
    host.provider.play = Play(email_verified=value)
    assert visitor.sign_in() == ada(host, is_email_verified=verified)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["contacts-api"]},
        {"aud": ["contacts-api", "another"], "azp": "contacts-api"},
        {"azp": "contacts-api"},
    ],
)
def test_a_token_may_be_for_several(host: ProviderHost, visitor: Visitor, claims: dict[str, Any]) -> None:
    host.provider.play = Play(claims=claims)
    assert visitor.sign_in() == ada(host)


@pytest.mark.parametrize(
    "play",
    [
        Play(claims={"nonce": "another"}),
        Play(claims={"nonce": None}),
        Play(claims={"aud": "another"}),
        Play(claims={"aud": None}),
        Play(claims={"aud": ["contacts-api", "another"]}),
        Play(claims={"azp": "another"}),
        Play(claims={"iss": "https://another.example"}),
        Play(claims={"sub": None}),
        Play(claims={"sub": 4711}),
        Play(claims={"sub": ""}),
        Play(claims={"sub": "x" * 256}),
        Play(claims={"exp": None}),
        Play(claims={"iat": None}),
        Play(claims={"exp": "soon"}),
        Play(header={"typ": "at+jwt"}),
        Play(header={"kid": "unknown"}),
        Play(seconds_ahead=61),
        Play(seconds_ahead=-361),
        Play(parameters={"iss": "https://another.example"}),
        Play(parameters={"iss": None}),
        Play(parameters={"code": None}),
        Play(parameters={"code": "stolen"}),
    ],
)
def test_what_proves_nothing_is_refused(host: ProviderHost, visitor: Visitor, play: Play) -> None:
    host.provider.play = play
    with pytest.raises(ProviderAnswerError):
        visitor.sign_in()


@pytest.mark.parametrize("seconds", [59, -359])
def test_clocks_may_differ_by_a_minute(host: ProviderHost, visitor: Visitor, seconds: float) -> None:
    host.provider.play = Play(seconds_ahead=seconds)
    assert visitor.sign_in() == ada(host)


def test_the_only_key_needs_no_name(host: ProviderHost, visitor: Visitor) -> None:
    host.provider.play = Play(header={"kid": None})
    assert visitor.sign_in() == ada(host)


def test_without_a_name_it_is_not_guessed_which_key_it_is(host: ProviderHost, visitor: Visitor) -> None:
    host.provider.play = Play(header={"kid": None})
    host.provider.keys.rotate()
    with pytest.raises(ProviderAnswerError, match="no such key"):
        visitor.sign_in()


@pytest.mark.parametrize("same_id", [True, False])
def test_a_new_key_is_fetched_when_it_is_needed(host: ProviderHost, visitor: Visitor, *, same_id: bool) -> None:
    visitor.sign_in()
    host.provider.keys.rotate(same_id=same_id)
    assert visitor.sign_in() == ada(host)
    assert host.provider.requests.count("/jwks") == 2


def test_unknown_keys_have_the_keys_fetched_once_in_five_minutes(
    host: ProviderHost, visitor: Visitor, clock: Clock
) -> None:
    visitor.sign_in()
    for fetched, minutes in ((2, 0), (2, 4), (3, 1)):
        clock.advance(timedelta(minutes=minutes))
        host.now = clock().timestamp()
        host.provider.play = Play(header={"kid": "unknown"})
        with pytest.raises(ProviderAnswerError):
            visitor.sign_in()
        assert host.provider.requests.count("/jwks") == fetched
    host.provider.play = Play()
    assert visitor.sign_in() == ada(host)


def test_keys_are_fetched_again_after_an_hour(host: ProviderHost, visitor: Visitor, clock: Clock) -> None:
    visitor.sign_in()
    clock.advance(timedelta(hours=1))
    host.now = clock().timestamp()
    visitor.sign_in()
    assert host.provider.requests.count("/jwks") == 2


def test_a_code_is_of_no_use_without_its_verifier(host: ProviderHost, visitor: Visitor) -> None:
    request = host.request()
    returned = sign_in(visitor.provider.authorization_url(request))
    with pytest.raises(ProviderAnswerError, match="invalid_grant"):
        identified(visitor.provider, host.request(code_verifier="another-verifier"), returned)


def test_a_code_is_used_once(host: ProviderHost, visitor: Visitor) -> None:
    request = host.request()
    returned = sign_in(visitor.provider.authorization_url(request))
    identified(visitor.provider, request, returned)
    with pytest.raises(ProviderAnswerError, match="invalid_grant"):
        identified(visitor.provider, request, returned)


@pytest.mark.parametrize("methods", [["client_secret_post"], ["client_secret_basic"], None])
def test_the_client_proves_who_it_is_as_the_provider_wants(
    host: ProviderHost, visitor: Visitor, methods: list[str] | None
) -> None:
    host.provider.play = Play(metadata={"token_endpoint_auth_methods_supported": methods})
    assert visitor.sign_in() == ada(host)


def test_a_wrong_secret_is_the_operators_fault(host: ProviderHost, clock: Clock) -> None:
    visitor = Visitor(host, host.settings(client_secret="wrong"), clock)
    with pytest.raises(ProviderAnswerError, match="invalid_client"):
        visitor.sign_in()


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://another.example"},
        {"authorization_endpoint": None},
        {"token_endpoint": None},
        {"jwks_uri": None},
        {"token_endpoint": "http://169.254.169.254/latest/meta-data"},
        {"jwks_uri": "https://another.example/jwks"},
        {"userinfo_endpoint": "http://127.0.0.1:1/userinfo"},
    ],
)
def test_a_provider_leads_nowhere_else(host: ProviderHost, visitor: Visitor, metadata: dict[str, Any]) -> None:
    host.provider.play = Play(metadata=metadata, email_in=("userinfo",))
    with pytest.raises(ProviderAnswerError):
        visitor.sign_in()


def test_a_provider_that_is_down_is_unavailable(host: ProviderHost, clock: Clock) -> None:
    visitor = Visitor(host, host.settings(issuer="http://127.0.0.1:1"), clock)
    with pytest.raises(ProviderUnavailableError):
        visitor.sign_in()
