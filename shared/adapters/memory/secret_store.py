"""Keys and credentials passed in as arguments instead of read from a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import SecretsUnavailableError
from shared.domain.keyrings import Keyring

if TYPE_CHECKING:
    from collections.abc import Mapping


class MemorySecrets:
    """A ports.Secrets and ports.ServiceCredentials. ``parameters`` are strings by name, as in Parameter Store."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self.parameters = dict(parameters)

    def keyring(self, name: str) -> Keyring:
        """See ports.Secrets."""
        try:
            return Keyring.parse(self.parameters[name])
        except (KeyError, ValueError) as error:
            raise SecretsUnavailableError("the keys of the service cannot be read") from error

    def credential(self, name: str) -> str:
        """See ports.ServiceCredentials."""
        try:
            return self.parameters[name]
        except KeyError as error:
            raise SecretsUnavailableError("the keys of the service cannot be read") from error
