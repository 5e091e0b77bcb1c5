"""Providers that speak over HTTP to the stand-in, at a time that both agree on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.adapters.identity_providers.openid import OpenIdProvider
from shared.domain.accounts.provider_settings import ProviderSettings
from tests.support.clock import Clock
from tests.support.provider_host import ProviderHost, identified, running_provider, sign_in


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def host(clock: Clock) -> Iterator[ProviderHost]:
    with running_provider(clock().timestamp()) as host:
        yield host


class Visitor:
    """Somebody who signs in with a provider, again and again."""

    def __init__(self, host: ProviderHost, settings: ProviderSettings, clock: Clock) -> None:
        self.host = host
        self.provider = OpenIdProvider(settings, now=clock, clock=lambda: clock().timestamp())

    def sign_in(self, **more: str) -> object:
        request = self.host.request(**more)
        return identified(self.provider, request, sign_in(self.provider.authorization_url(request)))


@pytest.fixture
def visitor(host: ProviderHost, clock: Clock) -> Visitor:
    return Visitor(host, host.settings(), clock)
