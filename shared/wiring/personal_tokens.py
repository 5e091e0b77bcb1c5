"""Builds the use cases of personal access tokens. They are apart from others, since few requests bear one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.wiring import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.personal_token_bearers import PersonalTokenBearers
    from shared.services.accounts.personal_tokens import OwnPersonalTokens
    from shared.wiring.account_adapters import AccountAdapters


class PersonalTokensWiring:
    """Use cases of personal access tokens over the adapters of the process, each built on first access."""

    def __init__(self, adapters: AccountAdapters, current_accounts: Callable[[], CurrentAccounts]) -> None:
        """``current_accounts`` is called for the owners of tokens only."""
        self._adapters = adapters
        self._current_accounts = current_accounts

    @cached_property
    def bearers(self) -> PersonalTokenBearers:
        """The callers who bear tokens."""
        from shared.services.accounts.personal_token_bearers import PersonalTokenBearers

        return PersonalTokenBearers(
            self._adapters.personal_token_reader, lambda: self._adapters.personal_token_uses, now=sources.now
        )

    @cached_property
    def own(self) -> OwnPersonalTokens:
        """The tokens of callers."""
        from shared.services.accounts.personal_tokens import OwnPersonalTokens

        return OwnPersonalTokens(
            self._adapters.personal_token_store,
            self._adapters.personal_token_uses,
            self._current_accounts(),
            timing=self._adapters.timing,
            now=sources.now,
            new_id=sources.new_id,
            new_token=sources.new_personal_token,
        )
