"""The way of a browser to a provider and back: what has to be known of it on the way back.

All of it is in ``state``, the parameter that providers return as it is (RFC 6749 section 4.1.1), signed, so that
nothing is stored. The same signature, made with other labels, is the source of everything else that belongs to one
way: nonce, verifier and code. A state is of no use but in the browser that has its cookie.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import InvalidProviderStateError

if TYPE_CHECKING:
    from shared.domain.keyrings import Keyring

FLOW_TTL = timedelta(minutes=10)
"""How long people may take to sign in at a provider."""
MAX_STATE_LENGTH = 4_096
_PURPOSE = b"contacts-api: provider flows"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFlow:
    """One way to a provider and back.

    ``redirect_to`` is where the browser goes in the end, with ``client_state``, for the client that has the verifier of
    ``challenge``.
    """

    id: str
    provider: str
    redirect_to: str
    challenge: str
    client_state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSecrets:
    """What belongs to one flow, and can be made again from its state by whoever has the key."""

    state: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    code: str = field(repr=False)


def sealed(flow: ProviderFlow, *, browser: str, keyring: Keyring) -> FlowSecrets:
    """Return the secrets of a flow that begins in a browser; ``browser`` is the secret in its cookie."""
    key = _key(keyring.signing_secret)
    members = [
        flow.id,
        flow.provider,
        flow.redirect_to,
        flow.challenge,
        flow.client_state,
        int(flow.expires_at.timestamp()),
    ]
    payload = _encode(json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode())
    signature = _encode(_mac(key, "state", browser, payload))
    return _secrets(f"{keyring.signing_key_id}.{payload}.{signature}", key)


def opened(
    state: str, *, browser: str, provider: str, keyring: Keyring, now: datetime
) -> tuple[ProviderFlow, FlowSecrets]:
    """Return the flow of a state that has come back in the same browser, and its secrets.

    Raises InvalidProviderStateError.
    """
    if len(state) > MAX_STATE_LENGTH or not state.isascii() or state.count(".") != 2:
        raise _not_ours()
    key_id, payload, signature = state.split(".")
    if key_id not in keyring.secrets:
        raise _not_ours()
    key = _key(keyring.secrets[key_id])
    if not hmac.compare_digest(_encode(_mac(key, "state", browser, payload)), signature):
        raise _not_ours()
    flow = _flow(payload)
    if flow.provider != provider or flow.expires_at <= now:
        raise _not_ours()
    return flow, _secrets(state, key)


def _flow(payload: str) -> ProviderFlow:
    id_, provider, redirect_to, challenge, client_state, expires_at = json.loads(_decode(payload))
    return ProviderFlow(
        id=id_,
        provider=provider,
        redirect_to=redirect_to,
        challenge=challenge,
        client_state=client_state,
        expires_at=datetime.fromtimestamp(expires_at, UTC),
    )


def _secrets(state: str, key: bytes) -> FlowSecrets:
    nonce, code_verifier, code = (_encode(_mac(key, label, state)) for label in ("nonce", "verifier", "code"))
    return FlowSecrets(state=state, nonce=nonce, code_verifier=code_verifier, code=code)


def _key(secret: bytes) -> bytes:
    """Return a key for nothing but flows."""
    return hmac.digest(secret, _PURPOSE, "sha256")


def _not_ours() -> InvalidProviderStateError:
    return InvalidProviderStateError("this sign-in began too long ago, or in another browser: begin again")


def _mac(key: bytes, *parts: str) -> bytes:
    return hmac.digest(key, "\0".join(parts).encode(), "sha256")


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
