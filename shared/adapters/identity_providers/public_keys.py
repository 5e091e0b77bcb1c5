"""PyJWT for signatures with key pairs.

In an artifact, PyJWT knows them only if cryptography is imported before it: most functions verify HMACs alone.
"""

from __future__ import annotations

import cryptography  # noqa: F401 - imported for PyJWT, which must come second
import jwt

__all__ = ["jwt"]
