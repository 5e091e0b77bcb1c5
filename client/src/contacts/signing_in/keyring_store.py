"""Secrets in the system's keyring, where the package ``keyring`` is installed and finds one."""

from __future__ import annotations

from types import ModuleType

SERVICE_NAME = "contacts-client"


def _keyring() -> ModuleType | None:
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to load
    except ImportError:
        return None
    return keyring


def keep(name: str, secret: str) -> bool:
    """Store a secret; return whether it can be had from there again."""
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE_NAME, name, secret)
        # Some backends take everything and keep nothing.
        return bool(keyring.get_password(SERVICE_NAME, name) == secret)
    except keyring.errors.KeyringError:
        return False


def find(name: str) -> str | None:
    """Return a secret, or None if there is none, or no keyring."""
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        secret = keyring.get_password(SERVICE_NAME, name)
    except keyring.errors.KeyringError:
        return None
    return str(secret) if secret is not None else None


def forget(name: str) -> None:
    """Delete a secret, if it is there."""
    keyring = _keyring()
    if keyring is None:
        return
    try:
        keyring.delete_password(SERVICE_NAME, name)
    except keyring.errors.KeyringError:
        return
