"""How the list of common passwords names a password: by so much of a hash that hardly another one has it, too."""

from __future__ import annotations

from hashlib import sha256

DIGEST_BYTES = 5


def digest_of(password: str) -> bytes:
    """Return the beginning of the SHA-256 of the case-folded form of a normalized password."""
    return sha256(password.casefold().encode(errors="surrogatepass")).digest()[:DIGEST_BYTES]
