"""The providers that a secret parameter describes."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from shared import observe
from shared.domain.accounts.errors import ProviderNotFoundError
from shared.domain.accounts.provider_settings import ProviderSettingError, ProviderSettings, read_providers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from shared.services.ports.identity_providers import IdentityProvider

PARAMETER = "identity-providers"


class ConfiguredProviders:
    """A ports.IdentityProviders. ``parameter`` returns the parameter; ``{}`` describes no provider.

    A provider that is described badly is reported, and left out; the others work. What is known of a provider is kept
    until the parameter changes. Thread-safe. ``clock`` returns seconds.
    """

    def __init__(
        self, parameter: Callable[[], str], *, now: Callable[[], datetime], clock: Callable[[], float]
    ) -> None:
        self._parameter = parameter
        self._now = now
        self._clock = clock
        self._text = ""
        self._settings: dict[str, ProviderSettings] = {}
        self._made: dict[str, IdentityProvider] = {}
        self._lock = Lock()

    def titles(self) -> Mapping[str, str]:
        """See ports.IdentityProviders."""
        with self._lock:
            return {name: each.title for name, each in self._current().items()}

    def find(self, name: str) -> IdentityProvider:
        """See ports.IdentityProviders."""
        with self._lock:
            settings = self._current().get(name)
            if settings is None:
                raise ProviderNotFoundError("there is no such provider")
            if name not in self._made:
                self._made[name] = self._provider(settings)
            return self._made[name]

    def _provider(self, settings: ProviderSettings) -> IdentityProvider:
        if settings.kind == "github":
            from shared.adapters.identity_providers.github import GitHubProvider

            return GitHubProvider(settings)
        from shared.adapters.identity_providers.openid import OpenIdProvider

        return OpenIdProvider(settings, now=self._now, clock=self._clock)

    def _current(self) -> Mapping[str, ProviderSettings]:
        text = self._parameter()
        if text != self._text:
            self._settings = {each.name: each for each in _usable(text)}
            self._text = text
            self._made = {}
        return self._settings


def _usable(text: str) -> list[ProviderSettings]:
    try:
        described = list(read_providers(text))
    except ProviderSettingError as error:
        described = [error]
    for each in described:
        if isinstance(each, ProviderSettingError):
            observe.logger().error("a provider cannot be used", extra={"parameter": PARAMETER, "reason": str(each)})
    return [each for each in described if isinstance(each, ProviderSettings)]
