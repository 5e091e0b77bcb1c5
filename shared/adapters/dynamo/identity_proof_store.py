"""Proofs of identities in DynamoDB's Ephemeral table.

What a proof says of a person is removed when it is taken. The rest stays until no browser can come back with the same
state, so that none can have another proof made with the same code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute, MillisecondsAttribute
from shared.adapters.dynamo.faults import is_failed_condition, write_faults
from shared.domain.accounts.identities import IdentityProof, ProvenIdentity
from shared.services.ports.conflicts import ProofExistsError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.dynamo.database import Database

_PREFIX = "PROOF#"


class ProofItem(Model):
    """A proof of an identity."""

    pk = UnicodeAttribute(hash_key=True)
    challenge = UnicodeAttribute()
    valid_until = MillisecondsAttribute()
    expires_at = ExpiryAttribute()
    provider = UnicodeAttribute(null=True)
    issuer = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    email_verified = BooleanAttribute(null=True)
    email_vouched_for = BooleanAttribute(null=True)
    full_name = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, proof: IdentityProof) -> Self:
        """Return the item of a proof."""
        identity = proof.identity
        return cls(
            _PREFIX + proof.code_hash,
            challenge=proof.challenge,
            valid_until=proof.expires_at,
            expires_at=proof.kept_until,
            provider=identity.provider,
            issuer=identity.issuer,
            subject=identity.subject,
            email=identity.email,
            email_verified=identity.is_email_verified,
            email_vouched_for=identity.vouches_for_email,
            full_name=identity.full_name,
        )

    def to_identity(self) -> ProvenIdentity:
        """Return what has been proven."""
        return ProvenIdentity(
            provider=self.provider,
            issuer=self.issuer,
            subject=self.subject,
            email=self.email,
            is_email_verified=self.email_verified,
            vouches_for_email=self.email_vouched_for,
            full_name=self.full_name,
        )


_PERSONAL: tuple[Any, ...] = (
    ProofItem.provider,
    ProofItem.issuer,
    ProofItem.subject,
    ProofItem.email,
    ProofItem.email_verified,
    ProofItem.email_vouched_for,
    ProofItem.full_name,
)


class DynamoIdentityProofs:
    """A ports.IdentityProofStore."""

    def __init__(self, database: Database, *, ephemeral_table: str) -> None:
        self._connection = database.connection
        self._table_name = ephemeral_table
        self._proofs = database.bind(ProofItem, ephemeral_table)

    def add(self, proof: IdentityProof) -> None:
        """See ports.IdentityProofStore."""
        try:
            with write_faults():
                self._proofs.of(proof).save(condition=ProofItem.pk.does_not_exist())
        except PutError as error:
            if not is_failed_condition(error):
                raise
            raise ProofExistsError from error

    def take(self, code_hash: str, challenge: str, *, now: datetime) -> ProvenIdentity | None:
        """See ports.IdentityProofStore. Takes it with one UpdateItem, which returns what it removes."""
        try:
            with write_faults():
                response = self._connection.update_item(
                    self._table_name,
                    _PREFIX + code_hash,
                    actions=[attribute.remove() for attribute in _PERSONAL],
                    condition=ProofItem.subject.exists()
                    & (ProofItem.challenge == challenge)
                    & (ProofItem.valid_until > now),
                    return_values=ALL_OLD,
                )
        except UpdateError as error:
            if not is_failed_condition(error):
                raise
            return None
        return self._proofs.from_raw_data(response["Attributes"]).to_identity()
