"""What is different with Google, Microsoft, Apple and GitHub, as the stand-in plays them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from local.identity_provider import PREFIX, Person, Play
from shared.adapters.identity_providers.dialects import Apple, Google
from shared.adapters.identity_providers.github import GitHubProvider
from shared.adapters.identity_providers.openid import OpenIdProvider
from shared.domain.accounts.errors import ProviderAnswerError
from shared.domain.accounts.identities import ProvenIdentity
from shared.services.ports.identity_providers import AuthorizationResponse
from tests.contracts.identity_providers.conftest import Visitor
from tests.support.clock import Clock
from tests.support.provider_host import ProviderHost, identified, sign_in

TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
KEY = ec.generate_private_key(ec.SECP256R1())
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def visitor(host: ProviderHost, clock: Clock, kind: str, **more: Any) -> Visitor:
    return Visitor(host, host.settings(kind=kind, **more), clock)


def proven(found: object) -> ProvenIdentity:
    assert isinstance(found, ProvenIdentity)
    return found


@pytest.mark.parametrize(
    ("claims", "vouches"),
    [
        ({}, False),
        ({"email": "ada@gmail.com"}, True),
        ({"email": "Ada@GMail.com"}, True),
        ({"email": "ada@gmail.com.evil.example"}, False),
        ({"hd": "example.com"}, True),
        ({"email": "ada@gmail.com", "email_verified": False}, False),
    ],
)
def test_google_vouches_for_its_own_addresses(
    host: ProviderHost, clock: Clock, claims: dict[str, Any], *, vouches: bool
) -> None:
    host.provider.play = Play(claims=claims)
    assert proven(visitor(host, clock, "google").sign_in()).vouches_for_email is vouches


def test_google_may_leave_out_the_scheme_of_its_issuer(host: ProviderHost) -> None:
    google = Google(replace(host.settings(kind="google"), issuer="https://accounts.google.com"))
    for issuer in ("https://accounts.google.com", "accounts.google.com"):
        assert google.expected_issuer({"iss": issuer}) == issuer
    assert google.expected_issuer({"iss": "evil.example"}) == "https://accounts.google.com"


def test_providers_that_are_not_trusted_to_vouch_do_not(host: ProviderHost, clock: Clock) -> None:
    host.provider.play = Play(claims={"hd": "example.com"})
    assert not proven(visitor(host, clock, "google", links_by_email=False).sign_in()).vouches_for_email
    assert not proven(visitor(host, clock, "oidc").sign_in()).vouches_for_email
    assert proven(visitor(host, clock, "oidc", links_by_email=True).sign_in()).vouches_for_email


@pytest.mark.parametrize(
    ("edov", "verified"),
    [(True, True), (1, True), ("1", True), ("true", True), (None, False), (False, False), (0, False), ("false", False)],
)
def test_microsoft_verifies_domains_and_nothing_else(
    host: ProviderHost, clock: Clock, edov: object, *, verified: bool
) -> None:
    host.provider.play = Play(claims={"xms_edov": edov, "email_verified": True})
    found = proven(visitor(host, clock, "microsoft").sign_in())
    assert (found.is_email_verified, found.vouches_for_email) == (verified, verified)


def test_microsofts_issuer_is_that_of_the_tenant(host: ProviderHost, clock: Clock) -> None:
    issuer = f"{host.url}{PREFIX}/common/v2.0"
    of_tenant = issuer.replace("common", TENANT)
    microsoft = visitor(host, clock, "microsoft", issuer=issuer)
    dialect = microsoft.provider._dialect
    assert dialect.expected_issuer({"iss": of_tenant, "tid": TENANT}) == of_tenant
    for tenant in (None, "../evil", "common", f"{TENANT}/x", 1):
        with pytest.raises(ProviderAnswerError):
            dialect.expected_issuer({"iss": of_tenant, "tid": tenant})
    only = visitor(host, clock, "microsoft", issuer=of_tenant).provider._dialect
    assert only.expected_issuer({"iss": issuer, "tid": TENANT.replace("9", "8")}) == of_tenant


def apple(host: ProviderHost, clock: Clock, **more: Any) -> OpenIdProvider:
    described = {"client_secret": "", "team_id": "TEAM", "key_id": "KEY", "private_key": PEM, **more}
    return OpenIdProvider(host.settings(kind="apple", **described), now=clock, clock=lambda: clock().timestamp())


def test_apple_has_the_browser_post_a_form(host: ProviderHost, clock: Clock) -> None:
    provider = apple(host, clock)
    query = parse_qs(urlsplit(provider.authorization_url(host.request())).query)
    assert (query["response_mode"], query["scope"]) == (["form_post"], ["openid email name"])
    assert provider.returns_by_post


def test_apples_client_secret_is_a_signature(host: ProviderHost, clock: Clock) -> None:
    settings = host.settings(kind="apple", team_id="TEAM", key_id="KEY", private_key=PEM)
    secret = Apple(settings).client_secret(clock())
    assert jwt.get_unverified_header(secret) == {"alg": "ES256", "kid": "KEY", "typ": "JWT"}
    claims = jwt.decode(secret, KEY.public_key(), ["ES256"], audience=settings.issuer, options={"verify_exp": False})
    assert (claims["iss"], claims["sub"], claims["exp"] - claims["iat"]) == ("TEAM", settings.client_id, 300)


def test_a_key_that_signs_nothing_is_the_operators_fault(host: ProviderHost, clock: Clock) -> None:
    with pytest.raises(ProviderAnswerError, match="private_key"):
        apple(host, clock, private_key="no key").identify(
            AuthorizationResponse(parameters={"code": "abc", "iss": host.provider.issuer}, request=host.request())
        )


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (json.dumps({"name": {"firstName": "Ada", "lastName": "Example"}}), "Ada Example"),
        (json.dumps({"name": {"firstName": "Ada"}}), "Ada"),
        (json.dumps({"name": {"firstName": None, "lastName": None}}), ""),
        (json.dumps({"name": "Ada"}), ""),
        (json.dumps({}), ""),
        (json.dumps([]), ""),
        ("{", ""),
        ("", ""),
    ],
)
def test_apple_tells_the_name_once(host: ProviderHost, user: str, name: str) -> None:
    settings = host.settings(kind="apple", team_id="T", key_id="K", private_key="P")
    assert Apple(settings).full_name({}, {"user": user}) == name


OCTOCAT = Person(email="octo@example.com", name="Mona", subject="583231")


def at_github(host: ProviderHost, person: Person = OCTOCAT, **more: Any) -> object:
    provider = GitHubProvider(host.settings("github", **more))
    request = host.request("github")
    return identified(provider, request, sign_in(provider.authorization_url(request), person))


def test_github_is_asked_who_has_signed_in(host: ProviderHost) -> None:
    assert at_github(host) == ProvenIdentity(
        provider="github",
        issuer=f"{host.url}{PREFIX}/github",
        subject="583231",
        email="octo@example.com",
        is_email_verified=True,
        vouches_for_email=True,
        full_name="Mona",
    )


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_github_has_not_verified_counts_for_nothing(host: ProviderHost, verified: object) -> None:
    host.provider.play = Play(email_verified=verified)
    found = proven(at_github(host))
    assert (found.email, found.is_email_verified) == (None, False)


def test_githubs_errors_are_found_though_their_status_is_200(host: ProviderHost) -> None:
    with pytest.raises(ProviderAnswerError, match="incorrect_client_credentials"):
        at_github(host, client_secret="wrong")
    provider = GitHubProvider(host.settings("github"))
    returned = sign_in(provider.authorization_url(host.request("github")), OCTOCAT)
    with pytest.raises(ProviderAnswerError, match="bad_verification_code"):
        identified(provider, host.request("github", code_verifier="another"), returned)
