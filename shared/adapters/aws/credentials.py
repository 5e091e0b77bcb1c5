"""The credentials that sign requests to AWS."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Protocol

from botocore.exceptions import NoCredentialsError


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKeys:
    """Keys of an AWS identity, valid until ``expires_at`` (seconds since 1970).

    Raises ValueError for characters that cannot be part of a request, such as a line break.
    """

    key_id: str
    secret: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    expires_at: float = inf

    def __post_init__(self) -> None:
        text = self.key_id + self.session_token
        if not (text.isascii() and text.isprintable()):
            raise ValueError("the access keys hold a line break, or another character that no key has")


class CredentialProvider(Protocol):
    """Where keys come from. Thread-safe."""

    def current(self) -> AccessKeys:
        """Return keys that are valid now.

        Raises NoCredentialsError when there are none, CredentialRetrievalError when they cannot be fetched.
        """
        ...


class FixedCredentials:
    """Credentials from the environment, which Lambda sets for the lifetime of the process."""

    def __init__(self, keys: AccessKeys) -> None:
        self._keys = keys

    def current(self) -> AccessKeys:
        """See CredentialProvider."""
        if not self._keys.key_id or not self._keys.secret:
            raise NoCredentialsError
        return self._keys
