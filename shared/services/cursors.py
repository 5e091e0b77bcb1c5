"""Cursors: where the next page starts, opaque to clients, signed, and valid for one book and one query only."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from typing import TYPE_CHECKING

from shared.domain.errors import InvalidCursorError

if TYPE_CHECKING:
    from shared.services.ports.books import Position
    from shared.services.ports.security import Secrets

RAISES = (InvalidCursorError,)
KEYRING = "cursor-keys"
MAX_CURSOR_LENGTH = 2_048
_SIGNATURE_BYTES = 16


class Cursors:
    """Issues and reads cursors: ``kid.position.signature``.

    The position is base64url JSON; the signature is the first 16 bytes of an HMAC-SHA256.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def issue(self, position: Position, *, book_id: str, query: str) -> str:
        """Return a cursor for a position in the results of ``query``, a canonical text of order and filters."""
        keyring = self._secrets.keyring(KEYRING)
        payload = _encode(json.dumps(position, separators=(",", ":"), ensure_ascii=False).encode())
        signature = _sign(keyring.signing_secret, book_id, query, payload)
        return f"{keyring.signing_key_id}.{payload}.{_encode(signature)}"

    def read(self, cursor: str, *, book_id: str, query: str) -> Position:
        """Return the position.

        Raises InvalidCursorError for a cursor that was changed, or belongs to another book, query or key.
        """
        if len(cursor) > MAX_CURSOR_LENGTH or not cursor.isascii() or cursor.count(".") != 2:
            raise InvalidCursorError("this is no cursor of ours")
        key_id, payload, signature = cursor.split(".")
        secret = self._secrets.keyring(KEYRING).secrets.get(key_id)
        if secret is None or not hmac.compare_digest(_encode(_sign(secret, book_id, query, payload)), signature):
            raise InvalidCursorError("the cursor was changed, or belongs to another query")
        position: Position = json.loads(_decode(payload))
        return position


def _sign(secret: bytes, book_id: str, query: str, payload: str) -> bytes:
    message = f"cursor\0{book_id}\0{query}\0{payload}".encode()
    return hmac.new(secret, message, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except Base64Error as error:
        raise InvalidCursorError("this is no cursor of ours") from error
