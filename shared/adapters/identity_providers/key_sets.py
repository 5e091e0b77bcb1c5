"""The public keys of an issuer (RFC 7517), kept for an hour, and fetched again when its tokens need others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.adapters.identity_providers.public_keys import jwt
from shared.domain.accounts.errors import ProviderAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_SECONDS = 3600.0
"""So that a key which its issuer has taken back is not believed for longer."""
RETRY_SECONDS = 300.0
"""How often tokens that no key has signed may have the keys fetched: anybody can send such tokens."""


class KeySet:
    """The keys at one URL. ``fetch`` returns the document there; ``clock`` returns seconds."""

    def __init__(self, fetch: Callable[[], Any], *, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: tuple[jwt.PyJWK, ...] = ()
        self._fetched_at = float("-inf")
        self._fetched_again_at = float("-inf")

    def find(self, key_id: object) -> jwt.PyJWK:
        """Return the key of this id; without an id, the only key. Raises ProviderAnswerError and what fetching raises.

        An id that is not known has the keys fetched again, at most once in five minutes.
        """
        if self._clock() - self._fetched_at >= KEPT_SECONDS:
            self._load()
        return self._known(key_id) or self.find_again(key_id)

    def find_again(self, key_id: object) -> jwt.PyJWK:
        """Return the key as it is now, unless keys were fetched again just before. Raises what ``find`` raises."""
        if self._clock() - self._fetched_again_at >= RETRY_SECONDS:
            self._fetched_again_at = self._clock()
            self._load()
        found = self._known(key_id)
        if found is None:
            raise ProviderAnswerError("the issuer has no such key")
        return found

    def _known(self, key_id: object) -> jwt.PyJWK | None:
        fitting = [key for key in self._keys if key_id is None or key.key_id == key_id]
        return fitting[0] if len(fitting) == 1 else None

    def _load(self) -> None:
        document = self._fetch()
        try:
            # As a set, since keys of kinds that the library does not know are left out of one.
            keys = jwt.PyJWKSet.from_dict(document).keys
        except (jwt.PyJWTError, AttributeError, TypeError, ValueError) as error:
            raise ProviderAnswerError(f"the keys cannot be read: {type(error).__name__}") from None
        self._keys = tuple(key for key in keys if key.public_key_use in {None, "sig"})
        self._fetched_at = self._clock()
