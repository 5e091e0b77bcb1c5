"""The items of the Outbox table."""

from __future__ import annotations

from typing import Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute, IntegerAttribute, MillisecondsAttribute
from shared.domain.mails import MailState, OutgoingMail

PENDING = "1"
"""The only value of ``pending``: finished messages lack the attribute, and so are not in the index."""


class ByPending(GlobalSecondaryIndex["MailItem"]):
    """Messages waiting to be sent, oldest first."""

    class Meta:
        """Sparse: finished messages lack ``pending``."""

        index_name = "by_pending"
        projection = KeysOnlyProjection()

    pending = UnicodeAttribute(hash_key=True)
    created_at = MillisecondsAttribute(range_key=True)


class MailItem(Model):
    """A message. ``leased_until`` and ``leased_by`` are set while an attempt to send it is in progress."""

    id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute()
    account_id = UnicodeAttribute()
    created_at = MillisecondsAttribute()
    token_id = UnicodeAttribute(null=True)
    key_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute(default=MailState.PENDING.value)
    attempts = IntegerAttribute(default=0)
    failure = UnicodeAttribute(default="")
    pending = UnicodeAttribute(null=True)
    leased_until = MillisecondsAttribute(null=True)
    leased_by = UnicodeAttribute(null=True)
    expires_at = ExpiryAttribute(null=True)
    due_at = MillisecondsAttribute(null=True)
    by_pending = ByPending()

    @classmethod
    def of(cls, mail: OutgoingMail) -> Self:
        """Return the item of a message."""
        return cls(
            mail.id,
            kind=mail.kind,
            account_id=mail.account_id,
            created_at=mail.created_at,
            token_id=mail.token_id,
            key_id=mail.key_id,
            state=mail.state,
            attempts=mail.attempts,
            failure=mail.failure,
            pending=PENDING if mail.state == MailState.PENDING else None,
            expires_at=mail.expires_at,
            due_at=mail.due_at,
        )

    def to_mail(self) -> OutgoingMail:
        """Return the message."""
        return OutgoingMail(
            id=self.id,
            kind=self.kind,
            account_id=self.account_id,
            created_at=self.created_at,
            token_id=self.token_id,
            key_id=self.key_id,
            state=self.state,
            attempts=self.attempts,
            failure=self.failure,
            expires_at=self.expires_at,
            due_at=self.due_at,
        )
