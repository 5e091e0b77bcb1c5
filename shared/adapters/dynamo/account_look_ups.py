"""The look-ups of accounts: items outside of the partition of an account that lead to it, by what somebody presents.

Whatever stores one stores an item in the account's partition, too, which names it. So the eraser of accounts finds it:
a new kind of look-up gets an entry in ``_NAMED_BY``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from shared.adapters.dynamo.account_items import PROFILE, ClaimItem
from shared.adapters.dynamo.action_token_items import HELD_TOKEN_PREFIX
from shared.adapters.dynamo.identity_items import IDENTITY_PREFIX, IdentityClaimItem
from shared.adapters.dynamo.passkey_items import PASSKEY_PREFIX, CredentialClaimItem
from shared.adapters.dynamo.personal_token_items import PERSONAL_TOKENS, PersonalTokenItem
from shared.adapters.dynamo.suppressions import HELD_SUPPRESSION_PREFIX, SUPPRESSION, SuppressionItem
from shared.adapters.dynamo.verification_token_items import TokenItem
from shared.domain.email_addresses import canonical_email

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.reading import Item


class LookUp(NamedTuple):
    """The key of an item, and the condition that it is (still) that of the account."""

    key: tuple[str, str]
    condition: Condition | None = None


def look_ups_of(account_id: str, items: Iterable[Item]) -> Iterator[LookUp]:
    """Return the look-ups that items of the account's partition name."""
    for item in items:
        for prefix, named_by in _NAMED_BY.items():
            if item["sk"]["S"].startswith(prefix):
                yield from named_by(account_id, item)


def _of_profile(account_id: str, item: Item) -> Iterator[LookUp]:
    """Return what is gone with the account, unless a restored backup has brought the profile back."""
    yield LookUp(ClaimItem.key(item["canonical_email"]["S"]), ClaimItem.account_id == account_id)
    if verified_by := item.get("verified_by", {}).get("S"):
        yield LookUp(TokenItem.key(verified_by))


def _of_token(account_id: str, item: Item) -> Iterator[LookUp]:
    """Return the token, and the claim on an address that is held for the account as long as a token undoes a change."""
    purpose, _, token_hash = item["sk"]["S"].removeprefix(HELD_TOKEN_PREFIX).partition("#")
    yield LookUp((f"TOKEN#{token_hash}", purpose))
    if email := item.get("email", {}).get("S"):
        yield LookUp(ClaimItem.key(canonical_email(email)), ClaimItem.held_for == account_id)


def _of_suppression(account_id: str, item: Item) -> Iterator[LookUp]:
    address = item["sk"]["S"].removeprefix(HELD_SUPPRESSION_PREFIX)
    yield LookUp((ClaimItem.key(address)[0], SUPPRESSION), SuppressionItem.account_id == account_id)


def _of_identity(account_id: str, item: Item) -> Iterator[LookUp]:
    identity_id = item["sk"]["S"].removeprefix(IDENTITY_PREFIX)
    yield LookUp(IdentityClaimItem.key(identity_id), IdentityClaimItem.account_id == account_id)


def _of_passkey(account_id: str, item: Item) -> Iterator[LookUp]:
    passkey_id = item["sk"]["S"].removeprefix(PASSKEY_PREFIX)
    yield LookUp(CredentialClaimItem.key(passkey_id), CredentialClaimItem.account_id == account_id)


def _of_personal_tokens(account_id: str, item: Item) -> Iterator[LookUp]:
    for token in item.get("tokens", {}).get("M", {}).values():
        yield LookUp(PersonalTokenItem.key(json.loads(token["S"])["hash"]), PersonalTokenItem.account_id == account_id)


_NAMED_BY: Mapping[str, Callable[[str, Item], Iterator[LookUp]]] = {
    PROFILE: _of_profile,
    HELD_TOKEN_PREFIX: _of_token,
    HELD_SUPPRESSION_PREFIX: _of_suppression,
    IDENTITY_PREFIX: _of_identity,
    PASSKEY_PREFIX: _of_passkey,
    PERSONAL_TOKENS: _of_personal_tokens,
}
"""The look-ups that an item names, by the beginning of its sort key."""
