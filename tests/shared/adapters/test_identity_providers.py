"""What operators write about providers, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.identity_providers.configured import ConfiguredProviders
from shared.adapters.identity_providers.github import GitHubProvider
from shared.adapters.identity_providers.openid import OpenIdProvider
from shared.domain.accounts.errors import ProviderNotFoundError
from shared.domain.accounts.provider_settings import (
    ProviderSettingError,
    ProviderSettings,
    read_provider,
    read_providers,
)

GOOGLE = {"client_id": "id", "client_secret": "s3cret"}
WORK = {"issuer": "https://id.example.com/realm", "client_id": "id", "title": "Work"}
APPLE = {"client_id": "id", "team_id": "T", "key_id": "K", "private_key": "P"}


def configured(parameter: Callable[[], str]) -> ConfiguredProviders:
    return ConfiguredProviders(parameter, now=lambda: datetime.now(UTC), clock=lambda: 0.0)


def test_what_is_known_of_a_provider_need_not_be_said() -> None:
    google = read_provider("google", GOOGLE)
    assert (google.kind, google.title, google.issuer) == ("google", "Google", "https://accounts.google.com")
    assert google.links_by_email
    microsoft = read_provider("microsoft", {**GOOGLE, "tenant": "contoso"})
    assert microsoft.issuer == "https://login.microsoftonline.com/contoso/v2.0"
    assert read_provider("microsoft", GOOGLE).issuer.endswith("/common/v2.0")
    assert read_provider("apple", APPLE).scopes == ("openid", "email", "name")


def test_any_other_name_is_an_issuer_that_is_not_trusted_with_addresses() -> None:
    work = read_provider("work", WORK)
    assert (work.kind, work.title, work.links_by_email) == ("oidc", "Work", False)
    assert read_provider("work", {**WORK, "links_by_email": True}).links_by_email
    assert read_provider("hub", {**GOOGLE, "kind": "github"}).title == "GitHub"


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("Google", GOOGLE),
        ("", GOOGLE),
        ("a" * 33, WORK),
        ("../x", WORK),
        ("google", {}),
        ("google", []),
        ("google", {"client_id": "id"}),
        ("google", {**GOOGLE, "client_id": 1}),
        ("google", {**GOOGLE, "secret": "x"}),
        ("google", {**GOOGLE, "scopes": "openid"}),
        ("google", {**GOOGLE, "kind": "unknown"}),
        ("apple", GOOGLE),
        ("work", {"client_id": "id"}),
        ("work", {**WORK, "issuer": "http://id.example.com"}),
        ("work", {**WORK, "issuer": "ftp://id.example.com"}),
        ("work", {**WORK, "issuer": "https://user@id.example.com"}),
        ("work", {**WORK, "issuer": "id.example.com"}),
    ],
)
def test_a_provider_that_is_described_badly_is_refused(name: str, members: Any) -> None:
    with pytest.raises(ProviderSettingError) as caught:
        read_provider(name, members)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://id.example.com/token", True),
        ("https://api.example.com/token", True),
        ("http://id.example.com/token", False),
        ("https://id.example.com:8443/token", False),
        ("https://id.example.com.evil.example/token", False),
        ("https://id.example.com@evil.example/token", False),
        ("https://evil.example/id.example.com", False),
        ("http://127.0.0.1/token", False),
        ("file:///etc/passwd", False),
        ("", False),
        (None, False),
        (7, False),
    ],
)
def test_requests_go_to_the_hosts_of_a_provider_only(url: object, *, trusted: bool) -> None:
    work = read_provider("work", {**WORK, "hosts": ["api.example.com"]})
    if trusted:
        assert work.require_trusted(url) == url
    else:
        with pytest.raises(ProviderSettingError):
            work.require_trusted(url)


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_parameter_of_another_form_describes_nobody(text: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ProviderSettingError):
        list(read_providers(text))
    assert configured(lambda: text).titles() == {}


def test_one_bad_provider_leaves_the_others_alone(caplog: pytest.LogCaptureFixture) -> None:
    providers = configured(lambda: json.dumps({"google": {"client_secret": "s3cret"}, "work": WORK}))
    assert providers.titles() == {"work": "Work"}
    assert "google lacks client_id" in caplog.text or caplog.records
    assert "s3cret" not in caplog.text


def test_each_kind_has_its_protocol_and_is_made_once() -> None:
    text = [json.dumps({"google": GOOGLE, "github": GOOGLE})]
    providers = configured(lambda: text[0])
    assert isinstance(providers.find("google"), OpenIdProvider)
    assert isinstance(providers.find("github"), GitHubProvider)
    first = providers.find("google")
    assert providers.find("google") is first
    text[0] = json.dumps({"google": {**GOOGLE, "client_secret": "another"}})
    assert providers.find("google") is not first
    with pytest.raises(ProviderNotFoundError):
        providers.find("github")


def test_secrets_are_not_shown() -> None:
    settings = read_provider("apple", {**APPLE, "private_key": "s3cret", "client_secret": "s3cret"})
    assert isinstance(settings, ProviderSettings)
    assert "s3cret" not in repr(settings)
