"""The Accounts table: the keys and the index of its items."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute


class ByEmail(GlobalSecondaryIndex["AccountsTableItem"]):
    """The profiles of all accounts, by address. Claims and verification tokens have one, too, under other keys."""

    class Meta:
        """Profiles are read by their keys, so that what is shown of them is what they are."""

        index_name = "by_email"
        projection = KeysOnlyProjection()

    sk = UnicodeAttribute(hash_key=True)
    canonical_email = UnicodeAttribute(range_key=True)


class AccountsTableItem(Model):
    """What all items of the table have in common. Only tokens, and what belongs to an unverified account, expire."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_email = ByEmail()
    expires_at = ExpiryAttribute(null=True)
