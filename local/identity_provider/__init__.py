"""A provider of identities: OpenID Connect, and GitHub's OAuth 2.0, for people who do not exist."""

from local.identity_provider.application import IdentityProvider
from local.identity_provider.people import Person, Play
from local.provider_client import PREFIX

__all__ = ["PREFIX", "IdentityProvider", "Person", "Play"]
