"""The providers of a deployment, as its operators describe them: JSON in a parameter (docs/social-login.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_TEXTS = ("title", "client_id", "client_secret", "issuer", "team_id", "key_id", "private_key", "tenant")
_MEMBERS = frozenset({*_TEXTS, "kind", "hosts", "scopes", "links_by_email"})


class ProviderSettingError(ValueError):
    """A provider is not described as it has to be; the message is for operators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What is known of a provider in advance. ``hosts`` are those of its endpoints, besides the issuer's own."""

    title: str
    issuer: str
    hosts: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    required: tuple[str, ...] = ("client_id", "client_secret")


PRESETS: Mapping[str, Preset] = {
    "google": Preset(
        title="Google",
        issuer="https://accounts.google.com",
        hosts=("oauth2.googleapis.com", "www.googleapis.com", "openidconnect.googleapis.com"),
    ),
    "microsoft": Preset(
        title="Microsoft",
        issuer="https://login.microsoftonline.com/{tenant}/v2.0",
        hosts=("graph.microsoft.com",),
    ),
    "apple": Preset(
        title="Apple",
        issuer="https://appleid.apple.com",
        scopes=("openid", "email", "name"),
        required=("client_id", "team_id", "key_id", "private_key"),
    ),
    "github": Preset(
        title="GitHub", issuer="https://github.com", hosts=("api.github.com",), scopes=("read:user", "user:email")
    ),
    "oidc": Preset(title="", issuer="", required=("client_id", "issuer")),
}
"""By kind; ``oidc`` is any other issuer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """A provider. Without ``client_secret`` the client is a public one, which only PKCE protects."""

    name: str
    kind: str
    title: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...]
    hosts: frozenset[str]
    links_by_email: bool
    team_id: str = ""
    key_id: str = ""
    private_key: str = field(default="", repr=False)

    def require_trusted(self, url: object) -> str:
        """Return a URL that requests may be sent to: of a host that was configured, over TLS unless that is this one.

        Raises ProviderSettingError.
        """
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        if not is_safe or parts.netloc not in self.hosts or parts.username is not None:
            raise ProviderSettingError(f"{parts.scheme}://{parts.netloc} is not a host of this provider")
        return str(url)


def read_providers(text: str) -> Iterator[ProviderSettings | ProviderSettingError]:
    """Yield each provider in a parameter, or what is wrong with it. Raises ProviderSettingError for other texts."""
    try:
        described = json.loads(text)
    except ValueError:
        raise ProviderSettingError("the parameter is not JSON") from None
    if not isinstance(described, dict):
        raise ProviderSettingError("the parameter is not a JSON object")
    for name, members in described.items():
        try:
            yield read_provider(name, members)
        except ProviderSettingError as error:
            yield error


def read_provider(name: str, members: Any) -> ProviderSettings:
    """Return a provider. Raises ProviderSettingError, whose message quotes no value."""
    if not NAME.fullmatch(name) or not isinstance(members, dict):
        raise ProviderSettingError("a provider has a name of a-z, 0-9 and hyphens, and is an object")
    kind = members.get("kind", name if name in PRESETS else "oidc")
    preset = PRESETS.get(kind)
    if preset is None or not set(members) <= _MEMBERS:
        raise ProviderSettingError(f"{name} has an unknown kind, or unknown members")
    texts = {member: members.get(member, "") for member in _TEXTS}
    if not all(isinstance(value, str) for value in texts.values()):
        raise ProviderSettingError(f"{name} has a member that is not a text")
    if missing := [member for member in preset.required if not texts[member]]:
        raise ProviderSettingError(f"{name} lacks {', '.join(missing)}")
    issuer = texts["issuer"] or preset.issuer.replace("{tenant}", texts["tenant"] or "common")
    settings = ProviderSettings(
        name=name,
        kind=kind,
        title=texts["title"] or preset.title or name,
        issuer=issuer,
        client_id=texts["client_id"],
        client_secret=texts["client_secret"],
        scopes=_words(name, members, "scopes") or preset.scopes,
        hosts=frozenset({urlsplit(issuer).netloc, *preset.hosts, *_words(name, members, "hosts")}),
        links_by_email=members.get("links_by_email", kind != "oidc") is True,
        team_id=texts["team_id"],
        key_id=texts["key_id"],
        private_key=texts["private_key"],
    )
    settings.require_trusted(issuer)
    return settings


def _words(name: str, members: Mapping[str, Any], member: str) -> tuple[str, ...]:
    words = members.get(member, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ProviderSettingError(f"{name}: {member} is not a list of texts")
    return tuple(words)
