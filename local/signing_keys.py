"""The product's secrets: generated once per DATA folder, and stored where the functions read them."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from local.data_folder import DataFolder

NAMES = ("jwt-keys", "mail-keys", "cursor-keys", "factor-keys")
CLOUDINARY = "cloudinary"
_FILE = "secrets.json"
_SECRET_BYTES = 32


def load_signing_keys(folder: DataFolder) -> dict[str, str]:
    """Return the value of each parameter; missing ones are generated and stored.

    Keys are ``kid:secret`` with the secret in base64url; the credential for Cloudinary is
    ``cloudinary://key:secret@cloud``.
    """
    known = folder.read(_FILE)
    keys = {name: str(known.get(name) or _new_key()) for name in NAMES}
    keys[CLOUDINARY] = str(known.get(CLOUDINARY) or f"cloudinary://local:{_new_secret()}@local")
    if keys != known:
        folder.write(_FILE, keys)
    return keys


def put_signing_keys(ssm: Any, prefix: str, keys: dict[str, str]) -> None:
    """Store the parameters under a path such as ``/contacts-api/local``."""
    for name, value in keys.items():
        ssm.put_parameter(Name=f"{prefix}/{name}", Value=value, Type="SecureString", Overwrite=True)


def _new_key() -> str:
    return f"k1:{_new_secret()}"


def _new_secret() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(_SECRET_BYTES)).decode().rstrip("=")
