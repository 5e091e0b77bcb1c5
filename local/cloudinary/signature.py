"""Request signatures.

https://cloudinary.com/documentation/authentication_signatures
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

_UNSIGNED = {"api_key", "cloud_name", "file", "resource_type", "signature"}
_DIGESTS = {40: hashlib.sha1, 64: hashlib.sha256}


def is_signed(fields: Mapping[str, str], secret: str) -> bool:
    """Return whether the fields of a request are signed with the secret, using SHA-1 or SHA-256."""
    signature = fields.get("signature", "")
    digest = _DIGESTS.get(len(signature))
    signed = sorted(
        f"{name}={value}".replace("&", "%26") for name, value in fields.items() if value and name not in _UNSIGNED
    )
    return digest is not None and hmac.compare_digest(
        digest(f"{'&'.join(signed)}{secret}".encode()).hexdigest(), signature
    )
