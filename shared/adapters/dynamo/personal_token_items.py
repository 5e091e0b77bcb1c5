"""The items of personal access tokens: what finds one of them, those of an account, and when each was last used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute, TextMapAttribute
from shared.adapters.dynamo.reading import Item, members
from shared.domain.accounts.personal_tokens import PersonalToken, PersonalTokens
from shared.domain.scopes import scope_text, scopes_of

if TYPE_CHECKING:
    from datetime import datetime

PERSONAL_TOKENS = "PERSONAL_TOKENS"
PERSONAL_TOKEN = "PERSONAL_TOKEN"  # noqa: S105 - the kind of an item
_PREFIX = "PAT#"


class PersonalTokenItem(AccountsTableItem):
    """A token, keyed by its hash: ``PAT#hash / PERSONAL_TOKEN``. It never changes."""

    token_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    scopes = UnicodeAttribute()
    created_at = MillisecondsAttribute()

    @classmethod
    def key(cls, token_hash: str) -> tuple[str, str]:
        """Return the key of a token."""
        return f"{_PREFIX}{token_hash}", PERSONAL_TOKEN

    @classmethod
    def of(cls, token: PersonalToken) -> Self:
        """Return the item of a token."""
        return cls(
            *cls.key(token.hash),
            token_id=token.id,
            account_id=token.account_id,
            scopes=scope_text(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
        )

    @classmethod
    def read(cls, item: Item) -> PersonalToken:
        """Return the token of an item, which lacks its name."""
        values = members(cls, item)
        return PersonalToken(
            id=values["token_id"],
            account_id=values["account_id"],
            hash=values["pk"].removeprefix(_PREFIX),
            scopes=scopes_of(values["scopes"]),
            created_at=values["created_at"],
            expires_at=values["expires_at"],
        )


class PersonalTokensItem(AccountsTableItem):
    """The tokens of an account, each as JSON by its id: ``ACCOUNT#id / PERSONAL_TOKENS``."""

    tokens_version = IntegerAttribute()
    tokens = TextMapAttribute(default=dict)

    @classmethod
    def key(cls, account_id: str) -> tuple[str, str]:
        """Return the key of the tokens of an account."""
        return f"ACCOUNT#{account_id}", PERSONAL_TOKENS

    @classmethod
    def of(cls, account_id: str, tokens: PersonalTokens) -> Self:
        """Return the item of the tokens of an account."""
        written = {token.id: json.dumps(token.members(), ensure_ascii=False) for token in tokens.tokens.values()}
        return cls(*cls.key(account_id), tokens_version=tokens.version, tokens=written)

    @classmethod
    def read(cls, account_id: str, item: Item | None) -> PersonalTokens:
        """Return the tokens of an item."""
        if item is None:
            return PersonalTokens()
        values = members(cls, item)
        tokens = {
            token_id: PersonalToken.read(token_id, account_id, json.loads(text))
            for token_id, text in values["tokens"].items()
        }
        return PersonalTokens(version=values["tokens_version"], tokens=tokens)


class PersonalTokenUseItem(Model):
    """When a token was last used: ``PAT#hash`` of the Ephemeral table."""

    pk = UnicodeAttribute(hash_key=True)
    used_at = MillisecondsAttribute()
    expires_at = ExpiryAttribute()

    @classmethod
    def key(cls, token_hash: str) -> str:
        """Return the key of the latest use of a token."""
        return f"{_PREFIX}{token_hash}"

    @classmethod
    def of(cls, token: PersonalToken, at: datetime) -> Self:
        """Return the item of a use."""
        return cls(cls.key(token.hash), used_at=at, expires_at=token.expires_at)

    @classmethod
    def read(cls, item: Item) -> tuple[str, datetime]:
        """Return the hash of the token of an item, and when it was used."""
        values = members(cls, item)
        return values["pk"].removeprefix(_PREFIX), values["used_at"]
