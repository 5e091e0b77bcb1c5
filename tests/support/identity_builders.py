"""Builders of identities, and of proofs of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from shared.domain.accounts.account import Account
from shared.domain.accounts.identities import CODE_TTL, Identity, IdentityProof, ProvenIdentity, s256_challenge
from shared.domain.mails import MailKind
from shared.services.ports.identities import IdentityChange, IdentityStore
from tests.support.account_builders import HOUR, NOON, new_address, new_mail
from tests.support.session_builders import new_event

ISSUER = "https://accounts.example.com"
VERIFIER = "a-verifier-of-a-client-that-nobody-else-knows"
CHALLENGE = s256_challenge(VERIFIER)
_NUMBERS = count(1)


def proven(**more: Any) -> ProvenIdentity:
    """Return what a provider says of somebody who is in no other test, with an address that it vouches for."""
    number = next(_NUMBERS)
    return ProvenIdentity(
        **{
            "provider": "example",
            "issuer": ISSUER,
            "subject": f"subject-{number}",
            "email": f"Somebody-{number}@Example.com",
            "is_email_verified": True,
            "vouches_for_email": True,
            "full_name": "Олена O'Hara",
            **more,
        }
    )


def new_proof(identity: ProvenIdentity | None = None, *, at: datetime = NOON) -> IdentityProof:
    """Return a proof, for the client that knows ``VERIFIER``, with a code that no other test uses."""
    return IdentityProof(
        code_hash=f"code-{next(_NUMBERS)}",
        challenge=CHALLENGE,
        identity=identity or proven(),
        expires_at=at + CODE_TTL,
        kept_until=(at + HOUR).replace(microsecond=0),
    )


def new_identity(account_id: str, *, at: datetime = NOON, **more: Any) -> Identity:
    """Return an identity of an account."""
    return Identity.of(proven(**more), account_id, at)


def signed_up(address: str | None = None, **more: Any) -> Account:
    """Return a verified account without a password."""
    number = next(_NUMBERS)
    address = address or new_address()
    return Account(
        **{
            "id": f"signed-up-{number}",
            "email": address,
            "canonical_email": address,
            "password_hash": "",
            "created_at": NOON,
            "updated_at": NOON,
            "verified_at": NOON,
            **more,
        }
    )


def change(account: Account, identity: Identity, *, at: datetime = NOON) -> IdentityChange:
    """Return the change of the account, as it is stored, that gives or takes the identity."""
    after = replace(account, version=account.version + 1, updated_at=at)
    mail = new_mail(account.id, kind=MailKind.IDENTITY_LINKED)
    return IdentityChange(account=after, identity=identity, event=new_event(account.id), mail=mail)


def link(store: IdentityStore, account: Account, *, at: datetime = NOON) -> tuple[Account, Identity]:
    """Give an account an identity, and return the account as it is then."""
    identity = new_identity(account.id, at=at)
    made = change(account, identity, at=at)
    store.link(made)
    return made.account, identity
