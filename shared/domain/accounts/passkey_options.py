"""What browsers are asked to do with passkeys, as JSON of Web Authentication.

https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson. Nothing here needs cryptography.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.accounts.passkeys import user_handle
from shared.domain.accounts.relying_parties import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.passkeys import Passkey
    from shared.domain.accounts.relying_parties import RelyingParty

ALGORITHMS = (-8, -7, -257)
"""Ed25519, ES256 and RS256, the first one that a device knows (RFC 9053). No others: keys stay short."""
TIMEOUT_MILLISECONDS = 120_000
"""How long browsers wait; some would wait for ever for a device that is not there."""

Options = dict[str, Any]


def creation_options(
    relying_party: RelyingParty, account: Account, challenge: str, known: Sequence[Passkey]
) -> Mapping[str, Any]:
    """Return the options of a new passkey that signs in without a password, and whose owner is verified for that.

    A device that has one of the ``known`` ones makes no other: it would replace it.
    """
    return {
        "rp": {"id": relying_party.id, "name": NAME},
        "user": {
            "id": user_handle(account.id),
            "name": account.email,
            "displayName": account.full_name or account.email,
        },
        "challenge": challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in ALGORITHMS],
        "timeout": TIMEOUT_MILLISECONDS,
        "excludeCredentials": _descriptors(known),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
        "extensions": {"credProps": True},
    }


def request_options(relying_party: RelyingParty, challenge: str, *, verified: bool) -> Mapping[str, Any]:
    """Return the options of a use of any passkey; if ``verified``, the device has to verify its owner."""
    return {
        "rpId": relying_party.id,
        "challenge": challenge,
        "timeout": TIMEOUT_MILLISECONDS,
        "allowCredentials": [],
        "userVerification": "required" if verified else "discouraged",
    }


def _descriptors(passkeys: Sequence[Passkey]) -> list[Options]:
    return [
        {"type": "public-key", "id": each.credential_id_base64url}
        | ({"transports": list(each.transports)} if each.transports else {})
        for each in passkeys
    ]
