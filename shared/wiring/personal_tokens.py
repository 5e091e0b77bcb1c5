"""Builds the use cases of personal access tokens. They are apart from others, since few requests bear one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources

if TYPE_CHECKING:
    from shared.services.accounts.personal_token_bearers import PersonalTokenBearers
    from shared.services.accounts.personal_tokens import OwnPersonalTokens
    from shared.wiring.passwords import PasswordsWiring


class PersonalTokensWiring:
    """Use cases of personal access tokens, built on first access from the rest of the wiring."""

    def __init__(self, wired: PasswordsWiring) -> None:
        self._wired = wired

    @cached_property
    def bearers(self) -> PersonalTokenBearers:
        """The callers who bear tokens."""
        from shared.services.accounts.personal_token_bearers import PersonalTokenBearers

        return PersonalTokenBearers(
            self._wired.personal_token_reader, lambda: self._wired.personal_token_uses, now=sources.now
        )

    @cached_property
    def own(self) -> OwnPersonalTokens:
        """The tokens of callers."""
        from shared.services.accounts.personal_tokens import OwnPersonalTokens

        return OwnPersonalTokens(
            self._wired.personal_token_store,
            self._wired.personal_token_uses,
            self._wired.current_accounts,
            self._wired.security_records,
            timing=self._wired.timing,
            now=sources.now,
            new_id=sources.new_id,
            new_token=sources.new_personal_token,
        )
